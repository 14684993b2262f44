-- What communities decide: the thing with its newest round, earlier rounds, steps, and who was told, came and agreed.

-- The whole decision stands in "body"; the columns beside it are copies that lists and statistics ask for.
CREATE TABLE decision (
    id BLOB NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    unit_id BLOB NOT NULL REFERENCES unit (id),
    commune_id BLOB NOT NULL REFERENCES unit (id),
    parent_id BLOB REFERENCES decision (id),
    replaces_id BLOB REFERENCES decision (id),
    matter TEXT NOT NULL,
    subject TEXT NOT NULL,
    scope TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT NOT NULL,
    form TEXT NOT NULL,
    proposed_on TEXT NOT NULL,
    starts_on TEXT,
    decided_on TEXT,
    sent_on TEXT,
    send_by TEXT,
    recognise_by TEXT,
    effective_on TEXT,
    ended_on TEXT,
    total INTEGER NOT NULL,
    represented INTEGER NOT NULL,
    approve INTEGER NOT NULL,
    body TEXT NOT NULL,
    register_position INTEGER,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    sample INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_unit ON decision (unit_id, number);
CREATE INDEX decision_commune_state ON decision (commune_id, state, number);
CREATE INDEX decision_commune_decided ON decision (commune_id, decided_on, number);
CREATE INDEX decision_decided ON decision (decided_on, number);
CREATE INDEX decision_register ON decision (register_position);
CREATE INDEX decision_parent ON decision (parent_id, number);
CREATE INDEX decision_replaces ON decision (replaces_id);

-- Rounds that are over; the running one stands in the body.
CREATE TABLE decision_round (
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (decision_id, round)
) STRICT;

-- What happened, in order, as the public page shows it; no personal data.
CREATE TABLE decision_step (
    decision_id BLOB NOT NULL REFERENCES decision (id),
    place INTEGER NOT NULL,
    round INTEGER NOT NULL,
    step TEXT NOT NULL,
    at TEXT NOT NULL,
    office TEXT NOT NULL,
    note TEXT NOT NULL,
    register_position INTEGER,
    PRIMARY KEY (decision_id, place)
) STRICT;

-- Households that support an initiative, choose the online vote, or ask for a dismissal.
CREATE TABLE decision_support (
    decision_id BLOB NOT NULL REFERENCES decision (id),
    purpose TEXT NOT NULL,
    household_id BLOB NOT NULL REFERENCES household (id),
    given_on TEXT NOT NULL,
    way TEXT NOT NULL,
    recorded_by BLOB,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (decision_id, purpose, household_id)
) STRICT;

-- What reached which household: notice, papers, ballot, card.
CREATE TABLE decision_delivery (
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    kind TEXT NOT NULL,
    household_id BLOB NOT NULL REFERENCES household (id),
    delivered_on TEXT NOT NULL,
    way TEXT NOT NULL,
    recorded_by BLOB,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (decision_id, round, kind, household_id)
) STRICT;

-- Households that attend the meeting. One row a household, whichever phone was first.
CREATE TABLE decision_presence (
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    household_id BLOB NOT NULL REFERENCES household (id),
    way TEXT NOT NULL,
    came_at TEXT NOT NULL,
    left_at TEXT,
    recorded_by BLOB,
    PRIMARY KEY (decision_id, round, household_id)
) STRICT;

-- Members who disagree with their representative and registered to attend (Article 24(2)): personal data, erasable.
CREATE TABLE decision_guest (
    id BLOB NOT NULL PRIMARY KEY,
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    household_id BLOB NOT NULL REFERENCES household (id),
    name TEXT NOT NULL,
    opinion TEXT NOT NULL,
    registered_at TEXT NOT NULL,
    attended INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_guest_decision ON decision_guest (decision_id, round);

-- Papers: what is to be decided, scans of signed minutes, photographs.
CREATE TABLE decision_file (
    id BLOB NOT NULL PRIMARY KEY,
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    is_public INTEGER NOT NULL,
    added_by BLOB,
    added_at TEXT NOT NULL,
    register_position INTEGER
) STRICT;
CREATE INDEX decision_file_decision ON decision_file (decision_id, added_at);

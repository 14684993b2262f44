-- What communities decide: the thing with its newest round, earlier rounds, steps, and who was told, came and agreed.

-- The whole decision stands in "body"; the columns beside it are copies that lists and statistics ask for.
CREATE TABLE decision (
    id UUID NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    unit_id UUID NOT NULL REFERENCES unit (id),
    commune_id UUID NOT NULL REFERENCES unit (id),
    parent_id UUID REFERENCES decision (id),
    replaces_id UUID REFERENCES decision (id),
    matter TEXT NOT NULL,
    subject TEXT NOT NULL,
    scope TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT NOT NULL,
    form TEXT NOT NULL,
    proposed_on DATE NOT NULL,
    starts_on DATE,
    decided_on DATE,
    sent_on DATE,
    send_by DATE,
    recognise_by DATE,
    effective_on DATE,
    ended_on DATE,
    total BIGINT NOT NULL,
    represented BIGINT NOT NULL,
    approve BIGINT NOT NULL,
    body JSONB NOT NULL,
    register_position BIGINT,
    changed_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL,
    sample BOOLEAN NOT NULL
);
CREATE INDEX decision_unit ON decision (unit_id, number);
CREATE INDEX decision_commune_state ON decision (commune_id, state, number);
CREATE INDEX decision_commune_decided ON decision (commune_id, decided_on, number);
CREATE INDEX decision_decided ON decision (decided_on, number);
CREATE INDEX decision_register ON decision (register_position);
CREATE INDEX decision_parent ON decision (parent_id, number);
CREATE INDEX decision_replaces ON decision (replaces_id);

-- Rounds that are over; the running one stands in the body.
CREATE TABLE decision_round (
    decision_id UUID NOT NULL REFERENCES decision (id),
    round BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (decision_id, round)
);

-- What happened, in order, as the public page shows it; no personal data.
CREATE TABLE decision_step (
    decision_id UUID NOT NULL REFERENCES decision (id),
    place BIGINT NOT NULL,
    round BIGINT NOT NULL,
    step TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    office TEXT NOT NULL,
    note TEXT NOT NULL,
    register_position BIGINT,
    PRIMARY KEY (decision_id, place)
);

-- Households that support an initiative, choose the online vote, or ask for a dismissal.
CREATE TABLE decision_support (
    decision_id UUID NOT NULL REFERENCES decision (id),
    purpose TEXT NOT NULL,
    household_id UUID NOT NULL REFERENCES household (id),
    given_on DATE NOT NULL,
    way TEXT NOT NULL,
    recorded_by UUID,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (decision_id, purpose, household_id)
);

-- What reached which household: notice, papers, ballot, card.
CREATE TABLE decision_delivery (
    decision_id UUID NOT NULL REFERENCES decision (id),
    round BIGINT NOT NULL,
    kind TEXT NOT NULL,
    household_id UUID NOT NULL REFERENCES household (id),
    delivered_on DATE NOT NULL,
    way TEXT NOT NULL,
    recorded_by UUID,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (decision_id, round, kind, household_id)
);

-- Households that attend the meeting. One row a household, whichever phone was first.
CREATE TABLE decision_presence (
    decision_id UUID NOT NULL REFERENCES decision (id),
    round BIGINT NOT NULL,
    household_id UUID NOT NULL REFERENCES household (id),
    way TEXT NOT NULL,
    came_at TIMESTAMPTZ NOT NULL,
    left_at TIMESTAMPTZ,
    recorded_by UUID,
    PRIMARY KEY (decision_id, round, household_id)
);

-- Members who disagree with their representative and registered to attend (Article 24(2)): personal data, erasable.
CREATE TABLE decision_guest (
    id UUID NOT NULL PRIMARY KEY,
    decision_id UUID NOT NULL REFERENCES decision (id),
    round BIGINT NOT NULL,
    household_id UUID NOT NULL REFERENCES household (id),
    name TEXT NOT NULL,
    opinion TEXT NOT NULL,
    registered_at TIMESTAMPTZ NOT NULL,
    attended BOOLEAN NOT NULL
);
CREATE INDEX decision_guest_decision ON decision_guest (decision_id, round);

-- Papers: what is to be decided, scans of signed minutes, photographs.
CREATE TABLE decision_file (
    id UUID NOT NULL PRIMARY KEY,
    decision_id UUID NOT NULL REFERENCES decision (id),
    round BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    is_public BOOLEAN NOT NULL,
    added_by UUID,
    added_at TIMESTAMPTZ NOT NULL,
    register_position BIGINT
);
CREATE INDEX decision_file_decision ON decision_file (decision_id, added_at);

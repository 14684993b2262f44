-- What must be disclosed, what was, in which forms, and what was asked for.
CREATE TABLE duty (
    id BLOB NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    unit_id BLOB NOT NULL REFERENCES unit (id),
    rule_code TEXT NOT NULL,
    item TEXT NOT NULL,
    title TEXT NOT NULL,
    period TEXT,
    event_kind TEXT NOT NULL,
    event_on TEXT NOT NULL,
    event_document TEXT NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,
    published_on TEXT,
    missing_forms INTEGER NOT NULL,
    early_ends INTEGER NOT NULL,
    reason TEXT NOT NULL,
    proposed_by BLOB,
    decided_by BLOB,
    opened_by BLOB,
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    version INTEGER NOT NULL,
    sample INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX duty_period ON duty (unit_id, rule_code, period);
CREATE INDEX duty_unit_due ON duty (unit_id, due_on, number);
CREATE INDEX duty_unit_state ON duty (unit_id, state, due_on);
CREATE INDEX duty_state_due ON duty (state, due_on, number);

CREATE TABLE publication (
    id BLOB NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    duty_id BLOB NOT NULL UNIQUE REFERENCES duty (id),
    unit_id BLOB NOT NULL REFERENCES unit (id),
    rule_code TEXT NOT NULL,
    item TEXT NOT NULL,
    state TEXT NOT NULL,
    rev INTEGER NOT NULL,
    title TEXT NOT NULL,
    document_number TEXT NOT NULL,
    document_on TEXT,
    summary TEXT NOT NULL,
    version INTEGER NOT NULL,
    author_id BLOB NOT NULL,
    approver_id BLOB,
    submitted_at TEXT,
    published_at TEXT,
    published_on TEXT,
    ended_on TEXT,
    ended_reason TEXT NOT NULL,
    ended_article TEXT NOT NULL,
    register_position INTEGER,
    changed_at TEXT NOT NULL,
    sample INTEGER NOT NULL
) STRICT;
CREATE INDEX publication_unit ON publication (unit_id, state, published_at, number);
CREATE INDEX publication_item ON publication (unit_id, item, published_at);
CREATE INDEX publication_newest ON publication (state, published_at, number);

CREATE TABLE publication_revision (
    publication_id BLOB NOT NULL REFERENCES publication (id),
    rev INTEGER NOT NULL,
    act TEXT NOT NULL,
    title TEXT NOT NULL,
    document_number TEXT NOT NULL,
    document_on TEXT,
    summary TEXT NOT NULL,
    reason TEXT NOT NULL,
    article TEXT NOT NULL,
    at TEXT NOT NULL,
    register_position INTEGER NOT NULL,
    PRIMARY KEY (publication_id, rev)
) STRICT;

-- How each unit stands on a day: a projection of its duties, made again whenever
-- one of them changes and whenever the day changes.
CREATE TABLE unit_tally (
    unit_id BLOB NOT NULL PRIMARY KEY REFERENCES unit (id),
    as_of TEXT NOT NULL,
    on_time INTEGER NOT NULL,
    late INTEGER NOT NULL,
    due_soon INTEGER NOT NULL,
    not_due INTEGER NOT NULL,
    overdue INTEGER NOT NULL,
    not_applicable INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    missing_forms INTEGER NOT NULL,
    early_ends INTEGER NOT NULL
) STRICT;

CREATE TABLE stored_file (
    id BLOB NOT NULL PRIMARY KEY,
    publication_id BLOB NOT NULL REFERENCES publication (id),
    purpose TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    first_rev INTEGER NOT NULL,
    last_rev INTEGER,
    position INTEGER NOT NULL,
    added_at TEXT NOT NULL
) STRICT;
CREATE INDEX stored_file_publication ON stored_file (publication_id, position);
CREATE INDEX stored_file_digest ON stored_file (sha256);

CREATE TABLE form_record (
    id BLOB NOT NULL PRIMARY KEY,
    publication_id BLOB NOT NULL REFERENCES publication (id),
    unit_id BLOB NOT NULL REFERENCES unit (id),
    form TEXT NOT NULL,
    place_kind TEXT NOT NULL,
    place TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT,
    keep_until TEXT,
    by_whom TEXT NOT NULL,
    note TEXT NOT NULL,
    proof_id BLOB REFERENCES stored_file (id),
    ended_on TEXT,
    ended_reason TEXT NOT NULL,
    recorded_by BLOB NOT NULL,
    recorded_at TEXT NOT NULL,
    register_position INTEGER NOT NULL
) STRICT;
CREATE INDEX form_record_publication ON form_record (publication_id, from_on);
CREATE INDEX form_record_running ON form_record (unit_id, ended_on, keep_until);
CREATE INDEX form_record_proof ON form_record (proof_id);

CREATE TABLE information_request (
    id BLOB NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    unit_id BLOB NOT NULL REFERENCES unit (id),
    item TEXT NOT NULL,
    duty_id BLOB REFERENCES duty (id),
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    received_at TEXT NOT NULL,
    due_on TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_at TEXT,
    answered_by BLOB,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX information_request_unit ON information_request (unit_id, state, due_on);

-- Personal data of the one who asks stands apart and can be erased alone.
CREATE TABLE information_requester (
    request_id BLOB NOT NULL PRIMARY KEY REFERENCES information_request (id),
    name TEXT NOT NULL,
    contact TEXT NOT NULL,
    question TEXT NOT NULL
) STRICT;

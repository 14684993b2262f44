-- What must be disclosed, what was, in which forms, and what was asked for.
CREATE TABLE duty (
    id UUID NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    unit_id UUID NOT NULL REFERENCES unit (id),
    rule_code TEXT NOT NULL,
    item TEXT NOT NULL,
    title TEXT NOT NULL,
    period TEXT,
    event_kind TEXT NOT NULL,
    event_on DATE NOT NULL,
    event_document TEXT NOT NULL,
    due_on DATE NOT NULL,
    state TEXT NOT NULL,
    published_on DATE,
    missing_forms BIGINT NOT NULL,
    early_ends BIGINT NOT NULL,
    reason TEXT NOT NULL,
    proposed_by UUID,
    decided_by UUID,
    opened_by UUID,
    opened_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    sample BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX duty_period ON duty (unit_id, rule_code, period);
CREATE INDEX duty_unit_due ON duty (unit_id, due_on, number);
CREATE INDEX duty_unit_state ON duty (unit_id, state, due_on);
CREATE INDEX duty_state_due ON duty (state, due_on, number);

CREATE TABLE publication (
    id UUID NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    duty_id UUID NOT NULL UNIQUE REFERENCES duty (id),
    unit_id UUID NOT NULL REFERENCES unit (id),
    rule_code TEXT NOT NULL,
    item TEXT NOT NULL,
    state TEXT NOT NULL,
    rev BIGINT NOT NULL,
    title TEXT NOT NULL,
    document_number TEXT NOT NULL,
    document_on DATE,
    summary TEXT NOT NULL,
    version BIGINT NOT NULL,
    author_id UUID NOT NULL,
    approver_id UUID,
    submitted_at TIMESTAMPTZ,
    published_at TIMESTAMPTZ,
    published_on DATE,
    ended_on DATE,
    ended_reason TEXT NOT NULL,
    ended_article TEXT NOT NULL,
    register_position BIGINT,
    changed_at TIMESTAMPTZ NOT NULL,
    sample BOOLEAN NOT NULL
);
CREATE INDEX publication_unit ON publication (unit_id, state, published_at, number);
CREATE INDEX publication_item ON publication (unit_id, item, published_at);
CREATE INDEX publication_newest ON publication (state, published_at, number);

CREATE TABLE publication_revision (
    publication_id UUID NOT NULL REFERENCES publication (id),
    rev BIGINT NOT NULL,
    act TEXT NOT NULL,
    title TEXT NOT NULL,
    document_number TEXT NOT NULL,
    document_on DATE,
    summary TEXT NOT NULL,
    reason TEXT NOT NULL,
    article TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    register_position BIGINT NOT NULL,
    PRIMARY KEY (publication_id, rev)
);

-- How each unit stands on a day: a projection of its duties, made again whenever
-- one of them changes and whenever the day changes.
CREATE TABLE unit_tally (
    unit_id UUID NOT NULL PRIMARY KEY REFERENCES unit (id),
    as_of DATE NOT NULL,
    on_time BIGINT NOT NULL,
    late BIGINT NOT NULL,
    due_soon BIGINT NOT NULL,
    not_due BIGINT NOT NULL,
    overdue BIGINT NOT NULL,
    not_applicable BIGINT NOT NULL,
    withdrawn BIGINT NOT NULL,
    missing_forms BIGINT NOT NULL,
    early_ends BIGINT NOT NULL
);

CREATE TABLE stored_file (
    id UUID NOT NULL PRIMARY KEY,
    publication_id UUID NOT NULL REFERENCES publication (id),
    purpose TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    first_rev BIGINT NOT NULL,
    last_rev BIGINT,
    position BIGINT NOT NULL,
    added_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX stored_file_publication ON stored_file (publication_id, position);
CREATE INDEX stored_file_digest ON stored_file (sha256);

CREATE TABLE form_record (
    id UUID NOT NULL PRIMARY KEY,
    publication_id UUID NOT NULL REFERENCES publication (id),
    unit_id UUID NOT NULL REFERENCES unit (id),
    form TEXT NOT NULL,
    place_kind TEXT NOT NULL,
    place TEXT NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE,
    keep_until DATE,
    by_whom TEXT NOT NULL,
    note TEXT NOT NULL,
    proof_id UUID REFERENCES stored_file (id),
    ended_on DATE,
    ended_reason TEXT NOT NULL,
    recorded_by UUID NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    register_position BIGINT NOT NULL
);
CREATE INDEX form_record_publication ON form_record (publication_id, from_on);
CREATE INDEX form_record_running ON form_record (unit_id, ended_on, keep_until);
CREATE INDEX form_record_proof ON form_record (proof_id);

CREATE TABLE information_request (
    id UUID NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    unit_id UUID NOT NULL REFERENCES unit (id),
    item TEXT NOT NULL,
    duty_id UUID REFERENCES duty (id),
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    due_on DATE NOT NULL,
    answer TEXT NOT NULL,
    answered_at TIMESTAMPTZ,
    answered_by UUID,
    version BIGINT NOT NULL
);
CREATE INDEX information_request_unit ON information_request (unit_id, state, due_on);

-- Personal data of the one who asks stands apart and can be erased alone.
CREATE TABLE information_requester (
    request_id UUID NOT NULL PRIMARY KEY REFERENCES information_request (id),
    name TEXT NOT NULL,
    contact TEXT NOT NULL,
    question TEXT NOT NULL
);

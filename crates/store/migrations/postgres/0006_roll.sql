-- The household roll of each hamlet, and the rolls that decisions fixed for themselves.

-- Households, dated; numbers are kept for ever. No personal data here.
CREATE TABLE household (
    id UUID NOT NULL PRIMARY KEY,
    unit_id UUID NOT NULL REFERENCES unit (id),
    number BIGINT NOT NULL,
    cluster TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    ended_reason TEXT NOT NULL,
    version BIGINT NOT NULL,
    sample BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX household_number ON household (unit_id, number);

-- Who represents a household, dated: personal data, overwritten with '' when erased.
CREATE TABLE household_person (
    household_id UUID NOT NULL REFERENCES household (id),
    valid_from DATE NOT NULL,
    valid_to DATE,
    representative TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    capacity TEXT NOT NULL,
    basis TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    folded_address TEXT NOT NULL,
    erased_at TIMESTAMPTZ,
    PRIMARY KEY (household_id, valid_from)
);

-- Which household came out of which: by merging, splitting, or moving to another hamlet.
CREATE TABLE household_lineage (
    predecessor_id UUID NOT NULL REFERENCES household (id),
    successor_id UUID NOT NULL REFERENCES household (id),
    kind TEXT NOT NULL,
    effective_on DATE NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (predecessor_id, successor_id)
);
CREATE INDEX household_lineage_successor ON household_lineage (successor_id);

-- When personal data of a household were erased, and why.
CREATE TABLE household_erasure (
    household_id UUID NOT NULL REFERENCES household (id),
    at TIMESTAMPTZ NOT NULL,
    scope TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_account UUID,
    PRIMARY KEY (household_id, at)
);

-- A file that was read and waits for a yes; gone when stored, discarded or a day old.
CREATE TABLE roll_import (
    id UUID NOT NULL PRIMARY KEY,
    unit_id UUID NOT NULL REFERENCES unit (id),
    account_id UUID NOT NULL,
    from_on DATE NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    lines TEXT NOT NULL
);
CREATE INDEX roll_import_made ON roll_import (made_at);

-- The roll that a round of a decision fixed. Without a foreign key to decisions: their
-- room stands above this one.
CREATE TABLE frozen_roll (
    decision_id UUID NOT NULL,
    round BIGINT NOT NULL,
    unit_id UUID NOT NULL REFERENCES unit (id),
    as_of DATE NOT NULL,
    total BIGINT NOT NULL,
    root BYTEA NOT NULL,
    corrections BIGINT NOT NULL,
    closed BOOLEAN NOT NULL,
    PRIMARY KEY (decision_id, round)
);
CREATE INDEX frozen_roll_unit ON frozen_roll (unit_id, as_of);

-- Its lines. Text and salt are personal data and can be erased; the commitment stays.
CREATE TABLE frozen_roll_line (
    decision_id UUID NOT NULL,
    round BIGINT NOT NULL,
    line BIGINT NOT NULL,
    household_id UUID NOT NULL REFERENCES household (id),
    text TEXT NOT NULL,
    salt BYTEA NOT NULL,
    commitment BYTEA NOT NULL,
    added_by BIGINT,
    removed_by BIGINT,
    erased_at TIMESTAMPTZ,
    PRIMARY KEY (decision_id, round, line),
    FOREIGN KEY (decision_id, round) REFERENCES frozen_roll (decision_id, round)
);
CREATE UNIQUE INDEX frozen_roll_line_household ON frozen_roll_line (household_id, decision_id, round)
    WHERE removed_by IS NULL;
CREATE INDEX frozen_roll_line_every ON frozen_roll_line (household_id);

-- What was changed on a fixed roll before it closed; the minutes show it.
CREATE TABLE frozen_roll_correction (
    decision_id UUID NOT NULL,
    round BIGINT NOT NULL,
    correction BIGINT NOT NULL,
    household_id UUID NOT NULL REFERENCES household (id),
    household_number BIGINT NOT NULL,
    change TEXT NOT NULL,
    reason TEXT NOT NULL,
    total BIGINT NOT NULL,
    root BYTEA NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    by_account UUID,
    PRIMARY KEY (decision_id, round, correction),
    FOREIGN KEY (decision_id, round) REFERENCES frozen_roll (decision_id, round)
);

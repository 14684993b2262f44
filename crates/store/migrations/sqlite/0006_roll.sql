-- The household roll of each hamlet, and the rolls that decisions fixed for themselves.

-- Households, dated; numbers are kept for ever. No personal data here.
CREATE TABLE household (
    id BLOB NOT NULL PRIMARY KEY,
    unit_id BLOB NOT NULL REFERENCES unit (id),
    number INTEGER NOT NULL,
    cluster TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    ended_reason TEXT NOT NULL,
    version INTEGER NOT NULL,
    sample INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX household_number ON household (unit_id, number);

-- Who represents a household, dated: personal data, overwritten with '' when erased.
CREATE TABLE household_person (
    household_id BLOB NOT NULL REFERENCES household (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    representative TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    capacity TEXT NOT NULL,
    basis TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    folded_address TEXT NOT NULL,
    erased_at TEXT,
    PRIMARY KEY (household_id, valid_from)
) STRICT;

-- Which household came out of which: by merging, splitting, or moving to another hamlet.
CREATE TABLE household_lineage (
    predecessor_id BLOB NOT NULL REFERENCES household (id),
    successor_id BLOB NOT NULL REFERENCES household (id),
    kind TEXT NOT NULL,
    effective_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (predecessor_id, successor_id)
) STRICT;
CREATE INDEX household_lineage_successor ON household_lineage (successor_id);

-- When personal data of a household were erased, and why.
CREATE TABLE household_erasure (
    household_id BLOB NOT NULL REFERENCES household (id),
    at TEXT NOT NULL,
    scope TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_account BLOB,
    PRIMARY KEY (household_id, at)
) STRICT;

-- A file that was read and waits for a yes; gone when stored, discarded or a day old.
CREATE TABLE roll_import (
    id BLOB NOT NULL PRIMARY KEY,
    unit_id BLOB NOT NULL REFERENCES unit (id),
    account_id BLOB NOT NULL,
    from_on TEXT NOT NULL,
    made_at TEXT NOT NULL,
    lines TEXT NOT NULL
) STRICT;
CREATE INDEX roll_import_made ON roll_import (made_at);

-- The roll that a round of a decision fixed. Without a foreign key to decisions: their
-- room stands above this one.
CREATE TABLE frozen_roll (
    decision_id BLOB NOT NULL,
    round INTEGER NOT NULL,
    unit_id BLOB NOT NULL REFERENCES unit (id),
    as_of TEXT NOT NULL,
    total INTEGER NOT NULL,
    root BLOB NOT NULL,
    corrections INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    PRIMARY KEY (decision_id, round)
) STRICT;
CREATE INDEX frozen_roll_unit ON frozen_roll (unit_id, as_of);

-- Its lines. Text and salt are personal data and can be erased; the commitment stays.
CREATE TABLE frozen_roll_line (
    decision_id BLOB NOT NULL,
    round INTEGER NOT NULL,
    line INTEGER NOT NULL,
    household_id BLOB NOT NULL REFERENCES household (id),
    text TEXT NOT NULL,
    salt BLOB NOT NULL,
    commitment BLOB NOT NULL,
    added_by INTEGER,
    removed_by INTEGER,
    erased_at TEXT,
    PRIMARY KEY (decision_id, round, line),
    FOREIGN KEY (decision_id, round) REFERENCES frozen_roll (decision_id, round)
) STRICT;
CREATE UNIQUE INDEX frozen_roll_line_household ON frozen_roll_line (household_id, decision_id, round)
    WHERE removed_by IS NULL;
CREATE INDEX frozen_roll_line_every ON frozen_roll_line (household_id);

-- What was changed on a fixed roll before it closed; the minutes show it.
CREATE TABLE frozen_roll_correction (
    decision_id BLOB NOT NULL,
    round INTEGER NOT NULL,
    correction INTEGER NOT NULL,
    household_id BLOB NOT NULL REFERENCES household (id),
    household_number INTEGER NOT NULL,
    change TEXT NOT NULL,
    reason TEXT NOT NULL,
    total INTEGER NOT NULL,
    root BLOB NOT NULL,
    at TEXT NOT NULL,
    by_account BLOB,
    PRIMARY KEY (decision_id, round, correction),
    FOREIGN KEY (decision_id, round) REFERENCES frozen_roll (decision_id, round)
) STRICT;

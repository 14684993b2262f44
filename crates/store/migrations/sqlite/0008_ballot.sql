-- Household ballots on paper (Article 19, Decree 59 Article 4): the papers, what two people read on each, and which
-- households handed one in. No row of this file ties a serial to a household: a ballot is unnamed, like secret paper.

-- Ballots that were printed for a round. "salt" seals the line of the ballot in the tree of the count.
CREATE TABLE ballot (
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    salt BLOB NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    replaced_by INTEGER,
    printed_at TEXT NOT NULL,
    printed_by BLOB,
    voided_at TEXT,
    voided_by BLOB,
    PRIMARY KEY (decision_id, round, serial)
) STRICT;

-- What one person read on a ballot. Entry 1 and 2 are by two people, 3 settles a difference and is by a third.
CREATE TABLE ballot_entry (
    decision_id BLOB NOT NULL,
    round INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    account_id BLOB NOT NULL,
    choice TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (decision_id, round, serial, entry),
    FOREIGN KEY (decision_id, round, serial) REFERENCES ballot (decision_id, round, serial)
) STRICT;
CREATE UNIQUE INDEX ballot_entry_account ON ballot_entry (decision_id, round, serial, account_id);

-- Words that a household wrote on its ballot, apart from the count, so that they can be erased.
CREATE TABLE ballot_opinion (
    decision_id BLOB NOT NULL,
    round INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (decision_id, round, serial, entry),
    FOREIGN KEY (decision_id, round, serial) REFERENCES ballot (decision_id, round, serial)
) STRICT;

-- What became of the ballot that a household was given: returned, refused, or nobody was there.
CREATE TABLE ballot_collection (
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    household_id BLOB NOT NULL REFERENCES household (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    by_account BLOB,
    PRIMARY KEY (decision_id, round, household_id)
) STRICT;

-- What a household must be told on paper, because somebody acted on its behalf.
CREATE TABLE household_notice (
    id BLOB NOT NULL PRIMARY KEY,
    household_id BLOB NOT NULL REFERENCES household (id),
    decision_id BLOB NOT NULL REFERENCES decision (id),
    text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    handed_on TEXT,
    way TEXT NOT NULL
) STRICT;
CREATE INDEX household_notice_decision ON household_notice (decision_id, created_at);

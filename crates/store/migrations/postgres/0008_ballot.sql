-- Household ballots on paper (Article 19, Decree 59 Article 4): the papers, what two people read on each, and which
-- households handed one in. No row of this file ties a serial to a household: a ballot is unnamed, like secret paper.

-- Ballots that were printed for a round. "salt" seals the line of the ballot in the tree of the count.
CREATE TABLE ballot (
    decision_id UUID NOT NULL REFERENCES decision (id),
    round BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    replaced_by BIGINT,
    printed_at TIMESTAMPTZ NOT NULL,
    printed_by UUID,
    voided_at TIMESTAMPTZ,
    voided_by UUID,
    PRIMARY KEY (decision_id, round, serial)
);

-- What one person read on a ballot. Entry 1 and 2 are by two people, 3 settles a difference and is by a third.
CREATE TABLE ballot_entry (
    decision_id UUID NOT NULL,
    round BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    account_id UUID NOT NULL,
    choice TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (decision_id, round, serial, entry),
    FOREIGN KEY (decision_id, round, serial) REFERENCES ballot (decision_id, round, serial)
);
CREATE UNIQUE INDEX ballot_entry_account ON ballot_entry (decision_id, round, serial, account_id);

-- Words that a household wrote on its ballot, apart from the count, so that they can be erased.
CREATE TABLE ballot_opinion (
    decision_id UUID NOT NULL,
    round BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (decision_id, round, serial, entry),
    FOREIGN KEY (decision_id, round, serial) REFERENCES ballot (decision_id, round, serial)
);

-- What became of the ballot that a household was given: returned, refused, or nobody was there.
CREATE TABLE ballot_collection (
    decision_id UUID NOT NULL REFERENCES decision (id),
    round BIGINT NOT NULL,
    household_id UUID NOT NULL REFERENCES household (id),
    state TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    by_account UUID,
    PRIMARY KEY (decision_id, round, household_id)
);

-- What a household must be told on paper, because somebody acted on its behalf.
CREATE TABLE household_notice (
    id UUID NOT NULL PRIMARY KEY,
    household_id UUID NOT NULL REFERENCES household (id),
    decision_id UUID NOT NULL REFERENCES decision (id),
    text TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    handed_on DATE,
    way TEXT NOT NULL
);
CREATE INDEX household_notice_decision ON household_notice (decision_id, created_at);

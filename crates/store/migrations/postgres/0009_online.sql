-- The online vote of a household (Article 17(1)(c), Decree 59 Article 5), and what was handed in beside it on paper.

-- Cards with a one-time code. Only the digest of the code is kept; a lost card is revoked and another one printed.
CREATE TABLE vote_card (
    id UUID NOT NULL PRIMARY KEY,
    decision_id UUID NOT NULL REFERENCES decision (id),
    round BIGINT NOT NULL,
    household_id UUID NOT NULL REFERENCES household (id),
    code_digest BYTEA NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    made_by UUID,
    revoked_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX vote_card_code ON vote_card (code_digest);
CREATE UNIQUE INDEX vote_card_household ON vote_card (decision_id, round, household_id) WHERE revoked_at IS NULL;

-- Accounts through which representatives vote for their household; one household an account.
CREATE TABLE household_account (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES account (id),
    household_id UUID NOT NULL REFERENCES household (id),
    linked_at TIMESTAMPTZ NOT NULL,
    linked_by UUID
);
CREATE INDEX household_account_household ON household_account (household_id);

-- What a household said, once on each channel. "commitment" seals the line of the vote in the tree of the round.
CREATE TABLE household_vote (
    decision_id UUID NOT NULL REFERENCES decision (id),
    round BIGINT NOT NULL,
    household_id UUID NOT NULL REFERENCES household (id),
    channel TEXT NOT NULL,
    line BIGINT NOT NULL,
    choice TEXT NOT NULL,
    salt BYTEA NOT NULL,
    commitment BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    cast_at TIMESTAMPTZ NOT NULL,
    by_account UUID,
    PRIMARY KEY (decision_id, round, household_id, channel)
);

-- Earlier answers: their commitments only, so that a change can be seen and what was changed cannot.
CREATE TABLE household_vote_revision (
    decision_id UUID NOT NULL,
    round BIGINT NOT NULL,
    household_id UUID NOT NULL,
    channel TEXT NOT NULL,
    revision BIGINT NOT NULL,
    commitment BYTEA NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (decision_id, round, household_id, channel, revision),
    FOREIGN KEY (decision_id, round, household_id, channel)
        REFERENCES household_vote (decision_id, round, household_id, channel)
);

-- Words that go with a vote: another opinion, or the source of an entry on behalf. Apart, so that they can be erased.
CREATE TABLE household_vote_words (
    decision_id UUID NOT NULL,
    round BIGINT NOT NULL,
    household_id UUID NOT NULL,
    channel TEXT NOT NULL,
    opinion TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (decision_id, round, household_id, channel),
    FOREIGN KEY (decision_id, round, household_id, channel)
        REFERENCES household_vote (decision_id, round, household_id, channel)
);

-- Households with different answers on different channels. "resolution" is the channel that counts; '' until decided.
CREATE TABLE vote_conflict (
    decision_id UUID NOT NULL REFERENCES decision (id),
    round BIGINT NOT NULL,
    household_id UUID NOT NULL REFERENCES household (id),
    opened_at TIMESTAMPTZ NOT NULL,
    resolution TEXT NOT NULL,
    reason TEXT NOT NULL,
    resolved_at TIMESTAMPTZ,
    resolved_by UUID,
    PRIMARY KEY (decision_id, round, household_id)
);

-- The box as the register saw it while the vote ran: number of votes and root over their sealed lines.
CREATE TABLE vote_box (
    decision_id UUID NOT NULL REFERENCES decision (id),
    round BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    votes BIGINT NOT NULL,
    root BYTEA NOT NULL,
    register_position BIGINT,
    PRIMARY KEY (decision_id, round, at)
);

-- The clockwork looks for votes that run now.
CREATE INDEX decision_state ON decision (state, form, number);

-- The online vote of a household (Article 17(1)(c), Decree 59 Article 5), and what was handed in beside it on paper.

-- Cards with a one-time code. Only the digest of the code is kept; a lost card is revoked and another one printed.
CREATE TABLE vote_card (
    id BLOB NOT NULL PRIMARY KEY,
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    household_id BLOB NOT NULL REFERENCES household (id),
    code_digest BLOB NOT NULL,
    made_at TEXT NOT NULL,
    made_by BLOB,
    revoked_at TEXT
) STRICT;
CREATE UNIQUE INDEX vote_card_code ON vote_card (code_digest);
CREATE UNIQUE INDEX vote_card_household ON vote_card (decision_id, round, household_id) WHERE revoked_at IS NULL;

-- Accounts through which representatives vote for their household; one household an account.
CREATE TABLE household_account (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES account (id),
    household_id BLOB NOT NULL REFERENCES household (id),
    linked_at TEXT NOT NULL,
    linked_by BLOB
) STRICT;
CREATE INDEX household_account_household ON household_account (household_id);

-- What a household said, once on each channel. "commitment" seals the line of the vote in the tree of the round.
CREATE TABLE household_vote (
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    household_id BLOB NOT NULL REFERENCES household (id),
    channel TEXT NOT NULL,
    line INTEGER NOT NULL,
    choice TEXT NOT NULL,
    salt BLOB NOT NULL,
    commitment BLOB NOT NULL,
    revision INTEGER NOT NULL,
    cast_at TEXT NOT NULL,
    by_account BLOB,
    PRIMARY KEY (decision_id, round, household_id, channel)
) STRICT;

-- Earlier answers: their commitments only, so that a change can be seen and what was changed cannot.
CREATE TABLE household_vote_revision (
    decision_id BLOB NOT NULL,
    round INTEGER NOT NULL,
    household_id BLOB NOT NULL,
    channel TEXT NOT NULL,
    revision INTEGER NOT NULL,
    commitment BLOB NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (decision_id, round, household_id, channel, revision),
    FOREIGN KEY (decision_id, round, household_id, channel)
        REFERENCES household_vote (decision_id, round, household_id, channel)
) STRICT;

-- Words that go with a vote: another opinion, or the source of an entry on behalf. Apart, so that they can be erased.
CREATE TABLE household_vote_words (
    decision_id BLOB NOT NULL,
    round INTEGER NOT NULL,
    household_id BLOB NOT NULL,
    channel TEXT NOT NULL,
    opinion TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (decision_id, round, household_id, channel),
    FOREIGN KEY (decision_id, round, household_id, channel)
        REFERENCES household_vote (decision_id, round, household_id, channel)
) STRICT;

-- Households with different answers on different channels. "resolution" is the channel that counts; '' until decided.
CREATE TABLE vote_conflict (
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    household_id BLOB NOT NULL REFERENCES household (id),
    opened_at TEXT NOT NULL,
    resolution TEXT NOT NULL,
    reason TEXT NOT NULL,
    resolved_at TEXT,
    resolved_by BLOB,
    PRIMARY KEY (decision_id, round, household_id)
) STRICT;

-- The box as the register saw it while the vote ran: number of votes and root over their sealed lines.
CREATE TABLE vote_box (
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    at TEXT NOT NULL,
    votes INTEGER NOT NULL,
    root BLOB NOT NULL,
    register_position INTEGER,
    PRIMARY KEY (decision_id, round, at)
) STRICT;

-- The clockwork looks for votes that run now.
CREATE INDEX decision_state ON decision (state, form, number);

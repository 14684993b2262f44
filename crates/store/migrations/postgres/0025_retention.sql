-- What is found by its age, so that it can be ended in pieces.
CREATE INDEX once_at ON once (at);
CREATE INDEX mail_ended_at ON mail (ended_at);
CREATE INDEX account_disabled ON account (disabled_at);
CREATE INDEX household_vote_cast ON household_vote (cast_at);
CREATE INDEX decision_speech_noted ON decision_speech (noted_at);
CREATE INDEX decision_hand_noted ON decision_hand (noted_at);
CREATE INDEX contribution_receipt_recorded ON contribution_receipt (recorded_at);

-- A sealed content of the register is erased by two people: who asks, and who agrees. "reason" is '' once it is decided.
CREATE TABLE erasure_request (
    id UUID NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL REFERENCES register_entry (position),
    place BIGINT NOT NULL,
    unit_id UUID NOT NULL REFERENCES unit (id),
    article TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_by UUID NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    decided_by UUID,
    decided_at TIMESTAMPTZ
);
CREATE INDEX erasure_request_entry ON erasure_request (position, state);
CREATE INDEX erasure_request_state ON erasure_request (state, asked_at);

-- What a person takes home: what they did, what they sent for a household.
CREATE INDEX audit_account ON audit (account_id, at);
CREATE INDEX household_vote_account ON household_vote (by_account, cast_at);

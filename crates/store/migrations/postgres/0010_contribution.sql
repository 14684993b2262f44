-- What follows a decision: terms of who was elected, duties that it makes, and the account of contributions.

CREATE INDEX decision_state_effective ON decision (state, effective_on);

-- Who was elected, for how long. The name stands in the result already; it can be overwritten with ''.
CREATE TABLE office_term (
    id UUID NOT NULL PRIMARY KEY,
    unit_id UUID NOT NULL REFERENCES unit (id),
    commune_id UUID NOT NULL REFERENCES unit (id),
    decision_id UUID NOT NULL REFERENCES decision (id),
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    account_id UUID,
    mandate_id UUID,
    valid_from DATE NOT NULL,
    valid_to DATE,
    ended_reason TEXT NOT NULL,
    sample BOOLEAN NOT NULL
);
CREATE INDEX office_term_unit ON office_term (unit_id, valid_from);
CREATE INDEX office_term_commune ON office_term (commune_id, role, valid_to);
CREATE INDEX office_term_decision ON office_term (decision_id);

-- A head was dismissed: by this day the People's Committee decides to elect another (Decree 59 Article 9(3)).
CREATE TABLE new_election (
    decision_id UUID NOT NULL PRIMARY KEY REFERENCES decision (id),
    unit_id UUID NOT NULL REFERENCES unit (id),
    commune_id UUID NOT NULL REFERENCES unit (id),
    since_on DATE NOT NULL,
    due_on DATE NOT NULL
);
CREATE INDEX new_election_commune ON new_election (commune_id, due_on);

-- The duty of disclosure that a decision in effect made for its commune.
CREATE TABLE decision_duty (
    decision_id UUID NOT NULL REFERENCES decision (id),
    duty_id UUID NOT NULL REFERENCES duty (id),
    PRIMARY KEY (decision_id, duty_id)
);
CREATE INDEX decision_duty_duty ON decision_duty (duty_id);

-- The account that a decision opened, with its plan. Money in đồng, labour in tenths of a day.
CREATE TABLE contribution (
    id UUID NOT NULL PRIMARY KEY,
    decision_id UUID NOT NULL UNIQUE REFERENCES decision (id),
    unit_id UUID NOT NULL REFERENCES unit (id),
    household_amount BIGINT NOT NULL,
    household_labour BIGINT NOT NULL,
    budget BIGINT NOT NULL,
    sponsors BIGINT NOT NULL,
    other BIGINT NOT NULL,
    other_words TEXT NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    opened_by UUID,
    version BIGINT NOT NULL,
    sample BOOLEAN NOT NULL
);

-- What each household is to give: private, without any reason.
CREATE TABLE contribution_pledge (
    contribution_id UUID NOT NULL REFERENCES contribution (id),
    household_id UUID NOT NULL REFERENCES household (id),
    amount BIGINT NOT NULL,
    labour BIGINT NOT NULL,
    PRIMARY KEY (contribution_id, household_id)
);

-- Receipts, numbered within the account. "payer" is personal data, erasable; rows are voided, never removed.
CREATE TABLE contribution_receipt (
    id UUID NOT NULL PRIMARY KEY,
    contribution_id UUID NOT NULL REFERENCES contribution (id),
    number BIGINT NOT NULL,
    source TEXT NOT NULL,
    household_id UUID REFERENCES household (id),
    payer TEXT NOT NULL,
    amount BIGINT NOT NULL,
    labour BIGINT NOT NULL,
    goods TEXT NOT NULL,
    goods_value BIGINT NOT NULL,
    received_on DATE NOT NULL,
    recorded_by UUID,
    recorded_at TIMESTAMPTZ NOT NULL,
    voided_at TIMESTAMPTZ,
    void_reason TEXT NOT NULL,
    register_position BIGINT
);
CREATE UNIQUE INDEX contribution_receipt_number ON contribution_receipt (contribution_id, number);

-- Expenses with their voucher; rows are voided, never removed.
CREATE TABLE contribution_expense (
    id UUID NOT NULL PRIMARY KEY,
    contribution_id UUID NOT NULL REFERENCES contribution (id),
    number BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    amount BIGINT NOT NULL,
    beyond TEXT NOT NULL,
    spent_on DATE NOT NULL,
    voucher_name TEXT NOT NULL,
    voucher_type TEXT NOT NULL,
    voucher_sha256 BYTEA,
    recorded_by UUID,
    recorded_at TIMESTAMPTZ NOT NULL,
    voided_at TIMESTAMPTZ,
    void_reason TEXT NOT NULL,
    register_position BIGINT
);
CREATE UNIQUE INDEX contribution_expense_number ON contribution_expense (contribution_id, number);

-- What follows a decision: terms of who was elected, duties that it makes, and the account of contributions.

CREATE INDEX decision_state_effective ON decision (state, effective_on);

-- Who was elected, for how long. The name stands in the result already; it can be overwritten with ''.
CREATE TABLE office_term (
    id BLOB NOT NULL PRIMARY KEY,
    unit_id BLOB NOT NULL REFERENCES unit (id),
    commune_id BLOB NOT NULL REFERENCES unit (id),
    decision_id BLOB NOT NULL REFERENCES decision (id),
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    account_id BLOB,
    mandate_id BLOB,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    ended_reason TEXT NOT NULL,
    sample INTEGER NOT NULL
);
CREATE INDEX office_term_unit ON office_term (unit_id, valid_from);
CREATE INDEX office_term_commune ON office_term (commune_id, role, valid_to);
CREATE INDEX office_term_decision ON office_term (decision_id);

-- A head was dismissed: by this day the People's Committee decides to elect another (Decree 59 Article 9(3)).
CREATE TABLE new_election (
    decision_id BLOB NOT NULL PRIMARY KEY REFERENCES decision (id),
    unit_id BLOB NOT NULL REFERENCES unit (id),
    commune_id BLOB NOT NULL REFERENCES unit (id),
    since_on TEXT NOT NULL,
    due_on TEXT NOT NULL
);
CREATE INDEX new_election_commune ON new_election (commune_id, due_on);

-- The duty of disclosure that a decision in effect made for its commune.
CREATE TABLE decision_duty (
    decision_id BLOB NOT NULL REFERENCES decision (id),
    duty_id BLOB NOT NULL REFERENCES duty (id),
    PRIMARY KEY (decision_id, duty_id)
);
CREATE INDEX decision_duty_duty ON decision_duty (duty_id);

-- The account that a decision opened, with its plan. Money in đồng, labour in tenths of a day.
CREATE TABLE contribution (
    id BLOB NOT NULL PRIMARY KEY,
    decision_id BLOB NOT NULL UNIQUE REFERENCES decision (id),
    unit_id BLOB NOT NULL REFERENCES unit (id),
    household_amount INTEGER NOT NULL,
    household_labour INTEGER NOT NULL,
    budget INTEGER NOT NULL,
    sponsors INTEGER NOT NULL,
    other INTEGER NOT NULL,
    other_words TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    opened_by BLOB,
    version INTEGER NOT NULL,
    sample INTEGER NOT NULL
);

-- What each household is to give: private, without any reason.
CREATE TABLE contribution_pledge (
    contribution_id BLOB NOT NULL REFERENCES contribution (id),
    household_id BLOB NOT NULL REFERENCES household (id),
    amount INTEGER NOT NULL,
    labour INTEGER NOT NULL,
    PRIMARY KEY (contribution_id, household_id)
);

-- Receipts, numbered within the account. "payer" is personal data, erasable; rows are voided, never removed.
CREATE TABLE contribution_receipt (
    id BLOB NOT NULL PRIMARY KEY,
    contribution_id BLOB NOT NULL REFERENCES contribution (id),
    number INTEGER NOT NULL,
    source TEXT NOT NULL,
    household_id BLOB REFERENCES household (id),
    payer TEXT NOT NULL,
    amount INTEGER NOT NULL,
    labour INTEGER NOT NULL,
    goods TEXT NOT NULL,
    goods_value INTEGER NOT NULL,
    received_on TEXT NOT NULL,
    recorded_by BLOB,
    recorded_at TEXT NOT NULL,
    voided_at TEXT,
    void_reason TEXT NOT NULL,
    register_position INTEGER
);
CREATE UNIQUE INDEX contribution_receipt_number ON contribution_receipt (contribution_id, number);

-- Expenses with their voucher; rows are voided, never removed.
CREATE TABLE contribution_expense (
    id BLOB NOT NULL PRIMARY KEY,
    contribution_id BLOB NOT NULL REFERENCES contribution (id),
    number INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    amount INTEGER NOT NULL,
    beyond TEXT NOT NULL,
    spent_on TEXT NOT NULL,
    voucher_name TEXT NOT NULL,
    voucher_type TEXT NOT NULL,
    voucher_sha256 BLOB,
    recorded_by BLOB,
    recorded_at TEXT NOT NULL,
    voided_at TEXT,
    void_reason TEXT NOT NULL,
    register_position INTEGER
);
CREATE UNIQUE INDEX contribution_expense_number ON contribution_expense (contribution_id, number);

-- People who sign in, their dated mandates, their sessions, and the audit trail.
CREATE TABLE account (
    id UUID NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    disabled_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    sample BOOLEAN NOT NULL
);

-- Failed sign-ins by the digest of the typed login, whether such an account is
-- there or not: the answer never tells which logins exist.
CREATE TABLE sign_in_failure (
    login_digest BYTEA NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at TIMESTAMPTZ NOT NULL,
    locked_until TIMESTAMPTZ
);
CREATE INDEX sign_in_failure_last ON sign_in_failure (last_at);

CREATE TABLE mandate (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    unit_id UUID NOT NULL REFERENCES unit (id),
    valid_from DATE NOT NULL,
    valid_to DATE,
    document TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX mandate_account ON mandate (account_id);
CREATE INDEX mandate_unit ON mandate (unit_id);

CREATE TABLE session (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    mandate_id UUID REFERENCES mandate (id),
    csrf TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_mandate ON session (mandate_id);
CREATE INDEX session_expiry ON session (expires_at);

-- Without a foreign key to accounts on purpose: the trail outlives what it names.
CREATE TABLE audit (
    id UUID NOT NULL PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    account_id UUID,
    mandate_id UUID,
    action TEXT NOT NULL,
    thing TEXT NOT NULL,
    unit_id UUID,
    detail JSONB NOT NULL
);
CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_unit ON audit (unit_id, at);

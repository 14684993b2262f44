-- People who sign in, their dated mandates, their sessions, and the audit trail.
CREATE TABLE account (
    id BLOB NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change_password INTEGER NOT NULL,
    disabled_at TEXT,
    created_at TEXT NOT NULL,
    sample INTEGER NOT NULL
) STRICT;

-- Failed sign-ins by the digest of the typed login, whether such an account is
-- there or not: the answer never tells which logins exist.
CREATE TABLE sign_in_failure (
    login_digest BLOB NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at TEXT NOT NULL,
    locked_until TEXT
) STRICT;
CREATE INDEX sign_in_failure_last ON sign_in_failure (last_at);

CREATE TABLE mandate (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    unit_id BLOB NOT NULL REFERENCES unit (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    document TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX mandate_account ON mandate (account_id);
CREATE INDEX mandate_unit ON mandate (unit_id);

CREATE TABLE session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES account (id),
    mandate_id BLOB REFERENCES mandate (id),
    csrf TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_mandate ON session (mandate_id);
CREATE INDEX session_expiry ON session (expires_at);

-- Without a foreign key to accounts on purpose: the trail outlives what it names.
CREATE TABLE audit (
    id BLOB NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    account_id BLOB,
    mandate_id BLOB,
    action TEXT NOT NULL,
    thing TEXT NOT NULL,
    unit_id BLOB,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_unit ON audit (unit_id, at);

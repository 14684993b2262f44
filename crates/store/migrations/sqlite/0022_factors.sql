-- What a person proves beside the password: codes of an application (the secret is sealed with a key outside the
-- database), codes on paper for the day on which the telephone is lost, and passkeys.
CREATE TABLE totp (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES account (id),
    secret BLOB NOT NULL,
    last_step INTEGER NOT NULL,
    since TEXT NOT NULL
) STRICT;

CREATE TABLE recovery_code (
    account_id BLOB NOT NULL REFERENCES account (id),
    digest BLOB NOT NULL,
    used_at TEXT,
    PRIMARY KEY (account_id, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE passkey (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES account (id),
    credential BLOB NOT NULL,
    public_key BLOB NOT NULL,
    counter INTEGER NOT NULL,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    used_at TEXT
) STRICT;
CREATE UNIQUE INDEX passkey_credential ON passkey (credential);
CREATE INDEX passkey_account ON passkey (account_id);

-- Roles that nobody uses with a password alone.
CREATE TABLE second_factor_role (
    role TEXT NOT NULL PRIMARY KEY
) STRICT;

-- What a person has to be told about their account, until they have read it.
CREATE TABLE account_notice (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    seen_at TEXT
) STRICT;
CREATE INDEX account_notice_account ON account_notice (account_id, at);

-- Which machine a session is on, coarsely, and what was proven when it began.
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN proof TEXT NOT NULL DEFAULT 'password';

-- The key of public forms is made from the secret beside the database from now on.
DELETE FROM setting WHERE name = 'form_key';

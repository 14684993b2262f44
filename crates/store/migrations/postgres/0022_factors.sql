-- What a person proves beside the password: codes of an application (the secret is sealed with a key outside the
-- database), codes on paper for the day on which the telephone is lost, and passkeys.
CREATE TABLE totp (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES account (id),
    secret BYTEA NOT NULL,
    last_step BIGINT NOT NULL,
    since TIMESTAMPTZ NOT NULL
);

CREATE TABLE recovery_code (
    account_id UUID NOT NULL REFERENCES account (id),
    digest BYTEA NOT NULL,
    used_at TIMESTAMPTZ,
    PRIMARY KEY (account_id, digest)
);

CREATE TABLE passkey (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    credential BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    counter BIGINT NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX passkey_credential ON passkey (credential);
CREATE INDEX passkey_account ON passkey (account_id);

-- Roles that nobody uses with a password alone.
CREATE TABLE second_factor_role (
    role TEXT NOT NULL PRIMARY KEY
);

-- What a person has to be told about their account, until they have read it.
CREATE TABLE account_notice (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ
);
CREATE INDEX account_notice_account ON account_notice (account_id, at);

-- Which machine a session is on, coarsely, and what was proven when it began.
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN proof TEXT NOT NULL DEFAULT 'password';

-- The key of public forms is made from the secret beside the database from now on.
DELETE FROM setting WHERE name = 'form_key';

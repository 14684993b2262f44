-- Accounts elsewhere (OpenID Connect) that open accounts here: never by e-mail. The subject is personal data, erasable.
CREATE TABLE account_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id BLOB NOT NULL REFERENCES account (id),
    linked_at TEXT NOT NULL,
    linked_by BLOB,
    PRIMARY KEY (issuer, subject)
) STRICT;
CREATE UNIQUE INDEX account_identity_account ON account_identity (account_id, issuer);

-- Sessions that began at the provider, so that who signs out is told that the session there goes on.
CREATE TABLE provider_session (
    token_hash BLOB NOT NULL PRIMARY KEY
) STRICT;

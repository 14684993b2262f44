-- Accounts elsewhere (OpenID Connect) that open accounts here: never by e-mail. The subject is personal data, erasable.
CREATE TABLE account_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    linked_at TIMESTAMPTZ NOT NULL,
    linked_by UUID,
    PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX account_identity_account ON account_identity (account_id, issuer);

-- Sessions that began at the provider, so that who signs out is told that the session there goes on.
CREATE TABLE provider_session (
    token_hash BYTEA NOT NULL PRIMARY KEY
);

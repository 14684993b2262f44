-- Where mail reaches a person and how they want it. Personal data: apart from the account, gone when it is erased.
CREATE TABLE account_mail (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES account (id),
    address TEXT,
    choice TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

-- Letters on their way, without the address: it is looked up when a letter is handed over. next_at is when it may be tried
-- next, or until when somebody has it; nothing once it has ended.
CREATE TABLE mail (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    unit_id UUID NOT NULL REFERENCES unit (id),
    digest_on DATE,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at TIMESTAMPTZ,
    answer TEXT NOT NULL,
    problem TEXT NOT NULL,
    queued_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX mail_next ON mail (next_at, id);
CREATE INDEX mail_ended ON mail (state, ended_at, id);
CREATE INDEX mail_unit ON mail (unit_id, state, ended_at, id);
CREATE UNIQUE INDEX mail_digest ON mail (account_id, digest_on);

-- What a person was told about a thing, on which rung: once each, in the transaction that makes the letter.
CREATE TABLE reminder (
    thing UUID NOT NULL,
    days BIGINT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    mail_id UUID NOT NULL REFERENCES mail (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (thing, account_id, days)
);
CREATE INDEX reminder_mail ON reminder (mail_id);

-- Whom nothing can be sent: a person without address, or a party of a unit that nobody is. A projection, made again
-- whenever reminders are computed.
CREATE TABLE mail_gap (
    who UUID NOT NULL,
    party TEXT NOT NULL,
    unit_id UUID NOT NULL REFERENCES unit (id),
    account_id UUID REFERENCES account (id),
    things BIGINT NOT NULL,
    since DATE NOT NULL,
    PRIMARY KEY (unit_id, party, who)
);

-- Who holds one of the few roles that are reminded, among very many representatives of households.
CREATE INDEX mandate_role ON mandate (role, valid_from);

-- Where mail reaches a person and how they want it. Personal data: apart from the account, gone when it is erased.
CREATE TABLE account_mail (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES account (id),
    address TEXT,
    choice TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;

-- Letters on their way, without the address: it is looked up when a letter is handed over. next_at is when it may be tried
-- next, or until when somebody has it; nothing once it has ended.
CREATE TABLE mail (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES account (id),
    unit_id BLOB NOT NULL REFERENCES unit (id),
    digest_on TEXT,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at TEXT,
    answer TEXT NOT NULL,
    problem TEXT NOT NULL,
    queued_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;
CREATE INDEX mail_next ON mail (next_at, id);
CREATE INDEX mail_ended ON mail (state, ended_at, id);
CREATE INDEX mail_unit ON mail (unit_id, state, ended_at, id);
CREATE UNIQUE INDEX mail_digest ON mail (account_id, digest_on);

-- What a person was told about a thing, on which rung: once each, in the transaction that makes the letter.
CREATE TABLE reminder (
    thing BLOB NOT NULL,
    days INTEGER NOT NULL,
    account_id BLOB NOT NULL REFERENCES account (id),
    mail_id BLOB NOT NULL REFERENCES mail (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (thing, account_id, days)
) STRICT;
CREATE INDEX reminder_mail ON reminder (mail_id);

-- Whom nothing can be sent: a person without address, or a party of a unit that nobody is. A projection, made again
-- whenever reminders are computed.
CREATE TABLE mail_gap (
    who BLOB NOT NULL,
    party TEXT NOT NULL,
    unit_id BLOB NOT NULL REFERENCES unit (id),
    account_id BLOB REFERENCES account (id),
    things INTEGER NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (unit_id, party, who)
) STRICT;

-- Who holds one of the few roles that are reminded, among very many representatives of households.
CREATE INDEX mandate_role ON mandate (role, valid_from);

-- An address that was typed waits here until its link is used; letters go to the address beside it alone. What was typed
-- before there were links waits for one too.
ALTER TABLE account_mail ADD COLUMN pending TEXT;
UPDATE account_mail SET pending = address, address = NULL;

-- Links that confirm an address, by the digest of their code: until one is used, or its time is over.
CREATE TABLE mail_confirmation (
    code_digest BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES account (id),
    address TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX mail_confirmation_account ON mail_confirmation (account_id);
CREATE INDEX mail_confirmation_expires ON mail_confirmation (expires_at);

-- What a letter is for. Letters about an address carry it until they have ended.
ALTER TABLE mail ADD COLUMN kind TEXT NOT NULL DEFAULT 'reminder';
ALTER TABLE mail ADD COLUMN address TEXT;

-- Dated steps outside the disclosure room: decisions, requests, elections. A projection, compared and mended whenever
-- reminders are computed; a step that is done stays, because people were told of it.
CREATE TABLE dated_step (
    id BLOB NOT NULL PRIMARY KEY,
    thing BLOB NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    unit_id BLOB NOT NULL REFERENCES unit (id),
    due_on TEXT NOT NULL,
    waits_for TEXT NOT NULL,
    about TEXT NOT NULL,
    citation TEXT NOT NULL,
    is_open INTEGER NOT NULL
) STRICT;
CREATE INDEX dated_step_open ON dated_step (is_open, due_on, id);

-- Requests that wait for an answer, in the whole city.
CREATE INDEX information_request_open ON information_request (state, due_on, number);

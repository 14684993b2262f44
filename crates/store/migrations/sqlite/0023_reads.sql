-- Who opened a page with personal data of others, under which mandate, and whose data it was. What belongs to a person
-- is found by the kind and the name of the subject. Without foreign keys: it outlives what it names.
CREATE TABLE data_read (
    id BLOB NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    account_id BLOB NOT NULL,
    mandate_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    page TEXT NOT NULL
) STRICT;
CREATE INDEX data_read_subject ON data_read (kind, subject, at, id);
CREATE INDEX data_read_reader ON data_read (account_id, page, subject, at);
CREATE INDEX data_read_at ON data_read (at);

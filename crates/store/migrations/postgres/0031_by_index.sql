-- The list of who opened the data of a person goes on by identity.
DROP INDEX data_read_subject;
CREATE INDEX data_read_subject ON data_read (kind, subject, id);
-- What was read ends by its age.
CREATE INDEX account_notice_seen ON account_notice (seen_at);

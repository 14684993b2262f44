-- Files that were accepted while the virus scanner did not answer; they are scanned later.
CREATE TABLE unscanned_file (
    sha256 BYTEA NOT NULL PRIMARY KEY,
    since TIMESTAMPTZ NOT NULL
);
-- Kept files with which something is wrong: missing, damaged, infected.
CREATE TABLE file_fault (
    sha256 BYTEA NOT NULL PRIMARY KEY,
    fault TEXT NOT NULL,
    said TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL
);
-- The files that the register names, in the order in which they are looked at.
CREATE INDEX register_content_file ON register_content (sha256) WHERE text IS NULL AND erased_position IS NULL;

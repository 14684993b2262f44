-- Forms that have been done, so that none is done twice; kept for as long as a form holds.
CREATE TABLE once (
    key BLOB NOT NULL PRIMARY KEY,
    request INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

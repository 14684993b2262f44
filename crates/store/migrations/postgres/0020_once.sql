-- Forms that have been done, so that none is done twice; kept for as long as a form holds.
CREATE TABLE once (
    key BYTEA NOT NULL PRIMARY KEY,
    request BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);

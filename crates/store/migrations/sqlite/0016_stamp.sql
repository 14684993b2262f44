-- What time-stamping authorities (RFC 3161) say of checkpoints of the register: a token over the three lines of the checkpoint,
-- and the time in it (seconds since 1970).
CREATE TABLE register_stamp (
    size INTEGER NOT NULL REFERENCES register_checkpoint (size),
    authority TEXT NOT NULL,
    token BLOB NOT NULL,
    stamped_second INTEGER NOT NULL,
    PRIMARY KEY (size, authority)
) STRICT;

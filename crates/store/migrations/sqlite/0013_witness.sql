-- What witnesses say to checkpoints of the register. Lines wait here until there is a quorum; a checkpoint with a quorum is
-- kept for ever, with the times between which its entries were recorded (seconds since 1970).
CREATE TABLE register_cosignature (
    size INTEGER NOT NULL REFERENCES register_checkpoint (size),
    witness TEXT NOT NULL,
    line TEXT NOT NULL,
    cosigned_second INTEGER NOT NULL,
    PRIMARY KEY (size, witness)
) STRICT;

CREATE TABLE register_quorum (
    size INTEGER NOT NULL PRIMARY KEY REFERENCES register_checkpoint (size),
    note TEXT NOT NULL,
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL
) STRICT;

-- What witnesses say to checkpoints of the register. Lines wait here until there is a quorum; a checkpoint with a quorum is
-- kept for ever, with the times between which its entries were recorded (seconds since 1970).
CREATE TABLE register_cosignature (
    size BIGINT NOT NULL REFERENCES register_checkpoint (size),
    witness TEXT NOT NULL,
    line TEXT NOT NULL,
    cosigned_second BIGINT NOT NULL,
    PRIMARY KEY (size, witness)
);

CREATE TABLE register_quorum (
    size BIGINT NOT NULL PRIMARY KEY REFERENCES register_checkpoint (size),
    note TEXT NOT NULL,
    earliest BIGINT NOT NULL,
    latest BIGINT NOT NULL
);

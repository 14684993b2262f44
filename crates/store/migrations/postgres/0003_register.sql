-- The public register: entries as exact bytes, the hash tree, signed checkpoints.
CREATE TABLE register_entry (
    position BIGINT NOT NULL PRIMARY KEY,
    entry BYTEA NOT NULL,
    leaf BYTEA NOT NULL,
    thing UUID NOT NULL,
    rev BIGINT NOT NULL,
    unit_id UUID NOT NULL REFERENCES unit (id),
    room TEXT NOT NULL,
    act TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX register_entry_thing ON register_entry (thing, rev);
CREATE INDEX register_entry_unit ON register_entry (unit_id, position);

CREATE TABLE register_node (
    level BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (level, number)
);

CREATE TABLE register_checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,
    note TEXT NOT NULL,
    signed_at TIMESTAMPTZ NOT NULL
);

-- What an entry's digests stand for. Sealed content and its salt can be erased.
CREATE TABLE register_content (
    position BIGINT NOT NULL REFERENCES register_entry (position),
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    salt BYTEA,
    text TEXT,
    PRIMARY KEY (position, place)
);

-- The public register: entries as exact bytes, the hash tree, signed checkpoints.
CREATE TABLE register_entry (
    position INTEGER NOT NULL PRIMARY KEY,
    entry BLOB NOT NULL,
    leaf BLOB NOT NULL,
    thing BLOB NOT NULL,
    rev INTEGER NOT NULL,
    unit_id BLOB NOT NULL REFERENCES unit (id),
    room TEXT NOT NULL,
    act TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX register_entry_thing ON register_entry (thing, rev);
CREATE INDEX register_entry_unit ON register_entry (unit_id, position);

CREATE TABLE register_node (
    level INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, number)
) STRICT;

CREATE TABLE register_checkpoint (
    size INTEGER NOT NULL PRIMARY KEY,
    note TEXT NOT NULL,
    signed_at TEXT NOT NULL
) STRICT;

-- What an entry's digests stand for. Sealed content and its salt can be erased.
CREATE TABLE register_content (
    position INTEGER NOT NULL REFERENCES register_entry (position),
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    salt BLOB,
    text TEXT,
    PRIMARY KEY (position, place)
) STRICT;

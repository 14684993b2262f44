-- Documents split into articles, clauses and points.
CREATE TABLE document (
    id BLOB NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    unit_id BLOB NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,
    symbol TEXT NOT NULL,
    title TEXT NOT NULL,
    issued_on TEXT,
    status TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    rev INTEGER NOT NULL,
    published_at TEXT NOT NULL,
    register_position INTEGER NOT NULL,
    sample INTEGER NOT NULL
) STRICT;

CREATE TABLE document_node (
    document_id BLOB NOT NULL REFERENCES document (id),
    place INTEGER NOT NULL,
    depth INTEGER NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    anchor TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (document_id, place)
) STRICT;

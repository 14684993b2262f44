-- Documents split into articles, clauses and points.
CREATE TABLE document (
    id UUID NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    unit_id UUID NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,
    symbol TEXT NOT NULL,
    title TEXT NOT NULL,
    issued_on DATE,
    status TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    rev BIGINT NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    register_position BIGINT NOT NULL,
    sample BOOLEAN NOT NULL
);

CREATE TABLE document_node (
    document_id UUID NOT NULL REFERENCES document (id),
    place BIGINT NOT NULL,
    depth BIGINT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    anchor TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (document_id, place)
);

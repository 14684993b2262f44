-- Units of the city, effective-dated, and how they follow one another.
CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Short public numbers, one row a kind of thing; the single writer keeps them gapless.
CREATE TABLE short_number (
    kind TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE unit (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT,
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    local_kind TEXT NOT NULL,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    parent_id UUID REFERENCES unit (id),
    valid_from DATE,
    valid_to DATE,
    legal_basis TEXT NOT NULL,
    ended_basis TEXT NOT NULL,
    area_hectares BIGINT,
    population BIGINT,
    population_source TEXT NOT NULL,
    headquarters TEXT NOT NULL,
    loudspeaker BOOLEAN NOT NULL,
    portal BOOLEAN NOT NULL,
    internal_system BOOLEAN NOT NULL,
    sample BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX unit_key ON unit (kind, code, COALESCE(valid_from, DATE '0001-01-01'));
CREATE INDEX unit_parent ON unit (parent_id, valid_to);
CREATE INDEX unit_kind ON unit (kind, valid_to);

CREATE TABLE unit_lineage (
    predecessor_id UUID NOT NULL REFERENCES unit (id),
    successor_id UUID NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,
    part TEXT NOT NULL,
    effective_on DATE NOT NULL,
    legal_basis TEXT NOT NULL,
    clause TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (predecessor_id, successor_id)
);
CREATE INDEX unit_lineage_successor ON unit_lineage (successor_id);

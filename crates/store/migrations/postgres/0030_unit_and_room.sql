-- The entries of a unit in a room, newest first: by unit or by room alone the others would be walked over.
CREATE INDEX register_entry_unit_room_at ON register_entry (unit_id, room, at, position);
-- Erasures are few; whoever follows the register asks whether there was one.
CREATE INDEX register_entry_erasure ON register_entry (position) WHERE act = 'erase';

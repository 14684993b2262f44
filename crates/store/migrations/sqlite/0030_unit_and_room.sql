-- The entries of a unit in a room, newest first: by unit or by room alone the others would be walked over. Of two indexes that
-- seem to cost the same SQLite takes the older one, so that of the room is made again behind it.
CREATE INDEX register_entry_unit_room_at ON register_entry (unit_id, room, at, position);
DROP INDEX register_entry_room_at;
CREATE INDEX register_entry_room_at ON register_entry (room, at, position);
-- Erasures are few; whoever follows the register asks whether there was one.
CREATE INDEX register_entry_erasure ON register_entry (position) WHERE act = 'erase';

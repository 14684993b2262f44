-- Ways into the register by day, unit and room, newest first. Instants are whole seconds, so they sort as text too.
CREATE INDEX register_entry_at ON register_entry (at, position);
CREATE INDEX register_entry_unit_at ON register_entry (unit_id, at, position);
CREATE INDEX register_entry_room_at ON register_entry (room, at, position);

//! Entries by unit, room and time, newest first; a page ends where the next begins, and no way walks through the register.

use dinh_domain::ids::UnitId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use super::EntryRow;
use crate::db::ReadTx;
use crate::error::Result;
use crate::sql::statements;

statements! {
    NEWEST_BETWEEN = "SELECT position, entry, leaf, thing, rev, unit_id, room, act, at FROM register_entry \
        WHERE at >= $1 AND (at, position) < ($2, $3) ORDER BY at DESC, position DESC LIMIT $4";
    NEWEST_OF_UNIT = "SELECT position, entry, leaf, thing, rev, unit_id, room, act, at FROM register_entry \
        WHERE unit_id = $5 AND at >= $1 AND (at, position) < ($2, $3) ORDER BY at DESC, position DESC LIMIT $4";
    NEWEST_OF_ROOM = "SELECT position, entry, leaf, thing, rev, unit_id, room, act, at FROM register_entry \
        WHERE room = $5 AND at >= $1 AND (at, position) < ($2, $3) ORDER BY at DESC, position DESC LIMIT $4";
    NEWEST_OF_UNIT_IN_ROOM = "SELECT position, entry, leaf, thing, rev, unit_id, room, act, at FROM register_entry \
        WHERE unit_id = $5 AND room = $6 AND at >= $1 AND (at, position) < ($2, $3) \
        ORDER BY at DESC, position DESC LIMIT $4";
    CHAIN_BEFORE = "SELECT position, entry, leaf, thing, rev, unit_id, room, act, at FROM register_entry \
        WHERE thing = $1 AND rev < $2 ORDER BY rev DESC LIMIT $3";
}

/// Which entries.
#[derive(Clone, Copy, Debug)]
pub struct Range<'a> {
    /// Of this unit only.
    pub unit: Option<UnitId>,
    /// Of this room only.
    pub room: Option<&'a str>,
    /// Not before this instant.
    pub from: Timestamp,
    /// Before this instant; of those at this instant, the ones before the position.
    pub before: (Timestamp, i64),
}

/// Entries of a range, by the time that they claim, newest first.
pub async fn newest_in(tx: &mut ReadTx, range: Range<'_>, limit: i64) -> Result<Vec<EntryRow>> {
    let statement = match (range.unit, range.room) {
        (None, None) => NEWEST_BETWEEN,
        (Some(_), None) => NEWEST_OF_UNIT,
        (None, Some(_)) => NEWEST_OF_ROOM,
        (Some(_), Some(_)) => NEWEST_OF_UNIT_IN_ROOM,
    };
    let mut select = tx
        .select(statement)
        .bind(range.from.to_sqlx())
        .bind(range.before.0.to_sqlx())
        .bind(range.before.1)
        .bind(limit);
    if let Some(unit) = range.unit {
        select = select.bind(unit.0);
    }
    if let Some(room) = range.room {
        select = select.bind(room.to_owned());
    }
    select.all().await
}

/// Versions of a thing before one of them, newest first.
pub async fn chain_before(
    tx: &mut ReadTx,
    thing: Uuid,
    rev: i64,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    tx.select(CHAIN_BEFORE)
        .bind(thing)
        .bind(rev)
        .bind(limit)
        .all()
        .await
}

//! What the signed heads say of the time of entries: one statement for a page, however many entries it shows.

use dinh_domain::ids::PublicationId;
use uuid::Uuid;

use crate::db::ReadTx;
use crate::error::Result;
use crate::sql::statements;

/// Columns of [`Bounds`] for the entry at this place.
macro_rules! bounds {
    ($position:literal) => {
        concat!(
            "(SELECT c.size FROM register_checkpoint c ORDER BY c.size DESC LIMIT 1) AS signed, \
             (SELECT q.latest FROM register_quorum q WHERE q.size > ",
            $position,
            " ORDER BY q.size LIMIT 1) AS latest, \
             (SELECT q.earliest FROM register_quorum q WHERE q.size <= ",
            $position,
            " ORDER BY q.size DESC LIMIT 1) AS earliest, \
             (SELECT s.stamped_second FROM register_stamp s WHERE s.size > ",
            $position,
            " ORDER BY s.size, s.authority LIMIT 1) AS stamped "
        )
    };
}
pub(crate) use bounds;

macro_rules! times {
    ($rest:literal) => {
        concat!("SELECT e.position, e.leaf, ", bounds!("e.position"), $rest)
    };
}

statements! {
    OF_ENTRY = times!("FROM register_entry e WHERE e.position = $1");
    OF_THING = times!("FROM register_entry e WHERE e.thing = $1 ORDER BY e.rev LIMIT 200");
    OF_PUBLICATION = concat!(
        times!("FROM register_entry e WHERE e.thing = $1"),
        " UNION ",
        times!("FROM form_record f JOIN register_entry e ON e.position = f.register_position WHERE f.publication_id = $1"),
        " ORDER BY 1 LIMIT 400"
    );
    OF_DECISIONS = times!("FROM decision d JOIN register_entry e ON e.position = d.register_position \
                   WHERE d.number >= $1 AND d.number <= $2 ORDER BY d.number LIMIT $3");
    OF_EXPENSES = times!("FROM contribution_expense x JOIN register_entry e ON e.position = x.register_position \
                  WHERE x.contribution_id = $1 ORDER BY x.number DESC LIMIT $2");
}

/// What is known of the time of one entry.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TimeRow {
    /// Place in the register, from 0.
    pub position: i64,
    /// Its leaf hash.
    pub leaf: Vec<u8>,
    /// What the signed heads say.
    #[sqlx(flatten)]
    pub bounds: Bounds,
}

/// What the signed heads say of the time of one entry.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
pub struct Bounds {
    /// How many entries the newest signed checkpoint covers.
    pub signed: Option<i64>,
    /// Not later than this a quorum had seen it, in seconds since 1970: by the first checkpoint with a quorum that covers it.
    pub latest: Option<i64>,
    /// Not earlier than this: by the last checkpoint with a quorum that does not.
    pub earliest: Option<i64>,
    /// When an authority stamped the first checkpoint that covers it, of those that were stamped.
    pub stamped: Option<i64>,
}

/// Of one entry.
pub async fn of_entry(tx: &mut ReadTx, position: i64) -> Result<Option<TimeRow>> {
    tx.select(OF_ENTRY).bind(position).optional().await
}

/// Of every entry about a thing (the first 200), oldest first.
pub async fn of_thing(tx: &mut ReadTx, thing: Uuid) -> Result<Vec<TimeRow>> {
    tx.select(OF_THING).bind(thing).all().await
}

/// Of every entry about a publication and the records of its forms (the first 400), oldest first.
pub async fn of_publication(tx: &mut ReadTx, id: PublicationId) -> Result<Vec<TimeRow>> {
    tx.select(OF_PUBLICATION).bind(id.0).all().await
}

/// Of the newest entries of decisions, from a short number to another.
pub async fn of_decisions(tx: &mut ReadTx, from: i64, to: i64, limit: i64) -> Result<Vec<TimeRow>> {
    tx.select(OF_DECISIONS)
        .bind(from)
        .bind(to)
        .bind(limit)
        .all()
        .await
}

/// Of the newest expenses of an account.
pub async fn of_expenses(tx: &mut ReadTx, account: Uuid, limit: i64) -> Result<Vec<TimeRow>> {
    tx.select(OF_EXPENSES).bind(account).bind(limit).all().await
}

//! Requests that a sealed content be erased: one person asks, another decides.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO erasure_request (id, position, place, unit_id, article, reason, state, asked_by, asked_at) \
           VALUES ($1, $2, $3, $4, $5, $6, 'asked', $7, $8)";
    GET = "SELECT id, position, place, unit_id, article, reason, asked_by, asked_at FROM erasure_request \
           WHERE id = $1 AND state = 'asked'";
    OF_ENTRY = "SELECT id, position, place, unit_id, article, reason, asked_by, asked_at FROM erasure_request \
           WHERE position = $1 AND state = 'asked' ORDER BY asked_at, id LIMIT 50";
    OPEN = "SELECT id, position, place, unit_id, article, reason, asked_by, asked_at FROM erasure_request \
           WHERE state = 'asked' ORDER BY asked_at, id LIMIT 500";
    DECIDE = "UPDATE erasure_request SET state = $2, reason = '', decided_by = $3, decided_at = $4 \
           WHERE id = $1 AND state = 'asked'";
}

/// A request that nobody has decided.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ErasureRow {
    /// Identity.
    pub id: Uuid,
    /// Entry.
    pub position: i64,
    /// Which of its contents.
    pub place: i64,
    /// Unit of the entry.
    pub unit_id: Uuid,
    /// The article; becomes public.
    pub article: String,
    /// The reason; personal data.
    pub reason: String,
    /// Who asks.
    pub asked_by: Uuid,
    /// When.
    pub asked_at: jiff_sqlx::Timestamp,
}

/// A new request.
pub struct NewRequest<'n> {
    /// Identity.
    pub id: Uuid,
    /// Entry.
    pub position: i64,
    /// Which of its contents.
    pub place: i64,
    /// Unit of the entry.
    pub unit: Uuid,
    /// The article.
    pub article: &'n str,
    /// The reason.
    pub reason: &'n str,
    /// Who asks.
    pub by: Uuid,
    /// When.
    pub at: Timestamp,
}

/// Add a request.
pub async fn add(tx: &mut WriteTx, new: &NewRequest<'_>) -> Result<()> {
    tx.change(ADD)
        .bind(new.id)
        .bind(new.position)
        .bind(new.place)
        .bind(new.unit)
        .bind(new.article.to_owned())
        .bind(new.reason.to_owned())
        .bind(new.by)
        .bind(new.at.to_sqlx())
        .run_one()
        .await
}

/// A request that nobody has decided.
pub async fn find(tx: &mut ReadTx, id: Uuid) -> Result<Option<ErasureRow>> {
    tx.select(GET).bind(id).optional().await
}

/// The requests about an entry.
pub async fn of_entry(tx: &mut ReadTx, position: i64) -> Result<Vec<ErasureRow>> {
    tx.select(OF_ENTRY).bind(position).all().await
}

/// All requests that nobody has decided, the oldest first.
pub async fn open(tx: &mut ReadTx) -> Result<Vec<ErasureRow>> {
    tx.select(OPEN).all().await
}

/// Decide a request: `done`, `refused`, `withdrawn`. Its reason goes.
pub async fn decide(
    tx: &mut WriteTx,
    id: Uuid,
    state: &'static str,
    (by, at): (Uuid, Timestamp),
) -> Result<()> {
    tx.change(DECIDE)
        .bind(id)
        .bind(state)
        .bind(by)
        .bind(at.to_sqlx())
        .run_one()
        .await
}

//! Papers of a decision: what is to be decided, scans of signed minutes, photographs.

use dinh_domain::ids::{AccountId, DecisionFileId, DecisionId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD_DECISION_FILE = "INSERT INTO decision_file (id, decision_id, round, kind, name, media_type, size, sha256, \
                is_public, added_by, added_at, register_position) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    DECISION_FILES = "SELECT id, decision_id, round, kind, name, media_type, size, sha256, is_public, added_at, \
                register_position, \
                CAST((SELECT COUNT(*) FROM unscanned_file u WHERE u.sha256 = decision_file.sha256) AS BIGINT) AS unscanned \
                FROM decision_file WHERE decision_id = $1 ORDER BY added_at, id LIMIT 200";
    DECISION_FILE = "SELECT id, decision_id, round, kind, name, media_type, size, sha256, is_public, added_at, \
                register_position, \
                CAST((SELECT COUNT(*) FROM unscanned_file u WHERE u.sha256 = decision_file.sha256) AS BIGINT) AS unscanned \
                FROM decision_file WHERE id = $1";
}

/// A paper as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DecisionFileRow {
    /// Identity.
    pub id: Uuid,
    /// Decision.
    pub decision_id: Uuid,
    /// Round.
    pub round: i64,
    /// `papers`, `minutes`, `counting`, `photo`, `plan`, `recognition` …
    pub kind: String,
    /// Name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Digest of the bytes, and their place in the file store.
    pub sha256: Vec<u8>,
    /// Whether readers may open it; scans with names and signatures are not.
    pub is_public: bool,
    /// When it was added.
    pub added_at: jiff_sqlx::Timestamp,
    /// The entry of the register that names its digest.
    pub register_position: Option<i64>,
    /// 1 when no virus scanner has seen it though there is one.
    pub unscanned: i64,
}

impl DecisionFileRow {
    /// Digest as 64 hex signs.
    pub fn digest(&self) -> String {
        dinh_register::hex(&self.sha256)
    }
}

/// Add a paper.
pub async fn add(
    tx: &mut WriteTx,
    row: &DecisionFileRow,
    by: Option<AccountId>,
    at: Timestamp,
) -> Result<()> {
    tx.change(ADD_DECISION_FILE)
        .bind(row.id)
        .bind(row.decision_id)
        .bind(row.round)
        .bind(row.kind.clone())
        .bind(row.name.clone())
        .bind(row.media_type.clone())
        .bind(row.size)
        .bind(row.sha256.clone())
        .bind(row.is_public)
        .bind(by.map(|id| id.0))
        .bind(at.to_sqlx())
        .bind(row.register_position)
        .run_one()
        .await
}

/// The papers of a decision, oldest first.
pub async fn of(tx: &mut ReadTx, decision: DecisionId) -> Result<Vec<DecisionFileRow>> {
    tx.select(DECISION_FILES).bind(decision.0).all().await
}

/// One paper.
pub async fn find(tx: &mut ReadTx, id: DecisionFileId) -> Result<Option<DecisionFileRow>> {
    tx.select(DECISION_FILE).bind(id.0).optional().await
}

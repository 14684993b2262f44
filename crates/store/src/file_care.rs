//! What is known of the files that rows name: which were not scanned, and with which something is wrong.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    MARK_UNSCANNED = "INSERT INTO unscanned_file (sha256, since) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING";
    UNSCANNED = "SELECT sha256 FROM unscanned_file ORDER BY sha256 LIMIT $1";
    SCANNED = "DELETE FROM unscanned_file WHERE sha256 = $1";
    SAY = "INSERT INTO file_fault (sha256, fault, said, since) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (sha256) DO UPDATE SET fault = excluded.fault, said = excluded.said";
    TAKE_BACK = "DELETE FROM file_fault WHERE sha256 = $1 AND fault <> 'infected'";
    FORGET = "DELETE FROM file_fault WHERE sha256 = $1";
    FAULT_OF = "SELECT fault FROM file_fault WHERE sha256 = $1";
    FAULTS = "SELECT sha256, fault, said, since FROM file_fault ORDER BY sha256 LIMIT 100";
    COUNTS = "SELECT CAST((SELECT COUNT(*) FROM file_fault WHERE fault = 'missing') AS BIGINT) AS missing, \
            CAST((SELECT COUNT(*) FROM file_fault WHERE fault = 'damaged') AS BIGINT) AS damaged, \
            CAST((SELECT COUNT(*) FROM file_fault WHERE fault = 'infected') AS BIGINT) AS infected, \
            CAST((SELECT COUNT(*) FROM unscanned_file) AS BIGINT) AS unscanned";
    NAMED_AFTER = "SELECT sha256 FROM (SELECT sha256 FROM stored_file WHERE sha256 > $1 ORDER BY sha256 LIMIT $2) AS files \
            UNION SELECT sha256 FROM (SELECT sha256 FROM decision_file WHERE sha256 > $1 ORDER BY sha256 LIMIT $2) AS papers \
            UNION SELECT sha256 FROM (SELECT voucher_sha256 AS sha256 FROM contribution_expense WHERE voucher_sha256 > $1 \
                ORDER BY voucher_sha256 LIMIT $2) AS vouchers \
            UNION SELECT sha256 FROM (SELECT sha256 FROM register_content WHERE text IS NULL AND erased_position IS NULL \
                AND sha256 > $1 ORDER BY sha256 LIMIT $2) AS contents \
            ORDER BY sha256 LIMIT $2";
}

/// What is wrong with a kept file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// A row names it, and it is not there.
    Missing,
    /// Its content has another digest than its address.
    Damaged,
    /// The scanner found something in it.
    Infected,
}

impl FileFault {
    /// Stable code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Damaged => "damaged",
            Self::Infected => "infected",
        }
    }
}

/// A file with which something is wrong.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FaultRow {
    /// Digest.
    pub sha256: Vec<u8>,
    /// Code of the fault.
    pub fault: String,
    /// What was seen.
    pub said: String,
    /// When it was seen first.
    pub since: jiff_sqlx::Timestamp,
}

/// How many files are how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct FaultCounts {
    /// Named and not there.
    pub missing: i64,
    /// With another digest.
    pub damaged: i64,
    /// In which the scanner found something.
    pub infected: i64,
    /// Which no scanner has seen.
    pub unscanned: i64,
}

/// The file is accepted without having been scanned.
pub async fn mark_unscanned(tx: &mut WriteTx, sha256: &[u8], at: Timestamp) -> Result<()> {
    tx.change(MARK_UNSCANNED)
        .bind(sha256.to_vec())
        .bind(at.to_sqlx())
        .run()
        .await?;
    Ok(())
}

/// Some files that were not scanned.
pub async fn unscanned(tx: &mut ReadTx, most: i64) -> Result<Vec<Vec<u8>>> {
    Ok(digests(tx.select(UNSCANNED).bind(most).all().await?))
}

/// The file was scanned.
pub async fn scanned(tx: &mut WriteTx, sha256: &[u8]) -> Result<()> {
    tx.change(SCANNED).bind(sha256.to_vec()).run().await?;
    Ok(())
}

/// Something is wrong with a file.
pub async fn say(
    tx: &mut WriteTx,
    sha256: &[u8],
    fault: FileFault,
    said: &str,
    at: Timestamp,
) -> Result<()> {
    tx.change(SAY)
        .bind(sha256.to_vec())
        .bind(fault.code().to_owned())
        .bind(said.to_owned())
        .bind(at.to_sqlx())
        .run_one()
        .await
}

/// The file is there and whole again. What was found inside stays found.
pub async fn take_back(tx: &mut WriteTx, sha256: &[u8]) -> Result<()> {
    tx.change(TAKE_BACK).bind(sha256.to_vec()).run().await?;
    Ok(())
}

/// Nothing names the file any more.
pub async fn forget(tx: &mut WriteTx, sha256: &[u8]) -> Result<()> {
    tx.change(FORGET).bind(sha256.to_vec()).run().await?;
    scanned(tx, sha256).await
}

/// Whether the scanner found something in a file.
pub async fn is_infected(tx: &mut ReadTx, sha256: &[u8]) -> Result<bool> {
    let row: Option<(String,)> = tx.select(FAULT_OF).bind(sha256.to_vec()).optional().await?;
    Ok(row.is_some_and(|(fault,)| fault == FileFault::Infected.code()))
}

/// The first hundred files with which something is wrong.
pub async fn faults(tx: &mut ReadTx) -> Result<Vec<FaultRow>> {
    tx.select(FAULTS).all().await
}

/// How many files are how.
pub async fn counts(tx: &mut ReadTx) -> Result<FaultCounts> {
    tx.select(COUNTS).one().await
}

/// The next digests that rows name, in their order.
pub async fn named_after(tx: &mut ReadTx, sha256: &[u8], most: i64) -> Result<Vec<Vec<u8>>> {
    let rows = tx.select(NAMED_AFTER).bind(sha256.to_vec()).bind(most);
    Ok(digests(rows.all().await?))
}

fn digests(rows: Vec<(Vec<u8>,)>) -> Vec<Vec<u8>> {
    rows.into_iter().map(|(digest,)| digest).collect()
}

//! Erasing what a sealed digest stands for: the content and its salt in the register's own table, and every copy that the rooms
//! keep. The entry stays, and reveals nothing.

use dinh_domain::ids::{DecisionId, PublicationId};
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    SEALED_LIKE = "SELECT c.position, c.place, c.name, e.act FROM register_entry e \
                   JOIN register_content c ON c.position = e.position \
                   WHERE e.thing = $1 AND c.sha256 = $2 AND c.salt IS NOT NULL \
                   ORDER BY c.position, c.place LIMIT 400";
    ERASE = "UPDATE register_content SET salt = NULL, text = NULL, name = '', sha256 = $3, erased_position = $4, \
             erased_article = $5 WHERE position = $1 AND place = $2 AND salt IS NOT NULL";
    REVISION_CONTENT = "UPDATE publication_revision SET title = $3, document_number = '', document_on = NULL, \
             summary = '' WHERE publication_id = $1 AND register_position = $2";
    REVISION_REASON = "UPDATE publication_revision SET reason = $3 WHERE publication_id = $1 AND register_position = $2";
    PUBLICATION_CONTENT = "UPDATE publication SET title = $3, document_number = '', document_on = NULL, summary = '' \
             WHERE id = $1 AND register_position = $2";
    PUBLICATION_REASON = "UPDATE publication SET ended_reason = $3 WHERE id = $1 AND register_position = $2";
    FORM_PROOF = "UPDATE form_record SET proof_id = NULL WHERE proof_id IN \
             (SELECT id FROM stored_file WHERE sha256 = $2) AND (id = $1 OR publication_id = $1)";
    FORM_TEXT = "UPDATE form_record SET place = $2, by_whom = '', note = '' WHERE id = $1";
    FORM_END = "UPDATE form_record SET ended_reason = $2 WHERE id = $1";
    STORED_FILE = "DELETE FROM stored_file WHERE sha256 = $2 AND (publication_id = $1 OR publication_id IN \
             (SELECT publication_id FROM form_record WHERE id = $1))";
    DECISION_FILE = "DELETE FROM decision_file WHERE decision_id = $1 AND sha256 = $2";
    VOUCHER = "UPDATE contribution_expense SET voucher_sha256 = NULL, voucher_name = '', voucher_type = '' \
             WHERE contribution_id = $1 AND voucher_sha256 = $2";
    DUTY_REASON = "UPDATE duty SET reason = $2 WHERE id = $1";
    ANSWER = "UPDATE information_request SET answer = $2 WHERE id = $1";
    RECEIPT = "UPDATE contribution_receipt SET payer = '', goods = $3 WHERE contribution_id = $1 AND register_position = $2";
    RECEIPT_VOID = "UPDATE contribution_receipt SET payer = '', goods = $3, void_reason = $3 \
             WHERE contribution_id = $1 AND void_position = $2";
    EXPENSE = "UPDATE contribution_expense SET purpose = $3, beyond = '' \
             WHERE contribution_id = $1 AND register_position = $2";
    EXPENSE_VOID = "UPDATE contribution_expense SET purpose = $3, beyond = '', void_reason = $3 \
             WHERE contribution_id = $1 AND void_position = $2";
    CORRECTION = "UPDATE frozen_roll_correction SET reason = $3 WHERE decision_id = $1 AND reason = $2";
    IN_USE = "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM register_content WHERE sha256 = $1) \
             OR EXISTS (SELECT 1 FROM stored_file WHERE sha256 = $1) \
             OR EXISTS (SELECT 1 FROM decision_file WHERE sha256 = $1) \
             OR EXISTS (SELECT 1 FROM contribution_expense WHERE voucher_sha256 = $1) THEN 1 ELSE 0 END AS BIGINT)";
    WAS_IN = "SELECT CAST(COUNT(*) AS BIGINT) FROM register_entry WHERE position >= $1 AND position < $2 AND act = 'erase'";
    DOOM = "INSERT INTO doomed_file (sha256) VALUES ($1) ON CONFLICT (sha256) DO NOTHING";
    DOOMED = "SELECT sha256 FROM doomed_file ORDER BY sha256 LIMIT 500";
    SPARE = "DELETE FROM doomed_file WHERE sha256 = $1";
}

/// A sealed content that is to be erased.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SealedRow {
    /// Entry.
    pub position: i64,
    /// Which of its digests.
    pub place: i64,
    /// Name of the content.
    pub name: String,
    /// Act of the entry.
    pub act: String,
}

/// Every sealed content of a thing with this digest: revisions name the same file again and again.
pub async fn sealed_like(tx: &mut ReadTx, thing: Uuid, sha256: &[u8]) -> Result<Vec<SealedRow>> {
    tx.select(SEALED_LIKE)
        .bind(thing)
        .bind(sha256.to_vec())
        .all()
        .await
}

/// Where the register says so, and by which article.
pub struct Erased<'a> {
    /// The entry of the erasure.
    pub position: i64,
    /// The article.
    pub article: &'a str,
}

/// Forget salt, content, name and plain digest of one content.
pub async fn erase(tx: &mut WriteTx, row: &SealedRow, erased: &Erased<'_>) -> Result<()> {
    tx.change(ERASE)
        .bind(row.position)
        .bind(row.place)
        .bind(Vec::<u8>::new())
        .bind(erased.position)
        .bind(erased.article.to_owned())
        .run_one()
        .await
}

/// Put `words` in place of what a revision of a publication said.
pub async fn blank_revision(
    tx: &mut WriteTx,
    id: PublicationId,
    position: i64,
    words: &str,
) -> Result<()> {
    three(tx, REVISION_CONTENT, id.0, position, words).await?;
    three(tx, PUBLICATION_CONTENT, id.0, position, words).await
}

/// Put `words` in place of the reason of a revision.
pub async fn blank_revision_reason(
    tx: &mut WriteTx,
    id: PublicationId,
    position: i64,
    words: &str,
) -> Result<()> {
    three(tx, REVISION_REASON, id.0, position, words).await?;
    three(tx, PUBLICATION_REASON, id.0, position, words).await
}

/// Put `words` in place of what the record of a form says.
pub async fn blank_form(tx: &mut WriteTx, form: Uuid, words: &str) -> Result<()> {
    two(tx, FORM_TEXT, form, words).await
}

/// Put `words` in place of why a form ended.
pub async fn blank_form_end(tx: &mut WriteTx, form: Uuid, words: &str) -> Result<()> {
    two(tx, FORM_END, form, words).await
}

/// Put `words` in place of why a duty does not apply.
pub async fn blank_duty_reason(tx: &mut WriteTx, duty: Uuid, words: &str) -> Result<()> {
    two(tx, DUTY_REASON, duty, words).await
}

/// Put `words` in place of an answer.
pub async fn blank_answer(tx: &mut WriteTx, request: Uuid, words: &str) -> Result<()> {
    two(tx, ANSWER, request, words).await
}

/// Put `words` in place of what a receipt says beside its numbers, and forget who paid.
pub async fn blank_receipt(
    tx: &mut WriteTx,
    account: Uuid,
    position: i64,
    words: &str,
) -> Result<()> {
    three(tx, RECEIPT, account, position, words).await?;
    three(tx, RECEIPT_VOID, account, position, words).await
}

/// Put `words` in place of what an expense was for.
pub async fn blank_expense(
    tx: &mut WriteTx,
    account: Uuid,
    position: i64,
    words: &str,
) -> Result<()> {
    three(tx, EXPENSE, account, position, words).await?;
    three(tx, EXPENSE_VOID, account, position, words).await
}

/// Put `words` in place of a reason for which a fixed roll was corrected.
pub async fn blank_correction(
    tx: &mut WriteTx,
    decision: DecisionId,
    reason: &str,
    words: &str,
) -> Result<()> {
    tx.change(CORRECTION)
        .bind(decision.0)
        .bind(reason.to_owned())
        .bind(words.to_owned())
        .run()
        .await?;
    Ok(())
}

/// Forget every copy of a file that a thing has; its bytes are doomed unless something else refers to them.
pub async fn forget_file(tx: &mut WriteTx, thing: Uuid, sha256: &[u8]) -> Result<()> {
    for sql in [FORM_PROOF, STORED_FILE, DECISION_FILE, VOUCHER] {
        tx.change(sql)
            .bind(thing)
            .bind(sha256.to_vec())
            .run()
            .await?;
    }
    if !is_in_use(tx, sha256).await? {
        tx.change(DOOM).bind(sha256.to_vec()).run().await?;
    }
    Ok(())
}

/// Whether anything was erased by an entry of a half-open span of the register.
pub async fn was_in(tx: &mut ReadTx, from: i64, to: i64) -> Result<bool> {
    let (count,): (i64,) = tx.select(WAS_IN).bind(from).bind(to).one().await?;
    Ok(count > 0)
}

/// Whether anything refers to the file of this digest.
pub async fn is_in_use(tx: &mut ReadTx, sha256: &[u8]) -> Result<bool> {
    let (used,): (i64,) = tx.select(IN_USE).bind(sha256.to_vec()).one().await?;
    Ok(used > 0)
}

/// Digests of files that are to leave the file store.
pub async fn doomed(tx: &mut ReadTx) -> Result<Vec<Vec<u8>>> {
    let rows: Vec<(Vec<u8>,)> = tx.select(DOOMED).all().await?;
    Ok(rows.into_iter().map(|(digest,)| digest).collect())
}

/// The file is gone, or something refers to it again.
pub async fn spare(tx: &mut WriteTx, sha256: &[u8]) -> Result<()> {
    tx.change(SPARE).bind(sha256.to_vec()).run().await?;
    Ok(())
}

async fn two(tx: &mut WriteTx, sql: &'static str, thing: Uuid, words: &str) -> Result<()> {
    tx.change(sql)
        .bind(thing)
        .bind(words.to_owned())
        .run()
        .await?;
    Ok(())
}

async fn three(
    tx: &mut WriteTx,
    sql: &'static str,
    thing: Uuid,
    position: i64,
    words: &str,
) -> Result<()> {
    tx.change(sql)
        .bind(thing)
        .bind(position)
        .bind(words.to_owned())
        .run()
        .await?;
    Ok(())
}

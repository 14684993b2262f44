//! Files of publications: attachments and proofs. The bytes lie in the file store, under their digest.

use dinh_domain::ids::{FileId, PublicationId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO stored_file (id, publication_id, purpose, name, media_type, size, sha256, \
            first_rev, last_rev, position, added_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9, $10)";
    OF_PUBLICATION = "SELECT id, publication_id, purpose, name, media_type, size, sha256, first_rev, last_rev, \
            position, CAST((SELECT COUNT(*) FROM unscanned_file u WHERE u.sha256 = stored_file.sha256) AS BIGINT) AS unscanned \
            FROM stored_file WHERE publication_id = $1 ORDER BY position LIMIT 200";
    GET = "SELECT id, publication_id, purpose, name, media_type, size, sha256, first_rev, last_rev, \
            position, CAST((SELECT COUNT(*) FROM unscanned_file u WHERE u.sha256 = stored_file.sha256) AS BIGINT) AS unscanned \
            FROM stored_file WHERE id = $1";
    DROP_FROM_DRAFT = "DELETE FROM stored_file WHERE id = $1 AND publication_id = $2 AND first_rev = $3";
    END = "UPDATE stored_file SET last_rev = $3 WHERE id = $1 AND publication_id = $2 \
            AND last_rev IS NULL";
    USES_OF_DIGEST = "SELECT f.publication_id, p.number FROM stored_file f \
            JOIN publication p ON p.id = f.publication_id \
            WHERE f.sha256 = $1 AND f.purpose = $2 LIMIT 20";
}

/// A file of a publication. `purpose` is `attachment` or `proof`.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FileRow {
    /// Identity.
    pub id: Uuid,
    /// Publication.
    pub publication_id: Uuid,
    /// `attachment` or `proof`.
    pub purpose: String,
    /// Name as uploaded, cleaned.
    pub name: String,
    /// Media type found by content.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Digest.
    pub sha256: Vec<u8>,
    /// First revision that carries it.
    pub first_rev: i64,
    /// Last revision that carries it.
    pub last_rev: Option<i64>,
    /// Order.
    pub position: i64,
    /// 1 when no virus scanner has seen it though there is one.
    pub unscanned: i64,
}

impl FileRow {
    /// Digest as 64 hex signs: also its key in the file store.
    pub fn digest(&self) -> String {
        dinh_register::hex(&self.sha256)
    }

    /// Whether revision `rev` carries this file.
    pub fn is_in(&self, rev: i64) -> bool {
        self.first_rev <= rev && self.last_rev.is_none_or(|last| rev <= last)
    }
}

/// Add a file.
pub async fn add(tx: &mut WriteTx, file: &FileRow, at: Timestamp) -> Result<()> {
    tx.change(ADD)
        .bind(file.id)
        .bind(file.publication_id)
        .bind(file.purpose.clone())
        .bind(file.name.clone())
        .bind(file.media_type.clone())
        .bind(file.size)
        .bind(file.sha256.clone())
        .bind(file.first_rev)
        .bind(file.position)
        .bind(at.to_sqlx())
        .run_one()
        .await
}

/// The files of a publication, all revisions.
pub async fn of_publication(tx: &mut ReadTx, id: PublicationId) -> Result<Vec<FileRow>> {
    tx.select(OF_PUBLICATION).bind(id.0).all().await
}

/// One file.
pub async fn find(tx: &mut ReadTx, id: FileId) -> Result<Option<FileRow>> {
    tx.select(GET).bind(id.0).optional().await
}

/// Remove a file that no public revision carries: `rev` is the revision being written.
pub async fn drop_from_draft(
    tx: &mut WriteTx,
    publication: PublicationId,
    file: FileId,
    rev: i64,
) -> Result<u64> {
    tx.change(DROP_FROM_DRAFT)
        .bind(file.0)
        .bind(publication.0)
        .bind(rev)
        .run()
        .await
}

/// The file is carried up to revision `last` and no further.
pub async fn end(
    tx: &mut WriteTx,
    publication: PublicationId,
    file: FileId,
    last: i64,
) -> Result<u64> {
    tx.change(END)
        .bind(file.0)
        .bind(publication.0)
        .bind(last)
        .run()
        .await
}

/// Publications that carry a file with this digest for this purpose.
pub async fn uses_of_digest(
    tx: &mut ReadTx,
    sha256: &[u8],
    purpose: &str,
) -> Result<Vec<(PublicationId, i64)>> {
    let rows: Vec<(Uuid, i64)> = tx
        .select(USES_OF_DIGEST)
        .bind(sha256.to_vec())
        .bind(purpose.to_owned())
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, number)| (PublicationId(id), number))
        .collect())
}

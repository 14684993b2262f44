//! Revisions: every text that was ever public, as it was.

use dinh_domain::disclosure::Publication;
use dinh_domain::ids::PublicationId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO publication_revision (publication_id, rev, act, title, \
            document_number, document_on, summary, reason, article, at, register_position) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    OF_PUBLICATION = "SELECT rev, act, title, document_number, document_on, summary, reason, article, at, \
            register_position FROM publication_revision WHERE publication_id = $1 ORDER BY rev LIMIT 200";
}

/// One revision as it was public.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RevisionRow {
    /// 1, 2 …
    pub rev: i64,
    /// publish, amend, close, withdraw.
    pub act: String,
    /// Title.
    pub title: String,
    /// Document number.
    pub document_number: String,
    /// Document date.
    pub document_on: Option<jiff_sqlx::Date>,
    /// Text.
    pub summary: String,
    /// Why it was changed.
    pub reason: String,
    /// Legal ground, for a withdrawal.
    pub article: String,
    /// When.
    pub at: jiff_sqlx::Timestamp,
    /// Its register entry.
    pub register_position: i64,
}

/// A revision to add.
pub struct NewRevision<'a> {
    /// The publication as it now is.
    pub publication: &'a Publication,
    /// publish, amend, close, withdraw.
    pub act: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Legal ground.
    pub article: &'a str,
    /// When.
    pub at: Timestamp,
    /// Its register entry.
    pub position: i64,
}

/// Keep a revision for ever.
pub async fn add(tx: &mut WriteTx, revision: &NewRevision<'_>) -> Result<()> {
    let content = &revision.publication.content;
    tx.change(ADD)
        .bind(revision.publication.id.0)
        .bind(revision.publication.rev)
        .bind(revision.act.to_owned())
        .bind(content.title.clone())
        .bind(content.document_number.clone())
        .bind(content.document_on.map(ToSqlx::to_sqlx))
        .bind(content.summary.clone())
        .bind(revision.reason.to_owned())
        .bind(revision.article.to_owned())
        .bind(revision.at.to_sqlx())
        .bind(revision.position)
        .run_one()
        .await
}

/// Every revision, oldest first.
pub async fn of_publication(tx: &mut ReadTx, id: PublicationId) -> Result<Vec<RevisionRow>> {
    tx.select(OF_PUBLICATION).bind(id.0).all().await
}

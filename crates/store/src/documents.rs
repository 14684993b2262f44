//! Documents split into articles, clauses and points.

use dinh_domain::ids::{DocumentId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO document (id, number, slug, unit_id, kind, symbol, title, issued_on, status, source, \
           text, sha256, rev, published_at, register_position, sample) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, $14, $15)";
    ADD_NODE = "INSERT INTO document_node (document_id, place, depth, kind, label, anchor, text) \
           VALUES ($1, $2, $3, $4, $5, $6, $7)";
    BY_SLUG = "SELECT * FROM document WHERE slug = $1";
    NEWEST = "SELECT * FROM document ORDER BY number DESC LIMIT $1";
    NODES = "SELECT place, depth, kind, label, anchor, text FROM document_node \
           WHERE document_id = $1 ORDER BY place LIMIT 5000";
}

/// A document as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DocumentRow {
    /// Identity.
    pub id: Uuid,
    /// Short number.
    pub number: i64,
    /// Address part.
    pub slug: String,
    /// Unit that issued it.
    pub unit_id: Uuid,
    /// Kind of document ("submission", "draft_resolution").
    pub kind: String,
    /// Number and symbol.
    pub symbol: String,
    /// Title.
    pub title: String,
    /// Day of issue.
    pub issued_on: Option<jiff_sqlx::Date>,
    /// "draft", "in_force" …
    pub status: String,
    /// Where the text comes from.
    pub source: String,
    /// The text as received.
    pub text: String,
    /// Its digest.
    pub sha256: Vec<u8>,
    /// When it became public here.
    pub published_at: jiff_sqlx::Timestamp,
    /// Its register entry.
    pub register_position: i64,
    /// Invented for the demo.
    pub sample: bool,
}

/// One part of a document.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct NodeRow {
    /// Order.
    pub place: i64,
    /// Depth: 0 part or heading, 1 article, 2 clause, 3 point.
    pub depth: i64,
    /// heading, article, clause, point, paragraph, ground, note …
    pub kind: String,
    /// "Điều 2.", "1.", "a)".
    pub label: String,
    /// Anchor, such as "dieu-2-khoan-1".
    pub anchor: String,
    /// Text.
    pub text: String,
}

/// A document to add.
pub struct NewDocument<'a> {
    /// Identity.
    pub id: DocumentId,
    /// Short number.
    pub number: i64,
    /// Address part.
    pub slug: &'a str,
    /// Unit that issued it.
    pub unit: UnitId,
    /// Kind.
    pub kind: &'a str,
    /// Number and symbol.
    pub symbol: &'a str,
    /// Title.
    pub title: &'a str,
    /// Day of issue.
    pub issued_on: Option<Date>,
    /// Status.
    pub status: &'a str,
    /// Where the text comes from.
    pub source: &'a str,
    /// The text as received.
    pub text: &'a str,
    /// Its digest.
    pub sha256: [u8; 32],
    /// When it became public.
    pub published_at: Timestamp,
    /// Its register entry.
    pub position: i64,
    /// Its parts in order.
    pub nodes: &'a [NodeRow],
}

/// Add a document with its parts.
pub async fn add(tx: &mut WriteTx, document: &NewDocument<'_>) -> Result<()> {
    tx.change(ADD)
        .bind(document.id.0)
        .bind(document.number)
        .bind(document.slug.to_owned())
        .bind(document.unit.0)
        .bind(document.kind.to_owned())
        .bind(document.symbol.to_owned())
        .bind(document.title.to_owned())
        .bind(document.issued_on.map(ToSqlx::to_sqlx))
        .bind(document.status.to_owned())
        .bind(document.source.to_owned())
        .bind(document.text.to_owned())
        .bind(document.sha256.to_vec())
        .bind(document.published_at.to_sqlx())
        .bind(document.position)
        .bind(false)
        .run_one()
        .await?;
    for node in document.nodes {
        tx.change(ADD_NODE)
            .bind(document.id.0)
            .bind(node.place)
            .bind(node.depth)
            .bind(node.kind.clone())
            .bind(node.label.clone())
            .bind(node.anchor.clone())
            .bind(node.text.clone())
            .run_one()
            .await?;
    }
    Ok(())
}

/// The document at this address.
pub async fn find_by_slug(tx: &mut ReadTx, slug: &str) -> Result<Option<DocumentRow>> {
    tx.select(BY_SLUG).bind(slug.to_owned()).optional().await
}

/// The newest documents.
pub async fn newest(tx: &mut ReadTx, limit: i64) -> Result<Vec<DocumentRow>> {
    tx.select(NEWEST).bind(limit).all().await
}

/// The parts of a document in order.
pub async fn nodes(tx: &mut ReadTx, id: DocumentId) -> Result<Vec<NodeRow>> {
    tx.select(NODES).bind(id.0).all().await
}

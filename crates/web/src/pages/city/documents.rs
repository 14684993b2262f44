//! `/van-ban`: the documents of the city, each with its articles anchored, its history,
//! its place in the register, its print form and its text as received.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use dinh_service::Error;
use dinh_service::documents::{DocumentView, document_pdf, find_document, list_documents};
use dinh_service::register::{ActTimes, act_times, acts_version};
use dinh_store::documents::{DocumentRow, NodeRow};
use dinh_store::register::times;

use super::acts::did;
use super::shown::{bytes, day, hex, moment, tagged};
use crate::caller::Caller;
use crate::components::time_words;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::{html, versioned};
use crate::state::AppState;
use crate::texts::Texts;

const LISTED: i64 = 500;

struct Line {
    href: String,
    title: String,
    symbol: String,
    issued: String,
    draft: bool,
}

#[derive(Template)]
#[template(path = "city/documents.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
}

struct Entry {
    label: String,
    text: String,
    href: String,
}

struct Step {
    act: String,
    at: String,
    position: i64,
    time: String,
}

#[derive(Template)]
#[template(path = "city/document.html")]
struct DocumentPage {
    page: Page,
    title: String,
    symbol: String,
    issued: String,
    draft: bool,
    unit: String,
    source: String,
    digest: String,
    slug: String,
    contents: Vec<Entry>,
    nodes: Vec<NodeRow>,
    history: Vec<Step>,
    position: i64,
}

/// `GET /van-ban`
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let rows = list_documents(&ctx, LISTED).await?;
    let version = rows.first().map_or(0, |row| row.register_position + 1);
    let texts = caller.texts();
    versioned(
        &state,
        &caller,
        &headers,
        format!("{version}-{}", rows.len()),
        async {
            html(&ListPage {
                page: caller
                    .page(&state, texts.text("city-documents-title"))
                    .crumb(texts.text("site-place"), "/"),
                lines: rows.iter().map(|row| line(texts, row)).collect(),
            })
        },
    )
    .await
}

fn line(texts: Texts, row: &DocumentRow) -> Line {
    Line {
        href: format!("/van-ban/{}", row.slug),
        title: row.title.clone(),
        symbol: row.symbol.clone(),
        issued: issued(texts, row),
        draft: row.status == "draft",
    }
}

fn issued(texts: Texts, row: &DocumentRow) -> String {
    row.issued_on
        .as_ref()
        .map(|on| day(texts, on.to_jiff()))
        .unwrap_or_default()
}

/// `GET /van-ban/{slug}`, `{slug}.pdf`, `{slug}.txt`
pub(super) async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    // A slug has no dot, so what follows one is the form that is asked for.
    let (slug, form) = name.split_once('.').unwrap_or((&name, ""));
    let view = find_document(&ctx, slug).await?.ok_or(Error::NotFound)?;
    let mut tx = ctx.read().await?;
    let acts = act_times(&times::of_thing(&mut tx, view.document.id).await?);
    drop(tx);
    let version = format!(
        "{}-{}",
        view.document.register_position,
        acts_version(&acts)
    );
    if form == "txt" {
        let text = view.document.text;
        return tagged(&headers, version, || {
            Ok(bytes("text/plain; charset=utf-8", None, text))
        });
    }
    if form == "pdf" {
        return tagged(&headers, format!("pdf-{version}"), || {
            Ok(bytes("application/pdf", None, document_pdf(&view)?))
        });
    }
    if !form.is_empty() {
        return Err(Error::NotFound.into());
    }
    versioned(&state, &caller, &headers, version, async {
        html(&page(&state, &caller, &view, &acts))
    })
    .await
}

fn page(state: &AppState, caller: &Caller, view: &DocumentView, acts: &ActTimes) -> DocumentPage {
    let texts = caller.texts();
    let row = &view.document;
    let path = format!("/van-ban/{}", row.slug);
    let mut frame = caller.page(state, row.title.clone());
    // A real document is real even where everything around it is a sample.
    frame.sample = row.sample;
    DocumentPage {
        page: frame
            .crumb(texts.text("site-place"), "/")
            .crumb(texts.text("city-documents-title"), "/van-ban")
            .alternate("application/pdf", row.title.clone(), format!("{path}.pdf"))
            .alternate("text/plain", row.title.clone(), format!("{path}.txt")),
        title: row.title.clone(),
        symbol: row.symbol.clone(),
        issued: issued(texts, row),
        draft: row.status == "draft",
        unit: view.unit.full_name.clone(),
        source: row.source.clone(),
        digest: hex(&row.sha256),
        slug: row.slug.clone(),
        contents: view
            .nodes
            .iter()
            .filter(|node| in_contents(node))
            .map(|node| Entry {
                label: node.label.clone(),
                text: node.text.clone(),
                href: format!("#{}", node.anchor),
            })
            .collect(),
        nodes: view.nodes.clone(),
        history: view
            .history
            .iter()
            .map(|entry| Step {
                act: did(texts, &entry.room, &entry.act),
                at: moment(texts, entry.at.to_jiff()),
                position: entry.position,
                time: time_words(texts, acts, entry.position),
            })
            .collect(),
        position: row.register_position,
    }
}

fn in_contents(node: &NodeRow) -> bool {
    !node.anchor.is_empty() && matches!(node.kind.as_str(), "heading" | "article")
}

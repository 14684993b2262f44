//! Atom feeds (RFC 4287) of the city and of each unit. The times are those of the
//! publication, never of the request: the same state gives the same bytes.

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use dinh_service::Error;
use dinh_store::decision::lists::{self, Wanted};
use dinh_store::disclosure::{START, Stored};
use jiff::Timestamp;

use super::shown::{bytes, tagged, xml};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::state::AppState;

const ENTRIES: i64 = 50;
const ATOM: &str = "application/atom+xml; charset=utf-8";

/// `GET /feed.atom`
pub(super) async fn city(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let version = dinh_store::register::size(&mut tx).await?;
    let newest = dinh_store::disclosure::newest(&mut tx, START, ENTRIES).await?;
    drop(tx);
    let entries: Vec<Entry> = newest.iter().map(Entry::of_publication).collect();
    let texts = caller.texts();
    let feed = Feed {
        base: &state.platform.base_url,
        path: "/feed.atom",
        page: "/",
        title: &texts.text("city-feed-title"),
        author: &texts.text("site-place"),
    };
    tagged(&headers, version, || {
        Ok(bytes(ATOM, None, feed.write(&entries)))
    })
}

/// `GET /don-vi/{slug}/feed.atom`
pub(super) async fn unit(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let unit = dinh_store::units::find_by_slug(&mut tx, &slug)
        .await?
        .ok_or(Error::NotFound)?;
    let version = dinh_store::register::unit_version(&mut tx, unit.id).await?;
    let newest = dinh_store::disclosure::newest_of_unit(&mut tx, unit.id, START, ENTRIES).await?;
    let wanted = Wanted {
        below: i64::MAX,
        limit: ENTRIES,
        ..Wanted::default()
    };
    let decided = lists::public_of_unit(&mut tx, unit.id, wanted).await?;
    drop(tx);
    let mut entries: Vec<Entry> = newest.iter().map(Entry::of_publication).collect();
    entries.extend(decided.iter().map(Entry::of_decision));
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.updated));
    entries.truncate(usize::try_from(ENTRIES).unwrap_or(usize::MAX));
    let texts = caller.texts();
    let path = format!("/don-vi/{slug}/feed.atom");
    let feed = Feed {
        base: &state.platform.base_url,
        path: &path,
        page: &format!("/don-vi/{slug}"),
        title: &texts.with("city-feed-unit", &[("unit", &unit.full_name)]),
        author: &unit.full_name,
    };
    tagged(&headers, version, || {
        Ok(bytes(ATOM, None, feed.write(&entries)))
    })
}

struct Entry<'e> {
    id: String,
    title: &'e str,
    updated: Timestamp,
    published: Option<Timestamp>,
    path: String,
    category: &'e str,
    summary: &'e str,
}

impl<'e> Entry<'e> {
    fn of_publication(stored: &'e Stored) -> Self {
        let publication = &stored.publication;
        Self {
            id: publication.id.to_string(),
            title: &publication.content.title,
            updated: stored.changed_at,
            published: Some(stored.published_at.unwrap_or(stored.changed_at)),
            path: format!("/cong-khai/{}", publication.number),
            category: &publication.item,
            summary: &publication.content.summary,
        }
    }

    /// The text of the question may name people, so the title stands alone.
    fn of_decision(stored: &'e dinh_store::decision::Stored) -> Self {
        let decision = &stored.decision;
        Self {
            id: decision.id.to_string(),
            title: &decision.proposal.title,
            updated: stored.changed_at,
            published: None,
            path: format!("/ban-va-quyet-dinh/{}", decision.number),
            category: decision.proposal.subject.matter(),
            summary: "",
        }
    }
}

struct Feed<'f> {
    base: &'f str,
    path: &'f str,
    page: &'f str,
    title: &'f str,
    author: &'f str,
}

impl Feed<'_> {
    fn write(&self, entries: &[Entry<'_>]) -> String {
        let updated = entries
            .iter()
            .map(|entry| entry.updated)
            .max()
            .unwrap_or(Timestamp::UNIX_EPOCH);
        let Self {
            base,
            path,
            page,
            title,
            author,
        } = self;
        let (title, author) = (xml(title), xml(author));
        let mut feed = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"vi\">\n\
             <id>{base}{path}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n\
             <author><name>{author}</name></author>\n\
             <link rel=\"self\" type=\"application/atom+xml\" href=\"{base}{path}\"/>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{base}{page}\"/>\n"
        );
        for entry in entries {
            // Writing into a String cannot fail.
            let _ = writeln!(
                feed,
                "<entry>\n<id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{}</updated>",
                entry.id,
                xml(entry.title),
                entry.updated,
            );
            if let Some(published) = entry.published {
                let _ = writeln!(feed, "<published>{published}</published>");
            }
            let _ = write!(
                feed,
                "<link rel=\"alternate\" type=\"text/html\" href=\"{base}{}\"/>\n\
                 <category term=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
                entry.path,
                xml(entry.category),
                xml(entry.summary),
            );
        }
        feed.push_str("</feed>\n");
        feed
    }
}

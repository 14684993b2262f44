//! Atom feeds (RFC 4287) of the city and of each unit. The times are those of the
//! publication, never of the request: the same state gives the same bytes.

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use dinh_service::Error;
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
    let texts = caller.texts();
    let feed = Feed {
        base: &state.platform.base_url,
        path: "/feed.atom",
        page: "/",
        title: &texts.text("city-feed-title"),
        author: &texts.text("site-place"),
    };
    tagged(&headers, version, || {
        Ok(bytes(ATOM, None, feed.write(&newest)))
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
    drop(tx);
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
        Ok(bytes(ATOM, None, feed.write(&newest)))
    })
}

struct Feed<'f> {
    base: &'f str,
    path: &'f str,
    page: &'f str,
    title: &'f str,
    author: &'f str,
}

impl Feed<'_> {
    fn write(&self, newest: &[Stored]) -> String {
        let updated = newest
            .iter()
            .map(|stored| stored.changed_at)
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
        for stored in newest {
            let publication = &stored.publication;
            let published = stored.published_at.unwrap_or(stored.changed_at);
            // Writing into a String cannot fail.
            let _ = write!(
                feed,
                "<entry>\n<id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
                 <published>{published}</published>\n\
                 <link rel=\"alternate\" type=\"text/html\" href=\"{base}/cong-khai/{}\"/>\n\
                 <category term=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
                publication.id,
                xml(&publication.content.title),
                stored.changed_at,
                publication.number,
                xml(&publication.item),
                xml(&publication.content.summary),
            );
        }
        feed.push_str("</feed>\n");
        feed
    }
}

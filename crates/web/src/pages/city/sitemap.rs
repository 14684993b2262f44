//! `/robots.txt` and `/sitemap.xml`: an index, and parts of at most 10,000 addresses.

use std::fmt::Write as _;

use axum::extract::{Path, State};
use dinh_service::Error;
use dinh_service::units::directory;
use dinh_store::projections;

use super::shown::{bytes, xml};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::state::AppState;

const PART: i64 = 5_000;
const DOCUMENTS: i64 = 1_000;
/// The newest decisions; older ones are reached from their unit.
const DECISIONS: i64 = 5_000;
const XML: &str = "application/xml; charset=utf-8";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const SPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const FIXED: &[&str] = &[
    "/",
    "/don-vi",
    "/ban-va-quyet-dinh",
    "/van-ban",
    "/so-cai",
    "/kiem-chung",
    "/tu-kiem-tra",
    "/lam-chung",
    "/an-toan",
    "/du-lieu-mo",
    "/api",
];

/// `GET /robots.txt`
pub(super) async fn robots(State(state): State<AppState>, _caller: Caller) -> PageResult {
    let text = format!(
        "User-agent: *\nDisallow: /lam-viec\nDisallow: /quan-tri\nDisallow: /tai-khoan\n\
         Disallow: /dang-nhap\nDisallow: /tim-kiem?\nSitemap: {}/sitemap.xml\n",
        state.platform.base_url
    );
    Ok(bytes("text/plain; charset=utf-8", None, text))
}

/// `GET /sitemap.xml`
pub(super) async fn index(State(state): State<AppState>, caller: Caller) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let last = projections::last_number(&mut tx).await?;
    drop(tx);
    let base = &state.platform.base_url;
    let mut text = format!("{HEAD}<sitemapindex xmlns=\"{SPACE}\">\n");
    let parts = 1 + last.div_euclid(PART) + i64::from(last.rem_euclid(PART) > 0);
    for part in 0..parts {
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "<sitemap><loc>{base}/sitemap/{part}.xml</loc></sitemap>"
        );
    }
    text.push_str("</sitemapindex>\n");
    Ok(bytes(XML, None, text))
}

/// `GET /sitemap/{part}.xml`: part 0 holds the fixed pages, units and documents, part n
/// the publications (n−1)·5,000+1 to n·5,000.
pub(super) async fn part(
    State(state): State<AppState>,
    caller: Caller,
    Path(page): Path<String>,
) -> PageResult {
    let part: i64 = page
        .strip_suffix(".xml")
        .and_then(|number| number.parse().ok())
        .filter(|part| (0..1_000_000).contains(part))
        .ok_or(Error::NotFound)?;
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let mut addresses: Vec<(String, String)> = Vec::new();
    if part == 0 {
        addresses.extend(FIXED.iter().map(|path| ((*path).to_owned(), String::new())));
        let units = directory(&state.platform, &mut tx).await?;
        addresses.extend(
            units
                .units()
                .iter()
                .take(4_000)
                .map(|unit| (format!("/don-vi/{}", unit.slug), String::new())),
        );
        let wanted = dinh_store::decision::lists::Wanted {
            below: i64::MAX,
            limit: DECISIONS,
            ..dinh_store::decision::lists::Wanted::default()
        };
        for row in dinh_store::decision::lists::public(&mut tx, wanted).await? {
            let path = format!("/ban-va-quyet-dinh/{}", row.decision.number);
            addresses.push((path, row.changed_at.to_string()));
        }
        for row in dinh_store::documents::newest(&mut tx, DOCUMENTS - 10).await? {
            let at = row.published_at.to_jiff().to_string();
            addresses.push((format!("/van-ban/{}", row.slug), at));
        }
    } else {
        let to = part * PART;
        for (number, at) in projections::numbers(&mut tx, to - PART, to).await? {
            addresses.push((format!("/cong-khai/{number}"), at.to_jiff().to_string()));
        }
        if addresses.is_empty() {
            return Err(Error::NotFound.into());
        }
    }
    drop(tx);
    Ok(bytes(
        XML,
        None,
        write(&state.platform.base_url, &addresses),
    ))
}

fn write(base: &str, addresses: &[(String, String)]) -> String {
    let mut text = format!("{HEAD}<urlset xmlns=\"{SPACE}\">\n");
    for (path, at) in addresses {
        let changed = if at.is_empty() {
            String::new()
        } else {
            format!("<lastmod>{at}</lastmod>")
        };
        // Writing into a String cannot fail.
        let _ = writeln!(text, "<url><loc>{base}{}</loc>{changed}</url>", xml(path));
    }
    text.push_str("</urlset>\n");
    text
}

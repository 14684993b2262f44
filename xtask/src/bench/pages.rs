//! Which pages of the demo city are measured: found by following links from the front page, as a reader would.

use anyhow::{Context, ensure};

use crate::http::Connection;

const SEARCH: &str = "/tim-kiem?q=ngan+sach";

/// A commune page, an item page and a search, each with its path.
pub fn find(port: u16) -> anyhow::Result<Vec<(&'static str, String)>> {
    let mut connection = Connection::open(port)?;
    let home = page(&mut connection, "/")?;
    let unit = links(&home, "/don-vi/")
        .into_iter()
        .next()
        .context("the front page links to no unit")?;
    let unit_page = page(&mut connection, &unit)?;
    let item = links(&unit_page, "/cong-khai/")
        .into_iter()
        .chain(links(&home, "/cong-khai/"))
        .find(|path| is_number(path))
        .context("neither the front page nor the first unit links to an item")?;
    page(&mut connection, &item)?;
    page(&mut connection, SEARCH)?;
    Ok(vec![
        ("front page", "/".to_owned()),
        ("commune page", unit),
        ("item page", item),
        ("search", SEARCH.to_owned()),
    ])
}

/// A kind of page: one address that the page cache keeps, and many that nobody asks for twice.
pub struct Kind {
    pub page: &'static str,
    pub warm: String,
    pub cold: Vec<String>,
}

/// Of a kind, at most so many different pages.
const DIFFERENT: usize = 400;
/// A query that no page heeds, before a number that is another each time.
const ASIDE: &str = "?do=";

/// What people look for.
const WORDS: [&str; 8] = [
    "ngan+sach",
    "du+an",
    "nghia+vu+quan+su",
    "quy",
    "le+phi",
    "dat+dai",
    "ho+tro",
    "ke+hoach",
];

/// The kinds of pages that a reader of a city of any size meets.
pub fn kinds(port: u16) -> anyhow::Result<Vec<Kind>> {
    let mut connection = Connection::open(port)?;
    let home = page(&mut connection, "/")?;
    let mut units = links(&home, "/don-vi/");
    units.retain(|path| path.matches('/').count() == 2);
    units.dedup();
    units.truncate(DIFFERENT);
    let list = page(&mut connection, "/cong-khai")?;
    let newest = links(&list, "/cong-khai/");
    let newest = newest
        .iter()
        .filter_map(|path| path.rsplit('/').next()?.parse().ok());
    let newest: usize = newest.max().context("the list has no item")?;
    let mut items = Vec::new();
    for place in 0..DIFFERENT {
        let path = format!("/cong-khai/{}", newest - place * (newest - 1) / DIFFERENT);
        if connection.get(&path)?.status == 200 {
            items.push(path);
        }
    }
    let unit = units.first().cloned().context("no unit")?;
    let item = items.first().cloned().context("no item")?;
    let slugs = units.iter().filter_map(|path| path.rsplit('/').next());
    let slugs: Vec<&str> = slugs.collect();
    let of_units = |before: &str, after: &str| -> Vec<String> {
        let path = |slug: &&str| format!("{before}{slug}{after}");
        slugs.iter().map(path).collect()
    };
    let filtered = of_units("/so-cai?don-vi=", "&linh-vuc=disclosure&do=");
    let json = of_units("/api/v1/publications?unit=", "&do=");
    let kinds = vec![
        kind("front page", "/", vec![format!("/{ASIDE}")]),
        kind("unit page", &unit, aside(&units)),
        kind("list", "/cong-khai", vec![format!("/cong-khai{ASIDE}")]),
        kind(
            "list of a unit and room",
            filtered[0].trim_end_matches("&do="),
            filtered.clone(),
        ),
        kind("item page", &item, aside(&items)),
        kind(
            "search",
            SEARCH,
            WORDS.map(|word| format!("/tim-kiem?q={word}&do=")).to_vec(),
        ),
        kind("JSON list", "/api/v1/publications", json),
    ];
    for one in &kinds {
        page(&mut connection, &one.warm)?;
        page(&mut connection, &one.cold[0])?;
    }
    Ok(kinds)
}

fn kind(page: &'static str, warm: &str, cold: Vec<String>) -> Kind {
    let warm = warm.to_owned();
    Kind { page, warm, cold }
}

fn aside(paths: &[String]) -> Vec<String> {
    paths.iter().map(|path| format!("{path}{ASIDE}")).collect()
}

fn page(connection: &mut Connection, path: &str) -> anyhow::Result<String> {
    let answer = connection.get(path)?;
    ensure!(answer.status == 200, "{path} answered {}", answer.status);
    Ok(String::from_utf8(answer.body)?)
}

/// Local links that begin with `prefix` and name something after it.
fn links(html: &str, prefix: &str) -> Vec<String> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|path| {
            path.strip_prefix(prefix)
                .is_some_and(|name| !name.is_empty() && !name.contains('?'))
        })
        .map(str::to_owned)
        .collect()
}

fn is_number(path: &str) -> bool {
    path.rsplit('/')
        .next()
        .is_some_and(|name| name.chars().all(|character| character.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_to_a_thing_are_found() {
        let html = r#"<a href="/don-vi/">x</a><a class="a" href="/don-vi/cai-khe">y</a><a href="/don-vi/?q=1">z</a>"#;
        assert_eq!(links(html, "/don-vi/"), ["/don-vi/cai-khe"]);
    }

    #[test]
    fn an_item_page_is_known_by_its_public_number() {
        assert!(is_number("/cong-khai/1234"));
        assert!(!is_number("/cong-khai/1234/in"));
    }
}

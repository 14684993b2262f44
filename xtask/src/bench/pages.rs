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

//! `/du-lieu-mo`: the open data as CSV and JSON, a thousand rows a page, each page
//! naming the next (`Link: rel=next`), and the dictionary of its columns.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use dinh_service::units::directory;
use dinh_service::{Context, Error};
use dinh_store::decision::lists;
use dinh_store::projections;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::dictionary::{DATA, DataSet};
use super::export::{Whole, whole};
use super::shown::bytes;
use crate::address::encoded;
use crate::api::decisions::times_of;
use crate::api::wire::{Duty, Entry, Publication, Unit};
use crate::api::wire_decision::Decision;
use crate::caller::Caller;
use crate::errors::{Failure, PageResult};
use crate::page::Page;
use crate::response::html_for_everybody;
use crate::state::AppState;
use crate::texts::Lang;

const ROWS: i64 = 1_000;

struct Column {
    name: &'static str,
    meaning: &'static str,
}

struct Shown {
    name: &'static str,
    title: String,
    columns: Vec<Column>,
}

#[derive(Template)]
#[template(path = "city/data.html")]
struct DataPage {
    page: Page,
    sets: Vec<Shown>,
}

/// `GET /du-lieu-mo`
pub(super) async fn dictionary(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let meaning = |vi: &'static str, en: &'static str| match caller.lang {
        Lang::Vi => vi,
        Lang::En => en,
    };
    let sets = DATA
        .iter()
        .map(|set| Shown {
            name: set.name,
            title: texts.text(set.title),
            columns: set
                .columns
                .iter()
                .map(|(name, vi, en)| Column {
                    name,
                    meaning: meaning(vi, en),
                })
                .collect(),
        })
        .collect();
    html_for_everybody(
        &caller,
        &DataPage {
            page: caller
                .page(&state, texts.text("city-data-title"))
                .crumb(texts.text("site-place"), "/"),
            sets,
        },
    )
}

/// Where a list goes on, and whether a spreadsheet program will open it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    sau: String,
    bom: String,
    #[serde(rename = "tat-ca")]
    whole: String,
}

/// `GET /du-lieu-mo/{set}.csv` and `.json`: a page of it; `.jsonl`, and `.csv?tat-ca=1`: all of it
pub(super) async fn file(
    State(state): State<AppState>,
    caller: Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> PageResult {
    let (set_name, kind) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    let set = DATA
        .iter()
        .find(|set| set.name == set_name)
        .ok_or(Error::NotFound)?;
    let all = match kind {
        "jsonl" => Some(Whole::Lines),
        "csv" if !asked.whole.is_empty() => Some(Whole::Csv),
        _ => None,
    };
    if let Some(all) = all {
        return whole(&state, &caller, &headers, (set, all)).await;
    }
    let (rows, next) = read(&caller.context(&state), set, &asked.sau).await?;
    let next = next.map(|key| {
        let bom = if asked.bom.is_empty() { "" } else { "&bom=1" };
        format!(
            "{}/du-lieu-mo/{name}?sau={}{bom}",
            state.platform.base_url,
            encoded(&key)
        )
    });
    let response = match kind {
        "csv" => bytes(
            "text/csv; charset=utf-8",
            None,
            csv(set, &rows, !asked.bom.is_empty()),
        ),
        "json" => {
            let body = json!({ "data": rows, "next": next }).to_string();
            bytes("application/json", None, body)
        }
        _ => return Err(Error::NotFound.into()),
    };
    Ok(with_next(response, next.as_deref()))
}

fn with_next(mut response: Response, next: Option<&str>) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    if let Some(next) = next
        && let Ok(value) = HeaderValue::from_str(&format!("<{next}>; rel=\"next\""))
    {
        headers.insert(header::LINK, value);
    }
    response
}

pub(super) type Rows = Vec<Map<String, Value>>;

/// A page of rows after a key, and the key of the next page. One statement.
pub(super) async fn read(
    ctx: &Context<'_>,
    set: &DataSet,
    after: &str,
) -> Result<(Rows, Option<String>), Failure> {
    let mut tx = ctx.read().await?;
    let number = |standard: i64| -> Result<i64, Error> {
        if after.is_empty() {
            return Ok(standard);
        }
        after
            .parse()
            .map_err(|_| Error::field("sau", "Tham số “sau” phải là số của dòng cuối đã đọc."))
    };
    Ok(match set.name {
        "don-vi" => {
            let found = projections::units_after(&mut tx, after, ROWS).await?;
            let key = found.last().map(|row| row.slug.clone());
            rows(found.into_iter().map(Unit::from), key)?
        }
        "nghia-vu" => {
            let found = projections::duties_after(&mut tx, number(0)?, ROWS).await?;
            let key = found.last().map(|row| row.number.to_string());
            rows(found.into_iter().map(Duty::from), key)?
        }
        "cong-khai" => {
            let found = projections::published_after(&mut tx, number(0)?, ROWS).await?;
            let key = found.last().map(|row| row.number.to_string());
            rows(found.into_iter().map(Publication::from), key)?
        }
        "quyet-dinh" => {
            let units = directory(ctx.platform, &mut tx).await?;
            let found = lists::public_after(&mut tx, number(0)?, ROWS).await?;
            let key = found.last().map(|row| row.decision.number.to_string());
            let acts = times_of(&mut tx, &found).await?;
            let made = found.iter().map(|row| Decision::new(row, &units, &acts));
            rows(made, key)?
        }
        _ => {
            let from = number(-1)?.saturating_add(1);
            let found = projections::entries_from(&mut tx, from, ROWS).await?;
            let key = found.last().map(|row| row.position.to_string());
            rows(found.into_iter().map(Entry::from), key)?
        }
    })
}

/// Rows as objects; a full page has a next one.
fn rows<T: Serialize>(
    found: impl Iterator<Item = T>,
    key: Option<String>,
) -> Result<(Rows, Option<String>), Failure> {
    let mut rows = Rows::new();
    for row in found {
        match serde_json::to_value(row) {
            Ok(Value::Object(row)) => rows.push(row),
            _ => return Err(Failure::internal("a row of the open data is no object")),
        }
    }
    let full = i64::try_from(rows.len()).is_ok_and(|count| count >= ROWS);
    Ok((rows, key.filter(|_| full)))
}

/// RFC 4180. With a byte order mark spreadsheet programs read it as UTF-8; a text that
/// they would take for a formula begins with an apostrophe.
fn csv(set: &DataSet, rows: &Rows, mark: bool) -> String {
    let mark = if mark { "\u{feff}" } else { "" };
    format!("{mark}{}{}", csv_head(set), csv_rows(set, rows))
}

/// The names of the columns.
pub(super) fn csv_head(set: &DataSet) -> String {
    let names: Vec<&str> = set.columns.iter().map(|(name, _, _)| *name).collect();
    names.join(",") + "\r\n"
}

/// Rows below the names.
pub(super) fn csv_rows(set: &DataSet, rows: &Rows) -> String {
    let mut text = String::new();
    let names: Vec<&str> = set.columns.iter().map(|(name, _, _)| *name).collect();
    for row in rows {
        let cells: Vec<String> = names
            .iter()
            .map(|name| row.get(*name).map_or_else(String::new, cell))
            .collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Array(parts) => {
            let plain = |part: &Value| part.as_str().map_or(part.to_string(), ToOwned::to_owned);
            let parts: Vec<String> = parts.iter().map(plain).collect();
            cell(&Value::String(parts.join("; ")))
        }
        Value::String(text) => {
            let safe = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                format!("'{text}")
            } else {
                text.clone()
            };
            if safe.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", safe.replace('"', "\"\""))
            } else {
                safe
            }
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_never_breaks_its_line() {
        assert_eq!(cell(&json!("=1+1")), "'=1+1");
        assert_eq!(cell(&json!("@a, \"b\"\nc")), "\"'@a, \"\"b\"\"\nc\"");
        assert_eq!(cell(&json!(-5)), "-5");
        assert_eq!(cell(&Value::Null), "");
        assert_eq!(cell(&json!([134, 12])), "134; 12");
        assert_eq!(cell(&json!(["=A, B"])), "\"'=A, B\"");
    }
}

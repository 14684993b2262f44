//! `/quan-tri/don-vi`: what the administrator of the city can do with units.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::IntoResponse as _;
use dinh_domain::units::Unit;
use dinh_service::units::{directory, export_units};

use super::kinds;
use super::list::kind_options;
use super::query::{Asked, cut};
use crate::caller::Caller;
use crate::components::{Field, Pagination};
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;

const ON_A_PAGE: usize = 50;
/// The sign by which spreadsheet programs know UTF-8.
const MARK: &str = "\u{feff}";

#[derive(Template)]
#[template(path = "units/manage.html")]
struct ManagePage {
    page: Page,
    done: Option<String>,
    file: Field,
    words: Field,
    kind: Field,
    export_kind: Field,
    units: Vec<ManagedUnit>,
    pages: Pagination,
}

struct ManagedUnit {
    href: String,
    name: String,
    kind: String,
    code: String,
}

pub(super) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    Query(pairs): Query<Vec<(String, String)>>,
) -> PageResult {
    let ctx = caller.context(&state);
    let texts = caller.texts();
    let asked = Asked(pairs);
    let mut tx = ctx.read().await?;
    let directory = directory(ctx.platform, &mut tx).await?;
    let words = asked.text("q");
    let units: Vec<&Unit> = if words.is_empty() {
        directory.as_of(ctx.today(), |kind| {
            asked.kind().is_none_or(|wanted| wanted == kind)
        })
    } else {
        let found = directory.search(words, Some(ctx.today()));
        found.into_iter().map(|answer| answer.unit).collect()
    };
    let (units, current, pages) = cut(units, asked.page(), ON_A_PAGE);
    let number = |page: usize| i64::try_from(page).unwrap_or(1);
    let mut page = caller.form_page(&state, texts.text("units-manage-title"));
    page.private = true;
    let pages = Pagination::new(texts, number(current), number(pages), |to| {
        page.link(&format!(
            "/quan-tri/don-vi?loai={}&trang={to}",
            asked.text("loai")
        ))
    });
    let done = asked.text("moi").parse::<i64>().ok();
    html(&ManagePage {
        done: done.map(|count| texts.with("units-imported", &[("count", &count)])),
        file: Field::file(texts, "tep", texts.text("units-file"), ".csv")
            .hint(texts.text("units-file-hint")),
        words: Field::text(texts, "q", texts.text("units-search")).value(words),
        kind: Field::select(texts, "loai", texts.text("units-kind"), all_kinds(texts))
            .value(asked.text("loai")),
        export_kind: Field::select(texts, "loai", texts.text("units-kind"), all_kinds(texts))
            .id("loai-xuat"),
        units: units
            .into_iter()
            .map(|unit| ManagedUnit {
                href: page.link(&format!("/quan-tri/don-vi/{}", unit.slug)),
                name: unit.full_name.clone(),
                kind: kinds::name(texts, unit.kind),
                code: unit.code.clone().unwrap_or_default(),
            })
            .collect(),
        pages,
        page,
    })
}

fn all_kinds(texts: crate::texts::Texts) -> Vec<crate::components::SelectOption> {
    let mut options = kind_options(texts);
    if let Some(first) = options.first_mut() {
        first.text = texts.text("units-kind-all");
    }
    options
}

/// The units as a file that spreadsheet programs open.
pub(super) async fn export(
    State(state): State<AppState>,
    caller: Caller,
    Query(pairs): Query<Vec<(String, String)>>,
) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let kinds: Vec<_> = Asked(pairs).kind().into_iter().collect();
    let file = export_units(&ctx, &mut tx, &kinds).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"don-vi.csv\"",
        ),
    ];
    Ok((headers, format!("{MARK}{file}")).into_response())
}

//! `/don-vi`: the units of today or of any day, with search by old and new names.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use dinh_domain::units::{Unit, UnitKind};
use dinh_service::units::{UnitDirectory, directory};
use jiff::civil::Date;

use super::kinds;
use super::panel::{area, name_on};
use super::query::{Asked, cut};
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors, Pagination, SelectOption};
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::{html, versioned};
use crate::state::AppState;
use crate::texts::Texts;

const ON_A_PAGE: usize = 150;

/// The page.
#[derive(Template)]
#[template(path = "units/list.html")]
struct ListPage {
    page: Page,
    errors: ErrorSummary,
    words: Field,
    kind: Field,
    day: Field,
    searched: bool,
    caption: String,
    answers: Vec<AnswerLine>,
    lines: Vec<Line>,
    pages: Pagination,
}

/// One answer of a search.
struct AnswerLine {
    href: String,
    name: String,
    about: String,
    now: Vec<(String, String)>,
}

/// One unit of the table.
struct Line {
    href: String,
    name: String,
    code: String,
    above: String,
    area: String,
    population: String,
}

pub(super) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(pairs): Query<Vec<(String, String)>>,
) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let directory = directory(ctx.platform, &mut tx).await?;
    let asked = Asked(pairs);
    let version = format!("{}-{}", directory.version(), ctx.today());
    versioned(&state, &caller, &headers, version, async {
        let title = caller.texts().text("units-title");
        html(&ListPage::new(
            caller.page(&state, title),
            &directory,
            &asked,
            ctx.today(),
        ))
    })
    .await
}

impl ListPage {
    fn new(mut page: Page, directory: &UnitDirectory, asked: &Asked, today: Date) -> Self {
        let texts = page.texts;
        let mut errors = FormErrors::new();
        let wanted = asked.day().unwrap_or_else(|typed| {
            errors.push(
                "ngay",
                texts.with("units-no-such-day", &[("typed", &typed)]),
            );
            None
        });
        page.has_errors = !errors.is_empty();
        let page = page.crumb(texts.text("site-place"), "/");
        let words = asked.text("q");
        let day = wanted.unwrap_or(today);
        let kind = asked.kind();
        let lines: Vec<&Unit> = directory.as_of(day, |one| match kind {
            Some(kind) => one == kind,
            None => one.is_commune_level(),
        });
        let caption = texts.with(
            "units-on-day",
            &[
                ("count", &i64::try_from(lines.len()).unwrap_or(i64::MAX)),
                ("day", &texts.formats().date(day)),
            ],
        );
        let (lines, current, pages) = cut(lines, asked.page(), ON_A_PAGE);
        let number = |page: usize| i64::try_from(page).unwrap_or(1);
        let pages = Pagination::new(texts, number(current), number(pages), |to| {
            page.link(&format!(
                "/don-vi?loai={}&ngay={day}&trang={to}",
                asked.text("loai")
            ))
        });
        Self {
            errors: ErrorSummary::new(texts, &errors),
            words: Field::text(texts, "q", texts.text("units-search"))
                .hint(texts.text("units-search-hint"))
                .value(words),
            kind: Field::select(texts, "loai", texts.text("units-kind"), kind_options(texts))
                .value(asked.text("loai")),
            day: Field::text(texts, "ngay", texts.text("units-day"))
                .hint(texts.text("units-day-hint"))
                .class("govuk-input--width-10")
                .error(errors.find("ngay"))
                .value(asked.text("ngay")),
            searched: !words.is_empty(),
            answers: answers(&page, directory, words, wanted, today),
            lines: lines
                .into_iter()
                .map(|unit| line(&page, directory, unit))
                .collect(),
            caption,
            pages,
            page,
        }
    }
}

/// Communes, or one kind alone.
pub(super) fn kind_options(texts: Texts) -> Vec<SelectOption> {
    let mut options = vec![SelectOption::new("", texts.text("units-kind-communes"))];
    options.extend(
        UnitKind::ALL
            .iter()
            .map(|kind| SelectOption::new(kind.code(), kinds::name(texts, *kind))),
    );
    options
}

fn answers(
    page: &Page,
    directory: &UnitDirectory,
    words: &str,
    on: Option<Date>,
    today: Date,
) -> Vec<AnswerLine> {
    let link = |unit: &Unit| page.link(&format!("/don-vi/{}", unit.slug));
    directory
        .search(words, on)
        .into_iter()
        .map(|answer| AnswerLine {
            href: link(answer.unit),
            name: name_on(page.texts, answer.unit, today),
            about: above(directory, answer.unit),
            now: answer
                .now
                .iter()
                .filter(|_| !answer.unit.exists_on(today))
                .map(|next| {
                    let name = &next.unit.full_name;
                    let name = if next.partial {
                        page.texts.with("units-part-of", &[("unit", name)])
                    } else {
                        name.clone()
                    };
                    (link(next.unit), name)
                })
                .collect(),
        })
        .collect()
}

/// "Quận Ninh Kiều, Thành phố Cần Thơ".
fn above(directory: &UnitDirectory, unit: &Unit) -> String {
    let names: Vec<&str> = directory
        .path(unit)
        .into_iter()
        .rev()
        .map(|above| above.full_name.as_str())
        .collect();
    names.join(", ")
}

fn line(page: &Page, directory: &UnitDirectory, unit: &Unit) -> Line {
    let texts = page.texts;
    Line {
        href: page.link(&format!("/don-vi/{}", unit.slug)),
        name: unit.full_name.clone(),
        code: unit.code.clone().unwrap_or_default(),
        above: unit
            .parent
            .and_then(|id| directory.find(id))
            .map(|above| above.full_name.clone())
            .unwrap_or_default(),
        area: unit
            .area_hectares
            .map(|hectares| area(texts, hectares))
            .unwrap_or_default(),
        population: unit
            .population
            .map(|people| texts.formats().number(people))
            .unwrap_or_default(),
    }
}

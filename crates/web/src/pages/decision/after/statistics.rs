//! `/lam-viec/quyet-dinh/thong-ke`: the numbers of decisions for the forms that communes hand in, to see and as a
//! workbook.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use dinh_domain::ids::UnitId;
use dinh_report::{DecisionRow, DecisionStatistics};
use dinh_service::decision::{StatisticsPeriod, decision_statistics};
use dinh_service::disclosure::Quarter;
use dinh_service::{Context, Error};
use serde::Deserialize;

use super::super::shown::day;
use crate::caller::Caller;
use crate::errors::{Failure, PageResult};
use crate::page::Page;
use crate::press::XLSX;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

/// Which period, of which commune; this quarter and the commune of the mandate when nothing is said.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    ky: String,
    #[serde(rename = "don-vi")]
    unit: String,
}

struct Line {
    title: String,
    community: String,
    decided: String,
    votes: String,
    needed: String,
    passed: String,
    recognition: String,
}

#[derive(Template)]
#[template(path = "decision/after_statistics.html")]
struct StatisticsPage {
    page: Page,
    issuer: String,
    period: String,
    lines: Vec<Line>,
    money: Vec<(String, String)>,
    meetings: Vec<(String, String)>,
    periods: Vec<(String, String)>,
    workbook: String,
    unknown: String,
}

/// The numbers.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
) -> PageResult {
    let ctx = caller.context(&state);
    let period = period(&ctx, &wanted)?;
    let unit = unit(&ctx, &wanted).await?;
    let found = decision_statistics(&ctx, unit, period).await?;
    let texts = caller.texts();
    let mut page = caller
        .page(&state, texts.text("after-statistics-title"))
        .crumb(texts.text("desk-title"), "/lam-viec");
    page.private = true;
    let address = |path: &str, key: &str| {
        let of = crate::address::encoded(&wanted.unit);
        if of.is_empty() {
            format!("/lam-viec/quyet-dinh/{path}?ky={key}")
        } else {
            format!("/lam-viec/quyet-dinh/{path}?ky={key}&don-vi={of}")
        }
    };
    let this = Quarter::of(ctx.today());
    let periods = [
        StatisticsPeriod::Quarter(this),
        StatisticsPeriod::Quarter(this.previous()),
        StatisticsPeriod::Year(this.year),
        StatisticsPeriod::Year(this.year - 1),
    ];
    html(&StatisticsPage {
        page,
        lines: lines(texts, &found),
        money: money(texts, &found),
        meetings: meetings(texts, &found),
        periods: periods
            .into_iter()
            .map(|one| (one.key(), address("thong-ke", &one.key())))
            .collect(),
        workbook: address("thong-ke.xlsx", &period.key()),
        unknown: texts.text("after-statistics-unknown"),
        issuer: found.issuer,
        period: found.period,
    })
}

/// The same as a workbook.
pub async fn workbook(
    State(state): State<AppState>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let ctx = caller.context(&state);
    let period = period(&ctx, &wanted)?;
    let unit = unit(&ctx, &wanted).await?;
    let found = decision_statistics(&ctx, unit, period).await?;
    let name = format!("thong-ke-quyet-dinh-{}.xlsx", period.key());
    let make = Box::new(move || dinh_report::decision_statistics_xlsx(&found));
    state.press.print(make, XLSX, &name).await
}

fn period(ctx: &Context<'_>, wanted: &Wanted) -> Result<StatisticsPeriod, Error> {
    if wanted.ky.is_empty() {
        return Ok(StatisticsPeriod::Quarter(Quarter::of(ctx.today())));
    }
    StatisticsPeriod::find(&wanted.ky).ok_or(Error::NotFound)
}

async fn unit(ctx: &Context<'_>, wanted: &Wanted) -> Result<UnitId, Error> {
    if wanted.unit.is_empty() {
        return ctx.unit().ok_or(Error::Forbidden);
    }
    let mut tx = ctx.read().await?;
    let units = dinh_service::units::directory(ctx.platform, &mut tx).await?;
    let found = units.find_by_slug(&wanted.unit).ok_or(Error::NotFound)?;
    Ok(found.id)
}

fn lines(texts: Texts, found: &DecisionStatistics) -> Vec<Line> {
    found
        .discussed
        .iter()
        .map(|row| &row.decision)
        .chain(found.annex.iter().map(|row| &row.decision))
        .map(|row| line(texts, row))
        .collect()
}

fn line(texts: Texts, row: &DecisionRow) -> Line {
    let passed = match row.passed {
        Some(true) => "decision-outcome-passed",
        _ => "decision-outcome-not-passed",
    };
    Line {
        title: row.summary.clone(),
        community: row.community.clone(),
        decided: day(texts, row.decided_on),
        votes: match (row.votes, row.total_households) {
            (Some(votes), Some(total)) => format!("{votes}/{total}"),
            _ => String::new(),
        },
        needed: row
            .needed
            .map(|needed| needed.to_string())
            .unwrap_or_default(),
        passed: texts.text(passed),
        recognition: row.recognition.clone(),
    }
}

fn whole(texts: Texts, number: Option<i64>) -> String {
    number.map_or_else(
        || texts.text("after-statistics-missing"),
        |number| texts.formats().number(number),
    )
}

/// The sums of form II over its rows; unknown as long as no row has an account.
fn money(texts: Texts, found: &DecisionStatistics) -> Vec<(String, String)> {
    let sum = |of: fn(&dinh_report::DiscussedRow) -> Option<i64>| {
        let known: Vec<i64> = found.discussed.iter().filter_map(of).collect();
        (!known.is_empty()).then(|| known.iter().sum::<i64>())
    };
    vec![
        (
            texts.text("after-statistics-value"),
            whole(texts, sum(|row| row.total_value)),
        ),
        (
            texts.text("contribution-source-budget"),
            whole(texts, sum(|row| row.state_budget)),
        ),
        (
            texts.text("after-statistics-people"),
            whole(texts, sum(|row| row.contributed_money)),
        ),
        (
            texts.text("after-statistics-labour"),
            whole(texts, sum(|row| row.labour_days)),
        ),
    ]
}

fn meetings(texts: Texts, found: &DecisionStatistics) -> Vec<(String, String)> {
    found
        .village_meetings
        .iter()
        .flat_map(|row| {
            [
                ("after-statistics-communities", row.communities),
                ("after-statistics-once", row.met_once),
                ("after-statistics-twice", row.met_twice),
                ("after-statistics-more", row.met_otherwise),
            ]
        })
        .map(|(key, number)| (texts.text(key), whole(texts, number)))
        .collect()
}

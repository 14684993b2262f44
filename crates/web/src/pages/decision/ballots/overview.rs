//! `/lam-viec/quyet-dinh/{number}/phieu`: how far the ballots have come, and the next step.

use askama::Template;
use axum::extract::{Path, Query, State};
use dinh_domain::decision::{Progress, State as DecisionState};
use dinh_service::decision::ballots::BallotView;

use super::frame::{Asked, base, caption, closing_words, load, page};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

struct Figure {
    number: usize,
    of: String,
    label: String,
    tone: &'static str,
}

struct Step {
    title: String,
    facts: String,
    article: &'static str,
    href: String,
    state: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "decision/ballots_overview.html")]
struct OverviewPage {
    page: Page,
    done: String,
    caption: String,
    lead: String,
    figures: Vec<Figure>,
    steps: Vec<Step>,
    base: String,
    is_decided: bool,
    number: i64,
}

/// The page.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let texts = caller.texts();
    let view = load(&state, &caller, number).await?;
    let progress = view.ballots.progress();
    let is_decided = view.decision.round.outcome.is_some();
    let lead = match view.decision.state {
        DecisionState::Open => texts.with(
            "ballots-lead-open",
            &[("until", &closing_words(texts, &view))],
        ),
        _ if is_decided => texts.text("ballots-lead-decided"),
        _ => texts.text("ballots-lead-before"),
    };
    html(&OverviewPage {
        page: page(&state, &caller, &view, texts.text("ballots-title")),
        done: asked.words(texts),
        caption: caption(&view),
        lead,
        figures: figures(texts, &progress),
        steps: if view.decision.round.roll.is_some() && !is_decided {
            steps(texts, &view, &progress)
        } else {
            Vec::new()
        },
        base: base(&view),
        is_decided,
        number,
    })
}

fn figures(texts: Texts, progress: &Progress) -> Vec<Figure> {
    let figure = |key, number, of: usize| Figure {
        number,
        of: texts.with("ballots-of", &[("total", &of)]),
        label: texts.text(key),
        tone: if number == of && of > 0 {
            "good"
        } else {
            "soon"
        },
    };
    vec![
        figure(
            "ballots-figure-printed",
            progress.printed,
            progress.households,
        ),
        figure("ballots-figure-given", progress.given, progress.households),
        figure(
            "ballots-figure-returned",
            progress.returned,
            progress.households,
        ),
        figure(
            "ballots-figure-twice",
            progress.read_twice,
            progress.returned,
        ),
        Figure {
            number: progress.differences,
            of: String::new(),
            label: texts.text("ballots-figure-differ"),
            tone: if progress.differences == 0 {
                "good"
            } else {
                "bad"
            },
        },
    ]
}

fn steps(texts: Texts, view: &BallotView, progress: &Progress) -> Vec<Step> {
    let base = base(view);
    let over = view.ballots.is_over(view.now) || progress.returned == progress.households;
    let answered = progress.returned + progress.refused + progress.absent;
    let whole = progress.returned == progress.settled;
    let step = |key: &str, path: &str, article, facts: String, (done, ready): (bool, bool)| {
        let state = match (done, ready) {
            (true, _) => ("ballots-state-done", "good"),
            (false, true) => ("ballots-state-todo", "soon"),
            (false, false) => ("ballots-state-later", "quiet"),
        };
        Step {
            title: texts.text(key),
            facts,
            article,
            href: format!("{base}/{path}"),
            state: texts.text(state.0),
            tone: state.1,
        }
    };
    let printed = progress.printed >= progress.households;
    let given = progress.given == progress.households;
    vec![
        step(
            "ballots-step-print",
            "in",
            "khoản 5 Điều 4 NĐ 59/2023/NĐ-CP",
            texts.with(
                "ballots-facts-print",
                &[("printed", &progress.printed), ("void", &progress.void)],
            ),
            (printed, true),
        ),
        step(
            "ballots-step-give",
            "phat",
            "khoản 3 Điều 19 Luật 10/2022/QH15",
            texts.with(
                "ballots-facts-give",
                &[("left", &(progress.households - progress.given))],
            ),
            (given, printed),
        ),
        step(
            "ballots-step-collect",
            "thu",
            "điểm a khoản 6 Điều 4 NĐ 59/2023/NĐ-CP",
            texts.with(
                "ballots-facts-collect",
                &[
                    ("left", &progress.households.saturating_sub(answered)),
                    ("refused", &progress.refused),
                    ("absent", &progress.absent),
                ],
            ),
            (over || answered == progress.households, progress.given > 0),
        ),
        step(
            "ballots-step-enter",
            "nhap",
            "khoản 3 Điều 19 Luật 10/2022/QH15",
            texts.with(
                "ballots-facts-enter",
                &[
                    ("none", &progress.returned.saturating_sub(progress.read)),
                    ("once", &(progress.read - progress.read_twice)),
                ],
            ),
            (
                over && progress.returned == progress.read_twice,
                over && progress.returned > 0,
            ),
        ),
        step(
            "ballots-step-differ",
            "khac-nhau",
            "khoản 3 Điều 19 Luật 10/2022/QH15",
            texts.with(
                "ballots-facts-differ",
                &[
                    ("left", &progress.differences),
                    ("settled", &progress.settled_by_third),
                ],
            ),
            (over && whole, progress.differences > 0),
        ),
        step(
            "ballots-step-conclude",
            "cong-bo",
            "điểm a khoản 6 Điều 4 NĐ 59/2023/NĐ-CP",
            texts.text("ballots-facts-conclude"),
            (false, over && whole),
        ),
    ]
}

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
    let mut steps = Steps {
        texts,
        base: base(view),
        found: Vec::new(),
    };
    let over = view.ballots.is_over(view.now) || progress.returned == progress.households;
    steps.add_before_the_end(progress, over);
    steps.add_after_the_end(progress, over);
    steps.found
}

const ONE_EACH: &str = "khoản 3 Điều 19 Luật 10/2022/QH15";
const THE_PAPER: &str = "khoản 5 Điều 4 NĐ 59/2023/NĐ-CP";
const THE_COUNT: &str = "điểm a khoản 6 Điều 4 NĐ 59/2023/NĐ-CP";

struct Steps {
    texts: Texts,
    base: String,
    found: Vec<Step>,
}

impl Steps {
    fn add(
        &mut self,
        key: &str,
        (path, article): (&str, &'static str),
        facts: String,
        (done, ready): (bool, bool),
    ) {
        let (state, tone) = match (done, ready) {
            (true, _) => ("ballots-state-done", "good"),
            (false, true) => ("ballots-state-todo", "soon"),
            (false, false) => ("ballots-state-later", "quiet"),
        };
        self.found.push(Step {
            title: self.texts.text(key),
            facts,
            article,
            href: format!("{}/{path}", self.base),
            state: self.texts.text(state),
            tone,
        });
    }

    fn add_before_the_end(&mut self, progress: &Progress, over: bool) {
        let texts = self.texts;
        let answered = progress.returned + progress.refused + progress.absent;
        let printed = progress.printed >= progress.households;
        let given = progress.given == progress.households;
        let facts = texts.with(
            "ballots-facts-print",
            &[("printed", &progress.printed), ("void", &progress.void)],
        );
        self.add(
            "ballots-step-print",
            ("in", THE_PAPER),
            facts,
            (printed, true),
        );
        let left = progress.households.saturating_sub(progress.given);
        let facts = texts.with("ballots-facts-give", &[("left", &left)]);
        self.add(
            "ballots-step-give",
            ("phat", ONE_EACH),
            facts,
            (given, printed),
        );
        let facts = texts.with(
            "ballots-facts-collect",
            &[
                ("left", &progress.households.saturating_sub(answered)),
                ("refused", &progress.refused),
                ("absent", &progress.absent),
            ],
        );
        let state = (over || answered == progress.households, progress.given > 0);
        self.add("ballots-step-collect", ("thu", THE_COUNT), facts, state);
    }

    fn add_after_the_end(&mut self, progress: &Progress, over: bool) {
        let texts = self.texts;
        let whole = progress.returned == progress.settled;
        let facts = texts.with(
            "ballots-facts-enter",
            &[
                ("none", &progress.returned.saturating_sub(progress.read)),
                ("once", &progress.read.saturating_sub(progress.read_twice)),
            ],
        );
        let state = (
            over && progress.returned == progress.read_twice,
            over && progress.returned > 0,
        );
        self.add("ballots-step-enter", ("nhap", ONE_EACH), facts, state);
        let facts = texts.with(
            "ballots-facts-differ",
            &[
                ("left", &progress.differences),
                ("settled", &progress.settled_by_third),
            ],
        );
        let state = (over && whole, progress.differences > 0);
        self.add("ballots-step-differ", ("khac-nhau", ONE_EACH), facts, state);
        let facts = texts.text("ballots-facts-conclude");
        let state = (false, over && whole);
        self.add(
            "ballots-step-conclude",
            ("cong-bo", THE_COUNT),
            facts,
            state,
        );
    }
}

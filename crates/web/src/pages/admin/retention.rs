//! `/quan-tri/luu-giu`: how long each kind of record is kept, on which ground, and how much of it is over.

use askama::Template;
use axum::extract::State;
use dinh_law::{RetentionEnd, Status};
use dinh_service::retention::{self, Kept, MOST};

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;
use crate::texts::{Lang, Texts};

struct Line {
    title: String,
    term: String,
    end: String,
    citation: String,
    ground: String,
    note: String,
    pending: bool,
    due: String,
}

#[derive(Template)]
#[template(path = "admin/retention.html")]
struct RetentionPage {
    page: Page,
    lines: Vec<Line>,
}

/// The table.
pub(super) async fn show(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let kinds = retention::kinds(&caller.context(&state)).await?;
    let mut page = caller.page(&state, texts.text("retention-title"));
    page.private = true;
    html(&RetentionPage {
        page,
        lines: kinds
            .into_iter()
            .map(|kept| line(texts, caller.lang, &kept))
            .collect(),
    })
}

fn line(texts: Texts, lang: Lang, kept: &Kept) -> Line {
    let kind = kept.kind;
    let title = if lang == Lang::default() {
        &kind.title
    } else {
        &kind.title_en
    };
    let end = match kind.end {
        RetentionEnd::Erase => "retention-erase",
        RetentionEnd::Anonymise => "retention-anonymise",
        RetentionEnd::Keep => "retention-keep",
    };
    Line {
        title: title.clone(),
        term: match kind.days {
            Some(0) => texts.with("retention-at-once", &[("since", &kind.since)]),
            Some(days) => texts.with(
                "retention-days",
                &[("days", &i64::from(days)), ("since", &kind.since)],
            ),
            None => texts.text("retention-no-days"),
        },
        end: texts.text(end),
        citation: kind.citation.to_string(),
        ground: kind.ground.clone(),
        note: kind.note.clone(),
        pending: kind.status == Status::PendingReview,
        due: match kept.due {
            None => "–".to_owned(),
            Some(due) if due > MOST => texts.with("retention-more", &[("count", &MOST)]),
            Some(due) => texts.formats().number(due),
        },
    }
}

//! `/quan-tri/nhat-ky`: who did what, under which mandate, when; 50 lines a page.

use askama::Template;
use axum::extract::{Query, State};
use dinh_domain::access::Role;
use dinh_service::audit;
use dinh_service::clock::local;
use dinh_store::audit::AuditLine;
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

struct Line {
    at: String,
    who: String,
    role: &'static str,
    unit: String,
    action: String,
    thing: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct AuditPage {
    page: Page,
    caption: String,
    lines: Vec<Line>,
    next: Option<String>,
}

/// Behind which line the page begins.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    sau: String,
}

impl Asked {
    /// The moment in nanoseconds and the line; the first page when it is not to be understood.
    fn line(&self) -> Option<(Timestamp, Uuid)> {
        let (at, id) = self.sau.split_once('-')?;
        let at = Timestamp::from_nanosecond(at.parse().ok()?).ok()?;
        Some((at, id.parse().ok()?))
    }
}

/// The trail, newest first.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> PageResult {
    let texts = caller.texts();
    let (found, count, next) = audit::trail(&caller.context(&state), asked.line()).await?;
    let mut page = caller.page(&state, texts.text("people-trail"));
    page.private = true;
    html(&AuditPage {
        page,
        caption: texts.with("people-trail-count", &[("count", &count)]),
        lines: found.into_iter().map(|found| line(texts, found)).collect(),
        next: next.map(|(at, id)| {
            let at = at.as_nanosecond();
            caller.kept(&format!("/quan-tri/nhat-ky?sau={at}-{id}"))
        }),
    })
}

fn line(texts: Texts, found: AuditLine) -> Line {
    let fields = found.detail.0.as_object().cloned().unwrap_or_default();
    let shown = fields.iter().map(|(name, value)| match value.as_str() {
        Some(text) => format!("{name}: {text}"),
        None => format!("{name}: {value}"),
    });
    Line {
        at: texts
            .formats()
            .date_time(local(found.at.to_jiff()).datetime()),
        who: found.who.unwrap_or_else(|| texts.text("people-clockwork")),
        role: found
            .role
            .as_deref()
            .and_then(Role::find)
            .map_or("", Role::label),
        unit: found.unit_name.unwrap_or_default(),
        action: texts.did(&found.action),
        thing: found.thing,
        detail: shown.collect::<Vec<_>>().join("; "),
    }
}

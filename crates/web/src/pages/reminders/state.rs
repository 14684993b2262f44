//! `/quan-tri/thu`: whether letters go out, and for each thing that is wrong, what to do.

use askama::Template;
use axum::extract::State;
use dinh_service::reminders::{SeenPost, mail_state, unreached};

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::city::moment;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "reminders/state.html")]
struct StatePage {
    page: Page,
    /// No server was named.
    off: bool,
    /// What stands in the way, and what to do.
    alarm: Option<String>,
    facts: Vec<(String, String)>,
    /// The way to those who were not reached, if there are any.
    unreached: Option<String>,
}

/// How the mail goes.
pub(super) async fn show(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let ctx = caller.context(&state);
    let counts = mail_state(&ctx).await?;
    let list = unreached(&ctx, 1).await?;
    let seen = state.post.seen();
    let number = |count: i64| texts.formats().number(count);
    let server = seen.server.clone();
    let mut page = caller.page(&state, texts.text("reminders-state-title"));
    page.private = true;
    let failed = i64::try_from(list.failed.len()).unwrap_or(i64::MAX);
    let not_reached = failed + list.gaps_count;
    html(&StatePage {
        page,
        off: server.is_none(),
        alarm: alarm(texts, &seen),
        facts: vec![
            (
                texts.text("reminders-server"),
                server.unwrap_or_else(|| texts.text("reminders-server-none")),
            ),
            (texts.text("reminders-waiting"), number(counts.waiting)),
            (
                texts.text("reminders-sent-today"),
                number(counts.sent_today),
            ),
            (texts.text("reminders-failed"), number(failed)),
            (texts.text("reminders-gaps"), number(list.gaps_count)),
        ],
        unreached: (not_reached > 0)
            .then(|| texts.with_one("reminders-see-unreached", "count", &not_reached)),
    })
}

fn alarm(texts: Texts, seen: &SeenPost) -> Option<String> {
    let trouble = seen.trouble.as_ref()?;
    let since = moment(texts, trouble.since);
    let again = moment(texts, trouble.again);
    Some(texts.with(
        "reminders-trouble",
        &[
            ("since", &since),
            ("failures", &trouble.failures),
            ("reason", &trouble.reason),
            ("again", &again),
        ],
    ))
}

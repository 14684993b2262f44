//! What whoever does not come in by the provider is told: what happened, and what to do.

use askama::Template;
use axum::http::StatusCode;

use super::authority;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html_with;
use crate::state::AppState;

/// Why somebody does not come in.
pub(super) enum Notice {
    /// The provider does not answer.
    Down,
    /// The provider said no, or the person turned back there.
    Denied,
    /// What it said is not believed.
    NotBelieved,
    /// The way began elsewhere, took too long, or was gone already.
    Stale,
    /// No account is linked with this subject.
    Unknown(String),
    /// Their mandates are not for this way.
    NotThisWay,
    /// Their account is closed.
    Closed,
}

#[derive(Template)]
#[template(path = "people/provider_notice.html")]
struct NoticePage {
    page: Page,
    text: String,
    next: String,
    subject: Option<String>,
}

impl Notice {
    /// Title, what happened, what to do.
    fn words(&self) -> [&'static str; 3] {
        match self {
            Self::Down => [
                "provider-down-title",
                "provider-down-text",
                "provider-down-next",
            ],
            Self::Denied => [
                "provider-denied-title",
                "provider-denied-text",
                "provider-denied-next",
            ],
            Self::NotBelieved => [
                "provider-not-believed-title",
                "provider-not-believed-text",
                "provider-not-believed-next",
            ],
            Self::Stale => [
                "provider-stale-title",
                "provider-stale-text",
                "provider-stale-next",
            ],
            Self::Unknown(_) => [
                "provider-unknown-title",
                "provider-unknown-text",
                "provider-unknown-next",
            ],
            Self::NotThisWay => [
                "provider-not-this-way-title",
                "provider-not-this-way-text",
                "provider-not-this-way-next",
            ],
            Self::Closed => [
                "provider-closed-title",
                "provider-closed-text",
                "provider-closed-next",
            ],
        }
    }
}

/// The page.
pub(super) fn notice(state: &AppState, caller: &Caller, notice: Notice) -> PageResult {
    let label = &authority(state)?.settings().label;
    let texts = caller.texts();
    let [title, text, next] = notice
        .words()
        .map(|key| texts.with(key, &[("label", label)]));
    let status = match notice {
        Notice::Down => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::FORBIDDEN,
    };
    let subject = match notice {
        Notice::Unknown(subject) => Some(subject),
        _ => None,
    };
    let mut page = caller.page(state, title);
    page.private = true;
    // The answer of the provider does not belong into links of the page.
    "/dang-nhap".clone_into(&mut page.path);
    let shown = NoticePage {
        page,
        text,
        next,
        subject,
    };
    html_with(status, &shown)
}

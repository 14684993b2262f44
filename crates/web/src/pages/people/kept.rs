//! Nothing typed is lost: when a session has ended or a form is too old, its fields
//! travel through the sign-in as one hidden value and come back for sending again.
//! Files cannot travel along; the person is told to choose them again. Passwords do
//! not travel.

use askama::Template;
use axum::extract::Request;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::sign_in::SignInPage;
use crate::address::local;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::form_check::FIELD;
use crate::page::Page;
use crate::posted::{Posted, is_multipart};
use crate::response::html_with;
use crate::state::AppState;

/// The hidden field that carries what was typed.
pub(super) const KEPT: &str = "_giu";

/// What a form held.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Where it was sent to.
    pub action: String,
    /// Names and values.
    pub fields: Vec<(String, String)>,
    /// Whether it is a form with files.
    pub multipart: bool,
}

impl Kept {
    /// What comes along with a form of ours, if anything does.
    pub fn find(posted: &Posted) -> Option<Self> {
        let kept: Self = serde_json::from_str(posted.find(KEPT)?).ok()?;
        local(&kept.action)?;
        Some(kept)
    }

    async fn read(caller: &Caller, request: Request) -> Option<Self> {
        let multipart = is_multipart(&request);
        let posted = Posted::words(request).await?;
        Self::of(caller, posted.fields, multipart)
    }

    fn of(caller: &Caller, fields: Vec<(String, String)>, multipart: bool) -> Option<Self> {
        let secret = [
            "old", "new", "repeated", "code", "ticket", "sealed", FIELD, KEPT,
        ];
        let is_secret = |name: &str| secret.contains(&name) || name.ends_with("password");
        let fields = fields.into_iter();
        Some(Self {
            action: local(&caller.full_path)?.to_owned(),
            fields: fields.filter(|(name, _)| !is_secret(name)).collect(),
            multipart,
        })
    }

    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    fn shown(&self) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }
}

/// What was typed, for sending again.
#[derive(Template)]
#[template(path = "people/send_again.html")]
pub(super) struct SendAgainPage {
    pub page: Page,
    pub kept: Kept,
    /// Why it was not taken the first time.
    pub why: String,
}

impl SendAgainPage {
    pub fn new(state: &AppState, caller: &Caller, kept: Kept) -> Self {
        let mut page = caller.form_page(state, caller.texts().text("people-again-title"));
        page.private = true;
        Self {
            page,
            kept,
            why: String::new(),
        }
    }
}

/// The session is lost: sign in, and what was typed comes back.
pub(crate) async fn given_back_after_sign_in(
    state: &AppState,
    caller: &Caller,
    request: Request,
) -> PageResult {
    let kept = Kept::read(caller, request).await;
    let page = SignInPage::lost_session(state, caller, kept)?;
    html_with(StatusCode::UNAUTHORIZED, &page)
}

/// The form is too old or of another session: look at it and send it again.
pub(crate) async fn given_back_to_send_again(
    state: &AppState,
    caller: &Caller,
    request: Request,
) -> PageResult {
    match Kept::read(caller, request).await {
        Some(kept) if caller.path.starts_with("/dang-nhap") => {
            let login = kept.fields.iter().find(|(name, _)| name == "login");
            let login = login.map(|(_, login)| login.clone()).unwrap_or_default();
            html_with(
                StatusCode::FORBIDDEN,
                &SignInPage::old_form(state, caller, &login)?,
            )
        }
        Some(kept) => html_with(
            StatusCode::FORBIDDEN,
            &SendAgainPage::new(state, caller, kept),
        ),
        None => Err(dinh_service::Error::Forbidden.into()),
    }
}

/// The form is larger than anything that is sent here: what was typed before it was cut off comes back.
pub(crate) fn given_back_as_too_large(
    state: &AppState,
    caller: &Caller,
    typed: &[(String, String)],
) -> PageResult {
    let kept = Kept::of(caller, typed.to_vec(), true).ok_or(dinh_service::Error::NotFound)?;
    let mut page = SendAgainPage::new(state, caller, kept);
    page.why = caller.texts().text("people-again-too-large");
    html_with(StatusCode::PAYLOAD_TOO_LARGE, &page)
}

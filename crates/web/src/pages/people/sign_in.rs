//! `/dang-nhap`, `/dang-xuat`.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use dinh_domain::access::{Action, Role, reach};
use dinh_service::people::{self, Entered, Origin, SignIn, SignedIn};
use dinh_service::{Actor, Error, Result};
use serde::Deserialize;

use super::account::MandatesPage;
use super::kept::{KEPT, Kept, SendAgainPage};
use super::passkey::PasskeyForm;
use super::provider::{self, ProviderLink};
use super::second_step::{SecondStepPage, enter, form_errors, too_often};
use crate::address::{encoded, local};
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors};
use crate::cookie;
use crate::device::kind_of;
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

/// The form for signing in.
#[derive(Template)]
#[template(path = "people/sign_in.html")]
pub(super) struct SignInPage {
    page: Page,
    errors: ErrorSummary,
    login: Field,
    password: Field,
    notice: String,
    next: String,
    provider: Option<ProviderLink>,
    kept_name: &'static str,
    kept: Option<String>,
    passkey: PasskeyForm,
}

impl SignInPage {
    fn new(state: &AppState, caller: &Caller, login: &str, errors: &FormErrors) -> Result<Self> {
        let texts = caller.texts();
        let mut page = caller.form_page(state, texts.text("people-sign-in"));
        "/dang-nhap".clone_into(&mut page.path);
        page.private = true;
        page.has_errors = !errors.is_empty();
        let question = people::ask_for_passkey(&caller.context(state))?;
        let ticket = ("sealed", question.sealed);
        Ok(Self {
            errors: ErrorSummary::new(texts, errors),
            login: Field::text(texts, "login", texts.text("people-login"))
                .value(login)
                .spellcheck(false)
                .autocomplete("username")
                .error(errors.find("login")),
            password: Field::password(texts, "password", texts.text("people-password"))
                .autocomplete("current-password"),
            notice: String::new(),
            next: String::new(),
            provider: provider::link(state, caller, ""),
            kept_name: KEPT,
            kept: None,
            passkey: PasskeyForm::new(state, "/dang-nhap/khoa", ticket, &question.challenge),
            page,
        })
    }

    /// What was not right, with what was typed.
    pub fn refused(
        state: &AppState,
        caller: &Caller,
        posted: &Posted,
        errors: &FormErrors,
    ) -> PageResult {
        let shown = Self::again(state, caller, posted, errors)?;
        html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
    }

    fn again(
        state: &AppState,
        caller: &Caller,
        posted: &Posted,
        errors: &FormErrors,
    ) -> Result<Self> {
        let mut shown = Self::new(state, caller, posted.text("login"), errors)?;
        local(posted.text("tiep"))
            .unwrap_or_default()
            .clone_into(&mut shown.next);
        shown.provider = provider::link(state, caller, &shown.next);
        shown.kept = Kept::find(posted).map(|kept| kept.json());
        Ok(shown)
    }

    /// The session ended while a form was filled in.
    pub fn lost_session(state: &AppState, caller: &Caller, kept: Option<Kept>) -> Result<Self> {
        let mut shown = Self::new(state, caller, "", &FormErrors::new())?;
        shown.notice = caller.texts().text("people-session-ended");
        shown.kept = kept.map(|kept| kept.json());
        Ok(shown)
    }

    /// The form stood open for too long.
    pub fn old_form(state: &AppState, caller: &Caller, login: &str) -> Result<Self> {
        let mut shown = Self::new(state, caller, login, &FormErrors::new())?;
        shown.notice = caller.texts().text("people-form-old");
        Ok(shown)
    }
}

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Next {
    tiep: Option<String>,
}

/// The form.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(next): Query<Next>,
) -> PageResult {
    let next = next
        .tiep
        .as_deref()
        .and_then(local)
        .unwrap_or_default()
        .to_owned();
    if caller.is_signed_in() {
        return see_other(if next.is_empty() {
            home(role_of(&caller.actor))
        } else {
            &next
        });
    }
    let mut shown = SignInPage::new(&state, &caller, "", &FormErrors::new())?;
    shown.provider = provider::link(&state, &caller, &next);
    shown.next = next;
    html(&shown)
}

/// Where somebody signs in from.
pub(super) fn origin(state: &AppState, caller: &Caller, headers: &HeaderMap) -> Origin {
    Origin {
        network: caller.address.to_string(),
        device: cookie::device(state, headers),
        kind: kind_of(headers),
    }
}

/// Sign in.
pub(super) async fn send(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    posted: Posted,
) -> PageResult {
    if let Some(refused) = too_often(&state, &caller, &headers) {
        return refused;
    }
    let input = SignIn {
        login: posted.text("login").to_owned(),
        password: posted.text("password").to_owned(),
        old_token: cookie::find_token(&state, &headers).map(ToOwned::to_owned),
        origin: origin(&state, &caller, &headers),
    };
    match people::sign_in(&caller.context(&state), input).await {
        Ok(Entered::Open(signed_in)) => enter(&state, caller, &signed_in, &posted).await,
        Ok(Entered::Second(step)) => {
            let errors = FormErrors::new();
            html(&SecondStepPage::new(
                &state, &caller, &step, &posted, &errors,
            ))
        }
        Err(Error::Invalid(found)) => {
            SignInPage::refused(&state, &caller, &posted, &form_errors(found))
        }
        Err(error) => Err(error.into()),
    }
}

/// Where whoever has just signed in goes.
pub(super) async fn arrive(
    state: &AppState,
    caller: &Caller,
    signed_in: &SignedIn,
    next: &str,
    kept: Option<Kept>,
) -> PageResult {
    if signed_in.must_change_password {
        return see_other("/tai-khoan#new");
    }
    if signed_in.has_notices && kept.is_none() {
        return see_other(&caller.kept("/tai-khoan"));
    }
    match (kept, signed_in.has_mandate) {
        (Some(kept), true) => html(&SendAgainPage::new(state, caller, kept)),
        (Some(kept), false) => html(&MandatesPage::load(state, caller, Some(kept), "").await?),
        (None, true) if next.is_empty() => see_other(home(role_of(&caller.actor))),
        (None, true) => see_other(next),
        (None, false) if next.is_empty() => see_other("/tai-khoan/vai-tro"),
        (None, false) => see_other(&format!("/tai-khoan/vai-tro?tiep={}", encoded(next))),
    }
}

pub(super) fn role_of(actor: &Actor) -> Option<Role> {
    match actor {
        Actor::Person(person) => person.mandate.as_ref().map(|mandate| mandate.role),
        _ => None,
    }
}

/// The page on which a role begins its day.
pub(super) fn home(role: Option<Role>) -> &'static str {
    let may = |action| role.is_some_and(|role| reach(role, action).is_some());
    if may(Action::ReadDesk) {
        "/lam-viec"
    } else if may(Action::ManagePeople) {
        "/quan-tri/tai-khoan"
    } else {
        "/tai-khoan"
    }
}

/// Sign out.
pub(super) async fn sign_out(State(state): State<AppState>, caller: Caller) -> PageResult {
    let way = provider::after_sign_out(&state, &caller).await?;
    if let Some(session) = caller.session {
        people::sign_out(&caller.context(&state), session).await?;
    }
    let mut response = see_other(&caller.kept(way))?;
    if let Some(value) = cookie::take_away(&state) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

//! `/dang-nhap/buoc-hai`, `/dang-nhap/khoa`: the second step of signing in, and signing in with a passkey alone.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use dinh_domain::FieldError;
use dinh_service::Error;
use dinh_service::people::{
    self, Answer, PasskeySignIn, SecondAnswer, SecondStep, SignedIn, answer_second_step,
    show_second_step, sign_in_with_passkey,
};

use super::kept::{KEPT, Kept};
use super::passkey::{PasskeyForm, assertion};
use super::sign_in::{SignInPage, arrive, origin};
use super::with_tokens;
use crate::address::local;
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors};
use crate::cookie;
use crate::errors::{PageResult, refuse};
use crate::page::Page;
use crate::posted::Posted;
use crate::response::html_with;
use crate::state::AppState;

/// The question for the second factor.
#[derive(Template)]
#[template(path = "people/second_step.html")]
pub(super) struct SecondStepPage {
    page: Page,
    errors: ErrorSummary,
    lead: String,
    code: Field,
    ticket: String,
    passkey: Option<PasskeyForm>,
    next: String,
    kept_name: &'static str,
    kept: Option<String>,
}

impl SecondStepPage {
    pub fn new(
        state: &AppState,
        caller: &Caller,
        step: &SecondStep,
        posted: &Posted,
        errors: &FormErrors,
    ) -> Self {
        let texts = caller.texts();
        let mut page = caller.form_page(state, texts.text("account-step-title"));
        "/dang-nhap".clone_into(&mut page.path);
        page.private = true;
        page.has_errors = !errors.is_empty();
        let (lead, hint) = if step.has_totp {
            ("account-step-text", "account-step-hint")
        } else {
            ("account-step-key-text", "account-step-key-hint")
        };
        let passkey = (!step.credentials.is_empty()).then(|| {
            let ticket = ("ticket", step.ticket.clone());
            PasskeyForm::new(state, "/dang-nhap/buoc-hai", ticket, &step.challenge)
                .among(&step.credentials)
        });
        Self {
            errors: ErrorSummary::new(texts, errors),
            lead: texts.text(lead),
            code: Field::text(texts, "code", texts.text("account-step-code"))
                .hint(texts.text(hint))
                .class("govuk-input--width-10")
                .spellcheck(false)
                .autocomplete("one-time-code")
                .error(errors.find("code")),
            ticket: step.ticket.clone(),
            passkey,
            next: local(posted.text("tiep")).unwrap_or_default().to_owned(),
            kept_name: KEPT,
            kept: Kept::find(posted).map(|kept| kept.json()),
            page,
        }
    }
}

/// Answer the question, with a code or a passkey.
pub(super) async fn send(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    posted: Posted,
) -> PageResult {
    if let Some(refused) = too_often(&state, &caller, &headers) {
        return refused;
    }
    let ticket = posted.text("ticket").to_owned();
    let answer = match assertion(&posted) {
        Some(assertion) => Answer::Passkey(assertion),
        None => Answer::Code(posted.text("code").to_owned()),
    };
    let input = SecondAnswer {
        ticket: ticket.clone(),
        answer,
        old_token: cookie::find_token(&state, &headers).map(ToOwned::to_owned),
        origin: origin(&state, &caller, &headers),
    };
    let ctx = caller.context(&state);
    let found = match answer_second_step(&ctx, input).await {
        Ok(signed_in) => return enter(&state, caller, &signed_in, &posted).await,
        Err(Error::Invalid(found)) => found,
        Err(error) => return Err(error.into()),
    };
    let errors = form_errors(found);
    match show_second_step(&ctx, &ticket).await {
        Ok(step) if errors.find("code").is_some() => {
            let shown = SecondStepPage::new(&state, &caller, &step, &posted, &errors);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        _ => SignInPage::refused(&state, &caller, &posted, &errors),
    }
}

/// Sign in with a passkey alone.
pub(super) async fn with_passkey(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    posted: Posted,
) -> PageResult {
    if let Some(refused) = too_often(&state, &caller, &headers) {
        return refused;
    }
    let result = match assertion(&posted) {
        Some(assertion) => {
            let input = PasskeySignIn {
                sealed: posted.text("sealed").to_owned(),
                assertion,
                old_token: cookie::find_token(&state, &headers).map(ToOwned::to_owned),
                origin: origin(&state, &caller, &headers),
            };
            sign_in_with_passkey(&caller.context(&state), input).await
        }
        None => Err(Error::field(
            "passkey",
            "Trình duyệt chưa gửi khóa truy cập nào. Hãy thử lại hoặc đăng nhập bằng mật khẩu.",
        )),
    };
    match result {
        Ok(signed_in) => enter(&state, caller, &signed_in, &posted).await,
        Err(Error::Invalid(found)) => {
            SignInPage::refused(&state, &caller, &posted, &form_errors(found))
        }
        Err(error) => Err(error.into()),
    }
}

/// Somebody is in: their session begins, and they go where they wanted to go.
pub(super) async fn enter(
    state: &AppState,
    mut caller: Caller,
    signed_in: &SignedIn,
    posted: &Posted,
) -> PageResult {
    let next = local(posted.text("tiep")).unwrap_or_default();
    let session = people::find_session(&state.platform, &signed_in.token).await?;
    caller.sign_in(session.ok_or(Error::Busy)?);
    let response = arrive(state, &caller, signed_in, next, Kept::find(posted)).await?;
    Ok(with_tokens(state, response, signed_in))
}

pub(super) fn too_often(
    state: &AppState,
    caller: &Caller,
    headers: &HeaderMap,
) -> Option<PageResult> {
    let device = cookie::device(state, headers).find_number(&state.platform);
    if state.limits.may_sign_in(caller.address, device) {
        return None;
    }
    let why = caller.texts().text("people-too-often");
    Some(Ok(refuse(
        state,
        caller,
        StatusCode::TOO_MANY_REQUESTS,
        &why,
    )))
}

pub(super) fn form_errors(found: Vec<FieldError>) -> FormErrors {
    let mut errors = FormErrors::new();
    for error in found {
        errors.push(error.field, error.message);
    }
    errors
}

//! `/tai-khoan/xac-thuc`: the application, the passkeys and the codes on paper of a person.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use dinh_service::clock::local;
use dinh_service::people::{self, AddPasskey, MyFactors, NewPasskey, WAYS};
use dinh_service::{Error, Result};
use jiff::Timestamp;
use serde::Deserialize;

use super::codes;
use super::passkey::{bytes, encoded, list};
use super::second_step::form_errors;
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors, SelectOption};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;
use crate::texts::Texts;

/// What the form for a new passkey asks the device for.
struct NewKeyForm {
    sealed: String,
    challenge: String,
    site: String,
    person: String,
    login: String,
    name: String,
    known: String,
    ways: String,
}

#[derive(Template)]
#[template(path = "people/factors.html")]
struct FactorsPage {
    page: Page,
    errors: ErrorSummary,
    done: String,
    /// Whether the forms stand open because of an error: application, passkeys, codes.
    errors_open: (bool, bool, bool),
    must_enrol: bool,
    any: bool,
    app: String,
    has_app: bool,
    app_password: Field,
    keys: Vec<(String, String)>,
    key: Field,
    key_password: Field,
    new: NewKeyForm,
    name: Field,
    passkey_password: Field,
    codes: String,
    codes_password: Field,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    xong: Option<String>,
}

/// The factors.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(done): Query<Done>,
) -> PageResult {
    let mut shown = load(&state, &caller, &Posted::default(), &FormErrors::new()).await?;
    shown.done = match done.xong.as_deref() {
        Some("bo") => caller.texts().text("account-factor-removed"),
        Some("khoa") => caller.texts().text("account-key-added"),
        _ => String::new(),
    };
    html(&shown)
}

async fn load(
    state: &AppState,
    caller: &Caller,
    posted: &Posted,
    errors: &FormErrors,
) -> Result<FactorsPage> {
    let ctx = caller.context(state);
    let mine = people::my_factors(&ctx).await?;
    let new = people::begin_passkey(&ctx).await?;
    let texts = caller.texts();
    let mut page = caller
        .form_page(state, texts.text("account-factors"))
        .crumb(texts.text("people-account"), "/tai-khoan");
    "/tai-khoan/xac-thuc".clone_into(&mut page.path);
    page.private = true;
    page.has_errors = !errors.is_empty();
    let password = |name: &str| {
        Field::password(texts, name, texts.text("people-old-password")).error(errors.find(name))
    };
    let keys = mine.passkeys.iter();
    let options = keys.map(|key| SelectOption::new(key.id.to_string(), key.name.clone()));
    Ok(FactorsPage {
        errors: ErrorSummary::new(texts, errors),
        done: String::new(),
        errors_open: (
            errors.find("totp_password").is_some(),
            errors.find("key_password").is_some(),
            errors.find("codes_password").is_some(),
        ),
        must_enrol: caller.must_enrol,
        any: mine.any(),
        app: match mine.totp_since {
            Some(since) => texts.with_one("account-app-since", "day", &day(texts, since)),
            None => texts.text("account-app-none"),
        },
        has_app: mine.totp_since.is_some(),
        app_password: password("totp_password"),
        key: Field::select(
            texts,
            "key",
            texts.text("account-key-which"),
            options.collect(),
        ),
        keys: key_lines(texts, &mine),
        key_password: password("key_password"),
        new: new_key(state, caller, new),
        name: Field::text(texts, "name", texts.text("account-key-name"))
            .hint(texts.text("account-key-name-hint"))
            .value(posted.text("name"))
            .autocomplete("off")
            .error(errors.find("name")),
        passkey_password: password("passkey_password"),
        codes: texts.with_one("account-codes-left", "count", &mine.codes_left),
        codes_password: password("codes_password"),
        page,
    })
}

fn day(texts: Texts, at: Timestamp) -> String {
    texts.formats().date(local(at).date())
}

/// Name of each passkey, and since when and until when it was used.
fn key_lines(texts: Texts, mine: &MyFactors) -> Vec<(String, String)> {
    let line = |key: &dinh_store::people::passkeys::Passkey| {
        let made = day(texts, key.created_at);
        let facts = match key.used_at {
            Some(used) => texts.with(
                "account-key-used",
                &[("made", &made), ("used", &day(texts, used))],
            ),
            None => texts.with_one("account-key-unused", "made", &made),
        };
        (key.name.clone(), facts)
    };
    mine.passkeys.iter().map(line).collect()
}

fn new_key(state: &AppState, caller: &Caller, new: NewPasskey) -> NewKeyForm {
    let viewer = caller.viewer.as_ref();
    NewKeyForm {
        sealed: new.sealed,
        challenge: encoded(&new.challenge),
        site: people::RelyingParty::new(&state.platform.base_url).id,
        person: encoded(&new.person),
        name: viewer.map_or_else(|| new.login.clone(), |viewer| viewer.name.clone()),
        login: new.login,
        known: list(&new.known),
        ways: WAYS.map(|way| way.to_string()).join(" "),
    }
}

/// The page again with what is wrong.
async fn again(state: &AppState, caller: &Caller, posted: &Posted, error: Error) -> PageResult {
    let Error::Invalid(found) = error else {
        return Err(error.into());
    };
    let shown = load(state, caller, posted, &form_errors(found)).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// Stop using the application.
pub(super) async fn remove_totp(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let session = caller.session.unwrap_or_default();
    let password = posted.text("totp_password");
    match people::remove_totp(&caller.context(&state), password, session).await {
        Ok(()) => see_other(&caller.kept("/tai-khoan/xac-thuc?xong=bo")),
        Err(error) => again(&state, &caller, &posted, error).await,
    }
}

/// Keep a passkey that the device made.
pub(super) async fn add_passkey(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let input = AddPasskey {
        sealed: posted.text("sealed").to_owned(),
        name: posted.text("name").to_owned(),
        password: posted.text("passkey_password").to_owned(),
        client_data: bytes(&posted, "client_data"),
        attestation: bytes(&posted, "attestation"),
        session: caller.session.unwrap_or_default(),
    };
    match people::add_passkey(&caller.context(&state), input).await {
        Ok(made) if made.is_empty() => see_other(&caller.kept("/tai-khoan/xac-thuc?xong=khoa")),
        Ok(made) => codes::show(&state, &caller, "account-key-added", made),
        Err(error) => again(&state, &caller, &posted, error).await,
    }
}

/// Take a passkey away.
pub(super) async fn remove_passkey(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let session = caller.session.unwrap_or_default();
    let id = posted.text("key").parse().map_err(|_| Error::NotFound)?;
    let password = posted.text("key_password");
    match people::remove_passkey(&caller.context(&state), id, password, session).await {
        Ok(()) => see_other(&caller.kept("/tai-khoan/xac-thuc?xong=bo")),
        Err(error) => again(&state, &caller, &posted, error).await,
    }
}

/// New codes on paper.
pub(super) async fn renew_codes(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let session = caller.session.unwrap_or_default();
    let password = posted.text("codes_password");
    match people::renew_codes(&caller.context(&state), password, session).await {
        Ok(made) => codes::show(&state, &caller, "account-codes-renewed", made),
        Err(error) => again(&state, &caller, &posted, error).await,
    }
}

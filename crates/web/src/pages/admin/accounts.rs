//! `/quan-tri/tai-khoan`: the list of accounts, and a new one.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use dinh_service::Error;
use dinh_service::people::{self, AccountView, NewAccount};
use serde::Deserialize;

use crate::address::encoded;
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

struct Line {
    href: String,
    login: String,
    name: String,
    mandates: Vec<String>,
    closed: bool,
}

#[derive(Template)]
#[template(path = "admin/accounts.html")]
struct AccountsPage {
    page: Page,
    caption: String,
    lines: Vec<Line>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/new_account.html")]
struct NewAccountPage {
    page: Page,
    errors: ErrorSummary,
    login: Field,
    name: Field,
    password: Field,
}

/// Behind which login the page begins.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    sau: String,
}

/// The list, 20 a page.
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> PageResult {
    let texts = caller.texts();
    let (views, count, next) = people::list(&caller.context(&state), &asked.sau).await?;
    let mut page = caller.page(&state, texts.text("people-accounts"));
    page.private = true;
    html(&AccountsPage {
        page,
        caption: texts.with("people-accounts-count", &[("count", &count)]),
        lines: views.into_iter().map(line).collect(),
        next: next.map(|login| {
            let login = encoded(&login);
            caller.kept(&format!("/quan-tri/tai-khoan?sau={login}"))
        }),
    })
}

fn line(view: AccountView) -> Line {
    let holding = view.mandates.into_iter().filter(|mandate| mandate.holds);
    Line {
        href: format!("/quan-tri/tai-khoan/{}", view.account.id),
        login: view.account.login,
        name: view.account.name,
        mandates: holding
            .map(|view| format!("{}, {}", view.mandate.role.label(), view.unit_name))
            .collect(),
        closed: view.account.disabled_at.is_some(),
    }
}

/// The form for a new account.
pub(super) async fn form(State(state): State<AppState>, caller: Caller) -> PageResult {
    html(&new_page(
        &state,
        &caller,
        &Posted::default(),
        &FormErrors::new(),
    ))
}

fn new_page(
    state: &AppState,
    caller: &Caller,
    posted: &Posted,
    errors: &FormErrors,
) -> NewAccountPage {
    let texts = caller.texts();
    let mut page = caller
        .page(state, texts.text("people-new-account"))
        .crumb(texts.text("people-accounts"), "/quan-tri/tai-khoan");
    page.private = true;
    page.has_errors = !errors.is_empty();
    NewAccountPage {
        page,
        errors: ErrorSummary::new(texts, errors),
        login: Field::text(texts, "login", texts.text("people-login"))
            .hint(texts.text("people-login-hint"))
            .value(posted.text("login"))
            .spellcheck(false)
            .autocomplete("off")
            .error(errors.find("login")),
        name: Field::text(texts, "name", texts.text("people-name"))
            .value(posted.text("name"))
            .autocomplete("off")
            .error(errors.find("name")),
        password: Field::password(texts, "password", texts.text("people-first-password"))
            .hint(texts.text("people-first-password-hint"))
            .autocomplete("new-password")
            .error(errors.find("password")),
    }
}

/// Make the account; its person chooses another password at the first sign-in.
pub(super) async fn create(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let input = NewAccount {
        login: posted.text("login").to_owned(),
        name: posted.text("name").to_owned(),
        password: posted.text("password").to_owned(),
        must_change_password: true,
        sample: false,
    };
    match people::create_account(&caller.context(&state), input).await {
        Ok(id) => see_other(&format!("/quan-tri/tai-khoan/{id}?xong=moi")),
        Err(Error::Invalid(found)) => {
            let mut errors = FormErrors::new();
            for error in found {
                errors.push(error.field, error.message);
            }
            let shown = new_page(&state, &caller, &posted, &errors);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

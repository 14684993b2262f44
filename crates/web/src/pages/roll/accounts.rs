//! `/lam-viec/ho/{id}/tai-khoan`: the accounts with which a household votes online without a card.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_service::decision::online::{link_account, linked_accounts, unlink_account};
use dinh_service::roll::HouseholdView;
use dinh_service::{Context, Error};
use dinh_store::decision::vote_cards::LinkRow;

use super::fields::{household, household_address, household_page, told};
use super::household::Done;
use super::representative::caption;
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

/// A linked account.
struct Line {
    id: String,
    login: String,
    name: String,
    since: String,
    confirmed: bool,
}

#[derive(Template)]
#[template(path = "roll/accounts.html")]
struct AccountsPage {
    page: Page,
    done: String,
    caption: String,
    errors: ErrorSummary,
    lines: Vec<Line>,
    login: Field,
    back: String,
}

pub(super) async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> PageResult {
    let view = household(&state, &caller, &id).await?;
    let typed = Posted::default();
    let mut shown = page(&state, &caller, &view, (&typed, &FormErrors::new())).await?;
    shown.done = done.words(caller.texts());
    html(&shown)
}

pub(super) async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    typed: Posted,
) -> PageResult {
    let view = household(&state, &caller, &id).await?;
    match act(&caller.context(&state), &view, &typed).await {
        Ok(what) => see_other(&format!(
            "{}/tai-khoan?xong={what}",
            household_address(view.household.id)
        )),
        Err(error) => {
            let errors = told(error)?;
            let shown = page(&state, &caller, &view, (&typed, &errors)).await?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
    }
}

async fn act(
    ctx: &Context<'_>,
    view: &HouseholdView,
    typed: &Posted,
) -> Result<&'static str, Error> {
    let household = view.household.id;
    if let Some(account) = typed.find("unlink") {
        let account = account.parse().map_err(|_| Error::NotFound)?;
        unlink_account(ctx, account, household).await?;
        return Ok("go-tai-khoan");
    }
    link_account(ctx, typed.text("login"), household).await?;
    Ok("noi-tai-khoan")
}

async fn page(
    state: &AppState,
    caller: &Caller,
    view: &HouseholdView,
    (typed, errors): (&Posted, &FormErrors),
) -> Result<AccountsPage, Error> {
    let texts = caller.texts();
    let links = linked_accounts(&caller.context(state), view.household.id).await?;
    let mut page = household_page(state, caller, texts.text("roll-accounts-title"), view);
    page.has_errors = !errors.is_empty();
    Ok(AccountsPage {
        done: String::new(),
        caption: caption(caller, view),
        errors: ErrorSummary::new(texts, errors),
        lines: links.into_iter().map(|row| line(caller, row)).collect(),
        login: Field::text(texts, "login", texts.text("roll-accounts-login"))
            .hint(texts.text("roll-accounts-login-hint"))
            .class("govuk-input--width-20")
            .autocomplete("off")
            .spellcheck(false)
            .value(typed.text("login"))
            .error(errors.find("login")),
        back: page.link(&household_address(view.household.id)),
        page,
    })
}

fn line(caller: &Caller, row: LinkRow) -> Line {
    let day = dinh_service::clock::local(row.linked_at.to_jiff()).date();
    Line {
        id: row.account_id.to_string(),
        login: row.login,
        name: row.display_name,
        since: caller.texts().formats().date(day),
        confirmed: row.confirmed_at.is_some(),
    }
}

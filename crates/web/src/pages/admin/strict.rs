//! `/quan-tri/xac-thuc`: roles that nobody uses with a password alone.

use askama::Template;
use axum::extract::{Query, State};
use dinh_domain::access::Role;
use dinh_service::people;
use serde::Deserialize;

use crate::caller::Caller;
use crate::components::{Choice, Choices};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/strict.html")]
struct StrictPage {
    page: Page,
    done: bool,
    roles: Choices,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    xong: Option<String>,
}

/// The roles.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(done): Query<Done>,
) -> PageResult {
    let texts = caller.texts();
    let strict = people::strict_roles(&caller.context(&state)).await?;
    let advised = people::advised_roles();
    let mut page = caller.form_page(&state, texts.text("account-strict"));
    page.private = true;
    let choices = Choices::checkboxes(texts, "role", texts.text("account-strict-roles"))
        .chosen(strict.iter().map(|role| role.code()));
    let roles = Role::ALL.iter().fold(choices, |choices, role| {
        let choice = Choice::new(role.code(), role.label());
        choices.item(if advised.contains(role) {
            choice.hint(texts.text("account-strict-advised"))
        } else {
            choice
        })
    });
    html(&StrictPage {
        page,
        done: done.xong.is_some(),
        roles,
    })
}

/// Require it for the chosen roles.
pub(super) async fn send(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let chosen = posted.all("role").into_iter();
    let roles: Vec<Role> = chosen.filter_map(Role::find).collect();
    people::set_strict_roles(&caller.context(&state), &roles).await?;
    see_other(&caller.kept("/quan-tri/xac-thuc?xong=co"))
}

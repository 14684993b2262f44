//! Codes on paper, shown once.

use askama::Template;

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "people/codes.html")]
struct CodesPage {
    page: Page,
    done: String,
    codes: Vec<String>,
}

/// The codes after something was done; nothing but the page keeps them.
pub(super) fn show(
    state: &AppState,
    caller: &Caller,
    done: &str,
    codes: Vec<String>,
) -> PageResult {
    let texts = caller.texts();
    let mut page = caller
        .form_page(state, texts.text("account-codes-title"))
        .crumb(texts.text("people-account"), "/tai-khoan")
        .crumb(texts.text("account-factors"), "/tai-khoan/xac-thuc");
    "/tai-khoan/xac-thuc".clone_into(&mut page.path);
    page.private = true;
    html(&CodesPage {
        page,
        done: texts.text(done),
        codes,
    })
}

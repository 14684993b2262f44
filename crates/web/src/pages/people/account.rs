//! `/tai-khoan`: one's own password and mandates.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use dinh_domain::ids::MandateId;
use dinh_service::clock::local as local_time;
use dinh_service::people::{self, ChangePassword, MandateView};
use dinh_service::reminders::{self, TypedReach};
use dinh_service::{Error, Result};
use serde::Deserialize;

use super::kept::{KEPT, Kept, SendAgainPage};
use super::sign_in::{home, role_of};
use super::with_token;
use crate::address::local;
use crate::caller::Caller;
use crate::components::{Choices, ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::reminders::{address_field, address_state, choice_field, shown_address};
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

/// A mandate as its holder sees it.
pub(crate) struct MandateLine {
    pub id: String,
    pub role: &'static str,
    pub unit: String,
    pub from: String,
    pub to: Option<String>,
    pub document: String,
    pub holds: bool,
    pub used: bool,
}

#[derive(Template)]
#[template(path = "people/account.html")]
struct AccountPage {
    page: Page,
    errors: ErrorSummary,
    must_change: bool,
    /// How people call the account elsewhere that may open this one.
    provider: Option<String>,
    changed: bool,
    mandates: Vec<MandateLine>,
    old: Field,
    new: Field,
    repeated: Field,
    saved: bool,
    /// What was done to the account and not read yet: what, when, why.
    notices: Vec<(String, String, String)>,
    /// For those who are reminded.
    mail: Option<MailPart>,
}

/// Where and how a person is reminded.
struct MailPart {
    address: Field,
    choice: Choices,
    /// Which address is confirmed, which waits, and what to do about it.
    state: Option<String>,
}

/// The choice of the mandate that is used from now on.
#[derive(Template)]
#[template(path = "people/mandates.html")]
pub(super) struct MandatesPage {
    page: Page,
    mandates: Vec<MandateLine>,
    next: String,
    kept_name: &'static str,
    kept: Option<String>,
}

impl MandatesPage {
    pub async fn load(
        state: &AppState,
        caller: &Caller,
        kept: Option<Kept>,
        next: &str,
    ) -> Result<Self> {
        let mut page = caller.form_page(state, caller.texts().text("people-choose"));
        "/tai-khoan/vai-tro".clone_into(&mut page.path);
        page.private = true;
        let mut mandates = lines(state, caller).await?;
        mandates.retain(|line| line.holds);
        Ok(Self {
            page: page.crumb(caller.texts().text("people-account"), "/tai-khoan"),
            mandates,
            next: next.to_owned(),
            kept_name: KEPT,
            kept: kept.map(|kept| kept.json()),
        })
    }
}

async fn lines(state: &AppState, caller: &Caller) -> Result<Vec<MandateLine>> {
    let ctx = caller.context(state);
    let used = ctx.mandate().map(|used| used.id);
    let mandates = people::my_mandates(&ctx).await?.into_iter();
    Ok(mandates
        .map(|view| mandate_line(caller, used, view))
        .collect())
}

/// A mandate as it is shown; `used` is the one that the session uses.
pub(crate) fn mandate_line(
    caller: &Caller,
    used: Option<MandateId>,
    view: MandateView,
) -> MandateLine {
    let formats = caller.texts().formats();
    MandateLine {
        id: view.mandate.id.to_string(),
        role: view.mandate.role.label(),
        unit: view.unit_name,
        from: formats.date(view.mandate.valid_from),
        to: view.mandate.valid_to.map(|to| formats.date(to)),
        holds: view.holds,
        used: used == Some(view.mandate.id),
        document: view.mandate.document,
    }
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    xong: Option<String>,
    tiep: Option<String>,
}

/// The account.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(done): Query<Done>,
) -> PageResult {
    let mut shown = account_page(&state, &caller, &Posted::default(), &FormErrors::new()).await?;
    shown.changed = done.xong.as_deref() == Some("mat-khau");
    shown.saved = done.xong.as_deref() == Some("thu");
    html(&shown)
}

async fn account_page(
    state: &AppState,
    caller: &Caller,
    posted: &Posted,
    errors: &FormErrors,
) -> Result<AccountPage> {
    let texts = caller.texts();
    let mut page = caller.form_page(state, texts.text("people-account"));
    page.private = true;
    "/tai-khoan".clone_into(&mut page.path);
    page.has_errors = !errors.is_empty();
    let field = |name: &str, label: String, kind: &str| {
        Field::password(texts, name, label)
            .autocomplete(kind)
            .error(errors.find(name))
    };
    Ok(AccountPage {
        errors: ErrorSummary::new(texts, errors),
        must_change: caller.must_change_password,
        provider: provider_name(state, caller),
        changed: false,
        saved: false,
        notices: notices(state, caller).await?,
        mail: mail(state, caller, posted, errors).await?,
        mandates: lines(state, caller).await?,
        old: field("old", texts.text("people-old-password"), "current-password"),
        new: field("new", texts.text("people-new-password"), "new-password")
            .hint(texts.text("people-password-hint")),
        repeated: field(
            "repeated",
            texts.text("people-repeated-password"),
            "new-password",
        ),
        page,
    })
}

fn provider_name(state: &AppState, caller: &Caller) -> Option<String> {
    let label = &state.settings.provider.as_ref()?.settings().label;
    Some(caller.texts().with("provider-mine", &[("label", label)]))
}

async fn notices(state: &AppState, caller: &Caller) -> Result<Vec<(String, String, String)>> {
    let texts = caller.texts();
    let found = people::my_notices(&caller.context(state))
        .await?
        .into_iter();
    Ok(found
        .map(|notice| {
            let at = local_time(notice.at).datetime();
            let at = texts.formats().date_time(at);
            (texts.did(&notice.kind), at, notice.reason)
        })
        .collect())
}

/// The person has read what was done to their account.
pub(super) async fn see(State(state): State<AppState>, caller: Caller) -> PageResult {
    people::see_notices(&caller.context(&state)).await?;
    see_other(&caller.kept("/tai-khoan"))
}

/// Where and how the person is reminded, with what was typed.
async fn mail(
    state: &AppState,
    caller: &Caller,
    posted: &Posted,
    errors: &FormErrors,
) -> Result<Option<MailPart>> {
    let Some(reach) = reminders::my_reach(&caller.context(state)).await? else {
        return Ok(None);
    };
    let texts = caller.texts();
    let kept = shown_address(&reach);
    let address = posted.find("address").unwrap_or(kept);
    let choice = posted.find("choice").unwrap_or(reach.choice.code());
    Ok(Some(MailPart {
        address: address_field(texts, address, errors),
        choice: choice_field(texts, choice, errors),
        state: address_state(texts, &reach),
    }))
}

/// Change one's address and how letters come.
pub(super) async fn change_mail(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let typed = TypedReach {
        address: posted.text("address").to_owned(),
        choice: posted.text("choice").to_owned(),
    };
    let result = reminders::change_my_reach(&caller.context(&state), typed).await;
    state.post.wake();
    answer(&state, &caller, &posted, result, "thu").await
}

/// Back to the account, or the form again with its errors.
async fn answer(
    state: &AppState,
    caller: &Caller,
    posted: &Posted,
    result: Result<()>,
    done: &str,
) -> PageResult {
    match result {
        Ok(()) => see_other(&caller.kept(&format!("/tai-khoan?xong={done}"))),
        Err(Error::Invalid(found)) => {
            let mut errors = FormErrors::new();
            for error in found {
                errors.push(error.field, error.message);
            }
            let shown = account_page(state, caller, posted, &errors).await?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// Change one's password.
pub(super) async fn change_password(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let input = ChangePassword {
        old: posted.text("old").to_owned(),
        new: posted.text("new").to_owned(),
        repeated: posted.text("repeated").to_owned(),
        session: caller.session.unwrap_or_default(),
    };
    let result = people::change_password(&caller.context(&state), input).await;
    answer(&state, &caller, &posted, result, "mat-khau").await
}

/// The mandates to choose from.
pub(super) async fn mandates(
    State(state): State<AppState>,
    caller: Caller,
    Query(done): Query<Done>,
) -> PageResult {
    let next = done.tiep.as_deref().and_then(local).unwrap_or_default();
    html(&MandatesPage::load(&state, &caller, None, next).await?)
}

/// Say which mandate is used from now on.
pub(super) async fn choose(
    State(state): State<AppState>,
    mut caller: Caller,
    posted: Posted,
) -> PageResult {
    let id: MandateId = posted
        .text("mandate")
        .parse()
        .map_err(|_| Error::NotFound)?;
    let session = caller.session.unwrap_or_default();
    let token = people::choose_mandate(&caller.context(&state), session, id).await?;
    let opened = people::find_session(&state.platform, &token).await?;
    caller.sign_in(opened.ok_or(Error::Busy)?);
    let next = local(posted.text("tiep")).filter(|next| !next.is_empty());
    let response = match Kept::find(&posted) {
        Some(kept) => html(&SendAgainPage::new(&state, &caller, kept))?,
        None => see_other(next.unwrap_or_else(|| home(role_of(&caller.actor))))?,
    };
    Ok(with_token(&state, response, &token))
}

//! `/quan-tri/tai-khoan/{id}`: one account, its mandates, its end.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use dinh_domain::FieldError;
use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::units::Unit;
use dinh_service::people::{self, AccountView, MyFactors, NewMandate};
use dinh_service::{Error, Result, reminders};
use serde::Deserialize;

use super::super::people::{MandateLine, mandate_line};
use crate::caller::Caller;
use crate::components::{DateInput, ErrorSummary, Field, FormErrors, SelectOption};
use crate::errors::{Failure, PageResult};
use crate::page::Page;
use crate::pages::reminders::{address_field, address_state, shown_address};
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "admin/account.html")]
struct AccountPage {
    page: Page,
    errors: ErrorSummary,
    id: String,
    login: String,
    closed: Option<String>,
    done: bool,
    mandates: Vec<MandateLine>,
    role: Field,
    unit: Field,
    from: DateInput,
    to: DateInput,
    document: Field,
    mandate_to_end: Field,
    day: DateInput,
    password: Field,
    /// Whether the address is confirmed.
    address_state: Option<String>,
    address: Field,
    factors: String,
    /// Shown when there is something to reset.
    factor_reason: Option<Field>,
    can_end: bool,
    provider: Option<String>,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    xong: Option<String>,
}

/// The account.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> PageResult {
    let id = parse(&id)?;
    let mut shown =
        account_page(&state, &caller, id, &Posted::default(), &FormErrors::new()).await?;
    shown.done = done.xong.is_some();
    html(&shown)
}

fn parse(id: &str) -> std::result::Result<AccountId, Failure> {
    id.parse().map_err(|_| Error::NotFound.into())
}

async fn account_page(
    state: &AppState,
    caller: &Caller,
    id: AccountId,
    posted: &Posted,
    errors: &FormErrors,
) -> Result<AccountPage> {
    let ctx = caller.context(state);
    let view = people::get_account(&ctx, id).await?;
    let units = people::units_for_mandates(&ctx).await?;
    let reach = reminders::reach_of(&ctx, id).await?;
    let factors = people::factors_of(&ctx, id).await?;
    let texts = caller.texts();
    let mut page = caller
        .page(state, view.account.name.clone())
        .crumb(texts.text("people-accounts"), "/quan-tri/tai-khoan");
    page.path = format!("/quan-tri/tai-khoan/{id}");
    page.private = true;
    page.has_errors = !errors.is_empty();
    let form = Form {
        texts,
        posted,
        errors,
    };
    let endable = endable(&view, ctx.today());
    let closed = view.account.disabled_at.map(|at| {
        texts
            .formats()
            .date_time(dinh_service::clock::local(at).datetime())
    });
    Ok(AccountPage {
        errors: ErrorSummary::new(texts, errors),
        id: id.to_string(),
        closed,
        done: false,
        role: form.role(),
        unit: form.unit(&units),
        from: form.date("from", "people-from-day"),
        to: form
            .date("to", "people-to-day")
            .hint(texts.text("people-to-hint")),
        document: form.document(),
        factors: factor_words(texts, &factors),
        factor_reason: factors.any().then(|| form.factor_reason()),
        can_end: !endable.is_empty(),
        provider: provider_name(state, texts),
        mandate_to_end: form.select("mandate", "people-mandate", endable),
        day: form.date("day", "people-end-day"),
        password: form.password(),
        address_state: address_state(texts, &reach),
        address: {
            let typed = posted.find("address").unwrap_or(shown_address(&reach));
            address_field(texts, typed, errors).autocomplete("off")
        },
        mandates: view
            .mandates
            .into_iter()
            .map(|mandate| mandate_line(caller, None, mandate))
            .collect(),
        login: view.account.login,
        page,
    })
}

fn provider_name(state: &AppState, texts: Texts) -> Option<String> {
    let label = &state.settings.provider.as_ref()?.settings().label;
    Some(texts.with("provider-mine", &[("label", label)]))
}

/// The fields with what was typed and what is wrong with it.
struct Form<'f> {
    texts: Texts,
    posted: &'f Posted,
    errors: &'f FormErrors,
}

impl Form<'_> {
    fn select(&self, name: &str, label: &str, options: Vec<SelectOption>) -> Field {
        Field::select(self.texts, name, self.texts.text(label), options)
            .value(self.posted.text(name))
            .error(self.errors.find(name))
    }

    fn date(&self, name: &str, label: &str) -> DateInput {
        DateInput::new(self.texts, name, self.texts.text(label))
            .values(self.posted.date_parts(name))
            .error(self.errors.find(name))
    }

    fn role(&self) -> Field {
        let roles = Role::ALL
            .iter()
            .map(|role| SelectOption::new(role.code(), role.label()));
        self.select("role", "people-role", self.with_nothing(roles))
    }

    fn unit(&self, units: &[Unit]) -> Field {
        let names: BTreeMap<UnitId, &str> = units
            .iter()
            .map(|unit| (unit.id, unit.full_name.as_str()))
            .collect();
        let options = units.iter().map(|unit| {
            // "Khu vực 1" is in many wards: a hamlet is shown with the one above it.
            let above = unit.parent.filter(|_| unit.has_roll());
            let name = match above.and_then(|id| names.get(&id)) {
                Some(above) => format!("{}, {above}", unit.full_name),
                None => unit.full_name.clone(),
            };
            SelectOption::new(unit.id.to_string(), name)
        });
        self.select("unit", "people-unit", self.with_nothing(options))
    }

    fn with_nothing(&self, options: impl Iterator<Item = SelectOption>) -> Vec<SelectOption> {
        let nothing = SelectOption::new("", self.texts.text("people-choose-one"));
        std::iter::once(nothing).chain(options).collect()
    }

    fn document(&self) -> Field {
        Field::text(self.texts, "document", self.texts.text("people-document"))
            .hint(self.texts.text("people-document-hint"))
            .value(self.posted.text("document"))
            .error(self.errors.find("document"))
    }

    fn factor_reason(&self) -> Field {
        let label = self.texts.text("account-reset-reason");
        Field::area(self.texts, "factor_reason", label)
            .hint(self.texts.text("account-reset-reason-hint"))
            .rows(3)
            .value(self.posted.text("factor_reason"))
            .error(self.errors.find("factor_reason"))
    }

    fn password(&self) -> Field {
        let label = self.texts.text("people-first-password");
        Field::password(self.texts, "password", label)
            .hint(self.texts.text("people-first-password-hint"))
            .autocomplete("new-password")
            .error(self.errors.find("password"))
    }
}

/// Which factors a person has.
fn factor_words(texts: Texts, factors: &MyFactors) -> String {
    if !factors.any() {
        return texts.text("account-of-none");
    }
    let keys = i64::try_from(factors.passkeys.len()).unwrap_or(i64::MAX);
    let app = match factors.totp_since {
        Some(_) => "account-of-app-and-keys",
        None => "account-of-keys",
    };
    texts.with_one(app, "keys", &keys)
}

fn endable(view: &AccountView, today: jiff::civil::Date) -> Vec<SelectOption> {
    let open = view
        .mandates
        .iter()
        .filter(|view| view.mandate.valid_to.is_none_or(|to| to > today));
    open.map(|view| {
        let label = format!("{}, {}", view.mandate.role.label(), view.unit_name);
        SelectOption::new(view.mandate.id.to_string(), label)
    })
    .collect()
}

/// After a change: back to the account, or the form again with its errors.
async fn answer<T>(
    state: &AppState,
    caller: &Caller,
    id: AccountId,
    posted: &Posted,
    result: Result<T>,
) -> std::result::Result<Response, Failure> {
    match result {
        Ok(_) => see_other(&format!("/quan-tri/tai-khoan/{id}?xong=co")),
        Err(Error::Invalid(found)) => {
            let mut errors = FormErrors::new();
            for error in found {
                errors.push(error.field, error.message);
            }
            let shown = account_page(state, caller, id, posted, &errors).await?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// Give a mandate.
pub(super) async fn give(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    posted: Posted,
) -> PageResult {
    let id = parse(&id)?;
    let result = match new_mandate(id, &posted) {
        Ok(input) => people::give_mandate(&caller.context(&state), input).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    answer(&state, &caller, id, &posted, result).await
}

fn new_mandate(
    account: AccountId,
    posted: &Posted,
) -> std::result::Result<NewMandate, Vec<FieldError>> {
    let role = Role::find(posted.text("role"));
    let unit = posted.text("unit").parse().ok();
    let from = posted.needed_date("from");
    let to = posted.date("to");
    let mut errors = Vec::new();
    if role.is_none() {
        errors.push(FieldError::new("role", "Chọn vai trò."));
    }
    if unit.is_none() {
        errors.push(FieldError::new("unit", "Chọn đơn vị."));
    }
    errors.extend(from.as_ref().err().cloned());
    errors.extend(to.as_ref().err().cloned());
    if posted.text("document").trim().is_empty() {
        errors.push(FieldError::new(
            "document",
            "Nhập số và ngày của quyết định giao nhiệm vụ.",
        ));
    }
    match (role, unit, from, to, errors.is_empty()) {
        (Some(role), Some(unit), Ok(valid_from), Ok(valid_to), true) => Ok(NewMandate {
            account,
            role,
            unit,
            valid_from,
            valid_to,
            document: posted.text("document").to_owned(),
        }),
        _ => Err(errors),
    }
}

/// End a mandate.
pub(super) async fn end(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    posted: Posted,
) -> PageResult {
    let id = parse(&id)?;
    let result = match (
        posted.text("mandate").parse::<MandateId>(),
        posted.needed_date("day"),
    ) {
        (Ok(mandate), Ok(day)) => people::end_mandate(&caller.context(&state), mandate, day).await,
        (Err(_), _) => Err(Error::field("mandate", "Chọn nhiệm vụ cần kết thúc.")),
        (_, Err(error)) => Err(Error::Invalid(vec![error])),
    };
    answer(&state, &caller, id, &posted, result).await
}

/// Give a new first password.
pub(super) async fn reset_password(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    posted: Posted,
) -> PageResult {
    let id = parse(&id)?;
    let ctx = caller.context(&state);
    let result = people::reset_password(&ctx, id, posted.text("password")).await;
    answer(&state, &caller, id, &posted, result).await
}

/// Set or erase the address for reminders.
pub(super) async fn change_address(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    posted: Posted,
) -> PageResult {
    let id = parse(&id)?;
    let ctx = caller.context(&state);
    let result = reminders::change_reach(&ctx, id, posted.text("address")).await;
    state.post.wake();
    answer(&state, &caller, id, &posted, result).await
}

/// Take every factor of a person away, with a reason.
pub(super) async fn reset_factors(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    posted: Posted,
) -> PageResult {
    let id = parse(&id)?;
    let ctx = caller.context(&state);
    let result = people::reset_factors(&ctx, id, posted.text("factor_reason")).await;
    answer(&state, &caller, id, &posted, result).await
}

/// End every session of a person.
pub(super) async fn end_sessions(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    posted: Posted,
) -> PageResult {
    let id = parse(&id)?;
    let own = caller.session.unwrap_or_default();
    let result = people::end_sessions(&caller.context(&state), id, own).await;
    answer(&state, &caller, id, &posted, result).await
}

/// Close the account.
pub(super) async fn disable(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    posted: Posted,
) -> PageResult {
    let id = parse(&id)?;
    let result = people::disable_account(&caller.context(&state), id).await;
    answer(&state, &caller, id, &posted, result).await
}

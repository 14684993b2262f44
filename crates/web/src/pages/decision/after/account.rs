//! `…/dong-gop`: the account of contributions for its keeper: opened with its plan, then sums, receipts, expenses.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use dinh_domain::FieldError;
use dinh_domain::access::Action;
use dinh_domain::decision::{ContributionPlan, parse_amount, parse_labour};
use dinh_service::Error;
use dinh_service::decision::{AccountDesk, account_desk, open_account, receipt_paper, voucher_of};
use dinh_store::decision::contributions::ReceiptRow;

use super::super::desk_decision::desk_page;
use super::super::subject::Refused;
use super::step::{Asked, line};
use super::sums::{Shown, given};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::kept_file::{KeptFile, kept_file};
use crate::page::Page;
use crate::posted::Posted;
use crate::press::PDF;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

/// Who keeps an account.
pub(super) const KEEP: Action = Action::ManageContributions;

struct Receipt {
    number: i64,
    day: String,
    payer: String,
    what: String,
    voided: String,
    position: Option<i64>,
    void_position: Option<i64>,
}

struct Pledge {
    number: i64,
    wanted: String,
    given: String,
}

#[derive(Template)]
#[template(path = "decision/contribution_desk.html")]
struct AccountPage {
    page: Page,
    number: i64,
    unit_name: String,
    title: String,
    shown: Shown,
    receipts: Vec<Receipt>,
    pledges: Vec<Pledge>,
}

/// The account, or the form that opens it.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let asked = Asked::sent(&state, &caller, number, KEEP, Posted::default()).await?;
    let desk = account_desk(&asked.context(), number).await?;
    match &desk.public {
        None => asked.first(open_page),
        Some(public) => {
            let shown = Shown::new(asked.texts(), public);
            html(&account_page(&asked, &desk, shown))
        }
    }
}

fn account_page(asked: &Asked<'_>, desk: &AccountDesk, shown: Shown) -> AccountPage {
    let texts = asked.texts();
    let title = texts.text("contribution-title");
    let mut page = desk_page(asked.state, asked.caller, &asked.view, title);
    page.private = true;
    AccountPage {
        page,
        number: desk.decision.number,
        unit_name: desk.unit.full_name.clone(),
        title: desk.decision.proposal.title.clone(),
        shown,
        receipts: desk
            .receipts
            .iter()
            .map(|row| Receipt {
                number: row.number,
                day: texts.formats().date(row.received_on.to_jiff()),
                payer: payer(texts, row),
                what: given(texts, row.amount, row.labour, &row.goods),
                voided: row.void_reason.clone(),
                position: row.register_position,
                void_position: row.void_position,
            })
            .collect(),
        pledges: desk
            .pledges
            .iter()
            .map(|row| Pledge {
                number: row.number,
                wanted: given(texts, row.amount, row.labour, ""),
                given: given(texts, row.given, row.worked, ""),
            })
            .collect(),
    }
}

/// Who handed it over; a name that was erased is said to be.
fn payer(texts: Texts, row: &ReceiptRow) -> String {
    match (row.payer.as_str(), row.household_id) {
        ("", Some(_)) => texts.text("contribution-payer-erased"),
        ("", None) => texts.text("contribution-source-budget"),
        (name, _) => name.to_owned(),
    }
}

/// Open the account.
pub async fn open(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let asked = Asked::sent(&state, &caller, number, KEEP, typed).await?;
    let taken = take(&asked).await;
    asked.to_account(taken, open_page)
}

async fn take(asked: &Asked<'_>) -> Result<(), Error> {
    let plan = plan(&asked.typed).map_err(Error::Invalid)?;
    open_account(&asked.context(), asked.id(), plan).await?;
    Ok(())
}

fn plan(typed: &Posted) -> Result<ContributionPlan, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut amount = |field: &str| {
        parse_amount(field, typed.text(field)).unwrap_or_else(|error| {
            errors.push(error);
            0
        })
    };
    let mut plan = ContributionPlan {
        household_amount: amount("household_amount"),
        household_labour: 0,
        budget: amount("budget"),
        sponsors: amount("sponsors"),
        other: amount("other"),
        other_words: typed.text("other_words").to_owned(),
    };
    match parse_labour("household_labour", typed.text("household_labour")) {
        Ok(labour) => plan.household_labour = labour,
        Err(error) => errors.push(error),
    }
    if errors.is_empty() {
        Ok(plan)
    } else {
        Err(errors)
    }
}

fn open_page(asked: &Asked<'_>, refused: Refused) -> PageResult {
    let (texts, typed) = (asked.texts(), &asked.typed);
    let fields: Vec<_> = [
        ("household_amount", "contribution-household-amount"),
        ("household_labour", "contribution-household-labour"),
        ("budget", "contribution-source-budget"),
        ("sponsors", "contribution-source-sponsor"),
        ("other", "contribution-source-other"),
    ]
    .into_iter()
    .map(|(name, label)| {
        line(texts, typed, &refused, name, label)
            .input_mode("decimal")
            .class("govuk-input--width-10")
    })
    .collect();
    let words = line(
        texts,
        typed,
        &refused,
        "other_words",
        "contribution-other-words",
    );
    let mut page = asked
        .page("contribution-open-title", refused)
        .lead(texts.text("contribution-open-lead"));
    for field in &fields {
        page = page.field(field);
    }
    page.field(&words)
        .button(texts.text("contribution-open-send"))
        .answer()
}

/// The paper of one receipt.
pub async fn receipt(
    State(state): State<AppState>,
    caller: Caller,
    Path((number, receipt)): Path<(i64, i64)>,
) -> PageResult {
    let asked = Asked::sent(&state, &caller, number, KEEP, Posted::default()).await?;
    let paper = receipt_paper(&asked.context(), asked.id(), receipt).await?;
    let name = format!("bien-nhan-{number}-{receipt}.pdf");
    let make = Box::new(move || dinh_report::contribution_receipt_pdf(&paper));
    state.press.print(make, PDF, &name).await
}

/// The voucher of one expense, for who keeps the account or watches over it.
pub async fn voucher(
    State(state): State<AppState>,
    caller: Caller,
    Path((number, expense)): Path<(i64, i64)>,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let voucher = voucher_of(&ctx, number, expense).await?;
    let kept = KeptFile {
        digest: &voucher.digest,
        media_type: &voucher.media_type,
        name: &voucher.name,
        open: false,
    };
    kept_file(&state, &headers, kept).await
}

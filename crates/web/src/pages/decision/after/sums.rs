//! `/ban-va-quyet-dinh/{number}/dong-gop`: the account as everyone sees it: sums by source, how many households gave,
//! what was spent on what; and one receipt to be checked. Never who.

use askama::Template;
use axum::extract::{Path, State};
use dinh_domain::decision::{ContributionSource, Decision};
use dinh_service::Error;
use dinh_service::decision::{PublicAccount, PublicReceipt, public_account, public_receipt};
use dinh_service::register::act_time;
use dinh_store::decision::contributions::{ExpenseRow, SourceTotal};
use dinh_store::register::times;

use crate::caller::Caller;
use crate::components::{ActTimeNote, StatusTag, Tone, time_words};
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html_for_everybody;
use crate::state::AppState;
use crate::texts::Texts;

/// Sums of one source in words.
pub(super) struct Source {
    pub(super) name: String,
    pub(super) words: String,
}

/// An expense in words.
pub(super) struct Expense {
    pub(super) number: i64,
    pub(super) day: String,
    pub(super) purpose: String,
    pub(super) amount: String,
    pub(super) beyond: String,
    pub(super) voided: String,
    pub(super) position: Option<i64>,
    pub(super) time: String,
    pub(super) void_position: Option<i64>,
    /// Digest of the voucher; empty without one.
    pub(super) digest: String,
    /// Where the voucher is, for who may open it.
    pub(super) voucher: String,
}

impl Expense {
    fn new(texts: Texts, account: &PublicAccount, row: &ExpenseRow) -> Self {
        let digest = row.voucher_digest().unwrap_or_default();
        let opens = account.may_open_vouchers && !digest.is_empty();
        Self {
            number: row.number,
            day: texts.formats().date(row.spent_on.to_jiff()),
            purpose: row.purpose.clone(),
            amount: texts.formats().number(row.amount),
            beyond: row.beyond.clone(),
            voided: row.void_reason.clone(),
            position: row.register_position,
            time: row
                .register_position
                .map(|position| time_words(texts, &account.times, position))
                .unwrap_or_default(),
            void_position: row.void_position,
            voucher: if opens {
                let decision = account.decision.number;
                format!(
                    "/lam-viec/quyet-dinh/{decision}/dong-gop/chung-tu/{}",
                    row.number
                )
            } else {
                String::new()
            },
            digest,
        }
    }
}

/// What everyone may know of an account, in words. No name, no household.
pub(super) struct Shown {
    pub(super) wanted: String,
    pub(super) sources: Vec<Source>,
    pub(super) households: String,
    pub(super) received: String,
    pub(super) spent: String,
    pub(super) balance: String,
    pub(super) is_beyond: bool,
    pub(super) expenses: Vec<Expense>,
}

/// Tenths of a day as "1,5".
fn labour_words(tenths: i64) -> String {
    if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{},{}", tenths / 10, tenths % 10)
    }
}

/// "1.500.000 đồng; 2 ngày công; 20 bao xi măng"; what is nothing is left out.
pub(super) fn given(texts: Texts, amount: i64, labour: i64, goods: &str) -> String {
    let mut parts = Vec::new();
    if amount > 0 {
        let amount = texts.formats().number(amount);
        parts.push(texts.with_one("contribution-dong", "amount", &amount));
    }
    if labour > 0 {
        parts.push(texts.with_one("contribution-days", "days", &labour_words(labour)));
    }
    if !goods.is_empty() {
        parts.push(goods.to_owned());
    }
    if parts.is_empty() {
        parts.push("0".to_owned());
    }
    parts.join("; ")
}

fn of_source(texts: Texts, total: &SourceTotal) -> String {
    let worth = if total.goods_value > 0 {
        let worth = texts.formats().number(total.goods_value);
        texts.with_one("contribution-worth", "amount", &worth)
    } else {
        String::new()
    };
    given(texts, total.amount, total.labour, &worth)
}

pub(super) fn source_words(texts: Texts, source: ContributionSource) -> String {
    texts.text(match source {
        ContributionSource::Household => "contribution-source-household",
        ContributionSource::Sponsor => "contribution-source-sponsor",
        ContributionSource::Budget => "contribution-source-budget",
        ContributionSource::Other => "contribution-source-other",
    })
}

impl Shown {
    /// The sums of an account.
    pub(super) fn new(texts: Texts, account: &PublicAccount) -> Self {
        let number = |amount: i64| texts.formats().number(amount);
        Self {
            wanted: given(texts, account.pledged, account.pledged_labour, ""),
            sources: account
                .totals
                .iter()
                .map(|total| Source {
                    name: ContributionSource::find(&total.source)
                        .map(|source| source_words(texts, source))
                        .unwrap_or_default(),
                    words: of_source(texts, total),
                })
                .collect(),
            households: number(account.households),
            received: number(account.received),
            spent: number(account.spent),
            balance: number(account.balance),
            is_beyond: account.balance < 0,
            expenses: account
                .expenses
                .iter()
                .map(|row| Expense::new(texts, account, row))
                .collect(),
        }
    }
}

/// What is planned, for the line of the plan; nothing where nothing is planned.
fn planned(texts: Texts, account: &PublicAccount) -> Vec<(String, String)> {
    let plan = &account.account.plan;
    let dong = |amount: i64| {
        let amount = texts.formats().number(amount);
        texts.with_one("contribution-dong", "amount", &amount)
    };
    let labour = texts.with_one(
        "contribution-days",
        "days",
        &labour_words(plan.household_labour),
    );
    [
        (
            "contribution-plan-household",
            plan.household_amount,
            dong(plan.household_amount),
        ),
        ("contribution-plan-labour", plan.household_labour, labour),
        ("contribution-source-budget", plan.budget, dong(plan.budget)),
        (
            "contribution-source-sponsor",
            plan.sponsors,
            dong(plan.sponsors),
        ),
        ("contribution-source-other", plan.other, dong(plan.other)),
    ]
    .into_iter()
    .filter(|(_, amount, _)| *amount > 0)
    .map(|(key, _, words)| (texts.text(key), words))
    .collect()
}

#[derive(Template)]
#[template(path = "decision/contribution_public.html")]
struct PublicPage {
    page: Page,
    unit_name: String,
    title: String,
    number: i64,
    planned: Vec<(String, String)>,
    shown: Shown,
}

/// The public account.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let account = public_account(&ctx, number).await?.ok_or(Error::NotFound)?;
    let texts = caller.texts();
    let title = account.decision.proposal.title.clone();
    let mut page = crumbs(&caller, &state, "contribution-title", &account.decision);
    page.private = account.may_open_vouchers;
    html_for_everybody(
        &caller,
        &PublicPage {
            page,
            planned: planned(texts, &account),
            unit_name: account.unit.full_name.clone(),
            title,
            number,
            shown: Shown::new(texts, &account),
        },
    )
}

fn crumbs(caller: &Caller, state: &AppState, title: &str, decision: &Decision) -> Page {
    let texts = caller.texts();
    caller
        .page(state, texts.text(title))
        .crumb(texts.text("site-menu-home"), "/")
        .crumb(texts.text("decision-list-title"), "/ban-va-quyet-dinh")
        .crumb(
            decision.proposal.title.clone(),
            format!("/ban-va-quyet-dinh/{}", decision.number),
        )
}

#[derive(Template)]
#[template(path = "decision/contribution_receipt.html")]
struct ReceiptPage {
    page: Page,
    unit_name: String,
    title: String,
    number: i64,
    receipt: PublicReceipt,
    time: Option<ActTimeNote>,
    tag: StatusTag,
}

/// One receipt as everyone may check it: that it is in the register and whether it counts, never who gave how much.
pub async fn receipt(
    State(state): State<AppState>,
    caller: Caller,
    Path((number, receipt)): Path<(i64, i64)>,
) -> PageResult {
    let ctx = caller.context(&state);
    let receipt = public_receipt(&ctx, number, receipt)
        .await?
        .ok_or(Error::NotFound)?;
    let texts = caller.texts();
    let time = match receipt.position {
        Some(position) => times::of_entry(&mut ctx.read().await?, position).await?,
        None => None,
    };
    let tag = if receipt.is_void {
        StatusTag::worded(texts.text("contribution-voided"), Tone::Bad)
    } else {
        StatusTag::worded(texts.text("contribution-receipt-counts"), Tone::Good)
    };
    html_for_everybody(
        &caller,
        &ReceiptPage {
            page: crumbs(
                &caller,
                &state,
                "contribution-receipt-title",
                &receipt.decision,
            )
            .crumb(
                texts.text("contribution-title"),
                format!("/ban-va-quyet-dinh/{number}/dong-gop"),
            ),
            unit_name: receipt.unit.full_name.clone(),
            title: receipt.decision.proposal.title.clone(),
            number,
            receipt,
            time: time.map(|row| ActTimeNote::new(texts, act_time(&row).proven)),
            tag,
        },
    )
}

//! `/ban-va-quyet-dinh/{number}/dong-gop`: the account as everyone sees it: sums by source, how many households gave,
//! what was spent on what. Never who.

use askama::Template;
use axum::extract::{Path, State};
use dinh_domain::decision::ContributionSource;
use dinh_service::Error;
use dinh_service::decision::{PublicAccount, public_account};

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

/// Sums of one source in words.
pub(super) struct Source {
    pub(super) name: String,
    pub(super) amount: String,
    pub(super) labour: String,
    pub(super) goods: String,
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
}

/// What everyone may know of an account, in words. No name, no household.
pub(super) struct Shown {
    pub(super) wanted: String,
    pub(super) wanted_labour: String,
    pub(super) sources: Vec<Source>,
    pub(super) households: String,
    pub(super) received: String,
    pub(super) spent: String,
    pub(super) balance: String,
    pub(super) is_beyond: bool,
    pub(super) expenses: Vec<Expense>,
}

/// Tenths of a day as "1,5".
pub(super) fn labour_words(tenths: i64) -> String {
    if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{},{}", tenths / 10, tenths % 10)
    }
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
            wanted: number(account.pledged),
            wanted_labour: labour_words(account.pledged_labour),
            sources: account
                .totals
                .iter()
                .map(|total| Source {
                    name: ContributionSource::find(&total.source)
                        .map(|source| source_words(texts, source))
                        .unwrap_or_default(),
                    amount: number(total.amount),
                    labour: labour_words(total.labour),
                    goods: number(total.goods_value),
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
                .map(|row| Expense {
                    number: row.number,
                    day: texts.formats().date(row.spent_on.to_jiff()),
                    purpose: row.purpose.clone(),
                    amount: number(row.amount),
                    beyond: row.beyond.clone(),
                    voided: row.void_reason.clone(),
                    position: row.register_position,
                })
                .collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "decision/contribution_public.html")]
struct PublicPage {
    page: Page,
    unit_name: String,
    title: String,
    number: i64,
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
    html(&PublicPage {
        page: caller
            .page(&state, texts.text("contribution-title"))
            .crumb(texts.text("site-menu-home"), "/")
            .crumb(texts.text("decision-list-title"), "/ban-va-quyet-dinh")
            .crumb(title.clone(), format!("/ban-va-quyet-dinh/{number}")),
        unit_name: account.unit.full_name.clone(),
        title,
        number,
        shown: Shown::new(texts, &account),
    })
}

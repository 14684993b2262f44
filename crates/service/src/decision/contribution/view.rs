//! The account as its keeper sees it, and as everyone does: sums by source, how many households, what for. Never who.

use dinh_domain::access::Action;
use dinh_domain::decision::{ContributionSource, Decision};
use dinh_domain::ids::DecisionId;
use dinh_domain::units::Unit;
use dinh_store::ReadTx;
use dinh_store::decision::contributions::{
    self, Contribution, ExpenseRow, PledgeRow, ReceiptRow, SourceTotal,
};
use dinh_store::decision::{self as stored, Stored};
use dinh_store::register::times;

use crate::access::authorise;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::register::{ActTimes, act_times};

const PAGE: i64 = 100;
const HOUSEHOLDS: i64 = 1_000;

/// What everyone may know of an account.
#[derive(Clone, Debug)]
pub struct PublicAccount {
    /// The decision.
    pub decision: Decision,
    /// Its community.
    pub unit: Unit,
    /// The account with its plan.
    pub account: Contribution,
    /// What all households together are to give, in đồng.
    pub pledged: i64,
    /// The same in tenths of a day of labour.
    pub pledged_labour: i64,
    /// Sums by source, every source once.
    pub totals: Vec<SourceTotal>,
    /// Households that gave something.
    pub households: i64,
    /// Money received.
    pub received: i64,
    /// Money spent.
    pub spent: i64,
    /// What is left; below 0 when more was spent than received.
    pub balance: i64,
    /// Expenses, newest first, voided ones too.
    pub expenses: Vec<ExpenseRow>,
    /// When they were recorded, as far as it is proven.
    pub times: ActTimes,
    /// Whether the caller may open their vouchers; everyone sees the digests.
    pub may_open_vouchers: bool,
}

/// The account of the decision with this number; none when it has none.
pub async fn public_account(ctx: &Context<'_>, number: i64) -> Result<Option<PublicAccount>> {
    let mut tx = ctx.read().await?;
    let Some(found) = stored::find_by_number(&mut tx, number).await? else {
        return Ok(None);
    };
    public_in(ctx, &mut tx, found).await
}

async fn public_in(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    found: Stored,
) -> Result<Option<PublicAccount>> {
    let decision = found.decision;
    let Some(account) = contributions::find(tx, decision.id).await? else {
        return Ok(None);
    };
    let units = crate::units::directory(ctx.platform, tx).await?;
    let unit = units.find(decision.unit).cloned().ok_or(Error::NotFound)?;
    let (pledged, pledged_labour) = contributions::pledged(tx, account.id).await?;
    let known = contributions::totals(tx, account.id).await?;
    let totals: Vec<SourceTotal> = ContributionSource::ALL
        .iter()
        .map(|source| of_source(*source, &known))
        .collect();
    let received = totals.iter().map(|total| total.amount).sum();
    let spent = contributions::spent(tx, account.id).await?;
    let may_open_vouchers = authorise(ctx, tx, Action::ReadVouchers, decision.unit)
        .await
        .is_ok();
    Ok(Some(PublicAccount {
        unit,
        may_open_vouchers,
        pledged,
        pledged_labour,
        households: totals.iter().map(|total| total.households).sum(),
        totals,
        received,
        spent,
        balance: received - spent,
        expenses: contributions::expenses(tx, account.id, i64::MAX, PAGE).await?,
        times: act_times(&times::of_expenses(tx, account.id.0, PAGE).await?),
        account,
        decision,
    }))
}

fn of_source(source: ContributionSource, known: &[SourceTotal]) -> SourceTotal {
    known
        .iter()
        .find(|total| total.source == source.code())
        .cloned()
        .unwrap_or_else(|| SourceTotal {
            source: source.code().to_owned(),
            amount: 0,
            labour: 0,
            goods_value: 0,
            receipts: 0,
            households: 0,
        })
}

/// What everyone may know of one receipt: that it is in the register, and whether it counts.
#[derive(Clone, Debug)]
pub struct PublicReceipt {
    /// The decision.
    pub decision: Decision,
    /// Its community.
    pub unit: Unit,
    /// Number of the receipt.
    pub number: i64,
    /// Its entry of the register.
    pub position: Option<i64>,
    /// Whether it was voided.
    pub is_void: bool,
    /// The entry that voided it.
    pub void_position: Option<i64>,
}

/// One receipt of the account of the decision with this number.
pub async fn public_receipt(
    ctx: &Context<'_>,
    decision: i64,
    number: i64,
) -> Result<Option<PublicReceipt>> {
    let mut tx = ctx.read().await?;
    let Some(found) = stored::find_by_number(&mut tx, decision).await? else {
        return Ok(None);
    };
    let decision = found.decision;
    let Some(account) = contributions::find(&mut tx, decision.id).await? else {
        return Ok(None);
    };
    let Some(row) = contributions::find_receipt(&mut tx, account.id, number).await? else {
        return Ok(None);
    };
    let units = crate::units::directory(ctx.platform, &mut tx).await?;
    let unit = units.find(decision.unit).cloned().ok_or(Error::NotFound)?;
    Ok(Some(PublicReceipt {
        decision,
        unit,
        number: row.number,
        position: row.register_position,
        is_void: row.voided_at.is_some(),
        void_position: row.void_position,
    }))
}

/// The account as its keeper sees it.
#[derive(Clone, Debug)]
pub struct AccountDesk {
    /// The decision.
    pub decision: Decision,
    /// Its community.
    pub unit: Unit,
    /// What everyone sees; none before the account is opened.
    pub public: Option<PublicAccount>,
    /// What each household is to give and gave.
    pub pledges: Vec<PledgeRow>,
    /// Receipts, newest first.
    pub receipts: Vec<ReceiptRow>,
}

/// The account of the decision with this number, for its keeper.
pub async fn account_desk(ctx: &Context<'_>, number: i64) -> Result<AccountDesk> {
    let mut tx = ctx.read().await?;
    let found = stored::find_by_number(&mut tx, number)
        .await?
        .ok_or(Error::NotFound)?;
    let decision = found.decision.clone();
    authorise(ctx, &mut tx, Action::ManageContributions, decision.unit).await?;
    let units = crate::units::directory(ctx.platform, &mut tx).await?;
    let unit = units.find(decision.unit).cloned().ok_or(Error::NotFound)?;
    let public = public_in(ctx, &mut tx, found).await?;
    let (pledges, receipts) = match &public {
        None => (Vec::new(), Vec::new()),
        Some(public) => {
            let id = public.account.id;
            (
                contributions::pledges(&mut tx, id, 0, HOUSEHOLDS).await?,
                contributions::receipts(&mut tx, id, i64::MAX, PAGE).await?,
            )
        }
    };
    Ok(AccountDesk {
        decision,
        unit,
        public,
        pledges,
        receipts,
    })
}

/// The decision with this number, when the caller keeps its account.
pub(super) async fn kept(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    id: DecisionId,
) -> Result<(Decision, Contribution)> {
    let decision = stored::get(tx, id).await?.decision;
    authorise(ctx, tx, Action::ManageContributions, decision.unit).await?;
    let account = contributions::find(tx, id).await?.ok_or(Error::NotFound)?;
    Ok((decision, account))
}

//! Open the account with its plan, and set what one household is to give.

use dinh_domain::access::Action;
use dinh_domain::decision::{ContributionPlan, Decision};
use dinh_domain::ids::{ContributionId, DecisionId, HouseholdId};
use dinh_store::decision::contributions::{self, Contribution};
use dinh_store::decision::{self as stored, steps};
use dinh_store::{ReadTx, WriteTx};
use jiff::civil::Date;
use serde_json::json;

use super::super::thing::{ROOM, community_of, read};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::register::{ActContent, NewAct, record_act};

/// Open the account of a decision that binds. Every household of today is to give what the plan says.
pub async fn open_account(
    ctx: &Context<'_>,
    id: DecisionId,
    plan: ContributionPlan,
) -> Result<ContributionId> {
    let mut tx = ctx.write().await?;
    let account = open_account_in(ctx, &mut tx, id, plan).await?;
    tx.commit().await?;
    Ok(account)
}

/// The same inside a transaction of the caller.
pub async fn open_account_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    plan: ContributionPlan,
) -> Result<ContributionId> {
    let (decision, by) = read(ctx, tx, id, Action::ManageContributions).await?;
    if !decision.proposal.subject.opens_contributions() {
        return Err(Error::Conflict(
            "Việc này không phải là việc đóng góp của Nhân dân (khoản 1, khoản 2 Điều 15), nên không mở sổ đóng góp."
                .into(),
        ));
    }
    refuse_unbound(ctx, tx, &decision, ctx.today()).await?;
    if contributions::find(tx, id).await?.is_some() {
        return Err(Error::Conflict("Việc này đã có sổ đóng góp.".into()));
    }
    let plan = plan.check().map_err(Error::Invalid)?;
    let account = Contribution {
        id: ContributionId(ctx.new_id()),
        decision: id,
        unit: decision.unit,
        plan,
        opened_at: ctx.now(),
        sample: decision.sample,
    };
    contributions::add(tx, &account, Some(by)).await?;
    let households = contributions::add_pledges(tx, &account, ctx.today()).await?;
    let row = steps::NewStep {
        decision: id,
        round: decision.round.number,
        step: "contribute",
        at: ctx.now(),
        office: ctx.office(),
        note: "Mở sổ đóng góp",
        register_position: None,
    };
    steps::add(tx, row).await?;
    let detail = json!({ "number": decision.number, "households": households });
    record(ctx, tx, "open_contributions", &account, detail).await?;
    Ok(account.id)
}

/// What one household is to give instead. Nobody writes down why.
#[derive(Clone, Copy, Debug)]
pub struct PledgeChange {
    /// Household.
    pub household: HouseholdId,
    /// Money; 0 when it gives none.
    pub amount: i64,
    /// Labour, in tenths of a day.
    pub labour: i64,
}

/// Set what one household is to give.
pub async fn change_pledge(ctx: &Context<'_>, id: DecisionId, change: PledgeChange) -> Result<()> {
    let mut tx = ctx.write().await?;
    change_pledge_in(ctx, &mut tx, id, change).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn change_pledge_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    change: PledgeChange,
) -> Result<()> {
    let (decision, account) = of_decision(ctx, tx, id).await?;
    let plan = ContributionPlan {
        household_amount: change.amount,
        household_labour: change.labour,
        // A household may give nothing; the check of a plan wants something.
        budget: 1,
        ..ContributionPlan::default()
    };
    plan.check().map_err(Error::Invalid)?;
    let what = (change.amount, change.labour);
    contributions::change_pledge(tx, account.id, change.household, what).await?;
    let detail = json!({ "number": decision.number });
    record(ctx, tx, "change_pledge", &account, detail).await
}

/// The decision with its account, for who keeps it.
pub(super) async fn of_decision(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
) -> Result<(Decision, Contribution)> {
    let (decision, _) = read(ctx, tx, id, Action::ManageContributions).await?;
    let account = contributions::find(tx, id)
        .await?
        .ok_or_else(|| Error::Conflict("Việc này chưa có sổ đóng góp; hãy mở sổ trước.".into()))?;
    Ok((decision, account))
}

/// The row of the audit trail for one act on the account.
pub(super) async fn record(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    action: &'static str,
    account: &Contribution,
    detail: serde_json::Value,
) -> Result<()> {
    audit::record(ctx, tx, action, account.id, Some(account.unit), detail).await
}

/// Contributions rest on a decision that binds on that day: its own, or the commune-wide one that it is a part of.
pub(super) async fn refuse_unbound(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    decision: &Decision,
    on: Date,
) -> Result<()> {
    let binds = match decision.parent {
        None => decision.holds_on(on),
        Some(thread) => stored::get(tx, thread).await?.decision.holds_on(on),
    };
    if binds {
        return Ok(());
    }
    let matter = decision.matter(ctx.law(), on)?;
    let citation = matter
        .effect(decision.proposal.scope)
        .map_or(&matter.citation, |effect| &effect.citation);
    Err(Error::Unlawful {
        article: citation.to_string(),
        reason: format!(
            "Ngày {} quyết định về khoản đóng góp không có hiệu lực.",
            on.strftime("%d/%m/%Y")
        ),
        lawful_alternative: "Chỉ thu theo quyết định đang có hiệu lực; hãy kiểm tra ngày, hoặc đưa việc ra cộng đồng dân cư bàn và quyết định.".into(),
    })
}

/// The entry of the register for one line of the account.
pub(super) async fn enter(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &Decision,
    account: &Contribution,
    contents: Vec<ActContent>,
) -> Result<i64> {
    let unit = community_of(tx, decision).await?;
    let matter = decision.matter(ctx.law(), ctx.today())?;
    let new = NewAct {
        unit: &unit,
        room: ROOM,
        act: "contribute",
        thing: account.id.0,
        laws: vec![matter.citation.register_code()],
        contents,
    };
    record_act(ctx, tx, new).await
}

//! Plan a round: the law is asked with what the roll and the supports say today.

use dinh_domain::access::Action;
use dinh_domain::decision::{Backing, Decision, Plan};
use dinh_domain::ids::DecisionId;
use dinh_law::ProcedureValue;
use dinh_store::decision::households;
use dinh_store::{ReadTx, WriteTx};
use jiff::ToSpan;
use jiff::civil::Date;

use super::support::Purpose;
use super::thing::{finish, read};
use crate::error::{Error, Result};
use crate::platform::Context;

/// Plan the next round.
pub async fn plan(ctx: &Context<'_>, id: DecisionId, plan: Plan) -> Result<()> {
    let mut tx = ctx.write().await?;
    plan_in(ctx, &mut tx, id, plan).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn plan_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    plan: Plan,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::RunDecision).await?;
    let backing = backing_of(ctx, tx, &decision).await?;
    let earlier = decision.round.clone();
    let note = plan.form.label();
    decision.plan(plan, backing, ctx.law(), ctx.today())?;
    if earlier.outcome.is_some() {
        dinh_store::decision::keep_round(tx, id, &earlier).await?;
    } else {
        // A plan that was made again before anything was opened is the same attempt.
        decision.round.number = earlier.number.max(1);
    }
    finish(ctx, tx, &mut decision, "plan", note, None).await?;
    Ok(())
}

/// What the law says of a plan before it is saved.
pub async fn check_plan(ctx: &Context<'_>, id: DecisionId, plan: Plan) -> Result<()> {
    let mut tx = ctx.read().await?;
    let found = dinh_store::decision::get(&mut tx, id).await?.decision;
    crate::access::authorise(ctx, &mut tx, Action::RunDecision, found.unit).await?;
    let backing = backing_of(ctx, &mut tx, &found).await?;
    let mut decision = found;
    decision.plan(plan, backing, ctx.law(), ctx.today())?;
    Ok(())
}

/// What the roll and the supports of the community say today.
pub async fn backing_of(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    decision: &Decision,
) -> Result<Backing> {
    let today = ctx.today();
    let here = (decision.unit, today);
    let ever = Date::constant(1945, 1, 1);
    let since = initiative_valid_since(ctx, today);
    let id = decision.id;
    let chosen = match decision.parent {
        None => None,
        Some(parent) => dinh_store::decision::get(tx, parent)
            .await?
            .decision
            .round
            .plan
            .map(|plan| plan.form),
    };
    Ok(Backing {
        chosen,
        households: unsigned(
            dinh_store::roll::households::in_force(tx, decision.unit, today).await?,
        )?,
        supports: unsigned(
            households::count_support(tx, id, Purpose::Initiative.code(), since, here).await?,
        )?,
        online: unsigned(
            households::count_support(tx, id, Purpose::Online.code(), ever, here).await?,
        )?,
        dismissal: unsigned(
            households::count_support(tx, id, Purpose::Dismissal.code(), ever, here).await?,
        )?,
    })
}

/// Each support is valid for so many months from its day (Article 16(3)).
fn initiative_valid_since(ctx: &Context<'_>, today: Date) -> Date {
    let months = match ctx
        .law()
        .procedure("initiative_validity", today)
        .map(|rule| &rule.value)
    {
        Ok(ProcedureValue::Months { months }) => i64::from(*months),
        _ => 0,
    };
    today.saturating_sub(months.months())
}

pub(super) fn unsigned(count: i64) -> Result<u64> {
    u64::try_from(count).map_err(|_| Error::Internal("a negative count".into()))
}

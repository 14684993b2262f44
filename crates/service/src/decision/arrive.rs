//! Who is at the meeting: one row a household of the fixed roll, whichever phone was first; where clusters meet apart,
//! with the cluster at which it is (Article 18(3)). Attendance is counted here and never typed.

use std::collections::BTreeMap;

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, Plan, State};
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_law::DecisionForm;
use dinh_store::decision::households::{self, Recorded};
use dinh_store::{ReadTx, WriteTx};
use serde_json::json;

use super::plan::unsigned;
use super::thing::read;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::roll::{FrozenLine, find_frozen_line};

/// How a household was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrivalWay {
    /// Tapped in the list.
    Tap,
    /// By the code of its card.
    Card,
}

impl ArrivalWay {
    /// Stable code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tap => "tap",
            Self::Card => "card",
        }
    }
}

/// A household is there; entering it twice, on whatever phone, changes nothing. Where clusters meet apart it is at the
/// cluster that its line on the roll names.
pub async fn arrive(
    ctx: &Context<'_>,
    id: DecisionId,
    household: HouseholdId,
    way: ArrivalWay,
) -> Result<()> {
    arrive_at_cluster(ctx, id, (household, ""), way).await
}

/// The same inside a transaction of the caller.
pub async fn arrive_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    household: HouseholdId,
    way: ArrivalWay,
) -> Result<()> {
    enter(ctx, tx, id, (household, ""), way).await
}

/// A household is at the meeting of this cluster, whatever the roll says; an empty name leaves it to the roll.
pub async fn arrive_at_cluster(
    ctx: &Context<'_>,
    id: DecisionId,
    (household, cluster): (HouseholdId, &str),
    way: ArrivalWay,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    enter(ctx, &mut tx, id, (household, cluster), way).await?;
    tx.commit().await?;
    Ok(())
}

async fn enter(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    (household, cluster): (HouseholdId, &str),
    way: ArrivalWay,
) -> Result<()> {
    let (decision, account) = read(ctx, tx, id, Action::CountVotes).await?;
    let round = in_meeting(&decision)?;
    let line = find_frozen_line(tx, id, round.1, household)
        .await?
        .ok_or_else(not_on_roll)?;
    let cluster = match &decision.round.plan {
        Some(plan) => cluster_of(plan, &line, cluster)?,
        None => String::new(),
    };
    let recorded = Recorded {
        household,
        by: Some(account),
        at: ctx.now(),
    };
    households::arrive(tx, round, (way.code(), &cluster), recorded).await?;
    trail(ctx, tx, &decision, "arrive_at_meeting", line.line).await
}

/// The cluster of the plan at which a household is: the one that was named, or else the one of its line.
fn cluster_of(plan: &Plan, line: &FrozenLine, named: &str) -> Result<String> {
    if plan.clusters.is_empty() {
        return Ok(String::new());
    }
    let of_line = line.text.as_ref().map_or("", |text| text.cluster.as_str());
    let wanted = if named.is_empty() { of_line } else { named };
    plan.find_cluster(wanted)
        .map(|cluster| cluster.name.clone())
        .ok_or_else(|| {
            Error::field(
                "cluster",
                "Sổ hộ chưa ghi hộ này thuộc cụm nào của kế hoạch. Hãy chọn cụm đang điểm danh rồi ghi có mặt lại.",
            )
        })
}

/// A household has left, or was entered by mistake.
pub async fn leave(ctx: &Context<'_>, id: DecisionId, household: HouseholdId) -> Result<()> {
    let mut tx = ctx.write().await?;
    let (decision, _) = read(ctx, &mut tx, id, Action::CountVotes).await?;
    let round = in_meeting(&decision)?;
    let line = find_frozen_line(&mut tx, id, round.1, household)
        .await?
        .ok_or_else(not_on_roll)?;
    households::leave(&mut tx, round, household, ctx.now()).await?;
    trail(ctx, &mut tx, &decision, "leave_meeting", line.line).await?;
    tx.commit().await?;
    Ok(())
}

async fn trail(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &Decision,
    action: &'static str,
    line: u64,
) -> Result<()> {
    let detail = json!({ "number": decision.number, "round": decision.round.number, "line": line });
    audit::record(ctx, tx, action, decision.id, Some(decision.unit), detail).await
}

fn not_on_roll() -> Error {
    Error::field(
        "household",
        "Hộ này không có trong danh sách hộ đã chốt của cuộc họp. Nếu danh sách thiếu hộ, hãy đính chính danh sách và ghi lý do.",
    )
}

/// Decision and round, if its meeting is going on.
pub(super) fn in_meeting(decision: &Decision) -> Result<(DecisionId, i64)> {
    let meets = decision
        .round
        .plan
        .as_ref()
        .is_some_and(|plan| plan.form == DecisionForm::Meeting);
    if decision.state == State::Open && meets {
        return Ok((decision.id, decision.round.number));
    }
    Err(Error::Conflict(
        "Cuộc họp chưa mở hoặc đã kết thúc, nên không ghi nhận được nữa. Hãy tải lại trang để xem tình trạng mới nhất."
            .into(),
    ))
}

/// Households that attend at this moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Represented {
    /// All of them.
    pub all: u64,
    /// Those at each cluster, by its name; empty when all meet together.
    pub clusters: BTreeMap<String, u64>,
}

/// How many households attend at this moment, and where.
pub async fn represented(tx: &mut ReadTx, decision: &Decision) -> Result<Represented> {
    let round = (decision.id, decision.round.number);
    let mut found = Represented::default();
    for (cluster, count) in households::count_present(tx, round).await? {
        let count = unsigned(count)?;
        found.all = found.all.saturating_add(count);
        if !cluster.is_empty() {
            found.clusters.insert(cluster, count);
        }
    }
    Ok(found)
}

/// How many households attend at this moment.
pub async fn attending(tx: &mut ReadTx, decision: &Decision) -> Result<u64> {
    Ok(represented(tx, decision).await?.all)
}

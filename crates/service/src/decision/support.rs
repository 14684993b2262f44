//! Households that support an initiative, choose the online vote as the method, or ask for a dismissal.

use dinh_domain::access::Action;
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_store::WriteTx;
use dinh_store::decision::households::{self, Recorded};
use jiff::civil::Date;
use serde_json::json;

use super::thing::read;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// What a household supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A citizen's initiative (Article 16(3)).
    Initiative,
    /// The online vote as the method (Decree 59 Article 5(2)(c)).
    Online,
    /// The dismissal of the head (Decree 59 Article 9(1)(b)).
    Dismissal,
}

impl Purpose {
    /// Stable code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Initiative => "initiative",
            Self::Online => "online",
            Self::Dismissal => "dismissal",
        }
    }

    /// The purpose with this code.
    pub fn find(code: &str) -> Option<Self> {
        [Self::Initiative, Self::Online, Self::Dismissal]
            .into_iter()
            .find(|purpose| purpose.code() == code)
    }
}

/// One household's support.
#[derive(Clone, Debug)]
pub struct Support {
    /// Decision.
    pub decision: DecisionId,
    /// What is supported.
    pub purpose: Purpose,
    /// Household.
    pub household: HouseholdId,
    /// The day on which it was expressed.
    pub given_on: Date,
    /// How: "bằng văn bản", "tại cuộc họp", "bình chọn trong nhóm".
    pub way: String,
}

/// Record it.
pub async fn support(ctx: &Context<'_>, support: Support) -> Result<()> {
    let mut tx = ctx.write().await?;
    support_in(ctx, &mut tx, support).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn support_in(ctx: &Context<'_>, tx: &mut WriteTx, support: Support) -> Result<()> {
    let (decision, account) = read(ctx, tx, support.decision, Action::CountVotes).await?;
    if decision.round.opened.is_some() {
        return Err(Error::Conflict(
            "Việc này đã mở, không ghi thêm ý kiến đồng thuận được nữa.".into(),
        ));
    }
    if support.given_on > ctx.today() {
        return Err(Error::field(
            "given_on",
            "Ngày thể hiện ý kiến ở tương lai; hãy kiểm tra lại.",
        ));
    }
    super::deliver::of_this_community(ctx, tx, &decision, support.household).await?;
    let recorded = Recorded {
        household: support.household,
        by: Some(account),
        at: ctx.now(),
    };
    let what = (support.given_on, support.way.as_str());
    households::support(tx, decision.id, support.purpose.code(), what, recorded).await?;
    let detail = json!({ "number": decision.number, "purpose": support.purpose.code() });
    audit::record(
        ctx,
        tx,
        "support_decision",
        decision.id,
        Some(decision.unit),
        detail,
    )
    .await
}

/// A household takes its support back.
pub async fn take_back_support(
    ctx: &Context<'_>,
    id: DecisionId,
    purpose: Purpose,
    household: HouseholdId,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    let (decision, _) = read(ctx, &mut tx, id, Action::CountVotes).await?;
    households::take_back_support(&mut tx, id, purpose.code(), household).await?;
    let detail = json!({ "number": decision.number, "purpose": purpose.code() });
    audit::record(
        ctx,
        &mut tx,
        "take_back_support",
        id,
        Some(decision.unit),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

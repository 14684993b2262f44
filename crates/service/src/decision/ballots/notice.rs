//! What a household must be told on paper, because somebody entered on its behalf what it had said.

use dinh_domain::access::Action;
use dinh_domain::folding::clean;
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_domain::roll::RollLine;
use dinh_report::{HouseholdNotices, NoticeToHousehold};
use dinh_store::WriteTx;
use dinh_store::decision::{self as decisions, notices as stored};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::view::lines_of;
use crate::access::authorise;
use crate::audit;
use crate::clock::local;
use crate::decision::community_paper::in_sentence;
use crate::decision::thing::read;
use crate::decision::view::DecisionView;
use crate::error::{Error, Result};
use crate::platform::Context;

/// One notice with the household as it stands on the frozen roll.
#[derive(Clone, Debug)]
pub struct HouseholdNotice {
    /// Identity.
    pub id: Uuid,
    /// The household's line; none once it was erased.
    pub household: Option<RollLine>,
    /// What it is told.
    pub text: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// The day on which the household had it.
    pub handed_on: Option<Date>,
    /// How.
    pub way: String,
}

/// Leave a notice to a household. The caller has authorised and writes the audit row of what was done on its behalf.
pub async fn leave_notice_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    (household, decision): (HouseholdId, DecisionId),
    text: &str,
) -> Result<Uuid> {
    let id = ctx.new_id();
    stored::add(tx, id, (household, decision), &clean(text), ctx.now()).await?;
    Ok(id)
}

/// The notices of a decision, oldest first, for whoever may count.
pub async fn notices(ctx: &Context<'_>, number: i64) -> Result<Vec<HouseholdNotice>> {
    let mut tx = ctx.read().await?;
    let found = decisions::find_by_number(&mut tx, number)
        .await?
        .ok_or(Error::NotFound)?;
    authorise(ctx, &mut tx, Action::CountVotes, found.decision.unit).await?;
    let lines = lines_of(&mut tx, &found.decision).await?;
    let rows = stored::of(&mut tx, found.decision.id).await?;
    Ok(rows
        .into_iter()
        .map(|row| HouseholdNotice {
            id: row.id,
            household: lines
                .iter()
                .find(|line| line.household.0 == row.household_id)
                .and_then(|line| line.text.clone()),
            text: row.text,
            created_at: row.created_at.to_jiff(),
            handed_on: row.handed_on.map(dinh_store::StoredDate::to_jiff),
            way: row.way,
        })
        .collect())
}

/// A household has its notice.
pub async fn hand_over_notice(
    ctx: &Context<'_>,
    id: DecisionId,
    notice: Uuid,
    on: Date,
    way: &str,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    let (decision, _) = read(ctx, &mut tx, id, Action::CountVotes).await?;
    if on > ctx.today() {
        return Err(Error::field(
            "on",
            "Ngày giao ở tương lai; hãy ghi sau khi đã giao.",
        ));
    }
    let way = clean(way);
    if way.is_empty() {
        return Err(Error::field("way", "Hãy ghi cách giao, ví dụ “tận tay”."));
    }
    stored::hand_over(&mut tx, notice, id, (on, &way)).await?;
    let detail = json!({ "number": decision.number });
    let unit = Some(decision.unit);
    audit::record(ctx, &mut tx, "hand_over_notice", id, unit, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// The notices that no household has yet, to print and to carry out; there are none when all were handed over.
pub async fn household_notices(ctx: &Context<'_>, view: &DecisionView) -> Result<HouseholdNotices> {
    let decision = view.decision();
    let mut waiting = Vec::new();
    for notice in notices(ctx, decision.number).await? {
        let (Some(line), None) = (notice.household, notice.handed_on) else {
            continue;
        };
        waiting.push(NoticeToHousehold {
            household_number: line.number.to_string(),
            name: line.representative,
            address: line.address,
            text: notice.text,
            written_on: local(notice.created_at).date(),
        });
    }
    if waiting.is_empty() {
        return Err(Error::NotFound);
    }
    let team = if decision.is_online() {
        "Tổ lấy ý kiến"
    } else {
        "Tổ phát phiếu"
    };
    Ok(HouseholdNotices {
        commune: in_sentence(&view.commune.full_name),
        community: in_sentence(&view.unit.full_name),
        decision_number: decision.number.to_string(),
        title: decision.proposal.title.clone(),
        team: team.into(),
        notices: waiting,
        date: ctx.today(),
        sample: ctx.platform.sample || decision.sample,
    })
}

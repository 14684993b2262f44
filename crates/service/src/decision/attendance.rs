//! Who may come and who has come: the fixed roll with those who attend, guests, the numbers for the projector.

use std::collections::BTreeMap;

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, State};
use dinh_domain::folding::{clean, fold};
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_store::decision::guests::{self, GuestRow};
use dinh_store::decision::households;
use serde_json::json;
use uuid::Uuid;

use super::arrive::attending;
use super::deliver::of_this_community;
use super::thing::read;
use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::roll::frozen_lines;

/// More households than this are not one community.
const MOST: u64 = 20_000;

/// A household of the fixed roll in the list of a meeting.
#[derive(Clone, Debug)]
pub struct Attendee {
    /// Household.
    pub household: HouseholdId,
    /// Number of its line.
    pub line: u64,
    /// Its number on the roll; nothing once it was erased.
    pub number: Option<i64>,
    /// Name of its representative; empty once erased.
    pub representative: String,
    /// Address; empty once erased.
    pub address: String,
    /// Cluster.
    pub cluster: String,
    /// At which cluster it is there now, '' when all meet together; nothing when it is not there.
    pub present: Option<String>,
}

/// The list of a meeting.
pub struct Attendance {
    /// Households that match the search.
    pub households: Vec<Attendee>,
    /// How many attend.
    pub present: u64,
    /// How many attend at each cluster of the plan, in its order; empty when all meet together.
    pub clusters: Vec<(String, u64)>,
    /// How many stand on the roll.
    pub total: u64,
    /// The least number that passes.
    pub needed: Option<u64>,
    /// Members who disagree with their representative and registered.
    pub guests: Vec<GuestRow>,
}

/// The fixed roll with who attends; `search` is a number or words of name and address, tone marks or not.
pub async fn attendance(
    ctx: &Context<'_>,
    decision: &Decision,
    search: &str,
) -> Result<Attendance> {
    let mut tx = ctx.read().await?;
    authorise(ctx, &mut tx, Action::CountVotes, decision.unit).await?;
    let round = (decision.id, decision.round.number);
    let lines = frozen_lines(&mut tx, round.0, round.1, 0, MOST).await?;
    let present: BTreeMap<HouseholdId, String> = households::present(&mut tx, round)
        .await?
        .into_iter()
        .collect();
    let guests = guests::of(&mut tx, round).await?;
    drop(tx);
    let words = fold(search);
    let wanted = |attendee: &Attendee| {
        let folded = fold(&format!("{} {}", attendee.representative, attendee.address));
        let number = attendee.number.map(|number| number.to_string());
        words
            .split_whitespace()
            .all(|word| folded.contains(word) || number.as_deref() == Some(word))
    };
    let households = lines
        .into_iter()
        .filter(|line| line.removed_by_correction.is_none())
        .map(|line| {
            let text = line.text;
            Attendee {
                household: line.household,
                line: line.line,
                number: text.as_ref().map(|text| text.number),
                representative: text
                    .as_ref()
                    .map(|text| text.representative.clone())
                    .unwrap_or_default(),
                address: text
                    .as_ref()
                    .map(|text| text.address.clone())
                    .unwrap_or_default(),
                cluster: text.map(|text| text.cluster).unwrap_or_default(),
                present: present.get(&line.household).cloned(),
            }
        })
        .filter(wanted)
        .collect();
    let total = decision.round.roll.as_ref().map_or(0, |roll| roll.total);
    let threshold = decision.threshold(ctx.law(), ctx.today())?;
    Ok(Attendance {
        households,
        present: u64::try_from(present.len()).unwrap_or(u64::MAX),
        clusters: at_clusters(decision, &present),
        total,
        needed: threshold.share.needed(total),
        guests,
    })
}

fn at_clusters(decision: &Decision, present: &BTreeMap<HouseholdId, String>) -> Vec<(String, u64)> {
    let planned = decision.round.plan.iter().flat_map(|plan| &plan.clusters);
    planned
        .map(|cluster| {
            let there = present.values().filter(|at| **at == cluster.name).count();
            (
                cluster.name.clone(),
                u64::try_from(there).unwrap_or(u64::MAX),
            )
        })
        .collect()
}

/// The numbers of a meeting for the wall.
#[derive(Clone, Debug)]
pub struct LiveMeeting {
    /// Households attending.
    pub present: u64,
    /// Households on the roll.
    pub total: u64,
    /// The least number that passes.
    pub needed: Option<u64>,
}

/// The numbers of a meeting at this moment; for whoever prepares the decision.
pub async fn live_meeting(ctx: &Context<'_>, decision: &Decision) -> Result<LiveMeeting> {
    let mut tx = ctx.read().await?;
    authorise(ctx, &mut tx, Action::ReadDecisions, decision.unit).await?;
    let present = attending(&mut tx, decision).await?;
    let total = decision.round.roll.as_ref().map_or(0, |roll| roll.total);
    let threshold = decision.threshold(ctx.law(), ctx.today())?;
    Ok(LiveMeeting {
        present,
        total,
        needed: threshold.share.needed(total),
    })
}

/// A member who disagrees with the representative registers to attend and speak (Article 24(2)).
pub async fn register_guest(
    ctx: &Context<'_>,
    id: DecisionId,
    household: HouseholdId,
    name: &str,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    let (decision, _) = read(ctx, &mut tx, id, Action::CountVotes).await?;
    if !matches!(
        decision.state,
        State::Planned | State::Noticed | State::Open
    ) {
        return Err(Error::Conflict(
            "Cuộc họp chưa có kế hoạch hoặc đã kết thúc, nên không đăng ký dự họp được.".into(),
        ));
    }
    let name = clean(name);
    if name.is_empty() {
        return Err(Error::field(
            "guest",
            "Hãy ghi họ và tên người đăng ký dự họp.",
        ));
    }
    of_this_community(ctx, &mut tx, &decision, household).await?;
    let round = (id, decision.round.number);
    guests::register(&mut tx, round, ctx.new_id(), household, &name, ctx.now()).await?;
    let detail = json!({ "number": decision.number });
    let unit = Some(decision.unit);
    audit::record(ctx, &mut tx, "register_guest", id, unit, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// A guest came; what they said may be noted.
pub async fn note_guest(
    ctx: &Context<'_>,
    id: DecisionId,
    guest: Uuid,
    opinion: &str,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    let (decision, _) = read(ctx, &mut tx, id, Action::CountVotes).await?;
    guests::attended(&mut tx, id, guest, &clean(opinion)).await?;
    let detail = json!({ "number": decision.number });
    let unit = Some(decision.unit);
    audit::record(ctx, &mut tx, "note_guest", id, unit, detail).await?;
    tx.commit().await?;
    Ok(())
}

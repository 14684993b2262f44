//! The list of households that raised a hand for an option, where the meeting wants one beside the number. Those who
//! count tick it; it is an annex of the minutes and never public. Nobody must make one; whoever does must make it whole.

use std::collections::{BTreeMap, BTreeSet};

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, VotingMethod};
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_store::ReadTx;
use dinh_store::decision::hands::{self as stored, HandRow};
use dinh_store::decision::households;
use serde_json::json;

use super::arrive::in_meeting;
use super::attendance::{Attendee, attendance};
use super::close_meeting::MeetingVote;
use super::thing::read;
use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// Which list: the option, and the cluster at whose meeting the hands were raised; '' when all meet together.
#[derive(Clone, Copy, Debug)]
pub struct HandList<'a> {
    /// Place of the option, from 0.
    pub option: usize,
    /// Cluster.
    pub cluster: &'a str,
}

/// The households at a cluster, with whether each raised its hand for the option.
pub async fn hand_list(
    ctx: &Context<'_>,
    decision: &Decision,
    list: HandList<'_>,
) -> Result<Vec<(Attendee, bool)>> {
    let place = place_of(decision, list.option)?;
    let there = attendance(ctx, decision, "").await?;
    let mut tx = ctx.read().await?;
    let raised: BTreeSet<HouseholdId> =
        stored::raised(&mut tx, (decision.id, decision.round.number))
            .await?
            .iter()
            .filter(|row| row.place == place)
            .map(|row| HouseholdId(row.household_id))
            .collect();
    let here = there
        .households
        .into_iter()
        .filter(|one| one.present.as_deref() == Some(list.cluster));
    Ok(here
        .map(|one| {
            let is_raised = raised.contains(&one.household);
            (one, is_raised)
        })
        .collect())
}

fn place_of(decision: &Decision, option: usize) -> Result<i64> {
    if option >= decision.proposal.options.len() {
        return Err(Error::NotFound);
    }
    i64::try_from(option).map_err(|_| Error::NotFound)
}

/// Write the list of an option anew, as it was ticked.
pub async fn record_hands(
    ctx: &Context<'_>,
    id: DecisionId,
    list: HandList<'_>,
    ticked: &[HouseholdId],
) -> Result<()> {
    let mut tx = ctx.write().await?;
    let (decision, account) = read(ctx, &mut tx, id, Action::CountVotes).await?;
    let round = in_meeting(&decision)?;
    if !by_hands(&decision) {
        return Err(Error::Conflict(
            "Chỉ lập danh sách hộ tán thành khi cuộc họp đã chọn biểu quyết bằng giơ tay; bỏ phiếu kín thì không ghi tên hộ."
                .into(),
        ));
    }
    let place = place_of(&decision, list.option)?;
    let ticked: BTreeSet<HouseholdId> = ticked.iter().copied().collect();
    let here: BTreeSet<HouseholdId> = households::present(&mut tx, round)
        .await?
        .into_iter()
        .filter(|(_, cluster)| cluster == list.cluster)
        .map(|(household, _)| household)
        .collect();
    if !ticked.is_subset(&here) {
        return Err(Error::field(
            "hands",
            "Có hộ được đánh dấu mà không có mặt ở đây. Hãy tải lại trang, ghi có mặt cho hộ đó rồi đánh dấu lại.",
        ));
    }
    stored::lower_all(&mut tx, round, (place, list.cluster)).await?;
    only_one_option(&decision, &stored::raised(&mut tx, round).await?, &ticked)?;
    for household in &ticked {
        stored::raise(&mut tx, round, (place, *household), (account, ctx.now())).await?;
    }
    let detail = json!({ "number": decision.number, "round": round.1, "households": ticked.len() });
    let unit = Some(decision.unit);
    audit::record(ctx, &mut tx, "record_hands", id, unit, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// With one seat a household stands behind one option.
fn only_one_option(
    decision: &Decision,
    others: &[HandRow],
    ticked: &BTreeSet<HouseholdId>,
) -> Result<()> {
    let limit = usize::try_from(decision.proposal.seats.max(1)).unwrap_or(usize::MAX);
    let mut behind: BTreeMap<HouseholdId, usize> = BTreeMap::new();
    for row in others {
        *behind.entry(HouseholdId(row.household_id)).or_default() += 1;
    }
    let too_many = ticked
        .iter()
        .filter(|household| behind.get(household).is_some_and(|count| *count >= limit))
        .count();
    if too_many == 0 {
        return Ok(());
    }
    Err(Error::field(
        "hands",
        format!(
            "{too_many} hộ đã có trong danh sách tán thành của {limit} phương án khác; mỗi hộ tán thành tối đa {limit} phương án."
        ),
    ))
}

fn by_hands(decision: &Decision) -> bool {
    matches!(
        decision.round.proceedings.method,
        Some((VotingMethod::Hands, _))
    )
}

/// A list that was made names as many households as hands were counted, for each option and at each cluster.
pub(super) async fn check_lists(
    tx: &mut ReadTx,
    decision: &Decision,
    vote: &MeetingVote,
) -> Result<()> {
    if !by_hands(decision) {
        return Ok(());
    }
    let mut listed: BTreeMap<(usize, String), u64> = BTreeMap::new();
    for row in stored::raised(tx, (decision.id, decision.round.number)).await? {
        let place = usize::try_from(row.place).unwrap_or(usize::MAX);
        *listed.entry((place, row.cluster)).or_default() += 1;
    }
    let mut wrong = Vec::new();
    for ((place, cluster), households) in &listed {
        let counted = counted(vote, *place, cluster);
        let (Some(option), Some(counted)) = (decision.proposal.options.get(*place), counted) else {
            continue;
        };
        if counted != *households {
            let at = if cluster.is_empty() {
                String::new()
            } else {
                format!(" tại cụm “{cluster}”")
            };
            wrong.push(dinh_domain::FieldError::new(
                "approve",
                format!(
                    "Danh sách hộ giơ tay tán thành “{option}”{at} có {households} hộ, mà số đếm là {counted}; hãy đếm lại hoặc sửa danh sách."
                ),
            ));
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(wrong))
    }
}

/// The hands that were counted for an option at a cluster.
fn counted(vote: &MeetingVote, place: usize, cluster: &str) -> Option<u64> {
    if vote.clusters.is_empty() {
        return vote.approve.get(place).copied();
    }
    vote.clusters
        .iter()
        .find(|one| one.name == cluster)
        .and_then(|one| one.approve.get(place).copied())
}

/// The households that raised a hand for each option, in the order of the roll, for the annex of the minutes.
pub async fn approving_households(
    ctx: &Context<'_>,
    decision: &Decision,
) -> Result<Vec<Vec<Attendee>>> {
    let mut tx = ctx.read().await?;
    authorise(ctx, &mut tx, Action::CountVotes, decision.unit).await?;
    let rows = stored::raised(&mut tx, (decision.id, decision.round.number)).await?;
    drop(tx);
    let mut lists = vec![Vec::new(); decision.proposal.options.len()];
    if rows.is_empty() {
        return Ok(lists);
    }
    let all: BTreeMap<HouseholdId, Attendee> = attendance(ctx, decision, "")
        .await?
        .households
        .into_iter()
        .map(|one| (one.household, one))
        .collect();
    for row in rows {
        let place = usize::try_from(row.place).unwrap_or(usize::MAX);
        let one = all.get(&HouseholdId(row.household_id));
        if let (Some(list), Some(one)) = (lists.get_mut(place), one) {
            list.push(one.clone());
        }
    }
    Ok(lists)
}

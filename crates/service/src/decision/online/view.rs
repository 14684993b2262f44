//! An online vote for the pages of those who count: how many, never who said what.

use std::collections::{BTreeMap, BTreeSet};

use dinh_domain::access::Action;
use dinh_domain::decision::{Choice, Decision, State, VoteChannel};
use dinh_domain::ids::HouseholdId;
use dinh_domain::roll::RollLine;
use dinh_domain::units::Unit;
use dinh_store::ReadTx;
use dinh_store::decision::{self as decisions, households, online as stored, vote_cards};
use jiff::civil::{Date, DateTime};

use super::load::{Votes, round_of, votes};
use crate::access::authorise;
use crate::clock::local;
use crate::decision::ballots::lines_of;
use crate::decision::deliver::DeliveryKind;
use crate::decision::thing::community_of;
use crate::error::{Error, Result};
use crate::platform::Context;

/// One household that may vote; whether it did is known, what it said is not.
#[derive(Clone, Debug)]
pub struct OnlineHousehold {
    /// Household.
    pub id: HouseholdId,
    /// Number in its hamlet.
    pub number: i64,
    /// Its cluster; may be empty.
    pub cluster: String,
    /// Who represents it; empty once erased.
    pub representative: String,
    /// Where it lives; empty once erased.
    pub address: String,
    /// A card with a code is in force.
    pub card: bool,
    /// The day on which it was given its card.
    pub card_on: Option<Date>,
    /// The channels on which it answered.
    pub channels: Vec<VoteChannel>,
}

/// A household with different answers.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Household.
    pub household: OnlineHousehold,
    /// What it said where, and when: the team needs it to decide.
    pub answers: Vec<(VoteChannel, Choice, DateTime)>,
    /// The channel that counts, once decided.
    pub settled: Option<VoteChannel>,
    /// Why.
    pub reason: String,
}

/// Everything that the pages show.
#[derive(Clone, Debug)]
pub struct OnlineView {
    /// The decision.
    pub decision: Decision,
    /// Its community.
    pub unit: Unit,
    /// The commune above it.
    pub commune: Option<Unit>,
    /// The households of the frozen roll, or of the roll of today.
    pub households: Vec<OnlineHousehold>,
    /// Households that count now, by channel.
    pub voted: BTreeMap<VoteChannel, u64>,
    /// Households with different answers.
    pub conflicts: Vec<Conflict>,
    /// Of these, how many wait.
    pub waiting: usize,
    /// Local time.
    pub now: DateTime,
}

/// The online vote of the decision with this number.
pub async fn online_view(ctx: &Context<'_>, number: i64, action: Action) -> Result<OnlineView> {
    let mut tx = ctx.read().await?;
    let found = decisions::find_by_number(&mut tx, number)
        .await?
        .ok_or(Error::NotFound)?;
    let decision = found.decision;
    authorise(ctx, &mut tx, action, decision.unit).await?;
    if !decision.is_online() {
        return Err(Error::NotFound);
    }
    let unit = community_of(&mut tx, &decision).await?;
    let commune = match unit.parent {
        Some(above) => Some(dinh_store::units::get(&mut tx, above).await?),
        None => None,
    };
    let votes = votes(&mut tx, &decision).await?;
    let listed = households_of(ctx, &mut tx, &decision, &votes).await?;
    Ok(OnlineView {
        voted: votes.by_channel(),
        waiting: votes.merged.conflicts.len(),
        conflicts: conflicts_of(&votes, &listed),
        decision,
        unit,
        commune,
        households: listed,
        now: local(ctx.now()).datetime(),
    })
}

/// Who may vote, by number, with the card and whether they did.
async fn households_of(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    decision: &Decision,
    votes: &Votes,
) -> Result<Vec<OnlineHousehold>> {
    let round = round_of(decision);
    let cards: BTreeSet<HouseholdId> = vote_cards::households_with_card(tx, round)
        .await?
        .into_iter()
        .collect();
    let given: BTreeMap<HouseholdId, Date> =
        households::delivered(tx, round, DeliveryKind::Card.code())
            .await?
            .into_iter()
            .collect();
    let mut listed = Vec::new();
    for invited in super::invite::invited(ctx, tx, decision).await? {
        let heard = votes.heard.get(&invited.household);
        listed.push(OnlineHousehold {
            id: invited.household,
            number: invited.number,
            cluster: invited.cluster,
            representative: invited.representative,
            address: invited.address,
            card: cards.contains(&invited.household),
            card_on: given.get(&invited.household).copied(),
            channels: heard.map_or_else(Vec::new, |heard| heard.rows.keys().copied().collect()),
        });
    }
    listed.sort_by_key(|household| household.number);
    Ok(listed)
}

/// Households with different answers, settled or not.
fn conflicts_of(votes: &Votes, listed: &[OnlineHousehold]) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for row in &votes.conflicts {
        let id = HouseholdId(row.household_id);
        let household = listed.iter().find(|household| household.id == id);
        let (Some(household), Some(heard)) = (household, votes.heard.get(&id)) else {
            continue;
        };
        let waits = votes.merged.conflicts.contains(&id);
        if !waits && heard.voice.settled.is_none() {
            continue;
        }
        let said = heard.voice.said.iter();
        conflicts.push(Conflict {
            household: household.clone(),
            answers: said
                .map(|(channel, said)| (*channel, said.choice.clone(), said.at))
                .collect(),
            settled: heard.voice.settled,
            reason: row.reason.clone(),
        });
    }
    conflicts
}

/// What the minutes of an online vote hold beyond the numbers (Decree 59 Article 5(4)(a)).
#[derive(Clone, Debug)]
pub struct Participants {
    /// Households that took part, as the frozen roll names them, by number; nothing for a line that was erased.
    pub households: Vec<Option<RollLine>>,
    /// Other opinions, in no order that tells whose they are.
    pub opinions: Vec<String>,
    /// Households that count, by the channel of their answer.
    pub by_channel: BTreeMap<VoteChannel, u64>,
    /// Conflicts between channels that a person decided: the channel and why.
    pub settled: Vec<(VoteChannel, String)>,
}

/// For the printed minutes; never for a public page.
pub async fn participants(ctx: &Context<'_>, number: i64) -> Result<Participants> {
    let mut tx = ctx.read().await?;
    let found = decisions::find_by_number(&mut tx, number)
        .await?
        .ok_or(Error::NotFound)?;
    let decision = found.decision;
    authorise(ctx, &mut tx, Action::CountVotes, decision.unit).await?;
    if !decision.is_online() || decision.state == State::Open {
        return Err(Error::NotFound);
    }
    let votes = votes(&mut tx, &decision).await?;
    let lines = lines_of(&mut tx, &decision).await?;
    let took_part = |line: &crate::roll::FrozenLine| {
        let heard = votes.heard.get(&line.household);
        heard.is_some_and(|heard| heard.counting().is_some())
    };
    let mut opinions = Vec::new();
    for row in stored::words(&mut tx, round_of(&decision)).await? {
        let heard = votes.heard.get(&HouseholdId(row.household_id));
        let counting = heard.and_then(|heard| heard.counting());
        if counting.is_some_and(|(channel, _)| channel.code() == row.channel)
            && !row.opinion.is_empty()
        {
            opinions.push(row.opinion);
        }
    }
    opinions.sort();
    let settled = votes
        .conflicts
        .iter()
        .filter_map(|row| Some((VoteChannel::find(&row.resolution)?, row.reason.clone())))
        .collect();
    Ok(Participants {
        by_channel: votes.by_channel(),
        households: lines
            .into_iter()
            .filter(took_part)
            .map(|line| line.text)
            .collect(),
        opinions,
        settled,
    })
}

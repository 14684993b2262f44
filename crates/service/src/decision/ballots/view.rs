//! The ballots of a decision, for the pages of those who count.

use std::collections::BTreeMap;

use dinh_domain::access::Action;
use dinh_domain::decision::{BallotBox, Collected, Decision};
use dinh_domain::ids::HouseholdId;
use dinh_domain::units::Unit;
use dinh_store::ReadTx;
use dinh_store::decision::{self as decisions, ballots as stored, households, steps};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::load::{is_on_paper, load};
use crate::access::authorise;
use crate::clock::local;
use crate::decision::deliver::DeliveryKind;
use crate::decision::thing::community_of;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::roll::{FrozenLine, MOST_HOUSEHOLDS, frozen_lines};

/// One household of the frozen roll with its ballot.
#[derive(Clone, Debug)]
pub struct BallotHousehold {
    /// Household.
    pub id: HouseholdId,
    /// Number in its hamlet; the number of its line once erased.
    pub number: i64,
    /// Who represents it; empty once erased.
    pub representative: String,
    /// Where it lives; empty once erased.
    pub address: String,
    /// Its cluster; may be empty.
    pub cluster: String,
    /// The day on which it was given a ballot.
    pub given_on: Option<Date>,
    /// What became of it.
    pub collected: Option<Collected>,
}

/// Everything that the pages show.
#[derive(Clone, Debug)]
pub struct BallotView {
    /// The decision.
    pub decision: Decision,
    /// Its community.
    pub unit: Unit,
    /// The commune above it.
    pub commune: Option<Unit>,
    /// The papers.
    pub ballots: BallotBox,
    /// The households, by number.
    pub households: Vec<BallotHousehold>,
    /// Words written on ballots that count, without serials, in no order that tells whose they are.
    pub opinions: Vec<String>,
    /// When the first paper was read.
    pub first_read: Option<Timestamp>,
    /// When the result of the round was made public.
    pub concluded_at: Option<Timestamp>,
    /// Local time.
    pub now: DateTime,
}

impl BallotView {
    /// Whether papers may be read now.
    pub fn may_count(&self, ctx: &Context<'_>) -> Result<()> {
        let on = self.decision.law_day(ctx.today());
        Ok(self.ballots.may_count(self.now, ctx.law(), on)?)
    }
}

/// The ballots of the decision with this number, for whoever may do `action` in its community.
pub async fn ballot_view(ctx: &Context<'_>, number: i64, action: Action) -> Result<BallotView> {
    let mut tx = ctx.read().await?;
    let found = decisions::find_by_number(&mut tx, number)
        .await?
        .ok_or(Error::NotFound)?;
    let decision = found.decision;
    authorise(ctx, &mut tx, action, decision.unit).await?;
    if !is_on_paper(&decision) {
        return Err(Error::NotFound);
    }
    let unit = community_of(&mut tx, &decision).await?;
    let commune = match unit.parent {
        Some(above) => Some(dinh_store::units::get(&mut tx, above).await?),
        None => None,
    };
    let loaded = load(&mut tx, &decision).await?;
    let households = households_of(&mut tx, &decision, &loaded.ballots).await?;
    let round = (decision.id, decision.round.number);
    let opinions = opinions(stored::opinions(&mut tx, round).await?);
    let concluded_at = steps::of(&mut tx, decision.id)
        .await?
        .into_iter()
        .rfind(|step| step.step == "conclude" && step.round == decision.round.number)
        .map(|step| step.at.to_jiff());
    Ok(BallotView {
        concluded_at,
        decision,
        unit,
        commune,
        households,
        opinions,
        first_read: loaded.first_read,
        ballots: loaded.ballots,
        now: local(ctx.now()).datetime(),
    })
}

/// The first reading's words of each paper stand for it; sorted by their letters.
fn opinions(rows: Vec<(i64, i64, String)>) -> Vec<String> {
    let mut first: BTreeMap<i64, String> = BTreeMap::new();
    for (serial, _, words) in rows {
        first.entry(serial).or_insert(words);
    }
    let mut words: Vec<String> = first.into_values().collect();
    words.sort();
    words
}

/// The lines of the frozen roll that count.
pub(in crate::decision) async fn lines_of(
    tx: &mut ReadTx,
    decision: &Decision,
) -> Result<Vec<FrozenLine>> {
    let most = u64::try_from(MOST_HOUSEHOLDS * 2).unwrap_or(u64::MAX);
    let mut lines = frozen_lines(tx, decision.id, decision.round.number, 0, most).await?;
    lines.retain(|line| line.removed_by_correction.is_none());
    Ok(lines)
}

async fn households_of(
    tx: &mut ReadTx,
    decision: &Decision,
    ballots: &BallotBox,
) -> Result<Vec<BallotHousehold>> {
    let round = (decision.id, decision.round.number);
    let given: BTreeMap<HouseholdId, Date> =
        households::delivered(tx, round, DeliveryKind::Ballot.code())
            .await?
            .into_iter()
            .collect();
    let mut found = Vec::new();
    for line in lines_of(tx, decision).await? {
        let number = i64::try_from(line.line).unwrap_or(i64::MAX);
        let text = line.text;
        let words = text.as_ref();
        found.push(BallotHousehold {
            id: line.household,
            number: words.map_or(number, |words| words.number),
            representative: words.map_or_else(String::new, |words| words.representative.clone()),
            address: words.map_or_else(String::new, |words| words.address.clone()),
            cluster: words.map_or_else(String::new, |words| words.cluster.clone()),
            given_on: given.get(&line.household).copied(),
            collected: ballots.collected.get(&line.household).copied(),
        });
    }
    found.sort_by_key(|household| household.number);
    Ok(found)
}

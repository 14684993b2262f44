//! The voices of a round, from what is stored, and the tree over what counts.

use std::collections::{BTreeMap, BTreeSet};

use dinh_domain::access::Action;
use dinh_domain::decision::{
    Choice, Decision, Merged, Said, Standing, State, Voice, VoteChannel, tally,
};
use dinh_domain::ids::{AccountId, DecisionId, HouseholdId};
use dinh_domain::roll::RollTree;
use dinh_store::decision::online::{self as stored, ConflictRow, SaidRow};
use dinh_store::roll::frozen;
use dinh_store::{ReadTx, WriteTx};

use crate::clock::local;
use crate::decision::thing::read;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::roll::MOST_HOUSEHOLDS;

/// The running online vote, for whoever may do `action`.
pub(super) async fn running(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    action: Action,
) -> Result<(Decision, AccountId)> {
    let (decision, account) = read(ctx, tx, id, action).await?;
    must_run(&decision)?;
    Ok((decision, account))
}

/// The round is an online vote and has no result yet.
pub(super) fn must_run(decision: &Decision) -> Result<()> {
    if !decision.is_online() {
        return Err(Error::Conflict(
            "Việc này không lấy ý kiến bằng biểu quyết trực tuyến. Hãy mở lại trang của việc để xem hình thức đã chọn."
                .into(),
        ));
    }
    match decision.state {
        State::Open => Ok(()),
        State::Proposed | State::Planned | State::Noticed => Err(Error::Conflict(
            "Việc này chưa mở biểu quyết. Hãy mở để chốt danh sách hộ trước.".into(),
        )),
        _ => Err(Error::Conflict(
            "Việc này đã có kết quả; lựa chọn của các hộ không sửa được nữa.".into(),
        )),
    }
}

/// The round in which a decision is now.
pub(super) fn round_of(decision: &Decision) -> (DecisionId, i64) {
    (decision.id, decision.round.number)
}

/// One household's voice with the rows behind it.
pub(super) struct Heard {
    pub voice: Voice,
    pub rows: BTreeMap<VoteChannel, SaidRow>,
    /// A conflict was opened at some time.
    pub disputed: bool,
}

/// What one household said; what was decided between its channels is only asked for when there are several.
pub(super) async fn heard(
    tx: &mut ReadTx,
    round: (DecisionId, i64),
    household: HouseholdId,
) -> Result<Heard> {
    let rows = stored::said_by(tx, round, household).await?;
    let conflict = if rows.is_empty() {
        None
    } else {
        stored::conflict_of(tx, round, household).await?
    };
    let mut heard = Heard {
        voice: Voice::default(),
        rows: BTreeMap::new(),
        disputed: conflict.is_some(),
    };
    heard.voice.settled = conflict.as_ref().and_then(settled);
    for row in rows {
        heard.add(row)?;
    }
    Ok(heard)
}

impl Heard {
    fn add(&mut self, row: SaidRow) -> Result<()> {
        let channel = VoteChannel::find(&row.channel).ok_or_else(|| damaged("channel"))?;
        let said = Said {
            choice: Choice::parse(&row.choice).ok_or_else(|| damaged("choice"))?,
            revision: row.revision,
            at: local(row.cast_at.to_jiff()).datetime(),
        };
        self.voice.said.insert(channel, said);
        self.rows.insert(channel, row);
        Ok(())
    }

    /// The row that counts.
    pub fn counting(&self) -> Option<(VoteChannel, &SaidRow)> {
        match self.voice.standing() {
            Standing::Counts(channel) => self.rows.get(&channel).map(|row| (channel, row)),
            Standing::Silent | Standing::Conflict => None,
        }
    }
}

fn settled(row: &ConflictRow) -> Option<VoteChannel> {
    VoteChannel::find(&row.resolution)
}

/// Everything that was said in a round.
pub(super) struct Votes {
    pub heard: BTreeMap<HouseholdId, Heard>,
    pub merged: Merged,
    pub conflicts: Vec<ConflictRow>,
}

/// What stands in the tree of a round.
pub(super) struct Leaf {
    pub line: i64,
    pub household: HouseholdId,
    pub commitment: [u8; 32],
}

impl Votes {
    /// The sealed lines that count, in the order of the roll; one a household.
    pub fn leaves(&self) -> Result<Vec<Leaf>> {
        let mut leaves = Vec::new();
        for (household, heard) in &self.heard {
            if let Some((_, row)) = heard.counting() {
                leaves.push(Leaf {
                    line: row.line,
                    household: *household,
                    commitment: bytes(&row.commitment)?,
                });
            }
        }
        leaves.sort_by_key(|leaf| leaf.line);
        Ok(leaves)
    }

    /// The tree over them.
    pub fn tree(&self) -> Result<RollTree> {
        let leaves = self.leaves()?;
        RollTree::over(leaves.into_iter().map(|leaf| leaf.commitment)).map_err(|_| damaged("tree"))
    }

    /// How many counting answers came on each channel.
    pub fn by_channel(&self) -> BTreeMap<VoteChannel, u64> {
        let mut sums = BTreeMap::new();
        for heard in self.heard.values() {
            if let Some((channel, _)) = heard.counting() {
                *sums.entry(channel).or_insert(0) += 1;
            }
        }
        sums
    }
}

/// All votes of the newest round, counted over the frozen roll. Households that were taken off the roll are left out.
pub(super) async fn votes(tx: &mut ReadTx, decision: &Decision) -> Result<Votes> {
    let round = round_of(decision);
    let lines = frozen::lines(tx, round.0, round.1, 0, MOST_HOUSEHOLDS * 2).await?;
    let roll: BTreeSet<HouseholdId> = lines
        .iter()
        .filter(|line| line.removed_by.is_none())
        .map(|line| HouseholdId(line.household_id))
        .collect();
    let conflicts = stored::conflicts(tx, round).await?;
    let decided: BTreeMap<HouseholdId, Option<VoteChannel>> = conflicts
        .iter()
        .map(|row| (HouseholdId(row.household_id), settled(row)))
        .collect();
    let mut heard: BTreeMap<HouseholdId, Heard> = BTreeMap::new();
    for row in stored::said(tx, round).await? {
        let household = HouseholdId(row.household_id);
        if !roll.contains(&household) {
            continue;
        }
        let entry = heard.entry(household).or_insert_with(|| Heard {
            voice: Voice {
                settled: decided.get(&household).copied().flatten(),
                ..Voice::default()
            },
            rows: BTreeMap::new(),
            disputed: decided.contains_key(&household),
        });
        entry.add(row)?;
    }
    let voices: BTreeMap<HouseholdId, Voice> = heard
        .iter()
        .map(|(household, heard)| (*household, heard.voice.clone()))
        .collect();
    let closes = decision.round.plan.as_ref().and_then(|plan| plan.closes);
    let (options, seats) = (decision.proposal.options.len(), decision.proposal.seats);
    let merged = tally(&roll, &voices, closes, options, seats);
    Ok(Votes {
        heard,
        merged,
        conflicts,
    })
}

/// 32 stored bytes.
pub(super) fn bytes(stored: &[u8]) -> Result<[u8; 32]> {
    stored.try_into().map_err(|_| damaged("bytes"))
}

/// A fault of ours.
pub(super) fn damaged(what: &str) -> Error {
    Error::Internal(format!("stored votes: {what} does not make sense"))
}

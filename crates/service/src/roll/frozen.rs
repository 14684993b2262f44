//! Reading a fixed roll: its lines, its corrections, the proof of one line.
//!
//! Lines are personal data; whoever calls has authorised already.

use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_domain::roll::{LineProof, RollLine};
use dinh_store::ReadTx;
use dinh_store::roll::frozen::{self, CorrectionRow, LineRow};
use jiff::Timestamp;

use super::freeze::{FrozenRoll, RollChange, broken, bytes, tree_of, unsigned};
use super::place::MOST_HOUSEHOLDS;
use crate::error::Result;

/// A line of a fixed roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenLine {
    /// Number of the line, from 1; never given twice.
    pub line: u64,
    /// Household.
    pub household: HouseholdId,
    /// What it said when the roll was fixed; nothing once it was erased.
    pub text: Option<RollLine>,
    /// The correction that added it.
    pub added_by_correction: Option<u64>,
    /// The correction that removed it; then it does not count.
    pub removed_by_correction: Option<u64>,
}

/// A correction of a fixed roll, as the minutes show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenCorrection {
    /// Number, from 1.
    pub correction: u64,
    /// Number of the household in its hamlet.
    pub household_number: i64,
    /// What was done.
    pub change: RollChange,
    /// Why.
    pub reason: String,
    /// Households that count since.
    pub total: u64,
    /// Root since.
    pub root: [u8; 32],
    /// When.
    pub at: Timestamp,
}

/// The fixed roll of a round.
pub async fn find_frozen(
    tx: &mut ReadTx,
    decision: DecisionId,
    round: i64,
) -> Result<Option<FrozenRoll>> {
    let row = frozen::find(tx, decision, round).await?;
    row.as_ref().map(FrozenRoll::of_row).transpose()
}

/// Lines after one, in order, those that were taken out too.
pub async fn frozen_lines(
    tx: &mut ReadTx,
    decision: DecisionId,
    round: i64,
    after_line: u64,
    limit: u64,
) -> Result<Vec<FrozenLine>> {
    let after = i64::try_from(after_line).map_err(broken)?;
    let limit = i64::try_from(limit).map_err(broken)?;
    let rows = frozen::lines(tx, decision, round, after, limit).await?;
    rows.iter().map(line).collect()
}

fn line(row: &LineRow) -> Result<FrozenLine> {
    Ok(FrozenLine {
        line: unsigned(row.line)?,
        household: HouseholdId(row.household_id),
        text: RollLine::parse(&row.text),
        added_by_correction: row.added_by.map(unsigned).transpose()?,
        removed_by_correction: row.removed_by.map(unsigned).transpose()?,
    })
}

/// The corrections of a fixed roll, in order.
pub async fn frozen_corrections(
    tx: &mut ReadTx,
    decision: DecisionId,
    round: i64,
) -> Result<Vec<FrozenCorrection>> {
    let rows = frozen::corrections(tx, decision, round, MOST_HOUSEHOLDS).await?;
    rows.into_iter().map(correction).collect()
}

fn correction(row: CorrectionRow) -> Result<FrozenCorrection> {
    Ok(FrozenCorrection {
        correction: unsigned(row.correction)?,
        household_number: row.household_number,
        change: RollChange::find(&row.change).ok_or_else(|| broken("unknown change"))?,
        reason: row.reason,
        total: unsigned(row.total)?,
        root: bytes(&row.root)?,
        at: row.at.to_jiff(),
    })
}

/// The line on which a household counts; nothing when it does not.
pub async fn find_frozen_line(
    tx: &mut ReadTx,
    decision: DecisionId,
    round: i64,
    household: HouseholdId,
) -> Result<Option<FrozenLine>> {
    let row = frozen::find_line(tx, decision, round, household).await?;
    row.as_ref().map(line).transpose()
}

/// What a household needs to check its own line; nothing when it does not count, or
/// when its line was erased.
pub async fn line_proof(
    tx: &mut ReadTx,
    decision: DecisionId,
    round: i64,
    household: HouseholdId,
) -> Result<Option<LineProof>> {
    let Some(row) = frozen::find_line(tx, decision, round, household).await? else {
        return Ok(None);
    };
    if row.erased_at.is_some() {
        return Ok(None);
    }
    let counting = frozen::commitments(tx, decision, round, MOST_HOUSEHOLDS * 2).await?;
    let place = counting
        .iter()
        .position(|(number, _)| *number == row.line)
        .ok_or_else(|| broken("a line that counts is not among those that count"))?;
    let index = u64::try_from(place).map_err(broken)?;
    let tree = tree_of(tx, decision, round).await?;
    Ok(Some(LineProof {
        salt: bytes(&row.salt)?,
        text: row.text,
        root: tree.root().map_err(broken)?,
        index,
        size: tree.size(),
        hashes: tree.path(index).map_err(broken)?,
    }))
}

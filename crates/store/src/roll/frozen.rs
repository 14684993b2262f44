//! The roll that a round of a decision fixed, its lines and its corrections.

use dinh_domain::ids::{AccountId, DecisionId, HouseholdId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO frozen_roll (decision_id, round, unit_id, as_of, total, root, corrections, closed) \
           VALUES ($1, $2, $3, $4, $5, $6, 0, $7)";
    FIND = "SELECT unit_id, as_of, total, root, corrections, closed FROM frozen_roll \
           WHERE decision_id = $1 AND round = $2";
    CORRECT = "UPDATE frozen_roll SET total = $3, root = $4, corrections = corrections + 1 \
           WHERE decision_id = $1 AND round = $2 AND closed = $5";
    CLOSE = "UPDATE frozen_roll SET closed = $3 WHERE decision_id = $1 AND round = $2";
    ADD_LINE = "INSERT INTO frozen_roll_line (decision_id, round, line, household_id, text, salt, \
           commitment, added_by, removed_by, erased_at) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL)";
    LINES = "SELECT line, household_id, text, salt, commitment, added_by, removed_by, erased_at \
           FROM frozen_roll_line WHERE decision_id = $1 AND round = $2 AND line > $3 \
           ORDER BY line LIMIT $4";
    COMMITMENTS = "SELECT line, commitment FROM frozen_roll_line WHERE decision_id = $1 AND round = $2 \
           AND removed_by IS NULL ORDER BY line LIMIT $3";
    LAST_LINE = "SELECT line FROM frozen_roll_line WHERE decision_id = $1 AND round = $2 \
           ORDER BY line DESC LIMIT 1";
    LINE_OF = "SELECT line, household_id, text, salt, commitment, added_by, removed_by, erased_at \
           FROM frozen_roll_line WHERE household_id = $3 AND decision_id = $1 AND round = $2 \
           AND removed_by IS NULL";
    REMOVE_LINE = "UPDATE frozen_roll_line SET removed_by = $4 WHERE household_id = $3 \
           AND decision_id = $1 AND round = $2 AND removed_by IS NULL";
    ADD_CORRECTION = "INSERT INTO frozen_roll_correction (decision_id, round, correction, household_id, \
           household_number, change, reason, total, root, at, by_account) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    CORRECTIONS = "SELECT correction, household_number, change, reason, total, root, at \
           FROM frozen_roll_correction WHERE decision_id = $1 AND round = $2 ORDER BY correction LIMIT $3";
    OPEN_WITH = "SELECT frozen_roll_line.decision_id FROM frozen_roll_line JOIN frozen_roll \
           ON frozen_roll.decision_id = frozen_roll_line.decision_id \
           AND frozen_roll.round = frozen_roll_line.round \
           WHERE frozen_roll_line.household_id = $1 AND frozen_roll.closed = $2 \
           ORDER BY frozen_roll_line.decision_id LIMIT 1";
    OF_HOUSEHOLD = "SELECT frozen_roll_line.decision_id, frozen_roll_line.round, frozen_roll_line.line, \
           frozen_roll_line.text, frozen_roll.as_of, frozen_roll_line.removed_by FROM frozen_roll_line \
           JOIN frozen_roll ON frozen_roll.decision_id = frozen_roll_line.decision_id \
           AND frozen_roll.round = frozen_roll_line.round WHERE frozen_roll_line.household_id = $1 \
           ORDER BY frozen_roll.as_of, frozen_roll_line.decision_id, frozen_roll_line.line LIMIT 1000";
    ERASE_LINES = "UPDATE frozen_roll_line SET text = '', salt = $2, erased_at = $3 \
           WHERE household_id = $1 AND erased_at IS NULL AND EXISTS (SELECT 1 FROM frozen_roll \
           WHERE frozen_roll.decision_id = frozen_roll_line.decision_id \
           AND frozen_roll.round = frozen_roll_line.round AND frozen_roll.closed = $4 \
           AND frozen_roll.as_of < $5)";
}

/// A fixed roll as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FrozenRow {
    /// Hamlet.
    pub unit_id: Uuid,
    /// Day on which the roll was as it was fixed.
    pub as_of: jiff_sqlx::Date,
    /// Lines that count.
    pub total: i64,
    /// Root over their commitments.
    pub root: Vec<u8>,
    /// How often it was corrected.
    pub corrections: i64,
    /// Whether nothing may be changed any more.
    pub closed: bool,
}

/// A line as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LineRow {
    /// Number of the line, from 1; never given twice.
    pub line: i64,
    /// Household.
    pub household_id: Uuid,
    /// What it says; empty once erased.
    pub text: String,
    /// Its salt; zeros once erased.
    pub salt: Vec<u8>,
    /// Commitment to both.
    pub commitment: Vec<u8>,
    /// The correction that added it.
    pub added_by: Option<i64>,
    /// The correction that removed it.
    pub removed_by: Option<i64>,
    /// When it was erased.
    pub erased_at: Option<jiff_sqlx::Timestamp>,
}

/// A correction as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CorrectionRow {
    /// Number, from 1.
    pub correction: i64,
    /// Number of the household in its hamlet.
    pub household_number: i64,
    /// `add` or `remove`.
    pub change: String,
    /// Why.
    pub reason: String,
    /// Lines that count since.
    pub total: i64,
    /// Root since.
    pub root: Vec<u8>,
    /// When.
    pub at: jiff_sqlx::Timestamp,
}

/// A fixed roll on which a household stands or stood.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Mention {
    /// Decision.
    pub decision_id: Uuid,
    /// Round.
    pub round: i64,
    /// Line.
    pub line: i64,
    /// What it says; empty once erased.
    pub text: String,
    /// Day of the roll.
    pub as_of: jiff_sqlx::Date,
    /// The correction that removed it.
    pub removed_by: Option<i64>,
}

/// A roll to fix.
pub struct NewFrozen {
    /// Decision.
    pub decision: DecisionId,
    /// Round.
    pub round: i64,
    /// Hamlet.
    pub unit: UnitId,
    /// Day.
    pub as_of: Date,
    /// Lines.
    pub total: i64,
    /// Root.
    pub root: [u8; 32],
}

/// A line to add.
pub struct NewLine {
    /// Number.
    pub line: i64,
    /// Household.
    pub household: HouseholdId,
    /// What it says.
    pub text: String,
    /// Salt.
    pub salt: [u8; 32],
    /// Commitment.
    pub commitment: [u8; 32],
    /// The correction that adds it.
    pub added_by: Option<i64>,
}

/// A correction to keep.
pub struct NewCorrection<'a> {
    /// Number, from 1.
    pub correction: i64,
    /// Household.
    pub household: HouseholdId,
    /// Its number in the hamlet.
    pub household_number: i64,
    /// `add` or `remove`.
    pub change: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Lines that count now.
    pub total: i64,
    /// Root now.
    pub root: [u8; 32],
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: AccountId,
}

/// Fix a roll; a duplicate when the round has one.
pub async fn add(tx: &mut WriteTx, new: &NewFrozen) -> Result<()> {
    tx.change(ADD)
        .bind(new.decision.0)
        .bind(new.round)
        .bind(new.unit.0)
        .bind(new.as_of.to_sqlx())
        .bind(new.total)
        .bind(new.root.to_vec())
        .bind(false)
        .run_one()
        .await
}

/// The roll of a round.
pub async fn find(tx: &mut ReadTx, decision: DecisionId, round: i64) -> Result<Option<FrozenRow>> {
    tx.select(FIND)
        .bind(decision.0)
        .bind(round)
        .optional()
        .await
}

/// Add a line.
pub async fn add_line(
    tx: &mut WriteTx,
    decision: DecisionId,
    round: i64,
    new: NewLine,
) -> Result<()> {
    tx.change(ADD_LINE)
        .bind(decision.0)
        .bind(round)
        .bind(new.line)
        .bind(new.household.0)
        .bind(new.text)
        .bind(new.salt.to_vec())
        .bind(new.commitment.to_vec())
        .bind(new.added_by)
        .run_one()
        .await
}

/// Take the line of a household out; a conflict when it is on none.
pub async fn remove_line(
    tx: &mut WriteTx,
    decision: DecisionId,
    round: i64,
    household: HouseholdId,
    correction: i64,
) -> Result<()> {
    tx.change(REMOVE_LINE)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .bind(correction)
        .run_one()
        .await
}

/// Keep a correction and what the roll is since; a conflict when the roll is closed.
pub async fn correct(
    tx: &mut WriteTx,
    decision: DecisionId,
    round: i64,
    new: NewCorrection<'_>,
) -> Result<()> {
    tx.change(CORRECT)
        .bind(decision.0)
        .bind(round)
        .bind(new.total)
        .bind(new.root.to_vec())
        .bind(false)
        .run_one()
        .await?;
    tx.change(ADD_CORRECTION)
        .bind(decision.0)
        .bind(round)
        .bind(new.correction)
        .bind(new.household.0)
        .bind(new.household_number)
        .bind(new.change.to_owned())
        .bind(new.reason.to_owned())
        .bind(new.total)
        .bind(new.root.to_vec())
        .bind(new.at.to_sqlx())
        .bind(Some::<Uuid>(new.by.0))
        .run_one()
        .await
}

/// Nothing may be changed any more. Closing twice changes nothing.
pub async fn close(tx: &mut WriteTx, decision: DecisionId, round: i64) -> Result<()> {
    tx.change(CLOSE)
        .bind(decision.0)
        .bind(round)
        .bind(true)
        .run_one()
        .await
}

/// Lines after one, in order, those that were taken out too.
pub async fn lines(
    tx: &mut ReadTx,
    decision: DecisionId,
    round: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<LineRow>> {
    tx.select(LINES)
        .bind(decision.0)
        .bind(round)
        .bind(after)
        .bind(limit)
        .all()
        .await
}

/// Number and commitment of every line that counts, in order; at most `limit`.
pub async fn commitments(
    tx: &mut ReadTx,
    decision: DecisionId,
    round: i64,
    limit: i64,
) -> Result<Vec<(i64, Vec<u8>)>> {
    tx.select(COMMITMENTS)
        .bind(decision.0)
        .bind(round)
        .bind(limit)
        .all()
        .await
}

/// The greatest number of a line ever given; 0 when there is none.
pub async fn last_line(tx: &mut ReadTx, decision: DecisionId, round: i64) -> Result<i64> {
    let row: Option<(i64,)> = tx
        .select(LAST_LINE)
        .bind(decision.0)
        .bind(round)
        .optional()
        .await?;
    Ok(row.map_or(0, |(line,)| line))
}

/// The line of a household that counts.
pub async fn find_line(
    tx: &mut ReadTx,
    decision: DecisionId,
    round: i64,
    household: HouseholdId,
) -> Result<Option<LineRow>> {
    tx.select(LINE_OF)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .optional()
        .await
}

/// The corrections of a roll, in order; at most `limit`.
pub async fn corrections(
    tx: &mut ReadTx,
    decision: DecisionId,
    round: i64,
    limit: i64,
) -> Result<Vec<CorrectionRow>> {
    tx.select(CORRECTIONS)
        .bind(decision.0)
        .bind(round)
        .bind(limit)
        .all()
        .await
}

/// A decision whose roll is not closed and on which a household stands or stood.
pub async fn find_open_with(tx: &mut ReadTx, household: HouseholdId) -> Result<Option<DecisionId>> {
    let row: Option<(Uuid,)> = tx
        .select(OPEN_WITH)
        .bind(household.0)
        .bind(false)
        .optional()
        .await?;
    Ok(row.map(|(id,)| DecisionId(id)))
}

/// The fixed rolls on which a household stands or stood.
pub async fn of_household(tx: &mut ReadTx, household: HouseholdId) -> Result<Vec<Mention>> {
    tx.select(OF_HOUSEHOLD).bind(household.0).all().await
}

/// Erase text and salt of the lines of a household on closed rolls of before a day;
/// the commitments stay. Gives how many.
pub async fn erase_lines(
    tx: &mut WriteTx,
    household: HouseholdId,
    before: Date,
    at: Timestamp,
) -> Result<u64> {
    tx.change(ERASE_LINES)
        .bind(household.0)
        .bind(vec![0_u8; 32])
        .bind(at.to_sqlx())
        .bind(true)
        .bind(before.to_sqlx())
        .run()
        .await
}

//! Online votes: what each household said on each channel, earlier answers as commitments, conflicts between channels,
//! and the box as the register saw it.
//!
//! Guarantees: one row a household and channel, whichever phone was first; of an earlier answer only its commitment is
//! kept; words stand apart and can be erased.

use dinh_domain::ids::{AccountId, DecisionId, HouseholdId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    SAY = "INSERT INTO household_vote (decision_id, round, household_id, channel, line, choice, salt, commitment, \
           revision, cast_at, by_account) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
           ON CONFLICT (decision_id, round, household_id, channel) DO UPDATE SET choice = excluded.choice, \
           salt = excluded.salt, commitment = excluded.commitment, revision = excluded.revision, \
           cast_at = excluded.cast_at, by_account = excluded.by_account";
    KEEP_REVISION = "INSERT INTO household_vote_revision (decision_id, round, household_id, channel, revision, \
           commitment, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    REVISIONS = "SELECT revision, commitment, at FROM household_vote_revision WHERE decision_id = $1 AND round = $2 \
           AND household_id = $3 AND channel = $4 ORDER BY revision LIMIT 1000";
    SAID_BY = "SELECT household_id, channel, line, choice, salt, commitment, revision, cast_at FROM household_vote \
           WHERE decision_id = $1 AND round = $2 AND household_id = $3 ORDER BY channel LIMIT 10";
    SAID = "SELECT household_id, channel, line, choice, salt, commitment, revision, cast_at FROM household_vote \
           WHERE decision_id = $1 AND round = $2 ORDER BY household_id, channel LIMIT 20000";
    COUNT_SAID = "SELECT channel, CAST(COUNT(*) AS BIGINT) FROM household_vote WHERE decision_id = $1 AND round = $2 \
           GROUP BY channel ORDER BY channel";
    VOTE_WORDS = "INSERT INTO household_vote_words (decision_id, round, household_id, channel, opinion, source) \
           VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (decision_id, round, household_id, channel) \
           DO UPDATE SET opinion = excluded.opinion, source = excluded.source";
    NO_VOTE_WORDS = "DELETE FROM household_vote_words WHERE decision_id = $1 AND round = $2 AND household_id = $3 \
           AND channel = $4";
    WORDS_OF = "SELECT household_id, channel, opinion, source FROM household_vote_words WHERE decision_id = $1 \
           AND round = $2 ORDER BY household_id, channel LIMIT 20000";
    OPINION_OF = "SELECT opinion FROM household_vote_words WHERE decision_id = $1 AND round = $2 \
           AND household_id = $3 AND channel = $4";
    ERASE_VOTE_WORDS = "UPDATE household_vote_words SET opinion = '', source = '' WHERE decision_id = $1";
    OPEN_CONFLICT = "INSERT INTO vote_conflict (decision_id, round, household_id, opened_at, resolution, reason, \
           resolved_at, resolved_by) VALUES ($1, $2, $3, $4, '', '', NULL, NULL) \
           ON CONFLICT (decision_id, round, household_id) DO UPDATE SET opened_at = excluded.opened_at, \
           resolution = '', reason = '', resolved_at = NULL, resolved_by = NULL";
    RESOLVE_CONFLICT = "UPDATE vote_conflict SET resolution = $4, reason = $5, resolved_at = $6, resolved_by = $7 \
           WHERE decision_id = $1 AND round = $2 AND household_id = $3";
    CONFLICT_OF = "SELECT household_id, resolution, reason, opened_at FROM vote_conflict WHERE decision_id = $1 \
           AND round = $2 AND household_id = $3";
    CONFLICTS = "SELECT household_id, resolution, reason, opened_at FROM vote_conflict WHERE decision_id = $1 \
           AND round = $2 ORDER BY opened_at, household_id LIMIT 5000";
    ADD_BOX = "INSERT INTO vote_box (decision_id, round, at, votes, root, register_position) \
           VALUES ($1, $2, $3, $4, $5, $6)";
    BOXES_DUE = "SELECT d.id FROM decision d WHERE d.state = 'open' AND d.form = 'online' AND NOT EXISTS \
           (SELECT 1 FROM vote_box b WHERE b.decision_id = d.id AND b.round >= 1 AND b.at > $1) \
           ORDER BY d.number LIMIT $2";
    VOTES_RUNNING = "SELECT id FROM decision WHERE state = 'open' AND form = 'online' ORDER BY number LIMIT $1";
    LAST_BOX = "SELECT at, votes, root, register_position FROM vote_box WHERE decision_id = $1 AND round = $2 \
           ORDER BY at DESC LIMIT 1";
}

/// A round of a decision.
pub type InRound = (DecisionId, i64);

/// One answer as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SaidRow {
    /// Household.
    pub household_id: Uuid,
    /// `online`, `on_behalf` or `paper`.
    pub channel: String,
    /// Line of the household on the frozen roll.
    pub line: i64,
    /// What: `for 1`, `against`, `other`.
    pub choice: String,
    /// Salt of its sealed line.
    pub salt: Vec<u8>,
    /// Its sealed line.
    pub commitment: Vec<u8>,
    /// How often it was given or changed, from 1.
    pub revision: i64,
    /// When.
    pub cast_at: jiff_sqlx::Timestamp,
}

/// An answer to be stored.
pub struct NewSaid<'a> {
    /// Household.
    pub household: HouseholdId,
    /// Channel.
    pub channel: &'static str,
    /// Line on the frozen roll.
    pub line: i64,
    /// What.
    pub choice: &'a str,
    /// Salt.
    pub salt: [u8; 32],
    /// Sealed line.
    pub commitment: [u8; 32],
    /// Revision.
    pub revision: i64,
    /// When.
    pub at: Timestamp,
    /// Who, if somebody was signed in.
    pub by: Option<AccountId>,
}

/// Store an answer; the one before it on the same channel is replaced, its commitment stays.
pub async fn say(tx: &mut WriteTx, (decision, round): InRound, said: NewSaid<'_>) -> Result<()> {
    tx.change(SAY)
        .bind(decision.0)
        .bind(round)
        .bind(said.household.0)
        .bind(said.channel)
        .bind(said.line)
        .bind(said.choice.to_owned())
        .bind(said.salt.to_vec())
        .bind(said.commitment.to_vec())
        .bind(said.revision)
        .bind(said.at.to_sqlx())
        .bind(said.by.map(|id| id.0))
        .run_one()
        .await?;
    tx.change(KEEP_REVISION)
        .bind(decision.0)
        .bind(round)
        .bind(said.household.0)
        .bind(said.channel)
        .bind(said.revision)
        .bind(said.commitment.to_vec())
        .bind(said.at.to_sqlx())
        .run_one()
        .await
}

/// Revision, commitment and time of every answer that a household ever gave on a channel.
pub async fn revisions(
    tx: &mut ReadTx,
    (decision, round): InRound,
    household: HouseholdId,
    channel: &'static str,
) -> Result<Vec<(i64, Vec<u8>, jiff_sqlx::Timestamp)>> {
    tx.select(REVISIONS)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .bind(channel)
        .all()
        .await
}

/// What a household said.
pub async fn said_by(
    tx: &mut ReadTx,
    (decision, round): InRound,
    household: HouseholdId,
) -> Result<Vec<SaidRow>> {
    tx.select(SAID_BY)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .all()
        .await
}

/// What everybody said, by household.
pub async fn said(tx: &mut ReadTx, (decision, round): InRound) -> Result<Vec<SaidRow>> {
    tx.select(SAID).bind(decision.0).bind(round).all().await
}

/// How many answers came in on each channel.
pub async fn count(tx: &mut ReadTx, (decision, round): InRound) -> Result<Vec<(String, i64)>> {
    tx.select(COUNT_SAID)
        .bind(decision.0)
        .bind(round)
        .all()
        .await
}

/// Words of an answer: another opinion, the source of an entry on behalf. Without words no row is kept.
pub async fn set_words(
    tx: &mut WriteTx,
    (decision, round): InRound,
    (household, channel): (HouseholdId, &'static str),
    (opinion, source): (&str, &str),
) -> Result<()> {
    if opinion.is_empty() && source.is_empty() {
        tx.change(NO_VOTE_WORDS)
            .bind(decision.0)
            .bind(round)
            .bind(household.0)
            .bind(channel)
            .run()
            .await?;
        return Ok(());
    }
    tx.change(VOTE_WORDS)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .bind(channel)
        .bind(opinion.to_owned())
        .bind(source.to_owned())
        .run_one()
        .await
}

/// The words of an answer; empty when there are none.
pub async fn opinion_of(
    tx: &mut ReadTx,
    (decision, round): InRound,
    household: HouseholdId,
    channel: &'static str,
) -> Result<String> {
    let row: Option<(String,)> = tx
        .select(OPINION_OF)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .bind(channel)
        .optional()
        .await?;
    Ok(row.map_or_else(String::new, |(words,)| words))
}

/// Words as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct WordsRow {
    /// Household.
    pub household_id: Uuid,
    /// Channel.
    pub channel: String,
    /// Another opinion.
    pub opinion: String,
    /// Source of an entry on behalf.
    pub source: String,
}

/// All words of a round.
pub async fn words(tx: &mut ReadTx, (decision, round): InRound) -> Result<Vec<WordsRow>> {
    tx.select(WORDS_OF).bind(decision.0).bind(round).all().await
}

/// Erase the words of every round of a decision.
pub async fn erase_words(tx: &mut WriteTx, decision: DecisionId) -> Result<u64> {
    tx.change(ERASE_VOTE_WORDS).bind(decision.0).run().await
}

/// A conflict as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ConflictRow {
    /// Household.
    pub household_id: Uuid,
    /// The channel that counts; empty until decided.
    pub resolution: String,
    /// Why.
    pub reason: String,
    /// Since when.
    pub opened_at: jiff_sqlx::Timestamp,
}

/// A household has different answers; what was decided about it before falls.
pub async fn open_conflict(
    tx: &mut WriteTx,
    (decision, round): InRound,
    household: HouseholdId,
    at: Timestamp,
) -> Result<()> {
    tx.change(OPEN_CONFLICT)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .bind(at.to_sqlx())
        .run_one()
        .await
}

/// A person decided which channel counts; an empty `channel` takes the decision back.
pub async fn resolve_conflict(
    tx: &mut WriteTx,
    (decision, round): InRound,
    household: HouseholdId,
    (channel, reason): (&'static str, &str),
    (by, at): (AccountId, Timestamp),
) -> Result<()> {
    tx.change(RESOLVE_CONFLICT)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .bind(channel)
        .bind(reason.to_owned())
        .bind(at.to_sqlx())
        .bind(Some(by.0))
        .run_one()
        .await
}

/// What was decided about the answers of a household.
pub async fn conflict_of(
    tx: &mut ReadTx,
    (decision, round): InRound,
    household: HouseholdId,
) -> Result<Option<ConflictRow>> {
    tx.select(CONFLICT_OF)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .optional()
        .await
}

/// Every conflict of a round, oldest first.
pub async fn conflicts(tx: &mut ReadTx, (decision, round): InRound) -> Result<Vec<ConflictRow>> {
    tx.select(CONFLICTS)
        .bind(decision.0)
        .bind(round)
        .all()
        .await
}

/// The box as the register saw it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BoxRow {
    /// When.
    pub at: jiff_sqlx::Timestamp,
    /// Answers in it.
    pub votes: i64,
    /// Root over their sealed lines.
    pub root: Vec<u8>,
    /// Entry of the register.
    pub register_position: Option<i64>,
}

/// Keep what the register saw.
pub async fn add_box(
    tx: &mut WriteTx,
    (decision, round): InRound,
    (votes, root): (i64, [u8; 32]),
    (at, position): (Timestamp, Option<i64>),
) -> Result<()> {
    tx.change(ADD_BOX)
        .bind(decision.0)
        .bind(round)
        .bind(at.to_sqlx())
        .bind(votes)
        .bind(root.to_vec())
        .bind(position)
        .run_one()
        .await
}

/// What the register saw last.
pub async fn last_box(tx: &mut ReadTx, (decision, round): InRound) -> Result<Option<BoxRow>> {
    tx.select(LAST_BOX)
        .bind(decision.0)
        .bind(round)
        .optional()
        .await
}

/// Votes that run, of whose box the register saw nothing since that moment; oldest decision first.
pub async fn boxes_due(tx: &mut ReadTx, since: Timestamp, limit: i64) -> Result<Vec<DecisionId>> {
    let rows: Vec<(Uuid,)> = tx
        .select(BOXES_DUE)
        .bind(since.to_sqlx())
        .bind(limit)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| DecisionId(id)).collect())
}

/// Votes that run; oldest decision first.
pub async fn running(tx: &mut ReadTx, limit: i64) -> Result<Vec<DecisionId>> {
    let rows: Vec<(Uuid,)> = tx.select(VOTES_RUNNING).bind(limit).all().await?;
    Ok(rows.into_iter().map(|(id,)| DecisionId(id)).collect())
}

//! What was said in a meeting, as the secretary noted it. Personal data: speaker and words can be erased.

use dinh_domain::ids::{AccountId, DecisionId, HouseholdId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD_SPEECH = "INSERT INTO decision_speech (id, decision_id, round, household_id, speaker, words, noted_at, noted_by) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    SPEECHES = "SELECT id, household_id, speaker, words FROM decision_speech \
                  WHERE decision_id = $1 AND round = $2 ORDER BY noted_at, id LIMIT 500";
    REMOVE_SPEECH = "DELETE FROM decision_speech WHERE id = $1 AND decision_id = $2 AND round = $3";
    SPEECHES_OF_HOUSEHOLD = "SELECT decision_id, speaker, words FROM decision_speech \
                  WHERE household_id = $1 AND words <> '' ORDER BY noted_at, id LIMIT 1000";
    ERASE_SPEECHES = "UPDATE decision_speech SET speaker = '', words = '' WHERE household_id = $1 AND words <> ''";
}

/// A noted speech.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SpeechRow {
    /// Identity.
    pub id: Uuid,
    /// The household whose representative spoke.
    pub household_id: Option<Uuid>,
    /// Who spoke; empty once erased.
    pub speaker: String,
    /// What they said, in short; empty once erased.
    pub words: String,
}

/// Note a speech.
pub async fn add(
    tx: &mut WriteTx,
    (decision, round): (DecisionId, i64),
    speech: SpeechRow,
    (by, at): (AccountId, Timestamp),
) -> Result<()> {
    tx.change(ADD_SPEECH)
        .bind(speech.id)
        .bind(decision.0)
        .bind(round)
        .bind(speech.household_id)
        .bind(speech.speaker)
        .bind(speech.words)
        .bind(at.to_sqlx())
        .bind(Some(by.0))
        .run_one()
        .await
}

/// The speeches of a round, in the order in which they were noted.
pub async fn of(tx: &mut ReadTx, (decision, round): (DecisionId, i64)) -> Result<Vec<SpeechRow>> {
    tx.select(SPEECHES).bind(decision.0).bind(round).all().await
}

/// A speech was noted by mistake.
pub async fn remove(
    tx: &mut WriteTx,
    (decision, round): (DecisionId, i64),
    id: Uuid,
) -> Result<()> {
    tx.change(REMOVE_SPEECH)
        .bind(id)
        .bind(decision.0)
        .bind(round)
        .run_one()
        .await
}

/// What people of a household said, with the decision, the speaker and the words.
pub async fn of_household(
    tx: &mut ReadTx,
    household: HouseholdId,
) -> Result<Vec<(Uuid, String, String)>> {
    tx.select(SPEECHES_OF_HOUSEHOLD)
        .bind(household.0)
        .all()
        .await
}

/// Erase what the representatives of a household said; gives how many rows were overwritten.
pub async fn erase_of(tx: &mut WriteTx, household: HouseholdId) -> Result<u64> {
    tx.change(ERASE_SPEECHES).bind(household.0).run().await
}

//! Household ballots on paper: the papers by serial, what two people read on each, and which households handed one in.
//!
//! Guarantees: no statement ties a serial to a household; one account reads a ballot once, so that entries 1, 2 and 3 of
//! a serial are by three people.

use dinh_domain::ids::{AccountId, DecisionId, HouseholdId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD_BALLOT = "INSERT INTO ballot (decision_id, round, serial, salt, state, reason, replaced_by, printed_at, \
                  printed_by, voided_at, voided_by) VALUES ($1, $2, $3, $4, 'printed', '', NULL, $5, $6, NULL, NULL)";
    VOID_BALLOT = "UPDATE ballot SET state = 'void', reason = $4, replaced_by = $5, voided_at = $6, voided_by = $7 \
                  WHERE decision_id = $1 AND round = $2 AND serial = $3 AND state <> 'void'";
    ASK_VOID = "UPDATE ballot SET state = 'asked', reason = $4, asked_by = $5 \
                  WHERE decision_id = $1 AND round = $2 AND serial = $3 AND state <> 'void'";
    WITHDRAW_VOID = "UPDATE ballot SET state = 'printed', reason = '', asked_by = NULL \
                  WHERE decision_id = $1 AND round = $2 AND serial = $3 AND state = 'asked'";
    BALLOTS = "SELECT serial, salt, state, reason, replaced_by, asked_by FROM ballot WHERE decision_id = $1 AND round = $2 \
                  ORDER BY serial LIMIT 20000";
    ADD_BALLOT_ENTRY = "INSERT INTO ballot_entry (decision_id, round, serial, entry, account_id, choice, reason, at) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    REMOVE_BALLOT_ENTRY = "DELETE FROM ballot_entry WHERE decision_id = $1 AND round = $2 AND serial = $3 \
                  AND entry = $4 AND account_id = $5";
    BALLOT_ENTRIES = "SELECT serial, entry, account_id, choice, reason, at FROM ballot_entry \
                  WHERE decision_id = $1 AND round = $2 ORDER BY serial, entry LIMIT 60000";
    ADD_BALLOT_OPINION = "INSERT INTO ballot_opinion (decision_id, round, serial, entry, words) \
                  VALUES ($1, $2, $3, $4, $5)";
    REMOVE_BALLOT_OPINION = "DELETE FROM ballot_opinion WHERE decision_id = $1 AND round = $2 AND serial = $3 \
                  AND entry = $4";
    BALLOT_OPINIONS = "SELECT serial, entry, words FROM ballot_opinion WHERE decision_id = $1 AND round = $2 \
                  AND words <> '' ORDER BY serial, entry LIMIT 20000";
    ERASE_BALLOT_OPINIONS = "UPDATE ballot_opinion SET words = '' WHERE decision_id = $1";
    COLLECT_BALLOT = "INSERT INTO ballot_collection (decision_id, round, household_id, state, at, by_account) \
                  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (decision_id, round, household_id) \
                  DO UPDATE SET state = excluded.state, at = excluded.at, by_account = excluded.by_account";
    TAKE_BACK_COLLECTION = "DELETE FROM ballot_collection WHERE decision_id = $1 AND round = $2 AND household_id = $3";
    COLLECTED_BALLOTS = "SELECT household_id, state FROM ballot_collection WHERE decision_id = $1 AND round = $2 \
                  ORDER BY household_id LIMIT 20000";
}

/// A round of a decision.
pub type InRound = (DecisionId, i64);

/// A ballot as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BallotRow {
    /// Serial, from 1.
    pub serial: i64,
    /// Seals its line in the tree of the count.
    pub salt: Vec<u8>,
    /// `printed`, `asked` or `void`.
    pub state: String,
    /// Why it is, or should be, void.
    pub reason: String,
    /// The ballot that was printed in its place.
    pub replaced_by: Option<i64>,
    /// Who asks that it be void with no other in its place.
    pub asked_by: Option<Uuid>,
}

/// What one person read, as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EntryRow {
    /// Serial.
    pub serial: i64,
    /// 1, 2, or 3 for the one that settles.
    pub entry: i64,
    /// Who read it.
    pub account_id: Uuid,
    /// What: `for 1 3`, `against`, `other`, `invalid`.
    pub choice: String,
    /// Why the third person decided so.
    pub reason: String,
    /// When.
    pub at: jiff_sqlx::Timestamp,
}

/// An entry to be added.
pub struct NewEntry<'a> {
    /// Serial.
    pub serial: i64,
    /// 1, 2 or 3.
    pub entry: i64,
    /// Who read it.
    pub account: AccountId,
    /// What.
    pub choice: &'a str,
    /// Why, for entry 3.
    pub reason: &'a str,
    /// When.
    pub at: Timestamp,
}

/// Add a printed ballot.
pub async fn add(
    tx: &mut WriteTx,
    (decision, round): InRound,
    (serial, salt): (i64, [u8; 32]),
    by: Option<AccountId>,
    at: Timestamp,
) -> Result<()> {
    tx.change(ADD_BALLOT)
        .bind(decision.0)
        .bind(round)
        .bind(serial)
        .bind(salt.to_vec())
        .bind(at.to_sqlx())
        .bind(by.map(|id| id.0))
        .run_one()
        .await
}

/// A ballot is void from now on.
pub async fn void(
    tx: &mut WriteTx,
    (decision, round): InRound,
    (serial, replaced_by): (i64, Option<i64>),
    reason: &str,
    (by, at): (Option<AccountId>, Timestamp),
) -> Result<()> {
    tx.change(VOID_BALLOT)
        .bind(decision.0)
        .bind(round)
        .bind(serial)
        .bind(reason.to_owned())
        .bind(replaced_by)
        .bind(at.to_sqlx())
        .bind(by.map(|id| id.0))
        .run_one()
        .await
}

/// Somebody asks that a printed ballot be void.
pub async fn ask_void(
    tx: &mut WriteTx,
    (decision, round): InRound,
    serial: i64,
    (reason, by): (&str, AccountId),
) -> Result<()> {
    tx.change(ASK_VOID)
        .bind(decision.0)
        .bind(round)
        .bind(serial)
        .bind(reason.to_owned())
        .bind(Some(by.0))
        .run_one()
        .await
}

/// It was asked for by mistake.
pub async fn withdraw_void(
    tx: &mut WriteTx,
    (decision, round): InRound,
    serial: i64,
) -> Result<()> {
    tx.change(WITHDRAW_VOID)
        .bind(decision.0)
        .bind(round)
        .bind(serial)
        .run_one()
        .await
}

/// The ballots of a round, by serial.
pub async fn ballots(tx: &mut ReadTx, (decision, round): InRound) -> Result<Vec<BallotRow>> {
    tx.select(BALLOTS).bind(decision.0).bind(round).all().await
}

/// Add what one person read.
pub async fn enter(
    tx: &mut WriteTx,
    (decision, round): InRound,
    entry: NewEntry<'_>,
) -> Result<()> {
    tx.change(ADD_BALLOT_ENTRY)
        .bind(decision.0)
        .bind(round)
        .bind(entry.serial)
        .bind(entry.entry)
        .bind(entry.account.0)
        .bind(entry.choice.to_owned())
        .bind(entry.reason.to_owned())
        .bind(entry.at.to_sqlx())
        .run_one()
        .await
}

/// The same person takes an entry back, with the words that came with it.
pub async fn take_back_entry(
    tx: &mut WriteTx,
    (decision, round): InRound,
    (serial, entry): (i64, i64),
    account: AccountId,
) -> Result<()> {
    tx.change(REMOVE_BALLOT_ENTRY)
        .bind(decision.0)
        .bind(round)
        .bind(serial)
        .bind(entry)
        .bind(account.0)
        .run_one()
        .await?;
    tx.change(REMOVE_BALLOT_OPINION)
        .bind(decision.0)
        .bind(round)
        .bind(serial)
        .bind(entry)
        .run()
        .await?;
    Ok(())
}

/// What people read in a round, by serial and entry.
pub async fn entries(tx: &mut ReadTx, (decision, round): InRound) -> Result<Vec<EntryRow>> {
    tx.select(BALLOT_ENTRIES)
        .bind(decision.0)
        .bind(round)
        .all()
        .await
}

/// Keep the words that a household wrote on its ballot.
pub async fn add_opinion(
    tx: &mut WriteTx,
    (decision, round): InRound,
    (serial, entry): (i64, i64),
    words: &str,
) -> Result<()> {
    tx.change(ADD_BALLOT_OPINION)
        .bind(decision.0)
        .bind(round)
        .bind(serial)
        .bind(entry)
        .bind(words.to_owned())
        .run_one()
        .await
}

/// Serial, entry and words of every opinion that was not erased.
pub async fn opinions(
    tx: &mut ReadTx,
    (decision, round): InRound,
) -> Result<Vec<(i64, i64, String)>> {
    tx.select(BALLOT_OPINIONS)
        .bind(decision.0)
        .bind(round)
        .all()
        .await
}

/// Erase the words that households wrote on the ballots of a decision.
pub async fn erase_opinions(tx: &mut WriteTx, decision: DecisionId) -> Result<u64> {
    tx.change(ERASE_BALLOT_OPINIONS)
        .bind(decision.0)
        .run()
        .await
}

/// What became of a household's ballot; the newest word stands.
pub async fn collect(
    tx: &mut WriteTx,
    (decision, round): InRound,
    (household, state): (HouseholdId, &'static str),
    (by, at): (Option<AccountId>, Timestamp),
) -> Result<()> {
    tx.change(COLLECT_BALLOT)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .bind(state)
        .bind(at.to_sqlx())
        .bind(by.map(|id| id.0))
        .run_one()
        .await
}

/// Nothing is known of a household's ballot after all.
pub async fn take_back_collection(
    tx: &mut WriteTx,
    (decision, round): InRound,
    household: HouseholdId,
) -> Result<u64> {
    tx.change(TAKE_BACK_COLLECTION)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .run()
        .await
}

/// Household and state of everything that is known.
pub async fn collected(
    tx: &mut ReadTx,
    (decision, round): InRound,
) -> Result<Vec<(HouseholdId, String)>> {
    let rows: Vec<(Uuid, String)> = tx
        .select(COLLECTED_BALLOTS)
        .bind(decision.0)
        .bind(round)
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, state)| (HouseholdId(id), state))
        .collect())
}

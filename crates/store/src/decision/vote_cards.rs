//! Who may vote for a household: the holder of its card, or an account that is linked to it.
//!
//! Guarantees: of a code only the digest is kept; a household has one card in force for a round.

use dinh_domain::ids::{AccountId, DecisionId, HouseholdId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD_CARD = "INSERT INTO vote_card (id, decision_id, round, household_id, code_digest, made_at, made_by, \
                revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)";
    CARD_OF_CODE = "SELECT c.decision_id, c.round, c.household_id, l.line FROM vote_card c \
                LEFT JOIN frozen_roll_line l ON l.household_id = c.household_id AND l.decision_id = c.decision_id \
                AND l.round = c.round AND l.removed_by IS NULL \
                WHERE c.code_digest = $1 AND c.revoked_at IS NULL";
    REVOKE_CARD = "UPDATE vote_card SET revoked_at = $4 WHERE decision_id = $1 AND round = $2 AND household_id = $3 \
                AND revoked_at IS NULL";
    CARDS = "SELECT household_id FROM vote_card WHERE decision_id = $1 AND round = $2 AND revoked_at IS NULL \
                ORDER BY household_id LIMIT 5000";
    LINK_ACCOUNT = "INSERT INTO household_account (account_id, household_id, linked_at, linked_by) \
                VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO UPDATE SET household_id = excluded.household_id, \
                linked_at = excluded.linked_at, linked_by = excluded.linked_by";
    UNLINK_ACCOUNT = "DELETE FROM household_account WHERE account_id = $1";
    HOUSEHOLD_OF_ACCOUNT = "SELECT household_id FROM household_account WHERE account_id = $1";
    LINE_OF_HOUSEHOLD = "SELECT line FROM frozen_roll_line WHERE household_id = $3 AND decision_id = $1 \
                AND round = $2 AND removed_by IS NULL";
}

/// Whose card a code is, and the line of the household on the frozen roll once there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CardRow {
    /// Decision.
    pub decision_id: Uuid,
    /// Round.
    pub round: i64,
    /// Household.
    pub household_id: Uuid,
    /// Its line; none while the roll is not frozen, or when the household is not on it.
    pub line: Option<i64>,
}

/// Add a card. A second one in force for the household is a duplicate.
pub async fn add(
    tx: &mut WriteTx,
    id: Uuid,
    (decision, round): (DecisionId, i64),
    household: HouseholdId,
    code_digest: [u8; 32],
    (by, at): (Option<AccountId>, Timestamp),
) -> Result<()> {
    tx.change(ADD_CARD)
        .bind(id)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .bind(code_digest.to_vec())
        .bind(at.to_sqlx())
        .bind(by.map(|id| id.0))
        .run_one()
        .await
}

/// The card in force with a code of this digest.
pub async fn find(tx: &mut ReadTx, code_digest: [u8; 32]) -> Result<Option<CardRow>> {
    tx.select(CARD_OF_CODE)
        .bind(code_digest.to_vec())
        .optional()
        .await
}

/// The card of a household is no longer good; gives whether there was one.
pub async fn revoke(
    tx: &mut WriteTx,
    (decision, round): (DecisionId, i64),
    household: HouseholdId,
    at: Timestamp,
) -> Result<bool> {
    let count = tx
        .change(REVOKE_CARD)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .bind(at.to_sqlx())
        .run()
        .await?;
    Ok(count > 0)
}

/// Households with a card in force.
pub async fn households_with_card(
    tx: &mut ReadTx,
    (decision, round): (DecisionId, i64),
) -> Result<Vec<HouseholdId>> {
    let rows: Vec<(Uuid,)> = tx.select(CARDS).bind(decision.0).bind(round).all().await?;
    Ok(rows.into_iter().map(|(id,)| HouseholdId(id)).collect())
}

/// An account votes for this household from now on.
pub async fn link(
    tx: &mut WriteTx,
    account: AccountId,
    household: HouseholdId,
    (by, at): (AccountId, Timestamp),
) -> Result<()> {
    tx.change(LINK_ACCOUNT)
        .bind(account.0)
        .bind(household.0)
        .bind(at.to_sqlx())
        .bind(Some(by.0))
        .run_one()
        .await
}

/// An account votes for no household any more; gives whether it did.
pub async fn unlink(tx: &mut WriteTx, account: AccountId) -> Result<bool> {
    let count = tx.change(UNLINK_ACCOUNT).bind(account.0).run().await?;
    Ok(count > 0)
}

/// The household that an account votes for.
pub async fn household_of(tx: &mut ReadTx, account: AccountId) -> Result<Option<HouseholdId>> {
    let row: Option<(Uuid,)> = tx
        .select(HOUSEHOLD_OF_ACCOUNT)
        .bind(account.0)
        .optional()
        .await?;
    Ok(row.map(|(id,)| HouseholdId(id)))
}

/// The line of a household on the frozen roll of a round.
pub async fn line_of(
    tx: &mut ReadTx,
    (decision, round): (DecisionId, i64),
    household: HouseholdId,
) -> Result<Option<i64>> {
    let row: Option<(i64,)> = tx
        .select(LINE_OF_HOUSEHOLD)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .optional()
        .await?;
    Ok(row.map(|(line,)| line))
}

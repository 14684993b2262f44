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
    LINK_ACCOUNT = "INSERT INTO household_account (account_id, household_id, linked_at, linked_by, confirmed_at) \
                VALUES ($1, $2, $3, $4, NULL) ON CONFLICT (account_id) DO UPDATE SET \
                household_id = excluded.household_id, linked_at = excluded.linked_at, \
                linked_by = excluded.linked_by, confirmed_at = CASE \
                WHEN household_account.household_id = excluded.household_id THEN household_account.confirmed_at END";
    CONFIRM_LINK = "UPDATE household_account SET confirmed_at = $3 WHERE account_id = $1 AND household_id = $2 \
                AND confirmed_at IS NULL";
    UNLINK_ACCOUNT = "DELETE FROM household_account WHERE account_id = $1";
    UNLINK_HOUSEHOLD = "DELETE FROM household_account WHERE household_id = $1";
    LINK_OF_ACCOUNT = "SELECT household_id, confirmed_at FROM household_account WHERE account_id = $1";
    LINKS_OF_HOUSEHOLD = "SELECT l.account_id, a.login, a.display_name, l.linked_at, l.confirmed_at \
                FROM household_account l JOIN account a ON a.id = l.account_id WHERE l.household_id = $1 \
                ORDER BY a.login LIMIT 50";
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

/// An account is to vote for this household, once its holder says yes. A link that holds already stays as it is.
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

/// The holder of the account says yes.
pub async fn confirm_link(
    tx: &mut WriteTx,
    account: AccountId,
    household: HouseholdId,
    at: Timestamp,
) -> Result<()> {
    tx.change(CONFIRM_LINK)
        .bind(account.0)
        .bind(household.0)
        .bind(at.to_sqlx())
        .run_one()
        .await
}

/// An account votes for no household any more; gives whether it did.
pub async fn unlink(tx: &mut WriteTx, account: AccountId) -> Result<bool> {
    let count = tx.change(UNLINK_ACCOUNT).bind(account.0).run().await?;
    Ok(count > 0)
}

/// No account votes for a household any more; gives how many did or were to.
pub async fn unlink_household(tx: &mut WriteTx, household: HouseholdId) -> Result<u64> {
    tx.change(UNLINK_HOUSEHOLD).bind(household.0).run().await
}

/// The household of an account, and whether its holder has said yes.
pub async fn link_of(tx: &mut ReadTx, account: AccountId) -> Result<Option<(HouseholdId, bool)>> {
    let row: Option<(Uuid, Option<jiff_sqlx::Timestamp>)> = tx
        .select(LINK_OF_ACCOUNT)
        .bind(account.0)
        .optional()
        .await?;
    Ok(row.map(|(id, confirmed)| (HouseholdId(id), confirmed.is_some())))
}

/// The household that an account votes for.
pub async fn household_of(tx: &mut ReadTx, account: AccountId) -> Result<Option<HouseholdId>> {
    let link = link_of(tx, account).await?;
    Ok(link.and_then(|(household, confirmed)| confirmed.then_some(household)))
}

/// An account that votes, or is to vote, for a household.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LinkRow {
    /// Account.
    pub account_id: Uuid,
    /// Login.
    pub login: String,
    /// Name of its holder.
    pub display_name: String,
    /// Since when.
    pub linked_at: jiff_sqlx::Timestamp,
    /// When its holder said yes; nothing while that is open.
    pub confirmed_at: Option<jiff_sqlx::Timestamp>,
}

/// The accounts of a household.
pub async fn links_of(tx: &mut ReadTx, household: HouseholdId) -> Result<Vec<LinkRow>> {
    tx.select(LINKS_OF_HOUSEHOLD).bind(household.0).all().await
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

//! Where mail reaches a person and how they want it.

use dinh_domain::ids::AccountId;
use dinh_domain::reminders::Choice;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    FIND_ADDRESS = "SELECT address, pending, choice FROM account_mail WHERE account_id = $1";
    SAVE_ADDRESS = "INSERT INTO account_mail (account_id, address, pending, choice, changed_at) VALUES ($1, $2, $3, $4, $5) \
            ON CONFLICT (account_id) DO UPDATE SET address = excluded.address, pending = excluded.pending, \
            choice = excluded.choice, changed_at = excluded.changed_at";
    ERASE_ADDRESS = "DELETE FROM account_mail WHERE account_id = $1";
}

/// How a person is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The address that was confirmed, to which letters go; nothing when there is none.
    pub address: Option<String>,
    /// An address that waits to be confirmed.
    pub pending: Option<String>,
    /// How they want to be reminded.
    pub choice: Choice,
}

/// How a person is reached; without a row there is no address and the usual choice.
pub async fn get(tx: &mut ReadTx, account: AccountId) -> Result<Reach> {
    let row: Option<(Option<String>, Option<String>, String)> =
        tx.select(FIND_ADDRESS).bind(account.0).optional().await?;
    let Some((address, pending, choice)) = row else {
        return Ok(Reach::default());
    };
    Ok(Reach {
        address,
        pending,
        choice: choice_of(&choice)?,
    })
}

pub(super) fn choice_of(code: &str) -> Result<Choice> {
    Choice::find(code).ok_or_else(|| StoreError::Damaged(format!("choice of mail {code}")))
}

/// Keep how a person is reached.
pub async fn save(
    tx: &mut WriteTx,
    account: AccountId,
    reach: &Reach,
    at: Timestamp,
) -> Result<()> {
    tx.change(SAVE_ADDRESS)
        .bind(account.0)
        .bind(reach.address.clone())
        .bind(reach.pending.clone())
        .bind(reach.choice.code())
        .bind(at.to_sqlx())
        .run_one()
        .await
}

/// Forget it; nothing happens when nothing is known.
pub async fn erase(tx: &mut WriteTx, account: AccountId) -> Result<()> {
    tx.change(ERASE_ADDRESS).bind(account.0).run().await?;
    Ok(())
}

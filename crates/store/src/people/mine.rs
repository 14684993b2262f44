//! What is kept about one person who signs in, for them to take home. Every list is bounded.

use dinh_domain::ids::AccountId;

use crate::db::ReadTx;
use crate::error::Result;
use crate::sql::statements;

statements! {
    MY_SESSIONS = "SELECT created_at, seen_at, expires_at FROM session WHERE account_id = $1 \
                   ORDER BY created_at DESC LIMIT 200";
    MY_LETTERS = "SELECT subject, body, state, queued_at, ended_at FROM mail WHERE account_id = $1 \
                  ORDER BY queued_at DESC, id LIMIT 1000";
    MY_ACTS = "SELECT audit.at, audit.action, unit.full_name AS unit_name FROM audit \
               LEFT JOIN unit ON unit.id = audit.unit_id WHERE audit.account_id = $1 \
               ORDER BY audit.at DESC, audit.id DESC LIMIT 5000";
    MY_VOTES = "SELECT decision.number, household_vote.channel, household_vote.choice, household_vote.cast_at \
                FROM household_vote JOIN decision ON decision.id = household_vote.decision_id \
                WHERE household_vote.by_account = $1 ORDER BY household_vote.cast_at DESC LIMIT 1000";
    MY_HOUSEHOLD = "SELECT unit.full_name AS unit_name, household.number, household_account.linked_at \
                    FROM household_account JOIN household ON household.id = household_account.household_id \
                    JOIN unit ON unit.id = household.unit_id WHERE household_account.account_id = $1";
}

/// A session.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MySession {
    /// When it began.
    pub created_at: jiff_sqlx::Timestamp,
    /// When it was last used.
    pub seen_at: jiff_sqlx::Timestamp,
    /// When it ends.
    pub expires_at: jiff_sqlx::Timestamp,
}

/// A letter to the person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MyLetter {
    /// Subject.
    pub subject: String,
    /// Words; '' once their time was over.
    pub body: String,
    /// What became of it.
    pub state: String,
    /// Since when it waited.
    pub queued_at: jiff_sqlx::Timestamp,
    /// When it ended.
    pub ended_at: Option<jiff_sqlx::Timestamp>,
}

/// Something the person did.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MyAct {
    /// When.
    pub at: jiff_sqlx::Timestamp,
    /// What.
    pub action: String,
    /// In which unit.
    pub unit_name: Option<String>,
}

/// A vote that the person sent for a household.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MyVote {
    /// Number of the decision.
    pub number: i64,
    /// On which channel.
    pub channel: String,
    /// What was chosen.
    pub choice: String,
    /// When.
    pub cast_at: jiff_sqlx::Timestamp,
}

/// The household that the person represents.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MyHousehold {
    /// Unit.
    pub unit_name: String,
    /// Number in the roll.
    pub number: i64,
    /// Since when it is linked.
    pub linked_at: jiff_sqlx::Timestamp,
}

/// Everything of this kind.
#[derive(Clone, Debug)]
pub struct Mine {
    /// Sessions, the newest first.
    pub sessions: Vec<MySession>,
    /// Letters, the newest first.
    pub letters: Vec<MyLetter>,
    /// What they did, the newest first.
    pub acts: Vec<MyAct>,
    /// Votes, the newest first.
    pub votes: Vec<MyVote>,
    /// Their household.
    pub household: Option<MyHousehold>,
}

/// What is kept about a person beside their account and mandates.
pub async fn of_account(tx: &mut ReadTx, account: AccountId) -> Result<Mine> {
    let id = account.0;
    Ok(Mine {
        sessions: tx.select(MY_SESSIONS).bind(id).all().await?,
        letters: tx.select(MY_LETTERS).bind(id).all().await?,
        acts: tx.select(MY_ACTS).bind(id).all().await?,
        votes: tx.select(MY_VOTES).bind(id).all().await?,
        household: tx.select(MY_HOUSEHOLD).bind(id).optional().await?,
    })
}

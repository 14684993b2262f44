//! Letters on their way: queued, then handed over by one process at a time, which has a letter until its lease ends.
//!
//! `next_at` is the only thing that says whose turn it is: when a letter may be tried next, or until when somebody has it;
//! nothing once it has ended. A process that died with a letter loses it to whoever looks after the lease.

use dinh_domain::ids::{AccountId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    ADD_MAIL = "INSERT INTO mail (id, account_id, unit_id, digest_on, subject, body, state, attempts, next_at, answer, \
           problem, queued_at, ended_at, kind, address) \
           VALUES ($1, $2, $3, $4, $5, $6, 'queued', 0, $7, '', '', $8, NULL, $9, $10)";
    ADD_REMINDER = "INSERT INTO reminder (thing, days, account_id, mail_id) VALUES ($1, $2, $3, $4) \
           ON CONFLICT (thing, account_id, days) DO NOTHING";
    HAS_DIGEST = "SELECT id FROM mail WHERE account_id = $1 AND digest_on = $2";
    IS_WAITING = "SELECT id FROM mail WHERE next_at <= $1 ORDER BY next_at, id LIMIT 1";
    CLAIM = "UPDATE mail SET state = 'sending', attempts = attempts + 1, next_at = $2 WHERE id = \
           (SELECT id FROM mail WHERE next_at <= $1 ORDER BY next_at, id LIMIT 1) \
           RETURNING id, account_id, kind, address, subject, body, attempts, queued_at";
    NEEDED_DUTIES = "SELECT CAST(COUNT(*) AS BIGINT) FROM reminder r JOIN duty d ON d.id = r.thing \
           WHERE r.mail_id = $1 AND d.state IN ('open', 'not_applicable_proposed') AND NOT EXISTS \
           (SELECT 1 FROM reminder n WHERE n.thing = r.thing AND n.account_id = r.account_id AND n.days > r.days)";
    SETTLE = "UPDATE mail SET state = $3, next_at = $4, answer = $5, problem = $6, ended_at = $7, \
           address = CASE WHEN $8 THEN NULL ELSE address END WHERE id = $1 AND state = 'sending' AND attempts = $2";
    GIVE_BACK = "UPDATE mail SET state = 'queued', attempts = attempts - 1, next_at = $3, answer = $4 \
           WHERE id = $1 AND state = 'sending' AND attempts = $2";
    AGAIN = "UPDATE mail SET state = 'queued', attempts = 0, next_at = $2, answer = '', problem = '', ended_at = NULL \
           WHERE id = $1 AND state = 'failed' AND body <> ''";
    DROP_FAILED = "UPDATE mail SET state = 'dropped' WHERE id = $1 AND state = 'failed'";
    WAITING_NOW = "SELECT CAST(COUNT(*) AS BIGINT) FROM mail WHERE next_at IS NOT NULL";
    ENDED_SINCE = "SELECT CAST(COUNT(*) AS BIGINT) FROM mail WHERE state = $1 AND ended_at >= $2";
    OF_MAIL = "SELECT unit_id, body <> '' AS has_text FROM mail WHERE id = $1";
}

/// How a letter ends, or goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server took it.
    Sent,
    /// Not now; again at this time.
    Deferred(Timestamp),
    /// It does not reach the person, for this reason.
    Failed(Problem),
    /// Nobody needs it any more: everything in it is done, or a later letter says more.
    Dropped,
}

/// Why a letter does not reach a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The server refused the address or the letter for good.
    Rejected,
    /// The server put it off until it was given up.
    GivenUp,
    /// The address was erased meanwhile.
    NoAddress,
}

impl Problem {
    /// Every one.
    pub const ALL: &[Self] = &[Self::Rejected, Self::GivenUp, Self::NoAddress];

    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::GivenUp => "given_up",
            Self::NoAddress => "no_address",
        }
    }

    /// The one with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|found| found.code() == code)
    }
}

/// What a letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailKind {
    /// It reminds of what is due; it goes to the confirmed address of that moment.
    Reminder,
    /// It asks whether an address is right; a link is put into it when it is handed over.
    Confirm,
    /// It tells an address that it is not used any more.
    Changed,
    /// It tells a person what happened to their account; it goes to the confirmed address of that moment.
    Account,
}

impl MailKind {
    const ALL: &[Self] = &[Self::Reminder, Self::Confirm, Self::Changed, Self::Account];

    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reminder => "reminder",
            Self::Confirm => "confirm",
            Self::Changed => "changed",
            Self::Account => "account",
        }
    }

    fn find(code: &str) -> Result<Self> {
        let mut kinds = Self::ALL.iter().copied();
        kinds
            .find(|kind| kind.code() == code)
            .ok_or_else(|| StoreError::Damaged(format!("kind of mail {code}")))
    }
}

/// A letter to be queued.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// Identity; its Message-ID is made of it.
    pub id: Uuid,
    /// To whom.
    pub account: AccountId,
    /// What for.
    pub kind: MailKind,
    /// Where to, for a letter about an address; forgotten when the letter has ended.
    pub address: Option<String>,
    /// The unit of the mandate for which they get it.
    pub unit: UnitId,
    /// The day that it gathers; at most one a day for a person.
    pub digest_on: Option<Date>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// Since when.
    pub at: Timestamp,
}

/// Queue a letter; it may be handed over at once.
pub async fn add(tx: &mut WriteTx, mail: NewMail) -> Result<()> {
    tx.change(ADD_MAIL)
        .bind(mail.id)
        .bind(mail.account.0)
        .bind(mail.unit.0)
        .bind(mail.digest_on.map(ToSqlx::to_sqlx))
        .bind(mail.subject)
        .bind(mail.body)
        .bind(mail.at.to_sqlx())
        .bind(mail.at.to_sqlx())
        .bind(mail.kind.code())
        .bind(mail.address)
        .run_one()
        .await
}

/// Keep that a letter tells a person of a thing; false when they were told already.
pub async fn remind(
    tx: &mut WriteTx,
    thing: Uuid,
    days: i16,
    account: AccountId,
    mail: Uuid,
) -> Result<bool> {
    let changed = tx
        .change(ADD_REMINDER)
        .bind(thing)
        .bind(i64::from(days))
        .bind(account.0)
        .bind(mail)
        .run()
        .await?;
    Ok(changed == 1)
}

/// Whether the letter of a day was queued for a person.
pub async fn has_digest(tx: &mut ReadTx, account: AccountId, day: Date) -> Result<bool> {
    let row: Option<(Uuid,)> = tx
        .select(HAS_DIGEST)
        .bind(account.0)
        .bind(day.to_sqlx())
        .optional()
        .await?;
    Ok(row.is_some())
}

/// Whether a letter may be handed over now.
pub async fn is_waiting(tx: &mut ReadTx, now: Timestamp) -> Result<bool> {
    let row: Option<(Uuid,)> = tx.select(IS_WAITING).bind(now.to_sqlx()).optional().await?;
    Ok(row.is_some())
}

/// A letter that this process has until its lease ends.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Identity.
    pub id: Uuid,
    /// To whom.
    pub account: AccountId,
    /// What for.
    pub kind: MailKind,
    /// Where to, for a letter about an address.
    pub address: Option<String>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// How often it was tried, this time included.
    pub attempts: i64,
    /// Since when it waits.
    pub queued_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct ClaimedRow {
    id: Uuid,
    account_id: Uuid,
    kind: String,
    address: Option<String>,
    subject: String,
    body: String,
    attempts: i64,
    queued_at: jiff_sqlx::Timestamp,
}

/// Take the letter that waits longest, until `lease`.
pub async fn claim(tx: &mut WriteTx, now: Timestamp, lease: Timestamp) -> Result<Option<Claimed>> {
    let row: Option<ClaimedRow> = tx
        .change(CLAIM)
        .bind(now.to_sqlx())
        .bind(lease.to_sqlx())
        .optional()
        .await?;
    let claimed = |row: ClaimedRow| {
        Ok(Claimed {
            id: row.id,
            account: AccountId(row.account_id),
            kind: MailKind::find(&row.kind)?,
            address: row.address,
            subject: row.subject,
            body: row.body,
            attempts: row.attempts,
            queued_at: row.queued_at.to_jiff(),
        })
    };
    row.map(claimed).transpose()
}

/// Whether a duty of which a letter tells is still not disclosed and was not told again since.
pub async fn tells_of_open_duties(tx: &mut ReadTx, mail: Uuid) -> Result<bool> {
    let (count,): (i64,) = tx.select(NEEDED_DUTIES).bind(mail).one().await?;
    Ok(count > 0)
}

/// Keep what became of a claimed letter; nothing happens when the lease was lost to another process.
pub async fn settle(
    tx: &mut WriteTx,
    mail: &Claimed,
    outcome: &Outcome,
    answer: &str,
    at: Timestamp,
) -> Result<()> {
    let (state, next, problem) = match outcome {
        Outcome::Sent => ("sent", None, ""),
        Outcome::Deferred(next) => ("deferred", Some(*next), ""),
        Outcome::Failed(problem) => ("failed", None, problem.code()),
        Outcome::Dropped => ("dropped", None, ""),
    };
    tx.change(SETTLE)
        .bind(mail.id)
        .bind(mail.attempts)
        .bind(state)
        .bind(next.map(ToSqlx::to_sqlx))
        .bind(answer.to_owned())
        .bind(problem)
        .bind(next.is_none().then(|| at.to_sqlx()))
        .bind(next.is_none())
        .run()
        .await?;
    Ok(())
}

/// Give a claimed letter back untried, because the way was closed: the try does not count.
pub async fn give_back(
    tx: &mut WriteTx,
    mail: &Claimed,
    answer: &str,
    next: Timestamp,
) -> Result<()> {
    tx.change(GIVE_BACK)
        .bind(mail.id)
        .bind(mail.attempts)
        .bind(next.to_sqlx())
        .bind(answer.to_owned())
        .run()
        .await?;
    Ok(())
}

/// Send a letter again that had failed; a conflict when it has not.
pub async fn send_again(tx: &mut WriteTx, mail: Uuid, at: Timestamp) -> Result<()> {
    tx.change(AGAIN)
        .bind(mail)
        .bind(at.to_sqlx())
        .run_one()
        .await
}

/// A letter that had failed is not needed any more.
pub async fn drop_failed(tx: &mut WriteTx, mail: Uuid) -> Result<()> {
    tx.change(DROP_FAILED).bind(mail).run_one().await
}

/// The unit for which a letter was made, and whether its text is still there.
pub async fn find_unit(tx: &mut ReadTx, mail: Uuid) -> Result<Option<(UnitId, bool)>> {
    let row: Option<(Uuid, bool)> = tx.select(OF_MAIL).bind(mail).optional().await?;
    Ok(row.map(|(unit, has_text)| (UnitId(unit), has_text)))
}

/// How many letters are on their way, and how many were sent since then.
pub async fn counts(tx: &mut ReadTx, since: Timestamp) -> Result<(i64, i64)> {
    let (waiting,): (i64,) = tx.select(WAITING_NOW).one().await?;
    let (sent,): (i64,) = tx
        .select(ENDED_SINCE)
        .bind("sent")
        .bind(since.to_sqlx())
        .one()
        .await?;
    Ok((waiting, sent))
}

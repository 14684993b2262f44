//! Records whose time is over, by kind: how many there are, and a piece of them ended. `before` is the moment before which what
//! starts the time of a kind must lie; `rules/retention.toml` says how long the time is.

use dinh_domain::ids::AccountId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

/// More than this is not counted.
pub const MOST: i64 = 100_000;

/// Rows of one kind that are over, counted up to a limit.
macro_rules! due {
    ($from:literal) => {
        concat!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one FROM ",
            $from,
            " LIMIT 100001) AS found"
        )
    };
}

statements! {
    SESSION_DUE = due!("session WHERE expires_at <= $1");
    SESSION_END = "DELETE FROM session WHERE token_hash IN \
        (SELECT token_hash FROM session WHERE expires_at <= $1 LIMIT 500)";
    FAILURE_DUE = due!("sign_in_failure WHERE last_at < $1");
    FAILURE_END = "DELETE FROM sign_in_failure WHERE login_digest IN \
        (SELECT login_digest FROM sign_in_failure WHERE last_at < $1 LIMIT 500)";
    ONCE_DUE = due!("once WHERE at < $1");
    ONCE_END = "DELETE FROM once WHERE key IN (SELECT key FROM once WHERE at < $1 LIMIT 500)";
    NOTICE_DUE = due!("account_notice WHERE seen_at < $1");
    NOTICE_END = "DELETE FROM account_notice WHERE id IN (SELECT id FROM account_notice WHERE seen_at < $1 LIMIT 500)";
    READ_DUE = due!("data_read WHERE at < $1");
    READ_END = "DELETE FROM data_read WHERE id IN (SELECT id FROM data_read WHERE at < $1 LIMIT 500)";
    MAIL_DUE = due!("mail WHERE ended_at < $1 AND body <> ''");
    MAIL_END = "UPDATE mail SET body = '', answer = '', problem = '' WHERE id IN \
        (SELECT id FROM mail WHERE ended_at < $1 AND body <> '' LIMIT 500)";
    ASKER_DUE = due!("information_requester w JOIN information_request r ON r.id = w.request_id WHERE r.answered_at < $1");
    ASKER_END = "DELETE FROM information_requester WHERE request_id IN \
        (SELECT w.request_id FROM information_requester w JOIN information_request r ON r.id = w.request_id \
         WHERE r.answered_at < $1 LIMIT 500)";
    ACCOUNT_DUE = due!("account WHERE disabled_at < $1 AND password_hash <> ''");
    ACCOUNTS = "SELECT id FROM account WHERE disabled_at < $1 AND password_hash <> '' LIMIT 500";
    ACCOUNT_END = "UPDATE account SET login = $2, display_name = $3, password_hash = '' WHERE id = $1";
    LINK_DUE = due!("account_identity i JOIN account a ON a.id = i.account_id WHERE a.disabled_at <= $1");
    LINK_END = "DELETE FROM account_identity WHERE account_id IN (SELECT i.account_id FROM account_identity i \
        JOIN account a ON a.id = i.account_id WHERE a.disabled_at <= $1 LIMIT 500)";
    ADDRESS_DUE = due!("account_mail m JOIN account a ON a.id = m.account_id WHERE a.disabled_at <= $1");
    ADDRESS_END = "DELETE FROM account_mail WHERE account_id IN (SELECT m.account_id FROM account_mail m \
        JOIN account a ON a.id = m.account_id WHERE a.disabled_at <= $1 LIMIT 500)";
    VOTE_DUE = due!("household_vote WHERE by_account IS NOT NULL AND cast_at < $1");
    VOTE_END = "UPDATE household_vote SET by_account = NULL WHERE (decision_id, round, household_id, channel) IN \
        (SELECT decision_id, round, household_id, channel FROM household_vote \
         WHERE by_account IS NOT NULL AND cast_at < $1 LIMIT 500)";
    WORDS_DUE = due!("household_vote_words w JOIN household_vote v ON v.decision_id = w.decision_id AND v.round = w.round \
        AND v.household_id = w.household_id AND v.channel = w.channel WHERE v.cast_at < $1");
    WORDS_END = "DELETE FROM household_vote_words WHERE (decision_id, round, household_id, channel) IN \
        (SELECT w.decision_id, w.round, w.household_id, w.channel FROM household_vote_words w \
         JOIN household_vote v ON v.decision_id = w.decision_id AND v.round = w.round \
         AND v.household_id = w.household_id AND v.channel = w.channel WHERE v.cast_at < $1 LIMIT 500)";
    SPEECH_DUE = due!("decision_speech WHERE noted_at < $1");
    SPEECH_END = "DELETE FROM decision_speech WHERE id IN (SELECT id FROM decision_speech WHERE noted_at < $1 LIMIT 500)";
    HAND_DUE = due!("decision_hand WHERE noted_at < $1");
    HAND_END = "DELETE FROM decision_hand WHERE (decision_id, round, place, household_id) IN \
        (SELECT decision_id, round, place, household_id FROM decision_hand WHERE noted_at < $1 LIMIT 500)";
    PAYER_DUE = due!("contribution_receipt WHERE payer <> '' AND recorded_at < $1");
    PAYER_END = "UPDATE contribution_receipt SET payer = '' WHERE id IN \
        (SELECT id FROM contribution_receipt WHERE payer <> '' AND recorded_at < $1 LIMIT 500)";
}

/// How a kind is counted and ended, each by its statements.
const KINDS: [(&str, &[(&str, &str)]); 14] = [
    ("session", &[(SESSION_DUE, SESSION_END)]),
    ("sign_in_failure", &[(FAILURE_DUE, FAILURE_END)]),
    ("once", &[(ONCE_DUE, ONCE_END)]),
    ("account_notice", &[(NOTICE_DUE, NOTICE_END)]),
    ("data_read", &[(READ_DUE, READ_END)]),
    ("mail", &[(MAIL_DUE, MAIL_END)]),
    ("asker", &[(ASKER_DUE, ASKER_END)]),
    ("closed_account", &[]),
    (
        "closed_account_link",
        &[(LINK_DUE, LINK_END), (ADDRESS_DUE, ADDRESS_END)],
    ),
    ("vote_account", &[(VOTE_DUE, VOTE_END)]),
    ("vote_words", &[(WORDS_DUE, WORDS_END)]),
    ("speech", &[(SPEECH_DUE, SPEECH_END)]),
    ("hand", &[(HAND_DUE, HAND_END)]),
    ("payer", &[(PAYER_DUE, PAYER_END)]),
];

/// The kinds that end by themselves.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, _)| *kind)
}

fn statements_of(kind: &str) -> Result<&'static [(&'static str, &'static str)]> {
    let found = KINDS.iter().find(|(known, _)| *known == kind);
    let (_, statements) = found.ok_or_else(|| StoreError::Damaged(format!("kind {kind}")))?;
    Ok(statements)
}

/// How many records of a kind are over; at most [`MOST`] and one.
pub async fn due(tx: &mut ReadTx, kind: &str, before: Timestamp) -> Result<i64> {
    if kind == "closed_account" {
        return count(tx, ACCOUNT_DUE, before).await;
    }
    let mut all = 0;
    for (due, _) in statements_of(kind)? {
        all += count(tx, due, before).await?;
    }
    Ok(all)
}

async fn count(tx: &mut ReadTx, sql: &'static str, before: Timestamp) -> Result<i64> {
    let (count,): (i64,) = tx.select(sql).bind(before.to_sqlx()).one().await?;
    Ok(count)
}

/// End at most 500 records of a kind by each of its statements; gives how many were.
pub async fn end_piece(tx: &mut WriteTx, kind: &str, before: Timestamp) -> Result<u64> {
    if kind == "closed_account" {
        return end_accounts(tx, before).await;
    }
    let mut ended = 0;
    for (_, end) in statements_of(kind)? {
        ended += tx.change(end).bind(before.to_sqlx()).run().await?;
    }
    Ok(ended)
}

/// Names are replaced by what says nothing; the row stays, because others point to it.
async fn end_accounts(tx: &mut WriteTx, before: Timestamp) -> Result<u64> {
    let rows: Vec<(Uuid,)> = tx.select(ACCOUNTS).bind(before.to_sqlx()).all().await?;
    let mut ended = 0;
    for (id,) in rows {
        ended += tx
            .change(ACCOUNT_END)
            .bind(id)
            .bind(format!("da-xoa-{}", AccountId(id)))
            .bind("Tài khoản đã xóa tên".to_owned())
            .run()
            .await?;
    }
    Ok(ended)
}

//! What is kept about a person who signs in, for them to read and to take home.

use dinh_domain::ids::AccountId;
use dinh_store::StoredTime;
use dinh_store::people::identities;
use dinh_store::people::mine::{self, Mine};
use dinh_store::people::{accounts, accounts::Account};
use dinh_store::reminders::addresses::{self, Reach};
use serde_json::{Value, json};

use super::list::{MandateView, mandates_of};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// What is kept about the person who asks.
#[derive(Clone, Debug)]
pub struct MyData {
    /// Their account; the password is kept as a digest that is not given out.
    pub account: Account,
    /// How they are reached.
    pub reach: Reach,
    /// Their mandates, past ones too.
    pub mandates: Vec<MandateView>,
    /// Accounts elsewhere that open this one: provider, subject, since when.
    pub identities: Vec<(String, String, jiff::Timestamp)>,
    /// Everything else.
    pub mine: Mine,
}

/// Read it.
pub async fn my_data(ctx: &Context<'_>) -> Result<MyData> {
    let id: AccountId = ctx.account().ok_or(Error::Forbidden)?;
    let mut tx = ctx.read().await?;
    let links = identities::of_account(&mut tx, id).await?;
    Ok(MyData {
        account: accounts::get(&mut tx, id).await?,
        reach: addresses::get(&mut tx, id).await?,
        mandates: mandates_of(ctx, &mut tx, id).await?,
        identities: links
            .into_iter()
            .map(|row| (row.issuer, row.subject, row.linked_at.to_jiff()))
            .collect(),
        mine: mine::of_account(&mut tx, id).await?,
    })
}

/// Take it home as JSON; the trail says so.
pub async fn export_my_data(ctx: &Context<'_>) -> Result<Vec<u8>> {
    let data = my_data(ctx).await?;
    let mut tx = ctx.write().await?;
    audit::record(
        ctx,
        &mut tx,
        "export_my_data",
        data.account.id,
        ctx.unit(),
        json!({}),
    )
    .await?;
    tx.commit().await?;
    let mut text = serde_json::to_vec_pretty(&written(&data, ctx.now()))
        .map_err(|error| Error::Internal(error.to_string()))?;
    text.push(b'\n');
    Ok(text)
}

fn list<T>(all: &[T], one: impl Fn(&T) -> Value) -> Value {
    Value::Array(all.iter().map(one).collect())
}

fn time(at: StoredTime) -> String {
    at.to_jiff().to_string()
}

fn written(data: &MyData, now: jiff::Timestamp) -> Value {
    let mine = &data.mine;
    json!({
        "form": "dinh/person/1",
        "made": now.to_string(),
        "account": {
            "login": data.account.login,
            "name": data.account.name,
            "created": data.account.created_at.to_string(),
        },
        "mail": {
            "address": data.reach.address,
            "choice": data.reach.choice.code(),
        },
        "mandates": list(&data.mandates, |view| json!({
            "role": view.mandate.role.label(),
            "unit": view.unit_name,
            "from": view.mandate.valid_from.to_string(),
            "to": view.mandate.valid_to.map(|day| day.to_string()),
            "document": view.mandate.document,
        })),
        "identities": list(&data.identities, |(issuer, subject, at)| json!({
            "issuer": issuer, "subject": subject, "since": at.to_string(),
        })),
        "household": mine.household.as_ref().map(|household| json!({
            "unit": household.unit_name,
            "number": household.number,
            "linked": time(household.linked_at),
        })),
        "sessions": list(&mine.sessions, |session| json!({
            "began": time(session.created_at),
            "used": time(session.seen_at),
            "ends": time(session.expires_at),
        })),
        "letters": list(&mine.letters, |letter| json!({
            "subject": letter.subject,
            "words": letter.body,
            "state": letter.state,
            "queued": time(letter.queued_at),
            "ended": letter.ended_at.map(time),
        })),
        "votes": list(&mine.votes, |vote| json!({
            "decision": vote.number,
            "channel": vote.channel,
            "choice": vote.choice,
            "at": time(vote.cast_at),
        })),
        "acts": list(&mine.acts, |act| json!({
            "at": time(act.at), "did": act.action, "unit": act.unit_name,
        })),
    })
}

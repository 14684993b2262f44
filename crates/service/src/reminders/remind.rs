//! Queue the letters that are due, each with the reminders that it holds, in one transaction for each person.

use std::collections::BTreeMap;

use dinh_domain::ids::AccountId;
use dinh_store::WriteTx;
use dinh_store::reminders::gaps::{self, Gap};
use dinh_store::reminders::mails::{self, MailKind, NewMail};
use jiff::civil::Date;
use uuid::Uuid;

use super::gather::{Item, Recipient, gather};
use super::letter::{Letter, gathered_letter, single_letter};
use crate::clock::local;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context};
use crate::units::{UnitDirectory, directory};

/// Letters are queued on working days from this hour on, so that they lie on top when the office opens.
const OFFICE_OPENS: i8 = 7;
/// More single letters than this to one person at once come as one.
const MOST_SINGLE: usize = 10;
/// The most that one person is told at once; the rest the next time.
const MOST_TOLD: usize = 1_000;
const MANY: i64 = 20_000;

/// Queue a letter for everybody who is to be told of something today and was not told yet; gives how many were queued.
/// Doing it again, or on two machines at once, changes nothing.
pub async fn remind(ctx: &Context<'_>) -> Result<usize> {
    if !matches!(ctx.actor, Actor::Clockwork) {
        return Err(Error::Forbidden);
    }
    let now = local(ctx.now());
    let works = ctx.law().calendar().day(now.date())?.working;
    if !works || now.hour() < OFFICE_OPENS {
        return Ok(0);
    }
    let found = gather(ctx).await?;
    mend_gaps(ctx, found.gaps).await?;
    let mut tx = ctx.read().await?;
    let units = directory(ctx.platform, &mut tx).await?;
    drop(tx);
    let mut queued = 0;
    for recipient in found.recipients {
        queued += queue(ctx, &units, recipient).await?;
    }
    Ok(queued)
}

/// The letters of one person.
async fn queue(ctx: &Context<'_>, units: &UnitDirectory, recipient: Recipient) -> Result<usize> {
    let today = ctx.today();
    let Recipient {
        account,
        choice,
        mut items,
    } = recipient;
    items.truncate(MOST_TOLD);
    let mut tx = ctx.write().await?;
    if choice.gathers() && mails::has_digest(&mut tx, account, today).await? {
        return Ok(0);
    }
    let gathers = choice.gathers() || items.len() > MOST_SINGLE;
    let queued = if gathers {
        let digest_on = choice.gathers().then_some(today);
        usize::from(queue_gathered(ctx, &mut tx, units, (account, digest_on), items).await?)
    } else {
        let mut queued = 0;
        for item in items {
            let mail = ctx.new_id();
            if is_new(&mut tx, &item, account, mail).await? {
                let letter = single_letter(ctx, units, &item);
                add(ctx, &mut tx, (mail, account, None), &item, letter).await?;
                queued += 1;
            }
        }
        queued
    };
    if queued > 0 {
        tx.commit().await?;
    }
    Ok(queued)
}

async fn queue_gathered(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    units: &UnitDirectory,
    (account, digest_on): (AccountId, Option<Date>),
    items: Vec<Item>,
) -> Result<bool> {
    let mail = ctx.new_id();
    let mut fresh = Vec::with_capacity(items.len());
    for item in items {
        if is_new(tx, &item, account, mail).await? {
            fresh.push(item);
        }
    }
    let letter = match fresh.as_slice() {
        [] => return Ok(false),
        [item] => single_letter(ctx, units, item),
        items => gathered_letter(ctx, units, items),
    };
    if let Some(first) = fresh.first() {
        add(ctx, tx, (mail, account, digest_on), first, letter).await?;
    }
    Ok(true)
}

/// Two machines may have read the same; the first to write tells the person.
async fn is_new(tx: &mut WriteTx, item: &Item, account: AccountId, mail: Uuid) -> Result<bool> {
    let thing = item.thing.fact.thing;
    Ok(mails::remind(tx, thing, item.due.days, account, mail).await?)
}

async fn add(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    (id, account, digest_on): (Uuid, AccountId, Option<Date>),
    first: &Item,
    letter: Letter,
) -> Result<()> {
    let mail = NewMail {
        id,
        account,
        kind: MailKind::Reminder,
        address: None,
        unit: first.unit,
        digest_on,
        subject: letter.subject,
        body: letter.body,
        at: ctx.now(),
    };
    Ok(mails::add(tx, mail).await?)
}

/// Write down what changed since the last time, if anything did.
async fn mend_gaps(ctx: &Context<'_>, found: Vec<Gap>) -> Result<()> {
    let key = |gap: &Gap| (gap.unit, gap.party, gap.account);
    let mut tx = ctx.read().await?;
    let stored = gaps::list(&mut tx, None, MANY, 0).await?;
    drop(tx);
    let mut known: BTreeMap<_, _> = stored.into_iter().map(|gap| (key(&gap), gap)).collect();
    let mut changed = Vec::new();
    for gap in found {
        let before = known.remove(&key(&gap));
        if before.is_none_or(|before| before.things != gap.things) {
            changed.push(gap);
        }
    }
    if changed.is_empty() && known.is_empty() {
        return Ok(());
    }
    let mut tx = ctx.write().await?;
    for gap in &changed {
        gaps::save(&mut tx, gap).await?;
    }
    for gap in known.values() {
        gaps::drop(&mut tx, gap).await?;
    }
    tx.commit().await?;
    Ok(())
}

//! Addresses of mail: set, changed and erased by the person, or set by an administrator. Never in the register, the audit
//! trail or the log.

use dinh_domain::FieldError;
use dinh_domain::access::Action;
use dinh_domain::ids::AccountId;
use dinh_domain::reminders::{Choice, Party, check_address};
use dinh_store::people::{accounts, mandates};
use dinh_store::reminders::addresses::{self, Reach};
use dinh_store::reminders::confirmations;
use dinh_store::{ReadTx, WriteTx};
use serde_json::json;

use super::confirm::ask;
use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context};

/// What was typed.
#[derive(Clone, Debug)]
pub struct TypedReach {
    /// Address; empty erases it, one that is not confirmed yet gets a letter with a link.
    pub address: String,
    /// Code of a [`Choice`].
    pub choice: String,
}

fn me(ctx: &Context<'_>) -> Result<AccountId> {
    match &ctx.actor {
        Actor::Person(person) => Ok(person.account),
        _ => Err(Error::Forbidden),
    }
}

/// How the person is reached; nothing for those who are never reminded and have no address.
pub async fn my_reach(ctx: &Context<'_>) -> Result<Option<Reach>> {
    let account = me(ctx)?;
    let mut tx = ctx.read().await?;
    let reach = addresses::get(&mut tx, account).await?;
    let shown = reach != Reach::default() || is_reminded(ctx, &mut tx, account).await?;
    Ok(shown.then_some(reach))
}

/// Whether the person has, now or later, a mandate whose holder is reminded.
async fn is_reminded(ctx: &Context<'_>, tx: &mut ReadTx, account: AccountId) -> Result<bool> {
    let today = ctx.today();
    let found = mandates(tx, account).await?;
    Ok(found.iter().any(|mandate| {
        Party::of(mandate.role).is_some() && mandate.valid_to.is_none_or(|to| today < to)
    }))
}

/// Change one's own address and choice. Only who is reminded gives an address; everybody may erase theirs.
pub async fn change_my_reach(ctx: &Context<'_>, typed: TypedReach) -> Result<()> {
    let account = me(ctx)?;
    let checked = check(&typed)?;
    let mut tx = ctx.read().await?;
    if checked.0.is_some() && !is_reminded(ctx, &mut tx, account).await? {
        return Err(Error::field(
            "address",
            "Chỉ người giữ nhiệm vụ được nhắc việc mới cần địa chỉ. Hãy để trống ô này.",
        ));
    }
    drop(tx);
    save(ctx, account, checked).await
}

/// How a person is reached, for an administrator.
pub async fn reach_of(ctx: &Context<'_>, account: AccountId) -> Result<Reach> {
    let mut tx = ctx.read().await?;
    may_manage(ctx, &mut tx).await?;
    Ok(addresses::get(&mut tx, account).await?)
}

/// An administrator sets or erases the address of a person, who confirms it; the choice stays theirs.
pub async fn change_reach(ctx: &Context<'_>, account: AccountId, address: &str) -> Result<()> {
    let mut tx = ctx.read().await?;
    may_manage(ctx, &mut tx).await?;
    accounts::get(&mut tx, account).await?;
    let choice = addresses::get(&mut tx, account).await?.choice;
    drop(tx);
    let checked = check(&TypedReach {
        address: address.to_owned(),
        choice: choice.code().to_owned(),
    })?;
    save(ctx, account, checked).await
}

async fn may_manage(ctx: &Context<'_>, tx: &mut ReadTx) -> Result<()> {
    let unit = ctx.unit().ok_or(Error::Forbidden)?;
    authorise(ctx, tx, Action::ManagePeople, unit).await?;
    Ok(())
}

fn check(typed: &TypedReach) -> Result<(Option<String>, Choice)> {
    let mut errors = Vec::new();
    let address = match typed.address.trim() {
        "" => None,
        address => match check_address("address", address) {
            Ok(address) => Some(address),
            Err(error) => {
                errors.push(error);
                None
            }
        },
    };
    let choice = Choice::find(&typed.choice);
    if choice.is_none() {
        errors.push(FieldError::new("choice", "Hãy chọn cách nhận thư."));
    }
    match (choice, errors.is_empty()) {
        (Some(choice), true) => Ok((address, choice)),
        _ => Err(Error::Invalid(errors)),
    }
}

async fn save(
    ctx: &Context<'_>,
    account: AccountId,
    (typed, choice): (Option<String>, Choice),
) -> Result<()> {
    let mut tx = ctx.write().await?;
    let before = addresses::get(&mut tx, account).await?;
    let reach = match typed {
        None => Reach {
            choice,
            ..Reach::default()
        },
        // The confirmed one again: whatever waited beside it does not any more.
        Some(typed) if before.address.as_ref() == Some(&typed) => Reach {
            address: Some(typed),
            pending: None,
            choice,
        },
        Some(typed) => Reach {
            address: before.address,
            pending: Some(typed),
            choice,
        },
    };
    if let Some(pending) = &reach.pending {
        // Letters to another address that waited are of no use now; the same address asks for another letter.
        if before.pending.as_ref() != Some(pending) {
            confirmations::revoke(&mut tx, account, ctx.now()).await?;
        }
        ask(ctx, &mut tx, account, pending).await?;
    } else {
        confirmations::revoke(&mut tx, account, ctx.now()).await?;
    }
    // The row goes with the address, so that nothing of it stays behind; a choice of one's own is kept.
    if reach == Reach::default() {
        addresses::erase(&mut tx, account).await?;
    } else {
        addresses::save(&mut tx, account, &reach, ctx.now()).await?;
    }
    if reach.address.is_some() || reach.pending.is_some() {
        trail(ctx, &mut tx, "change_mail_address", account).await?;
    } else {
        trail(ctx, &mut tx, "erase_mail_address", account).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn trail(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    action: &str,
    account: AccountId,
) -> Result<()> {
    audit::record(ctx, tx, action, account, None, json!({})).await
}

//! Sign in with a passkey alone: the device knows its person, so that two things are proven at once.

use dinh_domain::ids::AccountId;
use dinh_domain::people::Proof;
use dinh_store::WriteTx;
use dinh_store::people::{accounts, passkeys};

use super::super::lockout::Tries;
use super::super::opening::open;
use super::super::origin::Origin;
use super::super::token::SignedIn;
use super::challenge::{ask, find, spend, too_late};
use super::check::{Assertion, Known, RelyingParty, answered};
use crate::error::{Error, Result};
use crate::platform::Context;

const PURPOSE: &str = "passkey sign-in";

/// What the page asks the device.
pub struct PasskeyQuestion {
    /// For a hidden field of the form.
    pub sealed: String,
    /// What is signed.
    pub challenge: [u8; 32],
}

/// What the device answered.
pub struct PasskeySignIn {
    /// The hidden field.
    pub sealed: String,
    /// The signed answer.
    pub assertion: Assertion,
    /// Token of the session that the browser had, which ends.
    pub old_token: Option<String>,
    /// Where from.
    pub origin: Origin,
}

/// A question for whoever opens the page.
pub fn ask_for_passkey(ctx: &Context<'_>) -> Result<PasskeyQuestion> {
    let (sealed, challenge) = ask(ctx, PURPOSE, b"")?;
    Ok(PasskeyQuestion { sealed, challenge })
}

/// Sign in.
pub async fn sign_in_with_passkey(ctx: &Context<'_>, input: PasskeySignIn) -> Result<SignedIn> {
    let Some(challenge) = find(ctx, PURPOSE, b"", &input.sealed) else {
        return Err(too_late());
    };
    let tries = Tries::of_network(&input.origin);
    let mut tx = ctx.write().await?;
    if let Some(minutes) = tries.minutes_left(&mut tx, ctx.now()).await? {
        return Err(super::super::sign_in::must_wait(minutes));
    }
    let owner = answered_by(ctx, &mut tx, &challenge, &input.assertion, true).await?;
    let account = match owner {
        Some(owner) if spend(ctx, &mut tx, &challenge).await? => {
            Some(accounts::get(&mut tx, owner).await?)
        }
        _ => None,
    };
    let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
        tries.fail(&mut tx, ctx.now()).await?;
        tx.commit().await?;
        return Err(Error::field(
            "passkey",
            "Không đăng nhập được bằng khóa truy cập này. Khóa có thể đã bị bỏ khỏi tài khoản; hãy đăng nhập bằng mật khẩu.",
        ));
    };
    let old = input.old_token.as_deref();
    let signed_in = open(ctx, &mut tx, account, Proof::Passkey, &input.origin, old).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// Whose passkey answered; nothing if it is not known or what it says is not believed.
pub(in crate::people) async fn answered_by(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    challenge: &[u8],
    assertion: &Assertion,
    verified: bool,
) -> Result<Option<AccountId>> {
    let Some(passkey) = passkeys::find(tx, &assertion.credential).await? else {
        return Ok(None);
    };
    let owner = passkey.account.0.as_bytes().as_slice();
    if assertion
        .person
        .as_deref()
        .is_some_and(|person| person != owner)
    {
        return Ok(None);
    }
    let site = RelyingParty::new(&ctx.platform.base_url);
    let known = Known {
        public_key: &passkey.public_key,
        counter: passkey.counter,
    };
    match answered(&site, challenge, assertion, &known, verified) {
        Ok(counter) => {
            passkeys::mark_used(tx, passkey.id, counter, ctx.now()).await?;
            Ok(Some(passkey.account))
        }
        Err(doubt) => {
            tracing::warn!(?doubt, "a passkey was not believed");
            Ok(None)
        }
    }
}

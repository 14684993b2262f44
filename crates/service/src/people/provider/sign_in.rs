//! Coming in by the provider.

use dinh_domain::people::Proof;
use dinh_store::people::{accounts, identities, mandates};
use serde_json::json;

use super::id_token::Identity;
use super::settings::ProviderSettings;
use crate::audit;
use crate::error::Result;
use crate::people::opening::open;
use crate::people::origin::Origin;
use crate::people::token::{SignedIn, digest};
use crate::platform::Context;

/// How somebody who is known to the provider arrives.
pub enum ProviderSignIn {
    /// They are in.
    In(SignedIn),
    /// No account here is linked with theirs.
    Unknown,
    /// They hold a mandate that this sign-in is not for.
    NotThisWay,
    /// Their account here is closed.
    Closed,
}

/// Use a `state` up. False when it was used before: whoever sends an answer again gets nothing.
pub async fn use_state(ctx: &Context<'_>, state: &str) -> Result<bool> {
    let key = digest(&format!("provider state {state}"));
    let mut request = [0; 8];
    request.copy_from_slice(&ctx.platform.random.bytes()[..8]);
    let request = i64::from_be_bytes(request);
    let mut tx = ctx.write().await?;
    let first = dinh_store::once::claim(&mut tx, key, request, ctx.now()).await?;
    tx.commit().await?;
    Ok(first)
}

/// Sign in whom the provider names, in the place of the session of `old` token.
pub async fn sign_in_by_provider(
    ctx: &Context<'_>,
    settings: &ProviderSettings,
    identity: &Identity,
    origin: &Origin,
    old: Option<&str>,
) -> Result<ProviderSignIn> {
    let mut tx = ctx.write().await?;
    let found = identities::find(&mut tx, &identity.issuer, &identity.subject).await?;
    let Some(found) = found else {
        drop(tx);
        refuse(ctx, "unknown").await?;
        return Ok(ProviderSignIn::Unknown);
    };
    let account = accounts::get(&mut tx, found.account).await?;
    if account.disabled_at.is_some() {
        drop(tx);
        refuse(ctx, "closed").await?;
        return Ok(ProviderSignIn::Closed);
    }
    let held = mandates(&mut tx, account.id).await?;
    let today = ctx.today();
    let other = held
        .iter()
        .any(|one| one.holds_on(today) && !settings.allows(one.role));
    if other {
        drop(tx);
        refuse(ctx, "role").await?;
        return Ok(ProviderSignIn::NotThisWay);
    }
    let signed_in = open(ctx, &mut tx, account, Proof::Provider, origin, old).await?;
    identities::mark_session(&mut tx, digest(&signed_in.token)).await?;
    tx.commit().await?;
    Ok(ProviderSignIn::In(signed_in))
}

/// Whether a session began at the provider.
pub async fn came_by_provider(ctx: &Context<'_>, session: [u8; 32]) -> Result<bool> {
    let mut tx = ctx.read().await?;
    Ok(identities::is_marked(&mut tx, session).await?)
}

/// Write down that somebody was not let in, and why, without who.
pub async fn refuse(ctx: &Context<'_>, why: &'static str) -> Result<()> {
    let mut tx = ctx.write().await?;
    audit::record(
        ctx,
        &mut tx,
        "refuse_provider_sign_in",
        "",
        None,
        json!({ "why": why }),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

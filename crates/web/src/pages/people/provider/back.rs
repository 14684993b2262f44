//! `/dang-nhap/tro-ve`: back from the provider.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use dinh_service::people::provider::{
    self, Authority, Identity, ProviderSignIn, Refused, sign_in_by_provider, use_state,
};
use dinh_service::people::{self, SignedIn};
use dinh_service::{Error, Result};
use serde::Deserialize;

use super::errand::Errand;
use super::notice::{Notice, notice};
use super::{authority, back_address, mine};
use crate::caller::Caller;
use crate::cookie;
use crate::errors::PageResult;
use crate::pages::people::sign_in::{arrive as arrive_signed_in, origin};
use crate::pages::people::with_tokens;
use crate::state::AppState;

/// What the provider sends along (RFC 6749, 4.1.2; RFC 9207).
#[derive(Default, Deserialize)]
pub(super) struct Answer {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// Come back; the errand is over however it ends.
pub(super) async fn arrive(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> PageResult {
    let mut response = answered(&state, caller, &headers, answer).await?;
    if let Some(value) = cookie::take_errand_away(&state) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

async fn answered(
    state: &AppState,
    caller: Caller,
    headers: &HeaderMap,
    answer: Answer,
) -> PageResult {
    let authority = authority(state)?;
    let ctx = caller.context(state);
    let Some(errand) = Errand::find(state, headers) else {
        return notice(state, &caller, Notice::Stale);
    };
    let walk = errand
        .walk()
        .filter(|walk| answer.state == Some(walk.state()));
    let Some(walk) = walk else {
        provider::refuse(&ctx, "state").await?;
        return notice(state, &caller, Notice::Stale);
    };
    if !use_state(&ctx, &walk.state()).await? {
        provider::refuse(&ctx, "replay").await?;
        return notice(state, &caller, Notice::Stale);
    }
    let (None, Some(code)) = (answer.error, answer.code) else {
        return notice(state, &caller, Notice::Denied);
    };
    let issuer = answer.iss.as_deref();
    let now = ctx.now();
    let named = authority
        .identity(&walk, &code, issuer, &back_address(state), now)
        .await;
    let identity = match named {
        Ok(identity) => identity,
        Err(refused) => return not_believed(state, &caller, &refused).await,
    };
    match &errand.link {
        Some(account) => mine::confirm(state, &caller, &identity, account),
        None => sign_in(state, caller, headers, authority, &identity, &errand.next).await,
    }
}

async fn not_believed(state: &AppState, caller: &Caller, refused: &Refused) -> PageResult {
    tracing::warn!(error = %refused, "somebody was not let in by the provider of accounts");
    let (why, shown) = match refused {
        Refused::Down(_) => ("down", Notice::Down),
        Refused::Denied(_) => ("denied", Notice::Denied),
        Refused::Token(_) => ("token", Notice::NotBelieved),
    };
    provider::refuse(&caller.context(state), why).await?;
    notice(state, caller, shown)
}

async fn sign_in(
    state: &AppState,
    mut caller: Caller,
    headers: &HeaderMap,
    authority: &Authority,
    identity: &Identity,
    next: &str,
) -> PageResult {
    let old = cookie::find_token(state, headers);
    let ctx = caller.context(state);
    let origin = origin(state, &caller, headers);
    let arrived = sign_in_by_provider(&ctx, authority.settings(), identity, &origin, old).await?;
    let signed_in = match arrived {
        ProviderSignIn::In(signed_in) => signed_in,
        ProviderSignIn::Unknown => {
            return notice(state, &caller, Notice::Unknown(identity.subject.clone()));
        }
        ProviderSignIn::NotThisWay => return notice(state, &caller, Notice::NotThisWay),
        ProviderSignIn::Closed => return notice(state, &caller, Notice::Closed),
    };
    session_of(state, &mut caller, &signed_in).await?;
    let response = arrive_signed_in(state, &caller, &signed_in, next, None).await?;
    Ok(with_tokens(state, response, &signed_in))
}

async fn session_of(state: &AppState, caller: &mut Caller, signed_in: &SignedIn) -> Result<()> {
    let session = people::find_session(&state.platform, &signed_in.token).await?;
    caller.sign_in(session.ok_or(Error::Busy)?);
    Ok(())
}

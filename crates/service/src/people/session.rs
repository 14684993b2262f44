//! What a browser's token stands for, from request to request.

use dinh_store::people::sessions::Session;
use dinh_store::people::{mandates, sessions};
use jiff::SignedDuration;
use serde_json::json;

use super::token::digest;
use crate::audit;
use crate::error::Result;
use crate::platform::{Actor, Context, Person, Platform};

/// A session ends when it was not used for this long.
pub(super) const IDLE: SignedDuration = SignedDuration::from_mins(60);
/// Use is remembered no finer than this, so that reading rarely writes.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// A session that holds now.
#[derive(Clone, Debug)]
pub struct OpenSession {
    /// The person, with their mandate if it holds today.
    pub person: Person,
    /// Token that their forms carry.
    pub csrf: String,
    /// Whether they must choose a password first.
    pub must_change_password: bool,
    /// Whether they must have a second factor first.
    pub must_enrol: bool,
    /// Name of the unit of the mandate.
    pub unit_name: Option<String>,
    /// What is stored of the token.
    pub token_hash: [u8; 32],
}

/// The session behind a token, unless it has ended. A mandate that no longer holds is
/// left out: the person is signed in but may do nothing with it.
pub async fn find_session(platform: &Platform, token: &str) -> Result<Option<OpenSession>> {
    let token_hash = digest(token);
    let now = platform.clock.now();
    let mut tx = platform.store.read().await?;
    let Some(session) = sessions::find(&mut tx, token_hash).await? else {
        return Ok(None);
    };
    if session.expires_at <= now || now.duration_since(session.seen_at) > IDLE {
        return Ok(None);
    }
    let mandate = match session.mandate {
        Some(id) => Some(mandates::get(&mut tx, id).await?),
        None => None,
    };
    drop(tx);
    let today = platform.clock.today();
    let mandate =
        mandate.filter(|mandate| mandate.account == session.account && mandate.holds_on(today));
    if now.duration_since(session.seen_at) >= TOUCH_EVERY {
        let mut tx = platform.store.write().await?;
        sessions::touch(&mut tx, token_hash, now).await?;
        tx.commit().await?;
    }
    Ok(Some(opened(session, mandate, token_hash)))
}

fn opened(
    session: Session,
    mandate: Option<dinh_domain::people::Mandate>,
    token_hash: [u8; 32],
) -> OpenSession {
    OpenSession {
        unit_name: session.unit_name.filter(|_| mandate.is_some()),
        person: Person {
            account: session.account,
            name: session.name,
            mandate,
        },
        csrf: session.csrf,
        must_change_password: session.must_change_password,
        must_enrol: session.strict && !session.proof.has_two_factors(),
        token_hash,
    }
}

/// End a session.
pub async fn sign_out(ctx: &Context<'_>, token_hash: [u8; 32]) -> Result<()> {
    let mut tx = ctx.write().await?;
    if sessions::end(&mut tx, token_hash).await? > 0
        && let Actor::Person(person) = &ctx.actor
    {
        audit::record(
            ctx,
            &mut tx,
            "sign_out",
            person.account,
            ctx.unit(),
            json!({}),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

//! A session is opened, whatever was proven before: password and code, passkey, another provider.

use dinh_domain::people::{Mandate, Proof};
use dinh_store::WriteTx;
use dinh_store::people::accounts::Account;
use dinh_store::people::{mandates, notices};
use serde_json::json;

use super::origin::Origin;
use super::token::{ABSOLUTE, Beginning, SignedIn, begin, digest};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Person};

/// Open a session in the place of the one whose token is `old`. It uses the mandate of the person when they have exactly one.
pub(super) async fn open(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    account: Account,
    proof: Proof,
    origin: &Origin,
    old: Option<&str>,
) -> Result<SignedIn> {
    let mut holding: Vec<Mandate> = mandates(tx, account.id).await?;
    holding.retain(|mandate| mandate.holds_on(ctx.today()));
    let mandate = if holding.len() == 1 {
        holding.pop()
    } else {
        None
    };
    let beginning = Beginning {
        account: account.id,
        mandate: mandate.as_ref().map(|mandate| mandate.id),
        old: old.map(digest),
        since: ctx.now(),
        expires_at: ctx.now().checked_add(ABSOLUTE).map_err(|_| Error::Busy)?,
        device: origin.kind.clone(),
        proof,
    };
    let has_mandate = beginning.mandate.is_some();
    let token = begin(ctx, tx, beginning).await?;
    let unit = mandate.as_ref().map(|mandate| mandate.unit);
    let device = origin.device.clone().with(ctx.platform, &account).text();
    let has_notices = !notices::unseen(tx, account.id).await?.is_empty();
    let person = Person {
        account: account.id,
        name: account.name,
        mandate,
    };
    let by_person = Context::new(ctx.platform, Actor::Person(person));
    let detail = json!({ "proof": proof.code() });
    audit::record(&by_person, tx, "sign_in", account.id, unit, detail).await?;
    Ok(SignedIn {
        token,
        device,
        has_mandate,
        has_notices,
        must_change_password: account.must_change_password,
    })
}

//! A person adds a passkey to their account, or takes one away.

use dinh_domain::folding::clean;
use dinh_domain::people::Proof;
use dinh_store::people::passkeys::{self, Passkey};
use dinh_store::people::{accounts, factors, sessions};
use serde_json::json;
use uuid::Uuid;

use super::super::change_password::confirm_password;
use super::super::factors::{Removed, new_codes, removed, tell};
use super::challenge::{ask, find, spend, too_late};
use super::check::{Doubt, RelyingParty, made};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

const PURPOSE: &str = "passkey enrolment";
/// Passkeys of one person.
const MOST: usize = 20;

/// What the page asks the device to make.
pub struct NewPasskey {
    /// For a hidden field of the form.
    pub sealed: String,
    /// What is signed.
    pub challenge: [u8; 32],
    /// The person, as the device shall know them: no name.
    pub person: Vec<u8>,
    /// Their login, for the list on the device.
    pub login: String,
    /// Keys that the person has already.
    pub known: Vec<Vec<u8>>,
}

/// What the device made.
pub struct AddPasskey {
    /// The hidden field.
    pub sealed: String,
    /// Name that the person gives it.
    pub name: String,
    /// Password.
    pub password: String,
    /// What the browser says (JSON).
    pub client_data: Vec<u8>,
    /// What the device says.
    pub attestation: Vec<u8>,
    /// The session that goes on; the others end.
    pub session: [u8; 32],
}

/// Ask for a new passkey of whoever asks.
pub async fn begin_passkey(ctx: &Context<'_>) -> Result<NewPasskey> {
    let mut tx = ctx.read().await?;
    let account = accounts::get(&mut tx, ctx.account().ok_or(Error::Forbidden)?).await?;
    let known = passkeys::of_account(&mut tx, account.id).await?;
    let person = account.id.0.as_bytes().to_vec();
    let (sealed, challenge) = ask(ctx, PURPOSE, &person)?;
    Ok(NewPasskey {
        sealed,
        challenge,
        person,
        login: account.login,
        known: known.into_iter().map(|key| key.credential).collect(),
    })
}

/// Keep a passkey. Gives codes on paper, to be shown once, if the person has none.
pub async fn add_passkey(ctx: &Context<'_>, input: AddPasskey) -> Result<Vec<String>> {
    let account = confirm_password(ctx, "passkey_password", &input.password).await?;
    let name = clean(&input.name);
    if !(2..=60).contains(&name.chars().count()) {
        return Err(Error::field(
            "name",
            "Đặt tên cho khóa, từ 2 đến 60 ký tự, ví dụ: Điện thoại của tôi.",
        ));
    }
    let person = account.id.0.as_bytes();
    let Some(challenge) = find(ctx, PURPOSE, person, &input.sealed) else {
        return Err(too_late());
    };
    let site = RelyingParty::new(&ctx.platform.base_url);
    let key = made(&site, &challenge, &input.client_data, &input.attestation).map_err(refused)?;
    let mut tx = ctx.write().await?;
    let known = passkeys::of_account(&mut tx, account.id).await?;
    let taken = passkeys::find(&mut tx, &key.credential).await?.is_some();
    if taken || known.len() >= MOST || !spend(ctx, &mut tx, &challenge).await? {
        return Err(Error::field(
            "passkey",
            "Khóa này đã có trong một tài khoản, hoặc tài khoản đã có quá nhiều khóa. Hãy bỏ một khóa cũ hoặc dùng thiết bị khác.",
        ));
    }
    let passkey = Passkey {
        id: ctx.new_id(),
        account: account.id,
        credential: key.credential,
        public_key: key.public_key,
        counter: key.counter,
        name,
        created_at: ctx.now(),
        used_at: None,
    };
    passkeys::add(&mut tx, passkey).await?;
    let codes = match factors::codes_left(&mut tx, account.id).await? {
        0 => new_codes(ctx, &mut tx, account.id).await?,
        _ => Vec::new(),
    };
    sessions::prove(&mut tx, input.session, Proof::PasswordAndPasskey).await?;
    sessions::end_others(&mut tx, account.id, input.session).await?;
    audit::record(
        ctx,
        &mut tx,
        "add_passkey",
        account.id,
        ctx.unit(),
        json!({}),
    )
    .await?;
    tell(ctx, &mut tx, account.id, "add_passkey", "").await?;
    tx.commit().await?;
    Ok(codes)
}

fn refused(doubt: Doubt) -> Error {
    tracing::warn!(?doubt, "a new passkey was not believed");
    Error::field(
        "passkey",
        match doubt {
            Doubt::Way => {
                "Thiết bị này ký theo cách mà hệ thống không nhận. Hãy dùng thiết bị khác."
            }
            Doubt::Site => {
                "Khóa được tạo cho một địa chỉ khác. Hãy mở trang này bằng địa chỉ chính thức của thành phố."
            }
            _ => "Chưa tạo được khóa truy cập. Hãy tải lại trang và làm lại.",
        },
    )
}

/// Take a passkey away.
pub async fn remove_passkey(
    ctx: &Context<'_>,
    id: Uuid,
    password: &str,
    session: [u8; 32],
) -> Result<()> {
    let account = confirm_password(ctx, "key_password", password).await?;
    let mut tx = ctx.write().await?;
    if passkeys::end(&mut tx, account.id, id).await? == 0 {
        return Err(Error::NotFound);
    }
    let keys = passkeys::of_account(&mut tx, account.id).await?.len();
    let totp = factors::find_totp(&mut tx, account.id).await?;
    let others = keys + usize::from(totp.is_some());
    let what = Removed {
        account: account.id,
        session,
        action: "remove_passkey",
        field: "key_password",
    };
    removed(ctx, &mut tx, what, others).await?;
    tx.commit().await?;
    Ok(())
}

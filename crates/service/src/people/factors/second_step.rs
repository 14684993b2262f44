//! The second step of signing in: the password was right, now a code or a passkey.
//!
//! Nothing is stored between the steps: the browser carries a sealed ticket that holds for ten minutes, for one account
//! and the password that it had.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dinh_domain::ids::AccountId;
use dinh_domain::people::Proof;
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::{factors, passkeys};
use dinh_store::{ReadTx, WriteTx};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::super::lockout::Tries;
use super::super::opening::open;
use super::super::origin::Origin;
use super::super::passkey::{Assertion, answered_by, spend};
use super::super::token::SignedIn;
use super::codes::typed_digest;
use super::totp::matching_step;
use crate::error::{Error, Result};
use crate::platform::Context;

const PURPOSE: &str = "second step";
pub(in crate::people) const TOTP_PURPOSE: &str = "totp";
/// Seconds between the password and the code.
const HOLDS_FOR: i64 = 600;

/// The question for the second factor.
#[derive(Clone, Debug)]
pub struct SecondStep {
    /// For a hidden field of the form.
    pub ticket: String,
    /// Whether the person has an application with codes.
    pub has_totp: bool,
    /// The person's passkeys, as their devices name them.
    pub credentials: Vec<Vec<u8>>,
    /// What a passkey signs.
    pub challenge: [u8; 32],
}

/// What the person answers.
pub enum Answer {
    /// A code of the application, or one on paper.
    Code(String),
    /// A passkey.
    Passkey(Assertion),
}

/// The answer with what belongs to it.
pub struct SecondAnswer {
    /// The ticket of the question.
    pub ticket: String,
    /// What was answered.
    pub answer: Answer,
    /// Token of the session that the browser had, which ends.
    pub old_token: Option<String>,
    /// Where from.
    pub origin: Origin,
}

/// The question for a person whose password was right; nothing if they have no second factor.
pub(in crate::people) async fn find_second_step(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    account: &Account,
) -> Result<Option<SecondStep>> {
    let has_totp = factors::find_totp(tx, account.id).await?.is_some();
    let keys = passkeys::of_account(tx, account.id).await?;
    if !has_totp && keys.is_empty() {
        return Ok(None);
    }
    let random = &ctx.platform.random;
    let challenge = random.bytes();
    let plain = [
        account.id.0.as_bytes().as_slice(),
        &ctx.now().as_second().to_be_bytes(),
        &challenge,
        &Sha256::digest(account.password_hash.as_bytes()),
    ]
    .concat();
    let sealed = ctx
        .platform
        .secrets
        .seal(PURPOSE, b"", &plain, random.bytes())?;
    Ok(Some(SecondStep {
        ticket: URL_SAFE_NO_PAD.encode(sealed),
        has_totp,
        credentials: keys.into_iter().map(|key| key.credential).collect(),
        challenge,
    }))
}

/// What a ticket says.
struct Ticket {
    account: Account,
    challenge: [u8; 32],
}

async fn find_ticket(ctx: &Context<'_>, tx: &mut ReadTx, text: &str) -> Result<Ticket> {
    let Some(opened) = opened(ctx, text) else {
        return Err(too_late());
    };
    let (id, second, challenge, password) = opened;
    let account = accounts::get(tx, id).await?;
    let age = ctx.now().as_second() - second;
    let same = Sha256::digest(account.password_hash.as_bytes()).as_slice() == password;
    if account.disabled_at.is_some() || !same || !(0..=HOLDS_FOR).contains(&age) {
        return Err(too_late());
    }
    Ok(Ticket { account, challenge })
}

fn opened(ctx: &Context<'_>, text: &str) -> Option<(AccountId, i64, [u8; 32], [u8; 32])> {
    let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
    let plain = ctx.platform.secrets.open(PURPOSE, b"", &sealed)?;
    let (id, rest) = plain.split_first_chunk::<16>()?;
    let (second, rest) = rest.split_first_chunk::<8>()?;
    let (challenge, rest) = rest.split_first_chunk::<32>()?;
    let password = rest.try_into().ok()?;
    let id = AccountId(Uuid::from_bytes(*id));
    Some((id, i64::from_be_bytes(*second), *challenge, password))
}

fn too_late() -> Error {
    Error::field(
        "login",
        "Đã quá mười phút từ khi nhập mật khẩu. Hãy nhập lại tên đăng nhập và mật khẩu.",
    )
}

/// The same question again, after a wrong answer.
pub async fn show_second_step(ctx: &Context<'_>, ticket: &str) -> Result<SecondStep> {
    let mut tx = ctx.read().await?;
    let found = find_ticket(ctx, &mut tx, ticket).await?;
    let has_totp = factors::find_totp(&mut tx, found.account.id)
        .await?
        .is_some();
    let keys = passkeys::of_account(&mut tx, found.account.id).await?;
    Ok(SecondStep {
        ticket: ticket.to_owned(),
        has_totp,
        credentials: keys.into_iter().map(|key| key.credential).collect(),
        challenge: found.challenge,
    })
}

/// Answer the question. A wrong answer is an error of the field "code"; a ticket that is over one of "login".
pub async fn answer_second_step(ctx: &Context<'_>, input: SecondAnswer) -> Result<SignedIn> {
    let mut tx = ctx.write().await?;
    let ticket = find_ticket(ctx, &mut tx, &input.ticket).await?;
    let account = ticket.account;
    let tries = Tries::new(ctx, "code", &account.login, Some(&account), &input.origin);
    if let Some(minutes) = tries.minutes_left(&mut tx, ctx.now()).await? {
        return Err(must_wait(minutes));
    }
    let proof = match &input.answer {
        Answer::Code(typed) => by_code(ctx, &mut tx, &account, typed).await?,
        Answer::Passkey(assertion) => {
            let right = answered_by(ctx, &mut tx, &ticket.challenge, assertion, false).await?;
            let right = right.is_some_and(|owner| owner == account.id)
                && spend(ctx, &mut tx, &ticket.challenge).await?;
            right.then_some(Proof::PasswordAndPasskey)
        }
    };
    let Some(proof) = proof else {
        let waiting = tries.fail(&mut tx, ctx.now()).await?;
        tx.commit().await?;
        return Err(waiting.map_or_else(|| wrong(&input.answer), must_wait));
    };
    tries.forgive(&mut tx).await?;
    let old = input.old_token.as_deref();
    let signed_in = open(ctx, &mut tx, account, proof, &input.origin, old).await?;
    tx.commit().await?;
    Ok(signed_in)
}

async fn by_code(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    account: &Account,
    typed: &str,
) -> Result<Option<Proof>> {
    if let Some(digest) = typed_digest(account.id, typed) {
        let used = factors::use_code(tx, account.id, digest, ctx.now()).await?;
        return Ok(used.then_some(Proof::RecoveryCode));
    }
    let Some(totp) = factors::find_totp(tx, account.id).await? else {
        return Ok(None);
    };
    let about = account.id.0.as_bytes();
    let secret = ctx.platform.secrets.open(TOTP_PURPOSE, about, &totp.secret);
    let Some(secret) = secret else {
        return Err(Error::field(
            "code",
            "Khóa bí mật của hệ thống đã được thay nên không kiểm tra được mã của ứng dụng. Hãy dùng mã dự phòng hoặc khóa truy cập, \
             hoặc nhờ người quản trị đặt lại xác thực hai bước.",
        ));
    };
    let step = matching_step(&secret, typed, ctx.now(), Some(totp.last_step));
    match step {
        Some(step) if factors::use_step(tx, account.id, step).await? => Ok(Some(Proof::Code)),
        _ => Ok(None),
    }
}

fn wrong(answer: &Answer) -> Error {
    Error::field(
        "code",
        match answer {
            Answer::Code(_) => {
                "Mã không đúng hoặc đã dùng. Đợi ứng dụng hiện mã mới rồi nhập lại; kiểm tra giờ của điện thoại."
            }
            Answer::Passkey(_) => {
                "Không dùng được khóa truy cập này. Hãy thử lại, hoặc nhập mã của ứng dụng."
            }
        },
    )
}

fn must_wait(minutes: i64) -> Error {
    Error::field(
        "code",
        format!("Đã nhập sai mã nhiều lần. Xin đợi {minutes} phút rồi thử lại."),
    )
}

//! Questions that a device signs: the browser carries them sealed, and each is answered once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dinh_store::WriteTx;
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::platform::Context;

/// Seconds for which a question can be answered.
const HOLDS_FOR: i64 = 600;

/// A new question for a purpose, about somebody or nobody: the sealed text for a hidden field, and what is signed.
pub(super) fn ask(ctx: &Context<'_>, purpose: &str, about: &[u8]) -> Result<(String, [u8; 32])> {
    let random = &ctx.platform.random;
    let challenge = random.bytes();
    let plain = [ctx.now().as_second().to_be_bytes().as_slice(), &challenge].concat();
    let secrets = &ctx.platform.secrets;
    let sealed = secrets.seal(purpose, about, &plain, random.bytes())?;
    Ok((URL_SAFE_NO_PAD.encode(sealed), challenge))
}

/// What was asked with this text, if it still holds.
pub(super) fn find(
    ctx: &Context<'_>,
    purpose: &str,
    about: &[u8],
    sealed: &str,
) -> Option<[u8; 32]> {
    let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let plain = ctx.platform.secrets.open(purpose, about, &sealed)?;
    let (second, challenge) = plain.split_first_chunk::<8>()?;
    let age = ctx.now().as_second() - i64::from_be_bytes(*second);
    let challenge = challenge.try_into().ok()?;
    (0..=HOLDS_FOR).contains(&age).then_some(challenge)
}

/// Use up a question; false when it was answered before.
pub(in crate::people) async fn spend(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    challenge: &[u8; 32],
) -> Result<bool> {
    let key = Sha256::digest([b"passkey ".as_slice(), challenge].concat()).into();
    let request = ctx.new_id().as_u64_pair().1.cast_signed();
    Ok(dinh_store::once::claim(tx, key, request, ctx.now()).await?)
}

pub(super) fn too_late() -> Error {
    Error::field(
        "passkey",
        "Trang này đã mở quá lâu. Hãy tải lại trang rồi dùng khóa truy cập lần nữa.",
    )
}

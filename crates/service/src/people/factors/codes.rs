//! Codes on paper: eighty bits each, used once, kept as digests.

use dinh_domain::ids::AccountId;
use dinh_store::WriteTx;
use dinh_store::people::factors;
use sha2::{Digest as _, Sha256};

use super::totp::base32;
use crate::error::Result;
use crate::platform::Context;

/// Codes on one sheet.
const COUNT: usize = 10;
/// Bytes of a code: sixteen signs.
const LENGTH: usize = 10;

/// Make the codes of a person anew; those before hold no longer. They are shown once and nowhere else.
pub(in crate::people) async fn new_codes(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    account: AccountId,
) -> Result<Vec<String>> {
    let codes: Vec<String> = (0..COUNT)
        .map(|_| base32(&ctx.platform.random.bytes()[..LENGTH]))
        .collect();
    let digests: Vec<[u8; 32]> = codes.iter().map(|code| digest(account, code)).collect();
    factors::renew_codes(tx, account, &digests).await?;
    Ok(codes.iter().map(|code| spaced(code)).collect())
}

/// What is stored of a typed code; nothing if it cannot be one. Small letters, spaces and hyphens do not matter.
pub(super) fn typed_digest(account: AccountId, typed: &str) -> Option<[u8; 32]> {
    let signs = typed.chars().filter(char::is_ascii_alphanumeric);
    let code: String = signs.map(|sign| sign.to_ascii_uppercase()).collect();
    (code.len() == 16).then(|| digest(account, &code))
}

fn digest(account: AccountId, code: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(account.0.as_bytes());
    hash.update(code.as_bytes());
    hash.finalize().into()
}

fn spaced(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    let groups: Vec<String> = signs
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_may_be_typed_with_or_without_hyphens_in_small_letters() {
        let account = AccountId(uuid::Uuid::from_u128(7));
        let shown = spaced("ABCDEFGHIJKL2345");
        assert_eq!(shown, "ABCD-EFGH-IJKL-2345");
        let right = Some(digest(account, "ABCDEFGHIJKL2345"));
        for typed in [shown.as_str(), " abcd efgh ijkl 2345 ", "abcdefghijkl2345"] {
            assert_eq!(typed_digest(account, typed), right, "{typed}");
        }
        assert_eq!(typed_digest(account, "ABCD"), None);
        let other = AccountId(uuid::Uuid::from_u128(8));
        assert_ne!(typed_digest(other, &shown), right, "each person's own");
    }
}

//! Codes of an application: RFC 6238 with SHA-1, six digits and steps of thirty seconds, as every application has them.

use jiff::Timestamp;
use ring::hmac;

/// Bytes of a secret (RFC 4226 section 4, R6).
pub(super) const SECRET: usize = 20;
const STEP: i64 = 30;
const MODULUS: u32 = 1_000_000;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step of time to which a typed code belongs: this one, the one before or the one after, because clocks drift.
/// A step up to `last` was used and never counts again.
pub(super) fn matching_step(
    secret: &[u8],
    typed: &str,
    now: Timestamp,
    last: Option<i64>,
) -> Option<i64> {
    let typed = six_digits(typed)?;
    let present = now.as_second().div_euclid(STEP);
    let mut found = None;
    for step in present - 1..=present + 1 {
        let right = code(secret, step) == typed;
        if right && last.is_none_or(|last| step > last) {
            found = Some(step);
        }
    }
    found
}

/// What people type: six digits, with or without spaces.
fn six_digits(typed: &str) -> Option<u32> {
    let digits: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    let right = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| digits.parse().ok()).flatten()
}

/// The code of a step (RFC 4226 section 5.3).
fn code(secret: &[u8], step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes.last().copied().unwrap_or_default() & 0x0f);
    let mut four = [0; 4];
    for (to, from) in four.iter_mut().zip(bytes.iter().skip(offset)) {
        *to = *from;
    }
    (u32::from_be_bytes(four) & 0x7fff_ffff) % MODULUS
}

/// A secret as people type it: base 32 without padding (RFC 4648).
pub(super) fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in bytes {
        bits = ((bits << 8) | u32::from(*byte)) & 0xffff;
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(sign(bits >> count));
        }
    }
    if count > 0 {
        text.push(sign(bits << (5 - count)));
    }
    text
}

fn sign(bits: u32) -> char {
    let place = usize::try_from(bits & 31).unwrap_or(0);
    char::from(BASE32[place])
}

/// What the square code says: the address from which applications read everything.
pub(super) fn address(issuer: &str, login: &str, secret: &str) -> String {
    let issuer = encoded(issuer);
    format!(
        "otpauth://totp/{issuer}:{}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30",
        encoded(login)
    )
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
pub(crate) fn shown(secret: &[u8], now: Timestamp) -> String {
    format!("{:06}", code(secret, now.as_second().div_euclid(STEP)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    /// RFC 6238 appendix B, the column of SHA-1, last six of eight digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (second, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(shown(SEED, at(second)), expected, "{second}");
        }
    }

    #[test]
    fn a_clock_may_be_one_step_wrong_and_no_more() {
        let now = at(1_111_111_111);
        for (ahead, accepted) in [
            (-60, false),
            (-30, true),
            (0, true),
            (30, true),
            (60, false),
        ] {
            let typed = shown(SEED, at(now.as_second() + ahead));
            let found = matching_step(SEED, &typed, now, None);
            assert_eq!(found.is_some(), accepted, "{ahead} seconds");
        }
    }

    #[test]
    fn a_used_step_and_those_before_it_never_count_again() {
        let now = at(1_111_111_111);
        let step = matching_step(SEED, &shown(SEED, now), now, None).expect("right");
        assert_eq!(
            matching_step(SEED, &shown(SEED, now), now, Some(step)),
            None
        );
        let before = shown(SEED, at(now.as_second() - 30));
        assert_eq!(matching_step(SEED, &before, now, Some(step)), None);
        let after = shown(SEED, at(now.as_second() + 30));
        assert_eq!(matching_step(SEED, &after, now, Some(step)), Some(step + 1));
    }

    #[test]
    fn what_is_typed_may_have_spaces_and_nothing_else() {
        let now = at(59);
        assert!(matching_step(SEED, " 287 082 ", now, None).is_some());
        for bad in ["", "28708", "2870820", "28708a", "٢٨٧٠٨٢", "+87082"] {
            assert_eq!(matching_step(SEED, bad, now, None), None, "{bad}");
        }
    }

    /// RFC 4648 section 10.
    #[test]
    fn base_32_is_that_of_the_standard() {
        for (plain, expected) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(plain.as_bytes()), expected);
        }
        assert_eq!(
            address("Đình", "lan", "MZXW6"),
            "otpauth://totp/%C4%90%C3%ACnh:lan?secret=MZXW6&issuer=%C4%90%C3%ACnh&algorithm=SHA1&digits=6&period=30"
        );
    }
}

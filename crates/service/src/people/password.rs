//! Passwords: argon2id with 19 MiB, two passes, one lane (OWASP's first choice), and
//! what a new one must be like.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use dinh_domain::folding::fold;
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// Hashing is costly on purpose; more at once would starve the pages.
static SEATS: Semaphore = Semaphore::const_new(2);

const SHORTEST: usize = 10;
const LONGEST: usize = 200;

/// Words that common Vietnamese passwords are made of, folded, without digits.
const COMMON: &[&str] = &[
    "abc",
    "abcd",
    "abcde",
    "abcdef",
    "abcxyz",
    "admin",
    "administrator",
    "anhnhoem",
    "anhyeuem",
    "asdfgh",
    "asdfghjkl",
    "canbo",
    "cantho",
    "canthocity",
    "chinhtoi",
    "congan",
    "congkhai",
    "danchu",
    "dangnhap",
    "emnhoanh",
    "emyeuanh",
    "giadinh",
    "hanoi",
    "hochiminh",
    "iloveyou",
    "khongbiet",
    "khongco",
    "letmein",
    "matkhau",
    "matkhaumoi",
    "mk",
    "ninhkieu",
    "passw",
    "pass",
    "password",
    "phuong",
    "qazwsx",
    "quantri",
    "qwerty",
    "qwertyuiop",
    "saigon",
    "tayninh",
    "tinhyeu",
    "toiyeuvietnam",
    "ubnd",
    "ubndphuong",
    "ubndxa",
    "vanphong",
    "vietnam",
    "vietnamvodich",
    "welcome",
    "xinchao",
    "zxcvbnm",
];

/// Refuse what is too short, too long, the login, or among the first to be guessed.
pub(super) fn check(field: &str, password: &str, login: &str) -> Result<()> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Error::field(
            field,
            "Mật khẩu phải có ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất.",
        ));
    }
    if length > LONGEST {
        return Err(Error::field(
            field,
            "Mật khẩu dài quá 200 ký tự. Hãy chọn mật khẩu ngắn hơn.",
        ));
    }
    let folded = fold(password).replace(' ', "");
    if folded == fold(login).replace(' ', "") {
        return Err(Error::field(
            field,
            "Mật khẩu trùng với tên đăng nhập. Hãy chọn mật khẩu khác.",
        ));
    }
    if is_common(&folded) {
        return Err(Error::field(
            field,
            "Mật khẩu này quá phổ biến, người khác dễ đoán ra. Hãy chọn mật khẩu khác.",
        ));
    }
    Ok(())
}

fn is_common(folded: &str) -> bool {
    let word: String = folded
        .chars()
        .filter(|sign| !sign.is_ascii_digit())
        .collect();
    let same = folded.chars().all(|sign| folded.starts_with(sign));
    let only_digits = word.is_empty();
    same || (only_digits && is_staircase(folded)) || COMMON.contains(&word.as_str())
}

/// 1234567890, 9876543210, 0123456789…
fn is_staircase(digits: &str) -> bool {
    let digits: Vec<u32> = digits
        .chars()
        .filter_map(|sign| sign.to_digit(10))
        .collect();
    let steps = |up: u32| digits.windows(2).all(|pair| (pair[0] + up) % 10 == pair[1]);
    steps(1) || steps(9)
}

/// Hash a password with `salt`.
pub(super) async fn hash(password: &str, salt: [u8; 32]) -> Result<String> {
    let password = password.to_owned();
    costly(move || {
        let hash = argon()?
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map_err(|error| Error::Internal(format!("password: {error}")))?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether a password is the one behind `hash`. Without a hash the same work is done
/// and the answer is no, so that time does not tell which logins exist.
pub(super) async fn matches(password: &str, hash: Option<String>) -> Result<bool> {
    let password = password.to_owned();
    costly(move || {
        let Some(hash) = hash else {
            argon()?
                .hash_password_with_salt(password.as_bytes(), &[0; 32])
                .map_err(|error| Error::Internal(format!("password: {error}")))?;
            return Ok(false);
        };
        let parsed = PasswordHash::new(&hash)
            .map_err(|error| Error::Internal(format!("stored password: {error}")))?;
        Ok(argon()?
            .verify_password(password.as_bytes(), &parsed)
            .is_ok())
    })
    .await
}

fn argon() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None)
        .map_err(|error| Error::Internal(format!("argon2: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn costly<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let seat = SEATS.acquire().await.map_err(|_| Error::Busy)?;
    let done = tokio::task::spawn_blocking(work).await;
    drop(seat);
    done.map_err(|error| Error::Internal(format!("password: {error}")))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_must_not_be_short_the_login_or_common() {
        for bad in [
            "ngắn",
            "canbo-ninh-kieu",
            "1234567890",
            "0987654321",
            "aaaaaaaaaaaa",
            "matkhau12345",
            "Mật khẩu 2026",
        ] {
            assert!(check("password", bad, "CanBo Ninh Kieu").is_err(), "{bad}");
        }
    }

    #[test]
    fn a_short_sentence_is_a_good_password() {
        assert!(check("password", "đò qua sông Hậu", "lan").is_ok());
    }

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let hash = hash("đò qua sông Hậu", [7; 32]).await.expect("hashed");
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(
            matches("đò qua sông Hậu", Some(hash.clone()))
                .await
                .expect("verified")
        );
        assert!(
            !matches("đò qua sông Hâu", Some(hash))
                .await
                .expect("verified")
        );
        assert!(!matches("đò qua sông Hậu", None).await.expect("verified"));
    }
}

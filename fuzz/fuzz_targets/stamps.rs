//! The answer of a time-stamping authority (RFC 3161). Whatever it says, a stamp is one only if the seed's authority signed it.
#![no_main]

#[allow(dead_code, reason = "questions are not fuzzed")]
#[path = "../../crates/service/src/register/stamp/token.rs"]
mod token;

use std::sync::LazyLock;

use cms::cert::x509::Certificate;
use dinh_register::Hash;
use libfuzzer_sys::fuzz_target;
use token::{certificate, judge};

static AUTHORITY: LazyLock<Certificate> =
    LazyLock::new(|| certificate(include_str!("../src/authority.pem")).expect("a certificate"));
const SEED: &[u8] = include_bytes!("../corpus/stamps/granted");

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = certificate(text);
    }
    let digest = Hash::of(b"checkpoint");
    if let Ok(stamp) = judge(data, &digest, [7; 16], &AUTHORITY) {
        let real = judge(SEED, &digest, [7; 16], &AUTHORITY).expect("the seed is good");
        assert_eq!(stamp.second, real.second);
    }
});

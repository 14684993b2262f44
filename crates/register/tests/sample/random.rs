//! Acts at random.

use dinh_register::{Act, Content, Hash, Prev};
use proptest::prelude::*;

fn any_contents() -> impl Strategy<Value = Vec<Content>> {
    let media_type = "[a-z]{1,9}/[a-z0-9][a-z0-9.+-]{0,30}";
    let content = (
        any::<bool>(),
        any::<[u8; 32]>(),
        0..=i64::MAX.unsigned_abs(),
        media_type,
    );
    proptest::collection::vec(content, 0..6).prop_map(|contents| {
        let named = contents
            .into_iter()
            .map(|(public, digest, size, media_type)| {
                if public {
                    Content::File {
                        sha256: Hash(digest),
                        size,
                        media_type,
                    }
                } else {
                    Content::Sealed {
                        commitment: Hash(digest),
                        size,
                        media_type,
                    }
                }
            });
        let (files, sealed): (Vec<_>, Vec<_>) =
            named.partition(|content| matches!(content, Content::File { .. }));
        files.into_iter().chain(sealed).collect()
    })
}

fn any_uuid() -> impl Strategy<Value = String> {
    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
}

/// Any act that can be written.
pub fn any_act() -> impl Strategy<Value = Act> {
    let word = "[a-z][a-z0-9_-]{0,20}";
    let number = || 0..=i64::MAX.unsigned_abs();
    let chain = proptest::option::of((2..=i64::MAX.unsigned_abs(), number(), any::<[u8; 32]>()));
    let when = (
        2000..2100_u16,
        1..=12_u8,
        1..=28_u8,
        0..24_u8,
        0..60_u8,
        0..60_u8,
    );
    let codes = ("[0-9]{5}", "[a-z0-9.]{1,20}/[a-z-]{1,20}", any_uuid());
    let laws = proptest::collection::vec("[A-Z0-9][A-Z0-9-]{0,12}/[0-9.a-zđ]{1,8}", 0..5);
    (word, word, word, codes, chain, when, laws, any_contents()).prop_map(
        |(room, act, office, (code, register, thing), chain, when, laws, contents)| {
            let (year, month, day, hour, minute, second) = when;
            Act {
                register,
                unit: format!("{code}@{year}-{month:02}-{day:02}"),
                room,
                act,
                thing,
                rev: chain.as_ref().map_or(1, |(rev, _, _)| *rev),
                prev: chain.map(|(_, index, leaf)| Prev {
                    index,
                    leaf: Hash(leaf),
                }),
                laws,
                at: format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+07:00"),
                office,
                contents,
            }
        },
    )
}

//! As much of CBOR (RFC 8949) as passkeys need, in the form that CTAP2 prescribes: lengths are known, nothing is open-ended.

/// How deep values may stand in one another.
const DEPTH: u8 = 6;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cbor {
    /// A whole number.
    Integer(i64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// Keys and values.
    Map(Vec<(Self, Self)>),
    /// Yes, no, or nothing.
    Simple(u8),
}

impl Cbor {
    /// The value in front, and what follows it. Nothing if the bytes are not of this form.
    pub fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        read(bytes, DEPTH)
    }

    /// The value of a key.
    pub fn get(&self, key: &Self) -> Option<&Self> {
        let Self::Map(pairs) = self else { return None };
        pairs
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// The value of a key that is a number.
    pub fn at(&self, key: i64) -> Option<&Self> {
        self.get(&Self::Integer(key))
    }

    /// The number.
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The bytes.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

fn read(bytes: &[u8], depth: u8) -> Option<(Cbor, &[u8])> {
    let depth = depth.checked_sub(1)?;
    let (first, rest) = bytes.split_first()?;
    let (kind, short) = (first >> 5, first & 0x1f);
    if kind == 7 {
        return matches!(short, 20..=22).then_some((Cbor::Simple(short), rest));
    }
    let (number, rest) = argument(short, rest)?;
    match kind {
        0 => Some((Cbor::Integer(i64::try_from(number).ok()?), rest)),
        1 => Some((Cbor::Integer(-1 - i64::try_from(number).ok()?), rest)),
        2 => {
            let (bytes, rest) = taken(number, rest)?;
            Some((Cbor::Bytes(bytes.to_vec()), rest))
        }
        3 => {
            let (bytes, rest) = taken(number, rest)?;
            Some((Cbor::Text(String::from_utf8(bytes.to_vec()).ok()?), rest))
        }
        4 => {
            let (items, rest) = several(number, rest, depth)?;
            Some((Cbor::List(items), rest))
        }
        5 => {
            let (items, rest) = several(number.checked_mul(2)?, rest, depth)?;
            let mut pairs = Vec::new();
            let mut items = items.into_iter();
            while let (Some(name), Some(value)) = (items.next(), items.next()) {
                // A key that stands twice means two things.
                if pairs.iter().any(|(known, _)| *known == name) {
                    return None;
                }
                pairs.push((name, value));
            }
            Some((Cbor::Map(pairs), rest))
        }
        _ => None,
    }
}

fn argument(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let width = match short {
        0..=23 => return Some((u64::from(short), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (bytes, rest) = rest.split_at_checked(width)?;
    let number = bytes
        .iter()
        .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    Some((number, rest))
}

fn taken(count: u64, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    bytes.split_at_checked(usize::try_from(count).ok()?)
}

fn several(count: u64, mut rest: &[u8], depth: u8) -> Option<(Vec<Cbor>, &[u8])> {
    // Each value takes a byte at least, so a count beyond the bytes is a lie.
    if count > u64::try_from(rest.len()).ok()? {
        return None;
    }
    let mut items = Vec::new();
    for _ in 0..count {
        let (item, after) = read(rest, depth)?;
        items.push(item);
        rest = after;
    }
    Some((items, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 8949 appendix A.
    #[test]
    fn values_are_read_as_the_standard_shows_them() {
        let whole = |bytes: &[u8]| match Cbor::read(bytes) {
            Some((value, [])) => Some(value),
            _ => None,
        };
        assert_eq!(whole(&[0x17]), Some(Cbor::Integer(23)));
        assert_eq!(whole(&[0x19, 0x03, 0xe8]), Some(Cbor::Integer(1000)));
        assert_eq!(whole(&[0x39, 0x03, 0xe7]), Some(Cbor::Integer(-1000)));
        assert_eq!(whole(&[0xf5]), Some(Cbor::Simple(21)));
        assert_eq!(
            whole(&[0x44, 1, 2, 3, 4]),
            Some(Cbor::Bytes(vec![1, 2, 3, 4]))
        );
        assert_eq!(
            whole(&[0x64, 0x49, 0x45, 0x54, 0x46]),
            Some(Cbor::Text("IETF".into()))
        );
        let map = whole(&[0xa2, 0x01, 0x02, 0x03, 0x81, 0x04]).expect("a map");
        assert_eq!(map.at(1), Some(&Cbor::Integer(2)));
        assert_eq!(map.at(3), Some(&Cbor::List(vec![Cbor::Integer(4)])));
    }

    #[test]
    fn open_ends_lies_and_towers_are_refused() {
        for bad in [
            &[][..],
            &[0x5f, 0x41, 0x00, 0xff],
            &[0x9f, 0xff],
            &[0x42, 0x01],
            &[0x9a, 0xff, 0xff, 0xff, 0xff],
            &[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0xa2, 0x01, 0x02, 0x01, 0x03],
            &[0x1c],
            &[0x61, 0xff],
            &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x01],
        ] {
            assert_eq!(Cbor::read(bad), None, "{bad:02x?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some((_, rest)) = Cbor::read(&bytes) {
                prop_assert!(rest.len() < bytes.len());
            }
        }
    }
}

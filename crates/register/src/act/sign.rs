//! The kinds of signs of which values are made, one bit for each kind.

/// Lower-case letters, digits, hyphens, underscores.
pub(super) const WORD: u8 = 1;
/// ASCII letters, digits, full stops, hyphens, underscores.
pub(super) const CODE: u8 = 2;
/// Signs of a part of a media type (RFC 6838), in lower case.
pub(super) const MEDIA: u8 = 4;
/// What is printed, but no space and no plus sign.
pub(super) const ORIGIN: u8 = 8;
/// Decimal digits.
pub(super) const DIGIT: u8 = 16;
/// Hexadecimal digits in lower case.
pub(super) const HEX: u8 = 32;
/// Digits of base64.
pub(super) const BASE64: u8 = 64;
/// The hyphen.
pub(super) const HYPHEN: u8 = 128;

/// The kinds that each byte is of.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        kinds[byte as usize] = kinds_of(byte);
        byte += 1;
    }
    kinds
};

const fn kinds_of(byte: u8) -> u8 {
    let small = match byte {
        b'0'..=b'9' => WORD | CODE | MEDIA | DIGIT | HEX | BASE64,
        b'a'..=b'f' => WORD | CODE | MEDIA | HEX | BASE64,
        b'g'..=b'z' => WORD | CODE | MEDIA | BASE64,
        b'A'..=b'Z' => CODE | BASE64,
        b'-' => WORD | CODE | MEDIA | HYPHEN,
        b'_' => WORD | CODE | MEDIA,
        b'.' => CODE | MEDIA,
        b'!' | b'#' | b'$' | b'&' | b'^' => MEDIA,
        b'+' => return MEDIA | BASE64,
        b'/' => BASE64,
        _ => 0,
    };
    if byte.is_ascii_graphic() {
        small | ORIGIN
    } else {
        small
    }
}

/// Whether a byte is of a kind.
pub(super) fn is(byte: u8, kind: u8) -> bool {
    KINDS[usize::from(byte)] & kind != 0
}

#[cfg(test)]
mod tests {
    use super::{BASE64, CODE, DIGIT, HEX, HYPHEN, MEDIA, ORIGIN, WORD, is};

    #[test]
    fn each_kind_has_its_signs_and_no_others() {
        let small = "abcdefghijklmnopqrstuvwxyz";
        let large = small.to_uppercase();
        let digits = "0123456789";
        let printed: String = ('!'..='~').filter(|sign| *sign != '+').collect();
        for (kind, signs) in [
            (WORD, format!("{small}{digits}-_")),
            (CODE, format!("{small}{large}{digits}.-_")),
            (MEDIA, format!("{small}{digits}!#$&-^_.+")),
            (ORIGIN, printed),
            (DIGIT, digits.to_owned()),
            (HEX, format!("{digits}abcdef")),
            (BASE64, format!("{small}{large}{digits}+/")),
            (HYPHEN, "-".to_owned()),
        ] {
            for byte in 0..=u8::MAX {
                assert_eq!(
                    is(byte, kind),
                    signs.as_bytes().contains(&byte),
                    "{byte} of {signs}"
                );
            }
        }
    }
}

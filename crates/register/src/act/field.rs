//! The grammar of each value. Every value is printable ASCII without spaces; only a point of law may be lettered `đ`.
//! Therefore what follows the grammar is UTF-8 in normal form C without control characters: nobody has to look for that.

use super::cursor::Cursor;
use super::sign::{self, BASE64, CODE, HEX, HYPHEN, MEDIA, ORIGIN, WORD};
use crate::hash::is_last_base64;

/// `host/short-name`: no space, no plus sign, fit to be the name of a key (C2SP `signed-note`).
pub(super) fn register<'entry>(text: &mut Cursor<'entry>) -> Option<&'entry [u8]> {
    let register = text.run(ORIGIN);
    let host = register.iter().position(|byte| *byte == b'/')?;
    let is_whole = host > 0 && host + 1 < register.len();
    (is_whole && register.len() <= 128).then_some(register)
}

/// `code@YYYY-MM-DD`.
pub(super) fn unit<'entry>(text: &mut Cursor<'entry>) -> Option<&'entry [u8]> {
    text.taken(|text| {
        code(text)?;
        text.literal("@")?;
        day(text)
    })
}

/// A word of the product, as `disclosure` or `ubnd-xa`: lower-case letters, digits, hyphens, underscores, a letter first.
pub(super) fn word<'entry>(text: &mut Cursor<'entry>) -> Option<&'entry [u8]> {
    let word = text.run(WORD);
    (word.first()?.is_ascii_lowercase() && word.len() <= 64).then_some(word)
}

/// A UUID in lower case: 8-4-4-4-12 hexadecimal digits.
pub(super) fn uuid<'entry>(text: &mut Cursor<'entry>) -> Option<&'entry [u8; 36]> {
    const KINDS: [u8; 36] = {
        let mut kinds = [HEX; 36];
        (kinds[8], kinds[13], kinds[18], kinds[23]) = (HYPHEN, HYPHEN, HYPHEN, HYPHEN);
        kinds
    };
    let uuid = text.fixed::<36>()?;
    // All are looked at, since to stop at the first that is wrong takes longer.
    let signs = uuid.iter().zip(KINDS);
    let is_right = signs.fold(true, |is_right, (byte, kind)| {
        is_right & sign::is(*byte, kind)
    });
    is_right.then_some(uuid)
}

/// `INSTRUMENT/place`, as `L10-2022/11.2` or `ND59-2023/3.1.đ`, of at most 96 characters.
pub(super) fn law<'entry>(text: &mut Cursor<'entry>) -> Option<&'entry [u8]> {
    let mut letters = 0;
    let law = text.taken(|text| {
        code(text)?;
        text.literal("/")?;
        let place = text.taken(|text| {
            text.run(CODE);
            while text.literal("đ").or_else(|| text.literal("Đ")).is_some() {
                letters += 1;
                text.run(CODE);
            }
            Some(())
        })?;
        (!place.is_empty()).then_some(())
    })?;
    // Two bytes each.
    (law.len() - letters <= 96).then_some(law)
}

/// RFC 3339 to the second with a numeric offset, a real day and no leap second.
pub(super) fn instant<'entry>(text: &mut Cursor<'entry>) -> Option<&'entry [u8]> {
    text.taken(|text| {
        day(text)?;
        text.literal("T")?;
        clock(text)?;
        text.literal(":")?;
        below(60, *text.fixed()?)?;
        let [before @ (b'+' | b'-')] = *text.fixed()? else {
            return None;
        };
        let shift = clock(text)?;
        (before == b'+' || shift != (0, 0)).then_some(())
    })
}

/// Position and leaf hash of the entry before this one.
pub(super) fn prev<'entry>(text: &mut Cursor<'entry>) -> Option<(u64, &'entry [u8; 44])> {
    let index = text.number()?;
    text.literal(" ")?;
    Some((index, base64(text)?))
}

/// A digest, as bytes of text, with size in bytes and media type.
pub(super) type Digest<'entry, const LENGTH: usize> = (&'entry [u8; LENGTH], u64, &'entry [u8]);

/// A content that is public for ever.
pub(super) fn file<'entry>(text: &mut Cursor<'entry>) -> Option<Digest<'entry, 64>> {
    let sha256 = text.run(HEX).try_into().ok()?;
    let (size, media_type) = size_and_type(text)?;
    Some((sha256, size, media_type))
}

/// Any other content.
pub(super) fn sealed<'entry>(text: &mut Cursor<'entry>) -> Option<Digest<'entry, 44>> {
    let commitment = base64(text)?;
    let (size, media_type) = size_and_type(text)?;
    Some((commitment, size, media_type))
}

/// 32 bytes: 43 digits, of which the last has two spare bits that are zero, and the padding.
fn base64<'entry>(text: &mut Cursor<'entry>) -> Option<&'entry [u8; 44]> {
    let base64 = text.taken(|text| {
        let last = text.run(BASE64).last()?;
        text.literal("=").filter(|()| is_last_base64(*last))
    })?;
    base64.try_into().ok()
}

fn size_and_type<'entry>(text: &mut Cursor<'entry>) -> Option<(u64, &'entry [u8])> {
    text.literal(" ")?;
    let size = text.number()?;
    text.literal(" ")?;
    Some((size, media_type(text)?))
}

/// `type/subtype` in lower case, without parameters.
fn media_type<'entry>(text: &mut Cursor<'entry>) -> Option<&'entry [u8]> {
    let part = |text: &mut Cursor<'entry>| {
        let part = text.run(MEDIA);
        (part.first()?.is_ascii_alphanumeric() && part.len() <= 127).then_some(())
    };
    text.taken(|text| {
        part(text)?;
        text.literal("/")?;
        part(text)
    })
}

fn code(text: &mut Cursor<'_>) -> Option<()> {
    let code = text.run(CODE);
    (code.first()?.is_ascii_alphanumeric() && code.len() <= 64).then_some(())
}

/// A day of the Gregorian calendar, from year 0000.
fn day(text: &mut Cursor<'_>) -> Option<()> {
    let [m, i, l, y, b'-', month @ .., b'-', tens, ones] = *text.fixed::<10>()? else {
        return None;
    };
    let (century, year) = (below(100, [m, i])?, below(100, [l, y])?);
    let leap = year % 4 == 0 && (year != 0 || century % 4 == 0);
    let last = match below(13, month)? {
        0 => 0,
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=last)
        .contains(&below(100, [tens, ones])?)
        .then_some(())
}

/// `HH:MM`.
fn clock(text: &mut Cursor<'_>) -> Option<(u8, u8)> {
    let hour = below(24, *text.fixed()?)?;
    text.literal(":")?;
    Some((hour, below(60, *text.fixed()?)?))
}

/// A number of two decimal digits below a limit.
fn below(limit: u8, [tens, ones]: [u8; 2]) -> Option<u8> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    let value = tens.wrapping_mul(10).wrapping_add(ones);
    (tens < 10 && ones < 10 && value < limit).then_some(value)
}

//! The grammar of each value. Every value is printable ASCII without spaces; only a point of law may be lettered `đ`.

use crate::number;

/// `host/short-name`: no space, no plus sign, fit to be the name of a key (C2SP `signed-note`).
pub(super) fn is_register(text: &str) -> bool {
    let graphic = text
        .bytes()
        .all(|character| character.is_ascii_graphic() && character != b'+');
    graphic
        && text.len() <= 128
        && text
            .split_once('/')
            .is_some_and(|(host, name)| !host.is_empty() && !name.is_empty())
}

/// `code@YYYY-MM-DD`.
pub(super) fn is_unit(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(code, day)| is_code(code) && is_day(day))
}

/// A word of the product, as `disclosure` or `ubnd-xa`: lower-case letters, digits, hyphens, underscores, a letter first.
pub(super) fn is_word(text: &str) -> bool {
    let inner = |character: u8| {
        character.is_ascii_lowercase()
            || character.is_ascii_digit()
            || matches!(character, b'-' | b'_')
    };
    text.len() <= 64
        && text.bytes().all(inner)
        && text
            .bytes()
            .next()
            .is_some_and(|first| first.is_ascii_lowercase())
}

/// A UUID in lower case: 8-4-4-4-12 hexadecimal digits.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text
            .bytes()
            .enumerate()
            .all(|(place, character)| match place {
                8 | 13 | 18 | 23 => character == b'-',
                _ => matches!(character, b'0'..=b'9' | b'a'..=b'f'),
            })
}

/// `INSTRUMENT/place`, as `L10-2022/11.2` or `ND59-2023/3.1.đ`.
pub(super) fn is_law(text: &str) -> bool {
    let is_place = |place: &str| {
        !place.is_empty()
            && place.chars().all(|character| {
                character.is_ascii_alphanumeric()
                    || matches!(character, '.' | '-' | '_' | 'đ' | 'Đ')
            })
    };
    text.chars().count() <= 96
        && text
            .split_once('/')
            .is_some_and(|(instrument, place)| is_code(instrument) && is_place(place))
}

/// RFC 3339 to the second with a numeric offset, a real day and no leap second.
pub(super) fn is_instant(text: &str) -> bool {
    let Some((day, rest)) = text.split_once('T') else {
        return false;
    };
    let Some((clock, offset)) = rest.split_at_checked(8) else {
        return false;
    };
    let Some((sign, shift)) = offset.split_at_checked(1) else {
        return false;
    };
    is_day(day)
        && is_clock(clock, &[23, 59, 59])
        && matches!(sign, "+" | "-")
        && is_clock(shift, &[23, 59])
        && offset != "-00:00"
}

/// `type/subtype` in lower case, without parameters.
pub(super) fn is_media_type(text: &str) -> bool {
    let is_part = |part: &str| {
        let inner = |character: u8| {
            character.is_ascii_lowercase()
                || character.is_ascii_digit()
                || b"!#$&-^_.+".contains(&character)
        };
        part.len() <= 127
            && part.bytes().all(inner)
            && part
                .bytes()
                .next()
                .is_some_and(|first| first.is_ascii_alphanumeric())
    };
    text.split_once('/')
        .is_some_and(|(kind, subtype)| is_part(kind) && is_part(subtype))
}

fn is_code(text: &str) -> bool {
    let inner = |character: u8| {
        character.is_ascii_alphanumeric() || matches!(character, b'.' | b'-' | b'_')
    };
    text.len() <= 64
        && text.bytes().all(inner)
        && text
            .bytes()
            .next()
            .is_some_and(|first| first.is_ascii_alphanumeric())
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    if year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (digits(year), digits(month), digits(day)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// Groups of two digits between colons, each at most its limit.
fn is_clock(text: &str, limits: &[u64]) -> bool {
    let groups: Vec<&str> = text.split(':').collect();
    groups.len() == limits.len()
        && groups.iter().zip(limits).all(|(group, limit)| {
            group.len() == 2 && digits(group).is_some_and(|value| value <= *limit)
        })
}

/// Decimal digits of which leading ones may be zero, as in dates.
fn digits(text: &str) -> Option<u64> {
    let significant = text.trim_start_matches('0');
    if significant.is_empty() {
        (!text.is_empty()).then_some(0)
    } else {
        number::parse(significant)
    }
}

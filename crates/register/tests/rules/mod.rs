//! The rules of an entry stated a second time, as plainly as possible and slowly: lines cut from text, each character looked at,
//! and at the end everything written again and compared. The reader of the product must give the same answers.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dinh_register::act::LONGEST_ENTRY;
use dinh_register::{Act, ActFault, Content, Hash, Prev};
use unicode_normalization::is_nfc;

/// A line, 0 for the whole, and what is wrong with it.
type Refusal = (usize, ActFault);

pub fn read(entry: &[u8]) -> Result<Act, Refusal> {
    if entry.len() > LONGEST_ENTRY {
        return Err((0, ActFault::TooLong));
    }
    let text = std::str::from_utf8(entry).map_err(|_| (0, ActFault::NotUtf8))?;
    if !is_nfc(text) {
        return Err((0, ActFault::NotNormal));
    }
    let whole = text.strip_suffix('\n');
    let whole = whole.ok_or((0, ActFault::Unterminated))?;
    let lines: Vec<&str> = whole.split('\n').collect();
    let control = |line: &&str| line.chars().any(char::is_control);
    if let Some(place) = lines.iter().position(control) {
        return Err((place + 1, ActFault::ControlCharacter));
    }
    let act = Lines { lines, next: 0 }.read()?;
    check(&act).map_err(|fault| (0, fault))?;
    if write(&act) == text {
        Ok(act)
    } else {
        Err((0, ActFault::Unwritable))
    }
}

fn check(act: &Act) -> Result<(), ActFault> {
    let is_removal = act.act == "withdraw";
    if act.rev == 0 || (act.rev == 1) != act.prev.is_none() {
        Err(ActFault::Chain)
    } else if is_removal && act.laws.is_empty() {
        Err(ActFault::RemovalWithoutLaw)
    } else if is_removal && act.contents.is_empty() {
        Err(ActFault::RemovalWithoutReason)
    } else {
        Ok(())
    }
}

struct Lines<'text> {
    lines: Vec<&'text str>,
    next: usize,
}

impl Lines<'_> {
    fn read(mut self) -> Result<Act, Refusal> {
        if self.lines[0] != "dinh/act/1" {
            return Err((1, ActFault::Format));
        }
        self.next = 1;
        let mut act = Act {
            register: self.text("register", is_register)?,
            unit: self.text("unit", is_unit)?,
            room: self.text("room", is_word)?,
            act: self.text("act", is_word)?,
            thing: self.text("thing", is_uuid)?,
            rev: self.value("rev", number)?,
            prev: self.value("prev", |value| match value {
                "none" => Some(None),
                value => prev(value).map(Some),
            })?,
            laws: Vec::new(),
            at: String::new(),
            office: String::new(),
            contents: Vec::new(),
        };
        while self.key() == Some("law") {
            act.laws.push(self.text("law", is_law)?);
        }
        act.at = self.text("at", is_instant)?;
        act.office = self.text("office", is_word)?;
        while self.key() == Some("file") {
            act.contents.push(self.value("file", file)?);
        }
        while self.next < self.lines.len() {
            act.contents.push(self.value("sealed", sealed)?);
        }
        Ok(act)
    }

    fn key(&self) -> Option<&str> {
        let (key, _) = self.lines.get(self.next)?.split_once(' ')?;
        Some(key)
    }

    fn value<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Refusal> {
        let line = self.lines.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        match line.split_once(' ') {
            Some((first, value)) if first == key => {
                read(value).ok_or((self.next, ActFault::Value(key)))
            }
            _ => Err((self.next, ActFault::Key(key))),
        }
    }

    fn text(
        &mut self,
        key: &'static str,
        is_right: impl Fn(&str) -> bool,
    ) -> Result<String, Refusal> {
        self.value(key, |value| is_right(value).then(|| value.to_owned()))
    }
}

fn is_register(text: &str) -> bool {
    let sign = |sign: char| sign.is_ascii_graphic() && sign != '+';
    let parts = text.split_once('/');
    text.chars().all(sign)
        && text.len() <= 128
        && parts.is_some_and(|(host, name)| !host.is_empty() && !name.is_empty())
}

fn is_unit(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(code, day)| is_code(code) && is_day(day))
}

fn is_code(text: &str) -> bool {
    let sign = |sign: char| sign.is_ascii_alphanumeric() || ".-_".contains(sign);
    text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.chars().all(sign)
        && text.len() <= 64
}

fn is_word(text: &str) -> bool {
    let sign =
        |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "-_".contains(sign);
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(sign)
        && text.len() <= 64
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.concat().chars().all(is_hex)
}

fn is_hex(sign: char) -> bool {
    sign.is_ascii_digit() || ('a'..='f').contains(&sign)
}

fn is_law(text: &str) -> bool {
    let sign = |sign: char| sign.is_ascii_alphanumeric() || ".-_đĐ".contains(sign);
    let is_place = |place: &str| !place.is_empty() && place.chars().all(sign);
    let parts = text.split_once('/');
    text.chars().count() <= 96
        && parts.is_some_and(|(instrument, place)| is_code(instrument) && is_place(place))
}

fn is_instant(text: &str) -> bool {
    let cut = |text: &str| {
        let (day, rest) = text.split_once('T')?;
        let (clock, offset) = rest.split_at_checked(8)?;
        let (sign, shift) = offset.split_at_checked(1)?;
        let is_right = is_day(day)
            && is_clock(clock, &[23, 59, 59])
            && "+-".contains(sign)
            && is_clock(shift, &[23, 59])
            && offset != "-00:00";
        Some(is_right)
    };
    cut(text) == Some(true)
}

fn is_clock(text: &str, most: &[u32]) -> bool {
    let groups: Vec<&str> = text.split(':').collect();
    groups.len() == most.len()
        && groups
            .iter()
            .zip(most)
            .all(|(group, most)| digits(group, 2).is_some_and(|value| value <= *most))
}

/// Exactly so many decimal digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let are_digits = text.len() == count && text.chars().all(|sign| sign.is_ascii_digit());
    are_digits.then(|| text.parse().ok()).flatten()
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2))
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [
        31,
        28 + u32::from(is_leap),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let place = usize::try_from(month).expect("small").checked_sub(1);
    let last = place.and_then(|place| lengths.get(place));
    last.is_some_and(|last| (1..=*last).contains(&day))
}

fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number <= i64::MAX.unsigned_abs() && number.to_string() == text).then_some(number)
}

fn base64(text: &str) -> Option<Hash> {
    let bytes = STANDARD.decode(text).ok()?;
    Some(Hash(bytes.try_into().ok()?))
}

fn prev(value: &str) -> Option<Prev> {
    let (index, leaf) = value.split_once(' ')?;
    Some(Prev {
        index: number(index)?,
        leaf: base64(leaf)?,
    })
}

fn file(value: &str) -> Option<Content> {
    let (hash, rest) = value.split_once(' ')?;
    let (size, media_type) = size_and_type(rest)?;
    if hash.len() != 64 || !hash.chars().all(is_hex) {
        return None;
    }
    let pairs = (0..64).step_by(2).map(|at| hash.get(at..at + 2));
    let bytes: Option<Vec<u8>> = pairs
        .map(|pair| u8::from_str_radix(pair?, 16).ok())
        .collect();
    Some(Content::File {
        sha256: Hash(bytes?.try_into().ok()?),
        size,
        media_type,
    })
}

fn sealed(value: &str) -> Option<Content> {
    let (hash, rest) = value.split_once(' ')?;
    let (size, media_type) = size_and_type(rest)?;
    Some(Content::Sealed {
        commitment: base64(hash)?,
        size,
        media_type,
    })
}

fn size_and_type(text: &str) -> Option<(u64, String)> {
    let (size, media_type) = text.split_once(' ')?;
    let (kind, subtype) = media_type.split_once('/')?;
    (is_part(kind) && is_part(subtype)).then_some(())?;
    Some((number(size)?, media_type.to_owned()))
}

fn is_part(text: &str) -> bool {
    let small = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit();
    let sign = |sign: char| small(sign) || "!#$&-^_.+".contains(sign);
    text.starts_with(small) && text.chars().all(sign) && text.len() <= 127
}

/// The act as the lines of an entry.
pub fn write(act: &Act) -> String {
    let mut text = format!(
        "dinh/act/1\nregister {}\nunit {}\nroom {}\nact {}\nthing {}\nrev {}\n",
        act.register, act.unit, act.room, act.act, act.thing, act.rev
    );
    let mut line = |key: &str, value: String| writeln!(text, "{key} {value}").expect("a text");
    let hash = |hash: &Hash| STANDARD.encode(hash.0);
    let prev = act.prev.as_ref();
    let prev = prev.map(|prev| format!("{} {}", prev.index, hash(&prev.leaf)));
    line("prev", prev.unwrap_or_else(|| "none".to_owned()));
    for law in &act.laws {
        line("law", law.clone());
    }
    line("at", act.at.clone());
    line("office", act.office.clone());
    for content in &act.contents {
        match content {
            Content::File {
                sha256,
                size,
                media_type,
            } => {
                let digits: Vec<String> = sha256.0.iter().map(|b| format!("{b:02x}")).collect();
                line("file", format!("{} {size} {media_type}", digits.concat()));
            }
            Content::Sealed {
                commitment,
                size,
                media_type,
            } => line(
                "sealed",
                format!("{} {size} {media_type}", hash(commitment)),
            ),
        }
    }
    text
}

//! Reading an entry: UTF-8 in normal form C, only the line end as control character, keys in their one order.

use unicode_normalization::is_nfc;

use super::{Act, ActFault, Content, LONGEST_ENTRY, Prev, encode, field};
use crate::{Error, Hash, Result, number};

/// The first line of every entry.
pub(super) const FORMAT: &str = "dinh/act/1";

pub(super) fn parse(entry: &[u8]) -> Result<Act> {
    let whole = |fault| Error::Act { line: 0, fault };
    if entry.len() > LONGEST_ENTRY {
        return Err(whole(ActFault::TooLong));
    }
    let text = std::str::from_utf8(entry).map_err(|_| whole(ActFault::NotUtf8))?;
    if !is_nfc(text) {
        return Err(whole(ActFault::NotNormal));
    }
    let lines: Vec<&str> = text
        .strip_suffix('\n')
        .ok_or(whole(ActFault::Unterminated))?
        .split('\n')
        .collect();
    for (place, line) in lines.iter().enumerate() {
        if line.chars().any(char::is_control) {
            return Err(Error::Act {
                line: place + 1,
                fault: ActFault::ControlCharacter,
            });
        }
    }
    let act = read(&mut Lines { lines, next: 0 })?;
    check(&act).map_err(whole)?;
    // The grammar gives each act one spelling; this makes sure of it whatever the grammar becomes.
    if encode::render(&act).is_ok_and(|rendered| rendered == text) {
        Ok(act)
    } else {
        Err(whole(ActFault::Unwritable))
    }
}

fn read(lines: &mut Lines) -> Result<Act> {
    if lines.take() != Some(FORMAT) {
        return Err(lines.refuse(ActFault::Format));
    }
    let register = lines.text("register", field::is_register)?;
    let unit = lines.text("unit", field::is_unit)?;
    let room = lines.text("room", field::is_word)?;
    let act = lines.text("act", field::is_word)?;
    let thing = lines.text("thing", field::is_uuid)?;
    let rev = lines.value("rev", number::parse)?;
    let prev = if lines.skip("prev none") {
        None
    } else {
        Some(lines.value("prev", read_prev)?)
    };
    let mut laws = Vec::new();
    while lines.is_next("law") {
        laws.push(lines.text("law", field::is_law)?);
    }
    let at = lines.text("at", field::is_instant)?;
    let office = lines.text("office", field::is_word)?;
    let mut contents = Vec::new();
    while lines.is_next("file") {
        contents.push(lines.value("file", |value| {
            let (sha256, size, media_type) = read_content(value, Hash::from_hex)?;
            Some(Content::File {
                sha256,
                size,
                media_type,
            })
        })?);
    }
    while lines.next < lines.lines.len() {
        contents.push(lines.value("sealed", |value| {
            let (commitment, size, media_type) = read_content(value, Hash::from_base64)?;
            Some(Content::Sealed {
                commitment,
                size,
                media_type,
            })
        })?);
    }
    Ok(Act {
        register,
        unit,
        room,
        act,
        thing,
        rev,
        prev,
        laws,
        at,
        office,
        contents,
    })
}

/// The rules that join several lines.
fn check(act: &Act) -> std::result::Result<(), ActFault> {
    if act.rev == 0 || (act.rev == 1) != act.prev.is_none() {
        return Err(ActFault::Chain);
    }
    if act.act == "withdraw" && act.laws.is_empty() {
        return Err(ActFault::RemovalWithoutLaw);
    }
    if act.act == "withdraw" && act.contents.is_empty() {
        return Err(ActFault::RemovalWithoutReason);
    }
    Ok(())
}

fn read_prev(value: &str) -> Option<Prev> {
    let (index, leaf) = value.split_once(' ')?;
    Some(Prev {
        index: number::parse(index)?,
        leaf: Hash::from_base64(leaf).ok()?,
    })
}

fn read_content(value: &str, digest: impl Fn(&str) -> Result<Hash>) -> Option<(Hash, u64, String)> {
    let (hash, rest) = value.split_once(' ')?;
    let (size, media_type) = rest.split_once(' ')?;
    if !field::is_media_type(media_type) {
        return None;
    }
    Some((
        digest(hash).ok()?,
        number::parse(size)?,
        media_type.to_owned(),
    ))
}

/// The lines of an entry and how far they were read.
struct Lines<'text> {
    lines: Vec<&'text str>,
    next: usize,
}

impl<'text> Lines<'text> {
    fn take(&mut self) -> Option<&'text str> {
        self.next += 1;
        self.lines.get(self.next - 1).copied()
    }

    /// Takes the next line if it is exactly this one.
    fn skip(&mut self, line: &str) -> bool {
        let found = self.lines.get(self.next) == Some(&line);
        self.next += usize::from(found);
        found
    }

    fn is_next(&self, key: &str) -> bool {
        self.lines
            .get(self.next)
            .and_then(|line| line.split_once(' '))
            .is_some_and(|(first, _)| first == key)
    }

    fn value<T>(&mut self, key: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<T> {
        let Some((_, value)) = self
            .take()
            .and_then(|line| line.split_once(' '))
            .filter(|(first, _)| *first == key)
        else {
            return Err(self.refuse(ActFault::Key(key)));
        };
        read(value).ok_or_else(|| self.refuse(ActFault::Value(key)))
    }

    fn text(&mut self, key: &'static str, is_valid: impl Fn(&str) -> bool) -> Result<String> {
        self.value(key, |value| is_valid(value).then(|| value.to_owned()))
    }

    /// A refusal at the line that was taken last.
    fn refuse(&self, fault: ActFault) -> Error {
        Error::Act {
            line: self.next,
            fault,
        }
    }
}

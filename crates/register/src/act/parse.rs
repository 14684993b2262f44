//! Reading an entry: its lines in their one order, each value by its grammar.

use unicode_normalization::is_nfc;

use super::cursor::Cursor;
use super::{ActFault, ActView, LONGEST_ENTRY, field};
use crate::{Error, Result};

/// The first line of every entry.
pub(super) const FORMAT: &str = "dinh/act/1\n";

pub(super) fn parse(entry: &[u8]) -> Result<ActView<'_>> {
    let mut lines = Lines {
        text: Cursor::new(entry),
        line: 0,
    };
    let (line, fault) = match read(&mut lines) {
        Ok(view) => match check(&view) {
            Ok(()) if entry.len() <= LONGEST_ENTRY => return Ok(view),
            Ok(()) => (0, ActFault::TooLong),
            Err(fault) => (0, fault),
        },
        Err(fault) => (lines.line, fault),
    };
    Err(refusal(entry).unwrap_or(Error::Act { line, fault }))
}

/// What is wrong with an entry as a text, whatever its lines say; that comes first. An entry that follows the grammar can be too
/// long, but nothing else of this.
#[cold]
fn refusal(entry: &[u8]) -> Option<Error> {
    let whole = |fault| Some(Error::Act { line: 0, fault });
    if entry.len() > LONGEST_ENTRY {
        return whole(ActFault::TooLong);
    }
    let Ok(text) = std::str::from_utf8(entry) else {
        return whole(ActFault::NotUtf8);
    };
    if !is_nfc(text) {
        return whole(ActFault::NotNormal);
    }
    let Some(text) = text.strip_suffix('\n') else {
        return whole(ActFault::Unterminated);
    };
    let mut lines = text.split('\n');
    let place = lines.position(|line| line.chars().any(char::is_control))?;
    Some(Error::Act {
        line: place + 1,
        fault: ActFault::ControlCharacter,
    })
}

fn read<'entry>(lines: &mut Lines<'entry>) -> std::result::Result<ActView<'entry>, ActFault> {
    lines.first()?;
    Ok(ActView {
        register: lines.value("register ", field::register)?,
        unit: lines.value("unit ", field::unit)?,
        room: lines.value("room ", field::word)?,
        act: lines.value("act ", field::word)?,
        thing: lines.value("thing ", field::uuid)?,
        rev: lines.value("rev ", Cursor::number)?,
        prev: lines.prev()?,
        laws: lines.values("law ", field::law)?,
        at: lines.value("at ", field::instant)?,
        office: lines.value("office ", field::word)?,
        files: lines.values("file ", field::file)?,
        sealed: lines.rest("sealed ", field::sealed)?,
    })
}

/// The rules that join several lines.
fn check(act: &ActView<'_>) -> std::result::Result<(), ActFault> {
    if act.rev == 0 || (act.rev == 1) != act.prev.is_none() {
        return Err(ActFault::Chain);
    }
    if act.act == b"withdraw" && act.laws.is_empty() {
        return Err(ActFault::RemovalWithoutLaw);
    }
    if act.act == b"withdraw" && act.files.is_empty() && act.sealed.is_empty() {
        return Err(ActFault::RemovalWithoutReason);
    }
    Ok(())
}

/// The lines of an entry and which of them is being read, counted from 1.
struct Lines<'entry> {
    text: Cursor<'entry>,
    line: usize,
}

type Read<T> = std::result::Result<T, ActFault>;

impl<'entry> Lines<'entry> {
    fn first(&mut self) -> Read<()> {
        self.line = 1;
        self.text.literal(FORMAT).ok_or(ActFault::Format)
    }

    /// The value of the next line, which must have this key.
    #[inline]
    fn value<T>(
        &mut self,
        key: &'static str,
        value: impl FnOnce(&mut Cursor<'entry>) -> Option<T>,
    ) -> Read<T> {
        if self.text.literal(key).is_none() {
            self.line += 1;
            return Err(ActFault::Key(key.trim_end()));
        }
        self.rest_of_line(key, value)
    }

    /// The value of a line whose key was read.
    #[inline]
    fn rest_of_line<T>(
        &mut self,
        key: &'static str,
        value: impl FnOnce(&mut Cursor<'entry>) -> Option<T>,
    ) -> Read<T> {
        self.line += 1;
        let read = value(&mut self.text).filter(|_| self.text.literal("\n").is_some());
        read.ok_or_else(|| ActFault::Value(key.trim_end()))
    }

    fn prev(&mut self) -> Read<Option<(u64, &'entry [u8; 44])>> {
        if self.text.literal("prev none\n").is_some() {
            self.line += 1;
            return Ok(None);
        }
        self.value("prev ", field::prev).map(Some)
    }

    /// All lines with this key that come next, as they stand.
    #[inline]
    fn values<T>(
        &mut self,
        key: &'static str,
        value: impl Fn(&mut Cursor<'entry>) -> Option<T>,
    ) -> Read<&'entry [u8]> {
        let before = self.text.rest();
        while self.text.literal(key).is_some() {
            self.rest_of_line(key, &value)?;
        }
        Ok(self.text.since(before))
    }

    /// All lines to the end, which must have this key.
    fn rest<T>(
        &mut self,
        key: &'static str,
        value: impl Fn(&mut Cursor<'entry>) -> Option<T>,
    ) -> Read<&'entry [u8]> {
        let before = self.text.rest();
        while !self.text.rest().is_empty() {
            self.value(key, &value)?;
        }
        Ok(before)
    }
}

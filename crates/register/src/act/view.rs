//! One act, read without copying: a whole register is audited at about the price of its hashes.

use super::cursor::Cursor;
use super::{Act, Content, Prev, field, parse};
use crate::{Hash, Result};

/// One public act as it stands in the bytes of its entry. Every field obeys the grammar of its line.
#[derive(Debug, Clone)]
pub struct ActView<'entry> {
    pub(super) register: &'entry [u8],
    pub(super) unit: &'entry [u8],
    pub(super) room: &'entry [u8],
    pub(super) act: &'entry [u8],
    pub(super) thing: &'entry [u8; 36],
    pub(super) rev: u64,
    pub(super) prev: Option<(u64, &'entry [u8; 44])>,
    /// The lines as they stand; so are those of the contents.
    pub(super) laws: &'entry [u8],
    pub(super) at: &'entry [u8],
    pub(super) office: &'entry [u8],
    pub(super) files: &'entry [u8],
    pub(super) sealed: &'entry [u8],
}

impl<'entry> ActView<'entry> {
    /// Reads an entry strictly: what is accepted encodes to the same bytes again.
    pub fn parse(entry: &'entry [u8]) -> Result<Self> {
        parse::parse(entry)
    }

    /// See [`Act::register`].
    pub fn register(&self) -> &'entry str {
        text(self.register)
    }

    /// Whether it is of the register of this origin.
    pub fn is_of(&self, register: &str) -> bool {
        self.register == register.as_bytes()
    }

    /// See [`Act::unit`].
    pub fn unit(&self) -> &'entry str {
        text(self.unit)
    }

    /// See [`Act::room`].
    pub fn room(&self) -> &'entry str {
        text(self.room)
    }

    /// See [`Act::act`].
    pub fn act(&self) -> &'entry str {
        text(self.act)
    }

    /// See [`Act::thing`].
    pub fn thing(&self) -> &'entry str {
        text(self.thing)
    }

    /// See [`Act::rev`].
    pub fn rev(&self) -> u64 {
        self.rev
    }

    /// The position of the entry before this one, see [`Act::prev`].
    pub fn prev_index(&self) -> Option<u64> {
        self.prev.map(|(index, _)| index)
    }

    /// See [`Act::at`].
    pub fn at(&self) -> &'entry str {
        text(self.at)
    }

    /// The same act, on its own.
    pub fn to_act(&self) -> Act {
        let owned = |bytes: &[u8]| text(bytes).to_owned();
        let prev = |(index, leaf)| Prev {
            index,
            leaf: Hash::of_base64(leaf),
        };
        let file = |(sha256, size, media_type)| Content::File {
            sha256: Hash::of_hex(sha256),
            size,
            media_type: owned(media_type),
        };
        let sealed = |(commitment, size, media_type)| Content::Sealed {
            commitment: Hash::of_base64(commitment),
            size,
            media_type: owned(media_type),
        };
        let files = values(self.files, "file ", field::file).map(file);
        let contents = files.chain(values(self.sealed, "sealed ", field::sealed).map(sealed));
        Act {
            register: owned(self.register),
            unit: owned(self.unit),
            room: owned(self.room),
            act: owned(self.act),
            thing: owned(self.thing),
            rev: self.rev,
            prev: self.prev.map(prev),
            laws: values(self.laws, "law ", field::law).map(owned).collect(),
            at: owned(self.at),
            office: owned(self.office),
            contents: contents.collect(),
        }
    }
}

/// The values of lines that were read before.
fn values<'entry, T>(
    lines: &'entry [u8],
    key: &str,
    value: impl Fn(&mut Cursor<'entry>) -> Option<T>,
) -> impl Iterator<Item = T> {
    let mut lines = Cursor::new(lines);
    std::iter::from_fn(move || lines.line(key, &value))
}

/// A value as text: the grammar lets nothing else through.
fn text(value: &[u8]) -> &str {
    std::str::from_utf8(value).unwrap_or_default()
}

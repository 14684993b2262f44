//! Signed notes (C2SP `signed-note` v1.0.0) with Ed25519 signatures, type 0x01.
//!
//! Signatures of unknown keys are ignored, so that witnesses and later signature types can be added to a note that old
//! verifiers still accept; a failing signature of a known key refuses the whole note.

mod fault;
mod key;

pub use fault::NoteFault;
pub(crate) use key::PublicKey;
pub use key::{SignerKey, VerifierKey};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{Error, Result};

/// The longest note: room for far more than 16 post-quantum signatures of 5 kB in base64.
const LONGEST_NOTE: usize = 1_000_000;
/// The most signature lines; the specification asks for at least 16.
const MOST_SIGNATURES: usize = 100;
const SEPARATOR: &str = "\n\n\u{2014} ";

/// A note of which at least one known key signed the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened<'note> {
    /// The signed text, its last line end included.
    pub text: &'note str,
    /// The known keys that signed, in the order of their lines.
    pub signers: Vec<VerifierKey>,
    /// How many signature lines came from keys that are not known here.
    pub unknown: usize,
}

/// Writes `text` as a note with one signature. The text ends with a line end.
pub fn sign(text: &str, key: &SignerKey) -> Result<String> {
    check_text(text)?;
    Ok(format!("{text}\n{}", signature_line(text, key)))
}

/// One more signature line for an existing note, to be appended to it as it is.
pub fn signature_line(text: &str, key: &SignerKey) -> String {
    line_of(key.name(), key.id(), &key.sign(text.as_bytes()))
}

/// A signature line of this name and ID.
pub(crate) fn line_of(name: &str, id: u32, signature: &[u8]) -> String {
    let encoded = STANDARD.encode([&id.to_be_bytes(), signature].concat());
    format!("\u{2014} {name} {encoded}\n")
}

/// A signature line that nobody has judged yet.
pub(crate) struct Line<'note> {
    /// The line without its line end.
    pub text: &'note str,
    name: &'note str,
    id: u32,
    /// What stands behind the ID.
    pub signature: Vec<u8>,
}

impl<'note> Line<'note> {
    /// Reads one line, without its line end.
    pub(crate) fn read(text: &'note str) -> Result<Self> {
        let malformed = || Error::Note(NoteFault::Malformed);
        let (name, encoded) = text
            .strip_prefix("\u{2014} ")
            .and_then(|rest| rest.split_once(' '))
            .ok_or_else(malformed)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| malformed())?;
        let (id, signature) = bytes.split_first_chunk::<4>().ok_or_else(malformed)?;
        if !key::is_name(name) || signature.is_empty() {
            return Err(malformed());
        }
        Ok(Self {
            text,
            name,
            id: u32::from_be_bytes(*id),
            signature: signature.to_vec(),
        })
    }

    /// Whether it claims to be of this key.
    pub(crate) fn is_of(&self, key: &PublicKey) -> bool {
        self.name == key.name && self.id == key.id
    }
}

/// Checks a note against the known keys.
pub fn open<'note>(note: &'note str, keys: &[VerifierKey]) -> Result<Opened<'note>> {
    let (text, lines) = read(note)?;
    let (mut signers, mut unknown) = (Vec::<VerifierKey>::new(), 0);
    for line in lines {
        match keys.iter().find(|key| line.is_of(key.public())) {
            None => unknown += 1,
            Some(key) if signers.contains(key) => return Err(Error::Note(NoteFault::Doubled)),
            Some(key) if key.public().verifies(text.as_bytes(), &line.signature) => {
                signers.push(key.clone());
            }
            Some(_) => return Err(Error::Note(NoteFault::Signature)),
        }
    }
    if signers.is_empty() {
        Err(Error::Note(NoteFault::NoKnownKey))
    } else {
        Ok(Opened {
            text,
            signers,
            unknown,
        })
    }
}

/// The text, which is not trusted yet, and the signature lines.
pub(crate) fn read(note: &str) -> Result<(&str, Vec<Line<'_>>)> {
    if note.len() > LONGEST_NOTE {
        return Err(Error::Note(NoteFault::TooLong));
    }
    let malformed = Error::Note(NoteFault::Malformed);
    let body = note.strip_suffix('\n').ok_or(malformed.clone())?;
    let at = body.rfind(SEPARATOR).ok_or(malformed.clone())?;
    let (text, signatures) = body.split_at_checked(at + 1).ok_or(malformed.clone())?;
    check_text(text)?;
    let lines = signatures.strip_prefix('\n').ok_or(malformed)?.split('\n');
    if lines.clone().count() > MOST_SIGNATURES {
        return Err(Error::Note(NoteFault::TooLong));
    }
    Ok((text, lines.map(Line::read).collect::<Result<_>>()?))
}

fn check_text(text: &str) -> Result<()> {
    let printable = text
        .chars()
        .all(|character| character >= ' ' || character == '\n');
    if printable && text.ends_with('\n') {
        Ok(())
    } else {
        Err(Error::Note(NoteFault::Malformed))
    }
}

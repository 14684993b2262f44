//! Signed notes (C2SP `signed-note` v1.0.0) with Ed25519 signatures, type 0x01.
//!
//! Signatures of unknown keys are ignored, so that witnesses and later signature types can be added to a note that old
//! verifiers still accept; a failing signature of a known key refuses the whole note.

mod fault;
mod key;

pub use fault::NoteFault;
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
    let mut signature = key.id().to_be_bytes().to_vec();
    signature.extend(key.sign(text.as_bytes()));
    format!("\u{2014} {} {}\n", key.name(), STANDARD.encode(signature))
}

/// Checks a note against the known keys.
pub fn open<'note>(note: &'note str, keys: &[VerifierKey]) -> Result<Opened<'note>> {
    if note.len() > LONGEST_NOTE {
        return Err(Error::Note(NoteFault::TooLong));
    }
    let (text, lines) = split(note)?;
    let (mut signers, mut unknown) = (Vec::<VerifierKey>::new(), 0);
    for (count, line) in lines.enumerate() {
        if count == MOST_SIGNATURES {
            return Err(Error::Note(NoteFault::TooLong));
        }
        let (name, id, signature) = read_signature(line)?;
        match keys.iter().find(|key| key.name() == name && key.id() == id) {
            None => unknown += 1,
            Some(key) if signers.contains(key) => return Err(Error::Note(NoteFault::Doubled)),
            Some(key) if key.verifies(text.as_bytes(), &signature) => signers.push(key.clone()),
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

/// The text, which is not yet trusted, and the signature lines.
fn split(note: &str) -> Result<(&str, std::str::Split<'_, char>)> {
    let malformed = Error::Note(NoteFault::Malformed);
    let body = note.strip_suffix('\n').ok_or(malformed.clone())?;
    let at = body.rfind(SEPARATOR).ok_or(malformed.clone())?;
    let (text, signatures) = body.split_at_checked(at + 1).ok_or(malformed.clone())?;
    check_text(text)?;
    Ok((
        text,
        signatures.strip_prefix('\n').ok_or(malformed)?.split('\n'),
    ))
}

fn read_signature(line: &str) -> Result<(&str, u32, Vec<u8>)> {
    let malformed = || Error::Note(NoteFault::Malformed);
    let (name, encoded) = line
        .strip_prefix("\u{2014} ")
        .and_then(|rest| rest.split_once(' '))
        .ok_or_else(malformed)?;
    let bytes = STANDARD.decode(encoded).map_err(|_| malformed())?;
    let (id, signature) = bytes.split_first_chunk::<4>().ok_or_else(malformed)?;
    if !key::is_name(name) || signature.is_empty() {
        return Err(malformed());
    }
    Ok((name, u32::from_be_bytes(*id), signature.to_vec()))
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

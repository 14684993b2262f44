//! Cosignatures of witnesses (C2SP `tlog-cosignature` v1.0.1, type 0x04, Ed25519): "at this time, this was the largest
//! checkpoint of this register that I had seen, and it only appends to all that I had seen before".

use std::fmt;

use ed25519_dalek::{Signer as _, SigningKey};

use crate::note::{self, NoteFault, PublicKey};
use crate::number::LARGEST;
use crate::{Error, Result};

/// The signature type of timestamped Ed25519 cosignatures.
const COSIGNATURE: u8 = 4;

/// The secret key of a witness.
#[derive(Clone)]
pub struct Cosigner {
    signing: SigningKey,
    key: CosignerKey,
}

impl Cosigner {
    /// The key of this name from a 32-byte secret seed (RFC 8032). It must not sign anything else under another name.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self> {
        let signing = SigningKey::from_bytes(seed);
        let key = PublicKey::new(name, COSIGNATURE, signing.verifying_key())?;
        Ok(Self {
            signing,
            key: CosignerKey(key),
        })
    }

    /// The public half.
    pub fn key(&self) -> &CosignerKey {
        &self.key
    }

    /// The signature line for the text of a checkpoint, at this time in seconds since 1970.
    pub fn cosign(&self, text: &str, time: u64) -> String {
        let mut signature = time.to_be_bytes().to_vec();
        signature.extend(self.signing.sign(message(text, time).as_bytes()).to_bytes());
        note::line_of(&self.key.0.name, self.key.0.id, &signature)
    }
}

/// Shows the public half only.
impl fmt::Debug for Cosigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Cosigner({})", self.key)
    }
}

/// The public key of a witness. `Display` and [`CosignerKey::parse`] use the verifier key line `name+id+base64(4 ‖ key)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CosignerKey(PublicKey);

impl CosignerKey {
    /// Reads a verifier key line of type `cosignature/v1`; its ID must fit name and key.
    pub fn parse(line: &str) -> Result<Self> {
        PublicKey::find(line, COSIGNATURE)
            .map(Self)
            .ok_or(Error::VerifierKey)
    }

    /// The name that stands in the signature lines.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    pub(crate) fn public(&self) -> &PublicKey {
        &self.0
    }

    /// The time of a line of this key, if it vouches for the text; an error if the signature does not fit.
    fn time(&self, text: &str, line: &note::Line) -> Result<u64> {
        let wrong = Error::Note(NoteFault::Signature);
        let (time, signature) = line
            .signature
            .split_first_chunk::<8>()
            .ok_or(wrong.clone())?;
        let time = u64::from_be_bytes(*time);
        let fits = time <= LARGEST && self.0.verifies(message(text, time).as_bytes(), signature);
        fits.then_some(time).ok_or(wrong)
    }
}

impl fmt::Display for CosignerKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// Who of these witnesses cosigned a note and when, by their place among `keys`. Lines of others are left out; a line of a
/// known key that does not fit, or a second one, refuses the whole note. The text is not trusted by that: the register's own
/// signature is judged apart.
pub fn cosigned(note: &str, keys: &[&CosignerKey]) -> Result<Vec<(usize, u64)>> {
    let (text, lines) = note::read(note)?;
    let mut found = Vec::<(usize, u64)>::new();
    for line in lines {
        let Some(place) = keys.iter().position(|key| line.is_of(&key.0)) else {
            continue;
        };
        if found.iter().any(|(earlier, _)| *earlier == place) {
            return Err(Error::Note(NoteFault::Doubled));
        }
        found.push((place, keys[place].time(text, &line)?));
    }
    Ok(found)
}

/// The line of this witness among the lines that it answered, and its time. Lines of other keys are left out.
pub fn read_answer(answer: &str, text: &str, key: &CosignerKey) -> Result<(String, u64)> {
    let body = answer.strip_suffix('\n').unwrap_or(answer);
    for line in body.split('\n') {
        let line = note::Line::read(line)?;
        if line.is_of(&key.0) {
            return Ok((format!("{}\n", line.text), key.time(text, &line)?));
        }
    }
    Err(Error::Note(NoteFault::NoKnownKey))
}

/// What is signed: the domain, the time, the text of the checkpoint.
fn message(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

//! The keys of signed notes. A key is known by its name and a short ID, and trusted only because someone configured it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::{Error, Hash, Result};

/// The signature type of plain Ed25519 in the C2SP registry.
const ED25519: u8 = 1;

/// The secret key with which a register signs its checkpoints.
#[derive(Clone)]
pub struct SignerKey {
    signing: SigningKey,
    verifier: VerifierKey,
}

impl SignerKey {
    /// The key of this name from a 32-byte secret seed (RFC 8032).
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self> {
        let signing = SigningKey::from_bytes(seed);
        let verifier = VerifierKey::new(name, signing.verifying_key())?;
        Ok(Self { signing, verifier })
    }

    /// The public half.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The name under which it signs.
    pub fn name(&self) -> &str {
        self.verifier.name()
    }

    /// The short ID that stands before its signatures.
    pub fn id(&self) -> u32 {
        self.verifier.id()
    }

    pub(super) fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.signing.sign(text).to_bytes()
    }
}

/// Shows the public half only.
impl fmt::Debug for SignerKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SignerKey({})", self.verifier)
    }
}

/// A public key. `Display` and [`VerifierKey::parse`] use the verifier key line `name+id+base64(type ‖ key)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey(PublicKey);

impl VerifierKey {
    fn new(name: &str, key: VerifyingKey) -> Result<Self> {
        PublicKey::new(name, ED25519, key).map(Self)
    }

    /// Reads a verifier key line of type Ed25519; its ID must fit name and key.
    pub fn parse(line: &str) -> Result<Self> {
        PublicKey::find(line, ED25519)
            .map(Self)
            .ok_or(Error::VerifierKey)
    }

    /// The name that stands in the signature lines.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The short ID that stands before the signatures.
    pub fn id(&self) -> u32 {
        self.0.id
    }

    pub(crate) fn public(&self) -> &PublicKey {
        &self.0
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// An Ed25519 key with its name and the type of signature that it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicKey {
    pub(crate) name: String,
    pub(crate) id: u32,
    kind: u8,
    key: VerifyingKey,
}

impl PublicKey {
    pub(crate) fn new(name: &str, kind: u8, key: VerifyingKey) -> Result<Self> {
        if !is_name(name) {
            return Err(Error::KeyName);
        }
        let [a, b, c, d, ..] = Hash::of_parts(&[name.as_bytes(), b"\n", &[kind], key.as_bytes()]).0;
        Ok(Self {
            name: name.to_owned(),
            id: u32::from_be_bytes([a, b, c, d]),
            kind,
            key,
        })
    }

    /// Reads a verifier key line of this type.
    pub(crate) fn find(line: &str, kind: u8) -> Option<Self> {
        let (name, rest) = line.split_once('+')?;
        let (id, encoded) = rest.split_once('+')?;
        let bytes = STANDARD.decode(encoded).ok()?;
        let (found_kind, key) = bytes.split_first()?;
        let key: &[u8; 32] = key.try_into().ok()?;
        let point = is_canonical(key).then(|| VerifyingKey::from_bytes(key));
        let key = point?.ok()?;
        let found = Self::new(name, kind, key).ok()?;
        let fits = *found_kind == kind && !key.is_weak() && id == format!("{:08x}", found.id);
        fits.then_some(found)
    }

    /// Whether a reader could take one for the other: the same key under whatever name and for whatever use, or another key
    /// with the same name and ID.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.key == other.key || (self.name == other.name && self.id == other.id)
    }

    pub(crate) fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        let Ok(bytes) = <&[u8; 64]>::try_from(signature) else {
            return false;
        };
        self.key
            .verify_strict(text, &Signature::from_bytes(bytes))
            .is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![self.kind];
        bytes.extend(self.key.as_bytes());
        let encoded = STANDARD.encode(bytes);
        write!(formatter, "{}+{:08x}+{encoded}", self.name, self.id)
    }
}

/// Whether a coordinate is below 2^255 − 19, the sign bit apart: larger ones are second spellings of small ones.
fn is_canonical(key: &[u8; 32]) -> bool {
    let [first, middle @ .., last] = key;
    *first < 0xed || last & 0x7f != 0x7f || middle.iter().any(|byte| *byte != 0xff)
}

/// Not empty, no Unicode space, no plus sign.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.chars().any(|character| {
            character.is_whitespace() || character.is_control() || character == '+'
        })
}

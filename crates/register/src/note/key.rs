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
pub struct VerifierKey {
    name: String,
    id: u32,
    key: VerifyingKey,
}

impl VerifierKey {
    fn new(name: &str, key: VerifyingKey) -> Result<Self> {
        if !is_name(name) {
            return Err(Error::KeyName);
        }
        let [a, b, c, d, ..] =
            Hash::of_parts(&[name.as_bytes(), b"\n", &[ED25519], key.as_bytes()]).0;
        Ok(Self {
            name: name.to_owned(),
            id: u32::from_be_bytes([a, b, c, d]),
            key,
        })
    }

    /// Reads a verifier key line of type Ed25519; its ID must fit name and key.
    pub fn parse(line: &str) -> Result<Self> {
        Self::find(line).ok_or(Error::VerifierKey)
    }

    fn find(line: &str) -> Option<Self> {
        let (name, rest) = line.split_once('+')?;
        let (id, encoded) = rest.split_once('+')?;
        let bytes = STANDARD.decode(encoded).ok()?;
        let (kind, key) = bytes.split_first()?;
        let key = VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
        let found = Self::new(name, key).ok()?;
        (*kind == ED25519 && !key.is_weak() && id == format!("{:08x}", found.id)).then_some(found)
    }

    /// The name that stands in the signature lines.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The short ID that stands before the signatures.
    pub fn id(&self) -> u32 {
        self.id
    }

    pub(super) fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        let Ok(bytes) = <&[u8; 64]>::try_from(signature) else {
            return false;
        };
        self.key
            .verify_strict(text, &Signature::from_bytes(bytes))
            .is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![ED25519];
        bytes.extend(self.key.as_bytes());
        write!(
            formatter,
            "{}+{:08x}+{}",
            self.name,
            self.id,
            STANDARD.encode(bytes)
        )
    }
}

/// Not empty, no Unicode space, no plus sign.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.chars().any(|character| {
            character.is_whitespace() || character.is_control() || character == '+'
        })
}

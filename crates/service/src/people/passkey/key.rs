//! Public keys of passkeys, as devices write them (COSE, RFC 9053), and what they signed.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};

use super::cbor::Cbor;

/// Ways to sign that are taken, the preferred first: ES256, EdDSA, RS256 (older Windows).
pub const WAYS: [i64; 3] = [-7, -8, -257];

/// A public key.
#[derive(Debug)]
pub(super) enum PublicKey {
    /// A point on P-256: 0x04, x, y.
    P256([u8; 65]),
    /// Ed25519.
    Ed25519([u8; 32]),
    /// RSA: modulus and exponent.
    Rsa(Vec<u8>, Vec<u8>),
}

impl PublicKey {
    /// Read a key. Nothing if it is of another kind or has the wrong length.
    pub fn read(cose: &Cbor) -> Option<Self> {
        let number = |key| cose.at(key).and_then(Cbor::integer);
        let bytes = |key| cose.at(key).and_then(Cbor::bytes);
        match (number(1)?, number(3)?) {
            (2, -7) if number(-1) == Some(1) => {
                let (x, y) = (bytes(-2)?, bytes(-3)?);
                if x.len() != 32 || y.len() != 32 {
                    return None;
                }
                let mut point = [4; 65];
                point[1..33].copy_from_slice(x);
                point[33..].copy_from_slice(y);
                Some(Self::P256(point))
            }
            (1, -8) if number(-1) == Some(6) => Some(Self::Ed25519(bytes(-2)?.try_into().ok()?)),
            (3, -257) => {
                let (modulus, exponent) = (bytes(-1)?, bytes(-2)?);
                let fits = (256..=1024).contains(&modulus.len()) && exponent.len() <= 8;
                fits.then(|| Self::Rsa(modulus.to_vec(), exponent.to_vec()))
            }
            _ => None,
        }
    }

    /// Whether this key signed the message.
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point)
                .verify(message, signature)
                .is_ok(),
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key)
                .verify(message, signature)
                .is_ok(),
            Self::Rsa(n, e) => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
        }
    }
}

//! The provider's public keys (RFC 7517) and what they sign: RS256 and ES256 (RFC 7518), nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;

/// More keys than any provider has.
const MOST: usize = 64;

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Rs256,
    Es256,
}

impl Algorithm {
    pub fn find(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "ES256" => Some(Self::Es256),
            _ => None,
        }
    }
}

#[derive(Clone, Debug)]
enum Material {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// The uncompressed point: 4, x, y.
    P256(Vec<u8>),
}

/// A public key.
#[derive(Clone, Debug)]
pub(super) struct Key {
    id: Option<String>,
    material: Material,
}

/// The keys of a provider.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys(Vec<Key>);

#[derive(Deserialize)]
struct Written {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    n: Option<String>,
    e: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<serde_json::Value>,
}

impl Keys {
    /// Read a set; keys of other kinds and keys that are not for signing are left out. The error is for the log.
    pub fn parse(body: &[u8]) -> Result<Self, String> {
        let set: Set = serde_json::from_slice(body).map_err(|error| format!("keys: {error}"))?;
        let written = set.keys.into_iter().take(MOST);
        let written = written.filter_map(|key| serde_json::from_value::<Written>(key).ok());
        Ok(Self(written.filter_map(read).collect()))
    }

    /// The key with this name that signs so; without a name the only one that does.
    pub fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<&Key> {
        let mut fitting = self.0.iter().filter(|key| {
            key.algorithm() == algorithm && id.is_none_or(|id| key.id.as_deref() == Some(id))
        });
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }
}

impl Key {
    fn algorithm(&self) -> Algorithm {
        match self.material {
            Material::Rsa { .. } => Algorithm::Rs256,
            Material::P256(_) => Algorithm::Es256,
        }
    }

    /// Whether this key signed the message.
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.material {
            Material::Rsa { n, e } => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
            Material::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                .verify(message, signature)
                .is_ok(),
        }
    }
}

fn read(written: Written) -> Option<Key> {
    if written.purpose.is_some_and(|purpose| purpose != "sig") {
        return None;
    }
    let material = match written.kty.as_str() {
        "RSA" => Material::Rsa {
            n: bytes(written.n?.as_str())?,
            e: bytes(written.e?.as_str())?,
        },
        "EC" if written.crv.as_deref() == Some("P-256") => {
            let (x, y) = (bytes(written.x?.as_str())?, bytes(written.y?.as_str())?);
            if x.len() != 32 || y.len() != 32 {
                return None;
            }
            Material::P256([vec![4], x, y].concat())
        }
        _ => return None,
    };
    let key = Key {
        id: written.kid,
        material,
    };
    let says = written.alg.as_deref().map(Algorithm::find);
    says.is_none_or(|named| named == Some(key.algorithm()))
        .then_some(key)
}

pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

//! What a browser and a device say is checked as Web Authentication Level 3 asks (sections 7.1 and 7.2), with the
//! attestation "none": who made the device is not asked, so what it says about its maker is not believed either.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::cbor::Cbor;
use super::key::PublicKey;

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const BACKUP_MAY: u8 = 0x08;
const BACKUP_IS: u8 = 0x10;
const ATTESTED: u8 = 0x40;
const EXTENDED: u8 = 0x80;
/// The longest name of a credential (section 7.1, step 25).
const LONGEST_CREDENTIAL: usize = 1023;

/// Who asks for a passkey: this site.
#[derive(Clone, Debug)]
pub struct RelyingParty {
    /// Host to which passkeys are bound.
    pub id: String,
    /// Origin of its pages: scheme, host and port.
    pub origin: String,
}

impl RelyingParty {
    /// The site at this address.
    pub fn new(base_url: &str) -> Self {
        let (scheme, rest) = base_url.split_once("://").unwrap_or(("https", base_url));
        let authority = rest.split('/').next().unwrap_or_default();
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => authority,
        };
        Self {
            id: host.to_owned(),
            origin: format!("{scheme}://{authority}"),
        }
    }
}

/// Why what came is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It has not the form of the standard.
    Malformed,
    /// It answers another question, or another kind of question.
    Challenge,
    /// It was asked by another site.
    Site,
    /// Nobody was there, or the device did not know who.
    Person,
    /// The way of signing is not one of ours.
    Way,
    /// The signature is not of this key.
    Signature,
    /// The device counts fewer signatures than before: it may be a copy.
    Counter,
}

/// A key that a device made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The device's name for it.
    pub credential: Vec<u8>,
    /// Public key, as written.
    pub public_key: Vec<u8>,
    /// Signatures so far.
    pub counter: i64,
    /// Whether the device knew its person.
    pub verified: bool,
}

/// An answer signed by a device.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// The device's name for the key.
    pub credential: Vec<u8>,
    /// What the browser says (JSON).
    pub client_data: Vec<u8>,
    /// What the device says.
    pub device_data: Vec<u8>,
    /// Signature of both.
    pub signature: Vec<u8>,
    /// Whose the key is, if the device says so.
    pub person: Option<Vec<u8>>,
}

/// What is known of a key.
pub(super) struct Known<'k> {
    pub public_key: &'k [u8],
    pub counter: i64,
}

/// Check a key that was made for this site in answer to this challenge.
pub(super) fn made(
    site: &RelyingParty,
    challenge: &[u8],
    client_data: &[u8],
    attestation: &[u8],
) -> Result<Made, Doubt> {
    client(site, "webauthn.create", challenge, client_data)?;
    let (object, _) = Cbor::read(attestation).ok_or(Doubt::Malformed)?;
    let data = object.get(&Cbor::Text("authData".into()));
    let data = data.and_then(Cbor::bytes).ok_or(Doubt::Malformed)?;
    let device = Device::read(data).ok_or(Doubt::Malformed)?;
    device.must_be_ours(site)?;
    let (credential, public_key) = device.attested.ok_or(Doubt::Malformed)?;
    let (key, _) = Cbor::read(public_key).ok_or(Doubt::Malformed)?;
    PublicKey::read(&key).ok_or(Doubt::Way)?;
    Ok(Made {
        credential: credential.to_vec(),
        public_key: public_key.to_vec(),
        counter: device.counter,
        verified: device.flags & VERIFIED != 0,
    })
}

/// Check an answer by a known key; `verified` asks that the device knew its person. Gives the new count.
pub(super) fn answered(
    site: &RelyingParty,
    challenge: &[u8],
    assertion: &Assertion,
    known: &Known<'_>,
    verified: bool,
) -> Result<i64, Doubt> {
    client(site, "webauthn.get", challenge, &assertion.client_data)?;
    let device = Device::read(&assertion.device_data).ok_or(Doubt::Malformed)?;
    device.must_be_ours(site)?;
    if verified && device.flags & VERIFIED == 0 {
        return Err(Doubt::Person);
    }
    let (key, _) = Cbor::read(known.public_key).ok_or(Doubt::Malformed)?;
    let key = PublicKey::read(&key).ok_or(Doubt::Way)?;
    let digest = Sha256::digest(&assertion.client_data);
    let message = [assertion.device_data.as_slice(), &digest].concat();
    if !key.signed(&message, &assertion.signature) {
        return Err(Doubt::Signature);
    }
    let counts = device.counter > 0 || known.counter > 0;
    if counts && device.counter <= known.counter {
        return Err(Doubt::Counter);
    }
    Ok(device.counter)
}

/// Check what the browser says: which question it answers, and on which page.
fn client(site: &RelyingParty, kind: &str, challenge: &[u8], json: &[u8]) -> Result<(), Doubt> {
    let said: serde_json::Value = serde_json::from_slice(json).map_err(|_| Doubt::Malformed)?;
    let text = |name: &str| said.get(name).and_then(serde_json::Value::as_str);
    if text("type") != Some(kind) {
        return Err(Doubt::Challenge);
    }
    let answered = text("challenge").and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
    if answered.as_deref() != Some(challenge) {
        return Err(Doubt::Challenge);
    }
    let framed = said
        .get("crossOrigin")
        .is_some_and(|value| value.as_bool() != Some(false));
    if text("origin") != Some(&site.origin) || framed {
        return Err(Doubt::Site);
    }
    Ok(())
}

/// What a device says (section 6.1).
struct Device<'d> {
    site_digest: &'d [u8],
    flags: u8,
    counter: i64,
    /// The name of a new key, and the key.
    attested: Option<(&'d [u8], &'d [u8])>,
}

impl<'d> Device<'d> {
    fn read(data: &'d [u8]) -> Option<Self> {
        let (site_digest, rest) = data.split_at_checked(32)?;
        let (flags, rest) = rest.split_first()?;
        let (counter, mut rest) = rest.split_first_chunk::<4>()?;
        let mut attested = None;
        if flags & ATTESTED != 0 {
            let (_maker, after) = rest.split_at_checked(16)?;
            let (length, after) = after.split_first_chunk::<2>()?;
            let length = usize::from(u16::from_be_bytes(*length));
            if length == 0 || length > LONGEST_CREDENTIAL {
                return None;
            }
            let (credential, after) = after.split_at_checked(length)?;
            let (_, left) = Cbor::read(after)?;
            let key = after.get(..after.len() - left.len())?;
            attested = Some((credential, key));
            rest = left;
        }
        if flags & EXTENDED != 0 {
            rest = Cbor::read(rest)?.1;
        }
        rest.is_empty().then_some(Self {
            site_digest,
            flags: *flags,
            counter: i64::from(u32::from_be_bytes(*counter)),
            attested,
        })
    }

    fn must_be_ours(&self, site: &RelyingParty) -> Result<(), Doubt> {
        if self.site_digest != Sha256::digest(site.id.as_bytes()).as_slice() {
            return Err(Doubt::Site);
        }
        if self.flags & PRESENT == 0 {
            return Err(Doubt::Person);
        }
        // What is backed up may be backed up (section 6.1.3).
        if self.flags & BACKUP_IS != 0 && self.flags & BACKUP_MAY == 0 {
            return Err(Doubt::Malformed);
        }
        Ok(())
    }
}

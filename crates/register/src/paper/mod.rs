//! A proof on paper: the same as a `.tlog-proof`, in as few bytes as a square code holds, for readers who have the policy and
//! the entry. What they have already is left out: the root follows from the entry and the hashes, names and key IDs from the
//! policy. A number is written seven bits to a byte, the lowest first; the eighth bit says that more follow:
//!
//! ```text
//! 1                                              version
//! index, size                                    numbers
//! count, that many hashes                        one byte, 32 bytes each
//! place, signature                               one byte, 64 bytes: the log among those of the policy
//! count, that many: place, time and signature    one byte; one byte, 72 bytes: a witness among those of the policy
//! ```
//!
//! In a square code the bytes are written in base45 (RFC 9285), because many readers spoil plain bytes. The full codes on a
//! paper hold the entry too, so that whoever has the policy needs nothing else.

mod base45;
mod code;

pub use base45::{from_base45, to_base45};
pub use code::{from_codes, short_code, to_codes};

use crate::note::{self, PublicKey, line_of};
use crate::number::LARGEST;
use crate::{Checkpoint, Error, Hash, Policy, Proof, Result, tree};

const VERSION: u8 = 1;
const MOST_HASHES: usize = 63;
const SIGNATURE: usize = 64;
/// Eight bytes of time before the signature.
const COSIGNATURE: usize = 72;

/// The bytes for paper of a proof that is signed by a log of this policy. Signatures of others are left out.
pub fn encode(proof: &Proof, policy: &Policy) -> Result<Vec<u8>> {
    let size = policy.judge(&proof.checkpoint)?.checkpoint.size;
    let (_, lines) = note::read(&proof.checkpoint)?;
    let of = |key: &PublicKey| lines.iter().find(|line| line.is_of(key));
    let logs = policy.logs.iter().map(|log| of(log.key.public()));
    let witnesses = policy.witnesses.iter().map(|one| of(one.key.public()));
    let (logs, witnesses) = (signatures(logs)?, signatures(witnesses)?);
    let mut bytes = vec![VERSION];
    write_number(&mut bytes, proof.index);
    write_number(&mut bytes, size);
    bytes.push(count(proof.hashes.len())?);
    bytes.extend(proof.hashes.iter().flat_map(|hash| hash.0));
    bytes.extend(logs.first().ok_or(Error::Paper)?);
    bytes.push(count(witnesses.len())?);
    bytes.extend(witnesses.concat());
    Ok(bytes)
}

/// The proof that these bytes stand for. Nothing of it is checked yet but its form: give it to the receipt with its entry.
pub fn decode(bytes: &[u8], policy: &Policy, leaf: &Hash) -> Result<Proof> {
    read(bytes, policy, leaf).ok_or(Error::Paper)
}

fn read(bytes: &[u8], policy: &Policy, leaf: &Hash) -> Option<Proof> {
    let mut rest = Rest(bytes);
    if rest.byte()? != VERSION {
        return None;
    }
    let (index, size) = (rest.number()?, rest.number()?);
    let hashes = rest.hashes()?;
    let root = tree::inclusion_root(leaf, index, size, &hashes).ok()?;
    let log = policy.logs.get(usize::from(rest.byte()?))?.key.public();
    let origin = log.name.clone();
    let text = Checkpoint { origin, size, root }.text();
    let mut checkpoint = format!("{text}\n");
    checkpoint.push_str(&line_of(&log.name, log.id, rest.take(SIGNATURE)?));
    for _ in 0..rest.byte()? {
        let witness = policy.witnesses.get(usize::from(rest.byte()?))?;
        let key = witness.key.public();
        checkpoint.push_str(&line_of(&key.name, key.id, rest.take(COSIGNATURE)?));
    }
    rest.0.is_empty().then_some(Proof {
        extra: None,
        index,
        hashes,
        checkpoint,
    })
}

/// Place and signature of each key that signed.
fn signatures<'line>(
    found: impl Iterator<Item = Option<&'line note::Line<'line>>>,
) -> Result<Vec<Vec<u8>>> {
    let signed = found
        .enumerate()
        .filter_map(|(place, line)| Some((place, line?)));
    let with_place =
        signed.map(|(place, line)| Ok([&[count(place)?], line.signature.as_slice()].concat()));
    with_place.collect()
}

fn count(number: usize) -> Result<u8> {
    u8::try_from(number).map_err(|_| Error::Paper)
}

fn write_number(bytes: &mut Vec<u8>, number: u64) {
    let mut rest = number;
    while rest > 0x7f {
        bytes.extend((rest & 0x7f | 0x80).to_be_bytes().last());
        rest >>= 7;
    }
    bytes.extend(rest.to_be_bytes().last());
}

/// What is not read yet.
struct Rest<'bytes>(&'bytes [u8]);

impl<'bytes> Rest<'bytes> {
    fn take(&mut self, length: usize) -> Option<&'bytes [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A number in its one spelling: no empty last group.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let is_plain = byte > 0 || shift == 0;
                return (is_plain && number <= LARGEST).then_some(number);
            }
        }
        None
    }

    fn hashes(&mut self) -> Option<Vec<Hash>> {
        let count = usize::from(self.byte()?);
        if count > MOST_HASHES {
            return None;
        }
        let bytes = self.take(32 * count)?.chunks_exact(32);
        bytes.map(|bytes| bytes.try_into().ok().map(Hash)).collect()
    }
}

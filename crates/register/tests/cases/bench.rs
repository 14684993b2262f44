//! What the cases are made of: an invented register with one entry, its key, three witnesses.

use dinh_register::{Checkpoint, Cosigner, Hash, Receipt, SignerKey, tree};
use serde::Serialize;

pub const ORIGIN: &str = "dangky.cantho.example/so-mau";
/// A time of a witness, in seconds since 1970.
pub const NOON: u64 = 1_795_000_000;

/// One odd receipt or policy.
#[derive(Clone, Serialize)]
pub struct Case {
    pub name: String,
    pub policy: String,
    pub receipt: String,
    #[serde(rename = "verdict", serialize_with = "verdict")]
    pub holds: bool,
    #[serde(rename = "notBefore")]
    pub not_before: Option<u64>,
    #[serde(rename = "notAfter")]
    pub not_after: Option<u64>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn verdict<S: serde::Serializer>(holds: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if *holds { "holds" } else { "refused" })
}

impl Case {
    /// A case under a policy without witnesses.
    pub fn new(name: &str, receipt: String, holds: bool) -> Self {
        Self::under(name, plain_policy(), receipt, holds)
    }

    /// A case under this policy, with no times.
    pub fn under(name: &str, policy: String, receipt: String, holds: bool) -> Self {
        Self {
            name: name.to_owned(),
            policy,
            receipt,
            holds,
            not_before: None,
            not_after: None,
        }
    }

    /// The same, seen by a quorum at this time at the latest.
    pub fn not_after(self, time: u64) -> Self {
        Self {
            not_after: Some(time),
            ..self
        }
    }

    /// The same, not yet there when a quorum looked at this time.
    pub fn not_before(self, time: u64) -> Self {
        Self {
            not_before: Some(time),
            ..self
        }
    }
}

pub fn key() -> SignerKey {
    SignerKey::from_seed(ORIGIN, &[7; 32]).expect("the name is valid")
}

pub fn witness(number: u8) -> Cosigner {
    let name = format!("chung-kien.example/ben-{number}");
    Cosigner::from_seed(&name, &[number + 8; 32]).expect("the name is valid")
}

pub fn plain_policy() -> String {
    format!("log {}\nquorum none\n", key().verifier())
}

/// Three witnesses, a, b and c, and these further lines.
pub fn policy_with(lines: &str) -> String {
    let (a, b, c) = (witness(1), witness(2), witness(3));
    format!(
        "log {}\nwitness a {}\nwitness b {}\nwitness c {}\n{lines}",
        key().verifier(),
        a.key(),
        b.key(),
        c.key()
    )
}

pub const ENTRY: &str = "dinh/act/1
register dangky.cantho.example/so-mau
unit 31120@2025-07-01
room disclosure
act publish
thing 0197c1d2-7a43-7c55-9d0e-2f3b6a1c8e11
rev 1
prev none
law L10-2022/11.2
at 2026-11-23T15:39:47+07:00
office ubnd-xa
sealed 39DdllsD+dXgH6JEoOwJH6nm5vwOCPB1LzjpGX+k95k= 63 text/plain
";

/// The signed head of a register of these leaf hashes.
pub fn head(leaves: &[Hash]) -> Checkpoint {
    let mut nodes = std::collections::BTreeMap::new();
    for (size, leaf) in (0u64..).zip(leaves) {
        let read = |node| nodes.get(&node).copied();
        let made = tree::append(size, *leaf, &read).expect("the nodes are there");
        nodes.extend(made);
    }
    let size = leaves.len().try_into().expect("a few");
    let read = |node| nodes.get(&node).copied();
    Checkpoint {
        origin: ORIGIN.to_owned(),
        size,
        root: tree::root(size, &read).expect("the nodes are there"),
    }
}

pub fn signed(checkpoint: &Checkpoint) -> String {
    checkpoint.sign(&key()).expect("the key is the register's")
}

/// The text of a checkpoint over one entry.
pub fn head_text(entry: &str) -> String {
    head(&[tree::leaf_hash(entry.as_bytes())]).text()
}

/// The receipt of a register whose only entry is this text, whatever it says, with this signed head.
pub fn receipt_with(entry: &str, note: &str) -> Receipt {
    let proof = format!("c2sp.org/tlog-proof@v1\nindex 0\n\n{note}");
    Receipt::from_texts(entry.to_owned(), proof)
}

/// The same with an honest head.
pub fn receipt_of(entry: &str) -> Receipt {
    let head = head(&[tree::leaf_hash(entry.as_bytes())]);
    receipt_with(entry, &signed(&head))
}

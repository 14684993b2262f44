//! What the targets share: a register with one witness, whose keys are known.

use std::sync::LazyLock;

use dinh_register::{Cosigner, Hash, Policy, SignerKey, tree};

/// The register of all seeds.
pub const ORIGIN: &str = "example.vn/so";

/// Its key.
pub fn key() -> SignerKey {
    SignerKey::from_seed(ORIGIN, &[7; 32]).expect("a name")
}

/// The only witness.
pub fn witness() -> Cosigner {
    Cosigner::from_seed("example.vn/lam-chung", &[8; 32]).expect("a name")
}

/// The policy as a file: the register, the witness, who must have signed.
pub fn policy_text() -> String {
    format!(
        "log {} https://example.vn/so\nwitness w {} https://example.vn/w\nquorum none\n",
        key().verifier(),
        witness().key()
    )
}

/// The same, read.
pub fn policy() -> &'static Policy {
    static POLICY: LazyLock<Policy> =
        LazyLock::new(|| Policy::parse(&policy_text()).expect("a policy"));
    &POLICY
}

/// The leaf that short proofs are about.
pub fn leaf() -> Hash {
    tree::leaf_hash(b"entry")
}

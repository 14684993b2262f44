//! The example at the end of `docs/register-spec.md` is what this crate writes and accepts.
#![expect(
    clippy::disallowed_methods,
    reason = "the test reads the specification and writes what should stand there"
)]

mod sample;

use std::fmt::Write as _;
use std::path::Path;

use dinh_register::receipt::verify;
use dinh_register::{Cosigner, Policy, Receipt, tree};
use sample::{FILES, act, key, receipt_of};

fn block(text: &mut String, title: &str, content: &str) {
    // Writing into a String cannot fail.
    let _ = write!(text, "\n{title}:\n\n```\n{content}```\n");
}

#[test]
fn the_example_of_the_specification_is_written_and_accepted_by_this_crate() {
    let witness = Cosigner::from_seed("chung-kien.example/bao", &[9; 32]).expect("a name");
    let policy = format!(
        "log {}\nwitness bao {}\nquorum bao\n",
        key().verifier(),
        witness.key()
    );
    let plain = receipt_of(&act(), 2, 5);
    let (_, note) = plain.proof.split_once("\n\n").expect("a proof");
    let (text, _) = note.split_once("\n\n").expect("a note");
    let line = witness.cosign(&format!("{text}\n"), 1_795_000_000);
    let receipt = Receipt {
        proof: plain.proof.clone() + &line,
        ..plain
    };

    let trusted = Policy::parse(&policy).expect("well formed");
    let verified = verify(&receipt, &trusted, &FILES).expect("accepted");
    let seen = verified.head.seen.expect("a quorum of one");
    assert_eq!((seen.earliest, seen.latest), (1_795_000_000, 1_795_000_000));

    let leaf = tree::leaf_hash(receipt.entry.as_bytes());
    let mut example = String::new();
    block(&mut example, "Entry", &receipt.entry);
    block(&mut example, "Its leaf hash", &format!("{leaf}\n"));
    block(&mut example, "Policy", &policy);
    block(&mut example, "Proof", &receipt.proof);
    for (name, content) in FILES {
        let content = std::str::from_utf8(content).expect("a text");
        block(&mut example, &format!("File `{name}`"), content);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/register-spec.md");
    let specification = std::fs::read_to_string(path).expect("the specification");
    if !specification.ends_with(&example) {
        let right = Path::new(env!("CARGO_TARGET_TMPDIR")).join("register-spec-example.md");
        std::fs::write(&right, &example).expect("the target folder is writable");
        panic!("the example should be as in {}", right.display());
    }
}

//! Proofs on paper: short enough for a square code, and worth exactly as much as the file.

mod sample;

use dinh_register::paper::{decode, encode, from_base45, to_base45};
use dinh_register::receipt::verify;
use dinh_register::{Checkpoint, Cosigner, Hash, Policy, Proof, Receipt, tree};
use proptest::prelude::*;
use sample::{ORIGIN, act, key, receipt_of};

fn cosigner(number: u8) -> Cosigner {
    let name = format!("chung-kien-{number}.cantho.example/so");
    Cosigner::from_seed(&name, &[50 + number; 32]).expect("a name")
}

/// So many witnesses, all of which must sign.
fn policy_of(witnesses: u8) -> Policy {
    let (mut text, mut group) = (format!("log {}\n", key().verifier()), String::new());
    for number in 0..witnesses {
        text.extend([format!("witness w{number} {}\n", cosigner(number).key())]);
        group.extend([format!(" w{number}")]);
    }
    text.extend([format!("group all all{group}\nquorum all\n")]);
    Policy::parse(&text).expect("well formed")
}

fn policy() -> Policy {
    policy_of(5)
}

/// The proof of a leaf at a place of a register, signed by the city and so many witnesses.
fn proof(leaf: &Hash, index: u64, size: u64, hashes: Vec<Hash>, witnesses: u8) -> Proof {
    let head = Checkpoint {
        origin: ORIGIN.into(),
        size,
        root: tree::inclusion_root(leaf, index, size, &hashes).expect("as many hashes as needed"),
    };
    let mut checkpoint = head.sign(&key()).expect("the register's key");
    for number in 0..witnesses {
        let time = 1_795_000_000 + u64::from(number);
        checkpoint.push_str(&cosigner(number).cosign(&head.text(), time));
    }
    Proof {
        extra: None,
        index,
        hashes,
        checkpoint,
    }
}

/// "Must be shown" 4.
#[test]
fn a_receipt_of_a_million_entries_with_five_witnesses_fits_into_1_250_bytes() {
    let entry = act().encode().expect("the sample is valid");
    let leaf = tree::leaf_hash(&entry);
    let hashes: Vec<Hash> = (0..20_u8).map(|level| Hash([level; 32])).collect();
    let proof = proof(&leaf, 734_567, 1 << 20, hashes, 5);
    let bytes = encode(&proof, &policy()).expect("signed");
    assert!(bytes.len() <= 1_250, "{} bytes", bytes.len());
    let text = to_base45(&bytes);
    // Version 29 at level M holds 1,839 signs of base45.
    assert!(text.len() <= 1_839, "{} signs", text.len());

    let bytes = from_base45(&text).expect("just written");
    let read = decode(&bytes, &policy(), &leaf).expect("just written");
    assert_eq!(read, proof);
    let entry = String::from_utf8(entry).expect("text");
    let receipt = Receipt::from_texts(entry, read.encode().expect("well formed"));
    let verified = verify(&receipt, &policy(), &[]).expect("accepted");
    assert_eq!(verified.head.cosigned.len(), 5);
}

#[test]
fn every_flipped_bit_on_paper_is_noticed() {
    let sample = receipt_of(&act(), 11, 21);
    let leaf = tree::leaf_hash(sample.entry.as_bytes());
    let hashes = Proof::parse(&sample.proof).expect("a proof").hashes;
    let policy = policy_of(1);
    let good = encode(&proof(&leaf, 11, 21, hashes, 1), &policy).expect("signed");
    let accepts = |bytes: &[u8]| {
        decode(bytes, &policy, &leaf).is_ok_and(|proof| {
            let judged = policy.judge(&proof.checkpoint);
            judged.is_ok_and(|judged| judged.seen.is_some())
        })
    };
    assert!(accepts(&good));
    for place in 0..good.len() {
        for bit in 0..8 {
            let mut changed = good.clone();
            changed[place] ^= 1 << bit;
            assert!(!accepts(&changed), "byte {place}, bit {bit}");
        }
    }
    for length in 0..good.len() {
        assert!(!accepts(&good[..length]), "{length} bytes");
    }
    assert!(!accepts(&[good, vec![0]].concat()));
}

#[test]
fn base45_is_that_of_the_standard() {
    for (bytes, text) in [
        ("AB", "BB8"),
        ("Hello!!", "%69 VD92EX0"),
        ("base-45", "UJCLQE7W581"),
        ("ietf!", "QED8WEX0"),
        ("", ""),
    ] {
        assert_eq!(to_base45(bytes.as_bytes()), text);
        assert_eq!(from_base45(text), Ok(bytes.as_bytes().to_vec()));
    }
    for text in ["GGW", ":::", "::", "A", "bb8", "BB8 ", "é12"] {
        assert!(from_base45(text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn base45_reads_back(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(from_base45(&to_base45(&bytes)), Ok(bytes));
    }

    #[test]
    fn whatever_is_read_as_base45_is_written_the_same(text in "[0-9A-Z $%*+./:-]{0,30}") {
        if let Ok(bytes) = from_base45(&text) {
            prop_assert_eq!(to_base45(&bytes), text);
        }
    }

    #[test]
    fn any_bytes_are_a_proof_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), first in prop::bool::ANY) {
        let bytes = if first { [vec![1], bytes].concat() } else { bytes };
        drop(decode(&bytes, &policy(), &Hash::of(b"")));
    }
}

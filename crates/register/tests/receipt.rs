//! Receipts: a good one proves what it should, and a single changed bit anywhere in it is noticed.

mod sample;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use dinh_register::note::{self, NoteFault};
use dinh_register::receipt::verify;
use dinh_register::{
    Act, Checkpoint, Content, Error, Hash, Policy, Prev, Proof, Receipt, SignerKey, Verified,
    VerifierKey, VerifyError, tree,
};
use sample::{FILES, Forest, ORIGIN, PLAN, act, key, leaf, receipt, receipt_of};

fn check(receipt: &Receipt) -> Result<Verified, VerifyError> {
    verify(receipt, &policy(), &FILES)
}

fn policy() -> Policy {
    Policy::of_logs([key().verifier().clone()])
}

fn checkpoint_of(size: u64) -> Checkpoint {
    let root = Forest::of((0..size).map(leaf)).root(size);
    Checkpoint {
        origin: ORIGIN.into(),
        size,
        root,
    }
}

fn signed(size: u64) -> String {
    checkpoint_of(size)
        .sign(&key())
        .expect("the key is the register's")
}

#[test]
fn a_receipt_proves_entry_position_head_and_files() {
    let receipt = Receipt {
        before: Some(signed(11)),
        ..receipt()
    };
    let verified = check(&receipt).expect("nothing was changed");
    assert_eq!(
        (verified.act, verified.index, verified.head.checkpoint.size),
        (act(), 11, 21)
    );
    assert_eq!(verified.head.signers, [key().verifier().clone()]);
    assert_eq!(verified.head.seen, None);
    let before = verified.before.map(|before| before.checkpoint.size);
    assert_eq!(before, Some(11));
    let places: Vec<_> = verified
        .files
        .iter()
        .map(|file| (file.name.as_str(), file.content))
        .collect();
    assert_eq!(places, [("ke-hoach.txt", 0), ("thu.txt", 1)]);
    assert_eq!(Receipt::from_json(&receipt.to_json()), Ok(receipt));
}

/// All texts that differ from this one in a single bit and are still texts. Bytes that are no UTF-8 never become a receipt:
/// JSON and Rust strings refuse them before this crate sees them.
fn flips(text: &str) -> impl Iterator<Item = String> {
    byte_flips(text.as_bytes()).filter_map(|bytes| String::from_utf8(bytes).ok())
}

fn byte_flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(move |bit| {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        changed
    })
}

#[test]
fn every_flipped_bit_of_entry_proof_earlier_head_salt_and_files_is_rejected() {
    let good = Receipt {
        before: Some(signed(11)),
        ..receipt()
    };
    let mut rejected = 0;
    for entry in flips(&good.entry) {
        assert!(
            check(&Receipt {
                entry,
                ..good.clone()
            })
            .is_err()
        );
        rejected += 1;
    }
    for proof in flips(&good.proof) {
        assert!(
            check(&Receipt {
                proof: proof.clone(),
                ..good.clone()
            })
            .is_err(),
            "{proof}"
        );
        rejected += 1;
    }
    for before in flips(&signed(11)) {
        assert!(
            check(&Receipt {
                before: Some(before),
                ..good.clone()
            })
            .is_err()
        );
        rejected += 1;
    }
    for salt in byte_flips(&sample::SALT) {
        let salt: [u8; 32] = salt.try_into().expect("still 32 bytes");
        assert!(check(&good.clone().with_salt(1, &salt)).is_err());
        rejected += 1;
    }
    let policy = policy();
    for (_, bytes) in FILES {
        for changed in byte_flips(bytes) {
            assert_eq!(
                verify(&good, &policy, &[("f", &changed)]),
                Err(VerifyError::FileUnknown("f".into()))
            );
            rejected += 1;
        }
    }
    assert!(rejected > 8_000, "only {rejected} flips were tried");
}

/// Over the whole file: a flip is rejected, or leaves the receipt what it was (white space of JSON).
#[test]
fn every_flipped_bit_of_the_receipt_file_is_rejected_or_without_meaning() {
    let good = Receipt {
        before: Some(signed(11)),
        ..receipt()
    };
    for changed in flips(&good.to_json()) {
        if let Ok(receipt) = Receipt::from_json(&changed) {
            assert!(receipt == good || check(&receipt).is_err(), "{changed}");
        }
    }
}

#[test]
fn a_receipt_signed_by_another_key_is_rejected() {
    let other = SignerKey::from_seed(ORIGIN, &[8; 32]).expect("the name is valid");
    let refused = Err(VerifyError::Checkpoint(Error::Note(NoteFault::NoKnownKey)));
    assert_eq!(
        verify(
            &receipt(),
            &Policy::of_logs([other.verifier().clone()]),
            &[]
        ),
        refused
    );
    assert_eq!(verify(&receipt(), &Policy::of_logs([]), &[]), refused);
}

#[test]
fn a_key_vouches_only_for_the_register_that_it_is_named_after() {
    let foreign = SignerKey::from_seed("khac.example/so", &[7; 32]).expect("the name is valid");
    let text = checkpoint_of(5).text();
    let note = note::sign(&text, &foreign).expect("the text is well formed");
    assert_eq!(
        Checkpoint::open(&note, &[foreign.verifier().clone()]),
        Err(Error::Origin)
    );
    assert_eq!(checkpoint_of(5).sign(&foreign), Err(Error::Origin));

    // A second trusted register cannot lend its head to an entry of the first.
    let entry = act().encode().expect("valid");
    let head = Checkpoint {
        origin: "khac.example/so".into(),
        size: 1,
        root: tree::leaf_hash(&entry),
    };
    let checkpoint = head.sign(&foreign).expect("its own key");
    let proof = Proof {
        extra: None,
        index: 0,
        hashes: vec![],
        checkpoint,
    }
    .encode()
    .expect("well formed");
    let receipt = Receipt::from_texts(String::from_utf8(entry).expect("text"), proof);
    let refused = VerifyError::OriginDiffers {
        checkpoint: "khac.example/so".into(),
        entry: ORIGIN.into(),
    };
    assert_eq!(
        verify(
            &receipt,
            &Policy::of_logs([foreign.verifier().clone(), key().verifier().clone()]),
            &[]
        ),
        Err(refused)
    );
}

#[test]
fn each_defect_has_its_own_refusal() {
    let good = receipt();
    assert_eq!(
        check(&Receipt {
            format: "dinh/receipt/2".into(),
            ..good.clone()
        }),
        Err(VerifyError::Format)
    );
    assert_eq!(Receipt::from_json("{}"), Err(VerifyError::Json));
    assert_eq!(
        Receipt::from_json(&good.to_json().replacen("entry", "entries", 1)),
        Err(VerifyError::Json)
    );
    assert!(matches!(
        check(&Receipt {
            entry: "x\n".into(),
            ..good.clone()
        }),
        Err(VerifyError::Entry(_))
    ));
    assert!(matches!(
        check(&Receipt {
            proof: "x\n".into(),
            ..good.clone()
        }),
        Err(VerifyError::Proof(_))
    ));
}

#[test]
fn what_does_not_fit_the_entry_is_refused_by_its_own_reason() {
    let good = receipt();
    let other_entry = receipt_of(
        &Act {
            office: "hdnd-xa".into(),
            ..act()
        },
        11,
        21,
    )
    .entry;
    assert_eq!(
        check(&Receipt {
            entry: other_entry,
            ..good.clone()
        }),
        Err(VerifyError::Inclusion(Error::ProofRejected))
    );
    assert_eq!(
        check(&good.clone().with_salt(0, &[1; 32])),
        Err(VerifyError::Salt("0".into()))
    );
    assert_eq!(
        check(&good.clone().with_salt(2, &[1; 32])),
        Err(VerifyError::Salt("2".into()))
    );
    let unsalted = Receipt {
        salts: BTreeMap::new(),
        ..good.clone()
    };
    assert_eq!(
        check(&unsalted),
        Err(VerifyError::FileUnknown("thu.txt".into()))
    );
    assert_eq!(
        check(&Receipt {
            before: Some("x".into()),
            ..good.clone()
        }),
        Err(VerifyError::Before(Error::Note(NoteFault::Malformed)))
    );
    assert_eq!(
        check(&Receipt {
            before: Some(signed(12)),
            ..good
        }),
        Err(VerifyError::NotBefore)
    );
}

#[test]
fn a_wrong_size_in_the_entry_is_noticed_although_the_digest_fits() {
    let contents = vec![Content::File {
        sha256: Hash::of(PLAN),
        size: 1,
        media_type: "text/plain".into(),
    }];
    let receipt = Receipt {
        salts: BTreeMap::new(),
        ..receipt_of(&Act { contents, ..act() }, 0, 1)
    };
    let refused = Err(VerifyError::FileSize("ke-hoach.txt".into()));
    assert_eq!(verify(&receipt, &policy(), &FILES[..1]), refused);
}

#[test]
fn a_predecessor_that_comes_later_is_rejected() {
    let second = |index| Act {
        rev: 2,
        prev: Some(Prev {
            index,
            leaf: leaf(3),
        }),
        ..act()
    };
    assert!(check(&receipt_of(&second(10), 11, 21)).is_ok());
    for index in [11, 12] {
        assert_eq!(
            check(&receipt_of(&second(index), 11, 21)),
            Err(VerifyError::PrevNotBefore {
                prev: index,
                index: 11
            })
        );
    }
}

#[test]
fn signatures_of_unknown_keys_are_ignored_even_sixteen_of_five_kilobytes() {
    let mut note = signed(3);
    for witness in 0..16 {
        writeln!(
            note,
            "\u{2014} witness{witness}.example {}",
            "AAAA".repeat(1700)
        )
        .expect("a text takes everything");
    }
    let keys = [key().verifier().clone()];
    let (checkpoint, opened) =
        Checkpoint::open(&note, &keys).expect("the register's own signature stands first");
    assert_eq!((checkpoint, opened.unknown), (checkpoint_of(3), 16));
}

#[test]
fn a_known_key_that_fails_or_signs_twice_refuses_the_note() {
    let keys = [key().verifier().clone()];
    let good = signed(3);
    let line = note::signature_line(&checkpoint_of(3).text(), &key());
    assert_eq!(
        note::open(&(good.clone() + &line), &keys),
        Err(Error::Note(NoteFault::Doubled))
    );
    let other = note::signature_line(&checkpoint_of(4).text(), &key());
    let witness = SignerKey::from_seed("w.example", &[1; 32]).expect("valid");
    let both = [keys[0].clone(), witness.verifier().clone()];
    let unrelated = note::sign(&checkpoint_of(3).text(), &witness).expect("text") + &other;
    assert_eq!(
        note::open(&unrelated, &both),
        Err(Error::Note(NoteFault::Signature))
    );
    assert_eq!(
        note::open(&good.replace("\n\n", "\n"), &keys),
        Err(Error::Note(NoteFault::Malformed))
    );
    assert_eq!(
        note::sign("no line end", &key()),
        Err(Error::Note(NoteFault::Malformed))
    );
}

#[test]
fn a_verifier_key_has_one_spelling_and_its_id_must_fit() {
    let key = key().verifier().clone();
    let line = key.to_string();
    assert_eq!(VerifierKey::parse(&line), Ok(key));
    for changed in flips(&line) {
        assert_eq!(
            VerifierKey::parse(&changed),
            Err(Error::VerifierKey),
            "{changed}"
        );
    }
    assert!(!format!("{:?}", sample::key()).contains("07, 07"));
    for name in ["", "a b", "a+b", "a\u{a0}b", "a\nb"] {
        assert_eq!(
            SignerKey::from_seed(name, &[7; 32]).err(),
            Some(Error::KeyName)
        );
    }
}

#[test]
fn a_checkpoint_of_others_may_have_extension_lines_but_no_other_liberties() {
    let text = checkpoint_of(3).text();
    assert_eq!(
        Checkpoint::parse(&format!("{text}extra line\n")),
        Ok(checkpoint_of(3))
    );
    assert_eq!(
        Checkpoint::parse(&checkpoint_of(0).text()),
        Ok(checkpoint_of(0))
    );
    let root = tree::leaf_hash(b"").base64();
    for wrong in [
        String::new(),
        text.trim_end().to_owned(),
        format!("{text}\n"),
        text.replacen("\n3\n", "\n03\n", 1),
        text.replacen("\n3\n", "\n-3\n", 1),
        format!("{ORIGIN}\n0\n{root}\n"),
        format!("\n1\n{root}\n"),
        format!("{ORIGIN}\n1\n{root}=\n"),
        format!("{ORIGIN}\n1\n"),
    ] {
        assert_eq!(Checkpoint::parse(&wrong), Err(Error::Checkpoint), "{wrong}");
    }
}

#[test]
fn a_proof_text_has_one_spelling() {
    let proof = Proof::parse(&receipt().proof).expect("well formed");
    let with_extra = Proof {
        extra: Some(b"anything".to_vec()),
        ..proof.clone()
    };
    let text = with_extra.encode().expect("well formed");
    assert_eq!(text.lines().nth(1), Some("extra YW55dGhpbmc="));
    assert_eq!(Proof::parse(&text), Ok(with_extra));
    let text = proof.encode().expect("well formed");
    for (right, wrong) in [
        ("@v1", "@v2"),
        ("index 11", "index 011"),
        ("index 11", "index"),
        ("=\n\n", "=\n"),
        ("index 11\n", "index 11\nAAAA\n"),
    ] {
        assert!(
            Proof::parse(&text.replacen(right, wrong, 1)).is_err(),
            "{wrong}"
        );
    }
    let endless = Proof {
        hashes: vec![leaf(0); 64],
        ..proof
    };
    assert!(endless.encode().is_err());
}

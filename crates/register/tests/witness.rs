//! Witnesses: each answer of the protocol, and that no sequence of requests leads one astray.

mod sample;

use dinh_register::cosignature::{cosigned, read_answer};
use dinh_register::witness::{Refusal, Submission, read_size};
use dinh_register::{Checkpoint, Cosigner, CosignerKey, Hash, Policy, VerifierKey};
use proptest::prelude::*;
use sample::{Forest, ORIGIN, key, leaf};

/// A register with one face: leaves below `fork` are those of every face, later ones its own.
fn face(number: u64, fork: u64, size: u64) -> Forest {
    Forest::of((0..size).map(|place| {
        leaf(if place < fork {
            place
        } else {
            place + 1_000 * number
        })
    }))
}

fn head(forest: &Forest, size: u64) -> Checkpoint {
    Checkpoint {
        origin: ORIGIN.into(),
        size,
        root: forest.root(size),
    }
}

/// The request by which this face would lead a witness from `old` to `new`.
fn request(forest: &Forest, old: u64, new: u64) -> String {
    let note = head(forest, new).sign(&key()).expect("the register's key");
    let proof = if old <= new {
        forest.consistency(old, new)
    } else {
        Vec::new()
    };
    Submission {
        old,
        proof,
        note: &note,
    }
    .encode()
}

/// A witness in memory, as the programme keeps one in a file.
struct Witness {
    cosigner: Cosigner,
    known: Option<Checkpoint>,
}

impl Witness {
    fn new(number: u8) -> Self {
        let name = format!("w{number}.example/so");
        Self {
            cosigner: Cosigner::from_seed(&name, &[100 + number; 32]).expect("a name"),
            known: None,
        }
    }

    fn ask(&mut self, body: &str, time: u64) -> Result<String, Refusal> {
        let candidate = Submission::parse(body)?.open(&[key().verifier().clone()])?;
        candidate.follows(self.known.as_ref())?;
        self.known = Some(candidate.checkpoint.clone());
        Ok(self.cosigner.cosign(candidate.text, time))
    }
}

#[test]
fn a_witness_follows_a_register_that_only_appends() {
    let forest = face(0, 0, 40);
    let mut witness = Witness::new(0);
    let mut known = 0;
    for size in [0, 1, 7, 8, 8, 33, 40] {
        let answer = witness
            .ask(&request(&forest, known, size), 100 + size)
            .expect("honest");
        let text = head(&forest, size).text();
        let (line, time) =
            read_answer(&answer, &text, witness.cosigner.key()).expect("its signature");
        assert_eq!((line, time), (answer, 100 + size));
        known = size;
    }
}

#[test]
fn each_refusal_has_its_status() {
    let forest = face(0, 0, 40);
    let mut witness = Witness::new(0);
    witness.ask(&request(&forest, 0, 20), 1).expect("honest");
    let stranger =
        dinh_register::SignerKey::from_seed("khac.example/so", &[9; 32]).expect("a name");
    let impostor = dinh_register::SignerKey::from_seed(ORIGIN, &[9; 32]).expect("a name");
    let signed = |signer: &dinh_register::SignerKey| {
        let checkpoint = Checkpoint {
            origin: signer.name().into(),
            ..head(&forest, 21)
        };
        let note = checkpoint.sign(signer).expect("its key");
        format!("old 20\n\n{note}")
    };
    let good = request(&forest, 20, 30);
    let other = face(1, 10, 40);
    let cases = [
        (good.replacen("old 20", "old 020", 1), 400),
        (good.replacen("old 20\n", "", 1), 400),
        (good.replacen("\n\n", "\n", 1), 400),
        (good.replacen("\n\n", "\nx\n\n", 1), 400),
        (request(&forest, 31, 30), 400),
        (signed(&impostor), 403),
        (signed(&stranger), 404),
        (request(&forest, 0, 30), 409),
        (request(&forest, 19, 30), 409),
        (request(&forest, 30, 30), 409),
        (request(&other, 20, 20), 409),
        (request(&other, 20, 30), 422),
        (
            good.replacen("\n\n", &format!("\n{}\n\n", Hash::of(b"")), 1),
            422,
        ),
        (
            request(&forest, 20, 20).replacen("\n\n", &format!("\n{}\n\n", Hash::of(b"")), 1),
            422,
        ),
    ];
    for (body, status) in cases {
        let refused = witness.ask(&body, 2).expect_err(&body);
        assert_eq!(refused.status(), status, "{body}");
        assert_eq!(witness.known, Some(head(&forest, 20)), "{body}");
    }
    assert_eq!(
        witness.ask(&request(&forest, 0, 30), 2),
        Err(Refusal::Conflict(20))
    );
    let hashes = vec![Hash::of(b""); 64];
    let note = head(&forest, 30).sign(&key()).expect("the register's key");
    let long = Submission {
        old: 20,
        proof: hashes,
        note: &note,
    };
    assert_eq!(Submission::parse(&long.encode()), Err(Refusal::Malformed));
    assert!(witness.ask(&good, 2).is_ok());
}

#[test]
fn a_witness_may_know_several_keys_of_one_register_and_many_registers() {
    let forest = face(0, 0, 5);
    let later = dinh_register::SignerKey::from_seed(ORIGIN, &[8; 32]).expect("a name");
    let other = dinh_register::SignerKey::from_seed("khac.example/so", &[9; 32]).expect("a name");
    let keys: Vec<VerifierKey> = [&key(), &later, &other]
        .into_iter()
        .map(|signer| signer.verifier().clone())
        .collect();
    for signer in [&later, &other] {
        let checkpoint = Checkpoint {
            origin: signer.name().into(),
            ..head(&forest, 5)
        };
        let note = checkpoint.sign(signer).expect("its key");
        let body = format!("old 0\n\n{note}");
        let candidate = Submission::parse(&body)
            .and_then(|submission| submission.open(&keys))
            .expect("known");
        assert_eq!(candidate.checkpoint, checkpoint);
    }
}

#[test]
fn a_size_is_read_as_it_must_be_written() {
    assert_eq!(read_size("20852163\n"), Some(20_852_163));
    assert_eq!(read_size("0\n"), Some(0));
    for body in ["", "\n", "1 \n", "01\n", "-1\n", "1\n\n", "old 1\n"] {
        assert_eq!(read_size(body), None, "{body:?}");
    }
}

/// Every bit of a cosignature line matters.
#[test]
fn a_cosignature_vouches_for_one_text_at_one_time_by_one_key() {
    let witness = Witness::new(0).cosigner;
    let text = head(&face(0, 0, 5), 5).text();
    let line = witness.cosign(&text, 1_679_315_147);
    assert_eq!(
        read_answer(&line, &text, witness.key()).map(|(_, time)| time),
        Ok(1_679_315_147)
    );
    assert!(read_answer(&line, &text.replacen('5', "6", 1), witness.key()).is_err());
    assert!(read_answer(&line, &text, Witness::new(1).cosigner.key()).is_err());
    let bytes = line.as_bytes();
    for place in 0..bytes.len() - 1 {
        let mut changed = bytes.to_vec();
        changed[place] ^= 1;
        if let Ok(changed) = String::from_utf8(changed) {
            assert!(
                read_answer(&changed, &text, witness.key()).is_err(),
                "{changed}"
            );
        }
    }
    let vkey = witness.key().to_string();
    assert_eq!(CosignerKey::parse(&vkey).as_ref(), Ok(witness.key()));
    assert!(VerifierKey::parse(&vkey).is_err(), "another type of key");
    assert!(CosignerKey::parse(&key().verifier().to_string()).is_err());
}

/// One step of an operator: which face, which witness, from which size it claims, to which size.
type Step = (u64, u8, Option<u64>, u64);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (
        0..2_u64,
        0..5_u8,
        prop::option::weighted(0.3, 0..24_u64),
        0..24_u64,
    );
    prop::collection::vec(step, 1..120)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// "Must be shown" 3: an operator with two faces asks five witnesses in any order, with the best proofs that it can make;
    /// there are never two contradicting checkpoints with a quorum of four.
    #[test]
    fn an_operator_with_two_faces_never_gets_two_quorums(steps in steps(), fork in 0..12_u64) {
        let faces = [face(0, fork, 24), face(1, fork, 24)];
        let mut witnesses: Vec<Witness> = (0..5).map(Witness::new).collect();
        let lines = witnesses.iter().enumerate().map(|(place, witness)| {
            format!("witness w{place} {}\n", witness.cosigner.key())
        });
        let policy = format!("log {}\n{}group all 4 w0 w1 w2 w3 w4\nquorum all\n", key().verifier(), lines.collect::<String>());
        let policy = Policy::parse(&policy).expect("well formed");
        // What the operator holds: the lines that it got for each face and size.
        let mut notes = std::collections::BTreeMap::<(u64, u64), String>::new();
        for (which, number, old, size) in steps {
            let forest = &faces[usize::try_from(which).expect("0 or 1")];
            let witness = &mut witnesses[usize::from(number)];
            let known = witness.known.as_ref().map_or(0, |known| known.size);
            if let Ok(line) = witness.ask(&request(forest, old.unwrap_or(known), size), 1) {
                let face = if size <= fork { 0 } else { which };
                let note = notes.entry((face, size)).or_insert_with(|| {
                    head(forest, size).sign(&key()).expect("the register's key")
                });
                if !note.contains(line.trim_end()) {
                    note.push_str(&line);
                }
            }
        }
        let quorums = notes.iter().filter(|(_, note)| policy.judge(note).expect("signed").seen.is_some());
        let faces: std::collections::BTreeSet<u64> = quorums.map(|((face, size), _)| (face, size)).filter(|(_, size)| **size > fork).map(|(face, _)| *face).collect();
        prop_assert!(faces.len() <= 1, "two faces have a quorum");
    }

    /// Whatever is asked: what one witness cosigned is one history.
    #[test]
    fn what_was_cosigned_by_one_witness_is_one_history(steps in steps(), fork in 0..12_u64) {
        let faces = [face(0, fork, 24), face(1, fork, 24)];
        let mut witness = Witness::new(0);
        let mut history: Vec<Checkpoint> = Vec::new();
        for (which, _, old, size) in steps {
            let forest = &faces[usize::try_from(which).expect("0 or 1")];
            let known = witness.known.as_ref().map_or(0, |known| known.size);
            if witness.ask(&request(forest, old.unwrap_or(known), size), 1).is_ok() {
                history.push(witness.known.clone().expect("just stored"));
            }
        }
        prop_assert!(history.is_sorted_by_key(|checkpoint| checkpoint.size));
        let on = |face: &Forest| history.iter().all(|checkpoint| face.root(checkpoint.size) == checkpoint.root);
        prop_assert!(on(&faces[0]) || on(&faces[1]));
    }

    #[test]
    fn a_request_reads_back(old in 0..50_u64, more in 0..50_u64) {
        let forest = face(0, 0, old + more);
        let body = request(&forest, old, old + more);
        let submission = Submission::parse(&body).expect("well formed");
        prop_assert_eq!(submission.encode(), body);
    }

    #[test]
    fn any_body_is_judged_without_a_panic(body in "(old |[0-9]{1,3}|\n|[A-Za-z0-9+/=]{44}|\u{2014} |x){0,30}") {
        let mut witness = Witness::new(0);
        prop_assert!(witness.ask(&body, 1).is_err());
        drop(cosigned(&body, &[witness.cosigner.key()]));
        drop(read_answer(&body, "x\n", witness.cosigner.key()));
    }
}

/// The seeded bad case: one liar of five is enough for two quorums of three, so the test above would see two quorums.
#[test]
fn a_liar_who_cosigns_both_faces_breaks_three_of_five_but_not_four_of_five() {
    let faces = [face(0, 3, 9), face(1, 3, 9)];
    let mut witnesses: Vec<Witness> = (0..5).map(Witness::new).collect();
    let liar = Cosigner::from_seed("w4.example/so", &[104; 32]).expect("a name");
    let mut notes = Vec::new();
    for (number, forest) in faces.iter().enumerate() {
        let checkpoint = head(forest, 9);
        let mut note = checkpoint.sign(&key()).expect("the register's key");
        for witness in witnesses.iter_mut().skip(2 * number).take(2) {
            note.push_str(&witness.ask(&request(forest, 0, 9), 1).expect("its first"));
        }
        note.push_str(&liar.cosign(&checkpoint.text(), 1));
        notes.push(note);
    }
    let lines = (0..5).fold(String::new(), |lines, place| {
        let key = Witness::new(place).cosigner.key().clone();
        format!("{lines}witness w{place} {key}\n")
    });
    let quorums = |least: u8| {
        let text = format!(
            "log {}\n{lines}group all {least} w0 w1 w2 w3 w4\nquorum all\n",
            key().verifier()
        );
        let policy = Policy::parse(&text).expect("well formed");
        let judged = notes.iter().map(|note| policy.judge(note).expect("signed"));
        judged.filter(|judged| judged.seen.is_some()).count()
    };
    assert_eq!(quorums(3), 2);
    assert_eq!(quorums(4), 0);
}

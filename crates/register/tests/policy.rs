//! Policies: what is read, what is refused, and what the times of witnesses say together.

mod sample;

use dinh_register::note::NoteFault;
use dinh_register::policy::Seen;
use dinh_register::{Checkpoint, Cosigner, Error, Policy};
use proptest::prelude::*;
use sample::{Forest, ORIGIN, key, leaf};

fn witness(number: u8) -> Cosigner {
    Cosigner::from_seed(&format!("w{number}.example/so"), &[100 + number; 32]).expect("a name")
}

/// A policy over `count` witnesses named `w0`, `w1` and so on, and the lines given.
fn policy(count: u8, lines: &str) -> Policy {
    let text = (0..count).fold(format!("log {}\n", key().verifier()), |text, number| {
        format!("{text}witness w{number} {}\n", witness(number).key())
    });
    Policy::parse(&format!("{text}{lines}")).expect("well formed")
}

/// The checkpoint of a small register, cosigned by these witnesses at these times.
fn note(cosigned: &[(u8, u64)]) -> String {
    let checkpoint = Checkpoint {
        origin: ORIGIN.into(),
        size: 5,
        root: Forest::of((0..5).map(leaf)).root(5),
    };
    let mut note = checkpoint.sign(&key()).expect("the register's key");
    for (number, time) in cosigned {
        note.push_str(&witness(*number).cosign(&checkpoint.text(), *time));
    }
    note
}

fn seen(policy: &Policy, cosigned: &[(u8, u64)]) -> Option<Seen> {
    policy.judge(&note(cosigned)).expect("signed").seen
}

#[test]
fn a_policy_names_its_registers_its_witnesses_and_what_it_demands() {
    let text = format!(
        "# mẫu\n\n log\t{} https://dangky.cantho.example/\nquorum none\n",
        key().verifier()
    );
    let policy = Policy::parse(&text).expect("well formed");
    assert_eq!(policy.logs[0].key, *key().verifier());
    assert_eq!(
        policy.logs[0].url.as_deref(),
        Some("https://dangky.cantho.example/")
    );
    assert!(!policy.asks_for_witnesses());
    let text = format!(
        "witness báo {} https://bao.example/\nwitness b {}\ngroup both all báo b\nquorum both\n",
        witness(0).key(),
        witness(1).key()
    );
    let policy = Policy::parse(&text).expect("well formed");
    assert_eq!(policy.quorum.as_deref(), Some("both"));
    assert_eq!(policy.witnesses[0].name, "báo");
    assert_eq!(
        policy.witnesses[0].url.as_deref(),
        Some("https://bao.example/")
    );
}

#[test]
fn a_policy_that_is_not_understood_is_refused_with_its_line() {
    let key = key().verifier().to_string();
    let (a, b) = (witness(0).key().to_string(), witness(1).key().to_string());
    let two = format!("witness a {a}\nwitness b {b}\n");
    let same = Cosigner::from_seed("khac.example/so", &[100; 32]).expect("a name");
    for (text, line) in [
        (String::new(), 0),
        (format!("log {key}\n"), 0),
        ("quorum none\nquorum none\n".into(), 2),
        (format!("log {key}\nlog {key}\nquorum none\n"), 2),
        ("quorum both\n".into(), 1),
        (format!("witness none {a}\nquorum none\n"), 1),
        (format!("witness a {key}\nquorum none\n"), 1),
        (format!("log {a}\nquorum none\n"), 1),
        (format!("witness a {a}\nwitness a {b}\nquorum none\n"), 2),
        (
            format!("witness a {a}\nwitness c {}\nquorum none\n", same.key()),
            2,
        ),
        (format!("{two}group g 3 a b\nquorum g\n"), 3),
        (format!("{two}group g 0 a b\nquorum g\n"), 3),
        (format!("{two}group g 01 a b\nquorum g\n"), 3),
        (format!("{two}group g all\nquorum g\n"), 3),
        (format!("{two}group g all a a\nquorum g\n"), 3),
        (format!("{two}group g all a c\nquorum g\n"), 3),
        (format!("{two}group g any none\nquorum g\n"), 3),
        (format!("{two}group a any b\nquorum a\n"), 3),
        (
            format!("{two}group g any a\ngroup h any a b\nquorum g\n"),
            4,
        ),
        ("mirror x\nquorum none\n".into(), 1),
        ("log x\nquorum none\n".into(), 1),
        ("quorum none\r\n".into(), 1),
        ("quorum none\u{7f}\n".into(), 1),
    ] {
        assert_eq!(Policy::parse(&text), Err(Error::Policy { line }), "{text}");
    }
}

#[test]
fn thirty_two_of_each_kind_are_read() {
    let mut text = String::new();
    for number in 0..32_u8 {
        let log = dinh_register::SignerKey::from_seed(ORIGIN, &[number; 32]).expect("a name");
        text.extend([format!("log {}\n", log.verifier())]);
        text.extend([format!("witness w{number} {}\n", witness(number).key())]);
        text.extend([format!("group g{number} any w{number}\n")]);
    }
    text.push_str("quorum g31\n");
    let policy = Policy::parse(&text).expect("well formed");
    assert_eq!((policy.logs.len(), policy.witnesses.len()), (32, 32));
    assert!(policy.is_quorum(|place| place == 31));
    assert!(!policy.is_quorum(|place| place != 31));
}

#[test]
fn four_of_five_are_needed_and_their_times_bound_the_truth() {
    let policy = policy(5, "group all 4 w0 w1 w2 w3 w4\nquorum all\n");
    assert_eq!(seen(&policy, &[]), None);
    assert_eq!(seen(&policy, &[(0, 10), (1, 20), (2, 30)]), None);
    assert_eq!(
        seen(&policy, &[(0, 10), (1, 20), (2, 30), (3, 40)]),
        Some(Seen {
            earliest: 10,
            latest: 40
        })
    );
    // A fifth who says that it saw it long ago, or much later, moves each end by one honest place at most.
    assert_eq!(
        seen(&policy, &[(0, 10), (1, 20), (2, 30), (3, 40), (4, 0)]),
        Some(Seen {
            earliest: 10,
            latest: 30
        })
    );
    assert_eq!(
        seen(&policy, &[(0, 10), (1, 20), (2, 30), (3, 40), (4, 9_999)]),
        Some(Seen {
            earliest: 20,
            latest: 40
        })
    );
}

#[test]
fn groups_within_groups_need_some_of_each() {
    let lines = "group state 2 w0 w1 w2\ngroup society 2 w3 w4 w5\ngroup both all state society\nquorum both\n";
    let policy = policy(6, lines);
    assert_eq!(seen(&policy, &[(0, 1), (1, 2), (2, 3), (3, 4)]), None);
    assert_eq!(
        seen(&policy, &[(0, 1), (1, 2), (3, 4), (5, 9)]),
        Some(Seen {
            earliest: 1,
            latest: 9
        })
    );
}

#[test]
fn a_known_signature_that_fails_refuses_the_checkpoint_and_an_unknown_one_does_not() {
    let policy = policy(2, "group g any w0 w1\nquorum g\n");
    let good = note(&[(0, 7)]);
    let judged = policy.judge(&format!("{good}{}", {
        let text = good.split_once("\n\n").expect("a note").0;
        witness(9).cosign(&format!("{text}\n"), 8)
    }));
    let judged = judged.expect("the stranger is left out");
    assert_eq!((judged.cosigned, judged.unknown), (vec![(0, 7)], 1));
    let wrong = Err(Error::Note(NoteFault::Signature));
    // Another time, another text, the same signature.
    let other = note(&[(0, 8)]);
    let lines = |note: &str| note.split_once("\n\n").expect("a note").1.to_owned();
    let forged = good.replacen(
        &lines(&good),
        &format!("{}{}", lines(&note(&[])), witness(0).cosign("khac\n", 7)),
        1,
    );
    assert_eq!(policy.judge(&forged).map(|_| ()), wrong);
    let twice = format!(
        "{good}{}",
        lines(&other).split_once('\n').expect("two lines").1
    );
    assert_eq!(
        policy.judge(&twice).map(|_| ()),
        Err(Error::Note(NoteFault::Doubled))
    );
}

proptest! {
    /// Of five witnesses at most three lie about the time: whoever is honest bounds both ends.
    #[test]
    fn an_honest_witness_always_bounds_the_times(
        truth in prop::collection::vec(1_000..2_000_u64, 5),
        lies in prop::collection::vec(prop::option::of(0..4_000_u64), 5),
        absent in prop::option::of(0..5_usize),
    ) {
        let liars = lies.iter().flatten().count();
        prop_assume!(liars <= 3);
        let policy = policy(5, "group all 4 w0 w1 w2 w3 w4\nquorum all\n");
        let cosigned: Vec<(u8, u64)> = (0..5_u8)
            .filter(|number| Some(usize::from(*number)) != absent)
            .map(|number| (number, lies[usize::from(number)].unwrap_or(truth[usize::from(number)])))
            .collect();
        let honest = |number: &u8| lies[usize::from(*number)].is_none();
        let times: Vec<u64> = cosigned.iter().filter(|(number, _)| honest(number)).map(|(_, time)| *time).collect();
        let seen = seen(&policy, &cosigned).expect("four cosigned");
        prop_assert!(times.iter().any(|time| *time <= seen.latest));
        prop_assert!(times.iter().any(|time| *time >= seen.earliest));
    }

    #[test]
    fn any_text_is_a_policy_or_refused(text in "(log|witness|group|quorum|none|any|all|[a-c0-9+ #\t\n]){0,40}") {
        drop(Policy::parse(&text));
    }
}

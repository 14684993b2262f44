//! Square codes on paper: whoever has the policy reads entry and proof from them, and nothing else passes.

mod sample;

use dinh_register::paper::{from_codes, short_code, to_codes};
use dinh_register::receipt::verify;
use dinh_register::{Content, Cosigner, Error, Hash, Policy, Proof, Receipt};
use proptest::prelude::*;
use sample::{FILES, ORIGIN, act, key, receipt_of};

/// The example at the end of the specification in one code.
const EXAMPLE: &str = include_str!("codes/example.txt");

fn witness() -> Cosigner {
    Cosigner::from_seed("chung-kien.example/bao", &[9; 32]).expect("a name")
}

fn policy() -> Policy {
    let text = format!(
        "log {}\nwitness bao {}\nquorum bao\n",
        key().verifier(),
        witness().key()
    );
    Policy::parse(&text).expect("well formed")
}

/// A receipt of this act with the witness's line, as it would be read from paper: without salts.
fn receipt(act: &dinh_register::Act, index: u64, size: u64) -> Receipt {
    let plain = receipt_of(act, index, size);
    let (_, note) = plain.proof.split_once("\n\n").expect("a proof");
    let (text, _) = note.split_once("\n\n").expect("a note");
    let line = witness().cosign(&format!("{text}\n"), 1_795_000_000);
    Receipt::from_texts(plain.entry, plain.proof + &line)
}

fn codes(receipt: &Receipt) -> Vec<String> {
    let proof = Proof::parse(&receipt.proof).expect("a proof");
    to_codes(receipt.entry.as_bytes(), &proof, &policy()).expect("signed")
}

/// An act with so many sealed contents: a long entry.
fn long_act(contents: u8) -> dinh_register::Act {
    let sealed = (0..contents).map(|number| Content::Sealed {
        commitment: Hash([number; 32]),
        size: 1,
        media_type: "application/pdf".into(),
    });
    dinh_register::Act {
        contents: sealed.collect(),
        ..act()
    }
}

#[test]
fn the_example_of_the_specification_stands_in_one_code() {
    let receipt = receipt(&act(), 2, 5);
    assert_eq!(codes(&receipt).join("\n") + "\n", EXAMPLE);
    assert_eq!(from_codes(EXAMPLE, &policy()), Ok(receipt.clone()));
    let verified = verify(&receipt, &policy(), &FILES[..1]).expect("accepted");
    assert_eq!(verified.index, 2);
    assert!(verified.head.seen.is_some());
}

#[test]
fn codes_are_read_in_any_order_with_space_around_and_twice() {
    let receipt = receipt(&long_act(20), 3, 700);
    let mut codes = codes(&receipt);
    assert_eq!(codes.len(), 3);
    codes.reverse();
    codes.push(codes[1].clone());
    let text = format!("\r\n \t{} \n\n", codes.join("  \r\n "));
    assert_eq!(from_codes(&text, &policy()), Ok(receipt));
}

#[test]
fn a_code_that_was_not_scanned_is_named() {
    let receipt = receipt(&long_act(20), 3, 700);
    let codes = codes(&receipt);
    for place in 1..=3 {
        let rest = codes.iter().zip(1..).filter(|(_, at)| *at != place);
        let rest: Vec<&str> = rest.map(|(code, _)| code.as_str()).collect();
        let found = from_codes(&rest.join("\n"), &policy());
        assert_eq!(found, Err(Error::MissingCode { place, of: 3 }));
    }
}

#[test]
fn codes_of_two_papers_do_not_mix() {
    let (one, two) = (
        receipt(&long_act(20), 3, 700),
        receipt(&long_act(21), 4, 700),
    );
    let mixed = format!("{}\n{}", codes(&one)[0], codes(&two)[1]);
    assert_eq!(from_codes(&mixed, &policy()), Err(Error::Paper));
    // The same position, another entry.
    let other = receipt(&long_act(21), 3, 700);
    let mixed = format!("{}\n{}", codes(&one)[0], codes(&other)[1]);
    assert!(!accepts(&mixed));
    let both = format!("{}\n{}", codes(&one).join("\n"), codes(&other)[1]);
    assert_eq!(from_codes(&both, &policy()), Err(Error::Paper));
}

#[test]
fn the_longest_entry_fits_into_six_codes_that_phones_read() {
    let long = long_act(55);
    let entry = long.encode().expect("valid");
    assert!((4_000..=4_096).contains(&entry.len()), "{}", entry.len());
    let codes = codes(&receipt(&long, 0, 1_000));
    assert_eq!(codes.len(), 6);
    for code in &codes {
        // Version 23 at level M holds 1,248 signs of the alphanumeric mode.
        assert!(code.len() <= 1_248, "{} signs", code.len());
    }
}

fn accepts(text: &str) -> bool {
    from_codes(text, &policy()).is_ok_and(|receipt| verify(&receipt, &policy(), &[]).is_ok())
}

#[test]
fn every_changed_sign_is_noticed() {
    let code = EXAMPLE.trim_end();
    assert!(accepts(code));
    for place in 0..code.len() {
        for other in ["0", "A", ":", " ", ".", "a", "\n"] {
            let mut changed = code.to_owned();
            changed.replace_range(place..=place, other);
            assert!(changed == code || !accepts(&changed), "{place}: {other:?}");
        }
        let mut shorter = code.to_owned();
        shorter.remove(place);
        assert!(!accepts(&shorter), "without {place}");
        let mut longer = code.to_owned();
        longer.insert(place, 'B');
        assert!(!accepts(&longer), "one more at {place}");
    }
}

#[test]
fn headers_have_one_spelling() {
    let signs = EXAMPLE.trim_end().rsplit_once(':').expect("a header").1;
    assert!(!signs.contains('/'), "the sample would be ambiguous");
    let (_, signs) = EXAMPLE.trim_end().split_once("1/1:").expect("a header");
    for head in [
        "DINH1:02:1/1:",
        "DINH1:2:01/1:",
        "DINH1:2:0/1:",
        "DINH1:2:2/1:",
        "DINH1:2:1/0:",
        "DINH1:2:1/10:",
        "DINH2:2:1/1:",
        "dinh1:2:1/1:",
        "DINH1:3:1/1:",
        "DINH1:2:1/1",
        "DINH1::1/1:",
    ] {
        assert!(!accepts(&format!("{head}{signs}")), "{head}");
    }
    for text in ["", "\n", "DINH1:2:1/1:.", "DINH1:2:1/1:"] {
        assert_eq!(from_codes(text, &policy()), Err(Error::Paper), "{text}");
    }
}

#[test]
fn the_short_code_of_a_notice_is_a_small_one() {
    let address = "https://dangky.cantho.gov.vn/cong-khai/182734";
    let text = short_code(address, 9_182_734, &Hash::of(b"an entry"));
    assert_eq!(
        text,
        "https://dangky.cantho.gov.vn/cong-khai/182734#9182734,n7fy/6fnW6XVAXwrW2UafSVgFsqJHHTKActlHWeBpuk="
    );
    // Version 7 at level M holds 122 bytes.
    assert!(text.len() <= 122, "{} bytes", text.len());
    assert!(text.is_ascii() && ORIGIN.is_ascii());
}

proptest! {
    #[test]
    fn whatever_is_written_reads_back(contents in 0_u8..56, index in 0_u64..600, more in 1_u64..400) {
        let receipt = receipt(&long_act(contents), index, index + more);
        let codes = codes(&receipt);
        prop_assert!(codes.iter().all(|code| code.len() <= 1_248));
        prop_assert_eq!(from_codes(&codes.join("\n"), &policy()), Ok(receipt));
    }

    #[test]
    fn any_text_is_a_receipt_or_refused(text in "(DINH1:[0-9]{1,3}:[0-9]/[0-9]:[0-9A-Z $%*+./:-]{0,60}[.]\n?){0,4}") {
        prop_assert!(!accepts(&text));
    }
}

//! Checkpoints that are nearly signed, nearly cosigned or nearly earlier.

use dinh_register::{Checkpoint, Receipt, SignerKey, tree};

use crate::bench::{
    Case, ENTRY, NOON, head, head_text, key, plain_policy, policy_with, receipt_of, receipt_with,
    signed, witness,
};

pub fn cases() -> Vec<Case> {
    [notes(), texts(), quorums(), earlier()].concat()
}

fn own() -> Checkpoint {
    head(&[tree::leaf_hash(ENTRY.as_bytes())])
}

fn with_note(name: &str, note: &str, holds: bool) -> Case {
    Case::new(name, receipt_with(ENTRY, note).to_json(), holds)
}

fn notes() -> Vec<Case> {
    let note = signed(&own());
    let (text, line) = note.split_once("\n\n").expect("a note");
    let with =
        |name: &str, lines: &str, holds| with_note(name, &format!("{text}\n\n{lines}"), holds);
    let other = SignerKey::from_seed("khac.example/so", &[70; 32]).expect("a name");
    let strange = dinh_register::note::signature_line(&format!("{text}\n"), &other);
    let broken = line
        .replacen("so-mau ", "so-mau A", 1)
        .replacen("==\n", "=\n", 1);
    let mut bytes = line.as_bytes().to_vec();
    let middle = bytes.len() - 30;
    bytes[middle] = if bytes[middle] == b'A' { b'B' } else { b'A' };
    let flipped = String::from_utf8(bytes).expect("base64");
    vec![
        with(
            "a signature of nobody known first",
            &format!("{strange}{line}"),
            true,
        ),
        with("a signature of nobody known alone", &strange, false),
        with("a flipped signature", &flipped, false),
        with("a signature shifted by a character", &broken, false),
        with("the same signature twice", &format!("{line}{line}"), false),
        with(
            "a right and a flipped signature",
            &format!("{line}{flipped}"),
            false,
        ),
        with("no signature", "", false),
        with("a signature line without line end", line.trim_end(), false),
        with(
            "an empty line after the signatures",
            &format!("{line}\n"),
            false,
        ),
        with(
            "a hyphen for the dash",
            &line.replacen('\u{2014}', "-", 1),
            false,
        ),
        with(
            "two spaces in a signature line",
            &line.replacen("\u{2014} ", "\u{2014}  ", 1),
            false,
        ),
        with(
            "an unknown signature of four bytes",
            &format!("{line}\u{2014} khac.example/so AAECAw==\n"),
            false,
        ),
        with(
            "an unknown signature of five bytes",
            &format!("{line}\u{2014} khac.example/so AAECAwQ=\n"),
            true,
        ),
        with(
            "an unknown signature with a name of letters of Vietnamese",
            &format!("{line}\u{2014} báo.example/sổ AAECAwQ=\n"),
            true,
        ),
        with(
            "an unknown signature with a plus in its name",
            &format!("{line}\u{2014} a+b AAECAwQ=\n"),
            false,
        ),
        with(
            "an unknown signature with a space of no width in its name",
            &format!("{line}\u{2014} a\u{feff}b AAECAwQ=\n"),
            true,
        ),
        with(
            "an unknown signature with a space of its own kind in its name",
            &format!("{line}\u{2014} a\u{3000}b AAECAwQ=\n"),
            false,
        ),
        with(
            "99 unknown signatures",
            &format!("{line}{}", strange.repeat(99)),
            true,
        ),
        with(
            "100 unknown signatures",
            &format!("{line}{}", strange.repeat(100)),
            false,
        ),
    ]
}

/// The note of any text, signed with the key of the register.
fn sign(text: &str) -> String {
    format!(
        "{text}\n{}",
        dinh_register::note::signature_line(text, &key())
    )
}

fn texts() -> Vec<Case> {
    let text = head_text(ENTRY);
    let case = |name: &str, text: &str, holds| with_note(name, &sign(text), holds);
    let mut lines = text.lines();
    let (origin, root) = (lines.next().expect("origin"), lines.nth(1).expect("root"));
    vec![
        case(
            "a checkpoint with one more line",
            &format!("{text}thêm một dòng\n"),
            true,
        ),
        case(
            "a checkpoint with an empty line",
            &format!("{text}\nthêm\n"),
            false,
        ),
        case(
            "a checkpoint with a tab in one more line",
            &format!("{text}a\tb\n"),
            false,
        ),
        case(
            "a checkpoint with U+007F in one more line",
            &format!("{text}a\u{7f}b\n"),
            true,
        ),
        case(
            "a checkpoint with a size of 01",
            &format!("{origin}\n01\n{root}\n"),
            false,
        ),
        case(
            "a checkpoint with a size in another spelling",
            &format!("{origin}\n1 \n{root}\n"),
            false,
        ),
        case(
            "a checkpoint without a root",
            &format!("{origin}\n1\n"),
            false,
        ),
        case(
            "a checkpoint of another origin",
            &format!("khac.example/so\n1\n{root}\n"),
            false,
        ),
        case(
            "a checkpoint of size 0",
            &format!("{origin}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"),
            false,
        ),
        case(
            "a checkpoint of another root",
            &format!("{origin}\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"),
            false,
        ),
    ]
}

/// The honest head, cosigned by these witnesses at these times.
fn cosigned(by: &[(u8, u64)]) -> String {
    let head = own();
    by.iter().fold(signed(&head), |note, (number, time)| {
        note + &witness(*number).cosign(&head.text(), *time)
    })
}

fn quorums() -> Vec<Case> {
    let two = policy_with("group hai 2 a b c\nquorum hai\n");
    let under = |name: &str, note: &str, holds| {
        Case::under(
            name,
            two.clone(),
            receipt_with(ENTRY, note).to_json(),
            holds,
        )
    };
    let nested = policy_with("group trong any b c\ngroup ngoai all a trong\nquorum ngoai\n");
    let receipt = |by: &[(u8, u64)]| receipt_with(ENTRY, &cosigned(by)).to_json();
    let nested =
        |name: &str, by: &[(u8, u64)], holds| Case::under(name, nested.clone(), receipt(by), holds);
    let right = cosigned(&[(1, NOON)]);
    let stranger = witness(4).cosign(&own().text(), NOON);
    let about_other = witness(2).cosign(
        "khac\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        NOON,
    );
    vec![
        under("one of two witnesses", &right, false),
        under(
            "two of two witnesses",
            &cosigned(&[(1, NOON), (3, NOON + 9)]),
            true,
        )
        .not_after(NOON + 9),
        under(
            "three witnesses where two are asked for",
            &cosigned(&[(3, NOON + 30), (1, NOON), (2, NOON + 5)]),
            true,
        )
        .not_after(NOON + 5),
        under("a witness twice", &cosigned(&[(1, NOON), (1, NOON)]), false),
        under(
            "a witness twice at two times",
            &cosigned(&[(1, NOON), (1, NOON + 1), (2, NOON)]),
            false,
        ),
        under(
            "a witness of nobody known",
            &format!("{right}{stranger}"),
            false,
        ),
        under(
            "a known witness that signed another checkpoint",
            &format!("{right}{about_other}"),
            false,
        ),
        under("a witness at time 0", &cosigned(&[(1, 0), (2, 0)]), true).not_after(0),
        under(
            "a witness at time 2^63 - 1",
            &cosigned(&[(1, i64::MAX as u64), (2, NOON)]),
            true,
        )
        .not_after(i64::MAX as u64),
        under(
            "a witness at time 2^63",
            &cosigned(&[(1, 1 << 63), (2, NOON), (3, NOON)]),
            false,
        ),
        Case::under(
            "witnesses that nobody asked for",
            plain_policy(),
            receipt(&[(1, NOON)]),
            true,
        ),
        Case::under(
            "a bad line of a witness that the quorum does not need",
            policy_with("quorum a\n"),
            receipt_with(ENTRY, &format!("{right}{about_other}")).to_json(),
            false,
        ),
        nested("a nested quorum", &[(1, NOON + 7), (3, NOON)], true).not_after(NOON + 7),
        nested(
            "a nested quorum, the inner group early",
            &[(1, NOON), (2, NOON + 5), (3, NOON + 4)],
            true,
        )
        .not_after(NOON + 4),
        nested(
            "a nested quorum without its inner group",
            &[(1, NOON)],
            false,
        ),
        nested(
            "a nested quorum without its single witness",
            &[(2, NOON), (3, NOON)],
            false,
        ),
    ]
}

fn earlier() -> Vec<Case> {
    let policy = policy_with("group hai 2 a b c\nquorum hai\n");
    let head = head(&[]);
    let before = |by: &[(u8, u64)]| {
        by.iter().fold(signed(&head), |note, (number, time)| {
            note + &witness(*number).cosign(&head.text(), *time)
        })
    };
    let receipt = |before: String| {
        let now = receipt_with(ENTRY, &cosigned(&[(1, NOON), (2, NOON + 1)]));
        Receipt {
            before: Some(before),
            ..now
        }
        .to_json()
    };
    let under = |name: &str, note: String, holds| {
        let case = Case::under(name, policy.clone(), receipt(note), holds);
        if holds {
            case.not_after(NOON + 1)
        } else {
            case
        }
    };
    let other = SignerKey::from_seed("khac.example/so", &[70; 32]).expect("a name");
    let foreign = Checkpoint {
        origin: "khac.example/so".into(),
        ..head.clone()
    };
    let foreign = foreign.sign(&other).expect("its key");
    let both = format!("log {}\n{}", other.verifier(), plain_policy());
    let with_foreign = Receipt {
        before: Some(foreign.clone()),
        ..receipt_of(ENTRY)
    }
    .to_json();
    vec![
        under(
            "an earlier head that a quorum had seen",
            before(&[(1, NOON - 60), (2, NOON - 50)]),
            true,
        )
        .not_before(NOON - 60),
        under(
            "an earlier head that three had seen",
            before(&[(1, NOON - 60), (2, NOON - 50), (3, NOON - 40)]),
            true,
        )
        .not_before(NOON - 50),
        under(
            "an earlier head that one witness had seen",
            before(&[(1, NOON - 60)]),
            true,
        ),
        under(
            "an earlier head that the city alone signed",
            before(&[]),
            true,
        ),
        under(
            "an earlier head after the later one",
            before(&[(1, NOON + 60), (2, NOON + 61)]),
            true,
        )
        .not_before(NOON + 60),
        under(
            "an earlier head that holds the entry",
            cosigned(&[(1, NOON - 60), (2, NOON - 50)]),
            false,
        ),
        under("an earlier head that nobody known signed", foreign, false),
        under(
            "an earlier head with a bad line of a witness",
            format!(
                "{}{}",
                before(&[(1, NOON - 60)]),
                witness(2).cosign("x\n", NOON)
            ),
            false,
        ),
        under("an earlier head that is no note", "x".into(), false),
        Case::under(
            "an earlier head of another known register",
            both,
            with_foreign,
            false,
        ),
        Case::new(
            "an earlier head under a policy without quorum",
            receipt(before(&[])),
            true,
        ),
    ]
}

//! The format of an entry: one spelling, everything else refused with its reason.

mod sample;

use dinh_register::act::LONGEST_ENTRY;
use dinh_register::{Act, ActFault, Error, Hash, Prev};
use proptest::prelude::*;
use sample::act;
use sample::random::any_act;

fn text(act: &Act) -> String {
    String::from_utf8(act.encode().expect("the sample is valid")).expect("an entry is UTF-8")
}

fn refusal(entry: &str) -> (usize, ActFault) {
    match Act::parse(entry.as_bytes()) {
        Err(Error::Act { line, fault }) => (line, fault),
        other => panic!("not refused: {other:?}\n{entry}"),
    }
}

#[test]
fn an_entry_is_written_as_the_register_describes_it() {
    let later = Act {
        rev: 3,
        prev: Some(Prev {
            index: 182_733,
            leaf: Hash::of(b""),
        }),
        ..act()
    };
    let file = Hash::of(sample::PLAN).hex();
    let (file_size, sealed_size) = (sample::PLAN.len(), sample::LETTER.len());
    let sealed = dinh_register::seal(&sample::SALT, &Hash::of(sample::LETTER));
    let expected = format!(
        "dinh/act/1
register dangky.cantho.example/so-mau
unit 31120@2025-07-01
room disclosure
act publish
thing 0197c1d2-7a43-7c55-9d0e-2f3b6a1c8e11
rev 3
prev 182733 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
law L10-2022/11.2
law ND59-2023/3.1.đ
at 2026-11-23T15:39:47+07:00
office ubnd-xa
file {file} {file_size} text/plain
sealed {sealed} {sealed_size} text/plain
"
    );
    assert_eq!(text(&later), expected);
    assert_eq!(Act::parse(text(&later).as_bytes()), Ok(later));
}

/// A piece of the sample, what takes its place, the line of the refusal and its reason.
const WRONG_LINES: [(&str, &str, usize, ActFault); 23] = [
    ("dinh/act/1", "dinh/act/2", 1, ActFault::Format),
    (
        "register dangky.cantho.example/so-mau",
        "register dangky.cantho.example",
        2,
        ActFault::Value("register"),
    ),
    (
        "register dangky.cantho.example/so-mau",
        "register dangky+cantho/so-mau",
        2,
        ActFault::Value("register"),
    ),
    (
        "unit 31120@2025-07-01",
        "unit 31120",
        3,
        ActFault::Value("unit"),
    ),
    (
        "unit 31120@2025-07-01",
        "unit 31120@2025-02-29",
        3,
        ActFault::Value("unit"),
    ),
    (
        "room disclosure",
        "room Disclosure",
        4,
        ActFault::Value("room"),
    ),
    (
        "room disclosure",
        "room công-khai",
        4,
        ActFault::Value("room"),
    ),
    ("act publish", "act publish it", 5, ActFault::Value("act")),
    (
        "thing 0197c1d2",
        "thing 0197C1D2",
        6,
        ActFault::Value("thing"),
    ),
    ("rev 1", "rev 01", 7, ActFault::Value("rev")),
    (
        "rev 1",
        "rev 9223372036854775808",
        7,
        ActFault::Value("rev"),
    ),
    ("prev none", "prev 7", 8, ActFault::Value("prev")),
    ("prev none", "prev None", 8, ActFault::Value("prev")),
    (
        "law L10-2022/11.2",
        "law Điều 11",
        9,
        ActFault::Value("law"),
    ),
    (
        "at 2026-11-23T15:39:47+07:00",
        "at 2026-11-23T15:39:47Z",
        11,
        ActFault::Value("at"),
    ),
    (
        "at 2026-11-23T15:39:47+07:00",
        "at 2026-11-23T15:39:47.5+07:00",
        11,
        ActFault::Value("at"),
    ),
    (
        "at 2026-11-23T15:39:47+07:00",
        "at 2026-11-31T15:39:47+07:00",
        11,
        ActFault::Value("at"),
    ),
    (
        "at 2026-11-23T15:39:47+07:00",
        "at 2026-11-23T24:00:00+07:00",
        11,
        ActFault::Value("at"),
    ),
    (
        "office ubnd-xa",
        "office Nguyễn Văn A",
        12,
        ActFault::Value("office"),
    ),
    (
        "text/plain\nsealed",
        "text/plain; charset=utf-8\nsealed",
        13,
        ActFault::Value("file"),
    ),
    (
        "text/plain\nsealed",
        "Text/Plain\nsealed",
        13,
        ActFault::Value("file"),
    ),
    ("file ", "file 00", 13, ActFault::Value("file")),
    ("sealed ", "sealed A", 14, ActFault::Value("sealed")),
];

#[test]
fn every_line_has_its_grammar() {
    for (right, changed, line, fault) in WRONG_LINES {
        let entry = text(&act()).replacen(right, changed, 1);
        assert_eq!(refusal(&entry), (line, fault), "{changed}");
    }
}

#[test]
fn keys_are_known_and_in_order() {
    let sample = text(&act());
    let lines: Vec<&str> = sample.lines().collect();
    for place in 0..lines.len() {
        let mut unknown = lines.clone();
        unknown.insert(place, "note something");
        assert!(
            Act::parse((unknown.join("\n") + "\n").as_bytes()).is_err(),
            "unknown key at line {place}"
        );
        if place + 1 < lines.len()
            && !(lines[place].starts_with("law ") && lines[place + 1].starts_with("law "))
        {
            let mut swapped = lines.clone();
            swapped.swap(place, place + 1);
            assert!(
                Act::parse((swapped.join("\n") + "\n").as_bytes()).is_err(),
                "swapped at line {place}"
            );
        }
        if !matches!(
            lines[place].split(' ').next(),
            Some("law" | "file" | "sealed")
        ) {
            let (mut missing, mut doubled) = (lines.clone(), lines.clone());
            missing.remove(place);
            doubled.insert(place, lines[place]);
            assert!(
                Act::parse((missing.join("\n") + "\n").as_bytes()).is_err(),
                "missing line {place}"
            );
            assert!(
                Act::parse((doubled.join("\n") + "\n").as_bytes()).is_err(),
                "doubled line {place}"
            );
        }
    }
    assert_eq!(
        refusal(&sample.replacen("room disclosure", "chamber disclosure", 1)),
        (4, ActFault::Key("room"))
    );
}

#[test]
fn an_entry_is_plain_normal_text_of_limited_length() {
    let sample = text(&act());
    assert_eq!(
        refusal(&sample.replace('\n', "\r\n")),
        (1, ActFault::ControlCharacter)
    );
    assert_eq!(
        refusal(&sample.replacen("room disclosure", "room disclosure\t", 1)),
        (4, ActFault::ControlCharacter)
    );
    assert_eq!(
        refusal(&sample.replacen("ubnd-xa", "ubnd-xa\u{7f}", 1)),
        (12, ActFault::ControlCharacter)
    );
    assert_eq!(refusal(sample.trim_end()), (0, ActFault::Unterminated));
    assert_eq!(refusal(""), (0, ActFault::Unterminated));
    assert_eq!(
        refusal(&format!("{sample}\n")),
        (15, ActFault::Key("sealed"))
    );
    assert_eq!(refusal(&format!("\u{feff}{sample}")), (1, ActFault::Format));
    assert_eq!(
        refusal(&sample.replacen("ubnd-xa", "o\u{302}", 1)),
        (0, ActFault::NotNormal)
    );
    assert_eq!(
        Act::parse(&[0xff]),
        Err(Error::Act {
            line: 0,
            fault: ActFault::NotUtf8
        })
    );
    let long = Act {
        laws: vec!["L10-2022/11.2".into(); 300],
        ..act()
    };
    assert_eq!(
        long.encode(),
        Err(Error::Act {
            line: 0,
            fault: ActFault::TooLong
        })
    );
}

#[test]
fn no_field_can_smuggle_in_another_line() {
    let smuggled = Act {
        office: "ubnd-xa\nsealed".into(),
        ..act()
    };
    assert!(smuggled.encode().is_err());
    let extra_law = Act {
        laws: vec!["L10-2022/11.2\nlaw L10-2022/12".into()],
        ..act()
    };
    assert_eq!(
        extra_law.encode(),
        Err(Error::Act {
            line: 0,
            fault: ActFault::Unwritable
        })
    );
    let mut turned = act();
    turned.contents.reverse();
    assert!(turned.encode().is_err());
}

#[test]
fn revision_one_alone_has_no_predecessor() {
    let prev = Some(Prev {
        index: 1,
        leaf: Hash::of(b""),
    });
    for wrong in [
        Act { rev: 0, ..act() },
        Act { rev: 2, ..act() },
        Act {
            prev: prev.clone(),
            ..act()
        },
        Act {
            rev: 0,
            prev,
            ..act()
        },
    ] {
        assert_eq!(
            wrong.encode(),
            Err(Error::Act {
                line: 0,
                fault: ActFault::Chain
            })
        );
    }
}

#[test]
fn a_removal_names_its_article_and_carries_the_digest_of_its_reason() {
    let removal = Act {
        act: "withdraw".into(),
        rev: 2,
        prev: Some(Prev {
            index: 1,
            leaf: Hash::of(b""),
        }),
        ..act()
    };
    assert!(removal.encode().is_ok());
    let lawless = Act {
        laws: vec![],
        ..removal.clone()
    };
    assert_eq!(
        lawless.encode(),
        Err(Error::Act {
            line: 0,
            fault: ActFault::RemovalWithoutLaw
        })
    );
    let reasonless = Act {
        contents: vec![],
        ..removal
    };
    assert_eq!(
        reasonless.encode(),
        Err(Error::Act {
            line: 0,
            fault: ActFault::RemovalWithoutReason
        })
    );
}

proptest! {
    #[test]
    fn what_is_encoded_is_read_back_and_what_is_read_encodes_to_the_same_bytes(act in any_act(), place in any::<usize>(), byte in any::<u8>()) {
        let mut entry = act.encode().expect("every generated act is valid");
        prop_assert!(entry.len() <= LONGEST_ENTRY);
        prop_assert_eq!(Act::parse(&entry), Ok(act));
        let place = place % entry.len();
        entry[place] = byte;
        if let Ok(changed) = Act::parse(&entry) {
            prop_assert_eq!(changed.encode(), Ok(entry));
        }
    }

    #[test]
    fn nothing_makes_the_readers_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "\\PC{0,80}\n?\\PC{0,80}\n?\n?— a [A-Za-z0-9+/=]{0,20}\n?") {
        prop_assert!(Act::parse(&bytes).is_err());
        prop_assert!(dinh_register::Checkpoint::open(&text, &[]).is_err());
        prop_assert!(dinh_register::Proof::parse(&text).is_err());
    }
}

//! The reader of entries against the rules stated a second time: the same acts, the same refusals at the same lines, and
//! whatever is accepted is written again as the same bytes.

mod rules;
mod sample;

use dinh_register::{Act, ActView, Error, Hash, Prev};
use proptest::prelude::*;
use sample::act;
use sample::random::any_act;

/// Both read it alike, and one spelling is all there is.
fn same(entry: &[u8]) -> Result<(), String> {
    let told = |fault: &dyn std::fmt::Debug| format!("{fault:?}: {}", entry.escape_ascii());
    let expected = rules::read(entry);
    let found = Act::parse(entry).map_err(|error| match error {
        Error::Act { line, fault } => (line, fault),
        other => panic!("{other}"),
    });
    if found != expected {
        return Err(told(&(found, expected)));
    }
    let Ok(act) = found else { return Ok(()) };
    if rules::write(&act).as_bytes() != entry || act.encode().as_deref() != Ok(entry) {
        return Err(told(&act));
    }
    let text = std::str::from_utf8(entry).map_err(|error| told(&error))?;
    let is_plain = |sign: char| matches!(sign, ' '..='~' | '\n' | 'đ' | 'Đ');
    if !text.chars().all(is_plain) || !unicode_normalization::is_nfc(text) {
        return Err(told(&"not plain"));
    }
    Ok(())
}

/// A removal in the middle of a chain, with every kind of line and the letters of a point of law.
fn removal() -> Vec<u8> {
    let prev = Prev {
        index: 182_733,
        leaf: Hash::of(b""),
    };
    let removal = Act {
        act: "withdraw".into(),
        rev: 10,
        prev: Some(prev),
        laws: vec!["L10-2022/11.2".into(), "ND59-2023/3.đ.Đ".into()],
        ..act()
    };
    removal.encode().expect("valid")
}

#[test]
fn every_byte_changed_to_every_other_is_judged_alike() {
    let mut entry = removal();
    for place in 0..entry.len() {
        let right = entry[place];
        for byte in 0..=u8::MAX {
            entry[place] = byte;
            same(&entry).expect("alike");
        }
        entry[place] = right;
    }
}

#[test]
fn every_beginning_every_cut_and_every_doubling_is_judged_alike() {
    let entry = removal();
    for from in 0..entry.len() {
        same(&entry[..from]).expect("alike");
        same(&entry[from..]).expect("alike");
        for length in 1..(entry.len() - from).min(9) {
            let (before, rest) = entry.split_at(from);
            let (cut, after) = rest.split_at(length);
            same(&[before, after].concat()).expect("alike");
            same(&[before, cut, cut, after].concat()).expect("alike");
        }
    }
}

/// What a value may end with, rightly or wrongly.
const ENDS: &[&str] = &[
    "",
    "/",
    "a",
    "a/",
    "/a",
    "a//",
    "a/b/c",
    "a/đ",
    "a/ế",
    "đ/a",
    "0",
    "00",
    "1",
    "07",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "2000-02-29",
    "2100-02-29",
    "0000-02-29",
    "0100-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "31120@2024-02-29",
    "-00:00",
    "+00:00",
    "+24:00",
    "+23:60",
    "-23:59",
    "Z",
    "none",
    "e\u{301}",
    "\u{85}",
    "\u{7f}",
    "\t",
    "a b",
    "a+b/c",
    "a/b;c",
    "-a",
    "_",
    ".a/b",
];

#[test]
fn values_at_the_edge_of_their_grammar_are_judged_alike() {
    let entry = String::from_utf8(removal()).expect("text");
    let (long, longer) = ("a".repeat(63), "a".repeat(96));
    let values = [
        ("register dangky.cantho.example/so-mau", "register "),
        ("31120@2025-07-01", ""),
        ("room disclosure", "room "),
        ("rev 10", "rev "),
        ("prev 182733", "prev "),
        ("law L10-2022/11.2", "law "),
        ("at 2026-11-23", "at "),
        ("39:47+07:00", "39:47"),
        ("text/plain", ""),
    ];
    for (value, start) in values {
        for end in ENDS.iter().copied().chain([long.as_str(), &longer]) {
            for more in ["", "a", "/b", "aa/b", "đ"] {
                let changed = entry.replacen(value, &format!("{start}{end}{more}"), 1);
                assert_ne!(changed, entry);
                same(changed.as_bytes()).expect("alike");
            }
        }
    }
}

#[test]
fn the_longest_entry_and_one_more_byte_are_judged_alike() {
    let entry = String::from_utf8(removal()).expect("text");
    let line = "law L10-2022/11.2\n";
    for more in 190..230 {
        let long = entry.replacen(line, &line.repeat(more), 1);
        for name in ["a", "aaaaaaaaaa", "aaaaaaaaaaaaaaaaa"] {
            same(
                long.replacen("room disclosure", &format!("room {name}"), 1)
                    .as_bytes(),
            )
            .expect("alike");
        }
    }
}

proptest! {
    #[test]
    fn any_act_is_judged_alike_and_its_view_says_the_same(act in any_act()) {
        let entry = act.encode().expect("every generated act is valid");
        same(&entry).map_err(TestCaseError::fail)?;
        let view = ActView::parse(&entry).expect("valid");
        prop_assert_eq!(view.to_act(), act.clone());
        prop_assert_eq!(
            (view.register(), view.unit(), view.room(), view.act(), view.thing(), view.at()),
            (&*act.register, &*act.unit, &*act.room, &*act.act, &*act.thing, &*act.at)
        );
        let prev = act.prev.map(|prev| prev.index);
        prop_assert_eq!((view.rev(), view.prev_index()), (act.rev, prev));
    }

    #[test]
    fn any_change_of_any_act_is_judged_alike(
        act in any_act(),
        at in any::<prop::sample::Index>(),
        taken in 0..4_usize,
        put in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..4),
            "[a-z0-9/@ +:=đĐ\n\u{300}\u{7f}-]{0,4}".prop_map(String::into_bytes),
        ],
    ) {
        let mut entry = act.encode().expect("every generated act is valid");
        let at = at.index(entry.len());
        let end = (at + taken).min(entry.len());
        entry.splice(at..end, put);
        same(&entry).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn lines_in_any_order_are_judged_alike(
        act in any_act(),
        first in any::<prop::sample::Index>(),
        second in any::<prop::sample::Index>(),
        third in any::<prop::sample::Index>(),
    ) {
        let entry = String::from_utf8(act.encode().expect("valid")).expect("text");
        let mut lines: Vec<&str> = entry.split_inclusive('\n').collect();
        let (first, second) = (first.index(lines.len()), second.index(lines.len()));
        lines.swap(first, second);
        same(lines.concat().as_bytes()).map_err(TestCaseError::fail)?;
        let doubled = lines[first];
        lines.insert(third.index(lines.len()), doubled);
        same(lines.concat().as_bytes()).map_err(TestCaseError::fail)?;
    }
}

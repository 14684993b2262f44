//! Policies that are nearly right, each with the same right receipt.

use dinh_register::{Cosigner, SignerKey};

use crate::bench::{
    Case, ENTRY, NOON, ORIGIN, head_text, key, plain_policy, policy_with, receipt_of, receipt_with,
    witness,
};

pub fn cases() -> Vec<Case> {
    [lines(), keys(), groups()].concat()
}

fn case(name: &str, policy: String, holds: bool) -> Case {
    Case::under(name, policy, receipt_of(ENTRY).to_json(), holds)
}

fn lines() -> Vec<Case> {
    let right = plain_policy();
    let log = format!("log {}", key().verifier());
    let with = |name: &str, line: &str, holds| case(name, format!("{line}\n{right}"), holds);
    vec![
        case("the right policy", right.clone(), true),
        case(
            "a policy without last line end",
            right.trim_end().to_owned(),
            false,
        ),
        case(
            "a policy with line ends of Windows",
            right.replace('\n', "\r\n"),
            false,
        ),
        case("an empty policy", String::new(), false),
        with("a comment in the policy", "# chú thích", true),
        with("a comment without a space", "#log", true),
        with("an indented comment", " # chú thích", false),
        with("a line of spaces", "  \t ", true),
        with("an empty line in the policy", "", true),
        with("a tab in a comment", "#\ta", true),
        with("a control character in a comment", "# \u{1}", false),
        with("U+0085 in a comment", "# \u{85}", false),
        with(
            "a mark of byte order before the policy",
            "\u{feff}# a",
            false,
        ),
        with("an unknown word", "logs a", false),
        with("a capital keyword", "Quorum none", false),
        case("an indented line", format!("  {right}"), true),
        case("tabs between words", right.replace(' ', "\t"), true),
        case(
            "a space at the end of a line of the policy",
            right.replace('\n', " \n"),
            true,
        ),
        case(
            "a space of its own kind between words",
            right.replace(' ', "\u{3000}"),
            false,
        ),
        case(
            "a log with an address",
            format!("{log} https://a.example/\nquorum none\n"),
            true,
        ),
        case(
            "a log with two addresses",
            format!("{log} https://a.example/ b\nquorum none\n"),
            false,
        ),
        case(
            "a comment after a line",
            format!("{log} # a\nquorum none\n"),
            false,
        ),
        case("no quorum line", format!("{log}\n"), false),
        case("two quorum lines", format!("{right}quorum none\n"), false),
        case("a quorum line first", format!("quorum none\n{log}\n"), true),
        case("no log", "quorum none\n".to_owned(), false),
        case(
            "a quorum of a name that is not there",
            format!("{log}\nquorum a\n"),
            false,
        ),
        case("a quorum without a name", format!("{log}\nquorum\n"), false),
    ]
}

fn keys() -> Vec<Case> {
    let right = plain_policy();
    let text = key().verifier().to_string();
    let with = |name: &str, line: &str, holds| case(name, format!("{line}\n{right}"), holds);
    let instead = |name: &str, key: &str, holds| case(name, right.replacen(&text, key, 1), holds);
    let cosigner = Cosigner::from_seed("bao.example/so", &[7; 32]).expect("a name");
    let renamed = SignerKey::from_seed("khac.example/so", &[7; 32]).expect("a name");
    let other = SignerKey::from_seed("khac.example/so", &[70; 32]).expect("a name");
    let second = SignerKey::from_seed(ORIGIN, &[70; 32]).expect("a name");
    let witness = witness(1);
    vec![
        with("another log", &format!("log {}", other.verifier()), true),
        with(
            "a second key of the same log",
            &format!("log {}", second.verifier()),
            true,
        ),
        with("the same log twice", &format!("log {text}"), false),
        with(
            "the same key under another name",
            &format!("log {}", renamed.verifier()),
            false,
        ),
        with(
            "the same key as log and as witness",
            &format!("witness bao {}", cosigner.key()),
            false,
        ),
        with(
            "the same witness key twice",
            &format!("witness a {}\nwitness b {}", witness.key(), witness.key()),
            false,
        ),
        with(
            "the key of a log as that of a witness",
            &format!("witness a {}", other.verifier()),
            false,
        ),
        with(
            "the key of a witness as that of a log",
            &format!("log {}", witness.key()),
            false,
        ),
        instead(
            "the key of another name than the origin",
            &renamed.verifier().to_string(),
            false,
        ),
        instead(
            "a key with capitals in its ID",
            &text.replacen("213f13ca", "213F13CA", 1),
            false,
        ),
        instead(
            "a key with a wrong ID",
            &text.replacen("213f13ca", "213f13cb", 1),
            false,
        ),
        instead(
            "a key cut short",
            text.trim_end_matches(|sign: char| sign != '+'),
            false,
        ),
        with("a key of small order", SMALL_ORDER, false),
        with(
            "a key of small order, negative",
            SMALL_ORDER_NEGATIVE,
            false,
        ),
        with("a key of another small order", SMALL_ORDER_EIGHT, false),
        with(
            "a key with a coordinate above the prime",
            ABOVE_PRIME,
            false,
        ),
    ]
}

/// Keys named `khac.example/so` with right IDs whose points everybody can sign for, or that have a second spelling.
const SMALL_ORDER: &str =
    "log khac.example/so+322d3262+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const SMALL_ORDER_NEGATIVE: &str =
    "log khac.example/so+f37090c4+Aez///////////////////////////////////////9/";
const SMALL_ORDER_EIGHT: &str =
    "log khac.example/so+43b904fa+ASbolY/CsiewRcP0ifLvmPDV36wF08YzObE4AohtU/wF";
const ABOVE_PRIME: &str =
    "log khac.example/so+8ff5a46d+AfD///////////////////////////////////////9/";

fn groups() -> Vec<Case> {
    let one = {
        let line = witness(1).cosign(&head_text(ENTRY), NOON);
        receipt_with(
            ENTRY,
            &format!(
                "{}{line}",
                crate::bench::signed(&crate::bench::head(&[dinh_register::tree::leaf_hash(
                    ENTRY.as_bytes()
                )]))
            ),
        )
        .to_json()
    };
    let under = |name: &str, lines: &str, holds| {
        let case = Case::under(name, policy_with(lines), one.clone(), holds);
        if holds { case.not_after(NOON) } else { case }
    };
    vec![
        under("a quorum of one witness", "quorum a\n", true),
        under("any of three", "group g any a b c\nquorum g\n", true),
        under("1 of three", "group g 1 a b c\nquorum g\n", true),
        under("all of one", "group g all a\nquorum g\n", true),
        under(
            "a group of a group",
            "group g any a b\ngroup h all g\nquorum h\n",
            true,
        ),
        under("0 of three", "group g 0 a b c\nquorum g\n", false),
        under("4 of three", "group g 4 a b c\nquorum g\n", false),
        under("01 of three", "group g 01 a b c\nquorum g\n", false),
        under("a group without members", "group g any\nquorum g\n", false),
        under(
            "a member twice in a group",
            "group g any a a\nquorum g\n",
            false,
        ),
        under(
            "a member in two groups",
            "group g any a b\ngroup h any a c\nquorum g\n",
            false,
        ),
        under(
            "a group used before it is named",
            "quorum g\ngroup g any a b\n",
            false,
        ),
        under(
            "a member that is not there",
            "group g any a d\nquorum g\n",
            false,
        ),
        under("a group in itself", "group g any a g\nquorum g\n", false),
        under(
            "a group with the name of a witness",
            "group a any b c\nquorum a\n",
            false,
        ),
        under(
            "a group named none",
            "group none any a b\nquorum none\n",
            false,
        ),
        under(
            "a group named all",
            "group all any a b c\nquorum all\n",
            true,
        ),
        under(
            "a group named in Vietnamese",
            "group báo-chí any a b c\nquorum báo-chí\n",
            true,
        ),
        under(
            "a witness in a group and as quorum",
            "group g any a b\nquorum a\n",
            true,
        ),
    ]
}

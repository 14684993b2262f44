//! Entries that are nearly right. Each stands truly in a register that was truly signed: only its form is in question.

use crate::bench::{Case, ENTRY, receipt_of};

/// What to put in place of a line of the right entry, and whether the result is an entry still.
type Change = (&'static str, &'static str, String, bool);

pub fn cases() -> Vec<Case> {
    let mut changes = vec![("the right entry", "rev 1", "rev 1".to_owned(), true)];
    changes.extend(places());
    changes.extend(times());
    changes.extend(contents());
    changes.extend(chains());
    let by_line = changes.iter().map(|(name, from, to, holds)| {
        assert!(ENTRY.contains(from), "{name}");
        Case::new(
            name,
            receipt_of(&ENTRY.replacen(from, to, 1)).to_json(),
            *holds,
        )
    });
    by_line.chain(wholes()).collect()
}

fn places() -> Vec<Change> {
    let law = "L10-2022/11.2";
    let register = "dangky.cantho.example/so-mau";
    let thing = "0197c1d2-7a43-7c55-9d0e-2f3b6a1c8e11";
    vec![
        (
            "law of 96 characters, some of two bytes",
            law,
            format!("ND59-2023/{}", "đ".repeat(86)),
            true,
        ),
        (
            "law of 97 characters",
            law,
            format!("ND59-2023/{}", "a".repeat(87)),
            false,
        ),
        ("law with capital Đ", law, "ND59-2023/3.1.Đ".into(), true),
        (
            "law with another accented letter",
            law,
            "ND59-2023/3.1.â".into(),
            false,
        ),
        ("law without a place", law, "L10-2022".into(), false),
        ("law with an empty place", law, "L10-2022/".into(), false),
        (
            "law with a second slash",
            law,
            "L10-2022/11/2".into(),
            false,
        ),
        (
            "law instrument that begins with a dot",
            law,
            ".L10/2".into(),
            false,
        ),
        (
            "law instrument of 65 characters",
            law,
            format!("{}/2", "a".repeat(65)),
            false,
        ),
        (
            "law place that begins with a hyphen",
            law,
            "L10-2022/-2".into(),
            true,
        ),
        (
            "register of another name than the checkpoint",
            register,
            "dangky.cantho.example/so-khac".into(),
            false,
        ),
        (
            "register without a slash",
            register,
            "dangky.cantho.example".into(),
            false,
        ),
        (
            "unit without a day",
            "31120@2025-07-01",
            "31120".into(),
            false,
        ),
        (
            "unit on a day that does not exist",
            "2025-07-01",
            "2025-02-29".into(),
            false,
        ),
        (
            "unit on a leap day",
            "2025-07-01",
            "2024-02-29".into(),
            true,
        ),
        (
            "unit on 29 February of a century",
            "2025-07-01",
            "1900-02-29".into(),
            false,
        ),
        (
            "unit in the year 0",
            "2025-07-01",
            "0000-01-01".into(),
            true,
        ),
        (
            "unit with a short month",
            "2025-07-01",
            "2025-7-01".into(),
            false,
        ),
        (
            "unit code with a hyphen first",
            "31120@",
            "-31120@".into(),
            false,
        ),
        (
            "unit code of 64 characters",
            "31120@",
            format!("{}@", "9".repeat(64)),
            true,
        ),
        (
            "room with a capital",
            "room disclosure",
            "room Disclosure".into(),
            false,
        ),
        (
            "room that begins with a digit",
            "room disclosure",
            "room 1disclosure".into(),
            false,
        ),
        (
            "room of 65 characters",
            "room disclosure",
            format!("room {}", "a".repeat(65)),
            false,
        ),
        (
            "act unknown here but well formed",
            "act publish",
            "act so_de-1".into(),
            true,
        ),
        ("thing in capitals", thing, thing.to_uppercase(), false),
        (
            "thing without hyphens",
            thing,
            thing.replace('-', ""),
            false,
        ),
        ("two spaces after a key", "rev 1", "rev  1".into(), false),
        (
            "a space at the end of a line",
            "rev 1",
            "rev 1 ".into(),
            false,
        ),
        ("a tab after a key", "rev 1", "rev\t1".into(), false),
        (
            "an office with a dot",
            "office ubnd-xa",
            "office ubnd.xa".into(),
            false,
        ),
        (
            "withdrawal with law and content",
            "act publish",
            "act withdraw".into(),
            true,
        ),
        (
            "withdrawal without law",
            "act publish\nthing 0197c1d2-7a43-7c55-9d0e-2f3b6a1c8e11\nrev 1\nprev none\nlaw L10-2022/11.2\n",
            "act withdraw\nthing 0197c1d2-7a43-7c55-9d0e-2f3b6a1c8e11\nrev 1\nprev none\n".into(),
            false,
        ),
    ]
}

fn times() -> Vec<Change> {
    let at = "2026-11-23T15:39:47+07:00";
    [
        ("at in UTC with a sign", "2026-11-23T08:39:47+00:00", true),
        ("at with an offset west", "2026-11-23T08:39:47-11:30", true),
        (
            "at with the offset -00:00",
            "2026-11-23T08:39:47-00:00",
            false,
        ),
        ("at with Z", "2026-11-23T08:39:47Z", false),
        ("at with a leap second", "2016-12-31T23:59:60+00:00", false),
        ("at with hour 24", "2026-11-23T24:00:00+07:00", false),
        (
            "at with parts of a second",
            "2026-11-23T15:39:47.5+07:00",
            false,
        ),
        ("at with a space", "2026-11-23 15:39:47+07:00", false),
        ("at with a small t", "2026-11-23t15:39:47+07:00", false),
        ("at on 31 November", "2026-11-31T15:39:47+07:00", false),
        (
            "at with the offset +24:00",
            "2026-11-23T15:39:47+24:00",
            false,
        ),
        (
            "at with the offset +07:60",
            "2026-11-23T15:39:47+07:60",
            false,
        ),
        ("at without seconds", "2026-11-23T15:39+07:00", false),
        (
            "at with an offset without minutes",
            "2026-11-23T15:39:47+07",
            false,
        ),
    ]
    .map(|(name, to, holds)| (name, at, to.to_owned(), holds))
    .to_vec()
}

fn contents() -> Vec<Change> {
    let line = "sealed 39DdllsD+dXgH6JEoOwJH6nm5vwOCPB1LzjpGX+k95k= 63 text/plain";
    let hash = "39DdllsD+dXgH6JEoOwJH6nm5vwOCPB1LzjpGX+k95k=";
    let media = "text/plain";
    let digest = "f6769a6a4c8ac8333a0ac24dab8cf2562490043a575a7a3a465bc0d937b8034f";
    vec![
        (
            "sealed with loose base64 bits",
            hash,
            hash.replace("k=", "l="),
            false,
        ),
        (
            "sealed without base64 padding",
            hash,
            hash.replace('=', ""),
            false,
        ),
        ("sealed in URL base64", hash, hash.replace('+', "-"), false),
        (
            "sealed of 31 bytes",
            hash,
            "39DdllsD+dXgH6JEoOwJH6nm5vwOCPB1LzjpGX+k9w==".into(),
            false,
        ),
        ("sealed in hexadecimal", hash, digest.into(), false),
        ("size with a leading zero", " 63 ", " 063 ".into(), false),
        ("size with a sign", " 63 ", " +63 ".into(), false),
        (
            "size of 2^63 - 1",
            " 63 ",
            " 9223372036854775807 ".into(),
            true,
        ),
        (
            "size of 2^63",
            " 63 ",
            " 9223372036854775808 ".into(),
            false,
        ),
        ("size in other digits", " 63 ", " ٦٣ ".into(), false),
        (
            "media type with a parameter",
            media,
            "text/plain;charset=utf-8".into(),
            false,
        ),
        ("media type in capitals", media, "Text/Plain".into(), false),
        (
            "media type with signs of RFC 6838",
            media,
            "application/a!#$&-^_.+b".into(),
            true,
        ),
        (
            "media type that begins with a dot",
            media,
            "text/.plain".into(),
            false,
        ),
        (
            "media subtype of 127 characters",
            media,
            format!("text/{}", "a".repeat(127)),
            true,
        ),
        (
            "media subtype of 128 characters",
            media,
            format!("text/{}", "a".repeat(128)),
            false,
        ),
        (
            "media type with two slashes",
            media,
            "text/plain/x".into(),
            false,
        ),
        ("media type without subtype", media, "text/".into(), false),
        (
            "file after sealed",
            line,
            format!("{line}\nfile {digest} 74 text/plain"),
            false,
        ),
        (
            "file before sealed",
            line,
            format!("file {digest} 74 text/plain\n{line}"),
            true,
        ),
        (
            "file in capitals",
            line,
            format!("file {} 74 text/plain", digest.to_uppercase()),
            false,
        ),
        (
            "file in base64",
            line,
            format!("file {hash} 74 text/plain"),
            false,
        ),
        (
            "no content",
            "office ubnd-xa\n",
            "office ubnd-xa\n".into(),
            true,
        ),
        (
            "an unknown key at the end",
            line,
            format!("{line}\nnote x"),
            false,
        ),
        ("an empty line at the end", line, format!("{line}\n"), false),
        (
            "law twice",
            "law L10-2022/11.2",
            "law L10-2022/11.2\nlaw L10-2022/11.2".into(),
            true,
        ),
        (
            "law after at",
            "office ubnd-xa",
            "law L10-2022/11.2\noffice ubnd-xa".into(),
            false,
        ),
    ]
}

fn chains() -> Vec<Change> {
    let hash = "39DdllsD+dXgH6JEoOwJH6nm5vwOCPB1LzjpGX+k95k=";
    let lines = "rev 1\nprev none";
    vec![
        ("revision 0", lines, "rev 0\nprev none".into(), false),
        (
            "revision 2 without predecessor",
            lines,
            "rev 2\nprev none".into(),
            false,
        ),
        (
            "revision 1 with predecessor",
            lines,
            format!("rev 1\nprev 0 {hash}"),
            false,
        ),
        (
            "predecessor at its own place",
            lines,
            format!("rev 2\nprev 0 {hash}"),
            false,
        ),
        (
            "predecessor with a word too many",
            lines,
            format!("rev 2\nprev 0 {hash} x"),
            false,
        ),
    ]
}

/// Changes that touch the text as a whole.
fn wholes() -> Vec<Case> {
    let case = |name: &str, entry: &str, holds| Case::new(name, receipt_of(entry).to_json(), holds);
    let cut = ENTRY.trim_end_matches('\n');
    let law = "law L10-2022/11.2\n";
    let most = [3900, 4096, 4097].map(|bytes| {
        let steps = (0..).map(|extra| ENTRY.replacen(law, &law.repeat(extra), 1));
        let near = steps.take_while(|text| text.len() + 80 <= bytes).last();
        let near = near.unwrap_or_default();
        let missing = bytes - near.len();
        near.replacen(law, &format!("{law}law a/{}\n", "1".repeat(missing - 7)), 1)
    });
    let control = |sign: &str| ENTRY.replacen("31120@", &format!("31120{sign}@"), 1);
    vec![
        case("last line without line end", cut, false),
        case("line ends of Windows", &ENTRY.replace('\n', "\r\n"), false),
        case(
            "a mark of byte order first",
            &format!("\u{feff}{ENTRY}"),
            false,
        ),
        case(
            "another format",
            &ENTRY.replacen("act/1", "act/2", 1),
            false,
        ),
        case("nothing", "", false),
        case(
            "a letter taken apart (not NFC)",
            &ENTRY.replacen("11.2", "11.a\u{302}", 1),
            false,
        ),
        case("control character U+0085", &control("\u{85}"), false),
        case("control character U+007F", &control("\u{7f}"), false),
        case("entry of 3,900 bytes", &most[0], true),
        case("entry of 4,096 bytes", &most[1], true),
        case("entry of 4,097 bytes", &most[2], false),
    ]
}

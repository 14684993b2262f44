//! Receipts whose JSON or proof is nearly right.

use dinh_register::{Receipt, tree};

use crate::bench::{Case, ENTRY, head, receipt_of, signed};

const SALT: &str = "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=";

pub fn cases() -> Vec<Case> {
    [json(), fields(), salts(), proofs(), trees()].concat()
}

/// The right receipt with a part of its text replaced.
fn changed(name: &str, from: &str, to: &str, holds: bool) -> Case {
    let right = receipt_of(ENTRY).to_json();
    assert!(right.contains(from), "{name}");
    Case::new(name, right.replacen(from, to, 1), holds)
}

fn json() -> Vec<Case> {
    let right = receipt_of(ENTRY).to_json();
    let format = "\"format\": \"dinh/receipt/1\",";
    let whole = |name: &str, text: String, holds| Case::new(name, text, holds);
    let compact: serde_json::Value = serde_json::from_str(&right).expect("JSON");
    let values = compact.as_object().expect("an object").values();
    let list: Vec<_> = values.cloned().collect();
    vec![
        whole("JSON on one line", compact.to_string(), true),
        whole(
            "JSON with spaces around it",
            format!("\n {right}\t\n"),
            true,
        ),
        whole(
            "JSON after a mark of byte order",
            format!("\u{feff}{right}"),
            false,
        ),
        whole("JSON with a word after it", format!("{right}x"), false),
        whole("two receipts in one file", format!("{right}{right}"), false),
        whole(
            "a list of the values instead of an object",
            serde_json::json!(list).to_string(),
            false,
        ),
        whole("a receipt within a list", format!("[{right}]"), false),
        changed(
            "JSON with a comment",
            format,
            &format!("/* */{format}"),
            false,
        ),
        changed("a comma after the last field", "\n}", ",\n}", false),
        changed("a field twice", format, &format!("{format}{format}"), false),
        changed(
            "an unknown field",
            format,
            &format!("{format}\"note\": \"\","),
            false,
        ),
        changed(
            "a name of a field written with escapes",
            "\"format\"",
            "\"\\u0066ormat\"",
            true,
        ),
        changed(
            "a field twice, once written with escapes",
            format,
            &format!("{format}\"\\u0066ormat\": \"dinh/receipt/1\","),
            false,
        ),
        changed(
            "a slash written with escapes",
            "dinh/receipt/1",
            "dinh\\/receipt\\/1",
            true,
        ),
        changed(
            "half a character in a text",
            "dinh/receipt/1",
            "dinh/receipt/1\\ud800",
            false,
        ),
        changed(
            "another format of receipt",
            "dinh/receipt/1",
            "dinh/receipt/2",
            false,
        ),
        changed("no format", format, "", false),
        changed("single quotes", "\"format\"", "'format'", false),
        changed(
            "a line end within a text",
            "dinh/act/1\\n",
            "dinh/act/1\n",
            false,
        ),
    ]
}

fn fields() -> Vec<Case> {
    let format = "\"format\": \"dinh/receipt/1\",";
    let with =
        |name: &str, field: &str, holds| changed(name, format, &format!("{format}{field},"), holds);
    let stamps = |name: &str, value: &str, holds| {
        changed(
            name,
            "\"stamps\": []",
            &format!("\"stamps\": {value}"),
            holds,
        )
    };
    vec![
        with("policy null", "\"policy\": null", false),
        with("policy a number", "\"policy\": 1", false),
        with("policy any text", "\"policy\": \"in tờ rơi\"", true),
        with("before null", "\"before\": null", false),
        with("before empty", "\"before\": \"\"", false),
        stamps("stamps null", "null", false),
        stamps("a stamp of base64", "[\"AAECAw==\"]", true),
        stamps("a stamp that is no base64", "[\"!\"]", false),
        stamps("an empty stamp", "[\"\"]", false),
        stamps("a stamp with loose base64 bits", "[\"AAECAx==\"]", false),
        stamps("a stamp that is a number", "[1]", false),
        stamps("stamps a text", "\"AAECAw==\"", false),
        changed("no stamps", "\"stamps\": []", "\"policy\": \"\"", true),
    ]
}

fn salts() -> Vec<Case> {
    let salts = |name: &str, value: &str, holds| {
        changed(name, "\"salts\": {}", &format!("\"salts\": {value}"), holds)
    };
    let at = |place: &str| format!("{{\"{place}\": \"{SALT}\"}}");
    let file = "file f6769a6a4c8ac8333a0ac24dab8cf2562490043a575a7a3a465bc0d937b8034f 74 text/plain\nsealed";
    let two = receipt_of(&ENTRY.replacen("sealed", file, 1));
    let of_two = |name: &str, place: &str, holds| {
        let text = two
            .to_json()
            .replacen("\"salts\": {}", &format!("\"salts\": {}", at(place)), 1);
        Case::new(name, text, holds)
    };
    vec![
        salts("a salt at its place", &at("0"), true),
        salts("a salt at a place with a leading zero", &at("00"), false),
        salts("a salt at a place that is not there", &at("1"), false),
        salts(
            "a salt at a place beyond all numbers",
            &at("18446744073709551616"),
            false,
        ),
        salts("a salt at a place that is no number", &at("a"), false),
        salts(
            "a place twice in salts",
            &format!("{{\"0\": \"{SALT}\", \"0\": \"{SALT}\"}}"),
            false,
        ),
        salts(
            "a salt of 31 bytes",
            "{\"0\": \"CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQ==\"}",
            false,
        ),
        salts(
            "a salt with loose base64 bits",
            &at("0").replace("Qk=", "Ql="),
            false,
        ),
        salts("a salt that is null", "{\"0\": null}", false),
        salts("salts null", "null", false),
        salts("salts a list", "[]", false),
        of_two("a salt at the place of a file", "0", false),
        of_two("a salt behind a file", "1", true),
    ]
}

/// The right receipt with a part of its proof replaced.
fn proof(name: &str, from: &str, to: &str, holds: bool) -> Case {
    let right = receipt_of(ENTRY);
    assert!(right.proof.contains(from), "{name}");
    let proof = right.proof.replacen(from, to, 1);
    Case::new(name, Receipt { proof, ..right }.to_json(), holds)
}

fn proofs() -> Vec<Case> {
    let hash = "39DdllsD+dXgH6JEoOwJH6nm5vwOCPB1LzjpGX+k95k=";
    let index = "index 0\n";
    vec![
        proof("proof with extra", index, "extra AAEC\nindex 0\n", true),
        proof("proof with empty extra", index, "extra \nindex 0\n", true),
        proof(
            "proof with an extra that is no base64",
            index,
            "extra !\nindex 0\n",
            false,
        ),
        proof(
            "proof with loose bits in extra",
            index,
            "extra AAF=\nindex 0\n",
            false,
        ),
        proof(
            "proof with two extras",
            index,
            "extra AAEC\nextra AAEC\nindex 0\n",
            false,
        ),
        proof(
            "proof with extra after index",
            index,
            "index 0\nextra AAEC\n",
            false,
        ),
        proof("proof of another version", "proof@v1", "proof@v2", false),
        proof("proof without index", index, "", false),
        proof("index with a leading zero", index, "index 00\n", false),
        proof("index with a sign", index, "index -0\n", false),
        proof("index beyond the register", index, "index 1\n", false),
        proof("index of 2^63", index, "index 9223372036854775808\n", false),
        proof(
            "a hash too many",
            index,
            &format!("index 0\n{hash}\n"),
            false,
        ),
        proof(
            "64 hashes",
            index,
            &format!("index 0\n{}", format!("{hash}\n").repeat(64)),
            false,
        ),
        proof(
            "no empty line before the checkpoint",
            "index 0\n\n",
            "index 0\n",
            false,
        ),
        proof(
            "two empty lines before the checkpoint",
            "index 0\n\n",
            "index 0\n\n\n",
            false,
        ),
        proof(
            "line ends of Windows in the proof",
            "index 0\n\n",
            "index 0\r\n\r\n",
            false,
        ),
    ]
}

/// Entries of registers with more than one.
fn trees() -> Vec<Case> {
    let first = tree::leaf_hash(ENTRY.as_bytes());
    let second = |index: &str, leaf: &str| {
        ENTRY.replacen(
            "rev 1\nprev none",
            &format!("rev 2\nprev {index} {leaf}"),
            1,
        )
    };
    let receipt = |entry: &str, index: u64| {
        let own = tree::leaf_hash(entry.as_bytes());
        let leaves = if index == 0 {
            [own, first]
        } else {
            [first, own]
        };
        let proof = format!(
            "c2sp.org/tlog-proof@v1\nindex {index}\n{first}\n\n{}",
            signed(&head(&leaves))
        );
        Receipt::from_texts(entry.to_owned(), proof).to_json()
    };
    let leaf = first.to_string();
    vec![
        Case::new(
            "second revision after the first",
            receipt(&second("0", &leaf), 1),
            true,
        ),
        Case::new(
            "second revision of a predecessor that is not this one",
            receipt(
                &second("0", "39DdllsD+dXgH6JEoOwJH6nm5vwOCPB1LzjpGX+k95k="),
                1,
            ),
            true,
        ),
        Case::new(
            "second revision before the first",
            receipt(&second("1", &leaf), 0),
            false,
        ),
        Case::new(
            "predecessor with loose base64 bits",
            receipt(&second("0", &loose(&leaf)), 1),
            false,
        ),
    ]
}

/// The same hash with its two spare bits set, which canonical base64 leaves at zero.
fn loose(hash: &str) -> String {
    let body = hash.trim_end_matches('=');
    let (kept, last) = body.split_at(body.len() - 1);
    let next = last.bytes().next().map_or('?', |byte| char::from(byte + 1));
    format!("{kept}{next}=")
}

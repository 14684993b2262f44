//! `dinh verify` with the receipt of an online vote: what it says, its exit status, and that no letter can be flipped.
#![expect(
    clippy::disallowed_methods,
    reason = "the command reads files, so the test writes them"
)]

use std::fs;
use std::process::Command;

use dinh_domain::decision::{Choice, vote_line};
use dinh_domain::roll::{RollTree, commitment};
use dinh_register::{Act, Checkpoint, Content, Hash, Proof, Receipt, SignerKey, hex, tree};
use serde_json::{Value, json};
use tempfile::TempDir;

const ORIGIN: &str = "dangky.cantho.example/so-mau";

fn key() -> SignerKey {
    SignerKey::from_seed(ORIGIN, &[7; 32]).expect("the name is valid")
}

/// The entry of a count, alone in an invented register.
fn entry(act: &str, box_text: &str) -> Value {
    let act = Act {
        register: ORIGIN.into(),
        unit: "31120@2025-07-01".into(),
        room: "decision".into(),
        act: act.into(),
        thing: "0197c1d2-7a43-7c55-9d0e-2f3b6a1c8e11".into(),
        rev: 1,
        prev: None,
        laws: vec!["L10-2022/21.1".into()],
        at: "2026-11-23T15:39:47+07:00".into(),
        office: "truong-ap".into(),
        contents: vec![Content::File {
            sha256: Hash::of(box_text.as_bytes()),
            size: box_text.len().try_into().expect("short"),
            media_type: "text/plain".into(),
        }],
    };
    let entry = act.encode().expect("the sample is valid");
    let head = Checkpoint {
        origin: ORIGIN.into(),
        size: 1,
        root: tree::leaf_hash(&entry),
    };
    let proof = Proof {
        extra: None,
        index: 0,
        hashes: vec![],
        checkpoint: head.sign(&key()).expect("the key is the register's"),
    };
    let entry = String::from_utf8(entry).expect("an entry is UTF-8");
    let receipt = Receipt::from_texts(entry, proof.encode().expect("well formed"));
    serde_json::from_str(&receipt.to_json()).expect("JSON")
}

/// The receipt of the second of three votes.
fn receipt(act: &str) -> Value {
    let line = |number| vote_line(12, 1, number, &Choice::option(0));
    let salt = |number: u64| [u8::try_from(number).expect("small"); 32];
    let sealed = |number| commitment(&salt(number), &line(number));
    let votes = RollTree::over([3, 5, 8].map(sealed)).expect("a tree");
    let root = votes.root().expect("a root");
    let box_text = format!(
        "dinh/decision-votes/1\ndecision 12\nround 1\nvotes 3\nonline 3\non_behalf 0\npaper 0\nconflicts 0\nroot {}\n",
        hex(&root)
    );
    let path = votes.path(1).expect("a path");
    json!({
        "format": "dinh/vote-receipt/1",
        "line": line(5),
        "salt": Hash(salt(5)).base64(),
        "commitment": Hash(sealed(5)).base64(),
        "index": 1,
        "size": 3,
        "hashes": path.into_iter().map(|hash| Hash(hash).base64()).collect::<Vec<_>>(),
        "root": Hash(root).base64(),
        "box": box_text,
        "entry": entry(act, &box_text),
    })
}

/// Exit status and everything that was said.
fn verify(receipt: &str, arguments: &[&str]) -> (i32, String) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("bien-nhan.dinh.json");
    fs::write(&path, receipt).expect("the folder is writable");
    let output = Command::new(env!("CARGO_BIN_EXE_dinh"))
        .arg("verify")
        .arg(&path)
        .args(arguments)
        .output()
        .expect("the command runs");
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code().expect("it ends by itself"),
        String::from_utf8(said).expect("it speaks UTF-8"),
    )
}

#[test]
fn a_good_receipt_of_a_vote_is_explained_with_what_it_does_not_prove() {
    let key = key().verifier().to_string();
    let receipt = receipt("count").to_string();
    let (status, said) = verify(&receipt, &["--key", &key]);
    assert_eq!(status, 0, "{said}");
    insta::assert_snapshot!("vote", said);
    let (status, said) = verify(&receipt, &["--key", &key, "--json"]);
    let answer: Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(
        (
            status,
            &answer["valid"],
            &answer["choice"],
            &answer["place"]
        ),
        (0, &json!(true), &json!("for 1"), &json!(2))
    );
}

#[test]
fn a_flipped_letter_another_line_and_another_root_are_refused_with_their_reason() {
    let key = key().verifier().to_string();
    let good = receipt("count");
    let change = |field: &str, value: Value| {
        let mut changed = good.clone();
        changed[field] = value;
        changed.to_string()
    };
    let flipped = good["line"]
        .as_str()
        .expect("a line")
        .replace("for 1", "for 2");
    let other_box = good["box"]
        .as_str()
        .expect("a text")
        .replace("votes 3", "votes 4");
    for (changed, reason) in [
        (change("line", json!(flipped)), "commitment"),
        (
            change("line", json!("dinh/vote-line/1\nchoice for 1\n")),
            "line",
        ),
        (change("index", json!(0)), "path"),
        (change("hashes", json!([])), "path"),
        (change("box", json!(other_box)), "box"),
        (change("root", good["commitment"].clone()), "path"),
        (change("more", json!(1)), "json"),
        (
            good.to_string().replacen("truong-ap", "truong-xx", 1),
            "inclusion",
        ),
        (receipt("box").to_string(), "act"),
    ] {
        let (status, said) = verify(&changed, &["--key", &key, "--json"]);
        let answer: Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!(
            (status, answer["reason"].as_str()),
            (1, Some(reason)),
            "{said}"
        );
    }
    let other = SignerKey::from_seed(ORIGIN, &[8; 32]).expect("valid");
    let (status, said) = verify(&good.to_string(), &["--key", &other.verifier().to_string()]);
    assert_eq!(status, 1);
    assert!(said.contains("không được ký bằng khóa đã cho"), "{said}");
}

#[test]
fn a_receipt_from_before_the_count_and_wrong_use_conclude_nothing() {
    let key = key().verifier().to_string();
    let good = receipt("count");
    let mut early = good.clone();
    for field in ["index", "size", "hashes", "root", "box", "entry"] {
        early.as_object_mut().expect("an object").remove(field);
    }
    let (status, said) = verify(&early.to_string(), &["--key", &key]);
    assert_eq!(status, 2);
    assert!(said.contains("chưa kết luận được"), "{said}");
    assert_eq!(verify(&good.to_string(), &[]).0, 2, "no key");
    let (status, _) = verify(&good.to_string(), &["--key", &key, "--file", "x.txt"]);
    assert_eq!(status, 2);
}

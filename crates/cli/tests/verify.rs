//! `dinh verify` as a citizen meets it: what it says, and its exit status.
#![expect(
    clippy::disallowed_methods,
    reason = "the command reads files, so the test writes them"
)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use dinh_register::{
    Act, Checkpoint, Content, Cosigner, Hash, Policy, Proof, Receipt, SignerKey, paper, seal, tree,
};
use tempfile::TempDir;

const ORIGIN: &str = "dangky.cantho.example/so-mau";
const PLAN: &str = "Kế hoạch mẫu: sửa đường ấp.\n";
const LETTER: &str = "Nội dung mẫu niêm kín.\n";

fn key() -> SignerKey {
    SignerKey::from_seed(ORIGIN, &[7; 32]).expect("the name is valid")
}

fn length(text: &str) -> u64 {
    text.len().try_into().expect("a sample is short")
}

/// The only entry of an invented register.
fn receipt() -> Receipt {
    let commitment = seal(&[9; 32], &Hash::of(LETTER.as_bytes()));
    let act = Act {
        register: ORIGIN.into(),
        unit: "31120@2025-07-01".into(),
        room: "disclosure".into(),
        act: "publish".into(),
        thing: "0197c1d2-7a43-7c55-9d0e-2f3b6a1c8e11".into(),
        rev: 1,
        prev: None,
        laws: vec!["L10-2022/11.2".into()],
        at: "2026-11-23T15:39:47+07:00".into(),
        office: "ubnd-xa".into(),
        contents: vec![
            Content::File {
                sha256: Hash::of(PLAN.as_bytes()),
                size: length(PLAN),
                media_type: "text/plain".into(),
            },
            Content::Sealed {
                commitment,
                size: length(LETTER),
                media_type: "text/plain".into(),
            },
        ],
    };
    let entry = act.encode().expect("the sample is valid");
    let head = Checkpoint {
        origin: ORIGIN.into(),
        size: 1,
        root: tree::leaf_hash(&entry),
    };
    let checkpoint = head.sign(&key()).expect("the key is the register's");
    let proof = Proof {
        extra: None,
        index: 0,
        hashes: vec![],
        checkpoint,
    };
    let entry = String::from_utf8(entry).expect("an entry is UTF-8");
    Receipt::from_texts(entry, proof.encode().expect("well formed")).with_salt(1, &[9; 32])
}

/// A folder with the receipt, its files, and the entry and proof apart.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(TempDir::new().expect("a folder"));
        let receipt = receipt();
        desk.write("bien-nhan.dinh.json", &receipt.to_json());
        desk.write("muc.txt", &receipt.entry);
        desk.write("muc.tlog-proof", &receipt.proof);
        desk.write("ke-hoach.txt", PLAN);
        desk.write("thu.txt", LETTER);
        desk.write(
            "chinh-sach.txt",
            &format!("log {}\nquorum none\n", key().verifier()),
        );
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("the folder is writable");
    }

    /// Exit status and everything that was said.
    fn verify(&self, arguments: &[&str]) -> (i32, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_dinh"))
            .arg("verify")
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .expect("the command runs");
        let said = [output.stdout, output.stderr].concat();
        (
            output.status.code().expect("it ends by itself"),
            String::from_utf8(said).expect("it speaks UTF-8"),
        )
    }
}

#[test]
fn a_good_receipt_is_explained_with_what_it_does_not_prove() {
    let key = key().verifier().to_string();
    let arguments = [
        "bien-nhan.dinh.json",
        "--key",
        &key,
        "--file",
        "ke-hoach.txt",
    ];
    let (status, said) = Desk::new().verify(&arguments);
    assert_eq!(status, 0);
    insta::assert_snapshot!("good", said);
}

#[test]
fn the_answer_is_also_given_as_json() {
    let key = key().verifier().to_string();
    let arguments = [
        "bien-nhan.dinh.json",
        "--key",
        &key,
        "--file",
        "ke-hoach.txt",
        "--file",
        "thu.txt",
        "--json",
    ];
    let (status, said) = Desk::new().verify(&arguments);
    assert_eq!(status, 0);
    insta::assert_snapshot!("good_json", said);
}

#[test]
fn a_policy_serves_as_well_as_a_key_and_a_proof_file_as_well_as_a_receipt() {
    let desk = Desk::new();
    let proof = [
        "muc.tlog-proof",
        "--entry",
        "muc.txt",
        "--policy",
        "chinh-sach.txt",
        "--file",
        "ke-hoach.txt",
    ];
    assert_eq!(desk.verify(&proof).0, 0);
    // Without the salt of the receipt the sealed content cannot be compared.
    let sealed = [
        "muc.tlog-proof",
        "--entry",
        "muc.txt",
        "--policy",
        "chinh-sach.txt",
        "--file",
        "thu.txt",
    ];
    assert_eq!(desk.verify(&sealed).0, 1);
}

#[test]
fn codes_scanned_from_paper_serve_as_a_receipt_and_a_missing_one_is_named() {
    let desk = Desk::new();
    let receipt = receipt();
    let proof = Proof::parse(&receipt.proof).expect("a proof");
    let policy = Policy::of_logs([key().verifier().clone()]);
    let codes = paper::to_codes(receipt.entry.as_bytes(), &proof, &policy).expect("codes");
    desk.write("quet.txt", &format!("{}\n", codes.join("\n")));
    let scanned = [
        "quet.txt",
        "--policy",
        "chinh-sach.txt",
        "--file",
        "ke-hoach.txt",
    ];
    let (status, said) = desk.verify(&scanned);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("0197c1d2"), "{said}");

    let (head, counted) = codes[0].split_once(":1/").expect("the first of some");
    let (_, signs) = counted.split_once(':').expect("its signs");
    desk.write("thieu.txt", &format!("{head}:1/2:{signs}\n"));
    let (status, said) = desk.verify(&["thieu.txt", "--policy", "chinh-sach.txt"]);
    assert_eq!(status, 2);
    assert!(said.contains("còn thiếu mã số 2"), "{said}");

    desk.write("hong.txt", &codes[0].replacen('.', "", 1));
    let (status, _) = desk.verify(&["hong.txt", "--policy", "chinh-sach.txt"]);
    assert_eq!(status, 1);
}

#[test]
fn without_a_key_nothing_is_concluded() {
    let (status, said) = Desk::new().verify(&["bien-nhan.dinh.json"]);
    assert_eq!(status, 2);
    insta::assert_snapshot!("no_key", said);
}

/// A policy of three witnesses of which two must sign, and a receipt that these cosigned.
fn witnessed(desk: &Desk, who: &[usize]) -> Vec<u64> {
    let witnesses: Vec<Cosigner> = (0..3)
        .map(|number| {
            let name = format!("chung-kien.example/{number}");
            Cosigner::from_seed(&name, &[20 + number; 32]).expect("valid")
        })
        .collect();
    let mut policy = format!("log {}\n", key().verifier());
    for (place, witness) in witnesses.iter().enumerate() {
        policy.extend([format!("witness w{place} {}\n", witness.key())]);
    }
    policy.push_str("group both 2 w0 w1 w2\nquorum both\n");
    desk.write("chinh-sach.txt", &policy);
    let mut receipt = receipt();
    let (_, note) = receipt.proof.split_once("\n\n").expect("a proof");
    let (text, _) = note.split_once("\n\n").expect("a note");
    let text = format!("{text}\n");
    let times: Vec<u64> = who
        .iter()
        .map(|place| 1_795_000_000 + *place as u64)
        .collect();
    for (place, time) in who.iter().zip(&times) {
        receipt
            .proof
            .push_str(&witnesses[*place].cosign(&text, *time));
    }
    desk.write("bien-nhan.dinh.json", &receipt.to_json());
    times
}

#[test]
fn a_policy_that_demands_witnesses_is_not_quietly_weakened() {
    let desk = Desk::new();
    let arguments = [
        "bien-nhan.dinh.json",
        "--policy",
        "chinh-sach.txt",
        "--json",
    ];
    for who in [&[][..], &[1]] {
        witnessed(&desk, who);
        let (status, said) = desk.verify(&arguments);
        let answer: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!((status, answer["reason"].as_str()), (1, Some("quorum")));
    }
    witnessed(&desk, &[0, 2]);
    let (status, said) = desk.verify(&arguments);
    let answer: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!((status, answer["witnessed"].as_bool()), (0, Some(true)));
    assert_eq!(answer["not_after"].as_str(), Some("2026-11-18T11:06:42Z"));
    assert!(!said.contains("chưa có bên chứng kiến"), "{said}");
}

#[test]
fn witnesses_and_their_time_are_named_in_words() {
    let desk = Desk::new();
    witnessed(&desk, &[0, 1, 2]);
    let arguments = ["bien-nhan.dinh.json", "--policy", "chinh-sach.txt"];
    let (status, said) = desk.verify(&arguments);
    assert_eq!(status, 0);
    insta::assert_snapshot!("witnessed", said);
}

#[test]
fn a_changed_entry_and_a_changed_file_are_rejected_with_their_reason() {
    let desk = Desk::new();
    let key = key().verifier().to_string();
    let json = receipt().to_json();
    for (right, wrong, reason) in [
        ("ubnd-xa", "hdnd-xa", "inclusion"),
        ("act publish", "act Publish", "entry"),
        ("index 0", "index 1", "inclusion"),
        ("index 0", "index x", "proof"),
        ("receipt/1", "receipt/2", "format"),
        ("\"entry\"", "\"Entry\"", "json"),
        ("\"1\"", "\"0\"", "salt"),
        ("so-mau\\n1\\n", "so-mau\\n2\\n", "checkpoint"),
    ] {
        assert!(json.contains(right), "{right}");
        desk.write("bien-nhan.dinh.json", &json.replacen(right, wrong, 1));
        let (status, said) = desk.verify(&["bien-nhan.dinh.json", "--key", &key, "--json"]);
        let answer: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!(
            (status, answer["valid"].as_bool(), answer["reason"].as_str()),
            (1, Some(false), Some(reason))
        );
    }
    desk.write("bien-nhan.dinh.json", &json);
    desk.write("ke-hoach.txt", "Kế hoạch mẫu: sửa đường ấp!\n");
    let (status, said) = desk.verify(&[
        "bien-nhan.dinh.json",
        "--key",
        &key,
        "--file",
        "ke-hoach.txt",
    ]);
    assert_eq!(status, 1);
    insta::assert_snapshot!("changed_file", said);
}

#[test]
fn another_key_is_rejected() {
    let other = SignerKey::from_seed(ORIGIN, &[8; 32])
        .expect("valid")
        .verifier()
        .to_string();
    let (status, said) = Desk::new().verify(&["bien-nhan.dinh.json", "--key", &other]);
    assert_eq!(status, 1);
    assert!(said.contains("không được ký bằng khóa đã cho"), "{said}");
}

#[test]
fn wrong_use_ends_with_status_two() {
    let desk = Desk::new();
    let key = key().verifier().to_string();
    for arguments in [
        vec![],
        vec!["khong-co.json", "--key", &key],
        vec!["bien-nhan.dinh.json", "--key", "abc"],
        vec![
            "bien-nhan.dinh.json",
            "--key",
            &key,
            "--policy",
            "chinh-sach.txt",
        ],
        vec!["bien-nhan.dinh.json", "--policy", "thu.txt"],
        vec![
            "bien-nhan.dinh.json",
            "--key",
            &key,
            "--file",
            "khong-co.txt",
        ],
        vec!["bien-nhan.dinh.json", "--key", &key, "--entry", "muc.txt"],
        vec!["muc.tlog-proof", "--key", &key],
    ] {
        assert_eq!(desk.verify(&arguments).0, 2, "{arguments:?}");
    }
}

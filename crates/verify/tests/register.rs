//! A whole register in a folder: read, audited, copied, and refused for everything that does not fit.
#![expect(
    clippy::disallowed_methods,
    reason = "the verifier reads files, so the test writes them"
)]

mod city;

use std::fs;

use city::{City, KEY_SEED, policy_of, walk};
use dinh_register::Policy;
use dinh_verify::source::Source;
use dinh_verify::{Answer, Copied, EVIDENCE, Fault, Folder, Register, copy, read_whole, run};
use proptest::prelude::*;
use tempfile::TempDir;

fn ask(words: &[&str]) -> Answer {
    let open =
        |place: &str| -> Result<Box<dyn Source>, String> { Ok(Box::new(Folder::new(place))) };
    run(words.iter().map(|word| (*word).to_owned()), &open)
}

fn put(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).expect("written");
    path.to_str().expect("UTF-8").to_owned()
}

/// A served register and the words that ask for it.
struct Served {
    folder: TempDir,
    city: City,
}

impl Served {
    fn new(size: u64) -> Self {
        let city = City::of(size);
        let folder = TempDir::new().expect("a folder");
        city.serve(folder.path());
        Self { folder, city }
    }

    fn source(&self) -> Folder {
        Folder::new(self.folder.path())
    }

    fn full(&self, more: &[&str]) -> Answer {
        let desk = TempDir::new().expect("a folder");
        let policy = put(&desk, "policy", &city::policy());
        let source = self.folder.path().to_str().expect("UTF-8");
        let words = ["--full", source, "--policy", &policy];
        ask(&[&words, more].concat())
    }
}

fn json(answer: &Answer) -> serde_json::Value {
    serde_json::from_str(&answer.said).expect("JSON")
}

#[test]
fn a_whole_register_is_accepted_and_its_things_are_told() {
    let served = Served::new(700);
    let answer = served.full(&[]);
    assert_eq!(answer.status, 0, "{answer:?}");
    assert!(answer.said.contains("đã đọc đủ 700 mục"), "{}", answer.said);
    // Thing 3 has the entries 3, 103, 203 and so on.
    let thing = city::thing(3);
    let answer = served.full(&["--thing", &thing]);
    assert_eq!(answer.status, 0, "{answer:?}");
    assert!(answer.said.contains("có 7 lần ghi"), "{}", answer.said);
    assert!(
        answer.said.contains(
            "- Lần 2, vị trí 103: đính chính (amend) (disclosure), máy chủ khai lúc 15:01:43 ngày 23/11/2026 (+07:00), đơn vị 31120 (từ 01/07/2025), theo L10-2022/11.2."
        ),
        "{}",
        answer.said
    );
    let answer = json(&served.full(&["--thing", &thing, "--json"]));
    assert_eq!(answer["thing"]["entries"][6]["index"], 603);
    assert_eq!(
        (&answer["valid"], &answer["size"]),
        (&true.into(), &700.into())
    );
    let nobody = served.full(&["--thing", &city::thing(5000)]);
    assert_eq!(nobody.status, 1);
    assert!(nobody.said.contains("KHÔNG có mục nào"), "{}", nobody.said);
}

#[test]
fn a_fork_and_a_broken_link_are_told_loudly() {
    let mut served = Served::new(0);
    let [first, second] = [0, 1].map(|number| served.city.append(number));
    served.city.follow(0, 2, Some(first.clone()));
    served.city.follow(0, 2, Some(first));
    served.city.follow(1, 3, Some(second));
    served.city.serve(served.folder.path());
    let forked = served.full(&["--thing", &city::thing(0)]);
    assert_eq!(forked.status, 1);
    assert!(forked.said.starts_with("CẢNH BÁO"), "{}", forked.said);
    assert!(
        forked.said.contains("RẼ NHÁNH: mục 2 và mục 3"),
        "{}",
        forked.said
    );
    let gap = json(&served.full(&["--thing", &city::thing(1), "--json"]));
    assert_eq!(gap["valid"], false);
    assert_eq!(gap["thing"]["faults"][0]["reason"], "gap");
}

#[test]
fn an_earlier_checkpoint_must_be_where_the_register_begins() {
    let served = Served::new(300);
    let desk = TempDir::new().expect("a folder");
    let earlier = put(&desk, "truoc", &City::of(130).note());
    let answer = served.full(&["--since", &earlier]);
    assert_eq!(answer.status, 0, "{answer:?}");
    assert!(
        answer.said.contains("chỉ nối thêm vào sổ 130 mục"),
        "{}",
        answer.said
    );
    let mut other = City::of(100);
    for _ in 0..30 {
        other.follow(999, 1, None);
    }
    for (note, reason) in [
        (other.note(), "rewritten"),
        (City::of(301).note(), "shrunk"),
    ] {
        let kept = put(&desk, "khac", &note);
        let answer = served.full(&["--since", &kept, "--json"]);
        assert_eq!(
            (answer.status, json(&answer)["reason"].as_str()),
            (1, Some(reason))
        );
    }
    let stranger = put(&desk, "la", "khong phai dau so\n");
    assert_eq!(served.full(&["--since", &stranger]).status, 2);
}

#[test]
fn every_file_of_a_register_is_checked() {
    let served = Served::new(600);
    for path in walk(served.folder.path()) {
        let right = fs::read(&path).expect("read");
        let mut wrong = right.clone();
        let middle = wrong.len() / 2;
        wrong[middle] ^= 1;
        fs::write(&path, &wrong).expect("written");
        let answer = served.full(&["--json"]);
        assert_eq!(answer.status, 1, "{}: {answer:?}", path.display());
        fs::remove_file(&path).expect("removed");
        let answer = served.full(&["--json"]);
        assert_eq!(answer.status, 1, "{}: {answer:?}", path.display());
        fs::write(&path, &right).expect("written");
    }
    assert_eq!(served.full(&[]).status, 0);
}

#[test]
fn an_entry_that_breaks_its_format_is_found_although_it_is_signed() {
    let mut served = Served::new(5);
    served.city.append_bytes(b"dinh/act/2\n");
    served.city.serve(served.folder.path());
    let answer = served.full(&["--json"]);
    assert_eq!(
        (answer.status, json(&answer)["reason"].as_str()),
        (1, Some("entry"))
    );
    assert!(
        json(&answer)["message"]
            .as_str()
            .expect("words")
            .contains("vị trí 5")
    );
}

#[test]
fn wrong_use_and_an_unreadable_source_conclude_nothing() {
    let served = Served::new(3);
    let source = served.folder.path().to_str().expect("UTF-8");
    for words in [
        vec!["--full", source],
        vec!["--full"],
        vec!["--thing", "x", "--key", "k"],
        vec!["a", "b"],
        vec!["--full", source, "a.json"],
        vec!["--fool"],
    ] {
        assert_eq!(ask(&words).status, 2, "{words:?}");
    }
    assert!(ask(&["--help"]).said.contains("--full"));
    let empty = TempDir::new().expect("a folder");
    let policy = put(&empty, "chinh-sach", &city::policy());
    let words = [
        "--full",
        empty.path().to_str().expect("UTF-8"),
        "--policy",
        &policy,
    ];
    assert_eq!(ask(&words).status, 1);
}

#[test]
fn a_policy_that_demands_witnesses_is_not_quietly_weakened() {
    let served = Served::new(4);
    let desk = TempDir::new().expect("a folder");
    let policy = put(&desk, "policy", &city::witnessed_policy());
    let source = served.folder.path().to_str().expect("UTF-8");
    let words = ["--full", source, "--policy", &policy];
    let answer = ask(&[&words[..], &["--json"]].concat());
    assert_eq!(
        (answer.status, json(&answer)["reason"].as_str()),
        (1, Some("quorum"))
    );
    fs::write(
        served.folder.path().join("checkpoint"),
        served.city.cosigned(),
    )
    .expect("written");
    let answer = ask(&words);
    assert_eq!(answer.status, 0, "{answer:?}");
    assert!(
        answer
            .said
            .contains("chậm nhất lúc 18:06:42 ngày 18/11/2026"),
        "{}",
        answer.said
    );
}

fn policy() -> Policy {
    Policy::parse(&city::policy()).expect("a policy")
}

fn copied(served: &Served, into: &Folder) -> Result<Copied, Fault> {
    copy(&served.source(), &policy(), &city::policy(), into)
}

#[test]
fn a_copy_grows_with_the_register_and_is_a_register_itself() {
    let mut served = Served::new(0);
    let folder = TempDir::new().expect("a folder");
    let into = Folder::new(folder.path());
    let mut from = 0;
    for to in [0, 1, 255, 256, 600, 600, 1025] {
        served.city.grow(to);
        served.city.serve(served.folder.path());
        let grown = copied(&served, &into).expect("copied");
        let expected = if from == to && from > 0 {
            Copied::Same { size: to }
        } else {
            Copied::Grown { from, to }
        };
        assert_eq!(grown, expected);
        let register = Register::open(&into, &policy()).expect("signed");
        read_whole(&register, &mut |_| {}).expect("whole");
        assert_eq!(register.size(), to);
        from = to;
    }
    // Every file of the city is there, byte for byte, besides older unfinished ones.
    for path in walk(served.folder.path()) {
        let name = path.strip_prefix(served.folder.path()).expect("below");
        let kept = fs::read(folder.path().join(name)).expect("kept");
        assert_eq!(kept, fs::read(&path).expect("served"), "{}", name.display());
    }
}

#[test]
fn a_register_that_was_rewritten_is_refused_and_the_evidence_is_kept() {
    for (kept, common, size) in [
        (300, 200, 400),
        (300, 200, 300),
        (300, 200, 250),
        (256, 0, 700),
    ] {
        let served = Served::new(kept);
        let folder = TempDir::new().expect("a folder");
        let into = Folder::new(folder.path());
        copied(&served, &into).expect("copied");
        let note = fs::read(folder.path().join("checkpoint")).expect("kept");
        let mut other = City::of(common);
        while other.size() < size {
            other.follow(900 + other.size(), 1, None);
        }
        let face = Served {
            folder: TempDir::new().expect("a folder"),
            city: other,
        };
        face.city.serve(face.folder.path());
        let refused = copied(&face, &into).expect_err("rewritten");
        let (old, new) = (kept.min(size), kept.max(size));
        assert_eq!(refused, Fault::Rewritten { old, new });
        assert_eq!(
            fs::read(folder.path().join("checkpoint")).expect("kept"),
            note
        );
        let evidence = walk(&folder.path().join(EVIDENCE));
        let evidence = evidence[0].parent().expect("a folder");
        let accepted = of_evidence(evidence, &city::policy(), &["--json"]);
        assert_eq!(accepted.status, 0, "{accepted:?}");
        let told = json(&accepted);
        assert_eq!(told["smaller"]["size"], old);
        assert_eq!(told["larger"]["size"], new);
        is_refused_when_flipped(evidence);
    }
}

fn of_evidence(folder: &std::path::Path, policy: &str, more: &[&str]) -> Answer {
    let desk = TempDir::new().expect("a folder");
    let policy = put(&desk, "policy", policy);
    let folder = folder.to_str().expect("UTF-8");
    ask(&[&["--evidence", folder, "--policy", &policy], more].concat())
}

/// Every byte of the three files.
fn is_refused_when_flipped(evidence: &std::path::Path) {
    for file in ["kept", "served", "proof"] {
        let path = evidence.join(file);
        let right = fs::read(&path).expect("kept");
        for place in 0..right.len() {
            let mut wrong = right.clone();
            wrong[place] ^= 1 << (place % 8);
            fs::write(&path, &wrong).expect("written");
            let refused = of_evidence(evidence, &city::policy(), &["--json"]);
            assert_eq!(refused.status, 1, "{file} {place}: {refused:?}");
        }
        fs::write(&path, right).expect("written");
    }
}

#[test]
fn a_rewriting_that_no_witness_cosigned_is_still_evidence() {
    let served = Served::new(30);
    let note = served.folder.path().join("checkpoint");
    fs::write(&note, served.city.cosigned()).expect("written");
    let witnessed = Policy::parse(&city::witnessed_policy()).expect("a policy");
    let folder = TempDir::new().expect("a folder");
    let into = Folder::new(folder.path());
    let grown = copy(
        &served.source(),
        &witnessed,
        &city::witnessed_policy(),
        &into,
    );
    assert_eq!(grown, Ok(Copied::Grown { from: 0, to: 30 }));
    let mut other = City::of(20);
    for _ in 0..30 {
        other.follow(999, 1, None);
    }
    other.serve(served.folder.path());
    let refused = copy(
        &served.source(),
        &witnessed,
        &city::witnessed_policy(),
        &into,
    );
    assert_eq!(refused, Err(Fault::Rewritten { old: 30, new: 50 }));
    let evidence = walk(&folder.path().join(EVIDENCE));
    assert_eq!(evidence.len(), 3);
    let evidence = evidence[0].parent().expect("a folder");
    let told = of_evidence(evidence, &city::witnessed_policy(), &[]);
    assert_eq!(told.status, 0, "{told:?}");
    for words in [
        "BẰNG CHỨNG ĐÚNG: sổ dangky.cantho.example/so-mau đã bị viết lại.",
        "đã ký đầu sổ thứ nhất (tệp kept): 30 mục",
        "đã ký đầu sổ thứ hai (tệp served): 50 mục",
        "30 mục đầu có gốc",
        "Bên chứng kiến bao đã ký đầu sổ thứ nhất lúc 18:06:42 ngày 18/11/2026 (giờ Việt Nam).",
    ] {
        assert!(told.said.contains(words), "{words}: {}", told.said);
    }
    assert!(!told.said.contains("ký cả hai"), "{}", told.said);
    let desk = TempDir::new().expect("a folder");
    let kept = into.path().join("checkpoint");
    let policy = put(&desk, "policy", &city::witnessed_policy());
    let source = served.folder.path().to_str().expect("UTF-8");
    let words = ["--full", source, "--policy", &policy, "--json"];
    let since = ["--since", kept.to_str().expect("UTF-8")];
    let told = [ask(&words), ask(&[&words[..], &since].concat())];
    let reasons = told.each_ref().map(|answer| json(answer)["reason"].clone());
    assert_eq!(reasons, ["quorum", "rewritten"]);
    // What only goes on waits for its witnesses, and nothing of it is kept.
    served.city.serve(served.folder.path());
    let honest = Served::new(40);
    let waiting = copy(
        &honest.source(),
        &witnessed,
        &city::witnessed_policy(),
        &into,
    );
    assert_eq!(waiting, Err(Fault::Quorum { cosigned: 0 }));
    let register = Register::open(&into, &witnessed).expect("witnessed");
    assert_eq!(register.size(), 30);
}

/// Evidence as somebody might make it up.
fn made_up(kept: &str, served: &str, proof: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in [("kept", kept), ("served", served), ("proof", proof)] {
        put(&folder, name, text);
    }
    folder
}

#[test]
fn nothing_but_a_contradiction_is_evidence() {
    let (one, same) = (City::of(30), City::of(30));
    let root = |city: &City| {
        policy()
            .judge(&city.note())
            .expect("signed")
            .checkpoint
            .root
    };
    let proof = format!("old 30\nroot {}\n", root(&one));
    let mut other = City::of(20);
    while other.size() < 30 {
        other.follow(999, 1, None);
    }
    let refuted = format!("old 30\nroot {}\n", root(&other));
    let unsigned = one.note().replace("so-mau\n30\n", "so-mau\n31\n");
    for (kept, served, proof, reason) in [
        (one.note(), same.note(), &proof, "consistent"),
        (one.note(), other.note(), &proof, "proof"),
        (unsigned, other.note(), &refuted, "checkpoint"),
        (one.note(), "x".to_owned(), &refuted, "checkpoint"),
        (one.note(), other.note(), &String::new(), "proof"),
        (
            one.note(),
            other.note(),
            &refuted.replace("30", "030"),
            "proof",
        ),
        (one.note(), other.note(), &(refuted.clone() + "\n"), "proof"),
    ] {
        let folder = made_up(&kept, &served, proof);
        let answer = of_evidence(folder.path(), &city::policy(), &["--json"]);
        assert_eq!(answer.status, 1, "{answer:?}");
        assert_eq!(json(&answer)["reason"], reason, "{proof}");
        let words = of_evidence(folder.path(), &city::policy(), &[]);
        assert!(
            words.said.starts_with("KHÔNG phải bằng chứng."),
            "{words:?}"
        );
    }
    // Both of one size, each cosigned by the same witness.
    let folder = made_up(&one.cosigned(), &other.cosigned(), &refuted);
    let answer = of_evidence(folder.path(), &city::witnessed_policy(), &["--json"]);
    assert_eq!(json(&answer)["cosigned_both"][0], "bao", "{answer:?}");
    // The keys of somebody else trust neither.
    let foreign = of_evidence(folder.path(), &policy_of(8).0, &["--json"]);
    assert_eq!(json(&foreign)["reason"], "checkpoint");
    fs::remove_file(folder.path().join("proof")).expect("removed");
    let missing = of_evidence(folder.path(), &city::policy(), &[]);
    assert_eq!(missing.status, 2);
    assert!(
        missing.complaint.contains("không có tệp proof"),
        "{missing:?}"
    );
    let both = of_evidence(folder.path(), &city::policy(), &["--full", "x"]);
    assert_eq!(both.status, 2);
}

#[test]
fn an_older_state_of_the_same_register_is_no_rewriting_and_changes_nothing() {
    let served = Served::new(300);
    let folder = TempDir::new().expect("a folder");
    let into = Folder::new(folder.path());
    copied(&served, &into).expect("copied");
    let older = Served::new(123);
    assert_eq!(
        copied(&older, &into),
        Ok(Copied::Behind {
            kept: 300,
            served: 123
        })
    );
    let register = Register::open(&into, &policy()).expect("signed");
    assert_eq!(register.size(), 300);
    assert!(!folder.path().join(EVIDENCE).exists());
}

#[test]
fn damaged_files_of_the_source_are_not_taken_for_a_rewriting_and_not_kept() {
    let served = Served::new(600);
    for path in walk(&served.folder.path().join("tile")) {
        let right = fs::read(&path).expect("read");
        let mut wrong = right.clone();
        wrong[7] ^= 4;
        fs::write(&path, &wrong).expect("written");
        let folder = TempDir::new().expect("a folder");
        let into = Folder::new(folder.path());
        let refused = copied(&served, &into).expect_err("damaged");
        assert!(matches!(refused, Fault::Changed(_)), "{refused}");
        assert!(!folder.path().join("checkpoint").exists());
        // What was right so far stays, and the next run goes on from there.
        fs::write(&path, &right).expect("written");
        assert_eq!(
            copied(&served, &into),
            Ok(Copied::Grown { from: 0, to: 600 })
        );
    }
}

#[test]
fn a_copy_whose_own_files_were_changed_is_not_gone_on_with() {
    let served = Served::new(300);
    let folder = TempDir::new().expect("a folder");
    let into = Folder::new(folder.path());
    copied(&served, &into).expect("copied");
    fs::remove_file(folder.path().join("checkpoint")).expect("removed");
    fs::write(folder.path().join("tile/entries/000"), b"changed").expect("written");
    let refused = copied(&served, &into).expect_err("changed");
    assert!(matches!(refused, Fault::Copy(_)), "{refused}");
}

/// A source that ends at the n-th file: the process was killed there.
struct Dying<'source> {
    source: &'source Folder,
    left: std::cell::Cell<usize>,
}

impl Source for Dying<'_> {
    fn fetch(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, String> {
        let left = self.left.get().checked_sub(1).ok_or("killed")?;
        self.left.set(left);
        self.source.fetch(path, most)
    }
}

#[test]
fn a_copy_that_ends_anywhere_is_gone_on_with_by_the_next_run() {
    let mut served = Served::new(513);
    let folder = TempDir::new().expect("a folder");
    let into = Folder::new(folder.path());
    for (from, to) in [(0, 513), (513, 1100)] {
        served.city.grow(to);
        served.city.serve(served.folder.path());
        let source = served.source();
        for left in 0..40 {
            let dying = Dying {
                source: &source,
                left: left.into(),
            };
            let ended = copy(&dying, &policy(), &city::policy(), &into);
            if ended == Ok(Copied::Grown { from, to }) {
                break;
            }
            assert_eq!(ended, Err(Fault::Source("killed".into())), "{left}");
            let kept = Register::open_signed(&into, &policy()).expect("whole");
            assert_eq!(kept.map_or(0, |kept| kept.size()), from);
        }
        let register = Register::open(&into, &policy()).expect("signed");
        read_whole(&register, &mut |_| {}).expect("whole");
        assert_eq!(register.size(), to);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn one_flipped_bit_anywhere_in_a_served_register_is_refused(
        size in 1..600_u64,
        at in any::<prop::sample::Index>(),
        bit in any::<prop::sample::Index>(),
    ) {
        let served = Served::new(size);
        let files = walk(served.folder.path());
        let path = &files[at.index(files.len())];
        let mut bytes = fs::read(path).expect("read");
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(path, &bytes).expect("written");
        let answer = served.full(&[]);
        prop_assert_eq!(answer.status, 1, "{}: {:?}", path.display(), answer);
    }
}

#[test]
fn the_key_alone_serves_as_well_as_a_policy() {
    let served = Served::new(3);
    let source = served.folder.path().to_str().expect("UTF-8");
    let answer = ask(&["--full", source, "--key", &policy_of(KEY_SEED).1]);
    assert_eq!(answer.status, 0, "{answer:?}");
    assert!(
        answer.said.contains("chỉ do thành phố ký"),
        "{}",
        answer.said
    );
    let other = ask(&["--full", source, "--key", &policy_of(8).1]);
    assert_eq!(other.status, 1);
}

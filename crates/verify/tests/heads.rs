//! The checkpoints that a register keeps for ever: copied part by part, checked against the copied entries, refused if they do
//! not fit.
#![expect(
    clippy::disallowed_methods,
    reason = "the verifier reads files, so the test writes them"
)]

mod city;

use std::cell::Cell;
use std::fs;

use city::{City, walk};
use dinh_register::tile::{HeadBundle, join_heads};
use dinh_register::{Error, Policy};
use dinh_verify::source::Source;
use dinh_verify::{
    Copied, CopiedHeads, EVIDENCE, Fault, Folder, Register, copy, copy_heads, each_head,
};
use tempfile::TempDir;

/// More bundles than any of these registers has.
const ALL: u64 = 1000;

/// The sizes at which the witness signed, and when it did, ten seconds for each entry.
const SIZES: [u64; 6] = [1, 40, 256, 257, 1100, 1300];

fn second(size: u64) -> u64 {
    1_795_000_000 + 10 * size
}

fn head(size: u64) -> String {
    City::of(size).cosigned_at(second(size))
}

fn policy() -> Policy {
    Policy::parse(&city::witnessed_policy()).expect("a policy")
}

/// A served register with its kept checkpoints, and a copy.
struct Pair {
    served: TempDir,
    copy: TempDir,
}

impl Pair {
    fn new(sizes: &[u64]) -> Self {
        let pair = Self {
            served: TempDir::new().expect("a folder"),
            copy: TempDir::new().expect("a folder"),
        };
        pair.serve(sizes);
        pair
    }

    /// The register ends at the last of these sizes.
    fn serve(&self, sizes: &[u64]) {
        city::serve_witnessed(self.served.path(), sizes, second);
    }

    fn put(&self, index: u64, text: &str) {
        let path = self.served.path().join(format!("checkpoints/{index:03}"));
        fs::create_dir_all(path.parent().expect("below")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn source(&self) -> Folder {
        Folder::new(self.served.path())
    }

    fn own(&self) -> Folder {
        Folder::new(self.copy.path())
    }

    fn copy(&self) -> Copied {
        let copied = copy(
            &self.source(),
            &policy(),
            &city::witnessed_policy(),
            &self.own(),
        );
        copied.expect("copied")
    }

    fn heads(&self, most: u64) -> Result<CopiedHeads, Fault> {
        copy_heads(&self.source(), &policy(), &self.own(), most)
    }

    /// Size and bounds of each head of the copy.
    fn kept(&self) -> Vec<(u64, u64, u64)> {
        let into = self.own();
        let register = Register::open(&into, &policy()).expect("witnessed");
        let mut kept = Vec::new();
        let read = each_head(&register, &policy(), &mut |head| {
            if let Some(seen) = head.judged.seen {
                kept.push((head.judged.checkpoint.size, seen.earliest, seen.latest));
            }
            Ok(())
        });
        read.expect("all are heads of the copy");
        kept
    }

    fn has_files_of_the_source(&self) {
        for path in walk(&self.served.path().join("checkpoints")) {
            let name = path.strip_prefix(self.served.path()).expect("below");
            let kept = fs::read(self.copy.path().join(name)).expect("kept");
            assert_eq!(kept, fs::read(&path).expect("served"), "{}", name.display());
        }
    }
}

fn added(added: u64) -> CopiedHeads {
    CopiedHeads {
        added,
        ..CopiedHeads::default()
    }
}

fn expected(sizes: &[u64]) -> Vec<(u64, u64, u64)> {
    let bounds = sizes
        .iter()
        .map(|size| (*size, second(*size), second(*size)));
    bounds.collect()
}

#[test]
fn every_kept_checkpoint_is_copied_and_only_new_ones_are_added() {
    let pair = Pair::new(&SIZES[..4]);
    pair.copy();
    assert_eq!(pair.heads(ALL), Ok(added(4)));
    pair.has_files_of_the_source();
    assert_eq!(pair.heads(ALL), Ok(added(0)));
    pair.serve(&SIZES);
    assert_eq!(
        pair.heads(ALL),
        Ok(added(0)),
        "they are above the copied entries"
    );
    pair.copy();
    assert_eq!(pair.heads(ALL), Ok(added(2)));
    pair.has_files_of_the_source();
    assert_eq!(pair.kept(), expected(&SIZES));
}

#[test]
fn a_round_is_bounded_and_the_next_one_goes_on() {
    let pair = Pair::new(&SIZES);
    pair.copy();
    let (mut rounds, mut added) = (0, 0);
    loop {
        // Two bundles: the last one that is there is always looked at again.
        let round = pair.heads(2).expect("copied");
        (rounds, added) = (rounds + 1, added + round.added);
        if !round.has_more {
            break;
        }
    }
    // Of six bundles: 0 and 1, 1 and 2, and so on.
    assert_eq!((rounds, added), (5, 6));
    assert_eq!(pair.kept(), expected(&SIZES));
}

/// A source that ends at the n-th file.
struct Dying(Folder, Cell<usize>);

impl Source for Dying {
    fn fetch(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, String> {
        let left = self.1.get().checked_sub(1).ok_or("killed")?;
        self.1.set(left);
        self.0.fetch(path, most)
    }
}

#[test]
fn a_round_that_ends_anywhere_loses_nothing() {
    let pair = Pair::new(&SIZES);
    pair.copy();
    for left in 0..8 {
        let dying = Dying(pair.source(), Cell::new(left));
        let done = copy_heads(&dying, &policy(), &pair.own(), ALL);
        assert!(
            done.is_ok() || done == Err(Fault::Source("killed".into())),
            "{done:?}"
        );
    }
    pair.has_files_of_the_source();
}

#[test]
fn what_a_source_lost_stays_in_the_copy_and_a_closer_time_takes_the_place_of_a_wider_one() {
    let pair = Pair::new(&[40, 100]);
    pair.copy();
    assert_eq!(pair.heads(ALL), Ok(added(2)));
    // One is gone, one has a later time, as after a refill.
    let later = City::of(100).cosigned_at(second(500));
    pair.put(0, &join_heads([later.as_str()]));
    assert_eq!(pair.heads(ALL), Ok(added(0)));
    assert_eq!(pair.kept(), expected(&[40, 100]));
    let bare = City::of(50).note();
    pair.put(0, &join_heads([bare.as_str()]));
    let done = CopiedHeads {
        added: 1,
        unwitnessed: 1,
        has_more: false,
    };
    assert_eq!(
        pair.heads(ALL),
        Ok(done),
        "witnesses of another time, perhaps"
    );
    assert_eq!(pair.kept(), expected(&[40, 100]), "they prove no time here");
    pair.put(0, &join_heads([head(50).as_str()]));
    assert_eq!(pair.heads(ALL), Ok(added(0)));
    assert_eq!(pair.kept(), expected(&[40, 50, 100]));
    // A file of the copy that was damaged is taken anew.
    fs::write(pair.copy.path().join("checkpoints/000"), [0xff, 7]).expect("written");
    assert_eq!(pair.heads(ALL), Ok(added(1)));
    assert_eq!(pair.kept(), expected(&[50]));
}

#[test]
fn a_source_without_kept_checkpoints_is_copied_as_before() {
    let pair = Pair::new(&[300]);
    fs::remove_dir_all(pair.served.path().join("checkpoints")).expect("removed");
    pair.copy();
    assert_eq!(pair.heads(ALL), Ok(added(0)));
}

#[test]
fn what_is_malformed_out_of_place_or_signed_by_others_is_refused() {
    let pair = Pair::new(&[40, 300]);
    pair.copy();
    let (first, second) = (head(40), head(50));
    let flipped = first.replacen(
        "\u{2014} dangky.cantho.example/so-mau I",
        "\u{2014} dangky.cantho.example/so-mau J",
        1,
    );
    assert_ne!(flipped, first);
    let mut wrong = vec![
        join_heads([second.as_str(), &first]),
        join_heads([first.as_str(), &first]),
        join_heads([head(257).as_str()]),
        join_heads([flipped.as_str()]),
        first.clone(),
        "x".to_owned(),
    ];
    wrong.push(first.replacen("\n40\n", "\n41\n", 1) + "\n");
    for text in wrong {
        pair.put(0, &text);
        let refused = pair.heads(ALL).expect_err("refused");
        assert!(matches!(refused, Fault::Heads { .. }), "{text}: {refused}");
        assert_eq!((refused.code(), refused.status()), ("heads", 1));
        assert!(
            refused.sentence().starts_with("Tệp checkpoints/000 "),
            "{refused}"
        );
        assert!(!pair.copy.path().join("checkpoints").exists());
    }
    pair.put(0, &join_heads([first.as_str()]));
    fs::write(pair.served.path().join("checkpoints/001"), [0xff]).expect("written");
    let refused = pair.heads(ALL);
    let bundle = HeadBundle::new(1).expect("small");
    let error = Error::Checkpoint;
    assert_eq!(refused, Err(Fault::Heads { bundle, error }));
}

#[test]
fn a_kept_checkpoint_of_another_history_is_evidence() {
    let pair = Pair::new(&[40, 300]);
    pair.copy();
    let mut other = City::of(20);
    while other.size() < 60 {
        other.follow(999, 1, None);
    }
    // The register signed it, whether a witness did or not.
    for note in [other.cosigned(), other.note()] {
        pair.put(0, &join_heads([note.as_str()]));
        assert_eq!(pair.heads(ALL), Err(Fault::Rewritten { old: 60, new: 300 }));
    }
    assert_eq!(walk(&pair.copy.path().join(EVIDENCE)).len(), 6);
    assert!(!pair.copy.path().join("checkpoints").exists());
}

//! A log and proofs that nobody here wrote, read from `../shared/vectors` beside the project. They are not part of the
//! project; without them these tests say so and check nothing.
#![expect(
    clippy::disallowed_methods,
    reason = "foreign vectors are read from a folder beside the project"
)]

mod sample;

use std::fs;
use std::path::{Path, PathBuf};

use dinh_register::tile::{TileContent, bundle, read_bundle};
use dinh_register::{Checkpoint, Hash, Tile, VerifierKey, tree};
use sample::Forest;
use serde::Deserialize;

const LOG_KEY: &str =
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

fn folder(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/vectors")
        .join(name);
    folder.is_dir().then_some(folder)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    leaf_idx: u64,
    tree_size: u64,
    root: Option<String>,
    leaf_hash: Option<String>,
    proof: Option<Vec<String>>,
    desc: String,
    want_err: bool,
}

impl Case {
    /// A hash that is not 32 bytes long is a refusal, as everywhere in this crate.
    fn is_accepted(&self) -> bool {
        let hash = |text: &Option<String>| Hash::from_base64(text.as_deref().unwrap_or_default());
        let proof: Result<Vec<Hash>, _> = self
            .proof
            .iter()
            .flatten()
            .map(|text| Hash::from_base64(text))
            .collect();
        let (Ok(root), Ok(leaf), Ok(proof)) = (hash(&self.root), hash(&self.leaf_hash), proof)
        else {
            return false;
        };
        tree::verify_inclusion(&leaf, self.leaf_idx, self.tree_size, &proof, &root).is_ok()
    }
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("the folder is readable")
        .map(|entry| entry.expect("readable").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let inner = folders.iter().flat_map(|folder| json_files(folder));
    inner
        .chain(files)
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect()
}

#[test]
fn foreign_inclusion_proofs_are_judged_as_their_authors_say() {
    let Some(folder) = folder("merkle-inclusion") else {
        println!("../shared/vectors/merkle-inclusion is absent: nothing was checked");
        return;
    };
    let (mut accepted, mut refused) = (0, 0);
    for path in json_files(&folder) {
        let text = fs::read_to_string(&path).expect("readable");
        let case: Case = serde_json::from_str(&text).expect("a case");
        assert_eq!(
            case.is_accepted(),
            !case.want_err,
            "{}: {}",
            path.display(),
            case.desc
        );
        if case.want_err {
            refused += 1;
        } else {
            accepted += 1;
        }
    }
    println!("{accepted} proofs accepted, {refused} refused");
    assert!(accepted >= 5 && refused >= 80);
}

/// Every size of the foreign log: its checkpoint opens, its tile holds the leaves, the leaves give the root.
#[test]
fn a_foreign_log_opens_and_gives_its_roots_and_proofs() {
    let Some(folder) = folder("tessera-log") else {
        println!("../shared/vectors/tessera-log is absent: nothing was checked");
        return;
    };
    let keys = [VerifierKey::parse(LOG_KEY).expect("their key")];
    let other = [sample::key().verifier().clone()];
    let mut heads = Vec::new();
    for size in 0..=15_usize {
        let note = fs::read_to_string(folder.join(format!("checkpoint.{size}")))
            .expect("their checkpoint");
        let (checkpoint, _) = Checkpoint::open(&note, &keys).expect("signed by their key");
        assert_eq!(checkpoint.origin, "example.com/log/testdata");
        assert!(Checkpoint::open(&note, &other).is_err());
        assert!(
            Checkpoint::open(&note.replacen(&format!("\n{size}\n"), "\n99\n", 1), &keys).is_err()
        );

        let leaves = if size == 0 {
            Vec::new()
        } else {
            leaves(&folder, size)
        };
        let forest = Forest::of(leaves.iter().copied());
        assert_eq!(
            (checkpoint.size, checkpoint.root),
            (forest.size, forest.root(forest.size))
        );
        for (index, leaf) in (0..).zip(&leaves) {
            let proof = forest.inclusion(index, forest.size);
            assert_eq!(
                tree::verify_inclusion(leaf, index, forest.size, &proof, &checkpoint.root),
                Ok(())
            );
        }
        heads.push(checkpoint);
        for old in &heads {
            let proof = forest.consistency(old.size, forest.size);
            assert_eq!(
                tree::verify_consistency(
                    old.size,
                    forest.size,
                    &proof,
                    &old.root,
                    &heads[size].root
                ),
                Ok(())
            );
        }
    }
}

/// The leaf hashes of their level-0 tile, which must be those of the entries in their bundle.
fn leaves(folder: &Path, size: usize) -> Vec<Hash> {
    let read = |content| {
        let width = u16::try_from(size).expect("a small log");
        let tile = Tile::new(content, 0, width).expect("a tile");
        fs::read(folder.join("tile").join(tile.to_string())).expect("their tile")
    };
    let leaves: Vec<Hash> = read(TileContent::Hashes(0))
        .chunks_exact(32)
        .map(|bytes| Hash(bytes.try_into().expect("32 bytes")))
        .collect();
    let bytes = read(TileContent::Entries);
    let entries = read_bundle(&bytes).expect("their bundle");
    assert_eq!(bundle(entries.iter().copied()), Ok(bytes.clone()));
    let hashes: Vec<Hash> = entries.into_iter().map(tree::leaf_hash).collect();
    assert_eq!((leaves.len(), &leaves), (size, &hashes));
    leaves
}

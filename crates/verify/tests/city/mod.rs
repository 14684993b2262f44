//! An invented register, served as a folder. Entry n is about thing n mod 100, so that chains grow with it.
#![expect(
    clippy::disallowed_methods,
    reason = "the verifier reads files, so the test writes them"
)]
#![allow(dead_code, reason = "every test file uses its own part of the city")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dinh_register::tile::{HeadBundle, TileContent, bundle, join_heads};
use dinh_register::{
    Act, Checkpoint, Content, Cosigner, Hash, NodeId, Prev, SignerKey, Tile, tree,
};

pub const ORIGIN: &str = "dangky.cantho.example/so-mau";
pub const KEY_SEED: u8 = 7;

/// The register with its key.
pub struct City {
    entries: Vec<Vec<u8>>,
    nodes: BTreeMap<NodeId, Hash>,
    last: BTreeMap<u64, (u64, Prev)>,
}

fn key(seed: u8) -> SignerKey {
    SignerKey::from_seed(ORIGIN, &[seed; 32]).expect("the name is valid")
}

/// The policy of the city.
pub fn policy() -> String {
    policy_of(KEY_SEED).0
}

/// A policy of the key of this seed, and the key.
pub fn policy_of(seed: u8) -> (String, String) {
    let key = key(seed).verifier().to_string();
    (format!("log {key}\nquorum none\n"), key)
}

fn witness() -> Cosigner {
    Cosigner::from_seed("chung-kien.example/bao", &[9; 32]).expect("the name is valid")
}

/// The same register, with a witness that must have seen it.
pub fn witnessed_policy() -> String {
    let log = key(KEY_SEED).verifier().to_string();
    format!("log {log}\nwitness bao {}\nquorum bao\n", witness().key())
}

/// The name of thing number n.
pub fn thing(number: u64) -> String {
    format!("0197c1d2-7a43-7c55-9d0e-{number:012x}")
}

impl City {
    pub fn of(size: u64) -> Self {
        let mut city = Self {
            entries: Vec::new(),
            nodes: BTreeMap::new(),
            last: BTreeMap::new(),
        };
        city.grow(size);
        city
    }

    pub fn size(&self) -> u64 {
        u64::try_from(self.entries.len()).expect("small")
    }

    pub fn grow(&mut self, size: u64) {
        while self.size() < size {
            self.append(self.size() % 100);
        }
    }

    /// The next entry about a thing.
    pub fn append(&mut self, number: u64) -> Prev {
        let (rev, prev) = match self.last.get(&number) {
            Some((rev, prev)) => (rev + 1, Some(prev.clone())),
            None => (1, None),
        };
        self.follow(number, rev, prev)
    }

    /// An entry that says that a thing was withdrawn.
    pub fn then(&mut self, number: u64, what: &str) {
        let (rev, prev) = self.last.get(&number).cloned().expect("published before");
        let mut act = self.act(number, rev + 1, Some(prev));
        act.act = what.into();
        act.contents = vec![Content::File {
            sha256: Hash::of(b"ly do"),
            size: 5,
            media_type: "text/plain".into(),
        }];
        let index = self.size();
        let leaf = self.append_bytes(&act.encode().expect("valid"));
        self.last.insert(number, (rev + 1, Prev { index, leaf }));
    }

    /// An entry about a thing that says whatever it is told to say.
    pub fn follow(&mut self, number: u64, rev: u64, prev: Option<Prev>) -> Prev {
        let index = self.size();
        let act = self.act(number, rev, prev);
        let leaf = self.append_bytes(&act.encode().expect("valid"));
        let here = Prev { index, leaf };
        self.last.insert(number, (rev, here.clone()));
        here
    }

    fn act(&self, number: u64, rev: u64, prev: Option<Prev>) -> Act {
        let index = self.size();
        Act {
            register: ORIGIN.into(),
            unit: "31120@2025-07-01".into(),
            room: "disclosure".into(),
            act: if rev == 1 { "publish" } else { "amend" }.into(),
            thing: thing(number),
            rev,
            prev,
            laws: vec!["L10-2022/11.2".into()],
            at: format!(
                "2026-11-23T15:{:02}:{:02}+07:00",
                index / 60 % 60,
                index % 60
            ),
            office: "ubnd-xa".into(),
            contents: vec![],
        }
    }

    pub fn append_bytes(&mut self, entry: &[u8]) -> Hash {
        let leaf = tree::leaf_hash(entry);
        let made = tree::append(self.size(), leaf, &|node| self.nodes.get(&node).copied());
        self.nodes.extend(made.expect("stored"));
        self.entries.push(entry.to_vec());
        leaf
    }

    /// The signed checkpoint.
    pub fn note(&self) -> String {
        let root = tree::root(self.size(), &|node| self.nodes.get(&node).copied());
        let head = Checkpoint {
            origin: ORIGIN.into(),
            size: self.size(),
            root: root.expect("stored"),
        };
        head.sign(&key(KEY_SEED)).expect("the register's key")
    }

    /// The same with the line of the witness.
    pub fn cosigned(&self) -> String {
        self.cosigned_at(1_795_000_002)
    }

    /// The same with a line of this time, in seconds since 1970.
    pub fn cosigned_at(&self, second: u64) -> String {
        let note = self.note();
        let (text, _) = note.split_once("\n\n").expect("a note");
        let line = witness().cosign(&format!("{text}\n"), second);
        note + &line
    }

    /// Everything as the city serves it, in place of what was there.
    pub fn serve(&self, folder: &Path) {
        let _ = fs::remove_dir_all(folder.join("tile"));
        for tile in Tile::of(self.size()) {
            let path = folder.join(format!("tile/{tile}"));
            fs::create_dir_all(path.parent().expect("below")).expect("a folder");
            fs::write(path, self.bytes(tile)).expect("written");
        }
        fs::write(folder.join("checkpoint"), self.note()).expect("written");
    }

    fn bytes(&self, tile: Tile) -> Vec<u8> {
        let places = tile.first()..tile.first() + u64::from(tile.width());
        match tile.content() {
            TileContent::Hashes(_) => {
                let level = tile.level();
                places
                    .flat_map(|index| self.nodes[&NodeId { level, index }].0)
                    .collect()
            }
            TileContent::Entries => {
                let entries = places
                    .map(|index| self.entries[usize::try_from(index).expect("small")].as_slice());
                bundle(entries).expect("short")
            }
        }
    }
}

/// The register of the last of these sizes, cosigned by the witness, with the checkpoints of all of them that it keeps; `second`
/// says when each was cosigned, in seconds since 1970.
pub fn serve_witnessed(folder: &Path, sizes: &[u64], second: impl Fn(u64) -> u64) {
    let last = *sizes.last().expect("a size");
    City::of(last).serve(folder);
    let head = |size: u64| City::of(size).cosigned_at(second(size));
    fs::write(folder.join("checkpoint"), head(last)).expect("written");
    for index in 0..=(last - 1) / 256 {
        let bundle = HeadBundle::new(index).expect("small");
        let within = sizes.iter().filter(|size| bundle.sizes().contains(size));
        let notes: Vec<String> = within.map(|size| head(*size)).collect();
        let path = folder.join(format!("checkpoints/{bundle}"));
        fs::create_dir_all(path.parent().expect("below")).expect("a folder");
        fs::write(path, join_heads(notes.iter().map(String::as_str))).expect("written");
    }
}

/// Every file below a folder.
pub fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

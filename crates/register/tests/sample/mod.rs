//! A sample register, invented for tests: a few entries, their tree in memory, a key, receipts.
#![allow(dead_code, reason = "every test file uses its own part of the sample")]

pub mod random;

use std::collections::BTreeMap;

use dinh_register::tree::{self, NodeId};
use dinh_register::{Act, Checkpoint, Content, Hash, Proof, Receipt, SignerKey, seal};

pub const ORIGIN: &str = "dangky.cantho.example/so-mau";

/// All nodes of a tree, as a database would keep them.
#[derive(Default)]
pub struct Forest {
    pub nodes: BTreeMap<NodeId, Hash>,
    pub size: u64,
}

impl Forest {
    pub fn push(&mut self, leaf: Hash) {
        let completed = tree::append(self.size, leaf, &|node| self.read(node))
            .expect("the left siblings are stored");
        self.nodes.extend(completed);
        self.size += 1;
    }

    pub fn of(leaves: impl IntoIterator<Item = Hash>) -> Self {
        let mut forest = Self::default();
        for leaf in leaves {
            forest.push(leaf);
        }
        forest
    }

    pub fn read(&self, node: NodeId) -> Option<Hash> {
        self.nodes.get(&node).copied()
    }

    /// A reader that knows only the nodes which were announced.
    pub fn only(&self, announced: &[NodeId]) -> impl Fn(NodeId) -> Option<Hash> {
        move |node| announced.contains(&node).then(|| self.read(node)).flatten()
    }

    pub fn root(&self, size: u64) -> Hash {
        tree::root(size, &|node| self.read(node)).expect("all nodes are stored")
    }

    pub fn inclusion(&self, index: u64, size: u64) -> Vec<Hash> {
        tree::inclusion_proof(index, size, &|node| self.read(node)).expect("all nodes are stored")
    }

    pub fn consistency(&self, old: u64, new: u64) -> Vec<Hash> {
        tree::consistency_proof(old, new, &|node| self.read(node)).expect("all nodes are stored")
    }
}

pub fn leaf(number: u64) -> Hash {
    tree::leaf_hash(&number.to_be_bytes())
}

pub fn key() -> SignerKey {
    SignerKey::from_seed(ORIGIN, &[7; 32]).expect("the name is valid")
}

pub const PLAN: &[u8] = "Kế hoạch mẫu: sửa đường ấp, dự toán 120 triệu đồng.\n".as_bytes();
pub const LETTER: &[u8] = "Nội dung mẫu, chỉ người trong cuộc được biết.\n".as_bytes();
pub const SALT: [u8; 32] = [9; 32];
pub const FILES: [(&str, &[u8]); 2] = [("ke-hoach.txt", PLAN), ("thu.txt", LETTER)];

fn length(bytes: &[u8]) -> u64 {
    bytes.len().try_into().expect("a sample is short")
}

/// The first publication of an invented thing: one public file and one sealed content.
pub fn act() -> Act {
    Act {
        register: ORIGIN.into(),
        unit: "31120@2025-07-01".into(),
        room: "disclosure".into(),
        act: "publish".into(),
        thing: "0197c1d2-7a43-7c55-9d0e-2f3b6a1c8e11".into(),
        rev: 1,
        prev: None,
        laws: vec!["L10-2022/11.2".into(), "ND59-2023/3.1.đ".into()],
        at: "2026-11-23T15:39:47+07:00".into(),
        office: "ubnd-xa".into(),
        contents: vec![
            Content::File {
                sha256: Hash::of(PLAN),
                size: length(PLAN),
                media_type: "text/plain".into(),
            },
            Content::Sealed {
                commitment: seal(&SALT, &Hash::of(LETTER)),
                size: length(LETTER),
                media_type: "text/plain".into(),
            },
        ],
    }
}

/// A receipt for `act` at `index` of a register whose other entries are plain numbers.
pub fn receipt_of(act: &Act, index: u64, size: u64) -> Receipt {
    let entry = act.encode().expect("the sample is valid");
    let own = tree::leaf_hash(&entry);
    let forest = Forest::of((0..size).map(|place| if place == index { own } else { leaf(place) }));
    let checkpoint = Checkpoint {
        origin: ORIGIN.into(),
        size,
        root: forest.root(size),
    };
    let note = checkpoint.sign(&key()).expect("the key is the register's");
    let proof = Proof {
        extra: None,
        index,
        hashes: forest.inclusion(index, size),
        checkpoint: note,
    };
    let entry = String::from_utf8(entry).expect("an entry is UTF-8");
    Receipt::from_texts(entry, proof.encode().expect("the proof is well formed"))
        .with_salt(1, &SALT)
}

pub fn receipt() -> Receipt {
    receipt_of(&act(), 11, 21)
}

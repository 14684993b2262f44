//! The register beside its baselines, measured in the same run: only the ratio says something on another machine.
//!
//! | Measured | Baseline | Limit (ratio of times) |
//! |---|---|---|
//! | `append` | `leaf + node` hash | 1.67 (60 % of the rate) |
//! | `inclusion of 20` | `leaf + 20 nodes` | 1.6 |
//! | `audit` for each entry | `leaf + node` hash | 1.3 |
//! | `receipt` | `ed25519` verification | 1.2 and the hashing of the entry and its proof |

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dinh_register::receipt::verify;
use dinh_register::tree::{self, Frontier, NodeId};
use dinh_register::{Act, Checkpoint, Content, Hash, Proof, Receipt, SignerKey};
use ed25519_dalek::{Signer as _, SigningKey};

const ORIGIN: &str = "dangky.cantho.example/so-mau";
const AUDITED: u64 = 100_000;

/// The nodes of a register by level, as plain lists.
#[derive(Default)]
struct Levels(Vec<Vec<Hash>>);

impl Levels {
    fn read(&self, node: NodeId) -> Option<Hash> {
        self.0
            .get(usize::from(node.level))?
            .get(usize::try_from(node.index).ok()?)
            .copied()
    }

    fn push(&mut self, size: u64, leaf: Hash) {
        let completed =
            tree::append(size, leaf, &|node| self.read(node)).expect("all nodes are here");
        for (node, hash) in completed {
            let level = usize::from(node.level);
            if self.0.len() == level {
                self.0.push(Vec::new());
            }
            self.0[level].push(hash);
        }
    }
}

fn sample_act() -> Act {
    Act {
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
        contents: vec![Content::File {
            sha256: Hash::of(b"mau"),
            size: 3,
            media_type: "text/plain".into(),
        }],
    }
}

fn baselines(criterion: &mut Criterion) {
    let entry = sample_act().encode().expect("valid");
    let (left, right) = (tree::leaf_hash(b"left"), tree::leaf_hash(b"right"));
    let mut group = criterion.benchmark_group("register baseline");
    group.bench_function("leaf", |bench| {
        bench.iter(|| tree::leaf_hash(black_box(&entry)));
    });
    group.bench_function("node", |bench| {
        bench.iter(|| tree::node_hash(black_box(&left), black_box(&right)));
    });
    let key = SigningKey::from_bytes(&[7; 32]);
    let text = Checkpoint {
        origin: ORIGIN.into(),
        size: 1 << 20,
        root: left,
    }
    .text();
    let signature = key.sign(text.as_bytes());
    group.bench_function("ed25519", |bench| {
        bench.iter(|| {
            key.verifying_key()
                .verify_strict(black_box(text.as_bytes()), black_box(&signature))
        });
    });
    group.finish();
}

fn work(criterion: &mut Criterion) {
    let entry = sample_act().encode().expect("valid");
    let mut group = criterion.benchmark_group("register");
    let (mut levels, mut size) = (Levels::default(), 0);
    group.bench_function("append", |bench| {
        bench.iter(|| {
            levels.push(size, tree::leaf_hash(black_box(&entry)));
            size += 1;
        });
    });
    let (leaf, proof) = (tree::leaf_hash(&entry), vec![Hash([3; 32]); 20]);
    group.bench_function("inclusion of 20", |bench| {
        bench.iter(|| {
            let leaf = tree::leaf_hash(black_box(&entry));
            tree::verify_inclusion(&leaf, 12_345, 1 << 20, black_box(&proof), &leaf)
        });
    });
    let receipt = sample_receipt(leaf, &entry);
    let keys = [SignerKey::from_seed(ORIGIN, &[7; 32])
        .expect("valid")
        .verifier()
        .clone()];
    assert!(verify(&receipt, &keys, &[]).is_ok());
    group.bench_function("receipt", |bench| {
        bench.iter(|| verify(black_box(&receipt), &keys, &[]));
    });
    group
        .throughput(Throughput::Elements(AUDITED))
        .sample_size(10);
    group.bench_function("audit of 100000", |bench| {
        bench.iter(|| {
            let mut frontier = Frontier::new();
            for _ in 0..AUDITED {
                frontier.push(tree::leaf_hash(black_box(&entry)));
            }
            frontier.root()
        });
    });
    group.finish();
}

/// Entry 0 of 2^20: twenty hashes lead to the root.
fn sample_receipt(leaf: Hash, entry: &[u8]) -> Receipt {
    let hashes = vec![Hash([3; 32]); 20];
    let root = hashes
        .iter()
        .fold(leaf, |left, right| tree::node_hash(&left, right));
    let key = SignerKey::from_seed(ORIGIN, &[7; 32]).expect("valid");
    let checkpoint = Checkpoint {
        origin: ORIGIN.into(),
        size: 1 << 20,
        root,
    }
    .sign(&key)
    .expect("its own key");
    let proof = Proof {
        extra: None,
        index: 0,
        hashes,
        checkpoint,
    }
    .encode()
    .expect("well formed");
    Receipt::from_texts(String::from_utf8(entry.to_vec()).expect("text"), proof)
}

criterion_group!(register, baselines, work);
criterion_main!(register);

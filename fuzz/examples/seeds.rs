//! Writes what the targets `receipts`, `notes` and `tiles` begin with, into `corpus/`: a small register with everything signed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dinh_fuzz::{ORIGIN, key, policy, policy_text, witness};
use dinh_register::tree::{self, NodeId};
use dinh_register::witness::Submission;
use dinh_register::{Act, Checkpoint, Content, Hash, Proof, Receipt, paper, tile};

const SIZE: u64 = 5;

fn act(rev: u64) -> Act {
    Act {
        register: ORIGIN.into(),
        unit: "31120@2025-07-01".into(),
        room: "disclosure".into(),
        act: "publish".into(),
        thing: "0197c1d2-7a43-7c55-9d0e-2f3b6a1c8e11".into(),
        rev,
        prev: None,
        laws: vec!["L10-2022/11.2".into()],
        at: "2026-11-23T15:39:47+07:00".into(),
        office: "ubnd-xa".into(),
        contents: vec![Content::File {
            sha256: Hash::of(b"file"),
            size: 4,
            media_type: "text/plain".into(),
        }],
    }
}

fn write(target: &str, name: &str, bytes: impl AsRef<[u8]>) {
    let folder = Path::new("corpus").join(target);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join(name), bytes).expect("written");
}

fn main() {
    let entries: Vec<Vec<u8>> = (0..SIZE)
        .map(|_| act(1).encode().expect("an entry"))
        .collect();
    let mut nodes: BTreeMap<NodeId, Hash> = BTreeMap::new();
    let mut heads = Vec::new();
    for (size, entry) in (0..).zip(&entries) {
        let leaf = tree::leaf_hash(entry);
        let more = tree::append(size, leaf, &|node| nodes.get(&node).copied());
        nodes.extend(more.expect("nodes"));
        heads.push(head(size + 1, &nodes));
    }
    let newest = heads.last().expect("a head").clone();
    let hashes = tree::inclusion_proof(2, SIZE, &|node| nodes.get(&node).copied());
    let proof = Proof {
        extra: None,
        index: 2,
        hashes: hashes.expect("a proof"),
        checkpoint: newest.clone(),
    };
    let entry = &entries[2];
    let text = proof.encode().expect("a text");
    let receipt = Receipt::from_texts(
        String::from_utf8(entry.clone()).expect("text"),
        text.clone(),
    );
    write("receipts", "entry", entry);
    write("receipts", "proof", &text);
    write("receipts", "receipt.json", receipt.to_json());
    let codes = paper::to_codes(entry, &proof, policy()).expect("codes");
    write("receipts", "codes", codes.join("\n"));
    write(
        "receipts",
        "short",
        paper::encode(&proof, policy()).expect("short"),
    );
    notes(&nodes, &heads, &newest);
    let bundle = tile::bundle(entries.iter().map(Vec::as_slice));
    write("tiles", "entries", bundle.expect("a bundle"));
    write(
        "tiles",
        "heads",
        tile::join_heads(heads.iter().map(String::as_str)),
    );
    write("tiles", "path", "1/x001/234.p/5");
    write("tiles", "bundle-path", "x001/234");
    let leaves = entries
        .iter()
        .map(|entry| tree::leaf_hash(entry).0.to_vec());
    let root = tree::root(SIZE, &|node| nodes.get(&node).copied()).expect("a root");
    let head = [SIZE.to_be_bytes().to_vec(), root.0.to_vec()];
    write(
        "tiles",
        "tree",
        head.into_iter().chain(leaves).collect::<Vec<_>>().concat(),
    );
}

fn head(size: u64, nodes: &BTreeMap<NodeId, Hash>) -> String {
    let root = tree::root(size, &|node| nodes.get(&node).copied()).expect("a root");
    let checkpoint = Checkpoint {
        origin: ORIGIN.into(),
        size,
        root,
    };
    let note = checkpoint.sign(&key()).expect("signed");
    format!(
        "{note}{}",
        witness().cosign(&checkpoint.text(), 1_760_000_000)
    )
}

fn notes(nodes: &BTreeMap<NodeId, Hash>, heads: &[String], newest: &str) {
    let old = 3;
    let proof = tree::consistency_proof(old, SIZE, &|node| nodes.get(&node).copied());
    let request = Submission {
        old,
        proof: proof.expect("a proof"),
        note: newest,
    };
    write("notes", "request", request.encode());
    write("notes", "checkpoint", newest);
    write("notes", "first", &heads[0]);
    write("notes", "policy", policy_text());
    write("notes", "key", key().verifier().to_string());
    write("notes", "witness", witness().key().to_string());
    let groups = policy_text().replace(
        "quorum none",
        "witness v VKEY\ngroup g any w v\ngroup h 2 w g\nquorum h",
    );
    let other = dinh_register::Cosigner::from_seed("example.vn/hai", &[9; 32]).expect("a name");
    write(
        "notes",
        "groups",
        groups.replace("VKEY", &other.key().to_string()),
    );
    let text = newest.split("\n\n").next().unwrap_or_default();
    write(
        "notes",
        "answer",
        witness().cosign(&format!("{text}\n"), 1_760_000_001),
    );
}

//! Reading an archive as somebody who trusts nothing of it: counts, digests, and the tree of the register made anew.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use dinh_register::tree::{Frontier, leaf_hash};
use dinh_register::{Checkpoint, Policy, VerifierKey, hex};
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc::Receiver;

use super::manifest::{Head, Manifest, read_head, read_manifest};
use super::piece::Piece;
use crate::error::{Error, Result};

/// An archive that is whole.
#[derive(Clone, Debug)]
pub struct Checked {
    /// First piece.
    pub head: Head,
    /// Last piece.
    pub manifest: Manifest,
    /// How many entries the newest signed checkpoint covers.
    pub signed: u64,
    /// Whether its signature was checked against keys that somebody brought along.
    pub by_policy: bool,
}

/// Check all pieces. With a policy the newest checkpoint must be signed by a key of it.
pub async fn check(mut pieces: Receiver<Piece>, policy: Option<&Policy>) -> Result<Checked> {
    let mut seen = Checker::default();
    while let Some(piece) = pieces.recv().await {
        seen.take(&piece)?;
    }
    seen.finish(policy)
}

/// What was seen of an archive so far.
#[derive(Default)]
pub(super) struct Checker {
    head: Option<Head>,
    checkpoint: Option<Checkpoint>,
    rows: BTreeMap<String, (u64, Sha256)>,
    files: (u64, u64, Sha256),
    /// Where the bytes of an entry stand in a row of the register.
    entry_at: usize,
    tree: Frontier,
    /// Whether the first entries are those of the checkpoint; nothing before so many were seen.
    signed: Option<bool>,
    manifest: Option<Manifest>,
}

impl Checker {
    /// Look at the next piece.
    pub fn take(&mut self, piece: &Piece) -> Result<()> {
        let Some(head) = &self.head else {
            if piece.name != "head.json" {
                return Err(broken("phần đầu không phải head.json"));
            }
            return self.begin(read_head(&piece.bytes)?);
        };
        if self.manifest.is_some() {
            return Err(broken("còn dữ liệu sau bảng kê"));
        }
        let parts: Vec<&str> = piece.name.split('/').collect();
        match parts.as_slice() {
            ["rows", table, _] if head.tables.iter().any(|known| known.name == *table) => {
                self.rows(table, &piece.bytes)
            }
            ["files", _, name] => self.file(name, &piece.bytes),
            ["manifest.json"] => {
                self.manifest = Some(read_manifest(&piece.bytes)?);
                Ok(())
            }
            _ => Err(broken(&format!("không biết phần {}", piece.name))),
        }
    }

    /// The head, once it was seen.
    pub fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    fn begin(&mut self, head: Head) -> Result<()> {
        if let Some(note) = &head.register.checkpoint {
            let (text, _) = note
                .split_once("\n\n")
                .ok_or_else(|| broken("đầu sổ sai dạng"))?;
            let read = Checkpoint::parse(&format!("{text}\n"));
            self.checkpoint = Some(read.map_err(|_| broken("đầu sổ sai dạng"))?);
        }
        let entries = head
            .tables
            .iter()
            .find(|table| table.name == "register_entry");
        let place = entries.and_then(|table| table.columns.iter().position(|name| name == "entry"));
        self.entry_at = place.unwrap_or(0);
        self.head = Some(head);
        self.at_checkpoint();
        Ok(())
    }

    fn rows(&mut self, table: &str, bytes: &[u8]) -> Result<()> {
        let (rows, digest) = self.rows.entry(table.to_owned()).or_default();
        digest.update(bytes);
        let lines = || {
            bytes
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty())
        };
        *rows += u64::try_from(lines().count()).unwrap_or(0);
        if table == "register_entry" {
            for line in lines() {
                self.entry(line)?;
            }
        }
        Ok(())
    }

    fn entry(&mut self, line: &[u8]) -> Result<()> {
        let values: Vec<serde_json::Value> =
            serde_json::from_slice(line).map_err(|_| broken("một mục của sổ sai dạng"))?;
        let entry = values.get(self.entry_at).and_then(|value| value.as_str());
        let entry = entry.and_then(|text| BASE64_STANDARD.decode(text).ok());
        let entry = entry.ok_or_else(|| broken("một mục của sổ sai dạng"))?;
        self.tree.push(leaf_hash(&entry));
        self.at_checkpoint();
        Ok(())
    }

    fn at_checkpoint(&mut self) {
        let here = self
            .checkpoint
            .as_ref()
            .filter(|point| point.size == self.tree.size());
        if let Some(point) = here {
            self.signed = Some(point.root == self.tree.root());
        }
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        if hex(&digest) != name {
            return Err(broken(&format!("nội dung tệp {name} không khớp tên")));
        }
        let (count, size, all) = &mut self.files;
        *count += 1;
        *size += u64::try_from(bytes.len()).unwrap_or(0);
        all.update(digest);
        Ok(())
    }

    /// Hold what was seen against what the archive says of itself, and against the keys that somebody brought along.
    pub fn finish(mut self, policy: Option<&Policy>) -> Result<Checked> {
        let head = self.head.take().ok_or_else(|| broken("tệp trống"))?;
        let manifest = self
            .manifest
            .take()
            .ok_or_else(|| broken("thiếu bảng kê ở cuối, tệp bị cắt ngang"))?;
        let names = |table: &super::manifest::TableCount| table.name.clone();
        let told: Vec<String> = manifest.tables.iter().map(names).collect();
        let known: Vec<String> = head.tables.iter().map(|table| table.name.clone()).collect();
        if told != known {
            return Err(broken("bảng kê và phần đầu không khớp"));
        }
        for table in &manifest.tables {
            let (rows, digest) = self.rows.remove(&table.name).unwrap_or_default();
            if rows != table.rows || hex(&digest.finalize()) != table.sha256 {
                return Err(broken(&format!("bảng {} không khớp bảng kê", table.name)));
            }
        }
        let (files, bytes, digests) = self.files;
        let digests = hex(&digests.finalize());
        if (files, bytes, digests.as_str())
            != (
                manifest.files,
                manifest.file_bytes,
                manifest.file_digests.as_str(),
            )
        {
            return Err(broken("các tệp không khớp bảng kê"));
        }
        let register = &head.register;
        if self.tree.size() != register.size || self.tree.root().to_string() != register.root {
            return Err(broken("các mục của sổ không dựng lại được gốc cây đã ghi"));
        }
        if self.checkpoint.is_some() && self.signed != Some(true) {
            return Err(broken("các mục của sổ không khớp đầu sổ đã ký"));
        }
        let by_policy = match (policy, &head.register.checkpoint) {
            (Some(policy), Some(note)) => {
                Checkpoint::open(note, &keys_of(policy))
                    .map_err(|_| broken("đầu sổ không do khóa nào trong tệp chính sách ký"))?;
                true
            }
            _ => false,
        };
        Ok(Checked {
            signed: self.checkpoint.map_or(0, |point| point.size),
            by_policy,
            head,
            manifest,
        })
    }
}

fn keys_of(policy: &Policy) -> Vec<VerifierKey> {
    policy.logs.iter().map(|log| log.key.clone()).collect()
}

fn broken(what: &str) -> Error {
    Error::Conflict(format!("Bản sao lưu không dùng được: {what}."))
}

//! Taking a backup: one snapshot of the database, then the files that it names. Nobody waits for it.

use std::io::Write;

use bytes::Bytes;
use dinh_register::{hex, tree};
use dinh_store::archive::{Table, each_line, file_digests, is_named, tables};
use dinh_store::files::FileStore;
use dinh_store::{Database, ReadTx};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc::Sender;

use super::key::Recipients;
use super::manifest::{FORMAT, Head, Manifest, RegisterHead, TableCount, TableHead};
use super::piece::{Piece, ROWS, writing};
use crate::error::{Error, Result};

/// What is backed up.
pub struct Source<'all> {
    /// The database.
    pub store: &'all Database,
    /// The files beside it; nothing for the rows alone, which come back only beside the same files.
    pub files: Option<&'all FileStore>,
    /// Version of the product.
    pub version: &'all str,
    /// The present.
    pub at: Timestamp,
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// First piece.
    pub head: Head,
    /// Last piece.
    pub manifest: Manifest,
    /// Bytes of the archive.
    pub bytes: u64,
    /// Their SHA-256, as `sha256sum` prints it.
    pub sha256: String,
}

/// Write an archive. Rows are those of one moment; what is recorded while it is written is in the next one.
pub async fn write(
    source: &Source<'_>,
    out: impl Write + Send + 'static,
    recipients: &Recipients,
) -> Result<Written> {
    let second = u64::try_from(source.at.as_second()).unwrap_or(0);
    let (sender, ended) = writing(out, recipients, second);
    let sent = send_all(source, &sender).await;
    drop(sender);
    let ended = ended
        .await
        .map_err(|error| Error::Internal(format!("backup: {error}")))?;
    // When the file cannot be written, that is the reason why nothing more could be sent.
    let (bytes, digest) = ended?;
    let (head, manifest) = sent?;
    Ok(Written {
        head,
        manifest,
        bytes,
        sha256: hex(&digest),
    })
}

/// Everything of one moment, piece by piece.
pub(super) async fn send_all(source: &Source<'_>, out: &Sender<Piece>) -> Result<(Head, Manifest)> {
    let schema = dinh_store::schema::applied(source.store).await?;
    if schema.is_empty() {
        return Err(Error::Conflict(
            "Cơ sở dữ liệu còn trống, chưa có gì để sao lưu.".into(),
        ));
    }
    let known = tables(&schema)?;
    let mut tx = source.store.read().await?;
    let head = Head {
        format: FORMAT.into(),
        version: source.version.into(),
        made_at: source.at.to_string(),
        schema,
        tables: known.iter().map(table_head).collect(),
        left_out: dinh_store::archive::LEFT_OUT.map(String::from).to_vec(),
        register: register_head(&mut tx).await?,
    };
    send_json(out, "head.json", &head).await?;
    let mut counts = Vec::with_capacity(known.len());
    for table in &known {
        counts.push(send_rows(&mut tx, table, Some(out)).await?);
    }
    let digests = match source.files {
        Some(_) => file_digests(&mut tx, &known).await?,
        None => Vec::new(),
    };
    drop(tx);
    let mut manifest = Manifest {
        tables: counts,
        files: 0,
        file_bytes: 0,
        file_digests: String::new(),
        erased_meanwhile: Vec::new(),
    };
    send_files(source, out, &digests, &mut manifest).await?;
    send_json(out, "manifest.json", &manifest).await?;
    Ok((head, manifest))
}

fn table_head(table: &Table) -> TableHead {
    TableHead {
        name: table.name.clone(),
        columns: table
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect(),
    }
}

/// Size and root of the register of a snapshot, and its newest checkpoint.
pub(super) async fn register_head(tx: &mut ReadTx) -> Result<RegisterHead> {
    let size = dinh_store::register::size(tx).await?;
    let size = u64::try_from(size).map_err(|_| Error::Internal("negative size".into()))?;
    let nodes = dinh_store::register::nodes(tx, &tree::root_reads(size)).await?;
    let root = tree::root(size, &|node| nodes.get(&node).copied())
        .map_err(|error| Error::Internal(format!("stored root: {error}")))?;
    let checkpoint = dinh_store::register::find_newest_checkpoint(tx).await?;
    Ok(RegisterHead {
        size,
        root: root.to_string(),
        checkpoint: checkpoint.map(|row| row.note),
    })
}

/// Count and hash the rows of a table, and send them on if there is somebody to send them to.
pub(super) async fn send_rows(
    tx: &mut ReadTx,
    table: &Table,
    out: Option<&Sender<Piece>>,
) -> Result<TableCount> {
    let (mut rows, mut digest, mut number) = (0_u64, Sha256::new(), 0_u64);
    let mut waiting: Vec<u8> = Vec::new();
    let name = |number: u64| format!("rows/{}/{number:06}.jsonl", table.name);
    each_line(tx, table, async |line| {
        rows += 1;
        digest.update(&line);
        let Some(out) = out else { return Ok(()) };
        waiting.extend_from_slice(&line);
        if waiting.len() >= ROWS {
            number += 1;
            let bytes = Bytes::from(std::mem::take(&mut waiting));
            // Nobody takes it any more: the writer says why.
            drop(
                out.send(Piece {
                    name: name(number),
                    bytes,
                })
                .await,
            );
        }
        Ok(())
    })
    .await?;
    if let Some(out) = out.filter(|_| !waiting.is_empty()) {
        number += 1;
        send(out, name(number), Bytes::from(waiting)).await?;
    }
    Ok(TableCount {
        name: table.name.clone(),
        rows,
        sha256: hex(&digest.finalize()),
    })
}

async fn send_files(
    source: &Source<'_>,
    out: &Sender<Piece>,
    digests: &[[u8; 32]],
    manifest: &mut Manifest,
) -> Result<()> {
    let mut all = Sha256::new();
    let Some(files) = source.files else {
        manifest.file_digests = hex(&all.finalize());
        return Ok(());
    };
    for digest in digests {
        let name = hex(digest);
        let Some(bytes) = files.find(&name).await? else {
            let mut now = source.store.read().await?;
            if is_named(&mut now, digest).await? {
                return Err(Error::Conflict(format!(
                    "Thiếu tệp {name} trong kho tệp, bản sao lưu không trọn vẹn nên không được giữ. Hãy tìm lại tệp này từ bản sao lưu cũ."
                )));
            }
            manifest.erased_meanwhile.push(name);
            continue;
        };
        if Sha256::digest(&bytes).as_slice() != digest.as_slice() {
            return Err(Error::Conflict(format!(
                "Tệp {name} trong kho tệp đã bị sửa hoặc hỏng. Bản sao lưu không được giữ; hãy lấy lại tệp này từ bản sao lưu cũ."
            )));
        }
        manifest.files += 1;
        manifest.file_bytes += u64::try_from(bytes.len()).unwrap_or(0);
        all.update(digest);
        let (folder, _) = name.split_at(2);
        send(out, format!("files/{folder}/{name}"), bytes).await?;
    }
    manifest.file_digests = hex(&all.finalize());
    Ok(())
}

async fn send_json(out: &Sender<Piece>, name: &str, value: &impl serde::Serialize) -> Result<()> {
    let bytes =
        serde_json::to_vec_pretty(value).map_err(|error| Error::Internal(error.to_string()))?;
    send(out, name.into(), Bytes::from(bytes)).await
}

async fn send(out: &Sender<Piece>, name: String, bytes: Bytes) -> Result<()> {
    let gone = |_| Error::Internal("the archive is not written any more".into());
    out.send(Piece { name, bytes }).await.map_err(gone)
}

//! The way back: into an empty place, checked before and after. What was recorded after the backup comes back from a mirror,
//! see `register::refill`.

use std::time::{Duration, Instant};

use dinh_register::Policy;
use dinh_store::Database;
use dinh_store::archive::{Load, Table, file_digests, tables};
use dinh_store::files::FileStore;
use dinh_store::schema::{migrate, migrations};
use tokio::sync::mpsc::Receiver;

use super::check::{Checked, Checker};
use super::manifest::{Head, Manifest};
use super::piece::Piece;
use super::write::{register_head, send_rows};
use crate::error::{Error, Result};

/// Where it goes: both empty.
pub struct Target<'all> {
    /// The database.
    pub store: &'all Database,
    /// The files beside it.
    pub files: &'all FileStore,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What the archive says, and what was found about it.
    pub checked: Checked,
    /// Names of the migrations that brought the schema up to date afterwards.
    pub migrated: Vec<String>,
    /// Reading, checking and storing.
    pub storing: Duration,
    /// Reading everything back from the new place and comparing it.
    pub comparing: Duration,
}

/// Restore an archive. Nothing is stored in the database unless the archive is whole; then every row, every file and the tree
/// are read back from the new place and compared with it.
pub async fn restore(
    pieces: Receiver<Piece>,
    target: &Target<'_>,
    policy: Option<&Policy>,
) -> Result<Restored> {
    let mut restored = load(pieces, target, policy).await?;
    let migrated = migrate(target.store).await?;
    restored.migrated = migrated.into_iter().map(String::from).collect();
    Ok(restored)
}

/// The same, leaving the schema as it was: for going back to an earlier release, beside files that are there.
pub async fn restore_as_it_was(pieces: Receiver<Piece>, target: &Target<'_>) -> Result<Restored> {
    load(pieces, target, None).await
}

async fn load(
    mut pieces: Receiver<Piece>,
    target: &Target<'_>,
    policy: Option<&Policy>,
) -> Result<Restored> {
    if !Load::is_empty(target.store).await? {
        return Err(Error::Conflict(
            "Cơ sở dữ liệu này đã có dữ liệu. Chỉ khôi phục vào thư mục hay cơ sở dữ liệu trống; không ghi đè gì.".into(),
        ));
    }
    let began = Instant::now();
    let mut seen = Checker::default();
    let first = pieces.recv().await;
    let first = first.ok_or_else(|| Error::Conflict("Không đọc được bản sao lưu.".into()))?;
    seen.take(&first)?;
    let head = seen
        .head()
        .cloned()
        .ok_or_else(|| Error::Internal("no head".into()))?;
    let known = understand(&head, target.store)?;
    let mut load = Load::begin(target.store, &known, &head.schema).await?;
    while let Some(piece) = pieces.recv().await {
        seen.take(&piece)?;
        let parts: Vec<&str> = piece.name.split('/').collect();
        match parts.as_slice() {
            ["rows", table, _] => load.add(table, &piece.bytes).await?,
            ["files", _, digest] => target.files.keep(digest, piece.bytes).await?,
            _ => {}
        }
    }
    let checked = seen.finish(policy)?;
    load.finish().await?;
    let storing = began.elapsed();
    let began = Instant::now();
    compare(target, &known, &checked).await?;
    let comparing = began.elapsed();
    Ok(Restored {
        checked,
        migrated: Vec::new(),
        storing,
        comparing,
    })
}

/// The tables that the archive is made of.
fn understand(head: &Head, store: &Database) -> Result<Vec<Table>> {
    let ours = migrations(store.engine());
    let is_known = |name: &&String| ours.iter().any(|(known, _)| *known == name.as_str());
    if let Some(name) = head.schema.iter().find(|name| !is_known(name)) {
        return Err(Error::Conflict(format!(
            "Bản sao lưu do bản Đình {} tạo ra, có cấu trúc {name} mà bản này chưa biết. Hãy cài bản Đình {} hoặc mới hơn rồi khôi phục.",
            head.version, head.version
        )));
    }
    let known = tables(&head.schema)?;
    let columns = |table: &Table| -> Vec<String> {
        table
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect()
    };
    let same = known.len() == head.tables.len()
        && known
            .iter()
            .zip(&head.tables)
            .all(|(ours, theirs)| ours.name == theirs.name && columns(ours) == theirs.columns);
    if !same {
        return Err(Error::Conflict(
            "Bản sao lưu không dùng được: các bảng không khớp cấu trúc đã ghi.".into(),
        ));
    }
    Ok(known)
}

/// Read everything back.
async fn compare(target: &Target<'_>, known: &[Table], checked: &Checked) -> Result<()> {
    let Manifest {
        tables,
        erased_meanwhile,
        ..
    } = &checked.manifest;
    let mut tx = target.store.read().await?;
    for (table, told) in known.iter().zip(tables) {
        let found = send_rows(&mut tx, table, None).await?;
        if found != *told {
            return Err(Error::Conflict(format!(
                "Khôi phục chưa đúng: bảng {} có {} dòng, bản sao lưu có {} dòng hoặc nội dung khác. Đừng dùng nơi này.",
                told.name, found.rows, told.rows
            )));
        }
    }
    if register_head(&mut tx).await? != checked.head.register {
        return Err(Error::Conflict(
            "Khôi phục chưa đúng: cây băm của sổ không cho cùng một gốc. Đừng dùng nơi này.".into(),
        ));
    }
    for digest in file_digests(&mut tx, known).await? {
        let name = dinh_register::hex(&digest);
        if !target.files.has(&name).await? && !erased_meanwhile.contains(&name) {
            return Err(Error::Conflict(format!(
                "Khôi phục chưa đúng: thiếu tệp {name}. Đừng dùng nơi này."
            )));
        }
    }
    Ok(())
}

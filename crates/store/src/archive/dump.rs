//! The rows of a snapshot, table by table, as lines; and the files that they name.

use super::catalogue::{Kind, Table};
use super::cell::Cell;
use crate::db::ReadTx;
use crate::error::{Result, StoreError};

/// Table, column with the digest of a kept file, and columns that are empty in the rows that name one.
const FILES: [(&str, &str, &[&str]); 4] = [
    ("stored_file", "sha256", &[]),
    ("decision_file", "sha256", &[]),
    ("contribution_expense", "voucher_sha256", &[]),
    ("register_content", "sha256", &["text", "erased_position"]),
];

/// Every column that holds the digest of something; a test fails when there is a new one, so that [`file_digests`] is looked at.
/// The text of a document and the bytes of a doomed file are not in the file store; what is known of a file does not name it.
pub const FILE_COLUMNS: [&str; 8] = [
    "contribution_expense.voucher_sha256",
    "decision_file.sha256",
    "document.sha256",
    "doomed_file.sha256",
    "file_fault.sha256",
    "register_content.sha256",
    "stored_file.sha256",
    "unscanned_file.sha256",
];

/// What no backup holds: who is signed in, and what belongs to the secret beside the database. Both are made anew.
pub const LEFT_OUT: [&str; 3] = ["session", "setting.form_key", "setting.secret_check"];

/// The statement that gives the rows of a table in the order of their key; nothing for a table that is left out.
fn rows_of(table: &Table) -> Option<String> {
    if LEFT_OUT.contains(&table.name.as_str()) {
        return None;
    }
    let columns: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let filter = match table.name.as_str() {
        "setting" => " WHERE name NOT IN ('form_key', 'secret_check')",
        _ => "",
    };
    Some(format!(
        "SELECT {} FROM {}{filter} ORDER BY {}",
        columns.join(", "),
        table.name,
        table.key.join(", ")
    ))
}

/// Give every row of a table as one line of JSON, its end included, in the order of the primary key. Rows are read as they are
/// taken: however many there are, only a few are in memory.
pub async fn each_line(
    tx: &mut ReadTx,
    table: &Table,
    mut take: impl AsyncFnMut(Vec<u8>) -> Result<()>,
) -> Result<()> {
    let Some(sql) = rows_of(table) else {
        return Ok(());
    };
    let kinds: Vec<Kind> = table.columns.iter().map(|column| column.kind).collect();
    let mut line = async |cells: Vec<Cell>| {
        let values: Vec<serde_json::Value> = cells.iter().map(Cell::to_value).collect();
        let mut bytes =
            serde_json::to_vec(&values).map_err(|error| StoreError::Damaged(error.to_string()))?;
        bytes.push(b'\n');
        take(bytes).await
    };
    tx.select_built(sql).each(&kinds, &mut line).await
}

/// The statement that gives the digests of the files; of an older schema what it has. Nothing when it names no files.
fn names_of_files(known: &[Table]) -> Option<String> {
    let named = FILES.iter().filter_map(|(table, column, empty)| {
        let table = known.iter().find(|one| one.name == *table)?;
        let has = |name: &str| table.columns.iter().any(|column| column.name == name);
        let empty = empty.iter().filter(|name| has(name));
        let empty: String = empty
            .flat_map(|name| [" AND ", *name, " IS NULL"])
            .collect();
        let name = &table.name;
        has(column).then(|| {
            format!("SELECT {column} AS sha256 FROM {name} WHERE {column} IS NOT NULL{empty}")
        })
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| named.join(" UNION "))
}

/// The digests of all files that the snapshot names, each once, sorted. `known` are the tables of its schema.
pub async fn file_digests(tx: &mut ReadTx, known: &[Table]) -> Result<Vec<[u8; 32]>> {
    let Some(sql) = names_of_files(known) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    let mut take = async |cells: Vec<Cell>| {
        if let Some(Cell::Bytes(Some(bytes))) = cells.into_iter().next() {
            let digest = <[u8; 32]>::try_from(bytes.as_slice());
            found.push(
                digest.map_err(|_| StoreError::Damaged("a digest is not 32 bytes long".into()))?,
            );
        }
        Ok(())
    };
    tx.select_built(sql).each(&[Kind::Bytes], &mut take).await?;
    // The engines sort bytes alike; what is compared later must not hang on it.
    found.sort_unstable();
    Ok(found)
}

/// Whether a file is still named now. A file of a snapshot that is gone and no longer named was erased since.
pub async fn is_named(tx: &mut ReadTx, digest: &[u8; 32]) -> Result<bool> {
    crate::register::erasing::is_in_use(tx, digest).await
}

//! What an archive says of itself: at its beginning what it is, at its end how much of it there is.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The one format so far.
pub const FORMAT: &str = "dinh/backup/1";

/// The first piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// `dinh/backup/1`.
    pub format: String,
    /// Version of the product that made it.
    pub version: String,
    /// RFC 3339.
    pub made_at: String,
    /// Names of the migrations that had been applied.
    pub schema: Vec<String>,
    /// Tables with their columns, in the order of each row's values.
    pub tables: Vec<TableHead>,
    /// What is deliberately not in it.
    pub left_out: Vec<String>,
    /// The register at that moment.
    pub register: RegisterHead,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableHead {
    /// Name.
    pub name: String,
    /// Columns.
    pub columns: Vec<String>,
}

/// The register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterHead {
    /// Entries.
    pub size: u64,
    /// Root of their tree, base64.
    pub root: String,
    /// The newest signed checkpoint, whole; it may cover fewer entries.
    pub checkpoint: Option<String>,
}

/// The last piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Each table of the head, in the same order.
    pub tables: Vec<TableCount>,
    /// How many files.
    pub files: u64,
    /// Bytes of all files together.
    pub file_bytes: u64,
    /// SHA-256 over the digests of the files, one after the other, hexadecimal.
    pub file_digests: String,
    /// Files that were erased while the backup was made: the rows still name them.
    pub erased_meanwhile: Vec<String>,
}

/// Rows of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableCount {
    /// Name.
    pub name: String,
    /// Rows.
    pub rows: u64,
    /// SHA-256 of their lines, hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Read the head, and refuse what this program does not know.
pub fn read_head(bytes: &[u8]) -> Result<Head> {
    let head: Head = serde_json::from_slice(bytes).map_err(|error| {
        Error::Conflict(format!("Tệp này không phải bản sao lưu của Đình: {error}."))
    })?;
    if head.format != FORMAT {
        return Err(Error::Conflict(format!(
            "Bản sao lưu có dạng {}, chương trình này chỉ đọc được {FORMAT}. Hãy dùng bản Đình mới hơn.",
            head.format
        )));
    }
    Ok(head)
}

/// Read the manifest.
pub fn read_manifest(bytes: &[u8]) -> Result<Manifest> {
    serde_json::from_slice(bytes)
        .map_err(|error| Error::Conflict(format!("Bảng kê của bản sao lưu đã hỏng: {error}.")))
}

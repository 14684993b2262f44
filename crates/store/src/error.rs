//! What can go wrong below the use cases.

use std::io::ErrorKind;

/// Result of this crate.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row that must be there is not.
    #[error("the row is not there")]
    Missing,
    /// Somebody else changed the thing first.
    #[error("the thing was changed by somebody else")]
    Conflict,
    /// A rule of uniqueness was broken; the name is the constraint's.
    #[error("already there: {0}")]
    Duplicate(String),
    /// All connections are busy.
    #[error("the database is busy")]
    Busy,
    /// The database does not answer, or cannot write at the moment; it may have done what it was asked last.
    #[error("the database is away: {0}")]
    Away(String),
    /// The disk is full: nothing was written.
    #[error("the disk is full")]
    Full,
    /// What is stored does not make sense.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// The file store failed.
    #[error("file store: {0}")]
    Files(object_store::Error),
    /// The register refused.
    #[error("register: {0}")]
    Register(String),
    /// The connection that watches for commits failed.
    #[error("watching for commits: {0}")]
    Watch(#[from] rusqlite::Error),
    /// The engine failed.
    #[error("database: {0}")]
    Engine(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::Missing,
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Database(inner) if inner.is_unique_violation() => Self::Duplicate(
                inner
                    .constraint()
                    .map_or_else(|| inner.message().to_owned(), ToOwned::to_owned),
            ),
            sqlx::Error::Database(inner) if is_full(inner.code().as_deref()) => Self::Full,
            sqlx::Error::Io(inner) if inner.kind() == ErrorKind::StorageFull => Self::Full,
            sqlx::Error::Io(inner) => Self::Away(inner.to_string()),
            sqlx::Error::Database(inner) if is_away(inner.code().as_deref()) => {
                Self::Away(inner.message().to_owned())
            }
            other => Self::Engine(other),
        }
    }
}

/// Codes of a PostgreSQL that stops, starts or is a replica.
fn is_away(code: Option<&str>) -> bool {
    matches!(code, Some("57P01" | "57P02" | "57P03" | "25006"))
}

/// `SQLITE_FULL`; what SQLite answers when it cannot write or grow its log or the index of it (`SQLITE_IOERR_WRITE`,
/// `_TRUNCATE`, `_SHMSIZE`); `disk_full` of PostgreSQL.
fn is_full(code: Option<&str>) -> bool {
    matches!(code, Some("13" | "778" | "1546" | "4874" | "53100"))
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(inner) = cause {
            let io = inner.downcast_ref::<std::io::Error>();
            if io.is_some_and(|io| io.kind() == ErrorKind::StorageFull) {
                return Self::Full;
            }
            cause = inner.source();
        }
        Self::Files(error)
    }
}

//! What can go wrong below the use cases.

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
    /// What is stored does not make sense.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// The file store failed.
    #[error("file store: {0}")]
    Files(#[from] object_store::Error),
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
            sqlx::Error::Io(inner) => Self::Away(inner.to_string()),
            sqlx::Error::Database(inner) if is_away(inner.code().as_deref()) => {
                Self::Away(inner.message().to_owned())
            }
            other => Self::Engine(other),
        }
    }
}

/// Codes of a PostgreSQL that stops, starts or is a replica, and of a SQLite whose disk is full.
fn is_away(code: Option<&str>) -> bool {
    matches!(
        code,
        Some("57P01" | "57P02" | "57P03" | "25006" | "53100" | "13")
    )
}

//! How a connection is opened.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use log::LevelFilter;
use rusqlite::OpenFlags;
use sqlx::{ConnectOptions, Error};
use sqlx_core::Url;

use super::Connection;
use super::connection::aside;
use super::refusal::told;

/// How long a writer waits for a writer of another process.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// Statements that are kept understood, for each connection.
const KEPT: usize = 256;
/// For each connection. What is erased is overwritten, not only unlinked; a commit is on the disk before it is answered; the log
/// is written back by the keeper, because that takes many times longer than a commit, and by a commit only when it has grown to
/// 64 MiB.
const WRITING: &str = "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; \
    PRAGMA wal_autocheckpoint = 16384; PRAGMA foreign_keys = ON";

/// Readers go on while somebody writes.
const LOGGED: &str = "PRAGMA journal_mode = WAL";
/// What one transaction brings goes where it will stay: a log would hold all of it a second time. Until the commit the file is as
/// empty as it was, whatever happens.
const FILLED_AT_ONCE: &str = "PRAGMA journal_mode = DELETE";

/// Where a database is, and what its connection is for.
#[derive(Clone, Debug)]
pub struct Options {
    file: PathBuf,
    is_reader: bool,
    is_patient: bool,
    is_new: bool,
}

impl Options {
    /// For a place that is filled at once, if there is nothing yet.
    #[must_use]
    pub fn filled_at_once(mut self) -> Self {
        self.is_new = std::fs::metadata(&self.file).map_or(true, |told| told.len() == 0);
        self
    }

    /// A connection that the engine itself keeps from writing.
    #[must_use]
    pub fn reader(mut self) -> Self {
        self.is_reader = true;
        self
    }

    /// A connection for work that takes long: all of it is done in a thread that may wait.
    #[must_use]
    pub fn patient(mut self) -> Self {
        self.is_patient = true;
        self
    }

    /// Where the database is.
    pub fn file(&self) -> &Path {
        &self.file
    }

    fn open(&self) -> rusqlite::Result<rusqlite::Connection> {
        let mode = if self.is_reader {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        } else {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
        };
        let engine = rusqlite::Connection::open_with_flags(
            &self.file,
            mode | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        engine.busy_timeout(PATIENCE)?;
        engine.set_prepared_statement_cache_capacity(KEPT);
        if !self.is_reader {
            let log = if self.is_new { FILLED_AT_ONCE } else { LOGGED };
            engine.execute_batch(log)?;
            engine.execute_batch(WRITING)?;
        }
        Ok(engine)
    }
}

impl FromStr for Options {
    type Err = Error;

    fn from_str(address: &str) -> Result<Self, Error> {
        let file = address
            .strip_prefix("sqlite://")
            .ok_or_else(|| Error::Configuration("an address begins with sqlite://".into()))?;
        Ok(Self {
            file: PathBuf::from(file),
            is_reader: false,
            is_patient: false,
            is_new: false,
        })
    }
}

impl ConnectOptions for Options {
    type Connection = Connection;

    fn from_url(url: &Url) -> Result<Self, Error> {
        url.as_str().parse()
    }

    async fn connect(&self) -> Result<Connection, Error> {
        let options = self.clone();
        let engine = aside(move || options.open().map_err(told)).await?;
        Ok(Connection::new(engine, self.is_reader, self.is_patient))
    }

    /// Statements are counted by the store, slow ones told by the driver; no other is logged.
    fn log_statements(self, _level: LevelFilter) -> Self {
        self
    }

    fn log_slow_statements(self, _level: LevelFilter, _duration: Duration) -> Self {
        self
    }
}

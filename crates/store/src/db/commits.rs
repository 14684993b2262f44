//! What is committed at a moment, told without reading anything that is stored.
//!
//! Whoever keeps what was read asks before reading, and asks again later: as long as the answer is the same, nothing was committed,
//! by whichever process or node, and what was kept is still true. SQLite tells it on a connection that is held for this alone,
//! by `PRAGMA data_version`. PostgreSQL is asked with one statement; those who ask at the same
//! time share it.

use std::path::PathBuf;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::OpenFlags;
use sqlx::PgConnection;
use tokio::sync::{Mutex, MutexGuard};

use super::{Database, Pools};
use crate::error::{Result, StoreError};

/// Differs after each commit that this connection did not make; it makes none.
const DATA_VERSION: &str = "PRAGMA data_version";
/// Two equal snapshots see the same rows. A replica has no transactions of its own; there the end of what was replayed tells it.
const SNAPSHOT: &str = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text \
    ELSE pg_current_snapshot()::text END";
/// Whoever waits longer reads without knowing; the connection may be cut off.
const PATIENCE: Duration = Duration::from_secs(2);
/// SQLite is locked against readers only while it recovers its log.
const LOCKED: Duration = Duration::from_millis(50);

/// What was committed when it was asked. Two equal ones: nothing was committed between the two questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commits {
    /// Answers of different connections cannot be compared.
    connection: u64,
    state: String,
}

/// The connections on which is asked; opened when somebody asks first.
#[derive(Default)]
pub(super) struct Watch {
    sqlite: std::sync::Mutex<Sqlite>,
    postgres: Mutex<Postgres>,
    /// How many questions to PostgreSQL were begun.
    begun: AtomicU64,
}

#[derive(Default)]
struct Sqlite {
    connections: u64,
    open: Option<rusqlite::Connection>,
}

#[derive(Default)]
struct Postgres {
    connections: u64,
    /// The tenure of the server on which the session is.
    tenure: u64,
    open: Option<PgConnection>,
    /// The number of the newest question that was answered, with the answer.
    newest: Option<(u64, Commits)>,
}

impl Database {
    /// What is committed now. No statement on SQLite, at most one on PostgreSQL.
    pub async fn commits(&self) -> Result<Commits> {
        match &self.pools {
            Pools::Sqlite { readers, .. } => {
                let file = || readers.connect_options().file().to_owned();
                self.watch.ask_sqlite(file)
            }
            Pools::Postgres(servers) => {
                let tenure = servers.tenure();
                let came = self.watch.begun.load(Ordering::SeqCst);
                let mut watch = self.watch.postgres.lock().await;
                if let Some((number, commits)) = &watch.newest
                    && *number > came
                {
                    return Ok(commits.clone());
                }
                // A session on a server that is not the primary any more tells nothing.
                let kept = watch.open.take().filter(|_| watch.tenure == tenure);
                let session = if let Some(session) = kept {
                    session
                } else {
                    (watch.connections, watch.tenure) = (watch.connections + 1, tenure);
                    servers.session().await?
                };
                self.asked.note(SNAPSHOT);
                let number = self.watch.begun.fetch_add(1, Ordering::SeqCst) + 1;
                ask_postgres(&mut watch, session, number).await
            }
        }
    }
}

/// Whatever goes wrong, also when whoever asks goes away meanwhile: the session is dropped, and the next one asks on a new one.
async fn ask_postgres(
    watch: &mut MutexGuard<'_, Postgres>,
    mut session: PgConnection,
    number: u64,
) -> Result<Commits> {
    let question = sqlx::query_as::<_, (String,)>(SNAPSHOT).fetch_one(&mut session);
    let answer = tokio::time::timeout(PATIENCE, question).await;
    let (state,) = answer.map_err(|_| StoreError::Busy)??;
    let commits = Commits {
        connection: watch.connections,
        state,
    };
    watch.open = Some(session);
    watch.newest = Some((number, commits.clone()));
    Ok(commits)
}

impl Watch {
    fn ask_sqlite(&self, file: impl FnOnce() -> PathBuf) -> Result<Commits> {
        let mut watch = self.sqlite.lock().unwrap_or_else(PoisonError::into_inner);
        if watch.open.is_none() {
            let reading = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let opened = rusqlite::Connection::open_with_flags(file(), reading)?;
            opened.busy_timeout(LOCKED)?;
            watch.open = Some(opened);
            watch.connections += 1;
        }
        let connection = watch.connections;
        let Some(open) = &watch.open else {
            return Err(StoreError::Busy);
        };
        let mut question = open.prepare_cached(DATA_VERSION)?;
        let state: i64 = question.query_row([], |row| row.get(0))?;
        Ok(Commits {
            connection,
            state: state.to_string(),
        })
    }

    /// Let go of the connections.
    pub(super) async fn close(&self) {
        self.sqlite
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .open = None;
        self.postgres.lock().await.open = None;
    }
}

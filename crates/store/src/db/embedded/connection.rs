//! A connection and its transactions.

use std::fmt;
use std::future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::{Error, SqlStr, Transaction};
use sqlx_core::transaction::TransactionManager;

use super::options::PATIENCE;
use super::refusal::{is_busy, told};
use super::{Embedded, Options};

type Shared = Arc<Mutex<rusqlite::Connection>>;

/// A connection. Its engine is used by one thread at a time: by the one that asks, or by one that waits in its stead.
pub struct Connection {
    engine: Shared,
    is_reader: bool,
    is_patient: bool,
    depth: usize,
}

impl Connection {
    pub(super) fn new(engine: rusqlite::Connection, is_reader: bool, is_patient: bool) -> Self {
        Self {
            engine: Arc::new(Mutex::new(engine)),
            is_reader,
            is_patient,
            depth: 0,
        }
    }

    pub(super) fn share(&self) -> Shared {
        Arc::clone(&self.engine)
    }

    /// Work that is over in an instant, unless this connection is for what takes long.
    pub(super) async fn here<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        if self.is_patient {
            return self.waiting(work).await;
        }
        with(&self.engine, work)
    }

    /// Work that may wait: for the disk, or for another process.
    async fn waiting<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let engine = self.share();
        aside(move || with(&engine, work)).await
    }
}

/// In a thread that may wait.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Error::WorkerCrashed)?
}

pub(super) fn with<T>(
    engine: &Mutex<rusqlite::Connection>,
    work: impl FnOnce(&rusqlite::Connection) -> Result<T, Error>,
) -> Result<T, Error> {
    // A panic in between leaves a transaction open at worst, and that is rolled back before the next.
    work(&engine.lock().unwrap_or_else(PoisonError::into_inner))
}

fn run(engine: &rusqlite::Connection, sql: &str) -> Result<(), Error> {
    engine
        .prepare_cached(sql)
        .and_then(|mut statement| statement.raw_execute())
        .map(|_| ())
        .map_err(told)
}

impl fmt::Debug for Connection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Connection")
            .field("is_reader", &self.is_reader)
            .field("depth", &self.depth)
            .finish_non_exhaustive()
    }
}

impl sqlx::Connection for Connection {
    type Database = Embedded;
    type Options = Options;

    /// The last one to close a database writes its log back, which waits for the disk.
    async fn close(self) -> Result<(), Error> {
        aside(move || {
            drop(self);
            Ok(())
        })
        .await
    }

    async fn close_hard(self) -> Result<(), Error> {
        self.close().await
    }

    fn ping(&mut self) -> impl Future<Output = Result<(), Error>> + Send + '_ {
        future::ready(Ok(()))
    }

    fn begin(
        &mut self,
    ) -> impl Future<Output = Result<Transaction<'_, Embedded>, Error>> + Send + '_ {
        Transaction::begin(self, None)
    }

    fn shrink_buffers(&mut self) {}

    fn flush(&mut self) -> impl Future<Output = Result<(), Error>> + Send + '_ {
        future::ready(Ok(()))
    }

    fn should_flush(&self) -> bool {
        false
    }
}

/// Begins and ends transactions. There is none within another.
pub struct Transactions;

impl TransactionManager for Transactions {
    type Database = Embedded;

    async fn begin(connection: &mut Connection, statement: Option<SqlStr>) -> Result<(), Error> {
        if connection.depth > 0 {
            return Err(Error::InvalidSavePointStatement);
        }
        let sql = statement.unwrap_or(SqlStr::from_static("BEGIN"));
        let Some(sql) = connection.here(move |engine| at_once(engine, sql)).await? else {
            connection.depth = 1;
            return Ok(());
        };
        connection
            .waiting(move |engine| run(engine, sql.as_str()))
            .await?;
        connection.depth = 1;
        Ok(())
    }

    async fn commit(connection: &mut Connection) -> Result<(), Error> {
        if connection.depth == 0 {
            return Ok(());
        }
        let end = |engine: &rusqlite::Connection| run(engine, "COMMIT");
        if connection.is_reader {
            connection.here(end).await?;
        } else {
            connection.waiting(end).await?;
        }
        connection.depth = 0;
        Ok(())
    }

    async fn rollback(connection: &mut Connection) -> Result<(), Error> {
        Self::start_rollback(connection);
        Ok(())
    }

    /// Also after a commit that nobody waited for: then there is nothing left to take back.
    fn start_rollback(connection: &mut Connection) {
        connection.depth = 0;
        let taken_back = with(&connection.engine, |engine| {
            if engine.is_autocommit() {
                return Ok(());
            }
            run(engine, "ROLLBACK")
        });
        if let Err(error) = taken_back {
            tracing::error!(%error, "a transaction could not be taken back");
        }
    }

    fn get_transaction_depth(connection: &Connection) -> usize {
        connection.depth
    }
}

/// Begin without waiting; the statement comes back when another process writes.
fn at_once(engine: &rusqlite::Connection, sql: SqlStr) -> Result<Option<SqlStr>, Error> {
    engine.busy_timeout(Duration::ZERO).map_err(told)?;
    let begun = engine
        .prepare_cached(sql.as_str())
        .and_then(|mut statement| statement.raw_execute());
    engine.busy_timeout(PATIENCE).map_err(told)?;
    match begun {
        Ok(_) => Ok(None),
        Err(error) if is_busy(&error) => Ok(Some(sql)),
        Err(error) => Err(told(error)),
    }
}

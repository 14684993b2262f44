//! A connection and its transactions.

use std::fmt;
use std::future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::time::Duration;

use sqlx::{Error, SqlStr, Transaction};
use sqlx_core::transaction::TransactionManager;

use super::options::PATIENCE;
use super::refusal::{is_busy, told};
use super::{Embedded, Options};

/// The engine of a connection. It is used by one thread at a time: by the one that asks, or by one that waits in its stead.
pub(super) struct Engine {
    sqlite: Mutex<rusqlite::Connection>,
    /// The number of the transaction that began last.
    open: AtomicU64,
    /// The number of the last one for which nobody waits any more.
    left: AtomicU64,
}

/// A connection.
pub struct Connection {
    engine: Arc<Engine>,
    /// The number of the transaction that was begun last.
    begun: u64,
    is_reader: bool,
    is_patient: bool,
    depth: usize,
}

impl Connection {
    pub(super) fn new(engine: rusqlite::Connection, is_reader: bool, is_patient: bool) -> Self {
        Self {
            engine: Arc::new(Engine {
                sqlite: Mutex::new(engine),
                open: AtomicU64::new(0),
                left: AtomicU64::new(0),
            }),
            begun: 0,
            is_reader,
            is_patient,
            depth: 0,
        }
    }

    pub(super) fn share(&self) -> Arc<Engine> {
        Arc::clone(&self.engine)
    }

    /// Work that is over in an instant, unless this connection is for what takes long or a thread is still at work for somebody
    /// who went away.
    pub(super) async fn here<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        if !self.is_patient {
            match self.engine.sqlite.try_lock() {
                Ok(sqlite) => return work(&sqlite),
                Err(TryLockError::Poisoned(broken)) => return work(&broken.into_inner()),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        self.waiting(work).await
    }

    /// Work that may wait: for the disk, or for another process. A thread that comes to it when its transaction was let go does
    /// nothing: it would do it in what somebody else has begun meanwhile.
    async fn waiting<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (engine, number) = (self.share(), (self.depth > 0).then_some(self.begun));
        let still_wanted = move |sqlite: &rusqlite::Connection, engine: &Engine| {
            if number.is_some_and(|number| engine.is_left(number)) {
                return Err(Error::WorkerCrashed);
            }
            work(sqlite)
        };
        aside(move || engine.with(|sqlite| still_wanted(sqlite, &engine))).await
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

impl Engine {
    /// Work as soon as no other thread is at work here.
    pub(super) fn with<T>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // A panic in between leaves a transaction open at worst, and that is rolled back before the next.
        work(&self.sqlite.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Begin, however long another process writes.
    fn begin(&self, sqlite: &rusqlite::Connection, sql: &SqlStr, number: u64) -> Result<(), Error> {
        if self.is_left(number) {
            return Err(Error::WorkerCrashed);
        }
        run(sqlite, sql.as_str())?;
        self.begun(sqlite, number)
    }

    /// A transaction was begun; it is taken back when whoever wanted it went away meanwhile.
    fn begun(&self, sqlite: &rusqlite::Connection, number: u64) -> Result<(), Error> {
        self.open.store(number, Ordering::SeqCst);
        if self.is_left(number) {
            Self::take_back(sqlite);
            return Err(Error::WorkerCrashed);
        }
        Ok(())
    }

    /// Whether nobody waits for this transaction any more.
    fn is_left(&self, number: u64) -> bool {
        self.left.load(Ordering::SeqCst) >= number
    }

    /// Take a transaction back as soon as the thread that is at work lets go, unless it is over and a later one has begun.
    fn forget(&self, number: u64) {
        let sqlite = self.sqlite.lock().unwrap_or_else(PoisonError::into_inner);
        if self.open.load(Ordering::SeqCst) == number {
            Self::take_back(&sqlite);
        }
    }

    /// Take back what was not committed.
    fn take_back(sqlite: &rusqlite::Connection) {
        if sqlite.is_autocommit() {
            return;
        }
        if let Err(error) = run(sqlite, "ROLLBACK") {
            tracing::error!(%error, "a transaction could not be taken back");
        }
    }
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
        connection.begun += 1;
        let (engine, number) = (connection.share(), connection.begun);
        let begin = move |sqlite: &rusqlite::Connection| {
            if engine.is_left(number) {
                return Err(Error::WorkerCrashed);
            }
            let unbegun = at_once(sqlite, sql)?;
            if unbegun.is_none() {
                engine.begun(sqlite, number)?;
            }
            Ok(unbegun)
        };
        if let Some(sql) = connection.here(begin).await? {
            let engine = connection.share();
            aside(move || engine.with(|sqlite| engine.begin(sqlite, &sql, number))).await?;
        }
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

    /// Also after a beginning or a commit that nobody waited for. A thread may still be at it: it is not waited for here.
    fn start_rollback(connection: &mut Connection) {
        connection.depth = 0;
        let engine = connection.share();
        engine.left.store(connection.begun, Ordering::SeqCst);
        match engine.sqlite.try_lock() {
            Ok(sqlite) => Engine::take_back(&sqlite),
            Err(TryLockError::Poisoned(broken)) => Engine::take_back(&broken.into_inner()),
            Err(TryLockError::WouldBlock) => {
                let number = connection.begun;
                if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                    let engine = connection.share();
                    runtime.spawn_blocking(move || engine.forget(number));
                }
            }
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

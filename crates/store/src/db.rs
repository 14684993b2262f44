//! The one place that names a database engine.
//!
//! Every statement is written once, as a `&'static str` with `$1…$n` markers,
//! which both drivers accept as they stand. The engine is chosen at start by the
//! scheme of the address. Many connections read; one writes, in both engines, so
//! what a write transaction reads cannot change before it commits.

mod asked;
mod commits;
mod embedded;
mod plan;
mod postgres;
mod rows;
mod seat;

use std::ops::{Deref, DerefMut};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgArguments, PgConnection, PgRow};
use sqlx::{Encode, FromRow, Pool, Postgres, Transaction, Type};

use crate::error::{Result, StoreError};
use crate::line::Line;
use postgres::{Servers, patient};

use embedded::Embedded;

use asked::Asked;
pub use commits::Commits;
pub use seat::Seat;

/// A value that both engines can store.
pub trait Value<'q>:
    Encode<'q, Embedded> + Type<Embedded> + Encode<'q, Postgres> + Type<Postgres> + Send + 'q
{
}
impl<'q, T> Value<'q> for T where
    T: Encode<'q, Embedded> + Type<Embedded> + Encode<'q, Postgres> + Type<Postgres> + Send + 'q
{
}

/// A row that both engines can return; `#[derive(sqlx::FromRow)]` gives it.
pub trait Record:
    for<'r> FromRow<'r, embedded::Row> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}
impl<T> Record for T where
    T: for<'r> FromRow<'r, embedded::Row> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

#[derive(Clone)]
enum Pools {
    Sqlite {
        readers: Pool<Embedded>,
        writer: Pool<Embedded>,
        keeper: Pool<Embedded>,
    },
    Postgres(Servers),
}

/// An opened database. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    pools: Pools,
    asked: Arc<Asked>,
    watch: Arc<commits::Watch>,
    to_read: Line,
    to_write: Line,
}

/// Which engine a database runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, the default.
    Sqlite,
    /// When a city outgrows it.
    Postgres,
}

enum Tx {
    Sqlite(Transaction<'static, Embedded>),
    Postgres(Transaction<'static, Postgres>),
}

/// A snapshot. The engine itself refuses a write through it.
pub struct ReadTx {
    tx: Tx,
    asked: Arc<Asked>,
}

/// The one write transaction of the moment; it can also read.
pub struct WriteTx(ReadTx);

/// The advisory lock of the writer's seat: "dinh" in ASCII.
const WRITER_SEAT: &str = "SELECT pg_advisory_xact_lock(1684631144)";
const SQLITE_BYTES: &str = "SELECT pages.page_count * sizes.page_size \
    FROM pragma_page_count() AS pages, pragma_page_size() AS sizes";
const POSTGRES_BYTES: &str = "SELECT pg_database_size(current_database())";
const READERS: u32 = 8;
/// Two hundred officers who press at once have their place; a writer takes milliseconds.
const LONGEST_LINE: usize = 1000;
const WAIT: Duration = Duration::from_secs(10);

impl Database {
    /// Open `sqlite://path` or `postgres://…`, without touching the schema. Of several PostgreSQL servers
    /// (`postgres://user@one:5432,two:5432/dinh`) the one that is the primary is used, whichever it is at the moment.
    pub async fn open(address: &str) -> Result<Self> {
        if address.starts_with("postgres") {
            return Ok(Self::of(Pools::Postgres(Servers::open(address).await?)));
        }
        let options = embedded::Options::from_str(address)?;
        Ok(Self::of(open_sqlite(options).await?))
    }

    /// Open a place that one transaction will fill, and that needs no more room than what is brought. Opened again it is a
    /// database like others.
    pub async fn open_to_fill(address: &str) -> Result<Self> {
        if address.starts_with("postgres") {
            return Self::open(address).await;
        }
        let options = embedded::Options::from_str(address)?.filled_at_once();
        Ok(Self::of(open_sqlite(options).await?))
    }

    fn of(pools: Pools) -> Self {
        Self {
            pools,
            asked: Arc::default(),
            watch: Arc::default(),
            to_read: Line::new(LONGEST_LINE),
            to_write: Line::new(LONGEST_LINE),
        }
    }

    /// The engine behind this database.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// How often another server took over as the primary since the database was opened; an embedded one never changes. What is
    /// stored may have gone back then, if commits did not wait for the replica.
    pub fn tenure(&self) -> u64 {
        match &self.pools {
            Pools::Sqlite { .. } => 0,
            Pools::Postgres(servers) => servers.tenure(),
        }
    }

    /// How many statements were made since the database was opened. Tests hold
    /// pages to their budget with it.
    pub fn statements_made(&self) -> u64 {
        self.asked.count()
    }

    /// From now on remember which statements are made, for whoever looks at their plans.
    pub fn remember_statements(&self) {
        self.asked.remember();
    }

    /// The statements that were made since then, each once.
    pub fn remembered_statements(&self) -> Vec<&'static str> {
        self.asked.remembered()
    }

    /// A snapshot to read from; [`StoreError::Busy`](crate::StoreError::Busy) when too many wait for one.
    pub async fn read(&self) -> Result<ReadTx> {
        let _place = self.to_read.join()?;
        let tx = match &self.pools {
            Pools::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Pools::Postgres(servers) => {
                let how = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Tx::Postgres(servers.begin(|server| server.readers, how).await?)
            }
        };
        Ok(ReadTx {
            tx,
            asked: Arc::clone(&self.asked),
        })
    }

    /// Wait for the writer's seat. On both engines one transaction writes at a
    /// time; the advisory lock extends the seat to other processes.
    pub async fn write(&self) -> Result<WriteTx> {
        let _place = self.to_write.join()?;
        let tx = match &self.pools {
            Pools::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(servers) => {
                let mut tx = servers.begin(|server| server.writer, "BEGIN").await?;
                patient(sqlx::query(WRITER_SEAT).execute(&mut *tx)).await?;
                Tx::Postgres(tx)
            }
        };
        Ok(WriteTx(ReadTx {
            tx,
            asked: Arc::clone(&self.asked),
        }))
    }

    /// Let SQLite move what was committed from its log into the database file, beside those who read and write. To be called
    /// often; PostgreSQL does it by itself.
    pub async fn write_back(&self) -> Result<()> {
        if let Pools::Sqlite { keeper, .. } = &self.pools {
            sqlx::query("PRAGMA wal_checkpoint(PASSIVE)")
                .execute(keeper)
                .await?;
        }
        Ok(())
    }

    /// Copy everything of one moment into a new file while others read and write. Only SQLite can: false on PostgreSQL.
    pub async fn copy_into(&self, file: &str) -> Result<bool> {
        let Pools::Sqlite { keeper, .. } = &self.pools else {
            return Ok(false);
        };
        sqlx::query("VACUUM INTO $1")
            .bind(file.to_owned())
            .execute(keeper)
            .await?;
        Ok(true)
    }

    /// How many bytes the database takes.
    pub async fn bytes(&self) -> Result<u64> {
        let (bytes,): (i64,) = match &self.pools {
            Pools::Sqlite { readers, .. } => {
                sqlx::query_as(SQLITE_BYTES).fetch_one(readers).await?
            }
            Pools::Postgres(servers) => {
                let readers = servers.present().readers;
                patient(sqlx::query_as(POSTGRES_BYTES).fetch_one(&readers)).await?
            }
        };
        Ok(u64::try_from(bytes).unwrap_or(0))
    }

    /// Wait until running transactions end, then close every connection.
    pub async fn close(&self) {
        self.watch.close().await;
        match &self.pools {
            Pools::Sqlite {
                readers,
                writer,
                keeper,
            } => {
                readers.close().await;
                keeper.close().await;
                writer.close().await;
            }
            Pools::Postgres(servers) => servers.close().await,
        }
    }
}

async fn open_sqlite(options: embedded::Options) -> Result<Pools> {
    let one = || PoolOptions::new().max_connections(1).acquire_timeout(WAIT);
    let keeper = one().connect_lazy_with(options.clone().patient());
    let writer = one().connect_with(options.clone()).await?;
    let readers = PoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(WAIT)
        .connect_with(options.reader())
        .await?;
    Ok(Pools::Sqlite {
        readers,
        writer,
        keeper,
    })
}

impl ReadTx {
    /// A statement that reads.
    pub fn select(&mut self, sql: &'static str) -> Statement<'_> {
        self.asked.note(sql);
        crate::counted::one();
        match &mut self.tx {
            Tx::Sqlite(tx) => Statement::Sqlite(tx, sqlx::query(sql)),
            Tx::Postgres(tx) => Statement::Postgres(tx, sqlx::query(sql)),
        }
    }

    /// The engine behind this transaction.
    pub fn engine(&self) -> Engine {
        match self.tx {
            Tx::Sqlite(_) => Engine::Sqlite,
            Tx::Postgres(_) => Engine::Postgres,
        }
    }

    /// Ask the engine to understand a statement without running it.
    pub async fn prepare(&mut self, sql: &'static str) -> Result<()> {
        use sqlx::{Executor, SqlSafeStr};
        match &mut self.tx {
            Tx::Sqlite(tx) => (&mut **tx).prepare(sql.into_sql_str()).await.map(|_| ())?,
            Tx::Postgres(tx) => (&mut **tx).prepare(sql.into_sql_str()).await.map(|_| ())?,
        }
        Ok(())
    }
}

impl WriteTx {
    /// A statement that changes.
    pub fn change(&mut self, sql: &'static str) -> Statement<'_> {
        self.0.select(sql)
    }

    /// Several statements at once, without parameters: migrations.
    pub async fn script(&mut self, sql: &'static str) -> Result<()> {
        match &mut self.0.tx {
            Tx::Sqlite(tx) => sqlx::raw_sql(sql).execute(&mut **tx).await.map(|_| ())?,
            Tx::Postgres(tx) => sqlx::raw_sql(sql).execute(&mut **tx).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Make everything that was changed lasting.
    pub async fn commit(self) -> Result<()> {
        match self.0.tx {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => patient(tx.commit()).await?,
        }
        Ok(())
    }
}

impl Deref for WriteTx {
    type Target = ReadTx;
    fn deref(&self) -> &ReadTx {
        &self.0
    }
}

impl DerefMut for WriteTx {
    fn deref_mut(&mut self) -> &mut ReadTx {
        &mut self.0
    }
}

/// A statement on its way to whichever engine its transaction holds.
pub enum Statement<'c> {
    /// On the way to SQLite.
    Sqlite(
        &'c mut embedded::Connection,
        sqlx::query::Query<'c, Embedded, embedded::Arguments>,
    ),
    /// On the way to PostgreSQL.
    Postgres(
        &'c mut PgConnection,
        sqlx::query::Query<'c, Postgres, PgArguments>,
    ),
}

impl<'c> Statement<'c> {
    /// The next parameter.
    #[must_use]
    pub fn bind<T: Value<'c>>(self, value: T) -> Self {
        match self {
            Self::Sqlite(conn, query) => Self::Sqlite(conn, query.bind(value)),
            Self::Postgres(conn, query) => Self::Postgres(conn, query.bind(value)),
        }
    }

    /// Run it; the number of rows it changed.
    pub async fn run(self) -> Result<u64> {
        Ok(match self {
            Self::Sqlite(conn, query) => query.execute(conn).await?.rows_affected(),
            Self::Postgres(conn, query) => patient(query.execute(conn)).await?.rows_affected(),
        })
    }

    /// Run a change that must touch exactly one row; otherwise somebody else
    /// changed it first.
    pub async fn run_one(self) -> Result<()> {
        match self.run().await? {
            1 => Ok(()),
            _ => Err(StoreError::Conflict),
        }
    }

    /// Exactly one row.
    pub async fn one<R: Record>(self) -> Result<R> {
        self.optional().await?.ok_or(StoreError::Missing)
    }

    /// One row or none.
    pub async fn optional<R: Record>(self) -> Result<Option<R>> {
        Ok(match self {
            Self::Sqlite(conn, query) => {
                query
                    .try_map(|row| R::from_row(&row))
                    .fetch_optional(conn)
                    .await?
            }
            Self::Postgres(conn, query) => {
                patient(query.try_map(|row| R::from_row(&row)).fetch_optional(conn)).await?
            }
        })
    }

    /// Every row; the statement itself must bound their number.
    pub async fn all<R: Record>(self) -> Result<Vec<R>> {
        Ok(match self {
            Self::Sqlite(conn, query) => {
                let rows = query.fetch_all(conn).await?;
                rows.iter().map(R::from_row).collect::<sqlx::Result<_>>()?
            }
            Self::Postgres(conn, query) => {
                patient(query.try_map(|row| R::from_row(&row)).fetch_all(conn)).await?
            }
        })
    }
}

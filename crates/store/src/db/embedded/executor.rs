//! Running statements.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt as _, StreamExt as _};
use rusqlite::types::Value;
use sqlx::{Either, Error, Execute, Executor, SqlStr};
use tokio::sync::mpsc;

use super::refusal::told;
use super::{Arguments, Changed, Column, Connection, Embedded, Row, Statement};

/// Rows on their way to somebody who reads a whole table.
const ON_THE_WAY: usize = 64;

/// Whoever keeps the machine is told of a statement that takes longer.
const SLOW: Duration = Duration::from_secs(1);

type Step = Either<Changed, Row>;

/// A statement with its parameters. Without parameters at all it is a script: several statements, nothing read.
struct Asked {
    sql: SqlStr,
    values: Option<Vec<Value>>,
}

impl Asked {
    fn of<'q>(mut query: impl Execute<'q, Embedded>) -> Result<Self, Error> {
        let arguments = query.take_arguments().map_err(Error::Encode)?;
        Ok(Self {
            values: arguments.map(Arguments::into_values),
            sql: query.sql(),
        })
    }

    /// The number of changed rows. Each row that is read is handed over as long as more are wanted.
    fn run(
        self,
        engine: &rusqlite::Connection,
        mut take: impl FnMut(Row) -> bool,
    ) -> Result<Changed, Error> {
        let Some(values) = self.values else {
            engine.execute_batch(self.sql.as_str()).map_err(told)?;
            return Ok(Changed::default());
        };
        let mut statement = engine.prepare_cached(self.sql.as_str()).map_err(told)?;
        let columns = columns(&statement);
        bind(&mut statement, &values)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(told)? {
            let values = (0..columns.len()).map(|place| row.get::<_, Value>(place));
            let row = Row {
                columns: Arc::clone(&columns),
                values: values.collect::<Result<_, _>>().map_err(told)?,
            };
            if !take(row) {
                break;
            }
        }
        drop(rows);
        // The engine remembers the number of the last change, also past a statement that only reads.
        let rows = if statement.readonly() {
            0
        } else {
            engine.changes()
        };
        Ok(Changed { rows })
    }
}

/// SQLite counts markers in the order in which they first stand in the text; ours say their number.
fn bind(statement: &mut rusqlite::Statement<'_>, values: &[Value]) -> Result<(), Error> {
    for place in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(place)
            .and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let value = values.get(number.unwrap_or(place).wrapping_sub(1));
        // A plan is the same for all values.
        let value = value.or_else(|| (statement.is_explain() != 0).then_some(&Value::Null));
        let value = value.ok_or_else(|| Error::Protocol(format!("no value for marker {place}")))?;
        statement.raw_bind_parameter(place, value).map_err(told)?;
    }
    Ok(())
}

fn columns(statement: &rusqlite::Statement<'_>) -> Arc<[Column]> {
    let names = statement.column_names().into_iter().enumerate();
    names
        .map(|(place, name)| Column {
            place,
            name: name.to_owned(),
        })
        .collect()
}

impl Connection {
    /// What `work` makes of a statement that is asked here.
    fn answer<'e, 'q, T: Send + 'static>(
        &'e mut self,
        query: impl Execute<'q, Embedded>,
        work: impl FnOnce(Asked, &rusqlite::Connection) -> Result<T, Error> + Send + 'static,
    ) -> BoxFuture<'e, Result<T, Error>> {
        let asked = Asked::of(query);
        async move {
            let asked = asked?;
            let (sql, began) = (asked.sql.clone(), Instant::now());
            let made = self.here(move |engine| work(asked, engine)).await;
            let took = began.elapsed();
            if took > SLOW {
                // Markers, never values.
                tracing::warn!(
                    millis = took.as_millis(),
                    sql = sql.as_str(),
                    "a slow statement"
                );
            }
            made
        }
        .boxed()
    }
}

impl<'c> Executor<'c> for &'c mut Connection {
    type Database = Embedded;

    fn execute<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Changed, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Embedded>,
    {
        self.answer(query, |asked, engine| asked.run(engine, |_| true))
    }

    /// Row after row, read in a thread of its own as fast as they are taken.
    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Step, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Embedded>,
    {
        let (give, taken) = mpsc::channel(ON_THE_WAY);
        let engine = self.share();
        match Asked::of(query) {
            Err(error) => return stream::iter([Err(error)]).boxed(),
            Ok(asked) => drop(tokio::task::spawn_blocking(move || {
                let end = engine.with(|engine| {
                    asked.run(engine, |row| {
                        give.blocking_send(Ok(Either::Right(row))).is_ok()
                    })
                });
                // Nobody may be left to hear it.
                give.blocking_send(end.map(Either::Left)).ok();
            })),
        }
        stream::unfold(taken, |mut taken| async move {
            let step = taken.recv().await?;
            Some((step, taken))
        })
        .boxed()
    }

    fn fetch_all<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Vec<Row>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Embedded>,
    {
        self.answer(query, |asked, engine| {
            let mut rows = Vec::new();
            asked.run(engine, |row| {
                rows.push(row);
                true
            })?;
            Ok(rows)
        })
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<Row>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Embedded>,
    {
        self.answer(query, |asked, engine| {
            let mut first = None;
            asked.run(engine, |row| {
                first = Some(row);
                false
            })?;
            Ok(first)
        })
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        _parameters: &'e [super::Kind],
    ) -> BoxFuture<'e, Result<Statement, Error>>
    where
        'c: 'e,
    {
        let prepare = move |engine: &rusqlite::Connection| {
            let statement = engine.prepare(sql.as_str()).map_err(told)?;
            let columns = columns(&statement).to_vec();
            let parameters = statement.parameter_count();
            drop(statement);
            Ok(Statement {
                sql,
                columns,
                parameters,
            })
        };
        async move { self.here(prepare).await }.boxed()
    }
}

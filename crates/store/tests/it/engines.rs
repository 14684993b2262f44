//! A fresh, migrated database per test and engine: SQLite in a temporary folder and,
//! when `DINH_TEST_POSTGRES` names a server, a schema of its own there.

use std::sync::atomic::{AtomicU32, Ordering};

use dinh_store::{Database, Engine};
use tempfile::TempDir;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Run a test on every engine that can be reached.
pub async fn both(test: impl AsyncFn(Database)) {
    for (database, _folder) in databases().await {
        test(database.clone()).await;
        database.close().await;
    }
}

/// One fresh database per engine that can be reached, with what keeps it alive.
#[expect(
    clippy::print_stdout,
    reason = "a tester must see that one engine was left out"
)]
pub async fn databases() -> Vec<(Database, Option<TempDir>)> {
    let folder = TempDir::new().expect("a temporary folder");
    let address = format!("sqlite://{}/dinh.sqlite", folder.path().display());
    let mut made = vec![(migrated(&address).await, Some(folder))];
    match empty_postgres().await {
        Some(address) => made.push((migrated(&address).await, None)),
        None => println!("DINH_TEST_POSTGRES is not set: only SQLite was tested."),
    }
    made
}

/// The database of an engine among those that were made.
pub fn of(made: &[(Database, Option<TempDir>)], engine: Engine) -> Option<&Database> {
    made.iter()
        .map(|(database, _)| database)
        .find(|database| database.engine() == engine)
}

async fn migrated(address: &str) -> Database {
    let database = Database::open(address).await.expect("a database");
    dinh_store::schema::migrate(&database)
        .await
        .expect("a schema");
    database
}

/// An empty schema of PostgreSQL, if a server can be reached.
#[expect(
    clippy::disallowed_methods,
    reason = "the test runner tells the tests by a variable where PostgreSQL is"
)]
pub async fn empty_postgres() -> Option<String> {
    let address = std::env::var("DINH_TEST_POSTGRES").ok()?;
    let number = COUNT.fetch_add(1, Ordering::SeqCst);
    let schema = format!("store_{}_{number}", std::process::id());
    let server = Database::open(&address).await.expect("the server");
    let mut tx = server.write().await.expect("the seat");
    let fresh = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
    tx.script(Box::leak(fresh.into_boxed_str()))
        .await
        .expect("a schema");
    tx.commit().await.expect("commit");
    server.close().await;
    let mark = if address.contains('?') { '&' } else { '?' };
    Some(format!("{address}{mark}options[search_path]={schema}"))
}

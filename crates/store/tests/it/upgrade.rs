//! Every earlier schema, with a row in each table, is upgraded with nothing lost; and its way back leads back.

use dinh_store::archive::{Kind, LEFT_OUT, Load, Table, each_line, tables};
use dinh_store::schema::{applied, migrate, migrate_only, migrations};
use dinh_store::{Database, Engine};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::engines::empty_postgres;

/// The same value in every column of a kind: then every key between tables leads to the one row that is there.
fn value(kind: Kind) -> Value {
    match kind {
        Kind::Integer => json!(1),
        Kind::Bool => json!(true),
        Kind::Text => json!("Cần Thơ"),
        Kind::Bytes => json!("AQ=="),
        Kind::Id => json!("00000000-0000-0000-0000-000000000001"),
        Kind::Instant => json!("2026-11-23T08:39:47Z"),
        Kind::Day => json!("2026-11-23"),
        Kind::Json => json!([{ "a": 1 }]),
    }
}

async fn fill(database: &Database) -> Vec<Table> {
    let known = tables(&applied(database).await.expect("applied")).expect("understood");
    let mut load = Load::begin(database, &known, &[]).await.expect("begun");
    for table in &known {
        let row: Vec<Value> = table
            .columns
            .iter()
            .map(|column| value(column.kind))
            .collect();
        let line = serde_json::to_vec(&row).expect("JSON");
        load.add(&table.name, &line).await.expect("added");
    }
    load.finish().await.expect("every key leads somewhere");
    known
}

/// Table, column and value of everything that is stored in the columns of `wanted`.
async fn values(database: &Database, wanted: &[Table]) -> Vec<(String, String, Value)> {
    let now = tables(&applied(database).await.expect("applied")).expect("understood");
    let mut tx = database.read().await.expect("a snapshot");
    let mut found = Vec::new();
    for old in wanted {
        let table = now
            .iter()
            .find(|table| table.name == old.name)
            .expect("no table is lost");
        each_line(&mut tx, table, async |line| {
            let row: Vec<Value> = serde_json::from_slice(&line).expect("JSON");
            for (column, value) in table.columns.iter().zip(row) {
                if old.columns.iter().any(|known| known.name == column.name) {
                    found.push((table.name.clone(), column.name.clone(), value));
                }
            }
            Ok(())
        })
        .await
        .expect("read");
    }
    found.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    found
}

/// What was typed before addresses were confirmed waits for its confirmation, in a column of its own.
const MOVED: (&str, &str) = ("account_mail", "address");

async fn upgraded(database: &Database, last: &str) {
    migrate_only(database, |name| name <= last)
        .await
        .expect("an earlier schema");
    let known = fill(database).await;
    let before = values(database, &known).await;
    let columns: usize = known
        .iter()
        .filter(|table| !LEFT_OUT.contains(&table.name.as_str()))
        .map(|table| table.columns.len())
        .sum();
    assert_eq!(before.len(), columns, "one row in each table of {last}");
    migrate(database)
        .await
        .unwrap_or_else(|error| panic!("from {last}: {error}"));
    let after = values(database, &known).await;
    for (before, after) in before.iter().zip(&after) {
        if last < "0029" && (before.0.as_str(), before.1.as_str()) == MOVED {
            assert_eq!(after.2, Value::Null, "from {last}");
        } else {
            assert_eq!(after, before, "from {last}");
        }
    }
    assert_eq!(after.len(), before.len(), "from {last}");
}

#[tokio::test]
async fn every_earlier_schema_is_upgraded_with_its_rows_on_sqlite() {
    let folder = TempDir::new().expect("a folder");
    for (number, (last, _)) in migrations(Engine::Sqlite).into_iter().enumerate() {
        let address = format!("sqlite://{}/{number}.sqlite", folder.path().display());
        let database = Database::open(&address).await.expect("a database");
        upgraded(&database, last).await;
        database.close().await;
    }
}

#[tokio::test]
async fn every_earlier_schema_is_upgraded_with_its_rows_on_postgresql() {
    for (last, _) in migrations(Engine::Postgres) {
        let Some(address) = empty_postgres().await else {
            return;
        };
        let database = Database::open(&address).await.expect("a database");
        upgraded(&database, last).await;
        database.close().await;
    }
}

#[tokio::test]
async fn a_copy_made_before_the_upgrade_is_the_earlier_schema_with_its_rows() {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let database = Database::open(&format!("sqlite://{}", path("now")))
        .await
        .expect("a database");
    migrate_only(&database, |name| name <= "0012_hall.sql")
        .await
        .expect("an earlier schema");
    let known = fill(&database).await;
    let before = values(&database, &known).await;
    assert!(database.copy_into(&path("point")).await.expect("copied"));
    migrate(&database).await.expect("upgraded");
    let point = Database::open(&format!("sqlite://{}", path("point")))
        .await
        .expect("the copy");
    assert_eq!(
        applied(&point)
            .await
            .expect("applied")
            .last()
            .expect("some"),
        "0012_hall.sql"
    );
    assert_eq!(values(&point, &known).await, before);
}

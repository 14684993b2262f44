//! The catalogue of tables says what both engines say of themselves.

use std::collections::BTreeSet;

use dinh_store::archive::{FILE_COLUMNS, Kind, Table, tables};
use dinh_store::schema::{applied, migrate_only, migrations};
use dinh_store::{Database, Engine};

use crate::engines::{both, databases};

const SQLITE: &str = "SELECT tables.name, columns.name, columns.type \
    FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns \
    WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%' AND tables.name <> 'schema_version'";
const POSTGRES: &str = "SELECT table_name::text, column_name::text, data_type::text \
    FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'schema_version'";

fn told(
    tables: &[Table],
    name: impl Fn(Kind) -> &'static str,
) -> BTreeSet<(String, String, String)> {
    let column = |table: &Table| -> Vec<_> {
        let columns = table.columns.iter();
        columns
            .map(|column| {
                (
                    table.name.clone(),
                    column.name.clone(),
                    name(column.kind).to_owned(),
                )
            })
            .collect()
    };
    tables.iter().flat_map(column).collect()
}

fn sqlite(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer | Kind::Bool => "INTEGER",
        Kind::Bytes | Kind::Id => "BLOB",
        Kind::Text | Kind::Instant | Kind::Day | Kind::Json => "TEXT",
    }
}

fn postgres(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "bigint",
        Kind::Bool => "boolean",
        Kind::Text => "text",
        Kind::Bytes => "bytea",
        Kind::Id => "uuid",
        Kind::Instant => "timestamp with time zone",
        Kind::Day => "date",
        Kind::Json => "jsonb",
    }
}

async fn same_as_the_engine(database: &Database) {
    let known = tables(&applied(database).await.expect("applied")).expect("understood");
    let (sql, name): (_, fn(Kind) -> _) = match database.engine() {
        Engine::Sqlite => (SQLITE, sqlite),
        Engine::Postgres => (POSTGRES, postgres),
    };
    let mut tx = database.read().await.expect("a snapshot");
    let rows: Vec<(String, String, String)> = tx.select(sql).all().await.expect("columns");
    assert_eq!(told(&known, name), rows.into_iter().collect());
}

#[tokio::test]
async fn the_catalogue_has_every_column_of_every_release() {
    both(async |database| same_as_the_engine(&database).await).await;
    let folder = tempfile::TempDir::new().expect("a folder");
    for (number, (last, _)) in migrations(Engine::Sqlite).into_iter().enumerate() {
        let address = format!("sqlite://{}/{number}.sqlite", folder.path().display());
        let database = Database::open(&address).await.expect("a database");
        migrate_only(&database, |name| name <= last)
            .await
            .expect("a schema");
        same_as_the_engine(&database).await;
        database.close().await;
    }
}

#[tokio::test]
async fn every_column_with_a_digest_of_a_file_is_known() {
    let made = databases().await;
    let known = tables(&applied(&made[0].0).await.expect("applied")).expect("understood");
    let mut found: Vec<String> = Vec::new();
    for table in &known {
        let columns = table
            .columns
            .iter()
            .filter(|column| column.name.ends_with("sha256"));
        found.extend(columns.map(|column| format!("{}.{}", table.name, column.name)));
    }
    found.sort();
    assert_eq!(found, FILE_COLUMNS, "see store::archive::file_digests");
}

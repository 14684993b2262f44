//! Both engines hold the same tables and columns, and a second migration does nothing.

use std::collections::BTreeSet;

use dinh_store::schema::Standing;
use dinh_store::{Database, Engine};

use crate::engines::{both, databases, of};

const SQLITE: &str = "SELECT tables.name, columns.name, CAST(columns.\"notnull\" OR columns.pk > 0 AS TEXT) \
    FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns \
    WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'";
const POSTGRES: &str = "SELECT table_name::text, column_name::text, \
    CASE is_nullable WHEN 'NO' THEN '1' ELSE '0' END \
    FROM information_schema.columns WHERE table_schema = current_schema()";

type Column = (String, String, String);

async fn columns(database: &Database) -> BTreeSet<Column> {
    let sql = match database.engine() {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    };
    let mut tx = database.read().await.expect("a snapshot");
    let rows: Vec<Column> = tx.select(sql).all().await.expect("the columns");
    rows.into_iter().collect()
}

#[tokio::test]
async fn tables_and_columns_are_the_same_on_both_engines() {
    let made = databases().await;
    let sqlite = columns(of(&made, Engine::Sqlite).expect("SQLite is always there")).await;
    assert!(sqlite.len() > 100, "{} columns", sqlite.len());
    if let Some(postgres) = of(&made, Engine::Postgres) {
        assert_eq!(sqlite, columns(postgres).await);
    }
}

#[tokio::test]
async fn a_second_migration_does_nothing() {
    both(async |database| {
        let again = dinh_store::schema::migrate(&database)
            .await
            .expect("a schema");
        assert!(again.is_empty(), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn a_schema_is_current_behind_or_ahead() {
    both(async |database| {
        let standing = async || dinh_store::schema::standing(&database).await.expect("read");
        assert_eq!(standing().await, Standing::Current);
        run(
            &database,
            "DELETE FROM schema_version WHERE name = '0017_browse.sql'",
        )
        .await;
        assert_eq!(standing().await, Standing::Behind("0017_browse.sql"));
        run(
            &database,
            "INSERT INTO schema_version (name) VALUES ('9999_later.sql')",
        )
        .await;
        assert_eq!(standing().await, Standing::Ahead("9999_later.sql".into()));
    })
    .await;
}

async fn run(database: &Database, sql: &'static str) {
    let mut tx = database.write().await.expect("the seat");
    tx.script(sql).await.expect("run");
    tx.commit().await.expect("commit");
}

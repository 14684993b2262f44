//! Migrations: numbered files, one folder per engine, applied in order, once.

use include_dir::{Dir, include_dir};

use crate::db::{Database, Engine, WriteTx};
use crate::error::{Result, StoreError};

static SQLITE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/migrations/sqlite");
static POSTGRES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/migrations/postgres");

const KEEP_TRACK: &str =
    "CREATE TABLE IF NOT EXISTS schema_version (name TEXT NOT NULL PRIMARY KEY)";
const IS_APPLIED: &str = "SELECT name FROM schema_version WHERE name = $1";
const APPLIED: &str = "SELECT name FROM schema_version ORDER BY name LIMIT 10000";
const SQLITE_HAS_TRACK: &str =
    "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'";
const POSTGRES_HAS_TRACK: &str = "SELECT COUNT(*) FROM information_schema.tables \
    WHERE table_schema = current_schema() AND table_name = 'schema_version'";
const MARK_APPLIED: &str = "INSERT INTO schema_version (name) VALUES ($1)";

/// The migrations of an engine, oldest first: name and text.
pub fn migrations(engine: Engine) -> Vec<(&'static str, &'static str)> {
    let folder = match engine {
        Engine::Sqlite => &SQLITE,
        Engine::Postgres => &POSTGRES,
    };
    let mut found: Vec<_> = folder
        .files()
        .filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents_utf8()?)))
        .collect();
    found.sort_unstable();
    found
}

/// Name of the newest migration of this program.
pub fn newest() -> &'static str {
    migrations(Engine::Sqlite)
        .last()
        .map_or("", |(name, _)| name)
}

/// The names of the migrations that a database has seen, oldest first; none if it is empty.
pub async fn applied(database: &Database) -> Result<Vec<String>> {
    let mut tx = database.read().await?;
    let there = match database.engine() {
        Engine::Sqlite => SQLITE_HAS_TRACK,
        Engine::Postgres => POSTGRES_HAS_TRACK,
    };
    let (tracked,): (i64,) = tx.select(there).one().await?;
    if tracked == 0 {
        return Ok(Vec::new());
    }
    let rows: Vec<(String,)> = tx.select(APPLIED).all().await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// How the schema of a database stands to this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// All that this program knows were applied, and nothing else.
    Current,
    /// This migration is the first that is missing.
    Behind(&'static str),
    /// A newer release has applied this one.
    Ahead(String),
}

/// Compare what was applied with what this program knows.
pub async fn standing(database: &Database) -> Result<Standing> {
    let known = migrations(database.engine());
    let applied = applied(database).await?;
    let newer = applied
        .iter()
        .find(|name| !known.iter().any(|(known, _)| known == name));
    if let Some(name) = newer {
        return Ok(Standing::Ahead(name.clone()));
    }
    let missing = known
        .iter()
        .find(|(name, _)| !applied.iter().any(|known| known == name));
    Ok(missing.map_or(Standing::Current, |(name, _)| Standing::Behind(name)))
}

/// Bring the schema up to date; gives the names of what was applied.
pub async fn migrate(database: &Database) -> Result<Vec<&'static str>> {
    migrate_only(database, |_| true).await
}

/// The same with some migrations only: the schema of an earlier release.
pub async fn migrate_only(
    database: &Database,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<&'static str>> {
    let mut tx = database.write().await?;
    let applied = migrate_within(&mut tx, is_wanted).await?;
    tx.commit().await?;
    Ok(applied)
}

/// The same as a part of a transaction.
pub(crate) async fn migrate_within(
    tx: &mut WriteTx,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<&'static str>> {
    let mut applied = Vec::new();
    let known = migrations(tx.engine());
    if known.is_empty() {
        return Err(StoreError::Damaged("no migrations are built in".into()));
    }
    tx.script(KEEP_TRACK).await?;
    for (name, text) in known {
        if !is_wanted(name) {
            continue;
        }
        let known: Option<(String,)> = tx.select(IS_APPLIED).bind(name).optional().await?;
        if known.is_some() {
            continue;
        }
        tx.script(text).await?;
        tx.change(MARK_APPLIED).bind(name).run_one().await?;
        applied.push(name);
    }
    Ok(applied)
}

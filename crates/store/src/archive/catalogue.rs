//! Which tables there are after some migrations, read from the migrations themselves: PostgreSQL's name the kind of every
//! column, and a test holds the result against what both engines say of themselves.

use crate::db::Engine;
use crate::error::{Result, StoreError};
use crate::schema::migrations;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Integer,
    /// Yes or no.
    Bool,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// UUID.
    Id,
    /// A point in time.
    Instant,
    /// A day.
    Day,
    /// A JSON value.
    Json,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Name.
    pub name: String,
    /// Columns in the order in which they were added.
    pub columns: Vec<Column>,
    /// Names of the columns by which rows are sorted: the primary key.
    pub key: Vec<String>,
}

/// The tables after the migrations with these names, in the order in which they were made. The table that keeps track of the
/// migrations is not among them.
pub fn tables(applied: &[String]) -> Result<Vec<Table>> {
    let mut tables = Vec::new();
    for (name, text) in migrations(Engine::Postgres) {
        if applied.iter().any(|known| known == name) {
            for statement in without_comments(text).split(';') {
                follow(&mut tables, statement).ok_or_else(|| {
                    let words: Vec<&str> = statement.split_whitespace().take(6).collect();
                    StoreError::Damaged(format!("{name}: not understood: {}", words.join(" ")))
                })?;
            }
        }
    }
    Ok(tables)
}

fn without_comments(text: &str) -> String {
    let code = |line: &str| {
        line.split_once("--")
            .map_or(line, |(code, _)| code)
            .to_owned()
    };
    text.lines().map(code).collect::<Vec<_>>().join("\n")
}

/// What a statement does to the tables; nothing if it does something to them that is not known here.
fn follow(tables: &mut Vec<Table>, statement: &str) -> Option<()> {
    let words: Vec<&str> = statement.split_whitespace().collect();
    match words.as_slice() {
        ["CREATE", "TABLE", name, ..] => {
            let (_, body) = statement.split_once('(')?;
            tables.push(made(name, body.rsplit_once(')')?.0)?);
        }
        ["ALTER", "TABLE", name, "ADD", "COLUMN", column, kind, ..] => {
            let table = tables.iter_mut().find(|table| table.name == *name)?;
            table.columns.push(of_column(column, kind)?);
        }
        ["ALTER", "TABLE", name, "DROP", "COLUMN", column] => {
            let table = tables.iter_mut().find(|table| table.name == *name)?;
            table.columns.retain(|known| known.name != *column);
        }
        ["DROP", "TABLE", name] => tables.retain(|table| table.name != *name),
        ["ALTER" | "DROP", "TABLE", ..] => return None,
        // Indexes and rows.
        _ => {}
    }
    Some(())
}

fn made(name: &str, body: &str) -> Option<Table> {
    let mut table = Table {
        name: name.trim_end_matches('(').to_owned(),
        columns: Vec::new(),
        key: Vec::new(),
    };
    for part in parts(body) {
        let words: Vec<&str> = part.split_whitespace().collect();
        match words.as_slice() {
            ["PRIMARY", "KEY", ..] => {
                let (_, names) = part.split_once('(')?;
                let (names, _) = names.split_once(')')?;
                table.key = names
                    .split(',')
                    .map(|name| name.trim().to_owned())
                    .collect();
            }
            ["FOREIGN" | "UNIQUE" | "CHECK" | "CONSTRAINT", ..] => {}
            [column, kind, rest @ ..] => {
                if rest.windows(2).any(|pair| pair == ["PRIMARY", "KEY"]) {
                    table.key = vec![(*column).to_owned()];
                }
                table.columns.push(of_column(column, kind)?);
            }
            _ => return None,
        }
    }
    (!table.key.is_empty()).then_some(table)
}

/// What stands between the commas that are in no bracket.
fn parts(body: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0_i32);
    for sign in body.chars() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(sign);
        }
    }
    parts
}

fn of_column(name: &str, kind: &str) -> Option<Column> {
    let kind = match kind {
        "BIGINT" => Kind::Integer,
        "BOOLEAN" => Kind::Bool,
        "TEXT" => Kind::Text,
        "BYTEA" => Kind::Bytes,
        "UUID" => Kind::Id,
        "TIMESTAMPTZ" => Kind::Instant,
        "DATE" => Kind::Day,
        "JSONB" => Kind::Json,
        _ => return None,
    };
    Some(Column {
        name: name.to_owned(),
        kind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str) -> Option<Vec<Table>> {
        let mut tables = Vec::new();
        for statement in without_comments(text).split(';') {
            follow(&mut tables, statement)?;
        }
        Some(tables)
    }

    #[test]
    fn tables_follow_their_statements() {
        let text = "-- A thing; with signs, (of all kinds.\n\
            CREATE TABLE thing (\n id UUID NOT NULL PRIMARY KEY, -- a key\n at TIMESTAMPTZ, old BOOLEAN NOT NULL);\n\
            CREATE TABLE part (a BIGINT REFERENCES thing (id), b JSONB, PRIMARY KEY (b, a), FOREIGN KEY (a, b) REFERENCES x (a, b));\n\
            CREATE INDEX thing_at ON thing (at); UPDATE thing SET at = NULL;\n\
            ALTER TABLE thing ADD COLUMN day DATE; ALTER TABLE thing DROP COLUMN old;";
        let tables = after(text).expect("understood");
        let names = |table: &Table| -> Vec<String> {
            table
                .columns
                .iter()
                .map(|column| column.name.clone())
                .collect()
        };
        assert_eq!(names(&tables[0]), ["id", "at", "day"]);
        assert_eq!(tables[0].key, ["id"]);
        assert_eq!(names(&tables[1]), ["a", "b"]);
        assert_eq!(tables[1].key, ["b", "a"]);
        assert_eq!(tables[1].columns[1].kind, Kind::Json);
    }

    #[test]
    fn what_is_not_known_is_an_error_and_not_left_out() {
        assert!(after("ALTER TABLE thing RENAME TO other").is_none());
        assert!(after("CREATE TABLE thing (id UUID PRIMARY KEY, price MONEY)").is_none());
        assert!(
            after("CREATE TABLE thing (id UUID)").is_none(),
            "no key to sort by"
        );
    }
}

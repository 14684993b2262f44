//! How an engine would run a statement: whether it reads a table from its beginning to its end.

use serde_json::Value;
use sqlx::Row as _;

use super::{ReadTx, Tx};
use crate::error::{Result, StoreError};

/// PostgreSQL reads a table by sequence only where nothing else is possible, and plans for any value of the parameters.
const STRICT: &str =
    "SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan";

impl ReadTx {
    /// The tables, as the statement calls them, that it reads whole. An index that is read in its order until a `LIMIT` is reached
    /// does not count.
    pub async fn whole_reads(&mut self, sql: &'static str) -> Result<Vec<String>> {
        match &mut self.tx {
            Tx::Sqlite(tx) => {
                let explain = format!("EXPLAIN QUERY PLAN {sql}");
                let rows = sqlx::query(sqlx::AssertSqlSafe(explain))
                    .fetch_all(&mut **tx)
                    .await?;
                let lines = rows.iter().map(|row| row.try_get("detail"));
                let lines: Vec<String> = lines.collect::<sqlx::Result<_>>()?;
                Ok(of_sqlite(&lines, sql))
            }
            Tx::Postgres(tx) => {
                let nulls = vec!["NULL"; parameters(sql)].join(", ");
                let arguments = if nulls.is_empty() {
                    nulls
                } else {
                    format!("({nulls})")
                };
                sqlx::raw_sql(STRICT).execute(&mut **tx).await?;
                let prepare = format!("PREPARE explained AS {sql}");
                sqlx::raw_sql(sqlx::AssertSqlSafe(prepare))
                    .execute(&mut **tx)
                    .await?;
                let explain = format!("EXPLAIN (FORMAT JSON) EXECUTE explained{arguments}");
                let row = sqlx::raw_sql(sqlx::AssertSqlSafe(explain))
                    .fetch_one(&mut **tx)
                    .await?;
                let plan: Value = row.try_get(0)?;
                sqlx::raw_sql("DEALLOCATE explained")
                    .execute(&mut **tx)
                    .await?;
                let mut found = Vec::new();
                let root = plan
                    .pointer("/0/Plan")
                    .ok_or_else(|| StoreError::Damaged("a plan without a root".into()))?;
                of_postgres(root, false, &mut found);
                Ok(found)
            }
        }
    }
}

/// The highest `$n`.
fn parameters(sql: &str) -> usize {
    let numbers = sql.split('$').skip(1).map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(0)
    });
    numbers.max().unwrap_or(0)
}

fn of_sqlite(lines: &[String], sql: &str) -> Vec<String> {
    let stops = sql.contains("LIMIT")
        && !lines
            .iter()
            .any(|line| line.contains("TEMP B-TREE FOR ORDER"));
    let scans = lines.iter().filter_map(|line| line.strip_prefix("SCAN "));
    scans
        .filter(|rest| !rest.starts_with("CONSTANT ROW") && !rest.starts_with('('))
        .filter(|rest| !rest.contains("VIRTUAL TABLE"))
        .filter(|_| !stops)
        .filter_map(|rest| rest.split(' ').next())
        .map(ToOwned::to_owned)
        .collect()
}

fn of_postgres(node: &Value, is_bounded: bool, found: &mut Vec<String>) {
    let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default();
    let kind = text("Node Type");
    let by_condition = ["Index Cond", "Recheck Cond", "TID Cond"]
        .iter()
        .any(|key| node.get(*key).is_some());
    let reads = kind == "Seq Scan" || (kind.starts_with("Index") && !by_condition);
    let in_bitmap = kind == "Bitmap Index Scan";
    let stops = is_bounded && kind != "Seq Scan";
    if reads && !in_bitmap && !stops {
        found.push(format!("{} {}", text("Relation Name"), text("Alias")));
    }
    // A sort reads all below it before it gives its first row.
    let bounded = match kind {
        "Limit" => true,
        "Sort" | "Aggregate" | "Hash" | "Materialize" => false,
        _ => is_bounded,
    };
    let below = node.get("Plans").and_then(Value::as_array);
    for child in below.into_iter().flatten() {
        of_postgres(child, bounded, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_counts_unless_it_stops_at_a_limit() {
        let lines = |text: &[&str]| {
            text.iter()
                .map(|line| (*line).to_owned())
                .collect::<Vec<_>>()
        };
        let scan = lines(&["SCAN p", "SEARCH u USING INDEX x (id=?)"]);
        assert_eq!(of_sqlite(&scan, "SELECT 1 FROM publication p"), ["p"]);
        let ordered = lines(&["SCAN p USING INDEX newest"]);
        assert!(of_sqlite(&ordered, "SELECT 1 ORDER BY x LIMIT $1").is_empty());
        let sorted = lines(&["SCAN p", "USE TEMP B-TREE FOR ORDER BY"]);
        assert_eq!(of_sqlite(&sorted, "SELECT 1 ORDER BY x LIMIT $1"), ["p"]);
        assert!(of_sqlite(&lines(&["SCAN CONSTANT ROW"]), "SELECT 1").is_empty());
        assert_eq!(parameters("SELECT $1, $12, $3"), 12);
    }
}

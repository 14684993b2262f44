//! How both engines find rows: no statement reads a table that grows from its first
//! row to its last, except the few below, each with its reason.

use std::collections::BTreeSet;

use dinh_store::{Database, every_statement, schema};
use tempfile::TempDir;

/// Tables that grow with every act of every unit.
const GROWING: &[&str] = &[
    "duty",
    "publication",
    "publication_revision",
    "stored_file",
    "form_record",
    "information_request",
    "register_entry",
    "register_node",
    "register_content",
    "register_checkpoint",
    "register_cosignature",
    "register_quorum",
    "audit",
    "session",
    "decision",
    "decision_speech",
    "decision_hand",
    "household_vote",
    "household_vote_revision",
    "household_vote_words",
    "vote_card",
    "vote_conflict",
    "ballot",
    "ballot_entry",
    "ballot_opinion",
    "ballot_collection",
    "household_notice",
    "household",
    "household_person",
    "household_lineage",
    "household_erasure",
    "roll_import",
    "frozen_roll",
    "frozen_roll_line",
    "frozen_roll_correction",
    "office_term",
    "decision_duty",
    "contribution",
    "contribution_pledge",
    "contribution_receipt",
    "contribution_expense",
    "mail",
    "reminder",
    "mandate",
    "data_read",
    "account_notice",
    "once",
    "sign_in_failure",
    "stored_file",
    "erasure_request",
];

/// Statement, table, and why it may walk through it.
const ALLOWED: &[(&str, &str, &str)] = &[
    (
        "NEWEST_CHECKPOINT",
        "register_checkpoint",
        "in the order of its key, and it stops at the first",
    ),
    (
        "NEWEST",
        "audit",
        "in the order of its index, and it stops at the end of the page",
    ),
    (
        "COUNT",
        "audit",
        "the trail of the administrators counts its pages; by its index alone",
    ),
];

fn leaked(sql: String) -> &'static str {
    Box::leak(sql.into_boxed_str())
}

/// A plan as lines of text.
type Plan = Vec<String>;

async fn sqlite_plans() -> Vec<(&'static str, Plan)> {
    let folder = TempDir::new().expect("a temporary folder");
    let address = format!("sqlite://{}/dinh.sqlite", folder.path().display());
    let database = Database::open(&address).await.expect("a database");
    schema::migrate(&database).await.expect("a schema");
    let mut tx = database.write().await.expect("the seat");
    let mut plans = Vec::new();
    for (name, sql) in every_statement() {
        let explain = leaked(format!("EXPLAIN QUERY PLAN {sql}"));
        let rows: Vec<(i64, i64, i64, String)> = tx
            .select(explain)
            .all()
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        plans.push((name, rows.into_iter().map(|(.., line)| line).collect()));
    }
    plans
}

/// The last parameter of a statement: `$1` to `$n` are all used.
fn parameters(sql: &str) -> usize {
    sql.split('$')
        .skip(1)
        .filter_map(|rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        })
        .max()
        .unwrap_or(0)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test runner tells the tests by a variable where PostgreSQL is"
)]
fn postgres_address() -> Option<String> {
    std::env::var("DINH_TEST_POSTGRES").ok()
}

async fn postgres_plans(address: &str) -> Vec<(&'static str, Plan)> {
    let schema = format!("plans_{}", std::process::id());
    let server = Database::open(address).await.expect("the server");
    let mut tx = server.write().await.expect("the seat");
    tx.script(leaked(format!("CREATE SCHEMA {schema}")))
        .await
        .expect("a schema");
    tx.commit().await.expect("commit");
    let mark = if address.contains('?') { '&' } else { '?' };
    let database = Database::open(&format!("{address}{mark}options[search_path]={schema}"))
        .await
        .expect("a database");
    schema::migrate(&database).await.expect("a schema");
    let mut tx = database.write().await.expect("the seat");
    // An empty table costs nothing to read whole: only with that way closed does the
    // plan show whether an index leads to the rows.
    tx.script("SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan")
        .await
        .expect("settings");
    let mut plans = Vec::new();
    for (place, (name, sql)) in every_statement().into_iter().enumerate() {
        tx.script(leaked(format!("PREPARE plan_{place} AS {sql}")))
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let nulls = vec!["NULL"; parameters(sql)].join(", ");
        let given = if nulls.is_empty() {
            String::new()
        } else {
            format!("({nulls})")
        };
        let explain = leaked(format!("EXPLAIN EXECUTE plan_{place}{given}"));
        let rows: Vec<(String,)> = tx
            .select(explain)
            .all()
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        plans.push((name, rows.into_iter().map(|(line,)| line).collect()));
    }
    drop(tx);
    let mut tx = server.write().await.expect("the seat");
    tx.script(leaked(format!("DROP SCHEMA {schema} CASCADE")))
        .await
        .expect("tidied up");
    tx.commit().await.expect("commit");
    plans
}

/// The real table behind a name in a plan, where statements use short names.
fn table<'a>(statement: &str, name: &'a str) -> &'a str {
    match (statement, name) {
        ("OF_UNIT_BETWEEN", "f") => "form_record",
        ("USES_OF_DIGEST", "f") => "stored_file",
        (_, "d" | "e") => "duty",
        (_, "p") => "publication",
        _ => name,
    }
}

/// Tables that a SQLite plan walks through from one end.
fn walks_sqlite<'a>(statement: &str, line: &'a str) -> Option<&'a str> {
    let rest = line.trim().strip_prefix("SCAN ")?;
    Some(table(statement, rest.split_whitespace().next()?))
}

/// Tables that a PostgreSQL plan reads without an index.
fn walks_postgres<'a>(_: &str, line: &'a str) -> Option<&'a str> {
    let (_, rest) = line.split_once("Seq Scan on ")?;
    rest.split_whitespace().next()
}

fn faults(
    plans: &[(&'static str, Plan)],
    walks: for<'a> fn(&str, &'a str) -> Option<&'a str>,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (name, plan) in plans {
        for line in plan {
            let Some(walked) = walks(name, line) else {
                continue;
            };
            let is_allowed = ALLOWED
                .iter()
                .any(|(statement, table, _)| statement == name && *table == walked);
            if GROWING.contains(&walked) && !is_allowed {
                found.insert(format!("{name}: {line}"));
            }
        }
    }
    found
}

#[tokio::test]
async fn sqlite_finds_every_row_of_a_growing_table_by_an_index() {
    let plans = sqlite_plans().await;
    assert!(
        plans
            .iter()
            .any(|(_, plan)| plan.iter().any(|line| line.contains("SEARCH")))
    );
    assert_eq!(faults(&plans, walks_sqlite), BTreeSet::new());
    // Both are known, so an index of one of them alone would walk over the entries of the others.
    let (_, of_both) = plans
        .iter()
        .find(|(name, _)| *name == "NEWEST_OF_UNIT_IN_ROOM")
        .expect("the statement");
    assert!(
        of_both[0].contains("register_entry_unit_room_at"),
        "{of_both:?}"
    );
}

#[expect(
    clippy::print_stderr,
    reason = "whoever reads the test's output must know what was not tested"
)]
fn say_that_postgres_was_left_out() {
    eprintln!("DINH_TEST_POSTGRES is not set: only SQLite was tested.");
}

#[tokio::test]
async fn postgres_finds_every_row_of_a_growing_table_by_an_index() {
    let Some(address) = postgres_address() else {
        say_that_postgres_was_left_out();
        return;
    };
    let plans = postgres_plans(&address).await;
    assert!(
        plans
            .iter()
            .any(|(_, plan)| plan.iter().any(|line| line.contains("Index Cond")))
    );
    assert_eq!(faults(&plans, walks_postgres), BTreeSet::new());
}

/// Statement and what its plan must say: the way is as short in a unit of five years as in a new one.
const NARROW: &[(&str, &str)] = &[
    (
        "SAME_DOCUMENT_NUMBER",
        "publication_document (unit_id=? AND document_number=? AND document_on=?)",
    ),
    (
        "NEWEST_PER_RULE",
        "duty_unit_rule (unit_id=? AND rule_code>?)",
    ),
    (
        "NEWEST_PER_RULE",
        "duty_unit_rule (unit_id=? AND rule_code=?)",
    ),
    (
        "PUBLISHED_OF_UNIT_AFTER",
        "publication_unit_number (unit_id=? AND number>?)",
    ),
    (
        "DUTIES_OF_UNIT_AFTER",
        "duty_unit_number (unit_id=? AND number>?)",
    ),
    (
        "PUBLIC_OF_MATTER",
        "decision_matter (matter=? AND number<?)",
    ),
    (
        "PUBLIC_IN_STATE",
        "decision_state_number (state=? AND number<?)",
    ),
    (
        "ADVANCE",
        "duty_unit_state (unit_id=? AND state=? AND due_on>? AND due_on<?)",
    ),
];

#[tokio::test]
async fn what_is_asked_for_often_does_not_walk_through_a_unit() {
    let plans = sqlite_plans().await;
    for (statement, step) in NARROW {
        let plan: Vec<_> = plans
            .iter()
            .filter(|(name, _)| name == statement)
            .flat_map(|(_, plan)| plan)
            .collect();
        assert!(
            plan.iter().any(|line| line.contains(step)),
            "{statement} does not use {step}: {plan:#?}"
        );
    }
}

#[tokio::test]
async fn every_allowance_is_still_needed() {
    let plans = sqlite_plans().await;
    for (statement, table, reason) in ALLOWED {
        let needed = plans.iter().any(|(name, plan)| {
            name == statement
                && plan
                    .iter()
                    .any(|line| walks_sqlite(name, line) == Some(*table))
        });
        assert!(
            needed,
            "{statement} no longer walks through {table} ({reason})"
        );
    }
}

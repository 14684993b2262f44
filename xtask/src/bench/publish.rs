//! An act published durably beside raw `fdatasync`, and how soon it is signed and witnessed.

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::run::must_succeed;
use crate::workspace::Workspace;

#[derive(Deserialize)]
struct Figures {
    acts: u64,
    raw_p50: u64,
    raw_p99: u64,
    same_bytes: u64,
    same_p50: u64,
    same_p99: u64,
    publish_p50: u64,
    publish_p99: u64,
    statements: u64,
    signed_max: u64,
    witnessed_max: u64,
}

/// Measures on SQLite; gives a table in Markdown. Limits: p50 twice and p99 four times the raw one, signed in a second, witnessed
/// in thirty.
pub fn measure(workspace: &Workspace, quick: bool) -> anyhow::Result<String> {
    let build = ["build", "--release", "--locked", "--package", "dinh-web"];
    must_succeed(workspace.cargo().args(build).args(["--example", "publish"]))?;
    let folder = workspace.target.join("xtask").join("bench-publish");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let examples = workspace.target.join("release").join("examples");
    let output = std::process::Command::new(examples.join("publish"))
        .arg(&folder)
        .arg(if quick { "60" } else { "500" })
        .output()
        .context("the program that publishes does not start")?;
    if !output.status.success() {
        bail!(
            "publishing failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let found: Figures =
        serde_json::from_slice(&output.stdout).context("the numbers cannot be read")?;
    Ok(table(&found))
}

fn table(found: &Figures) -> String {
    let ratio = |ours: u64, raw: u64| {
        let hundredths = ours * 100 / raw.max(1);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    };
    let row = |name: &str, ours: u64, raw: u64, limit: &str| {
        format!(
            "| {name} | {ours} \u{b5}s | {raw} \u{b5}s | {} | {limit} |",
            ratio(ours, raw)
        )
    };
    let kilobytes = found.same_bytes / 1024;
    let same = |part: &str| format!("publish, {part}, beside a flush of the same {kilobytes} KiB");
    let wait = |name: &str, micros: u64, limit: u64| {
        let milliseconds = micros / 1000;
        format!("| {name}, longest | {milliseconds} ms | | | \u{2264} {limit} ms |")
    };
    [
        format!(
            "| {} acts of {} statements, SQLite | ours | raw fdatasync | ratio | limit |",
            found.acts, found.statements
        ),
        "|---|---:|---:|---:|---:|".to_owned(),
        row(
            "publish, p50",
            found.publish_p50,
            found.raw_p50,
            "\u{2264} 2",
        ),
        row(
            "publish, p99",
            found.publish_p99,
            found.raw_p99,
            "\u{2264} 4",
        ),
        row(&same("p50"), found.publish_p50, found.same_p50, ""),
        row(&same("p99"), found.publish_p99, found.same_p99, ""),
        wait("commit to signed", found.signed_max, 1000),
        wait("commit to quorum of 4 of 5", found.witnessed_max, 30_000),
    ]
    .join("\n")
}

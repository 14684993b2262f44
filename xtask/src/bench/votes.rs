//! The votes of one evening: 5,000 from 50 hamlets at once, durable, on both engines, beside a loop of single durable
//! inserts on the same database in the same run.

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::postgres::Cluster;
use crate::run::must_succeed;
use crate::workspace::Workspace;

const HAMLETS: &str = "50";
const HAMLETS_QUICK: &str = "10";

#[derive(Deserialize)]
struct Evening {
    votes: u64,
    per_second: u64,
    p50: u64,
    p99: u64,
    bare_per_second: u64,
    bare_p50: u64,
    bare_p99: u64,
    ratio_percent: u64,
}

/// Measures both engines; gives a table in Markdown.
pub fn measure(workspace: &Workspace, quick: bool) -> anyhow::Result<String> {
    let build = [
        "build",
        "--release",
        "--locked",
        "--package",
        "dinh-service",
    ];
    must_succeed(workspace.cargo().args(build).args(["--example", "votes"]))?;
    let hamlets = if quick { HAMLETS_QUICK } else { HAMLETS };
    let folder = workspace.target.join("xtask").join("bench-votes");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let file = format!("sqlite://{}", folder.join("dinh.sqlite").display());
    let cluster = Cluster::start_durable(workspace, "bench-votes")?;
    let rows = [
        ("SQLite, synchronous=FULL", one(workspace, &file, hamlets)?),
        (
            "PostgreSQL, fsync",
            one(workspace, &cluster.address(), hamlets)?,
        ),
    ];
    let mut lines = vec![
        "| Engine | Votes | votes/s | p50 | p99 | bare inserts/s | bare p50 | bare p99 | ratio |"
            .to_owned(),
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|".to_owned(),
    ];
    lines.extend(rows.iter().map(|(engine, evening)| {
        format!(
            "| {engine} | {} | {} | {} \u{b5}s | {} \u{b5}s | {} | {} \u{b5}s | {} \u{b5}s | {}.{:02} |",
            evening.votes,
            evening.per_second,
            evening.p50,
            evening.p99,
            evening.bare_per_second,
            evening.bare_p50,
            evening.bare_p99,
            evening.ratio_percent / 100,
            evening.ratio_percent % 100,
        )
    }));
    Ok(lines.join("\n"))
}

fn one(workspace: &Workspace, address: &str, hamlets: &str) -> anyhow::Result<Evening> {
    let program = workspace
        .target
        .join("release")
        .join("examples")
        .join("votes");
    let output = std::process::Command::new(program)
        .args([address, hamlets])
        .output()
        .context("the program that votes does not start")?;
    if !output.status.success() {
        bail!("voting failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("the numbers cannot be read")
}

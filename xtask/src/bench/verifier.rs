//! The small verifier against its limits: whoever does not trust the city must be able to carry it and to read what it is
//! made of.

use std::collections::BTreeSet;
use std::process::Command;

use anyhow::{Context as _, ensure};

use crate::run::must_succeed;
use crate::workspace::Workspace;

const MOST_BYTES: u64 = 1_000_000;
const MOST_CRATES: usize = 30;

/// Builds `dinh-verify` in a folder of its own and tells its size and its crates, our own two among them.
pub fn measure(workspace: &Workspace) -> anyhow::Result<String> {
    let target = workspace.target.join("verifier");
    let mut build = workspace.cargo();
    build.args([
        "build",
        "--locked",
        "--profile",
        "verifier",
        "--package",
        "dinh-verify",
    ]);
    must_succeed(alone(&mut build).env("CARGO_TARGET_DIR", &target))?;
    let binary = target.join("verifier").join("dinh-verify");
    let bytes = std::fs::metadata(&binary)
        .with_context(|| format!("cannot read {}", binary.display()))?
        .len();
    let linked = crates(workspace, "normal,no-proc-macro")?;
    let all = crates(workspace, "normal,build")?;
    let text = format!(
        "| Verifier | Found | Limit |\n|---|---:|---:|\n| bytes | {bytes} | {MOST_BYTES} |\n| crates linked | {linked} | {MOST_CRATES} |\n| crates with those that only run while it is built | {all} | |"
    );
    ensure!(
        bytes <= MOST_BYTES && linked <= MOST_CRATES,
        "{text}\nthe verifier is too large"
    );
    Ok(text)
}

/// Features that other crates of the workspace ask for would make it larger, wherever Cargo is told to unite them.
fn alone(cargo: &mut Command) -> &mut Command {
    cargo.env("CARGO_RESOLVER_FEATURE_UNIFICATION", "selected")
}

/// How many crates Cargo names over these edges.
fn crates(workspace: &Workspace, edges: &str) -> anyhow::Result<usize> {
    let tree = [
        "tree",
        "--locked",
        "--package",
        "dinh-verify",
        "--prefix",
        "none",
        "--edges",
    ];
    let output = alone(workspace.cargo().args(tree).arg(edges)).output()?;
    ensure!(output.status.success(), "cargo tree failed");
    let text = String::from_utf8(output.stdout)?;
    let lines = text.lines().map(|line| line.trim_end_matches(" (*)"));
    Ok(lines
        .filter(|line| !line.is_empty())
        .collect::<BTreeSet<_>>()
        .len())
}

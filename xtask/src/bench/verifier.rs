//! The small verifier against its limits: whoever does not trust the city must be able to carry it, to read what it is made of,
//! and to audit a whole register in little time and memory.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use crate::run::must_succeed;
use crate::workspace::Workspace;

const MOST_BYTES: u64 = 1_000_000;
const MOST_CRATES: usize = 30;

/// What the program of the bench tells; times in nanoseconds of processor time.
#[derive(Deserialize)]
struct Audit {
    entries: u64,
    entry_bytes: u64,
    command: u64,
    hashing: u64,
    reading: u64,
    most_kilobytes: u64,
}

/// Builds `dinh-verify` in a folder of its own and tells its size and its crates, our own two among them, and what it takes to
/// audit a register.
pub fn measure(workspace: &Workspace, quick: bool) -> anyhow::Result<String> {
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
    let audit = audit(workspace, &target, quick)?;
    Ok(format!("{text}\n\n{}", table(&audit)))
}

/// Audits an invented register with the binary just built. The program that does it is built apart: it needs more features.
fn audit(workspace: &Workspace, target: &Path, quick: bool) -> anyhow::Result<Audit> {
    let build = ["build", "--locked", "--profile", "verifier", "--package"];
    let example = ["dinh-verify", "--example", "audit"];
    must_succeed(workspace.cargo().args(build).args(example))?;
    let folder = workspace.target.join("xtask").join("bench-audit");
    std::fs::create_dir_all(&folder)?;
    let examples = workspace.target.join("verifier").join("examples");
    let output = Command::new(examples.join("audit"))
        .arg(&folder)
        .arg(target.join("verifier").join("dinh-verify"))
        .arg(if quick { "100000" } else { "1000000" })
        .output()
        .context("the program that audits does not start")?;
    ensure!(
        output.status.success(),
        "the audit failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    std::fs::remove_dir_all(&folder)?;
    serde_json::from_slice(&output.stdout).context("the numbers cannot be read")
}

/// The whole command beside the hashes that nobody can leave out.
fn table(found: &Audit) -> String {
    let each = |nanoseconds: u64| nanoseconds / found.entries.max(1);
    let row = |name: &str, nanoseconds: u64, limit: &str| {
        let (each, ratio) = (each(nanoseconds), nanoseconds * 100 / found.hashing.max(1));
        let ratio = format!("{}.{:02}", ratio / 100, ratio % 100);
        format!(
            "| {name} | {each} ns | {} ms | {ratio} | {limit} |",
            nanoseconds / 1_000_000
        )
    };
    [
        format!(
            "| Audit of {} entries of {} bytes, processor time | each | all | to hashing | goal |",
            found.entries, found.entry_bytes
        ),
        "|---|---:|---:|---:|---:|".to_owned(),
        row(
            "dinh-verify --full, the whole command",
            found.command,
            "1.30",
        ),
        row("hashing: leaf + node", found.hashing, ""),
        row("only reading the files", found.reading, ""),
        format!("| largest memory | | {} kB | | |", found.most_kilobytes),
    ]
    .join("\n")
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

#[cfg(test)]
mod tests {
    use super::{Audit, table};

    #[test]
    fn the_audit_is_told_for_each_entry_and_as_a_ratio_to_its_hashes() {
        let text = table(&Audit {
            entries: 1_000_000,
            entry_bytes: 308,
            command: 750_000_000,
            hashing: 500_000_000,
            reading: 60_000_000,
            most_kilobytes: 2600,
        });
        for row in [
            "| dinh-verify --full, the whole command | 750 ns | 750 ms | 1.50 | 1.30 |",
            "| only reading the files | 60 ns | 60 ms | 0.12 |  |",
            "| largest memory | | 2600 kB | | |",
        ] {
            assert!(text.contains(row), "{text}");
        }
    }
}

//! `cargo xtask diagram`: the states of a decision, drawn from the code; the check wants the drawing up to date.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, bail};

use crate::tally::Tally;
use crate::workspace::Workspace;

const FILE: &str = "docs/decision-states.md";

/// Draws it anew.
pub fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let path = path(workspace);
    fs::write(&path, draw(workspace)?).with_context(|| format!("{FILE} cannot be written"))?;
    println!("{FILE} is drawn");
    Ok(())
}

/// Compares the drawing with the code.
pub fn check(workspace: &Workspace) -> anyhow::Result<Tally> {
    let kept = fs::read_to_string(path(workspace)).unwrap_or_default();
    let current = draw(workspace)? == kept;
    if !current {
        println!(
            "diagram: {FILE} is not what the code does; run cargo xtask diagram and look at the difference"
        );
    }
    Ok(Tally::step(current))
}

fn path(workspace: &Workspace) -> PathBuf {
    workspace.root.join(FILE)
}

/// The machine lies on a floor of the house, so the drawing is an example of its crate.
fn draw(workspace: &Workspace) -> anyhow::Result<String> {
    let output = workspace
        .cargo()
        .args([
            "run",
            "--quiet",
            "--locked",
            "-p",
            "dinh-domain",
            "--example",
            "diagram",
        ])
        .output()
        .context("cargo does not start")?;
    if !output.status.success() {
        bail!(
            "the diagram was not drawn: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    String::from_utf8(output.stdout).context("the diagram is not text")
}

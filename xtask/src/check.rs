//! `cargo xtask check`: form, lints and the rules of the house. Each step counts as one.

use clap::Args;

use crate::advisories;
use crate::diagram;
use crate::npm;
use crate::run::{ask, succeeds};
use crate::tally::Tally;
use crate::tidy;
use crate::workspace::Workspace;

/// How much to check.
#[derive(Args)]
pub struct Options {
    /// Leaves out the lints, which compile everything.
    #[arg(long)]
    fast: bool,
}

/// Runs the steps and gives whether all passed.
pub fn run(workspace: &Workspace, options: &Options) -> anyhow::Result<bool> {
    if !options.fast {
        npm::build_ui(workspace)?;
    }
    let steps = if options.fast {
        &STEPS[..STEPS.len() - 1]
    } else {
        &STEPS[..]
    };
    let mut tally = Tally::default();
    for (_, step) in steps {
        tally += step(workspace)?;
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(tally.failed == 0)
}

/// A named step that adds to the tally.
pub type Step = (&'static str, fn(&Workspace) -> anyhow::Result<Tally>);

/// The steps of the check, the lints last.
pub const STEPS: [Step; 6] = [
    ("form", form),
    ("rules of the house", rules),
    ("cargo-deny", deny),
    ("known weaknesses", advisories::check),
    ("diagram of the decision", diagram::check),
    ("lints", lints),
];

fn form(workspace: &Workspace) -> anyhow::Result<Tally> {
    succeeds(workspace.cargo().args(["fmt", "--all", "--check"])).map(Tally::step)
}

fn lints(workspace: &Workspace) -> anyhow::Result<Tally> {
    succeeds(workspace.cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))
    .map(Tally::step)
}

fn rules(workspace: &Workspace) -> anyhow::Result<Tally> {
    tidy::run(workspace)
}

/// cargo-deny checks the same licences again, from the texts of the crates; it runs where it is installed, because
/// building it would cost more than all our own checks together.
fn deny(workspace: &Workspace) -> anyhow::Result<Tally> {
    if ask("cargo", &["deny", "--version"]).is_none() {
        return Ok(Tally::default());
    }
    succeeds(
        workspace
            .cargo()
            .args(["deny", "check", "bans", "licenses", "sources"]),
    )
    .map(Tally::step)
}

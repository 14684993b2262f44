//! Developer commands: `cargo xtask ui | demo | test | check | diagram | package | bench | faults`.
//!
//! Everything here prints, reads the environment and touches files; nothing of it is part of the product.
#![expect(
    clippy::print_stdout,
    reason = "a developer command talks on the terminal"
)]
#![expect(
    clippy::print_stderr,
    reason = "a developer command talks on the terminal"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "files and environment are what these commands work on"
)]

mod advisories;
mod bench;
mod check;
mod demo;
mod described;
mod diagram;
mod faults;
mod http;
mod installed;
mod npm;
mod package;
mod postgres;
mod python;
mod run;
mod server;
mod tally;
mod test;
mod tidy;
mod tools;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Developer commands of Đình.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the style sheets and scripts in ui/, when their sources changed.
    Ui,
    /// Runs the demo city; a second run keeps its data.
    Demo(demo::Options),
    /// Runs everything that the continuous integration runs.
    Test,
    /// Checks form, lints and the rules of the house.
    Check(check::Options),
    /// Draws docs/decision-states.md from the code.
    Diagram,
    /// Builds a Debian package around a binary.
    Package(package::Options),
    /// Measures kernels and pages; prints a table in Markdown.
    Bench(bench::Options),
    /// Kills, fills, cuts off; prints what was lost (nothing) as a table in Markdown.
    Faults(faults::Options),
}

fn main() -> ExitCode {
    match run(&Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> anyhow::Result<bool> {
    let workspace = Workspace::find()?;
    match command {
        Command::Ui => npm::build_ui(&workspace).map(|()| true),
        Command::Demo(options) => demo::run(&workspace, options).map(|()| true),
        Command::Test => test::run(&workspace),
        Command::Check(options) => check::run(&workspace, options),
        Command::Diagram => diagram::run(&workspace).map(|()| true),
        Command::Package(options) => package::run(&workspace, options).map(|()| true),
        Command::Bench(options) => bench::run(&workspace, options).map(|()| true),
        Command::Faults(options) => faults::run(&workspace, options),
    }
}

//! `cargo xtask faults`: what goes wrong in the life of a machine, done to a city under load, and what was lost by it.
//!
//! Officers publish over HTTP and note each acknowledged write in a file of their own. After each fault everything noted must be
//! there exactly once, and the signed register must continue what was copied of it before, to the eyes of the independent
//! verifier. A run that was interrupted is gone on with; the same seed gives the same moments.

mod chance;
mod city;
mod client;
mod database;
mod kill;
mod officer;
mod table;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use self::table::Table;
use crate::run::must_succeed;
use crate::workspace::Workspace;

/// How much is to go wrong.
#[derive(Args)]
pub struct Options {
    /// One group of faults only.
    #[arg(long, value_parser = ["sqlite", "postgres"])]
    only: Option<String>,
    /// How often each process is killed.
    #[arg(long, default_value_t = 500)]
    kills: u64,
    /// Another seed gives other moments.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Forgets an earlier run instead of going on with it.
    #[arg(long)]
    fresh: bool,
    /// Takes the programs as they were built last.
    #[arg(long)]
    built: bool,
}

/// What every group of faults is given.
pub struct Run<'all> {
    pub workspace: &'all Workspace,
    pub folder: PathBuf,
    pub kills: u64,
    pub seed: u64,
}

/// Lets everything go wrong; gives whether nothing was lost.
pub fn run(workspace: &Workspace, options: &Options) -> anyhow::Result<bool> {
    let run = Run {
        workspace,
        folder: workspace.target.join("xtask").join("faults"),
        kills: options.kills,
        seed: options.seed,
    };
    if options.fresh && run.folder.exists() {
        std::fs::remove_dir_all(&run.folder)?;
    }
    std::fs::create_dir_all(&run.folder)?;
    if !options.built {
        let programs = ["build", "--locked", "--package", "dinh-cli", "--package", "dinh-verify"];
        must_succeed(workspace.cargo().args(programs))?;
    }
    let mut table = Table::open(&run.folder.join("table.json"))?;
    let wanted = |name: &str| options.only.as_deref().is_none_or(|only| only == name);
    if wanted("sqlite") {
        kill::sqlite(&run, &mut table)?;
    }
    if wanted("postgres") {
        kill::postgres(&run, &mut table)?;
    }
    println!("{}", table.markdown());
    Ok(table.is_good())
}

/// A loopback address that nobody uses at this moment.
pub fn at_free_port() -> anyhow::Result<SocketAddr> {
    Ok(([127, 0, 0, 1], crate::postgres::free_port()?).into())
}

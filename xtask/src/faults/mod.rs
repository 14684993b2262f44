//! `cargo xtask faults`: what goes wrong in the life of a machine, done to a city under load, and what was lost by it.
//!
//! Officers publish over HTTP and note each acknowledged write in a file of their own. After each fault everything noted must be
//! there exactly once, and the signed register must continue what was copied of it before, to the eyes of the independent
//! verifier. A run that was interrupted is gone on with; the same seed gives the same moments.

mod chance;
mod city;
mod client;
mod clock;
mod database;
mod disk;
mod kill;
mod mail;
mod network;
mod nodes;
mod officer;
mod proxy;
mod scene;
mod table;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use self::city::said;
use self::table::Table;
use crate::run::must_succeed;
use crate::workspace::Workspace;

/// How much is to go wrong.
#[derive(Args)]
pub struct Options {
    /// One group of faults only.
    #[arg(long, value_parser = ["sqlite", "postgres", "nodes", "clock", "disk", "network"])]
    only: Option<String>,
    /// How often each process is killed.
    #[arg(long, default_value_t = 500)]
    kills: u64,
    /// How often a node and the primary are lost.
    #[arg(long, default_value_t = 10)]
    failovers: u64,
    /// Another seed gives other moments.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Forgets an earlier run instead of going on with it.
    #[arg(long)]
    fresh: bool,
    /// Takes the programs as they were built last.
    #[arg(long)]
    built: bool,
    /// Set by the command itself, for what needs a network and mounts of its own.
    #[arg(long, hide = true, requires = "only")]
    inside: bool,
    /// Where it works; a short run has a folder of its own, so that a long run is not forgotten.
    #[arg(skip = "faults")]
    folder: &'static str,
}

impl Options {
    /// What every change is tested with: two nodes, each loss once.
    pub fn short() -> Self {
        Self {
            only: Some("nodes".to_owned()),
            kills: 1,
            failovers: 1,
            seed: 1,
            fresh: true,
            built: false,
            inside: false,
            folder: "faults-short",
        }
    }
}

/// What every group of faults is given.
pub struct Run<'all> {
    pub workspace: &'all Workspace,
    pub folder: PathBuf,
    pub kills: u64,
    pub failovers: u64,
    pub seed: u64,
}

/// Lets everything go wrong; gives whether nothing was lost.
pub fn run(workspace: &Workspace, options: &Options) -> anyhow::Result<bool> {
    let run = Run {
        workspace,
        folder: workspace.target.join("xtask").join(options.folder),
        kills: options.kills,
        failovers: options.failovers,
        seed: options.seed,
    };
    if options.fresh && run.folder.exists() {
        std::fs::remove_dir_all(&run.folder)?;
    }
    std::fs::create_dir_all(&run.folder)?;
    if !options.built {
        let programs = [
            "build",
            "--locked",
            "--package",
            "dinh-cli",
            "--package",
            "dinh-verify",
        ];
        must_succeed(workspace.cargo().args(programs))?;
    }
    if options.inside {
        said(Command::new("ip").args(["link", "set", "lo", "up"]))?;
    }
    let mut table = Table::open(&run.folder.join("table.json"))?;
    let wanted = |name: &str| options.only.as_deref().is_none_or(|only| only == name);
    if wanted("sqlite") {
        kill::sqlite(&run, &mut table)?;
    }
    if wanted("postgres") {
        kill::postgres(&run, &mut table)?;
    }
    if wanted("nodes") {
        nodes::run(&run, &mut table)?;
    }
    if wanted("clock") {
        clock::run(&run, &mut table)?;
    }
    for name in ["disk", "network"].into_iter().filter(|name| wanted(name)) {
        match name {
            _ if !options.inside => apart(name, options)?,
            "disk" => disk::run(&run, &mut table)?,
            _ => network::run(&run, &mut table)?,
        }
    }
    let table = Table::open(&run.folder.join("table.json"))?;
    println!("{}", table.markdown());
    Ok(table.is_good())
}

/// One group by this same program, with a network and mounts of its own: only the administrator of a machine can do that.
fn apart(name: &str, options: &Options) -> anyhow::Result<()> {
    let mut command = Command::new("unshare");
    command.args(["--net", "--mount", "--propagation", "private", "--"]);
    command.arg(std::env::current_exe()?);
    command.args(["faults", "--built", "--inside", "--only", name]);
    for (word, number) in [("--failovers", options.failovers), ("--seed", options.seed)] {
        command.args([word, &number.to_string()]);
    }
    must_succeed(&mut command)
}

/// A loopback address that nobody uses at this moment.
pub fn at_free_port() -> anyhow::Result<SocketAddr> {
    Ok(([127, 0, 0, 1], crate::postgres::free_port()?).into())
}

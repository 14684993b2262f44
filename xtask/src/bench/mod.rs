//! `cargo xtask bench`: the kernels by criterion, then the pages under a bounded load on the loopback interface,
//! then the votes of one evening.
//!
//! A page is always measured beside a bare axum server in the same run: numbers of one machine say little, their
//! ratio says more. All figures are medians of rounds. Load and server share the machine's cores.

mod backup;
mod kernels;
mod load;
mod pages;
mod publish;
mod register;
mod scale;
mod table;
mod verifier;
mod votes;

use std::process::Command;
use std::time::Duration;

use clap::Args;

use crate::npm;
use crate::postgres::{Cluster, free_port};
use crate::run::must_succeed;
use crate::server::{Build, Server};
use crate::workspace::Workspace;

use self::load::{Load, Measured};
use self::table::Row;

const FIRST_PAGE_LIMIT: Duration = Duration::from_mins(10);
const COLD_STARTS: usize = 5;

/// How much to measure.
#[derive(Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub struct Options {
    /// Fewer rounds and requests: enough to see an order of magnitude.
    #[arg(long)]
    quick: bool,
    /// Leaves out the kernels and measures pages only.
    #[arg(long)]
    pages_only: bool,
    /// Leaves out the pages and measures kernels only.
    #[arg(long, conflicts_with = "pages_only")]
    kernels_only: bool,
    /// Measures the votes of one evening only.
    #[arg(long, conflicts_with_all = ["pages_only", "kernels_only"])]
    votes_only: bool,
    /// Builds the small verifier, compares its size and its crates with their limits, and audits a register only.
    #[arg(long, conflicts_with_all = ["pages_only", "kernels_only", "votes_only"])]
    verifier_only: bool,
    /// Measures the pages of the demo city, then those of one as large as it may become, and how cost grows.
    #[arg(long, value_parser = ["city", "country"], conflicts_with_all = ["pages_only", "kernels_only", "votes_only", "verifier_only"])]
    scale: Option<String>,
    /// Measures a backup under load and its restoration only.
    #[arg(long, conflicts_with_all = ["pages_only", "kernels_only", "votes_only", "verifier_only", "scale"])]
    backup: bool,
    /// With `--backup`: a copy of this installation instead of a new demo city.
    #[arg(long, requires = "backup")]
    of: Option<std::path::PathBuf>,
    /// With `--backup`: the debug build, to see that it works.
    #[arg(long, requires = "backup")]
    debug: bool,
    /// With `--scale`: one engine only.
    #[arg(long, value_parser = ["sqlite", "postgres"], requires = "scale")]
    engine: Option<String>,
    /// With `--scale`: measures what was built last.
    #[arg(long, requires = "scale")]
    built: bool,
}

/// Measures and prints.
pub fn run(workspace: &Workspace, options: &Options) -> anyhow::Result<()> {
    if let Some(name) = &options.scale {
        return scale::run(workspace, options, name);
    }
    if options.backup {
        return measure_backup(workspace, options);
    }
    if options.votes_only {
        println!("{}", votes::measure(workspace, options.quick)?);
        return Ok(());
    }
    if !options.pages_only {
        println!("{}\n", verifier::measure(workspace, options.quick)?);
    }
    if options.verifier_only {
        return Ok(());
    }
    if !options.pages_only {
        let kernels = kernels::measure(workspace, options.quick)?;
        println!("{}\n", table::kernels(&kernels));
        if let Some(ratios) = register::ratios(&kernels) {
            println!("{ratios}\n");
        }
        println!("{}\n", publish::measure(workspace, options.quick)?);
    }
    if options.kernels_only {
        return Ok(());
    }
    build_servers(workspace)?;
    let load = Load::of(options.quick);
    let hello = measure_hello(workspace, &load)?;
    let mut rows = vec![Row::page(
        "bare axum \u{201c}hello\u{201d}",
        "\u{2013}",
        &hello,
        &hello,
    )];
    let mut processes = Vec::new();
    measure_engine(
        workspace,
        &load,
        "SQLite",
        None,
        &hello,
        &mut rows,
        &mut processes,
    )?;
    let cluster = Cluster::start(workspace, "bench")?;
    measure_engine(
        workspace,
        &load,
        "PostgreSQL",
        Some(&cluster.address()),
        &hello,
        &mut rows,
        &mut processes,
    )?;
    println!("{}", table::pages(&load, &rows, &processes));
    println!("{}", votes::measure(workspace, options.quick)?);
    Ok(())
}

fn measure_backup(workspace: &Workspace, options: &Options) -> anyhow::Result<()> {
    let build = if options.debug {
        Build::Debug
    } else {
        npm::build_ui(workspace)?;
        let release = ["build", "--release", "--locked", "--package", "dinh-cli"];
        must_succeed(workspace.cargo().args(release))?;
        Build::Release
    };
    let of = options.of.as_deref();
    println!("{}", backup::measure(workspace, build, of)?);
    Ok(())
}

fn build_servers(workspace: &Workspace) -> anyhow::Result<()> {
    npm::build_ui(workspace)?;
    let build = ["build", "--release", "--locked", "--package"];
    must_succeed(workspace.cargo().args(build).arg("dinh-cli"))?;
    let hello = ["dinh-web", "--example", "hello"];
    must_succeed(workspace.cargo().args(build).args(hello))
}

/// Starts one of the bare servers among the examples.
fn bare_server(workspace: &Workspace, name: &str, arguments: &[&str]) -> anyhow::Result<Server> {
    let port = free_port()?;
    let binary = workspace.target.join("release/examples").join(name);
    let mut command = Command::new(binary);
    command.arg(port.to_string()).args(arguments);
    Server::start(&mut command, port, Duration::from_secs(10))
}

/// Memory after the load and the time of a start with the data in place.
pub struct Process {
    pub engine: &'static str,
    pub resident_kilobytes: Option<u64>,
    pub cold_start: Duration,
}

fn measure_hello(workspace: &Workspace, load: &Load) -> anyhow::Result<Measured> {
    let server = bare_server(workspace, "hello", &[])?;
    load.measure(server.port, "/")
}

fn measure_engine(
    workspace: &Workspace,
    load: &Load,
    engine: &'static str,
    database: Option<&str>,
    hello: &Measured,
    rows: &mut Vec<Row>,
    processes: &mut Vec<Process>,
) -> anyhow::Result<()> {
    let binary = Build::Release.binary(workspace);
    let data = workspace
        .target
        .join("xtask")
        .join(format!("bench-{}", engine.to_lowercase()));
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    std::fs::create_dir_all(&data)?;
    let server = Server::demo(&binary, &data, database, FIRST_PAGE_LIMIT)?;
    println!(
        "{engine}: new demo city ready after {} ms",
        server.until_healthy.as_millis()
    );
    for (name, path) in pages::find(server.port)? {
        println!("{engine}: {name} {path}");
        rows.push(Row::page(
            name,
            engine,
            &load.measure(server.port, &path)?,
            hello,
        ));
    }
    let resident_kilobytes = server.resident_kilobytes();
    drop(server);

    let mut starts = Vec::new();
    for _ in 0..COLD_STARTS {
        starts.push(Server::demo(&binary, &data, database, FIRST_PAGE_LIMIT)?.until_healthy);
    }
    starts.sort();
    processes.push(Process {
        engine,
        resident_kilobytes,
        cold_start: starts[COLD_STARTS / 2],
    });
    Ok(())
}

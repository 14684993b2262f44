//! `cargo xtask test`: everything the continuous integration runs, with one closing line.
//!
//! A step that fails does not stop the others: the closing line counts what passed and what failed over all of them.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::postgres::{Cluster, free_port};
use crate::run::{listen, succeeds};
use crate::server::{Build, FIRST_PAGE_LIMIT, Server};
use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{check, described, faults, installed, npm, tools};

/// Runs all steps and gives whether all passed.
pub fn run(workspace: &Workspace) -> anyhow::Result<bool> {
    tools::ensure_all(workspace)?;
    npm::build_ui(workspace)?;
    npm::install(workspace, "e2e")?;

    let steps = check::STEPS.into_iter().chain([
        (
            "tests" as &str,
            tests as fn(&Workspace) -> anyhow::Result<Tally>,
        ),
        ("examples in the documentation", documentation),
        ("two nodes", two_nodes),
        ("ui", ui),
        ("package and container", packaged),
        ("journeys", journeys),
        ("description of the API", described::run),
    ]);
    let mut rows = Vec::new();
    for (name, step) in steps {
        let start = Instant::now();
        let tally = step(workspace).unwrap_or_else(|error| {
            eprintln!("xtask: {name}: {error:#}");
            Tally::step(false)
        });
        rows.push((name, tally, start.elapsed()));
    }
    Ok(report(&rows))
}

/// Prints a line for each step and then the closing line alone.
fn report(rows: &[(&str, Tally, Duration)]) -> bool {
    println!();
    let mut sum = Tally::default();
    for (name, tally, time) in rows
        .iter()
        .filter(|(_, tally, _)| *tally != Tally::default())
    {
        println!(
            "{name}: {} passed, {} failed ({} s)",
            tally.passed,
            tally.failed,
            time.as_secs()
        );
        sum += *tally;
    }
    println!();
    println!("{} passed, {} failed", sum.passed, sum.failed);
    sum.failed == 0
}

/// All tests of all crates, those of the store on both engines.
fn tests(workspace: &Workspace) -> anyhow::Result<Tally> {
    let cluster = Cluster::start(workspace, "test")?;
    let heard = listen(
        workspace
            .cargo()
            .args([
                "nextest",
                "run",
                "--workspace",
                "--locked",
                "--profile",
                "ci",
            ])
            .env("DINH_TEST_POSTGRES", cluster.address())
            .env("DINH_TEST_S3", tools::s3_server(workspace)),
    )?;
    Ok(Tally::of_some(&heard))
}

/// Two nodes behind nginx, a primary and its replica, each lost once.
fn two_nodes(workspace: &Workspace) -> anyhow::Result<Tally> {
    Ok(Tally::step(faults::run(
        workspace,
        &faults::Options::short(),
    )?))
}

fn documentation(workspace: &Workspace) -> anyhow::Result<Tally> {
    let heard = listen(workspace.cargo().args([
        "test",
        "--doc",
        "--workspace",
        "--locked",
        "--no-fail-fast",
    ]))?;
    Ok(Tally::of(&heard))
}

fn ui(workspace: &Workspace) -> anyhow::Result<Tally> {
    if !npm::has_script(workspace, "ui", "test") {
        return Ok(Tally::default());
    }
    let heard = listen(
        workspace
            .command("npm")
            .current_dir(workspace.root.join("ui"))
            .args(["test"]),
    )?;
    Ok(Tally::of_some(&heard))
}

fn build_debug(workspace: &Workspace) -> anyhow::Result<bool> {
    let build = ["build", "--locked", "--package", "dinh-cli"];
    succeeds(workspace.cargo().args(build))
}

/// The Debian package installed, and the container file carried out.
fn packaged(workspace: &Workspace) -> anyhow::Result<Tally> {
    if !build_debug(workspace)? {
        return Ok(Tally::step(false));
    }
    installed::run(workspace)
}

/// The journeys in a browser, against a new demo city.
fn journeys(workspace: &Workspace) -> anyhow::Result<Tally> {
    if !build_debug(workspace)? {
        return Ok(Tally::step(false));
    }
    let data = workspace.target.join("xtask").join("journeys");
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    std::fs::create_dir_all(&data)?;
    // A journey listens there when it wants to read letters.
    let mail = free_port()?;
    let smtp = format!("smtp://localhost:{mail}");
    let arguments = [
        "--movable-clock",
        "--smtp",
        &smtp,
        "--mail-from",
        "Đình mẫu <dinh@example.vn>",
    ];
    let server = Server::filled(
        &Build::Debug.binary(workspace),
        &arguments,
        &data,
        None,
        FIRST_PAGE_LIMIT,
    )?;
    println!(
        "demo city ready after {} ms",
        server.until_healthy.as_millis()
    );
    let folder = workspace.root.join("e2e");
    let heard = listen(
        workspace
            .command("node")
            .current_dir(&folder)
            .env("DINH_URL", format!("http://localhost:{}", server.port))
            .env("DINH_DATA", &data)
            .env("DINH_SMTP_PORT", mail.to_string())
            .env("DINH_BINARY", Build::Debug.binary(workspace))
            .env("DINH_CHROMIUM", tools::chromium().unwrap_or_default())
            .args([
                "--test",
                "--test-concurrency=1",
                "--test-reporter=spec",
                "--test-reporter-destination=stdout",
            ])
            .args(journey_files(&folder)?),
    )?;
    Ok(Tally::of_some(&heard))
}

/// The files named `*.test.mjs`, in order: versions of Node differ in what a folder as an argument means.
fn journey_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect_journeys(folder, &mut files)?;
    files.sort();
    anyhow::ensure!(!files.is_empty(), "no journey in {}", folder.display());
    Ok(files)
}

fn collect_journeys(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("node_modules") {
            collect_journeys(&path, files)?;
        } else if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    Ok(())
}

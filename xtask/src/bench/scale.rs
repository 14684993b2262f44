//! `cargo xtask bench --scale city`: the pages of a city of five years beside those of the demo city and, in the same run,
//! beside two bare servers: one that says hello and one that reads twenty rows of the same database.
//!
//! A page is warm when the page cache has it. It is cold when its address carries a query that nobody asked
//! before, and the readers go round many pages of the kind. CPU time is that of `dinh` alone: PostgreSQL's own is not in it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use crate::http::Connection;
use crate::postgres::Cluster;
use crate::run::must_succeed;
use crate::server::{Build, Server};
use crate::workspace::Workspace;

use super::load::{Load, Measured};
use super::pages::{Kind, kinds};
use super::table::micros;
use super::{Options, bare_server, build_servers};

/// A cold start has its duties and its search index in place.
const START_LIMIT: Duration = Duration::from_mins(2);
/// Filling goes on after an interruption; a run that takes longer is broken.
const QUIET_LIMIT: Duration = Duration::from_mins(10);
const COLD_STARTS: usize = 5;

/// A kind of page of one city.
struct Line {
    city: String,
    page: &'static str,
    is_warm: bool,
    measured: Measured,
    /// CPU time of a request in microseconds.
    cpu_micros: u64,
}

/// A city whose pages are measured.
struct City<'a> {
    name: String,
    arguments: Vec<&'a str>,
    data: PathBuf,
    database: Option<String>,
}

/// Builds unless told otherwise, measures and prints.
pub fn run(workspace: &Workspace, options: &Options, scale: &str) -> anyhow::Result<()> {
    if !options.built {
        build_servers(workspace)?;
        let build = ["build", "--release", "--locked", "--package", "xtask"];
        must_succeed(workspace.cargo().args(build).args(["--example", "ceiling"]))?;
    }
    let load = Load::of(options.quick);
    let engine = options.engine.as_deref();
    println!("{}", measure(workspace, &load, scale, engine)?);
    Ok(())
}

/// Fills what is not filled yet, measures, gives tables in Markdown.
fn measure(
    workspace: &Workspace,
    load: &Load,
    scale: &str,
    engine: Option<&str>,
) -> anyhow::Result<String> {
    let binary = Build::Release.binary(workspace);
    let folder = |name: &str| workspace.target.join("xtask").join(name);
    let list = workspace.root.join("data/admin-units/vietnam-2025.csv");
    let mut arguments = vec!["--scale", scale];
    if scale == "country" {
        arguments.extend(["--communes", list.to_str().context("a path is not UTF-8")?]);
    }
    let mut lines = Vec::new();
    let mut notes = vec![format!(
        "`dinh`: {} kB",
        std::fs::metadata(&binary)?.len() / 1024
    )];
    if engine != Some("postgres") {
        let small = City {
            name: "demo, SQLite".to_owned(),
            arguments: Vec::new(),
            data: folder("scale-demo"),
            database: None,
        };
        let large = City {
            name: format!("{scale}, SQLite"),
            arguments: arguments.clone(),
            data: folder(&format!("scale-{scale}")),
            database: None,
        };
        for city in [&small, &large] {
            one(&binary, load, city, &mut lines, &mut notes)?;
        }
        let file = large.data.join("dinh.sqlite");
        notes.push(format!(
            "dinh.sqlite: {} MB",
            std::fs::metadata(&file)?.len() >> 20
        ));
        bare(workspace, load, &file, &mut lines)?;
    }
    if engine != Some("sqlite") {
        let cluster = Cluster::start(workspace, "scale")?;
        let large = City {
            name: format!("{scale}, PostgreSQL"),
            arguments,
            data: folder(&format!("scale-{scale}-postgres")),
            database: Some(cluster.address()),
        };
        // A new cluster knows nothing of what the search index and the register's files say.
        if large.data.exists() {
            std::fs::remove_dir_all(&large.data)?;
        }
        one(&binary, load, &large, &mut lines, &mut notes)?;
    }
    Ok(format!("{}\n\n{}", table(load, &lines), notes.join("\n")))
}

fn fill(binary: &Path, city: &City<'_>) -> anyhow::Result<()> {
    let mut command = Command::new(binary);
    command.arg("demo").args(&city.arguments).arg("--fill-only");
    command.arg("--data").arg(&city.data);
    if let Some(address) = &city.database {
        command.args(["--database", address]);
    }
    must_succeed(&mut command)
}

fn one(
    binary: &Path,
    load: &Load,
    city: &City<'_>,
    lines: &mut Vec<Line>,
    notes: &mut Vec<String>,
) -> anyhow::Result<()> {
    std::fs::create_dir_all(&city.data)?;
    let start = Instant::now();
    fill(binary, city)?;
    println!(
        "{}: filled after {} s",
        city.name,
        start.elapsed().as_secs()
    );
    let serve = || {
        let database = city.database.as_deref();
        Server::filled(binary, &city.arguments, &city.data, database, START_LIMIT)
    };
    let mut starts = Vec::new();
    for _ in 0..COLD_STARTS {
        starts.push(serve()?.until_healthy);
    }
    starts.sort();
    let server = serve()?;
    wait_until_quiet(&server)?;
    let before = server.resident_kilobytes().unwrap_or(0);
    for Kind { page, warm, cold } in kinds(server.port)? {
        for (is_warm, paths) in [(true, vec![warm]), (false, cold)] {
            let line = kind(&server, load, &city.name, page, is_warm, &paths)?;
            println!("{}", row(&line, None));
            lines.push(line);
        }
    }
    notes.push(format!(
        "{}: healthy {} ms after its start, memory {} MB before the load, {} MB after it, {} MB at most",
        city.name,
        starts[COLD_STARTS / 2].as_millis(),
        before / 1024,
        server.resident_kilobytes().unwrap_or(0) / 1024,
        server.most_kilobytes().unwrap_or(0) / 1024
    ));
    Ok(())
}

fn kind(
    server: &Server,
    load: &Load,
    city: &str,
    page: &'static str,
    is_warm: bool,
    paths: &[String],
) -> anyhow::Result<Line> {
    let before = server.cpu_milliseconds()?;
    let measured = load.measure_many(server.port, paths)?;
    let used = server.cpu_milliseconds()? - before;
    let requests = u64::try_from(load.requests())?.max(1);
    Ok(Line {
        city: city.to_owned(),
        page,
        is_warm,
        measured,
        cpu_micros: used * 1000 / requests,
    })
}

/// The clockwork of a start uses the processor for a while; it is not what is measured.
fn wait_until_quiet(server: &Server) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut quiet = 0;
    while quiet < 3 {
        ensure!(
            start.elapsed() < QUIET_LIMIT,
            "the server does not come to rest"
        );
        let before = server.cpu_milliseconds()?;
        thread::sleep(Duration::from_secs(1));
        quiet = if server.cpu_milliseconds()? - before <= 50 {
            quiet + 1
        } else {
            0
        };
    }
    Connection::open(server.port)?.get("/")?;
    Ok(())
}

fn bare(
    workspace: &Workspace,
    load: &Load,
    file: &Path,
    lines: &mut Vec<Line>,
) -> anyhow::Result<()> {
    let file = file.to_str().context("a path is not UTF-8")?;
    for (page, name, arguments) in [
        (TWENTY_ROWS, "ceiling", vec![file]),
        ("\u{201c}hello\u{201d}", "hello", vec![]),
    ] {
        let server = bare_server(workspace, name, &arguments)?;
        lines.push(kind(
            &server,
            load,
            "bare axum",
            page,
            true,
            &["/".to_owned()],
        )?);
    }
    Ok(())
}

const TWENTY_ROWS: &str = "twenty rows with rusqlite";

fn table(load: &Load, lines: &[Line]) -> String {
    let ceiling = lines.iter().find(|line| line.page == TWENTY_ROWS);
    let mut text = vec![
        format!(
            "{} connections, {} requests a round, medians of {} rounds, uncompressed bodies.",
            load.connections,
            load.connections * load.requests_each,
            load.rounds
        ),
        String::new(),
        "| City | Page | Cache | p50 | p99 | requests/s | CPU a request | bytes | of twenty rows |"
            .to_owned(),
        "|---|---|---|---:|---:|---:|---:|---:|---:|".to_owned(),
    ];
    text.extend(lines.iter().map(|line| row(line, ceiling)));
    text.extend([
        String::new(),
        "| Page | Cache | CPU a request of the large city to the demo city |".to_owned(),
        "|---|---|---:|".to_owned(),
    ]);
    text.extend(growth(lines));
    text.join("\n")
}

fn row(line: &Line, ceiling: Option<&Line>) -> String {
    let share = ceiling.map_or_else(String::new, |ceiling| {
        let rate = ceiling.measured.requests_per_second.max(1);
        format!("{} %", line.measured.requests_per_second * 100 / rate)
    });
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} | {share} |",
        line.city,
        line.page,
        if line.is_warm { "warm" } else { "cold" },
        micros(line.measured.p50_micros),
        micros(line.measured.p99_micros),
        line.measured.requests_per_second,
        micros(line.cpu_micros),
        line.measured.body_bytes,
    )
}

/// Each page of a larger city beside the same page of the first one.
fn growth(lines: &[Line]) -> Vec<String> {
    let Some(first) = lines.first() else {
        return Vec::new();
    };
    let larger = lines.iter().filter(|line| line.city != first.city);
    larger
        .filter_map(|line| {
            let same = |small: &&Line| {
                small.city == first.city && small.page == line.page && small.is_warm == line.is_warm
            };
            let small = lines.iter().find(same)?;
            let hundredths = line.cpu_micros * 100 / small.cpu_micros.max(1);
            Some(format!(
                "| {} ({}) | {} | {}.{:02} |",
                line.page,
                line.city,
                if line.is_warm { "warm" } else { "cold" },
                hundredths / 100,
                hundredths % 100
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(city: &str, page: &'static str, rate: u64, cpu_micros: u64) -> Line {
        Line {
            city: city.to_owned(),
            page,
            is_warm: true,
            measured: Measured {
                p50_micros: 1050,
                p99_micros: 2000,
                requests_per_second: rate,
                body_bytes: 100,
            },
            cpu_micros,
        }
    }

    #[test]
    fn a_page_is_shown_beside_twenty_rows_and_beside_the_demo_city() {
        let lines = [
            line("demo", "list", 900, 400),
            line("city", "list", 600, 500),
            line("bare axum", TWENTY_ROWS, 1000, 100),
        ];
        let text = table(&Load::QUICK, &lines);
        assert!(
            text.contains(
                "| city | list | warm | 1.05 ms | 2.00 ms | 600 | 0.50 ms | 100 | 60 % |"
            ),
            "{text}"
        );
        assert!(text.contains("| list (city) | warm | 1.25 |"), "{text}");
    }
}

//! `cargo xtask bench --backup`: a backup while people write, restored into an empty folder and compared, in seconds for each GB.
//!
//! `dinh restore` itself compares every table, every file and the tree of the register; here it is seen beside that that whatever was
//! acknowledged before the backup began is in it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

use crate::http::Connection;
use crate::postgres::free_port;
use crate::run::must_succeed;
use crate::server::{Build, Server};
use crate::workspace::Workspace;

const START_LIMIT: Duration = Duration::from_mins(5);
const WRITERS: usize = 4;
/// Acknowledged before the backup begins.
const BEFORE: usize = 20;
const FORM: &str = "/don-vi/phuong-cai-khe/yeu-cau";

/// What was measured.
struct Figures {
    installation: u64,
    archive: u64,
    took: Duration,
    restored: Duration,
    before: usize,
    meanwhile: usize,
    slowest: Duration,
    report: String,
}

/// Measure on a copy of an installation, or on a new demo city; gives a table in Markdown.
pub fn measure(workspace: &Workspace, build: Build, of: Option<&Path>) -> anyhow::Result<String> {
    let binary = build.binary(workspace);
    let folder = workspace.target.join("xtask").join("bench-backup");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let data = folder.join("data");
    match of {
        Some(of) => must_succeed(Command::new("cp").arg("-a").arg(of).arg(&data))?,
        None => must_succeed(
            dinh(&binary, &["demo", "--fill-only"])
                .arg("--data")
                .arg(&data),
        )?,
    }
    let figures = run(&binary, &folder, &data)?;
    std::fs::remove_dir_all(&folder)?;
    Ok(table(&figures))
}

fn dinh(binary: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(binary);
    command
        .args(words)
        .env_remove("DINH_DATABASE")
        .env("RUST_LOG", "warn,sqlx=error");
    command
}

fn serve(binary: &Path, data: &Path) -> anyhow::Result<Server> {
    let port = free_port()?;
    let listen = format!("127.0.0.1:{port}");
    let mut command = dinh(binary, &["serve", "--behind-proxy", "--listen", &listen]);
    command.arg("--data").arg(data);
    Server::start(&mut command, port, START_LIMIT)
}

fn run(binary: &Path, folder: &Path, data: &Path) -> anyhow::Result<Figures> {
    let key = folder.join("key");
    let made = dinh(binary, &["backup", "key", "--out"])
        .arg(&key)
        .output()?;
    let made = String::from_utf8_lossy(&made.stdout).into_owned();
    let recipient = made
        .lines()
        .find(|line| line.starts_with("age1"))
        .context("no key")?;
    let server = serve(binary, data)?;
    let mut writer = Writer::new(server.port, 0);
    let early = (0..BEFORE)
        .map(|_| writer.ask())
        .collect::<anyhow::Result<Vec<String>>>()?;
    let archive = folder.join("city.tar.age");
    let mut backup = dinh(binary, &["backup", "--recipient", recipient]);
    backup.arg("--data").arg(data).arg("--to").arg(&archive);
    let ((took, slowest), meanwhile) = while_writing(server.port, || timed(&mut backup))?;
    drop(server);
    let installation = size(data)?;
    let empty = folder.join("restored");
    let mut restore = dinh(binary, &["restore"]);
    restore
        .arg(&archive)
        .arg("--key")
        .arg(&key)
        .arg("--data")
        .arg(&empty);
    let report = folder.join("report");
    restore.arg("--report").arg(&report);
    let restored = timed(&mut restore)?;
    std::fs::copy(data.join("register.key"), empty.join("register.key"))?;
    let server = serve(binary, &empty)?;
    let mut reader = Connection::open(server.port)?;
    for place in &early {
        ensure!(
            reader.get(place)?.status == 200,
            "{place} is not in the backup"
        );
    }
    Ok(Figures {
        installation,
        archive: std::fs::metadata(&archive)?.len(),
        took,
        restored,
        before: early.len(),
        meanwhile,
        slowest,
        report: std::fs::read_to_string(&report)?,
    })
}

fn timed(command: &mut Command) -> anyhow::Result<Duration> {
    let start = Instant::now();
    must_succeed(command)?;
    Ok(start.elapsed())
}

/// Do something while citizens ask; gives how long it took and the slowest answer meanwhile, and how many were answered.
fn while_writing(
    port: u16,
    work: impl FnOnce() -> anyhow::Result<Duration>,
) -> anyhow::Result<((Duration, Duration), usize)> {
    let stop = &AtomicBool::new(false);
    thread::scope(|scope| {
        let writers: Vec<_> = (1..=WRITERS)
            .map(|number| scope.spawn(move || write(port, number, stop)))
            .collect();
        let took = work();
        stop.store(true, Ordering::SeqCst);
        let (mut count, mut slowest) = (0, Duration::ZERO);
        for writer in writers {
            let Ok(answers) = writer.join() else {
                bail!("a writer fell")
            };
            let answers = answers?;
            count += answers.len();
            slowest = answers.into_iter().fold(slowest, Duration::max);
        }
        Ok(((took?, slowest), count))
    })
}

fn write(port: u16, number: usize, stop: &AtomicBool) -> anyhow::Result<Vec<Duration>> {
    let mut writer = Writer::new(port, number);
    let mut answers = Vec::new();
    while !stop.load(Ordering::SeqCst) {
        let start = Instant::now();
        writer.ask()?;
        answers.push(start.elapsed());
    }
    Ok(answers)
}

/// Citizens who ask the ward for information, each from an address of their own.
struct Writer {
    port: u16,
    number: usize,
    asked: AtomicU32,
}

impl Writer {
    fn new(port: u16, number: usize) -> Self {
        Self {
            port,
            number,
            asked: AtomicU32::new(0),
        }
    }

    /// Gives where the answer will stand, once the question is recorded.
    fn ask(&mut self) -> anyhow::Result<String> {
        let [_, high, middle, low] = self.asked.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        let reader = format!("{}.{high}.{middle}.{low}", 10 + self.number);
        let mut connection = Connection::open(self.port)?;
        let page = String::from_utf8(connection.get(FORM)?.body)?;
        let token = page.split("name=\"_csrf\" value=\"").nth(1);
        let token = token
            .and_then(|rest| rest.split('"').next())
            .context("no form")?;
        let body = format!("_csrf={token}&text=Quy+hoach+nam+nay+o+dau");
        let answer = connection.post(FORM, &reader, &body)?;
        answer
            .header("location")
            .map(ToOwned::to_owned)
            .filter(|_| answer.status == 303)
            .with_context(|| format!("not recorded: {}", answer.status))
    }
}

fn size(path: &Path) -> anyhow::Result<u64> {
    let told = std::fs::metadata(path)?;
    if !told.is_dir() {
        return Ok(told.len());
    }
    let entries = std::fs::read_dir(path)?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let paths = paths.collect::<std::io::Result<Vec<PathBuf>>>()?;
    paths.iter().map(|path| size(path)).sum()
}

/// Seconds for each GB, to the tenth.
fn pace(took: Duration, bytes: u64) -> String {
    let tenths = took.as_nanos() * 10 / u128::from(bytes.max(1));
    format!("{}.{} s/GB", tenths / 10, tenths % 10)
}

fn table(figures: &Figures) -> String {
    let milliseconds = |took: Duration| format!("{} ms", took.as_millis());
    let megabytes = |bytes: u64| format!("{} MB", bytes / 1_000_000);
    let rows = [
        ("Installation", megabytes(figures.installation)),
        ("Archive, sealed", megabytes(figures.archive)),
        ("Backup while four write", milliseconds(figures.took)),
        (
            "Backup, of the archive",
            pace(figures.took, figures.archive),
        ),
        ("Restored and compared", milliseconds(figures.restored)),
        (
            "Restored, of the archive",
            pace(figures.restored, figures.archive),
        ),
        ("Acknowledged before, all there", figures.before.to_string()),
        ("Acknowledged meanwhile", figures.meanwhile.to_string()),
        ("Slowest of these", milliseconds(figures.slowest)),
    ];
    let lines: Vec<String> = rows
        .iter()
        .map(|(name, value)| format!("| {name} | {value} |"))
        .collect();
    format!(
        "## Backup under load\n\n| | |\n|---|---:|\n{}\n\n```\n{}```\n",
        lines.join("\n"),
        figures.report
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_in_seconds_for_each_gigabyte() {
        assert_eq!(
            pace(Duration::from_millis(1_500), 1_000_000_000),
            "1.5 s/GB"
        );
        assert_eq!(pace(Duration::from_secs(1), 100_000_000), "10.0 s/GB");
        assert_eq!(pace(Duration::ZERO, 0), "0.0 s/GB");
    }
}

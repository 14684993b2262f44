//! The server under test: starts `dinh`, waits until it is healthy, stops it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::http::Connection;
use crate::postgres::free_port;
use crate::run::ask;
use crate::workspace::Workspace;

/// The demo city in a debug build on two cores, other work beside it.
pub const FIRST_PAGE_LIMIT: Duration = Duration::from_mins(5);

/// How the binary was built, which is also the name of its folder in the build folder.
#[derive(Clone, Copy)]
pub enum Build {
    Debug,
    Release,
}

/// A running server; it stops when the value goes away.
pub struct Server {
    process: Child,
    pub port: u16,
    /// From the start of the process to its first healthy answer.
    pub until_healthy: Duration,
}

impl Build {
    pub fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    /// The built binary.
    pub fn binary(self, workspace: &Workspace) -> PathBuf {
        workspace.target.join(self.folder()).join("dinh")
    }
}

impl Server {
    /// Starts the demo city on a free port and waits at most `limit` for its first healthy answer.
    pub fn demo(
        binary: &Path,
        data: &Path,
        database: Option<&str>,
        limit: Duration,
    ) -> anyhow::Result<Self> {
        Self::filled(binary, &["--movable-clock"], data, database, limit)
    }

    /// The same with more arguments of `dinh demo`.
    pub fn filled(
        binary: &Path,
        arguments: &[&str],
        data: &Path,
        database: Option<&str>,
        limit: Duration,
    ) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(binary);
        command
            .arg("demo")
            .args(arguments)
            .arg("--data")
            .arg(data)
            .args(["--listen", &format!("127.0.0.1:{port}")]);
        if let Some(address) = database {
            command.args(["--database", address]);
        }
        // A line for each request would bury what the journeys say.
        if std::env::var_os("RUST_LOG").is_none() {
            command.env("RUST_LOG", "warn,sqlx=error");
        }
        Self::start(&mut command, port, limit)
    }

    /// Starts any server that answers `/healthz` on this port.
    pub fn start(command: &mut Command, port: u16, limit: Duration) -> anyhow::Result<Self> {
        let start = Instant::now();
        let process = command.stdin(Stdio::null()).spawn().with_context(|| {
            format!("{} does not start", command.get_program().to_string_lossy())
        })?;
        let mut server = Self {
            process,
            port,
            until_healthy: Duration::ZERO,
        };
        while start.elapsed() < limit {
            if let Some(status) = server.process.try_wait()? {
                bail!("the server stopped before it was healthy ({status})");
            }
            if is_healthy(port) {
                server.until_healthy = start.elapsed();
                return Ok(server);
            }
            thread::sleep(Duration::from_millis(2));
        }
        bail!("the server was not healthy within {} s", limit.as_secs())
    }

    /// Memory that the process holds, in kB (`VmRSS`).
    pub fn resident_kilobytes(&self) -> Option<u64> {
        self.memory("VmRSS:")
    }

    fn memory(&self, name: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    }
}

impl Server {
    /// CPU time that the process has used, in milliseconds; the kernel counts hundredths of a second.
    pub fn cpu_milliseconds(&self) -> anyhow::Result<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        cpu_ticks(&stat)
            .map(|ticks| ticks * 10)
            .context("the process has no times")
    }

    /// Most memory that the process ever held, in kB (`VmHWM`).
    pub fn most_kilobytes(&self) -> Option<u64> {
        self.memory("VmHWM:")
    }
}

/// `utime` and `stime` of `/proc/PID/stat`: the 12th and 13th field after the name, which may hold spaces.
fn cpu_ticks(stat: &str) -> Option<u64> {
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut fields = rest.split_whitespace().skip(11);
    let (user, system): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(user + system)
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked politely, so that the clean end is exercised as well; after ten seconds not any more.
        let _ = ask("kill", &["-TERM", &self.process.id().to_string()]);
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(10) {
            if !matches!(self.process.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        eprintln!("xtask: the server did not stop when asked; it is ended");
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn is_healthy(port: u16) -> bool {
    Connection::open(port)
        .and_then(|mut connection| connection.get("/healthz"))
        .is_ok_and(|answer| answer.status == 200)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_of_a_process_stand_after_its_name() {
        let stat = "42 (a b) c) S 1 42 42 0 -1 4194560 100 0 0 0 7 5 0 0 20 0 1 0 100 0 0";
        assert_eq!(cpu_ticks(stat), Some(12));
        assert_eq!(cpu_ticks("42 (x) S 1"), None);
    }
}

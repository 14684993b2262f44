//! A throw-away PostgreSQL cluster for tests and measurements: on a free loopback port, gone afterwards;
//! without fsync unless durable writes are what is measured.
//!
//! The server is a child of this process in the same process group, so that Ctrl-C reaches it too. PostgreSQL refuses
//! to run as root; then it runs as the user `postgres`, who comes with the Debian package.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::run::must_succeed;
use crate::tools::{is_root, on_path, postgres_programs};
use crate::workspace::Workspace;

/// Data that is gone after the run needs no disk.
const HASTY: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
];
const START_LIMIT: Duration = Duration::from_mins(1);

/// A running cluster; it stops when the value goes away.
pub struct Cluster {
    programs: PathBuf,
    data: PathBuf,
    port: u16,
    as_postgres: bool,
    server: Child,
}

impl Cluster {
    /// Makes a new cluster under the build folder and waits until it answers.
    pub fn start(workspace: &Workspace, name: &str) -> anyhow::Result<Self> {
        Self::start_with(workspace, name, HASTY)
    }

    /// The same, and what is committed lasts: for measuring writes.
    pub fn start_durable(workspace: &Workspace, name: &str) -> anyhow::Result<Self> {
        Self::start_with(workspace, name, &[])
    }

    fn start_with(workspace: &Workspace, name: &str, more: &[&str]) -> anyhow::Result<Self> {
        let programs = postgres_programs()
            .context("PostgreSQL is not installed (initdb, postgres, pg_ctl)")?;
        let as_postgres = is_root();
        let data = data_folder(workspace, name, as_postgres)?;
        sweep(&programs, &data, as_postgres)?;
        must_succeed(
            program(&programs, "initdb", as_postgres)
                .args([
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--no-locale",
                    "--no-sync",
                    "--username=dinh",
                    "-D",
                ])
                .arg(&data)
                .stdout(Stdio::null()),
        )?;
        let port = free_port()?;
        let mut settings = settings("127.0.0.1", port);
        settings.extend(more.iter().map(|setting| (*setting).to_owned()));
        let server = program(&programs, "postgres", as_postgres)
            .arg("-D")
            .arg(&data)
            .args(settings.iter().flat_map(|setting| ["-c", setting.as_str()]))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("postgres does not start")?;
        let mut cluster = Self {
            programs,
            data,
            port,
            as_postgres,
            server,
        };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    /// The address of the maintenance database; the user may create others.
    pub fn address(&self) -> String {
        format!("postgres://dinh@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        let start = Instant::now();
        while start.elapsed() < START_LIMIT {
            if let Some(status) = self.server.try_wait()? {
                bail!("postgres stopped while starting ({status})");
            }
            if self.says_ready() && TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        bail!("postgres did not answer within {} s", START_LIMIT.as_secs())
    }

    /// The last line of `postmaster.pid` is the state of the server.
    fn says_ready(&self) -> bool {
        std::fs::read_to_string(self.data.join("postmaster.pid"))
            .is_ok_and(|text| text.contains("ready"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        stop(&self.programs, &self.data, self.as_postgres);
        // The server was asked to stop; what is left of it is collected here.
        let _ = self.server.wait();
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// What every cluster of ours is started with.
pub fn settings(host: &str, port: u16) -> Vec<String> {
    vec![
        format!("listen_addresses={host}"),
        format!("port={port}"),
        "unix_socket_directories=".to_owned(),
        "max_connections=200".to_owned(),
        "logging_collector=off".to_owned(),
        "timezone=UTC".to_owned(),
    ]
}

/// A folder that the user of the server can reach: in the build folder, or among the temporary files when the project
/// lies inside a closed home folder.
pub fn data_folder(
    workspace: &Workspace,
    name: &str,
    as_postgres: bool,
) -> anyhow::Result<PathBuf> {
    let near = workspace.target.join("pg");
    std::fs::create_dir_all(&near)?;
    let parent = if as_postgres && !reachable(&near) {
        std::env::temp_dir()
    } else {
        near
    };
    let data = parent.join(format!("dinh-{name}"));
    if as_postgres {
        std::fs::create_dir_all(&data)?;
        must_succeed(Command::new("chown").arg("postgres").arg(&data))?;
    }
    Ok(data)
}

fn reachable(folder: &Path) -> bool {
    as_user()
        .args(["test", "-x"])
        .arg(folder)
        .status()
        .is_ok_and(|status| status.success())
}

/// Stops and removes what an earlier, interrupted run left.
fn sweep(programs: &Path, data: &Path, as_postgres: bool) -> anyhow::Result<()> {
    if data.join("postmaster.pid").exists() {
        stop(programs, data, as_postgres);
    }
    for entry in std::fs::read_dir(data).into_iter().flatten().flatten() {
        if entry.file_type()?.is_dir() {
            std::fs::remove_dir_all(entry.path())?;
        } else {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn stop(programs: &Path, data: &Path, as_postgres: bool) {
    // A cluster that cannot be stopped is reported by the next start, which needs its folder.
    let _ = program(programs, "pg_ctl", as_postgres)
        .args(["stop", "-s", "-m", "immediate", "-D"])
        .arg(data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

pub fn program(programs: &Path, name: &str, as_postgres: bool) -> Command {
    let path = programs.join(name);
    let mut command = if as_postgres {
        as_user()
    } else {
        Command::new(&path)
    };
    if as_postgres {
        command.arg(&path);
    }
    // The server must not start in a folder that its user cannot read.
    command.current_dir("/");
    command
}

fn as_user() -> Command {
    let mut command = Command::new(if on_path("runuser").is_some() {
        "runuser"
    } else {
        "sudo"
    });
    command.args(["-u", "postgres", "--"]);
    command
}

/// A loopback port that nobody uses at this moment.
pub fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free loopback port")?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_while_it_lives_and_leaves_nothing() {
        let workspace = Workspace::find().expect("the project");
        let cluster = Cluster::start(&workspace, "own-test").expect("a cluster");
        let (port, data) = (cluster.port, cluster.data.clone());
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(cluster);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!data.exists());
    }
}

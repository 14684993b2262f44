//! PostgreSQL under test: a cluster whose writes last, at any address, perhaps in a network namespace of its own; it is killed,
//! started again, copied and promoted.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

use crate::postgres::{data_folder, program, settings};
use crate::run::ask;
use crate::tools::{is_root, postgres_programs};
use crate::workspace::Workspace;

const START: Duration = Duration::from_mins(1);
const LOOK: Duration = Duration::from_millis(20);

/// A cluster.
pub struct Postgres {
    programs: PathBuf,
    data: PathBuf,
    host: String,
    port: u16,
    namespace: Option<String>,
    server: Option<Child>,
}

impl Postgres {
    /// A cluster in the build folder; it keeps what is there until [`Postgres::init`] or [`Postgres::become_copy_of`].
    pub fn new(workspace: &Workspace, name: &str, host: &str, port: u16) -> anyhow::Result<Self> {
        let programs = postgres_programs().context("PostgreSQL is not installed")?;
        Ok(Self {
            programs,
            data: data_folder(workspace, name, is_root())?,
            host: host.to_owned(),
            port,
            namespace: None,
            server: None,
        })
    }

    /// The same in a network namespace.
    pub fn within(mut self, namespace: &str) -> Self {
        self.namespace = Some(namespace.to_owned());
        self
    }

    /// Address of the database.
    pub fn address(&self) -> String {
        format!("postgres://dinh@{}:{}/postgres", self.host, self.port)
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    /// Its network namespace, if it has one of its own.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    pub fn endpoint(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Makes a new cluster in the place of whatever was there.
    pub fn init(&self) -> anyhow::Result<()> {
        empty(&self.data)?;
        let arguments = [
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--username=dinh",
            "-D",
        ];
        self.must(self.program("initdb").args(arguments).arg(&self.data))?;
        let access = self.data.join("pg_hba.conf");
        let mut text = std::fs::read_to_string(&access)?;
        for database in ["all", "replication"] {
            writeln!(text, "host {database} all 10.9.0.0/24 trust")?;
        }
        Ok(std::fs::write(access, text)?)
    }

    /// Becomes the streaming replica of another cluster that runs, in the place of whatever was there.
    pub fn become_copy_of(&self, primary: &Self, name: &str) -> anyhow::Result<()> {
        empty(&self.data)?;
        let from = format!(
            "host={} port={} user=dinh application_name={name}",
            primary.host, primary.port
        );
        let arguments = [
            "--write-recovery-conf",
            "--checkpoint=fast",
            "-d",
            &from,
            "-D",
        ];
        self.must(
            self.program("pg_basebackup")
                .args(arguments)
                .arg(&self.data),
        )
    }

    /// Starts it and waits until it accepts connections.
    pub fn start(&mut self) -> anyhow::Result<()> {
        let all = settings(&self.host, self.port);
        let server = self
            .program("postgres")
            .arg("-D")
            .arg(&self.data)
            .args(all.iter().flat_map(|setting| ["-c", setting.as_str()]))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("postgres does not start")?;
        self.server = Some(server);
        let began = Instant::now();
        while began.elapsed() < START {
            let asked = [
                "-q",
                "-h",
                &self.host,
                "-p",
                &self.port.to_string(),
                "-d",
                "postgres",
            ];
            if self.program("pg_isready").args(asked).status()?.success() {
                return Ok(());
            }
            if let Some(server) = &mut self.server
                && let Some(status) = server.try_wait()?
            {
                bail!("postgres ended: {status}");
            }
            thread::sleep(LOOK);
        }
        bail!("postgres at {} was never ready", self.endpoint())
    }

    /// SIGKILL for the server and each of its processes.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        let pid = self.pid().context("postgres does not run")?;
        let mut doomed = vec!["-9".to_owned(), pid.to_string()];
        doomed.extend(children(pid).iter().map(ToString::to_string));
        let doomed: Vec<&str> = doomed.iter().map(String::as_str).collect();
        // One that ended meanwhile needs no signal.
        let _ = ask("kill", &doomed);
        if let Some(mut server) = self.server.take() {
            server.wait()?;
        }
        Ok(())
    }

    /// Stops it, if it runs.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        let Some(mut server) = self.server.take() else {
            return Ok(());
        };
        let stopping = ["stop", "-s", "-w", "-m", "fast", "-D"];
        self.must(self.program("pg_ctl").args(stopping).arg(&self.data))?;
        server.wait()?;
        Ok(())
    }

    /// A replica becomes the primary.
    pub fn promote(&self) -> anyhow::Result<()> {
        self.must(
            self.program("pg_ctl")
                .args(["promote", "-s", "-w", "-D"])
                .arg(&self.data),
        )
    }

    /// One answer of the database, from whichever side of a cut the caller is not: asked in its own namespace.
    pub fn query(&self, sql: &str) -> anyhow::Result<String> {
        let output = self
            .program("psql")
            .args([
                "-q", "-A", "-t", "-U", "dinh", "-d", "postgres", "-h", &self.host,
            ])
            .args(["-p", &self.port.to_string(), "-c", sql])
            .output()?;
        ensure!(
            output.status.success(),
            "{sql}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn pid(&self) -> Option<u32> {
        let text = std::fs::read_to_string(self.data.join("postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok()
    }

    fn program(&self, name: &str) -> Command {
        let inner = program(&self.programs, name, is_root());
        let Some(namespace) = &self.namespace else {
            return inner;
        };
        let mut command = Command::new("ip");
        command.args(["netns", "exec", namespace]);
        command.arg(inner.get_program()).args(inner.get_args());
        command.current_dir("/");
        command
    }

    fn must(&self, command: &mut Command) -> anyhow::Result<()> {
        let output = command.output()?;
        ensure!(
            output.status.success(),
            "{}: {}",
            self.endpoint(),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.server.is_none() {
            return;
        }
        // What cannot be stopped is found by the next start.
        let _ = self
            .program("pg_ctl")
            .args(["stop", "-s", "-m", "immediate", "-D"])
            .arg(&self.data)
            .output();
        if let Some(mut server) = self.server.take() {
            let _ = server.wait();
        }
    }
}

fn empty(folder: &Path) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            std::fs::remove_dir_all(path)?;
        } else {
            std::fs::remove_file(path)?;
        }
    }
    // PostgreSQL does not start in a folder that others can read.
    let mine = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    Ok(std::fs::set_permissions(folder, mine)?)
}

/// The processes whose parent this is.
fn children(parent: u32) -> Vec<u32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let is_child = |number: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
        let parent_of = stat
            .rsplit_once(") ")
            .and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse::<u32>().ok());
        parent_of == Some(parent)
    };
    numbers.filter(is_child).collect()
}

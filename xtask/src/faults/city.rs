//! A city under test: the demo city in a folder, served by `dinh serve`, which is killed and started again; and what is found
//! about it afterwards by the independent verifier.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

use super::client::Client;
use super::officer::Officer;
use crate::http::Connection;
use crate::server::Build;
use crate::workspace::Workspace;

/// The unit whose officers have accounts that are shown.
const UNIT: &str = "phuong-ninh-kieu";
const LOGINS: [&str; 2] = ["canbo", "chutich"];
const FILLING: Duration = Duration::from_mins(15);
/// A start, on a busy machine.
pub const START: Duration = Duration::from_mins(1);
const LOOK: Duration = Duration::from_millis(5);

/// Where the programs are and how a city is served.
#[derive(Clone)]
pub struct City {
    pub dinh: PathBuf,
    verifier: PathBuf,
    /// Folder of everything about this city.
    pub folder: PathBuf,
    pub database: Option<String>,
    /// Address that readers use, as it was when the city began.
    pub base_url: String,
}

/// A running `dinh serve`.
pub struct Node {
    process: Child,
    pub at: SocketAddr,
}

impl City {
    /// The demo city in this folder, filled now if it is not there yet.
    pub fn filled(
        workspace: &Workspace,
        folder: &Path,
        database: Option<&str>,
    ) -> anyhow::Result<Self> {
        let city = Self {
            dinh: Build::Debug.binary(workspace),
            verifier: workspace.target.join("debug").join("dinh-verify"),
            folder: folder.to_owned(),
            database: database.map(ToOwned::to_owned),
            base_url: "http://localhost:8080".to_owned(),
        };
        let done = folder.join("filled");
        if done.exists() {
            return Ok(city);
        }
        if folder.join("data").exists() {
            std::fs::remove_dir_all(folder.join("data"))?;
        }
        std::fs::create_dir_all(folder)?;
        let mut command = Command::new(&city.dinh);
        command.args([
            "demo",
            "--fill-only",
            "--base-url",
            &city.base_url,
            "--data",
        ]);
        command.arg(city.data());
        if let Some(address) = database {
            command.args(["--database", address]);
        }
        let mut filling = command.stdout(Stdio::null()).spawn()?;
        let began = Instant::now();
        while filling.try_wait()?.is_none() {
            ensure!(began.elapsed() < FILLING, "the demo city is never filled");
            thread::sleep(Duration::from_millis(100));
        }
        ensure!(filling.wait()?.success(), "the demo city was not filled");
        File::create(done)?;
        Ok(city)
    }

    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Moves the whole city with `dinh move` to another database, or to the embedded one of another folder. The old place must
    /// refuse to be served afterwards.
    pub fn move_to(&mut self, database: Option<&str>, data: &Path) -> anyhow::Result<()> {
        let mut command = Command::new(&self.dinh);
        command
            .arg("move")
            .arg("--from")
            .arg(self.data())
            .arg("--to")
            .arg(data);
        if let Some(address) = &self.database {
            command.args(["--from-database", address]);
        }
        if let Some(address) = database {
            command.args(["--to-database", address]);
        }
        let report = said(&mut command)?;
        ensure!(report.contains("gốc của sổ bằng nhau"), "{report}");
        let old = said(&mut self.serving(super::at_free_port()?));
        let refusal = old.err().map(|error| error.to_string()).unwrap_or_default();
        ensure!(
            refusal.contains("đã chuyển sang"),
            "the old place: {refusal}"
        );
        self.database = database.map(ToOwned::to_owned);
        Ok(())
    }

    /// The command that serves this city at an address.
    pub fn serving(&self, at: SocketAddr) -> Command {
        self.serving_from(at, &self.data())
    }

    /// The same with another folder of its own, as a second node has.
    pub fn serving_from(&self, at: SocketAddr, data: &Path) -> Command {
        let mut command = Command::new(&self.dinh);
        command
            .args(["serve", "--listen", &at.to_string(), "--base-url"])
            .arg(&self.base_url)
            .arg("--data")
            .arg(data)
            .env_remove("DINH_DATABASE")
            .env("RUST_LOG", "warn");
        if let Some(address) = &self.database {
            command.args(["--database", address]);
        }
        command
    }

    /// Officers with their notes in the folder, each with a publication of their own.
    pub fn officers(&self, at: SocketAddr, count: usize) -> anyhow::Result<Vec<Officer>> {
        let numbers = publications(at, count)?;
        std::fs::create_dir_all(self.folder.join("notes"))?;
        let officer = |(place, number): (usize, u64)| {
            let file = self.folder.join("notes").join(format!("{number}.txt"));
            let login = LOGINS[place % LOGINS.len()];
            Officer::begin(Client::new(at), login, number, &file)
        };
        numbers.into_iter().enumerate().map(officer).collect()
    }

    /// Copies the signed register with `dinh mirror`, which refuses whatever does not continue what it copied before, and has
    /// the copy checked by `dinh-verify --full`. Gives its size.
    pub fn audit(&self, at: SocketAddr, at_least: u64) -> anyhow::Result<u64> {
        let policy = self.folder.join("policy");
        if !policy.exists() {
            let answer = Connection::open_at(at, START)?.get("/so-cong-khai/policy")?;
            std::fs::write(&policy, answer.body)?;
        }
        let is_witnessed = std::fs::read_to_string(&policy)?.contains("\nwitness ");
        let size = signed(at, at_least, is_witnessed)?;
        let mirror = self.folder.join("mirror");
        let from = format!("http://{at}/so-cong-khai");
        let mut copying = Command::new(&self.dinh);
        copying
            .args(["mirror", "--from", &from, "--policy"])
            .arg(&policy);
        said(copying.arg("--into").arg(&mirror))?;
        let mut checking = Command::new(&self.verifier);
        checking
            .arg("--full")
            .arg(&mirror)
            .arg("--policy")
            .arg(&policy);
        said(&mut checking)?;
        Ok(size)
    }
}

/// Runs it; what it says is told only if it fails.
pub fn said(command: &mut Command) -> anyhow::Result<String> {
    let output = command
        .output()
        .with_context(|| format!("{} does not start", command.get_program().to_string_lossy()))?;
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    ensure!(
        output.status.success(),
        "{} failed: {text}",
        command.get_program().to_string_lossy()
    );
    Ok(text)
}

/// Published things of the unit, in their order.
fn publications(at: SocketAddr, count: usize) -> anyhow::Result<Vec<u64>> {
    let mut path = format!("/api/v1/publications?unit={UNIT}");
    let mut found = Vec::new();
    let mut client = Client::new(at);
    while found.len() < count {
        let read: serde_json::Value = serde_json::from_slice(&client.get(&path)?.body)?;
        let items = read["items"].as_array().context("no list")?;
        let open = items.iter().filter(|item| item["state"] == "published");
        found.extend(open.filter_map(|item| item["number"].as_u64()));
        match read["next"].as_str() {
            Some(next) => next.clone_into(&mut path),
            None => break,
        }
    }
    found.truncate(count);
    ensure!(found.len() == count, "too few publications");
    Ok(found)
}

/// Size of the signed register, once it is at least so large and, where the policy names one, a witness has signed it too.
fn signed(at: SocketAddr, at_least: u64, is_witnessed: bool) -> anyhow::Result<u64> {
    let began = Instant::now();
    loop {
        let size = if is_witnessed {
            witnessed_now(at)
        } else {
            signed_now(at)
        };
        let size = size.unwrap_or(0);
        if size >= at_least {
            return Ok(size);
        }
        ensure!(
            began.elapsed() < START,
            "only {size} of {at_least} entries are signed"
        );
        thread::sleep(Duration::from_millis(100));
    }
}

/// Size of the signed register now.
pub fn signed_now(at: SocketAddr) -> anyhow::Result<u64> {
    size_in(&checkpoint(at)?)
}

/// The same if the witness has signed it.
pub fn witnessed_now(at: SocketAddr) -> anyhow::Result<u64> {
    let text = checkpoint(at)?;
    ensure!(text.contains("\u{2014} chung-kien.example.vn "), "not yet");
    size_in(&text)
}

fn checkpoint(at: SocketAddr) -> anyhow::Result<String> {
    let answer = Connection::open_at(at, START)?.get("/so-cong-khai/checkpoint")?;
    Ok(answer.text())
}

fn size_in(checkpoint: &str) -> anyhow::Result<u64> {
    let size = checkpoint.lines().nth(1).context("no checkpoint")?;
    Ok(size.parse()?)
}

impl Node {
    /// Starts it and waits until it can work.
    pub fn start(command: &mut Command, at: SocketAddr) -> anyhow::Result<Self> {
        let mut node = Self::launch(command, at)?;
        node.wait_until_ready(START)?;
        Ok(node)
    }

    /// Starts it.
    pub fn launch(command: &mut Command, at: SocketAddr) -> anyhow::Result<Self> {
        let process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("the node does not start")?;
        Ok(Self { process, at })
    }

    /// Waits until it says that it can work.
    pub fn wait_until_ready(&mut self, limit: Duration) -> anyhow::Result<()> {
        let began = Instant::now();
        while began.elapsed() < limit {
            if let Some(status) = self.process.try_wait()? {
                bail!("the node ended: {status}");
            }
            if is_ready(self.at) {
                return Ok(());
            }
            thread::sleep(LOOK);
        }
        bail!("the node at {} was never ready", self.at)
    }

    /// Asks it to stop, and waits until it did.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        let asked = crate::run::ask("kill", &["-TERM", &self.process.id().to_string()]);
        asked.context("the node cannot be asked to stop")?;
        self.process.wait()?;
        Ok(())
    }

    /// SIGKILL.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have been killed.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether a node says that it can work.
pub fn is_ready(at: SocketAddr) -> bool {
    Connection::open_at(at, Duration::from_secs(5))
        .and_then(|mut connection| connection.get("/readyz"))
        .is_ok_and(|answer| answer.status == 200)
}

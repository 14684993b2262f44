//! Two nodes behind nginx on one PostgreSQL with a streaming replica for which every commit waits, a witness and a mail server:
//! all of it real processes on the loopback.

use std::io::BufRead;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use super::city::{City, Node, START, said};
use super::database::Postgres;
use super::mail::MailServer;
use super::officer::Officer;
use super::proxy::Proxy;
use super::{Run, at_free_port};
use crate::http::Connection;

const REPLICA: &str = "dinh_replica";
const LOOK: Duration = Duration::from_millis(50);
/// The seat of the clockwork, as `dinh_store` takes it.
const LEADERS: &str = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1668050795 AND granted";

/// Where the parts of a scene are.
pub struct Layout {
    pub databases: [Postgres; 2],
    pub nodes: [SocketAddr; 2],
    /// Where the rest listens, as the nodes see it.
    pub host: IpAddr,
    /// The network namespaces of the nodes; nothing on the loopback.
    pub namespaces: Option<[&'static str; 2]>,
}

impl Layout {
    /// All on the loopback.
    pub fn loopback(run: &Run) -> anyhow::Result<Self> {
        let cluster = |name: &str| {
            let port = crate::postgres::free_port()?;
            Postgres::new(run.workspace, name, "127.0.0.1", port)
        };
        Ok(Self {
            databases: [cluster("faults-one")?, cluster("faults-two")?],
            nodes: [at_free_port()?, at_free_port()?],
            host: Ipv4Addr::LOCALHOST.into(),
            namespaces: None,
        })
    }

    fn free_port(&self) -> anyhow::Result<SocketAddr> {
        Ok((self.host, crate::postgres::free_port()?).into())
    }
}

/// Everything.
pub struct Scene {
    pub city: City,
    pub primary: Postgres,
    pub replica: Postgres,
    pub nodes: [Option<Node>; 2],
    at: [SocketAddr; 2],
    namespaces: Option<[&'static str; 2]>,
    pub proxy: Proxy,
    pub mail: MailServer,
    pub officers: Vec<Officer>,
    _witness: Witness,
}

struct Witness(Child);

impl Drop for Witness {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Scene {
    /// Builds it anew.
    pub fn begin(run: &Run, name: &str, layout: Layout, officers: usize) -> anyhow::Result<Self> {
        let folder = run.folder.join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        let beside = [layout.free_port()?, layout.free_port()?];
        let [mut primary, mut replica] = layout.databases;
        primary.init()?;
        primary.start()?;
        let both = format!(
            "postgres://dinh@{},{}/postgres?target_session_attrs=read-write",
            primary.endpoint(),
            replica.endpoint()
        );
        let mut city = City::filled(run.workspace, &folder, None)?;
        city.move_to(Some(&both), &city.data())?;
        let witness = name_witness(&city, beside[0])?;
        replicate(&primary, &mut replica)?;
        second_folder(&city)?;
        let proxy = Proxy::start(&folder.join("nginx"), beside[1], layout.nodes)?;
        let mut scene = Self {
            city,
            primary,
            replica,
            nodes: [None, None],
            at: layout.nodes,
            namespaces: layout.namespaces,
            proxy,
            mail: MailServer::start()?,
            officers: Vec::new(),
            _witness: witness,
        };
        for place in 0..2 {
            scene.start_node(place)?;
        }
        scene.officers = scene.city.officers(scene.proxy.at, officers)?;
        Ok(scene)
    }

    pub fn at(&self, place: usize) -> SocketAddr {
        self.at[place]
    }

    /// Starts one of the nodes and waits until it can work.
    pub fn start_node(&mut self, place: usize) -> anyhow::Result<()> {
        let at = self.at[place];
        let mut command = self.city.serving_from(at, &self.data_of(place));
        command.arg("--behind-proxy");
        if let Some(namespaces) = self.namespaces {
            command = within(namespaces[place], &command);
        } else {
            let smtp = format!("smtp://localhost:{}", self.mail.port);
            command.args(["--smtp", &smtp, "--mail-from", "Đình <dinh@example.vn>"]);
        }
        let log = std::fs::File::create(self.city.folder.join(format!("node-{place}.log")))?;
        self.nodes[place] = Some(Node::start(command.stderr(log), at)?);
        Ok(())
    }

    fn data_of(&self, place: usize) -> PathBuf {
        match place {
            0 => self.city.data(),
            _ => second(&self.city),
        }
    }

    /// How many nodes lead, as the primary sees it.
    pub fn leaders(&self) -> anyhow::Result<u64> {
        Ok(self.primary.query(LEADERS)?.parse()?)
    }

    /// SIGKILL for the primary; the replica takes its place, and no commit waits for a replica until there is one again.
    pub fn fail_over(&mut self) -> anyhow::Result<()> {
        self.primary.kill()?;
        self.take_over()
    }

    /// The replica becomes the primary.
    pub fn take_over(&mut self) -> anyhow::Result<()> {
        self.replica.promote()?;
        self.replica
            .query("ALTER SYSTEM RESET synchronous_standby_names")?;
        self.replica.query("SELECT pg_reload_conf()")?;
        std::mem::swap(&mut self.primary, &mut self.replica);
        Ok(())
    }

    /// The network namespace of the replica; empty on the loopback.
    pub fn replica_namespace(&self) -> String {
        self.replica.namespace().unwrap_or_default().to_owned()
    }

    /// What was the primary becomes the replica of what is the primary now.
    pub fn repair(&mut self) -> anyhow::Result<()> {
        self.replica.stop()?;
        replicate(&self.primary, &mut self.replica)
    }

    /// Waits until something holds.
    pub fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) -> anyhow::Result<()> {
        let began = Instant::now();
        while !holds(self) {
            ensure!(began.elapsed() < START, "never: {what}");
            thread::sleep(LOOK);
        }
        Ok(())
    }
}

/// The same command in a network namespace.
fn within(namespace: &str, command: &Command) -> Command {
    let mut inside = Command::new("ip");
    inside.args(["netns", "exec", namespace]);
    inside.arg(command.get_program()).args(command.get_args());
    inside.env_remove("DINH_DATABASE").env("RUST_LOG", "warn");
    inside
}

/// A replica for which every commit waits from now on.
fn replicate(primary: &Postgres, replica: &mut Postgres) -> anyhow::Result<()> {
    replica.become_copy_of(primary, REPLICA)?;
    replica.start()?;
    primary.query(&format!(
        "ALTER SYSTEM SET synchronous_standby_names = '{REPLICA}'"
    ))?;
    primary.query("SELECT pg_reload_conf()")?;
    let began = Instant::now();
    while primary.query("SELECT sync_state FROM pg_stat_replication")? != "sync" {
        ensure!(began.elapsed() < START, "the replica never follows");
        thread::sleep(LOOK);
    }
    Ok(())
}

fn second(city: &City) -> PathBuf {
    city.folder.join("data-two")
}

/// The second node has the same keys and the same files, a folder that both see.
fn second_folder(city: &City) -> anyhow::Result<()> {
    let data = second(city);
    std::fs::create_dir_all(&data)?;
    for key in ["register.key", "secret.key"] {
        std::fs::copy(city.data().join(key), data.join(key))?;
    }
    let status = Command::new("ln")
        .arg("-s")
        .arg(city.data().join("files"))
        .arg(data.join("files"))
        .status()?;
    ensure!(status.success(), "the files cannot be shared");
    Ok(())
}

/// Starts a witness and has the city name it: without its signature no head of the register has a quorum.
fn name_witness(city: &City, listen: SocketAddr) -> anyhow::Result<Witness> {
    let at = at_free_port()?;
    let mut node = Node::start(&mut city.serving(at), at)?;
    let policy = Connection::open_at(at, START)?
        .get("/so-cong-khai/policy")?
        .text();
    node.stop()?;
    let mut words = policy.lines().filter_map(|line| line.strip_prefix("log "));
    let key = words.next().and_then(|line| line.split(' ').next());
    let mut process = Command::new(&city.dinh)
        .args(["witness", "--name", "chung-kien.example.vn", "--data"])
        .arg(city.folder.join("witness"))
        .args(["--register", key.context("no key in the policy")?])
        .args(["--listen", &listen.to_string()])
        .stdout(Stdio::piped())
        .spawn()?;
    let (mut first, mut second) = (String::new(), String::new());
    let output = process.stdout.take().context("no output")?;
    let mut output = std::io::BufReader::new(output);
    output.read_line(&mut first)?;
    // Whoever says something to nobody ends.
    output.read_line(&mut second)?;
    let witness = Witness(process);
    let key = first
        .trim()
        .rsplit(' ')
        .next()
        .context("no key of the witness")?;
    let file = city.folder.join("witnesses");
    std::fs::write(
        &file,
        format!("witness one {key} http://{listen}\nquorum one\n"),
    )?;
    let mut naming = Command::new(&city.dinh);
    naming.args([
        "register",
        "witnesses",
        "--base-url",
        &city.base_url,
        "--data",
    ]);
    naming.arg(city.data());
    if let Some(address) = &city.database {
        naming.args(["--database", address]);
    }
    said(naming.arg(file))?;
    Ok(witness)
}

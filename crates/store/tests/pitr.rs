//! The commands by which `docs/van-hanh.md` brings PostgreSQL back to a moment, run as they stand there.
#![expect(
    clippy::disallowed_methods,
    reason = "the test reads the document and lets a cluster of its own live and die"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dinh_store::{Database, settings};
use tempfile::TempDir;

const DOCUMENT: &str = include_str!("../../../docs/van-hanh.md");

/// The commands of a block ```` ```sh name ````.
fn block(name: &str) -> &'static str {
    let (_, after) = DOCUMENT
        .split_once(&format!("```sh {name}\n"))
        .expect("the block");
    after.split_once("```").expect("its end").0
}

/// Where the programs of the newest PostgreSQL are; nothing if it is not installed.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    found.sort();
    Some(found.pop()?.join("bin"))
}

struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// As `postgres`, which is who keeps a cluster; whoever is not root keeps one of their own.
    fn output(&self, script: &str, moment: &str) -> Output {
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "sh", "-e", "-c", script]);
            command
        } else {
            let mut command = Command::new("sh");
            command.args(["-e", "-c", script]);
            command
        };
        let path = format!("{}:/usr/bin:/bin:/usr/sbin:/sbin", self.programs.display());
        command
            .current_dir("/")
            .env("PATH", path)
            .env("DATA", self.path("data"))
            .env("BASE", self.path("base"))
            .env("WAL", self.path("wal"))
            .env("MOMENT", moment)
            .env("PGHOST", "127.0.0.1")
            .env("PGPORT", self.port.to_string())
            .env("PGUSER", "postgres")
            .output()
            .expect("a shell")
    }

    fn run(&self, script: &str, moment: &str) -> String {
        let output = self.output(script, moment);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{script}\n{said}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.output("pg_ctl -D \"$DATA\" -s -m immediate stop || true", "");
    }
}

fn is_root() -> bool {
    let told = Command::new("id").arg("-u").output();
    told.is_ok_and(|output| output.stdout == b"0\n")
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address").port()
}

fn begun(programs: PathBuf) -> Cluster {
    let folder = TempDir::new().expect("a folder");
    if is_root() {
        owned_by_postgres(folder.path());
    }
    let cluster = Cluster {
        folder,
        programs,
        port: free_port(),
    };
    let begin = format!(
        "initdb -D \"$DATA\" -U postgres --auth=trust > /dev/null\nmkdir \"$WAL\"\n\
         printf \"port = {}\\nlisten_addresses = '127.0.0.1'\\nunix_socket_directories = ''\\n\" >> \"$DATA/postgresql.conf\"\n\
         pg_ctl -D \"$DATA\" -w -s -l \"$DATA/log\" start",
        cluster.port
    );
    cluster.run(&begin, "");
    cluster
}

fn owned_by_postgres(folder: &Path) {
    let status = Command::new("chown").arg("postgres").arg(folder).status();
    assert!(status.is_ok_and(|status| status.success()));
}

async fn write(address: &str, name: &str) {
    let store = Database::open(address).await.expect("a database");
    dinh_store::schema::migrate(&store).await.expect("a schema");
    let mut tx = store.write().await.expect("the seat");
    settings::save(&mut tx, name, "có").await.expect("saved");
    tx.commit().await.expect("commit");
    store.close().await;
}

#[tokio::test]
async fn the_documented_commands_bring_postgresql_back_to_a_moment() {
    let wanted = std::env::var_os("DINH_TEST_POSTGRES").is_some();
    let Some(programs) = programs().filter(|_| wanted) else {
        eprintln!(
            "DINH_TEST_POSTGRES is not set or PostgreSQL is not installed: nothing was brought back."
        );
        return;
    };
    let cluster = begun(programs);
    cluster.run(block("archive"), "");
    write(&cluster.address(), "before_base").await;
    cluster.run(block("base"), "");
    write(&cluster.address(), "before_moment").await;
    let moment = cluster.run(
        "psql -q -A -t -d postgres -c 'SELECT clock_timestamp()'",
        "",
    );
    write(&cluster.address(), "after_moment").await;
    cluster.run(block("recover"), &moment);

    let store = Database::open(&cluster.address())
        .await
        .expect("it is back");
    let mut tx = store.read().await.expect("a snapshot");
    for (name, expected) in [
        ("before_base", true),
        ("before_moment", true),
        ("after_moment", false),
    ] {
        let found = settings::find(&mut tx, name).await.expect("read");
        assert_eq!(found.is_some(), expected, "{name}");
    }
    drop(tx);
    store.close().await;
    write(&cluster.address(), "goes_on").await;
}

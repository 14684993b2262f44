//! A primary is killed and its replica promoted: the store finds the new one by itself, loses nothing that was committed, and does
//! not listen to the old one when it comes back.
#![expect(
    clippy::disallowed_methods,
    reason = "the test lets two clusters of its own live and die"
)]

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use dinh_store::{Database, Result, Seat, StoreError, settings};
use tempfile::TempDir;

const LONG: Duration = Duration::from_mins(1);

/// `one` is the primary, `two` its replica, for which commits wait.
const BEGIN: &str = "
    initdb -D \"$FOLDER/one\" -U postgres --auth=trust > /dev/null
    printf \"listen_addresses = '127.0.0.1'\\nunix_socket_directories = ''\\n\" >> \"$FOLDER/one/postgresql.conf\"
    pg_ctl -D \"$FOLDER/one\" -w -s -o \"-p $ONE\" -l \"$FOLDER/log-one\" start
    pg_basebackup -D \"$FOLDER/two\" -R -c fast -d \"host=127.0.0.1 port=$ONE user=postgres application_name=two\"
    pg_ctl -D \"$FOLDER/two\" -w -s -o \"-p $TWO\" -l \"$FOLDER/log-two\" start
    psql -q -p $ONE -c \"ALTER SYSTEM SET synchronous_standby_names = 'two'\" -c 'SELECT pg_reload_conf()' > /dev/null";
const FAIL_OVER: &str = "
    kill -9 $(head -n 1 \"$FOLDER/one/postmaster.pid\")
    pg_ctl -D \"$FOLDER/two\" -w -s promote";
const COME_BACK: &str =
    "pg_ctl -D \"$FOLDER/one\" -w -s -o \"-p $ONE\" -l \"$FOLDER/log-one\" start";
const END: &str =
    "for name in one two; do pg_ctl -D \"$FOLDER/$name\" -s -m immediate stop || true; done";

struct Pair {
    folder: TempDir,
    programs: PathBuf,
    ports: [u16; 2],
}

impl Pair {
    /// Two servers; nothing where the tests have no PostgreSQL.
    fn begin() -> Option<Self> {
        std::env::var_os("DINH_TEST_POSTGRES")?;
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
        let programs = versions.map(|entry| entry.path().join("bin")).max()?;
        let folder = TempDir::new().expect("a folder");
        let chowned = Command::new("chown")
            .arg("postgres")
            .arg(folder.path())
            .status();
        // Whoever is not root keeps clusters of their own.
        drop(chowned);
        let free = || std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let taken = [free(), free()];
        let ports = taken.map(|listener| listener.local_addr().expect("its address").port());
        let pair = Self {
            folder,
            programs,
            ports,
        };
        pair.run(BEGIN);
        Some(pair)
    }

    fn run(&self, script: &str) {
        let is_root = Command::new("id").arg("-u").output().expect("id").stdout == b"0\n";
        let mut command = if is_root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "sh", "-e", "-c", script]);
            command
        } else {
            let mut command = Command::new("sh");
            command.args(["-e", "-c", script]);
            command
        };
        let path = format!("{}:/usr/bin:/bin:/usr/sbin:/sbin", self.programs.display());
        let status = command
            .current_dir("/")
            .env("PATH", path)
            .env("FOLDER", self.folder.path())
            .env("ONE", self.ports[0].to_string())
            .env("TWO", self.ports[1].to_string())
            .env("PGHOST", "127.0.0.1")
            .env("PGUSER", "postgres")
            .status()
            .expect("a shell");
        assert!(status.success(), "{script}");
    }

    /// Address of both, the replica first.
    fn address(&self) -> String {
        let [one, two] = self.ports;
        format!("postgres://postgres@127.0.0.1:{two},127.0.0.1:{one}/postgres")
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        self.run(END);
    }
}

async fn write(store: &Database, name: &str) -> Result<()> {
    let mut tx = store.write().await?;
    settings::save(&mut tx, name, "có").await?;
    tx.commit().await
}

async fn has(store: &Database, name: &str) -> bool {
    let mut tx = store.read().await.expect("a snapshot");
    settings::find(&mut tx, name).await.expect("read").is_some()
}

/// As people do: again, as long as the database is away.
async fn write_at_last(store: &Database, name: &str) {
    let began = Instant::now();
    loop {
        match write(store, name).await {
            Ok(()) => return,
            Err(StoreError::Away(_) | StoreError::Busy) if began.elapsed() < LONG => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_promoted_replica_is_found_and_the_old_primary_is_not_listened_to() {
    let Some(pair) = Pair::begin() else {
        eprintln!(
            "DINH_TEST_POSTGRES is not set or PostgreSQL is not installed: nobody failed over."
        );
        return;
    };
    let store = Database::open(&pair.address()).await.expect("the primary");
    dinh_store::schema::migrate(&store).await.expect("a schema");
    write(&store, "before").await.expect("written");
    let mut seat = Seat::new(&store);
    assert!(seat.is_ours().await.expect("asked"));
    assert_eq!(store.tenure(), 0);

    pair.run(FAIL_OVER);
    write_at_last(&store, "after").await;
    assert_eq!(store.tenure(), 1, "another server took over");
    assert!(has(&store, "before").await, "the commit had waited for it");
    let began = Instant::now();
    while !seat.is_ours().await.unwrap_or(false) {
        assert!(began.elapsed() < LONG, "the seat is on the new primary");
    }

    pair.run(COME_BACK);
    write_at_last(&store, "later").await;
    let fresh = Database::open(&pair.address()).await.expect("the primary");
    assert!(has(&fresh, "later").await, "the newer timeline is chosen");
    assert_eq!(store.tenure(), 1);
    fresh.close().await;
    store.close().await;
    let closed = store.read().await;
    assert!(closed.is_err(), "nothing is opened anew after the end");
}

#[tokio::test]
async fn a_server_that_nobody_hears_of_is_away() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = nobody.local_addr().expect("its address").port();
    drop(nobody);
    let address = format!("postgres://postgres@127.0.0.1:{port},127.0.0.1:{port}/x");
    let opened = Database::open(&address).await;
    assert!(matches!(opened, Err(StoreError::Away(_))));
}

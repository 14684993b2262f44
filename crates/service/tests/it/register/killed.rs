//! "Must be shown" 2: processes that end at every arrow of the order of writes, two hundred times on each engine. No act that
//! was acknowledged is lost, no witness ever sees a fork, and whoever starts next may sign and has everything witnessed.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::pin::Pin;
use std::process::{Command, Stdio};
use std::sync::Arc;

use dinh_law::Law;
use dinh_service::Platform;
use dinh_service::clock::SetClock;
use dinh_service::random::{Random as _, SystemRandom};
use dinh_service::register::{
    Answer, Carrier, Signer, Start, Witnesses, may_start, name_witnesses, policy, sign_newest,
};
use dinh_service::units::DirectoryCell;
use dinh_store::Database;
use dinh_store::files::FileStore;
use jiff::Timestamp;
use tempfile::TempDir;
use uuid::Uuid;

use super::{begin, heads_of_one_history, record};
use crate::stage::{DECIDED, Stage, stages};
use crate::witnesses::{Hall, lines};

const WHERE: &str = "DINH_TEST_SIGN_AT";
const FOLDER: &str = "DINH_TEST_SIGN_IN";
const SEED: &str = "DINH_TEST_SIGN_SEED";
const RUNS: u64 = 200;
const WITNESSES: u8 = 3;
/// The places where a process ends by itself; one more is where the parent kills it.
const ARROWS: u64 = 7;

/// This test starts itself; the child finds the variables and lives until its arrow.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(
    clippy::disallowed_methods,
    reason = "the child of this test is told by variables what it is"
)]
async fn a_process_killed_at_any_arrow_is_healed_by_the_next_one() {
    if let (Ok(address), Ok(folder), Ok(seed)) = (
        std::env::var(WHERE),
        std::env::var(FOLDER),
        std::env::var(SEED),
    ) {
        live(&address, Path::new(&folder), seed.parse().expect("a seed")).await;
        return;
    }
    for stage in stages().await {
        killed_again_and_again(&stage).await;
    }
}

async fn killed_again_and_again(stage: &Stage) {
    let folder = TempDir::new().expect("a temporary folder");
    let platform = &stage.platform;
    name_witnesses(platform, &lines(WITNESSES, 2))
        .await
        .expect("named");
    let mut acknowledged = BTreeMap::new();
    for seed in 0..RUNS {
        acknowledged.extend(run(&stage.address, folder.path(), seed));
    }
    let hall = hall(platform, folder.path()).await;
    assert_eq!(
        may_start(platform, &hall).await.expect("asked"),
        Start::Clear
    );
    let size = sign_newest(platform).await.expect("signed");
    let mut witnesses = Witnesses::default();
    assert_eq!(witnesses.ask(platform, &hall).await.expect("asked"), size);

    let mut tx = platform.store.read().await.expect("a snapshot");
    for (position, thing) in &acknowledged {
        let entry = dinh_store::register::find(&mut tx, *position)
            .await
            .expect("read");
        assert_eq!(
            entry.map(|entry| entry.thing),
            Some(*thing),
            "entry {position} was acknowledged"
        );
    }
    let policy = policy(platform, &mut tx).await.expect("a policy");
    drop(tx);
    let heads = heads_of_one_history(platform, &policy).await;
    assert!(
        acknowledged.len() > 150 && heads > 50,
        "{} acts, {heads} heads",
        acknowledged.len()
    );
}

/// One process from its start to its end; gives what it acknowledged.
fn run(address: &str, folder: &Path, seed: u64) -> Vec<(i64, Uuid)> {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "--nocapture"])
        .arg("register::killed::a_process_killed_at_any_arrow_is_healed_by_the_next_one")
        .env(WHERE, address)
        .env(FOLDER, folder)
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let (mut acknowledged, mut was_clear) = (Vec::new(), false);
    let enough = 1 + usize::try_from(seed / (ARROWS + 1) % 5).expect("small");
    while let Some(Ok(line)) = lines.next() {
        was_clear |= line.ends_with("clear");
        acknowledged.extend(parsed(&line));
        if seed % (ARROWS + 1) == ARROWS && acknowledged.len() == enough {
            // SIGKILL, wherever it is.
            child.kill().expect("killed");
        }
    }
    child.wait().expect("ended");
    assert!(was_clear, "run {seed} could not start");
    acknowledged
}

/// "ack 12 0197… end": the position and the thing.
fn parsed(line: &str) -> Option<(i64, Uuid)> {
    let (_, line) = line.split_once("ack ")?;
    let mut words = line.split(' ');
    let position = words.next()?.parse().ok()?;
    let thing = words.next()?.parse().ok()?;
    (words.next() == Some("end")).then_some((position, thing))
}

async fn hall(platform: &Platform, folder: &Path) -> Arc<dyn Carrier> {
    Arc::new(Hall::open(folder, WITNESSES, &platform.signer.verifiers()).await)
}

/// Ends the process as a power cut would: no destructor runs, nothing is flushed.
struct Ending {
    hall: Arc<dyn Carrier>,
    /// Ends before the request of this witness is sent.
    before: Option<u8>,
    /// Ends when this witness has answered, before the answer arrives.
    after: Option<u8>,
}

impl Carrier for Ending {
    fn post<'a>(
        &'a self,
        url: &'a str,
        media_type: &'static str,
        body: Vec<u8>,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, String>> + Send + 'a>> {
        let is_of = move |number: Option<u8>| {
            number.is_some_and(|number| url.contains(&format!("chung-kien-{number}.")))
        };
        Box::pin(async move {
            if is_of(self.before) {
                std::process::abort();
            }
            let answer = self.hall.post(url, media_type, body).await;
            if is_of(self.after) {
                std::process::abort();
            }
            answer
        })
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").expect("told");
    out.flush().expect("told");
}

/// The child: starts as the rule says, acts, signs, asks, and ends at the arrow of its seed.
async fn live(address: &str, folder: &Path, seed: u64) {
    let files = TempDir::new().expect("a temporary folder");
    let platform = Platform {
        store: Database::open(address).await.expect("the database"),
        files: FileStore::in_folder(files.path()).expect("a file store"),
        scanner: None,
        law: Law::embedded(),
        clock: Arc::new(SetClock::on(DECIDED, 9)),
        random: Arc::new(SystemRandom),
        signer: Signer::new("dangky.example.vn/so-cong-khai", &[7; 32]).expect("a key"),
        secrets: dinh_service::Secrets::new([9; 32]),
        base_url: "https://dinh.example.vn".into(),
        sample: true,
        units: DirectoryCell::default(),
        votes: dinh_service::decision::online::VoteQueue::default(),
    };
    let hall = hall(&platform, folder).await;
    assert_eq!(
        may_start(&platform, &hall).await.expect("asked"),
        Start::Clear
    );
    say("clear");
    let (arrow, last) = (seed % (ARROWS + 1), seed / (ARROWS + 1) % 3);
    for round in 0.. {
        let here = |number: u64| arrow == number && round == last;
        let witness = u8::try_from(seed % u64::from(WITNESSES)).expect("few");
        let ending: Arc<dyn Carrier> = Arc::new(Ending {
            hall: Arc::clone(&hall),
            before: here(4).then_some(witness),
            after: here(5).then_some(witness),
        });
        turn(&platform, &ending, &here).await;
    }
}

/// One act and what follows it.
async fn turn(platform: &Platform, carrier: &Arc<dyn Carrier>, ends_at: &impl Fn(u64) -> bool) {
    let stop_at = |number: u64| {
        if ends_at(number) {
            std::process::abort();
        }
    };
    let thing = SystemRandom.id(Timestamp::UNIX_EPOCH);
    if ends_at(0) {
        let open = begin(platform, thing).await;
        stop_at(0);
        drop(open);
    }
    let position = record(platform, thing).await;
    stop_at(1);
    say(&format!("ack {position} {thing} end"));
    stop_at(2);
    sign_newest(platform).await.expect("signed");
    stop_at(3);
    let mut witnesses = Witnesses::default();
    witnesses.ask(platform, carrier).await.expect("asked");
    stop_at(6);
}

//! What was acknowledged is there after `kill -9`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;

use dinh_domain::decision::{Choice, VoteChannel};
use dinh_law::Law;
use dinh_service::clock::SetClock;
use dinh_service::decision::online::{self, Credential, NewVote};
use dinh_service::random::SystemRandom;
use dinh_service::register::Signer;
use dinh_service::units::DirectoryCell;
use dinh_service::{Context, Platform};
use dinh_store::Database;
use dinh_store::files::FileStore;
use tempfile::TempDir;

use super::scene::{OPENS, scenes};

const WHERE: &str = "DINH_TEST_CAST_AT";
const CODES: &str = "DINH_TEST_CAST_WITH";
const HOUSEHOLDS: u32 = 24;
/// The child is killed after so many acknowledged votes.
const ENOUGH: usize = 100;

/// This test starts itself a second time; the child finds the two variables and votes until it is killed.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[expect(
    clippy::disallowed_methods,
    reason = "the child of this test is told by variables where it votes"
)]
async fn no_acknowledged_vote_is_lost_when_the_process_is_killed() {
    if let (Ok(address), Ok(codes)) = (std::env::var(WHERE), std::env::var(CODES)) {
        vote_until_killed(&address, &codes).await;
        return;
    }
    for scene in scenes(HOUSEHOLDS).await {
        let codes: Vec<String> = (0..24).map(|place| scene.code(place)).collect();
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "--nocapture"])
            .arg("online::killed::no_acknowledged_vote_is_lost_when_the_process_is_killed")
            .env(WHERE, &scene.hamlet.stage.address)
            .env(CODES, codes.join(","))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a child");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut acknowledged = Vec::new();
        while acknowledged.len() < ENOUGH {
            let line = lines.next().expect("another vote").expect("a line");
            acknowledged.extend(parsed(&line));
        }
        // SIGKILL: the process cannot finish anything.
        child.kill().expect("killed");
        child.wait().expect("ended");
        // What was already in the pipe was acknowledged too; the last line may be torn.
        acknowledged.extend(lines.map_while(Result::ok).filter_map(|line| parsed(&line)));

        let store = Database::open(&scene.hamlet.stage.address)
            .await
            .expect("the database opens again");
        let mut tx = store.read().await.expect("a snapshot");
        for (place, revision, commitment) in &acknowledged {
            let kept = dinh_store::decision::online::revisions(
                &mut tx,
                (scene.decision, 1),
                scene.household(*place),
                VoteChannel::Online.code(),
            )
            .await
            .expect("revisions");
            assert!(
                kept.iter().any(|(number, sealed, _)| number == revision
                    && dinh_register::hex(
                        &<[u8; 32]>::try_from(sealed.as_slice()).expect("32 bytes")
                    ) == *commitment),
                "vote {revision} of household {place} was acknowledged and is gone"
            );
        }
    }
}

/// "voted 3 1 9f…64 signs… end": place, revision, commitment.
fn parsed(line: &str) -> Option<(usize, i64, String)> {
    let (_, line) = line.split_once("voted ")?;
    let mut words = line.split(' ');
    let place = words.next()?.parse().ok()?;
    let revision = words.next()?.parse().ok()?;
    let commitment = words.next()?.to_owned();
    (words.next() == Some("end")).then_some((place, revision, commitment))
}

async fn vote_until_killed(address: &str, codes: &str) {
    let folder = TempDir::new().expect("a temporary folder");
    let platform = Arc::new(Platform {
        store: Database::open(address).await.expect("the database"),
        files: FileStore::in_folder(folder.path()).expect("a file store"),
        scanner: None,
        law: Law::embedded(),
        clock: Arc::new(SetClock::on(OPENS, 9)),
        random: Arc::new(SystemRandom),
        signer: Signer::new("dangky.example.vn/so-cong-khai", &[7; 32]).expect("a key"),
        secrets: dinh_service::Secrets::new([9; 32]),
        base_url: "https://dinh.example.vn".into(),
        sample: true,
        units: DirectoryCell::default(),
        votes: dinh_service::decision::online::VoteQueue::default(),
    });
    let phones: Vec<_> = codes
        .split(',')
        .map(ToOwned::to_owned)
        .enumerate()
        .map(|(place, code)| tokio::spawn(phone(Arc::clone(&platform), place, code)))
        .collect();
    for phone in phones {
        phone.await.expect("a phone");
    }
}

/// One household that changes its mind again and again.
async fn phone(platform: Arc<Platform>, place: usize, code: String) {
    for seen in 0..1000 {
        let choice = match seen % 2 {
            0 => Choice::option(0),
            _ => Choice::Against,
        };
        let vote = NewVote {
            choice,
            opinion: String::new(),
            seen,
        };
        let cast = online::cast(&Context::public(&platform), Credential::Code(&code), vote)
            .await
            .expect("stored");
        let line = format!(
            "voted {place} {} {} end\n",
            cast.receipt.revision,
            dinh_register::hex(&cast.receipt.commitment)
        );
        let mut out = std::io::stdout().lock();
        out.write_all(line.as_bytes()).expect("told");
        out.flush().expect("told");
    }
}

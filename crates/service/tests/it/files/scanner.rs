//! A real ClamAV looks at uploads. Its one signature is that of the test file which every scanner knows and which does nothing.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use dinh_service::Error;
use dinh_service::disclosure::{attach, start_draft};
use dinh_service::files::care::{Round, turn};
use dinh_service::files::{Scanner, WhenDown};
use dinh_service::{Actor, Context};
use dinh_store::file_care::{FaultCounts, counts};
use tempfile::TempDir;

use super::upload;
use crate::stage::{Stage, pdf, stages};

/// The test file (eicar.org) in two halves, so that no scanner stumbles over this source.
const TEST_FILE: [&str; 2] = [
    r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD",
    "-ANTIVIRUS-TEST-FILE!$H+H*",
];

/// A scanner, gone when the test ends.
struct Clamd {
    child: Child,
    folder: TempDir,
    port: u16,
}

impl Clamd {
    fn start() -> Self {
        Self::start_in(TempDir::new().expect("a folder"))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the test writes the settings of the scanner that it starts"
    )]
    fn start_in(folder: TempDir) -> Self {
        let at = folder.path().to_owned();
        let signatures = at.join("signatures");
        std::fs::create_dir_all(&signatures).expect("a folder");
        let bytes = TEST_FILE.concat();
        let signature = format!("Dinh.Test:0:*:{}\n", dinh_register::hex(bytes.as_bytes()));
        std::fs::write(signatures.join("dinh.ndb"), signature).expect("a signature");
        let port = free_port();
        let settings = format!(
            "LocalSocket {}\nTCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {}\nForeground yes\nStreamMaxLength 30M\n",
            at.join("socket").display(),
            signatures.display()
        );
        std::fs::write(at.join("clamd.conf"), settings).expect("settings");
        let mut child = Command::new(program())
            .arg("-c")
            .arg(at.join("clamd.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("clamd");
        let mut told = BufReader::new(child.stdout.take().expect("its words"));
        let mut line = String::new();
        while !line.starts_with("Self checking") {
            line.clear();
            let count = told.read_line(&mut line).expect("a line");
            assert!(count > 0, "the scanner ended");
        }
        std::thread::spawn(move || std::io::copy(&mut told, &mut std::io::sink()));
        Self {
            child,
            folder,
            port,
        }
    }

    fn socket(&self) -> String {
        socket(self.folder.path())
    }
}

fn socket(folder: &Path) -> String {
    format!("unix:{}", folder.join("socket").display())
}

fn program() -> PathBuf {
    let usual = ["/usr/sbin/clamd", "/usr/bin/clamd", "/usr/local/sbin/clamd"];
    let found = usual.iter().map(PathBuf::from).find(|path| path.is_file());
    found.expect(
        "clamd is missing. Run `cargo xtask test`, or: sudo apt-get install -y clamav-daemon",
    )
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address").port()
}

impl Drop for Clamd {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn infected() -> Vec<u8> {
    format!("%PDF-1.4\n% {}\n%%EOF\n", TEST_FILE.concat()).into_bytes()
}

async fn draft_of(stage: &Stage) -> dinh_domain::ids::PublicationId {
    let duty = stage
        .open("11.2:decided", "Dự toán ngân sách năm 2026")
        .await;
    let draft = start_draft(&stage.clerk(), duty.id).await.expect("a draft");
    draft.id
}

async fn all(stage: &Stage) -> FaultCounts {
    let mut tx = stage.platform.store.read().await.expect("a snapshot");
    counts(&mut tx).await.expect("counted")
}

fn said(refused: Result<impl std::fmt::Debug, Error>) -> String {
    match refused {
        Err(Error::Invalid(errors)) => errors.first().expect("an error").message.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_infected_file_is_refused_and_told_to_the_trail_without_its_content() {
    let clamd = Clamd::start();
    for mut stage in stages().await {
        let draft = draft_of(&stage).await;
        for address in [clamd.socket(), format!("tcp:127.0.0.1:{}", clamd.port)] {
            stage.platform.scanner = Scanner::parse(&address, WhenDown::Accept);
            let clerk = stage.clerk();
            let before = stage.trails().await;
            let message = said(attach(&clerk, draft, upload("hoa-don.pdf", infected())).await);
            assert!(
                message.contains("mã độc") && message.contains("Dinh.Test"),
                "{message}"
            );
            let after = stage.trails().await;
            assert_eq!(after, (before.0 + 1, before.1));
            let mut tx = clerk.read().await.expect("a snapshot");
            let lines = dinh_store::audit::newest(&mut tx, 50)
                .await
                .expect("the trail");
            drop(tx);
            // All of one moment: their order says nothing.
            let line = format!("{lines:?}");
            assert!(
                line.contains("refuse_infected") && line.contains("Dinh.Test"),
                "{line}"
            );
            assert!(
                !line.contains("EICAR") && !line.contains("hoa-don"),
                "{line}"
            );
            // A large clean one, in many pieces.
            let mut large = vec![b' '; 20 * 1024 * 1024];
            large.splice(..9, *b"%PDF-1.4\n");
            large.extend(format!("% {address}\n%%EOF").into_bytes());
            attach(&clerk, draft, upload("lon.pdf", large))
                .await
                .expect("clean");
            assert_eq!(all(&stage).await, FaultCounts::default());
        }
    }
}

#[tokio::test]
async fn a_scanner_that_is_down_refuses_or_lets_pass_what_is_scanned_later() {
    for mut stage in stages().await {
        let folder = TempDir::new().expect("a folder");
        let address = socket(folder.path());
        let draft = draft_of(&stage).await;
        stage.platform.scanner = Scanner::parse(&address, WhenDown::Refuse);
        let message = said(attach(&stage.clerk(), draft, pdf("a.pdf", "a")).await);
        assert!(message.contains("không quét virus được"), "{message}");
        stage.platform.scanner = Scanner::parse(&address, WhenDown::Accept);
        let clean = attach(&stage.clerk(), draft, pdf("a.pdf", "a")).await;
        clean.expect("accepted");
        let infected = attach(&stage.clerk(), draft, upload("b.pdf", infected())).await;
        let infected = infected.expect("accepted");
        assert_eq!(all(&stage).await.unscanned, 2);
        let ctx = Context::new(&stage.platform, Actor::Clockwork);
        let mut round = Round::default();
        turn(&ctx, &mut round).await.expect("a turn");
        assert_eq!(all(&stage).await.unscanned, 2, "it is still down");
        let _clamd = Clamd::start_in(folder);
        turn(&ctx, &mut round).await.expect("a turn");
        let told = all(&stage).await;
        assert_eq!((told.unscanned, told.infected), (0, 1));
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let row = dinh_store::disclosure::files::find(&mut tx, infected).await;
        let row = row.expect("read").expect("a row");
        let is_infected = dinh_store::file_care::is_infected(&mut tx, &row.sha256).await;
        assert!(is_infected.expect("read"));
    }
}

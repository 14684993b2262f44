//! A mirror that is killed again and again, by SIGKILL, at every kind of moment: the next run goes on, nothing half is ever taken
//! for whole, and at the end the copy is the register.
#![expect(
    clippy::disallowed_methods,
    reason = "the commands read and write files, so the test does"
)]

#[path = "../../verify/tests/city/mod.rs"]
mod city;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use city::walk;
use dinh_register::Policy;
use dinh_verify::{Folder, Register, read_whole};
use tempfile::TempDir;

/// What the city has signed at the end of each stage, and the kept checkpoints on the way.
const STAGES: [&[u64]; 4] = [
    &[1, 90, 300],
    &[1, 90, 300, 511, 700],
    &[1, 90, 300, 511, 700, 701],
    &[1, 90, 300, 511, 700, 701, 900, 1500],
];
/// Runs in each stage that are killed, unless they end before.
const RUNS: u64 = 24;

/// Where in the n-th answer the mirror is killed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Moment {
    Before,
    Within,
    After,
}

/// The process that is to be killed, and when.
struct Doomed {
    child: Child,
    /// Answers until then; nothing lets it live.
    after: Option<(u64, Moment)>,
}

type Shared = Arc<Mutex<Option<Doomed>>>;

/// A city on the loopback that serves a folder, one request for each connection.
struct City {
    folder: PathBuf,
    shared: Shared,
}

impl City {
    fn answer_all(&self, listener: &TcpListener) {
        for stream in listener.incoming() {
            // Whoever was killed hears nothing any more.
            let _ = self.answer(stream.expect("a connection"));
        }
    }

    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
        while lines
            .next()
            .transpose()?
            .is_some_and(|line| !line.is_empty())
        {}
        let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
        let body = fs::read(self.folder.join(path.trim_start_matches('/')));
        let (status, body) = match body {
            Ok(body) => ("200 OK", body),
            Err(_) => ("404 Not Found", Vec::new()),
        };
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
        let due = self.is_due();
        self.end(due, Moment::Before);
        stream.write_all(head.as_bytes())?;
        let (one, other) = body.split_at(length / 2);
        stream.write_all(one)?;
        self.end(due, Moment::Within);
        stream.write_all(other)?;
        stream.flush()?;
        self.end(due, Moment::After);
        Ok(())
    }

    /// Counts this answer.
    fn is_due(&self) -> Option<Moment> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let (left, moment) = shared.as_mut()?.after.as_mut()?;
        let is_last = *left == 0;
        *left = left.wrapping_sub(1);
        is_last.then_some(*moment)
    }

    /// SIGKILL, wherever the process is.
    fn end(&self, due: Option<Moment>, here: Moment) {
        if due == Some(here)
            && let Some(doomed) = self
                .shared
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .as_mut()
        {
            doomed.child.kill().expect("killed");
        }
    }
}

/// The desk of whoever keeps the mirror.
struct Desk {
    folder: TempDir,
    address: String,
    shared: Shared,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join("policy"), city::witnessed_policy()).expect("written");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let shared = Shared::default();
        let city = City {
            folder: folder.path().join("city"),
            shared: Arc::clone(&shared),
        };
        std::thread::spawn(move || city.answer_all(&listener));
        Self {
            folder,
            address,
            shared,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// One run of the real binary; whether it ended by itself.
    fn mirror(&self, after: Option<(u64, Moment)>) -> bool {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dinh"));
        command.args([
            "mirror",
            "--from",
            &format!("http://{}", self.address),
            "--policy",
        ]);
        command
            .arg(self.path("policy"))
            .arg("--into")
            .arg(self.path("mirror"));
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        // The city waits here with its first answer.
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let mut child = command.spawn().expect("dinh starts");
        let mut said = child.stdout.take().expect("its output");
        *shared = Some(Doomed { child, after });
        drop(shared);
        // Ends with the process.
        said.read_to_end(&mut Vec::new()).expect("read");
        let ended = self
            .shared
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let status = ended.expect("it ran").child.wait().expect("ended");
        assert!(status.success() || status.code().is_none(), "{status}");
        status.success()
    }

    /// Whatever the copy says that it is, it is.
    fn is_whole(&self) -> u64 {
        let into = Folder::new(self.path("mirror"));
        let policy = Policy::parse(&city::witnessed_policy()).expect("a policy");
        let Some(register) = Register::open_signed(&into, &policy).expect("readable") else {
            return 0;
        };
        register.check_quorum(&policy).expect("witnessed");
        read_whole(&register, &mut |_| {}).expect("whole");
        register.size()
    }

    fn verify(&self) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dinh"));
        command.args(["verify", "--full"]).arg(self.path("mirror"));
        command.arg("--policy").arg(self.path("policy"));
        command.output().expect("dinh runs")
    }
}

/// Moments that look like chance and are the same in each run of the test.
fn moment(seed: u64) -> (u64, Moment) {
    let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let moments = [Moment::Before, Moment::Within, Moment::After];
    let moment = moments[usize::try_from(mixed / 64 % 3).expect("small")];
    // A run that finds nothing new asks for little.
    (
        mixed % [4, 8, 26][usize::try_from(seed % 3).expect("small")],
        moment,
    )
}

#[test]
fn a_mirror_killed_at_any_moment_is_whole_in_the_end() {
    let desk = Desk::new();
    let (mut killed, mut grown) = (0, 0);
    for (stage, sizes) in STAGES.into_iter().enumerate() {
        city::serve_witnessed(&desk.path("city"), sizes, |size| 1_795_000_000 + size);
        let size = *sizes.last().expect("a size");
        for run in 0..RUNS {
            let seed = u64::try_from(stage).expect("small") * RUNS + run;
            killed += u64::from(!desk.mirror(Some(moment(seed))));
            let now = desk.is_whole();
            assert!((grown..=size).contains(&now), "{now} after {grown}");
            grown = now;
        }
        assert!(desk.mirror(None), "nobody killed it");
        assert_eq!(desk.is_whole(), size);
        has_all_of(&desk.path("city"), &desk.path("mirror"));
        let verified = desk.verify();
        assert!(verified.status.success(), "{verified:?}");
    }
    assert!(killed >= 40, "only {killed} were killed");
}

/// Every file of the city, byte for byte.
fn has_all_of(city: &Path, mirror: &Path) {
    for path in walk(city) {
        let name = path.strip_prefix(city).expect("below");
        let kept = fs::read(mirror.join(name)).expect("kept");
        assert_eq!(kept, fs::read(&path).expect("served"), "{}", name.display());
    }
}

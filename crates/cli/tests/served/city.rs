//! A city that is served, and a client that speaks HTTP with it.

use std::cell::Cell;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Nothing here takes as long, on the slowest machine.
pub const PATIENCE: Duration = Duration::from_mins(3);
/// A ward of the real units.
pub const WARD: &str = "phuong-cai-khe";
const PASSWORD: &str = "đò qua sông Hậu";

/// Try again until there is something.
pub fn until<T>(what: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(found) = attempt() {
            return found;
        }
        std::thread::yield_now();
    }
    panic!("{what}: not within {PATIENCE:?}");
}

/// What the server counts under a name, at the address of its metrics.
pub fn measured(metrics: &str, name: &str) -> Option<i64> {
    let answer = exchange(metrics, "GET /metrics HTTP/1.1\r\n", "")?;
    let line = answer
        .body
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line?.trim().parse().ok()
}

/// Wait until all that is done once a day is done.
pub fn until_settled(metrics: &str) {
    until("the clockwork turned", || {
        measured(metrics, "dinh_clockwork_second").filter(|second| *second > 0)
    });
}

pub fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").to_string()
}

pub fn dinh(here: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dinh"));
    command
        .args(words)
        .current_dir(here)
        .env_remove("DINH_DATABASE")
        .env_remove("RUST_BACKTRACE")
        .env("RUST_LOG", "info");
    command
}

/// Standard output of a command that must succeed.
pub fn good(here: &Path, words: &[&str]) -> String {
    let output = dinh(here, words)
        .env("RUST_LOG", "error")
        .output()
        .expect("dinh runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder with an installation in `data`: the real units and one administrator.
pub struct City {
    pub folder: TempDir,
}

impl City {
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join("password"), PASSWORD).expect("written");
        let city = Self { folder };
        let create = "admin create --data data --login quantri --name Mau --password-file password";
        good(city.here(), &create.split(' ').collect::<Vec<_>>());
        city.ask_for_the_password_alone();
        city
    }

    /// A new installation asks an administrator for a second factor before anything else; these tests are about other things.
    fn ask_for_the_password_alone(&self) {
        let file = self.here().join("data/dinh.sqlite");
        let work = async {
            let address = format!("sqlite://{}", file.display());
            let store = dinh_store::Database::open(&address).await.expect("open");
            let mut tx = store.write().await.expect("the seat");
            let set = dinh_store::people::factors::set_strict_roles(&mut tx, &[]).await;
            set.expect("set");
            tx.commit().await.expect("commit");
            store.close().await;
        };
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(work);
    }

    pub fn here(&self) -> &Path {
        self.folder.path()
    }

    pub fn serve(&self, more: &[&str]) -> Served {
        let address = free_address();
        let mut words = vec!["serve", "--data", "data", "--listen", &address];
        words.extend(more);
        let command = dinh(self.here(), &words);
        Served::start(command, address, self.here().join("log"))
    }
}

/// A running server; it ends with the test.
pub struct Served {
    child: Option<Child>,
    pub address: String,
    log: PathBuf,
    /// Each question comes from another reader, where the server believes the proxy that says so.
    readers: Cell<u16>,
}

impl Served {
    /// Start it and wait until it is ready.
    pub fn start(mut command: Command, address: String, log: PathBuf) -> Self {
        let out = fs::File::options()
            .create(true)
            .append(true)
            .open(&log)
            .expect("a log");
        command.stdout(Stdio::null()).stderr(out);
        let served = Self {
            child: Some(command.spawn().expect("dinh starts")),
            address,
            log,
            readers: Cell::new(0),
        };
        until("ready", || {
            let answer = served.try_get("/readyz", "")?;
            (answer.status == 200).then_some(())
        });
        served
    }

    pub fn id(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).expect("a log")
    }

    pub fn signal(&self, name: &str) {
        let id = self.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Wait for its end after a signal.
    pub fn wait(mut self) -> ExitStatus {
        let mut child = self.child.take().expect("it runs");
        child.wait().expect("it ended")
    }

    /// Ask it to stop; gives how it ended.
    pub fn stop(self) -> ExitStatus {
        self.signal("-TERM");
        self.wait()
    }

    pub fn try_get(&self, path: &str, cookie: &str) -> Option<Answer> {
        let head = format!("GET {path} HTTP/1.1\r\ncookie: {cookie}\r\n");
        exchange(&self.address, &head, "")
    }

    pub fn get(&self, path: &str, cookie: &str) -> Answer {
        self.try_get(path, cookie).expect("an answer")
    }

    pub fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let body = body.join("&");
        let [high, low] = self.readers.get().to_be_bytes();
        self.readers.set(self.readers.get().wrapping_add(1));
        let head = format!(
            "POST {path} HTTP/1.1\r\nx-forwarded-for: 10.0.{high}.{low}\r\ncookie: {cookie}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\n",
            body.len()
        );
        exchange(&self.address, &head, &body).expect("an answer")
    }

    /// Open the page of a form and send it.
    pub fn send(&self, page: &str, to: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.get(page, cookie).token();
        let mut all = vec![("_csrf", token.as_str())];
        all.extend(fields);
        self.post(to, cookie, &all)
    }

    /// Sign the administrator in; gives the cookie.
    pub fn sign_in(&self) -> String {
        let fields = [("login", "quantri"), ("password", PASSWORD)];
        let answer = self.send("/dang-nhap", "/dang-nhap", "", &fields);
        assert_eq!(answer.status, 303, "{}", answer.body);
        let cookie = answer.header("set-cookie").expect("a cookie");
        cookie.split(';').next().expect("a pair").to_owned()
    }

    /// Ask the ward for information; gives the address of what became of it, or the refusal.
    pub fn ask(&self) -> Result<String, Answer> {
        let form = format!("/don-vi/{WARD}/yeu-cau");
        let fields = [("text", "Kế hoạch sử dụng đất năm nay ở đâu?")];
        let answer = self.send(&form, &form, "", &fields);
        match answer.header("location") {
            Some(place) if answer.status == 303 => Ok(place.to_owned()),
            _ => Err(answer),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn encoded(value: &str) -> String {
    let sign = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    value.bytes().map(sign).collect()
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The token of the form on the page.
    pub fn token(&self) -> String {
        let after = self.body.split("name=\"_csrf\" value=\"").nth(1);
        let token = after.and_then(|rest| rest.split('"').next());
        token
            .unwrap_or_else(|| panic!("no form: {}", self.body))
            .to_owned()
    }
}

/// One request on a connection of its own; nothing when nobody answers.
pub fn exchange(address: &str, head: &str, body: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    let request = format!("{head}host: {address}\r\nconnection: close\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}

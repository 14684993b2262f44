//! No secret is in the database, in its files, or in what the server says; a secret that others can read stops the start.
#![expect(
    clippy::disallowed_methods,
    reason = "the test plays the machine: its files, its ports, a browser"
)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

const PASSWORD: &str = "do qua song Hau luc nua dem";
const OIDC: &str = "oidc-bi-mat-7731";
const SMTP: &str = "smtp-bi-mat-4402";

fn dinh() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dinh"));
    command
        .env_remove("DINH_DATABASE")
        .env_remove("DINH_SETTINGS");
    command
}

fn secret(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&path)
        .expect("made");
    writeln!(file, "{text}").expect("written");
    path
}

fn serve(folder: &Path, port: u16) -> Command {
    let mut command = dinh();
    command.arg("serve").arg("--data").arg(folder.join("data"));
    command.args(["--listen", &format!("127.0.0.1:{port}")]);
    command.args(["--base-url", &format!("http://127.0.0.1:{port}")]);
    command.args([
        "--oidc-issuer",
        "http://127.0.0.1:9",
        "--oidc-client",
        "dinh",
    ]);
    command.arg("--oidc-secret-file").arg(folder.join("oidc"));
    command.args([
        "--smtp",
        "smtp://127.0.0.1:9",
        "--mail-from",
        "dinh@example.vn",
        "--smtp-user",
        "dinh",
    ]);
    command.arg("--smtp-password-file").arg(folder.join("smtp"));
    command
}

fn prepared() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let password = secret(folder.path(), "mat-khau", PASSWORD);
    secret(folder.path(), "oidc", OIDC);
    secret(folder.path(), "smtp", SMTP);
    let made = dinh()
        .args([
            "admin",
            "create",
            "--login",
            "quantri",
            "--name",
            "Người mẫu",
            "--data",
        ])
        .arg(folder.path().join("data"))
        .arg("--password-file")
        .arg(password)
        .output()
        .expect("dinh runs");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    folder
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// One request, one answer.
fn ask(port: u16, method: &str, path: &str, cookie: &str, body: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\ncookie: {cookie}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    Some(String::from_utf8_lossy(&answer).into_owned())
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let rest = text.split_once(before).map_or("", |(_, rest)| rest);
    rest.split_once(after).map_or("", |(found, _)| found)
}

/// A server with what it says; it stops when the value goes away.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let port = free_port();
        let mut process = serve(folder, port)
            .env("RUST_LOG", "debug")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("dinh runs");
        let said = process.stderr.take().expect("piped");
        let log = folder.join("log");
        std::thread::spawn(move || {
            let mut log = fs::File::create(log).expect("a log");
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                writeln!(log, "{line}").expect("written");
            }
        });
        while ask(port, "GET", "/healthz", "", "").is_none_or(|answer| !answer.contains("200 OK")) {
            assert!(
                process.try_wait().expect("asked").is_none(),
                "the server ended"
            );
            std::thread::yield_now();
        }
        Self { process, port }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn bytes_below(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(bytes_below(&path));
        } else if path.extension().is_none_or(|ending| ending != "key") {
            all.extend(fs::read(&path).expect("read"));
        }
    }
    all
}

#[test]
fn no_secret_is_in_a_filled_database_nor_in_the_log() {
    let folder = prepared();
    let server = Server::start(folder.path());
    let form = ask(server.port, "GET", "/dang-nhap", "", "").expect("a page");
    let csrf = between(&form, "name=\"_csrf\" value=\"", "\"");
    let body = format!(
        "_csrf={}&login=quantri&password={}",
        csrf.replace('=', "%3D"),
        PASSWORD.replace(' ', "+")
    );
    let signed_in = ask(server.port, "POST", "/dang-nhap", "", &body).expect("an answer");
    let token = between(&signed_in, "set-cookie: dinh=", ";").to_owned();
    assert_eq!(token.len(), 43, "{signed_in}");
    let page = ask(
        server.port,
        "GET",
        "/tai-khoan",
        &format!("dinh={token}"),
        "",
    )
    .expect("a page");
    assert!(page.contains("200 OK"), "{page}");
    // The provider and the mail server do not answer: what is said about that is in the log.
    let down = ask(server.port, "GET", "/dang-nhap/tai-khoan-chung", "", "").expect("a page");
    assert!(down.contains("503"), "{down}");
    drop(server);

    let data = folder.path().join("data");
    let key = fs::read(data.join("register.key")).expect("the key");
    let secret = fs::read(data.join("secret.key")).expect("the secret");
    let hex = dinh_register::hex(&key);
    let log = fs::read(folder.path().join("log")).expect("the log");
    let kept = bytes_below(&data);
    let needles = [
        PASSWORD.as_bytes(),
        OIDC.as_bytes(),
        SMTP.as_bytes(),
        token.as_bytes(),
        &secret,
        hex.as_bytes(),
        &key,
    ];
    let holds =
        |bytes: &[u8], needle: &[u8]| bytes.windows(needle.len()).any(|part| part == needle);
    assert!(holds(&kept, b"quantri"), "the negative control");
    assert!(!log.is_empty(), "the negative control");
    for (place, needle) in needles.into_iter().enumerate() {
        assert!(!holds(&kept, needle), "secret {place} is stored");
        assert!(!holds(&log, needle), "secret {place} is in the log");
    }
}

#[test]
fn a_secret_that_others_can_read_stops_the_start_and_says_how_to_mend_it() {
    let folder = prepared();
    for name in ["oidc", "smtp", "data/register.key", "data/secret.key"] {
        let file = folder.path().join(name);
        if name == "data/secret.key" {
            // Made by the first start.
            drop(Server::start(folder.path()));
        }
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("a mode");
        let answer = serve(folder.path(), free_port())
            .output()
            .expect("dinh runs");
        let said = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(!answer.status.success(), "{name}");
        assert!(
            said.contains(&format!("chmod 600 {}", file.display())),
            "{name}: {said}"
        );
        for secret in [OIDC, SMTP] {
            assert!(!said.contains(secret), "{said}");
        }
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("a mode");
    }
}

//! What somebody outside the city does with a running one: audit, mirror, observe, and give the register back.
#![expect(
    clippy::disallowed_methods,
    reason = "the commands read and write files, so the test does"
)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

fn dinh(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dinh"));
    command.args(words).env_remove("DINH_DATABASE");
    command
}

/// Exit status and everything that was said.
fn run(words: &[&str]) -> (i32, String) {
    let output = dinh(words).output().expect("dinh runs");
    let said = [output.stdout, output.stderr].concat();
    let status = output.status.code().expect("it ends by itself");
    (status, String::from_utf8(said).expect("UTF-8"))
}

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(words: &[&str]) -> Running {
    let mut command = dinh(words);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    Running(command.spawn().expect("dinh starts"))
}

fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").to_string()
}

/// The body behind a path; nothing while nobody listens or the answer is another than 200.
fn get(address: &str, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    head.starts_with("HTTP/1.1 200 ").then(|| body.to_owned())
}

/// Ask until there is an answer.
fn wait_for(address: &str, path: &str) -> String {
    for _ in 0..2_000_000 {
        if let Some(body) = get(address, path) {
            return body;
        }
        std::thread::yield_now();
    }
    panic!("{path} is never served");
}

/// A city of one entry, which opens its units, and a desk outside of it.
struct Scene {
    folder: TempDir,
    address: String,
    city: Option<Running>,
}

impl Scene {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let address = free_address();
        let mut scene = Self {
            folder,
            address,
            city: None,
        };
        fs::write(scene.path("password"), "đò qua sông Hậu\n").expect("written");
        scene.settle("city");
        scene.serve("city");
        let policy = get(&scene.address, "/so-cong-khai/policy").expect("served");
        fs::write(scene.path("policy"), policy).expect("written");
        scene
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("UTF-8").to_owned()
    }

    fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    fn register(&self) -> String {
        format!("{}/so-cong-khai", self.base())
    }

    fn full(&self, source: &str, more: &[&str]) -> (i32, String) {
        let policy = self.text("policy");
        let words = ["verify", "--full", source, "--policy", &policy];
        run(&[&words, more].concat())
    }

    fn mirror(&self, from: &str) -> (i32, String) {
        let (policy, into) = (self.text("policy"), self.text("mirror"));
        run(&[
            "mirror", "--from", from, "--policy", &policy, "--into", &into,
        ])
    }
}

fn copy_file(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().expect("below")).expect("a folder");
    fs::copy(from, to).expect("copied");
}

impl Scene {
    /// A city made in this folder, and served at the address.
    fn serve(&mut self, data: &str) {
        let (data, base) = (self.text(data), self.base());
        let words = ["serve", "--data", &data, "--base-url", &base];
        self.city = Some(start(&[&words[..], &["--listen", &self.address]].concat()));
        wait_for(&self.address, "/so-cong-khai/checkpoint");
    }

    /// An administrator, whose first act in an empty folder is to open the units of the city.
    fn settle(&self, data: &str) {
        let (data, base, password) = (self.text(data), self.base(), self.text("password"));
        let place = ["admin", "create", "--data", &data, "--base-url", &base];
        let who = ["--login", "quantri", "--name", "Người mẫu"];
        let words = [&place[..], &who, &["--password-file", &password]].concat();
        let (status, said) = run(&words);
        assert_eq!(status, 0, "{said}");
    }

    fn has_nothing_new(&self) {
        let said = self.mirror(&self.register());
        assert_eq!(said, (0, "Không có mục mới: vẫn 1 mục.\n".to_owned()));
    }
}

#[test]
fn a_running_city_is_audited_whole_and_one_thing_is_told() {
    let scene = Scene::new();
    let (status, said) = scene.full(&scene.register(), &[]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("đã đọc đủ 1 mục"), "{said}");
    let entry = get(&scene.address, "/so-cong-khai/tile/entries/000.p/1").expect("served");
    let mut things = entry.lines().filter_map(|line| line.strip_prefix("thing "));
    let thing = things.next().expect("a thing");
    let (status, said) = scene.full(&scene.register(), &["--thing", thing]);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("Lần 1, vị trí 0: mở (open) (units)"),
        "{said}"
    );
}

/// What a reader copies from the page of witnesses into a terminal.
#[test]
fn a_witness_starts_with_the_command_that_the_page_shows() {
    let scene = Scene::new();
    let page = get(&scene.address, "/lam-chung").expect("served");
    let (_, shown) = page.split_once("dinh witness ").expect("a command");
    let (shown, _) = shown.split_once("</pre>").expect("its end");
    let shown = shown.replace("&#39;", "");
    let mut words: Vec<String> = shown.split_whitespace().map(ToOwned::to_owned).collect();
    for (name, value) in [
        ("--data", scene.text("witness")),
        ("--listen", "127.0.0.1:0".into()),
    ] {
        let place = words.iter().position(|word| word == name).expect(name);
        words[place + 1] = value;
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut command = dinh(&[&["witness"], words.as_slice()].concat());
    let child = command.stdout(Stdio::piped()).spawn();
    let mut witness = Running(child.expect("dinh starts"));
    let said = BufReader::new(witness.0.stdout.take().expect("its output"));
    let first = said.lines().next().expect("a line").expect("UTF-8");
    assert!(
        first.starts_with("Khóa công khai: chung-kien.ten-cua-ban.vn+"),
        "{first}"
    );
}

#[test]
fn pages_of_a_running_city_are_observed_beside_a_mirror() {
    let scene = Scene::new();
    assert_eq!(scene.mirror(&scene.register()).0, 0);
    let list = format!("# trang\n{}/so-cai/0\n", scene.base());
    fs::write(scene.path("pages"), list).expect("written");
    let [pages, policy, into, from] =
        ["pages", "policy", "observer", "mirror"].map(|name| scene.text(name));
    let place = [
        "observe", "--pages", &pages, "--policy", &policy, "--from", &from,
    ];
    let words = [&place[..], &["--into", &into, "--name", "bao.example.vn"]].concat();
    let (status, said) = run(&words);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("Đã xem và ký 1 trang (sổ 1 mục)"), "{said}");
    let file = fs::read_to_string(scene.path("observer/observations")).expect("kept");
    let line = format!("\npage {}/so-cai/0 ", scene.base());
    assert!(file.contains(&line), "{file}");
    let other = [&place[..], &["--into", &into, "--name", "khac.example.vn"]].concat();
    let (status, said) = run(&other);
    assert_eq!(status, 1, "one key never signs under two names: {said}");
}

#[test]
fn a_city_that_is_gone_is_given_back_from_a_mirror_that_serves_in_its_place() {
    let mut scene = Scene::new();
    let said = scene.mirror(&scene.register());
    assert_eq!(
        said,
        (0, "Đã chép và kiểm tra: 0 mục thành 1 mục.\n".to_owned())
    );
    scene.has_nothing_new();
    scene.city = None;
    assert_eq!(scene.full(&scene.register(), &[]).0, 2);
    assert_eq!(scene.mirror(&scene.register()).0, 2);

    let (address, from) = (free_address(), scene.register());
    let [policy, into, kept] =
        ["policy", "mirror", "mirror/checkpoint"].map(|name| scene.text(name));
    let words = [
        "mirror", "--from", &from, "--policy", &policy, "--into", &into,
    ];
    let _serving = start(&[&words[..], &["--listen", &address]].concat());
    wait_for(&address, "/checkpoint");
    let mirror = format!("http://{address}");
    let (status, said) = scene.full(&mirror, &["--since", &kept]);
    assert_eq!(status, 0, "{said}");
    copy_file(
        &scene.path("city/register.key"),
        &scene.path("again/register.key"),
    );
    let (data, base) = (scene.text("again"), scene.base());
    let words = [
        "register",
        "refill",
        "--data",
        &data,
        "--base-url",
        &base,
        "--from",
        &mirror,
    ];
    let (status, said) = run(&words);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("0 mục thành 1 mục"), "{said}");
    scene.serve("again");
    scene.has_nothing_new();
}

#[test]
fn a_city_that_began_anew_under_its_old_name_is_refused_by_its_mirror() {
    let mut scene = Scene::new();
    assert_eq!(scene.mirror(&scene.register()).0, 0);
    scene.city = None;
    // The same key over an empty database: another first entry.
    copy_file(
        &scene.path("city/register.key"),
        &scene.path("again/register.key"),
    );
    scene.settle("again");
    scene.serve("again");
    let (status, said) = scene.mirror(&scene.register());
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("SỔ ĐÃ BỊ VIẾT LẠI"), "{said}");
    assert!(said.contains("evidence"), "{said}");
    let kept = fs::read_dir(scene.path("mirror/evidence"))
        .expect("kept")
        .count();
    assert_eq!(kept, 1);
    let (status, said) = scene.full(&scene.text("mirror"), &[]);
    assert_eq!(status, 0, "the copy stays what it was: {said}");
}

#[test]
fn a_register_that_was_signed_never_begins_with_another_key() {
    let mut scene = Scene::new();
    scene.city = None;
    let (data, key) = (scene.text("city"), scene.path("city/register.key"));
    let list = ["register", "key", "list", "--data", &data];
    let (status, before) = run(&list);
    assert_eq!(status, 0, "{before}");
    fs::rename(&key, scene.path("elsewhere")).expect("moved away");
    for words in [&list[..], &["register", "key", "new", "--data", &data]] {
        let (status, said) = run(words);
        assert_eq!(status, 1, "{said}");
        assert!(said.contains("khôi phục tệp register.key"), "{said}");
    }
    assert!(!key.exists(), "no new key was made");
    fs::rename(scene.path("elsewhere"), &key).expect("brought back");
    assert_eq!(run(&list), (0, before));
}

//! `dinh backup`, `dinh restore` and the way back from an upgrade, as the keeper of the machine meets them.
#![expect(
    clippy::disallowed_methods,
    reason = "the commands read and write files, so the test does"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn dinh(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dinh"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("RUST_BACKTRACE")
        .env_remove("DINH_DATABASE")
        .env_remove("DINH_BACKUP_RECIPIENT")
        .env("RUST_LOG", "error")
        .output()
        .expect("dinh runs")
}

fn good(folder: &Path, arguments: &[&str]) -> String {
    let output = dinh(folder, arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = dinh(folder, arguments);
    assert!(!output.status.success(), "{arguments:?} was accepted");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// An installation with the real units and one administrator in `data`.
fn city() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("password"), "đò qua sông Hậu\n").expect("written");
    good(
        folder.path(),
        &[
            "admin",
            "create",
            "--data",
            "data",
            "--login",
            "quantri",
            "--name",
            "Nguyễn Văn Mẫu",
            "--password-file",
            "password",
        ],
    );
    folder
}

fn public_key(said: &str) -> &str {
    said.lines()
        .find(|line| line.starts_with("age1"))
        .expect("a public key")
}

/// A city with a sealed backup `city.age` and the key to it; gives what was said.
fn sealed() -> (TempDir, String, String) {
    let city = city();
    let here = city.path();
    let key = good(here, &["backup", "key", "--out", "key.txt"]);
    let key = public_key(&key).to_owned();
    let said = good(
        here,
        &[
            "backup",
            "--data",
            "data",
            "--to",
            "city.age",
            "--recipient",
            &key,
        ],
    );
    (city, key, said)
}

/// As the timer of the package runs it every night: the file of settings says where the city is and for whom it is sealed.
#[test]
fn what_the_nightly_backup_needs_may_stand_in_the_file_of_settings() {
    let city = city();
    let here = city.path();
    let key = good(here, &["backup", "key", "--out", "key.txt"]);
    let settings = format!("data = \"data\"\nrecipient = [\"{}\"]\n", public_key(&key));
    fs::write(here.join("dinh.toml"), settings).expect("written");
    fs::create_dir(here.join("nightly")).expect("a folder");
    let nightly = ["backup", "--settings", "dinh.toml", "--to", "nightly"];
    let said = good(here, &nightly);
    assert!(said.contains("Đã sao lưu vào nightly/dinh-"), "{said}");
    let kept = fs::read_dir(here.join("nightly")).expect("the folder");
    let names: Vec<_> = kept
        .map(|entry| entry.expect("a file").file_name())
        .collect();
    assert_eq!(
        names.len(),
        1,
        "nothing is left beside the backup: {names:?}"
    );
    assert!(names[0].to_string_lossy().ends_with(".tar.age"));
}

#[test]
fn a_city_is_backed_up_sealed_and_never_over_another_backup() {
    let (city, key, said) = sealed();
    let here = city.path();
    assert!(
        said.contains("Chưa mở ra vì máy này không giữ khóa"),
        "{said}"
    );
    assert!(said.contains("không có khóa ký sổ"), "{said}");
    let opened = ["--recipient", &key, "--key", "key.txt"];
    let said = good(
        here,
        &[&["backup", "--data", "data", "--to", "."][..], &opened].concat(),
    );
    assert!(said.contains("Đã mở ra đọc lại"), "{said}");
    let said = refused(
        here,
        &[
            "backup",
            "--data",
            "data",
            "--to",
            "city.age",
            "--recipient",
            &key,
        ],
    );
    assert!(said.contains("không ghi đè"), "{said}");
    let said = refused(here, &["backup", "--data", "data", "--to", "open.tar"]);
    assert!(
        said.contains("phải mã hóa") && said.contains("dinh backup key"),
        "{said}"
    );
    let sealed = fs::read(here.join("city.age")).expect("the archive");
    assert!(sealed.starts_with(b"age-encryption.org/v1"));
}

#[test]
fn a_drill_leaves_its_report_and_nothing_else() {
    let (city, _, _) = sealed();
    let here = city.path();
    let drill = [
        "restore",
        "city.age",
        "--key",
        "key.txt",
        "--drill",
        "--report",
        "report.txt",
    ];
    let said = good(here, &drill);
    assert_eq!(
        fs::read_to_string(here.join("report.txt")).expect("kept"),
        said
    );
    for words in ["BIÊN BẢN DIỄN TẬP", "giây cho mỗi GB", "Diễn tập đạt"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let mut left = fs::read_dir(here).expect("the folder").flatten();
    assert!(!left.any(|entry| entry.file_name().to_string_lossy().contains("drill")));
}

#[test]
fn a_city_comes_back_in_an_empty_folder_only() {
    let (city, _, _) = sealed();
    let here = city.path();
    let said = refused(
        here,
        &["restore", "city.age", "--key", "key.txt", "--data", "data"],
    );
    assert!(said.contains("không trống"), "{said}");
    let said = good(
        here,
        &["restore", "city.age", "--key", "key.txt", "--data", "new"],
    );
    assert!(said.contains("Chép khóa ký sổ"), "{said}");
    let person = [
        "--login",
        "quantri",
        "--name",
        "Nguyễn Văn Mẫu",
        "--password-file",
        "password",
    ];
    let said = refused(
        here,
        &[&["admin", "create", "--data", "new"][..], &person].concat(),
    );
    assert!(
        said.contains("đã có người dùng"),
        "the administrator came back: {said}"
    );
}

#[test]
fn a_folder_that_was_mistyped_is_not_made() {
    let folder = TempDir::new().expect("a folder");
    let said = refused(
        folder.path(),
        &["backup", "--data", "dta", "--to", "x.tar", "--unencrypted"],
    );
    assert!(said.contains("không có bản cài đặt nào"), "{said}");
    assert!(!folder.path().join("dta").exists());
}

#[test]
fn an_upgrade_leaves_a_way_back_that_leads_back() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    fs::create_dir(here.join("data")).expect("made");
    let path = here.join("data").join("dinh.sqlite");
    old_schema(&path, "0012_hall.sql");
    let said = good(here, &["migrate", "--data", "data"]);
    assert!(said.contains("Đã áp dụng 0013_witness.sql"), "{said}");
    assert!(
        said.contains("Điểm quay về: data/upgrade/before-0013_witness-"),
        "{said}"
    );
    assert!(said.contains("dinh migrate --back --data data"), "{said}");
    let said = good(here, &["migrate", "--data", "data", "--back"]);
    assert!(said.contains("Cơ sở dữ liệu mới hơn được giữ ở"), "{said}");
    assert_eq!(newest(&path), "0012_hall.sql");
    let said = good(here, &["migrate", "--data", "data"]);
    assert!(
        said.contains("Đã áp dụng 0013_witness.sql"),
        "upgraded once more: {said}"
    );
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new()
        .expect("a runtime")
        .block_on(work)
}

async fn open(path: &Path) -> dinh_store::Database {
    let address = format!("sqlite://{}", path.display());
    dinh_store::Database::open(&address)
        .await
        .expect("a database")
}

fn old_schema(path: &Path, last: &str) {
    run(async {
        let store = open(path).await;
        dinh_store::schema::migrate_only(&store, |name| name <= last)
            .await
            .expect("a schema");
        store.close().await;
    });
}

fn newest(path: &Path) -> String {
    run(async {
        let store = open(path).await;
        let applied = dinh_store::schema::applied(&store).await.expect("applied");
        store.close().await;
        applied.last().expect("some").clone()
    })
}

/// The address of PostgreSQL and of an empty schema in it; the test runner starts it.
fn empty_schema(name: &str) -> String {
    let server = std::env::var("DINH_TEST_POSTGRES").expect(
        "a PostgreSQL to test with: cargo xtask test starts one; else set DINH_TEST_POSTGRES=postgres://…",
    );
    let schema = format!("back_{name}_{}", std::process::id());
    run(async {
        let store = dinh_store::Database::open(&server)
            .await
            .expect("the server");
        let mut tx = store.write().await.expect("the seat");
        let sql: &'static str = format!("CREATE SCHEMA {schema}").leak();
        tx.script(sql).await.expect("a schema");
        tx.commit().await.expect("commit");
        store.close().await;
    });
    let mark = if server.contains('?') { '&' } else { '?' };
    format!("{server}{mark}options[search_path]={schema}")
}

async fn on_postgres<T>(address: &str, work: impl AsyncFnOnce(&dinh_store::Database) -> T) -> T {
    let store = dinh_store::Database::open(address)
        .await
        .expect("a database");
    let done = work(&store).await;
    store.close().await;
    done
}

#[test]
fn an_upgrade_on_postgresql_leads_back_into_an_empty_database() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    fs::create_dir(here.join("data")).expect("made");
    let (upgraded, empty) = (empty_schema("old"), empty_schema("new"));
    run(on_postgres(&upgraded, async |store| {
        let made = dinh_store::schema::migrate_only(store, |name| name <= "0012_hall.sql").await;
        made.expect("a schema");
        let mut tx = store.write().await.expect("the seat");
        let kept = dinh_store::settings::save(&mut tx, "kept", "trước khi nâng cấp").await;
        kept.expect("a row");
        tx.commit().await.expect("commit");
    }));
    let said = good(
        here,
        &["migrate", "--data", "data", "--database", &upgraded],
    );
    assert!(said.contains("Đã áp dụng 0013_witness.sql"), "{said}");
    assert!(said.contains("--database CO_SO_DU_LIEU_TRONG"), "{said}");
    let back = ["migrate", "--data", "data", "--back", "--database"];
    let said = refused(here, &[&back[..], &[&upgraded]].concat());
    assert!(
        !said.is_empty(),
        "a database that is not empty is left alone"
    );
    let said = good(here, &[&back[..], &[&empty]].concat());
    assert!(
        said.contains("Đã quay về data/upgrade/before-0013_witness-"),
        "{said}"
    );
    let (last, kept) = run(on_postgres(&empty, async |store| {
        let applied = dinh_store::schema::applied(store).await.expect("applied");
        let mut tx = store.read().await.expect("a snapshot");
        let kept = dinh_store::settings::find(&mut tx, "kept").await;
        (applied.last().cloned(), kept.expect("read"))
    }));
    assert_eq!(last.as_deref(), Some("0012_hall.sql"));
    assert_eq!(kept.as_deref(), Some("trước khi nâng cấp"));
    let said = good(here, &["migrate", "--data", "data", "--database", &empty]);
    assert!(
        said.contains("Đã áp dụng 0013_witness.sql"),
        "upgraded once more: {said}"
    );
}

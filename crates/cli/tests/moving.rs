//! `dinh move`: the demo city goes to PostgreSQL and comes back, and nothing of it is lost or served twice.
#![expect(
    clippy::disallowed_methods,
    reason = "the commands read and write files, so the test does"
)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use dinh_store::Database;
use tempfile::TempDir;

fn dinh(here: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dinh"))
        .args(words)
        .current_dir(here)
        .env_remove("DINH_DATABASE")
        .env_remove("DINH_DATA")
        .env("RUST_LOG", "error")
        .output()
        .expect("dinh runs")
}

fn good(here: &Path, words: &[&str]) -> String {
    let output = dinh(here, words);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(here: &Path, words: &[&str]) -> String {
    let output = dinh(here, words);
    assert!(!output.status.success(), "{words:?} was accepted");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A city with its units, an administrator and a register.
fn city() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    std::fs::write(here.join("password"), "đò qua sông Hậu\n").expect("written");
    let who = ["--login", "quantri", "--name", "Nguyễn Văn Mẫu"];
    let create = [
        "admin",
        "create",
        "--data",
        "old",
        "--password-file",
        "password",
    ];
    good(here, &[&create[..], &who].concat());
    folder
}

/// The line of a report that tells the register, and the table of its rows.
fn facts(report: &str) -> Vec<&str> {
    let told = report
        .lines()
        .skip_while(|line| !line.contains("Sổ công khai:"));
    told.filter(|line| !line.contains("Thời gian"))
        .take_while(|line| line.starts_with("  "))
        .collect()
}

/// An empty schema on the cluster of the tests; nothing if there is none.
#[expect(
    clippy::print_stderr,
    reason = "whoever reads the test's output must know what was not tested"
)]
async fn schema(name: &str) -> Option<String> {
    let Ok(address) = std::env::var("DINH_TEST_POSTGRES") else {
        eprintln!("DINH_TEST_POSTGRES is not set: nothing was moved to PostgreSQL.");
        return None;
    };
    let store = Database::open(&address).await.expect("the cluster");
    let mut tx = store.write().await.expect("the seat");
    let sql = match name {
        "moved" => "DROP SCHEMA IF EXISTS moved CASCADE; CREATE SCHEMA moved",
        _ => "DROP SCHEMA IF EXISTS broken CASCADE; CREATE SCHEMA broken",
    };
    tx.script(sql).await.expect("made");
    tx.commit().await.expect("commit");
    store.close().await;
    let sign = if address.contains('?') { '&' } else { '?' };
    Some(format!("{address}{sign}options[search_path]={name}"))
}

#[test]
fn an_installation_moves_to_another_folder_and_is_not_served_in_the_old_one() {
    let city = city();
    let here = city.path();
    let moving = ["move", "--from", "old", "--to", "new"];
    let said = good(here, &moving);
    for words in [
        "BIÊN BẢN CHUYỂN DỮ LIỆU",
        "gốc của sổ bằng nhau",
        "register_entry",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = refused(here, &moving);
    assert!(said.contains("đã có dữ liệu"), "{said}");
    let serving = ["serve", "--listen", "127.0.0.1:0", "--data", "old"];
    let said = refused(here, &serving);
    assert!(said.contains("đã chuyển sang"), "{said}");
    let keys = ["old", "new"]
        .map(|data| std::fs::read(here.join(data).join("register.key")).expect("a key"));
    assert_eq!(keys[0], keys[1]);
    let said = refused(here, &["move", "--from", "new", "--to", "new"]);
    assert!(said.contains("là một"), "{said}");
}

#[test]
fn an_installation_that_is_served_is_not_moved() {
    let city = city();
    let here = city.path();
    let mut served = Command::new(env!("CARGO_BIN_EXE_dinh"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data", "old"])
        .current_dir(here)
        .env("RUST_LOG", "info")
        .stderr(Stdio::piped())
        .spawn()
        .expect("dinh starts");
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(
        served.stderr.take().expect("its log"),
    ));
    lines
        .find(|line| line.as_ref().is_ok_and(|line| line.contains("serving")))
        .expect("it serves")
        .expect("a line");
    let said = refused(here, &["move", "--from", "old", "--to", "new"]);
    served.kill().expect("killed");
    served.wait().expect("ended");
    assert!(said.contains("đang được"), "{said}");
    good(here, &["move", "--from", "old", "--to", "new"]);
}

#[tokio::test]
async fn a_city_moves_to_postgresql_and_back() {
    let Some(address) = schema("moved").await else {
        return;
    };
    let city = city();
    let here = city.path();
    let there = good(
        here,
        &[
            "move",
            "--from",
            "old",
            "--to",
            "old",
            "--to-database",
            &address,
        ],
    );
    let node = Database::open(&address).await.expect("the cluster");
    let mut seat = dinh_store::Seat::new(&node);
    assert!(seat.is_ours().await.expect("asked"));
    let back = [
        "move",
        "--from",
        "old",
        "--from-database",
        &address,
        "--to",
        "new",
    ];
    let said = refused(here, &back);
    assert!(said.contains("Một máy chủ Đình đang chạy"), "{said}");
    drop(seat);
    node.close().await;
    let back = good(here, &back);
    assert!(facts(&there).len() > 3, "{there}");
    // The mark and the schema are all that the way there could add, and it adds nothing to the rows.
    assert_eq!(facts(&there), facts(&back));
}

#[tokio::test]
async fn a_move_that_fails_leaves_both_places_as_they_were() {
    let Some(address) = schema("broken").await else {
        return;
    };
    let city = city();
    let here = city.path();
    // The row stays, its text does not: the register in the rows is another than the one in its tree.
    let store = Database::open(&format!(
        "sqlite://{}",
        here.join("old/dinh.sqlite").display()
    ))
    .await
    .expect("the old place");
    let mut tx = store.write().await.expect("the seat");
    let broken = "UPDATE register_entry SET entry = X'00' WHERE position = 0";
    tx.script(broken).await.expect("broken");
    tx.commit().await.expect("commit");
    store.close().await;
    let moving = [
        "move",
        "--from",
        "old",
        "--to",
        "new",
        "--to-database",
        &address,
    ];
    let said = refused(here, &moving);
    assert!(said.contains("gốc cây"), "{said}");
    let target = Database::open(&address).await.expect("the new place");
    assert!(
        dinh_store::archive::Load::is_empty(&target)
            .await
            .expect("asked")
    );
    target.close().await;
    good(here, &["migrate", "--data", "old"]);
}

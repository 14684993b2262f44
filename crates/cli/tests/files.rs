//! `dinh files check` and the place of files, as the keeper of the machine meets them.
#![expect(
    clippy::disallowed_methods,
    reason = "the commands read and write files, so the test does"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

fn dinh(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dinh"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("RUST_BACKTRACE")
        .env_remove("DINH_DATABASE")
        .env_remove("DINH_FILES")
        .env("RUST_LOG", "error")
        .output()
        .expect("dinh runs")
}

fn check(folder: &Path, more: &[&str]) -> (bool, String) {
    let arguments = [&["files", "check", "--data", "data"], more].concat();
    let output = dinh(folder, &arguments);
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// An installation in `data`.
fn city() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("password"), "đò qua sông Hậu\n").expect("written");
    let login = ["--login", "quantri", "--name", "Nguyễn Văn Mẫu"];
    let create = [
        "admin",
        "create",
        "--data",
        "data",
        "--password-file",
        "password",
    ];
    let output = dinh(folder.path(), &[&create[..], &login].concat());
    assert!(output.status.success(), "{output:?}");
    folder
}

/// A file that nobody names, as old as this.
fn stray(folder: &Path, digest: &str, age: Duration) -> PathBuf {
    let place = folder
        .join("data/files")
        .join(digest.get(..2).expect("a digest"));
    fs::create_dir_all(&place).expect("a folder");
    let path = place.join(digest);
    fs::write(&path, "stray").expect("written");
    let file = fs::File::options().write(true).open(&path).expect("opened");
    file.set_modified(SystemTime::now() - age).expect("aged");
    path
}

#[test]
fn a_check_only_looks_until_it_is_told_to_remove() {
    let city = city();
    let here = city.path();
    let (good, said) = check(here, &[]);
    assert!(
        good && said.contains("Tệp thừa quá 24 giờ:     0"),
        "{said}"
    );
    let old = stray(here, &"ab".repeat(32), Duration::from_hours(25));
    let young = stray(here, &"cd".repeat(32), Duration::from_hours(23));
    let (good, said) = check(here, &[]);
    assert!(good, "{said}");
    for shown in [
        "Tệp đang lưu:            2",
        "Tệp mới, chưa ai nhắc:   1",
        "Tệp thừa quá 24 giờ:     1",
        "Chưa xóa gì",
    ] {
        assert!(said.contains(shown), "{shown} is missing: {said}");
    }
    assert!(old.exists());
    let (good, said) = check(here, &["--remove"]);
    assert!(good && said.contains("Đã xóa 1."), "{said}");
    assert!(!old.exists() && young.exists());
    let (good, said) = check(here, &["--read"]);
    assert!(!good && said.contains("Tệp HỎNG: 1"), "{said}");
    assert!(said.contains(&"cd".repeat(32)), "{said}");
}

#[test]
fn a_place_of_files_that_does_not_work_is_told_before_anything_is_served() {
    let city = city();
    let here = city.path();
    let place = ["--files", "s3+http://127.0.0.1:1/dinh"];
    let (good, said) = check(here, &place);
    assert!(!good && said.contains("files-key-file"), "{said}");
    fs::write(here.join("key"), "only one line\n").expect("written");
    let with_key = [&place[..], &["--files-key-file", "key"]].concat();
    let (good, said) = check(here, &with_key);
    assert!(!good && said.contains("hai dòng"), "{said}");
    fs::write(here.join("key"), "name\nsecret\n").expect("written");
    let (good, said) = check(here, &with_key);
    assert!(
        !good && said.contains("không dùng được: không ghi được"),
        "{said}"
    );
    assert!(
        said.contains("127.0.0.1:1/dinh") && !said.contains("secret"),
        "{said}"
    );
    let wrong = ["serve", "--data", "data", "--scanner", "nowhere"];
    let output = dinh(here, &wrong);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        !output.status.success() && said.contains("unix:/run/clamav"),
        "{said}"
    );
}

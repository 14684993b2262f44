//! `dinh admin` and `dinh migrate` as the keeper of the machine meets them.
#![expect(
    clippy::disallowed_methods,
    reason = "the command reads files, so the test writes them"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn dinh(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dinh"))
        .args(arguments)
        .arg("--data")
        .arg(folder.join("data"))
        .env_remove("RUST_BACKTRACE")
        .env_remove("DINH_DATABASE")
        .output()
        .expect("dinh runs")
}

fn create(folder: &Path, login: &str, name: &str, password: &str) -> Output {
    let file = folder.join("password");
    fs::write(&file, format!("{password}\n")).expect("written");
    let file = file.display().to_string();
    let arguments = ["admin", "create", "--login", login, "--name", name];
    dinh(
        folder,
        &[&arguments[..], &["--password-file", &file]].concat(),
    )
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_first_administrator_is_made_in_an_empty_folder() {
    let folder = TempDir::new().expect("a temporary folder");
    let made = create(
        folder.path(),
        "quantri",
        "Nguyễn Văn Mẫu",
        "đò qua sông Hậu",
    );
    assert!(made.status.success(), "{}", said(&made.stderr));
    assert_eq!(
        said(&made.stdout),
        "Người quản trị và người duyệt, công nhận phải có xác thực hai bước; đổi ở trang /quan-tri/xac-thuc.\n\
         Đã tạo người quản trị \"quantri\".\n"
    );
    let again = create(
        folder.path(),
        "quantri",
        "Nguyễn Văn Mẫu",
        "đò qua sông Hậu",
    );
    assert!(!again.status.success());
    assert!(
        said(&again.stderr).contains("đã có người dùng"),
        "{}",
        said(&again.stderr)
    );
}

#[test]
fn every_fault_is_told_at_once_and_nothing_is_stored() {
    let folder = TempDir::new().expect("a temporary folder");
    let refused = create(folder.path(), "Q", "N", "bí mật");
    assert!(!refused.status.success());
    let told = said(&refused.stderr);
    for message in [
        "Tên đăng nhập gồm",
        "Nhập họ và tên",
        "ít nhất 10 ký tự",
        "Chưa có gì được lưu",
    ] {
        assert!(told.contains(message), "{message}: {told}");
    }
    assert!(!told.contains("bí mật"));
}

#[cfg(unix)]
#[test]
fn the_folder_and_the_key_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().expect("a temporary folder");
    create(
        folder.path(),
        "quantri",
        "Nguyễn Văn Mẫu",
        "đò qua sông Hậu",
    );
    let mode = |path: &str| {
        let data = folder.path().join("data").join(path);
        fs::metadata(data)
            .expect("it is there")
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(mode(""), 0o700);
    assert_eq!(mode("register.key"), 0o600);
    assert_eq!(mode("secret.key"), 0o600);
}

#[cfg(unix)]
#[test]
fn a_database_is_opened_with_its_own_secret_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().expect("a temporary folder");
    let make = |login| create(folder.path(), login, "Nguyễn Văn Mẫu", "đò qua sông Hậu");
    let first = make("quantri");
    assert!(said(&first.stdout).contains("phải có xác thực hai bước"));
    let second = make("quantri2");
    assert!(
        !said(&second.stdout).contains("xác thực hai bước"),
        "settled once"
    );
    let secret = folder.path().join("data/secret.key");
    let right = fs::read(&secret).expect("32 bytes");
    fs::remove_file(&secret).expect("taken away");
    let refused = make("quantri3");
    assert!(!refused.status.success());
    assert!(said(&refused.stderr).contains("Hãy chép tệp secret.key"));
    assert!(!secret.exists(), "no new one is made");
    fs::write(&secret, [7; 32]).expect("another one");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).expect("a mode");
    let refused = make("quantri3");
    assert!(said(&refused.stderr).contains("không phải khóa bí mật"));
    fs::write(&secret, right).expect("the right one");
    assert!(make("quantri3").status.success());
}

#[test]
fn migrations_are_applied_once() {
    let folder = TempDir::new().expect("a temporary folder");
    let first = dinh(folder.path(), &["migrate"]);
    assert!(
        said(&first.stdout).contains("Đã áp dụng 0002_people.sql"),
        "{}",
        said(&first.stderr)
    );
    let second = dinh(folder.path(), &["migrate"]);
    assert_eq!(
        said(&second.stdout),
        "Cấu trúc dữ liệu đã ở bản mới nhất.\n"
    );
}

//! `dinh serve` has the machine's clock: what the demo city may do is refused here.
#![expect(
    clippy::disallowed_methods,
    reason = "the test writes the file that the demo city would heed"
)]

use std::fs;
use std::process::Command;

use tempfile::TempDir;

#[test]
fn a_real_city_refuses_a_movable_clock() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("clock.next"), "2999-12-31T08:00").expect("written");
    let answer = Command::new(env!("CARGO_BIN_EXE_dinh"))
        .args(["serve", "--movable-clock", "--data"])
        .arg(folder.path())
        .env_remove("DINH_DATABASE")
        .output()
        .expect("dinh runs");
    assert_eq!(answer.status.code(), Some(2));
    let said = String::from_utf8_lossy(&answer.stderr).into_owned();
    assert!(said.contains("--movable-clock"), "{said}");
    assert!(folder.path().join("clock.next").exists());
    assert!(!folder.path().join("dinh.sqlite").exists());
}

//! `dinh witness`, as somebody outside the city starts it.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use dinh_register::SignerKey;

#[test]
fn a_witness_starts_with_the_key_of_a_register_and_tells_its_own() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let register = SignerKey::from_seed("city.example.vn/so-cong-khai", &[1; 32]).expect("a key");
    let mut witness = Command::new(env!("CARGO_BIN_EXE_dinh"))
        .args(["witness", "--name", "chung-kien.example.vn"])
        .args(["--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path().join("witness"))
        .args(["--register", &register.verifier().to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("dinh starts");
    let mut lines = BufReader::new(witness.stdout.take().expect("its output")).lines();
    let first = lines.next().expect("a line").expect("UTF-8");
    witness.kill().expect("killed");
    witness.wait().expect("ended");
    assert!(
        first.starts_with("Khóa công khai: chung-kien.example.vn+"),
        "{first}"
    );
}

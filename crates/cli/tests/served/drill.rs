//! A drill asks the witnesses: a backup that is older than what they signed for does not pass.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use crate::city::{City, Served, dinh, free_address, good, until};

/// A witness of the city; it ends with the test.
struct Witness(Child);

impl Drop for Witness {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Start a witness for the register of the city, and name it.
fn witnessed(city: &City) -> Witness {
    let served = city.serve(&[]);
    let policy = served.get("/so-cong-khai/policy", "").body;
    let log = policy.lines().find_map(|line| line.strip_prefix("log "));
    let key = log
        .and_then(|rest| rest.split(' ').next())
        .expect("the city's key")
        .to_owned();
    assert_eq!(served.stop().code(), Some(0));
    let address = free_address();
    let words = [
        "witness",
        "--data",
        "witness",
        "--name",
        "chung-kien.example.vn",
        "--register",
        &key,
        "--listen",
        &address,
    ];
    let mut command = dinh(city.here(), &words);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let said = BufReader::new(child.stdout.take().expect("its words")).lines();
    let witness = Witness(child);
    let mut keys = said
        .map_while(Result::ok)
        .filter_map(|line| line.strip_prefix("Khóa công khai: ").map(ToOwned::to_owned));
    let key = keys.next().expect("a key");
    let lines = format!("witness bao {key} http://{address}\nquorum bao\n");
    fs::write(city.here().join("witnesses"), lines).expect("written");
    good(
        city.here(),
        &["register", "witnesses", "--data", "data", "witnesses"],
    );
    witness
}

/// One more entry that the witness has signed for.
fn one_more(served: &Served) {
    let before = witnessed_size(served);
    served.ask().expect("recorded");
    until("the witness signed", || {
        (witnessed_size(served) > before).then_some(())
    });
}

/// How many entries the newest checkpoint has that carries a line of the witness.
fn witnessed_size(served: &Served) -> u64 {
    let head = served.get("/so-cong-khai/checkpoint", "").body;
    let is_witnessed = head.contains("chung-kien.example.vn");
    let size = head.lines().nth(1).and_then(|line| line.parse().ok());
    size.filter(|_| is_witnessed).unwrap_or(0)
}

fn drill(city: &City, archive: &str, more: &[&str]) -> Result<String, String> {
    let mut words = vec!["restore", archive, "--drill"];
    words.extend(more);
    let output = dinh(city.here(), &words)
        .env("RUST_LOG", "error")
        .output()
        .expect("dinh runs");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    if output.status.success() {
        Ok(text(output.stdout))
    } else {
        Err(text(output.stderr))
    }
}

#[test]
fn a_backup_older_than_what_the_witnesses_signed_for_does_not_pass_its_drill() {
    let city = City::new();
    let witness = witnessed(&city);
    let served = city.serve(&[]);
    one_more(&served);
    let policy = served.get("/so-cong-khai/policy", "").body;
    fs::write(city.here().join("policy"), policy).expect("written");
    good(
        city.here(),
        &[
            "backup",
            "--data",
            "data",
            "--to",
            "old.tar",
            "--unencrypted",
        ],
    );
    let asked = ["--policy", "policy"];
    let said = drill(&city, "old.tar", &asked).expect("it is the newest");
    assert!(
        said.contains("không bên nào biết nhiều hơn bản này") && said.contains("Diễn tập đạt"),
        "{said}"
    );
    one_more(&served);
    let said = drill(&city, "old.tar", &asked).expect_err("it is old now");
    for words in [
        "Diễn tập KHÔNG đạt",
        "Bên bao đã ký",
        "dinh register refill",
    ] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    let unasked = drill(&city, "old.tar", &[]).expect("nobody was asked");
    assert!(unasked.contains("chưa hỏi: không có --policy"), "{unasked}");
    good(
        city.here(),
        &[
            "backup",
            "--data",
            "data",
            "--to",
            "new.tar",
            "--unencrypted",
        ],
    );
    drill(&city, "new.tar", &asked).expect("it is the newest");
    drop(witness);
    let said = drill(&city, "new.tar", &asked).expect_err("nobody answers");
    assert!(
        said.contains("mới có 0 trên 1 bên chứng kiến trả lời"),
        "{said}"
    );
    let left = fs::read_dir(city.here()).expect("the folder").flatten();
    let mut names = left.map(|entry| entry.file_name().to_string_lossy().into_owned());
    assert!(
        !names.any(|name| name.contains("drill")),
        "nothing is left behind"
    );
    assert_eq!(served.stop().code(), Some(0));
}

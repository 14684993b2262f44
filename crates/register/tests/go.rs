//! Go's own transparency-log packages judge what we write: they must accept it, and refuse it once anything was changed.
//! The program is in `oracle/`; it needs Debian's `golang-go` and `golang-golang-x-mod-dev`. Without Go the tests say so.
#![expect(
    clippy::disallowed_methods,
    reason = "the oracle is another program and reads files"
)]

mod sample;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dinh_register::{Checkpoint, Hash};
use sample::{Forest, ORIGIN, key, leaf, receipt_of};

const ABSENT: &str =
    "Go is not installed (apt-get install golang-go golang-golang-x-mod-dev): nothing was checked";

/// The built oracle with a folder of its own, or nothing if Go is not installed.
struct Oracle {
    folder: PathBuf,
}

impl Oracle {
    fn find(test: &str) -> Option<Self> {
        if Command::new("go").arg("version").output().is_err() {
            return None;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        fs::create_dir_all(&folder).expect("the target folder is writable");
        let build = Command::new("go")
            .args(["build", "-o"])
            .arg(folder.join("oracle"))
            .arg(".")
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle"))
            .envs([
                ("GO111MODULE", "off"),
                ("GOPATH", "/usr/share/gocode"),
                ("GOFLAGS", ""),
                ("CGO_ENABLED", "0"),
            ])
            .env("GOCACHE", folder.join("cache"))
            .output()
            .expect("go runs");
        assert!(
            build.status.success(),
            "{}",
            String::from_utf8_lossy(&build.stderr)
        );
        Some(Self { folder })
    }

    /// Whether the oracle accepts these files.
    fn accepts(&self, question: &str, files: &[&str]) -> bool {
        let mut command = Command::new(self.folder.join("oracle"));
        command.arg(question).arg(key().verifier().to_string());
        for (number, content) in files.iter().enumerate() {
            let path = self.folder.join(format!("file-{number}"));
            fs::write(&path, content).expect("the folder is writable");
            command.arg(path);
        }
        let output = command.output().expect("the oracle was built");
        match output.status.code() {
            Some(0) => true,
            Some(1) => false,
            code => panic!(
                "the oracle answered {code:?}: {}",
                String::from_utf8_lossy(&output.stdout)
            ),
        }
    }
}

#[test]
fn go_accepts_our_receipts_and_refuses_changed_ones() {
    let Some(oracle) = Oracle::find("go-inclusion") else {
        println!("{ABSENT}");
        return;
    };
    for (index, size) in [
        (0, 1),
        (0, 2),
        (2, 3),
        (6, 7),
        (11, 21),
        (63, 64),
        (64, 65),
        (255, 300),
    ] {
        let receipt = receipt_of(&sample::act(), index, size);
        assert!(
            oracle.accepts("inclusion", &[&receipt.entry, &receipt.proof]),
            "{index} of {size}"
        );

        let entry = receipt.entry.replacen("publish", "amend", 1);
        assert!(!oracle.accepts("inclusion", &[&entry, &receipt.proof]));
        let moved = receipt.proof.replacen(
            &format!("index {index}"),
            &format!("index {}", index + 1),
            1,
        );
        assert!(!oracle.accepts("inclusion", &[&receipt.entry, &moved]));
        let grown = receipt.proof.replacen(
            &format!("{ORIGIN}\n{size}\n"),
            &format!("{ORIGIN}\n{}\n", size + 1),
            1,
        );
        assert!(!oracle.accepts("inclusion", &[&receipt.entry, &grown]));
        let longer = receipt
            .proof
            .replacen("\n\n", &format!("\n{}\n\n", Hash::of(b"")), 1);
        assert!(!oracle.accepts("inclusion", &[&receipt.entry, &longer]));
    }
}

#[test]
fn go_accepts_that_we_only_append_and_refuses_a_rewritten_past() {
    let Some(oracle) = Oracle::find("go-consistency") else {
        println!("{ABSENT}");
        return;
    };
    let honest = Forest::of((0..40).map(leaf));
    let rewritten = Forest::of((0..40).map(|number| leaf(if number == 3 { 1000 } else { number })));
    let head = |forest: &Forest, size| {
        let checkpoint = Checkpoint {
            origin: ORIGIN.into(),
            size,
            root: forest.root(size),
        };
        checkpoint.sign(&key()).expect("the key is the register's")
    };
    let lines = |forest: &Forest, old, new| {
        let hashes: Vec<String> = forest
            .consistency(old, new)
            .iter()
            .map(Hash::base64)
            .collect();
        hashes.join("\n")
    };
    for (old, new) in [
        (1, 2),
        (4, 5),
        (6, 8),
        (7, 40),
        (32, 33),
        (39, 40),
        (40, 40),
    ] {
        let (before, after) = (head(&honest, old), head(&honest, new));
        assert!(
            oracle.accepts("consistency", &[&before, &after, &lines(&honest, old, new)]),
            "{old} to {new}"
        );
        if old > 3 && old < new {
            let forged = head(&rewritten, new);
            assert!(!oracle.accepts(
                "consistency",
                &[&before, &forged, &lines(&rewritten, old, new)]
            ));
            assert!(!oracle.accepts(
                "consistency",
                &[&before, &forged, &lines(&honest, old, new)]
            ));
        }
    }
}

//! A disk of forty megabytes that fills up: the server says so, stops writing before the end, loses nothing, and goes on when
//! there is room again. The disk is a file system in memory that only the server's own view of the machine has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::city::{Answer, City, Served, dinh, free_address, until, until_settled};

/// Start the city on the small disk; `full` is the setting of that name in megabytes.
fn serve(city: &City, full: &str) -> Served {
    let (address, metrics) = (free_address(), free_address());
    let words = [
        "serve",
        "--behind-proxy",
        "--data",
        "disk/data",
        "--disk-low-mb",
        full,
        "--disk-full-mb",
        full,
        "--listen",
        &address,
        "--metrics",
        &metrics,
    ];
    let plain = dinh(city.here(), &words);
    let script = "mount -t tmpfs -o size=40m tmpfs disk && cp -r data disk/ && exec \"$0\" \"$@\"";
    // As root the name space of users is of no use, and some machines forbid it.
    let way = if is_root() { "-m" } else { "-rm" };
    let mut command = Command::new("unshare");
    command
        .args([way, "sh", "-ec", script])
        .arg(plain.get_program())
        .args(plain.get_args());
    command
        .current_dir(city.here())
        .env_remove("DINH_DATABASE")
        .env("RUST_LOG", "info");
    let served = Served::start(command, address, city.here().join("log"));
    until_settled(&metrics);
    served
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    id.stdout == b"0\n"
}

/// The disk as the server sees it.
fn disk(city: &City, served: &Served) -> PathBuf {
    let inside = city.here().join("disk");
    let inside = inside
        .strip_prefix("/")
        .expect("an absolute path")
        .to_owned();
    Path::new("/proc")
        .join(served.id().to_string())
        .join("root")
        .join(inside)
}

/// Fill the disk until so many bytes are left.
fn fill(disk: &Path, leave: u64) {
    let free = free(disk);
    let size = usize::try_from(free.saturating_sub(leave)).expect("a size");
    // The last file may not fit whole.
    let _ = fs::write(disk.join("filler"), vec![7_u8; size]);
}

fn free(disk: &Path) -> u64 {
    let told = Command::new("stat")
        .args(["-f", "-c", "%a %S"])
        .arg(disk)
        .output()
        .expect("stat runs");
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    let numbers: Vec<u64> = text
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    numbers.iter().product()
}

/// Whoever was told that it is recorded finds it.
fn all_there(served: &Served, recorded: &[String]) {
    for place in recorded {
        assert_eq!(served.get(place, "").status, 200, "{place} is lost");
    }
}

fn refused(served: &Served) -> Answer {
    until("nothing is taken any more", || served.ask().err())
}

fn accepted(served: &Served) -> String {
    until("writing comes back by itself", || served.ask().ok())
}

#[test]
fn before_the_disk_is_full_nothing_is_written_any_more_and_reading_goes_on() {
    let city = City::new();
    fs::create_dir(city.here().join("disk")).expect("a place");
    let served = serve(&city, "8");
    let disk = disk(&city, &served);
    let mut recorded: Vec<String> = (0..3).map(|_| served.ask().expect("recorded")).collect();
    fill(&disk, 6_000_000);
    until("it is seen", || {
        (served.get("/readyz", "").status == 503).then_some(())
    });
    let answer = refused(&served);
    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("retry-after"), Some("600"));
    assert!(
        answer.body.contains("Ổ đĩa của máy chủ gần đầy"),
        "{}",
        answer.body
    );
    let ready = served.get("/readyz", "").body;
    assert!(ready.contains("the disk is nearly full"), "{ready}");
    assert!(free(&disk) > 4_000_000, "it was not filled to the end");
    all_there(&served, &recorded);
    assert_eq!(served.get("/", "").status, 200);
    fs::remove_file(disk.join("filler")).expect("room again");
    recorded.push(accepted(&served));
    all_there(&served, &recorded);
    assert_eq!(served.stop().code(), Some(0));
}

#[test]
fn a_disk_that_others_filled_to_the_last_byte_loses_nothing_that_was_acknowledged() {
    let city = City::new();
    fs::create_dir(city.here().join("disk")).expect("a place");
    // Nothing is kept free: the last byte is met.
    let served = serve(&city, "0");
    let disk = disk(&city, &served);
    let mut recorded: Vec<String> = (0..3).map(|_| served.ask().expect("recorded")).collect();
    fill(&disk, 0);
    let answer = until("the disk is full", || match served.ask() {
        Ok(place) => {
            recorded.push(place);
            None
        }
        Err(answer) => Some(answer),
    });
    assert_eq!(answer.status, 507, "{}", answer.body);
    assert!(
        answer
            .body
            .contains("Ổ đĩa của máy chủ đã đầy nên việc này chưa được ghi"),
        "{}",
        answer.body
    );
    all_there(&served, &recorded);
    fs::remove_file(disk.join("filler")).expect("room again");
    recorded.push(accepted(&served));
    all_there(&served, &recorded);
    assert_eq!(served.stop().code(), Some(0));
}

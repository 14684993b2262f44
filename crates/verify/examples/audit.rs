//! `audit FOLDER VERIFIER [ENTRIES]`: an invented register of so many entries in a folder, and what its audit by the small
//! verifier costs: processor time and largest memory of the whole command, beside the time that hashing every entry and one
//! node for each takes alone, and the time of only reading the files, measured in turns in the same run. Prints one line of
//! JSON. `cargo xtask bench` runs it.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program that writes a register and tells numbers"
)]

#[path = "../tests/city/mod.rs"]
mod city;

use std::fs;
use std::hint::black_box;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use city::City;
use dinh_register::{Act, Content, Hash, Prev, Tile, seal, tree};
use dinh_verify::Folder;
use dinh_verify::source::fetch_tile;
use serde::Serialize;

type Failure = Box<dyn std::error::Error>;

const ROUNDS: usize = 7;
/// Entries that are hashed for the baseline: as much as stays close to the processor, as a bundle does while it is read.
const HASHED: usize = 4096;

/// Times in nanoseconds of processor time, for the whole register; each is the least of its rounds.
#[derive(Serialize)]
struct Figures {
    entries: u64,
    entry_bytes: u64,
    command: u64,
    hashing: u64,
    reading: u64,
    most_kilobytes: u64,
}

fn main() -> Result<(), Failure> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("no folder")?;
    let verifier = words.next().ok_or("no verifier")?;
    let size = words.next().map_or(Ok(1_000_000), |text| text.parse())?;
    let folder = Path::new(&folder);
    let (sample, bytes) = write(folder, size)?;
    let mut figures = Figures {
        entries: size,
        entry_bytes: bytes / size.max(1),
        command: u64::MAX,
        hashing: u64::MAX,
        reading: u64::MAX,
        most_kilobytes: 0,
    };
    for _ in 0..ROUNDS {
        let each = hash(&sample)?;
        figures.hashing = figures
            .hashing
            .min(each * size / u64::try_from(sample.len())?);
        figures.reading = figures.reading.min(read(folder, size)?);
        let (nanoseconds, kilobytes) = audit(Path::new(&verifier), folder)?;
        figures.command = figures.command.min(nanoseconds);
        figures.most_kilobytes = figures.most_kilobytes.max(kilobytes);
    }
    println!("{}", serde_json::to_string(&figures)?);
    Ok(())
}

/// Writes the register and gives some of its entries, and the length of all.
fn write(folder: &Path, size: u64) -> Result<(Vec<Vec<u8>>, u64), Failure> {
    let mut city = City::of(0);
    let mut sample = Vec::new();
    let mut things: Vec<(u64, Option<Prev>)> = Vec::new();
    let (mut bytes, mut chance) = (0, 1_u64);
    for index in 0..size {
        // Knuth's linear congruential generator: the same register each time.
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let random = chance >> 33;
        // Two of five entries begin a thing, the others go on with one.
        let place = if random % 5 < 2 || things.is_empty() {
            things.push((0, None));
            things.len() - 1
        } else {
            usize::try_from(random / 5)? % things.len()
        };
        let (rev, prev) = things[place].clone();
        let entry = act(index, random / 7, place, rev + 1, prev).encode()?;
        let leaf = city.append_bytes(&entry);
        things[place] = (rev + 1, Some(Prev { index, leaf }));
        bytes += u64::try_from(entry.len())?;
        if sample.len() < HASHED {
            sample.push(entry);
        }
    }
    city.serve(folder);
    fs::write(folder.join("policy"), city::policy())?;
    Ok((sample, bytes))
}

fn act(index: u64, random: u64, place: usize, rev: u64, prev: Option<Prev>) -> Act {
    let pick = |words: &[&str], by: u64| {
        words[usize::try_from(random / by).unwrap_or(0) % words.len()].to_owned()
    };
    let digest = Hash::of(&index.to_be_bytes());
    let size = random % 3_000_000;
    let mut contents = Vec::new();
    if random % 20 < 7 {
        let media_type = pick(&["application/pdf", "image/jpeg", "text/plain"], 3);
        contents.push(Content::File {
            sha256: digest,
            size,
            media_type,
        });
    }
    if random % 20 < 11 && random % 20 > 4 {
        let commitment = seal(&digest.0, &digest);
        contents.push(Content::Sealed {
            commitment,
            size,
            media_type: "application/pdf".into(),
        });
    }
    let (day, hour, minute) = (1 + index / 2000 % 28, 7 + index % 11, index % 60);
    Act {
        register: city::ORIGIN.into(),
        unit: format!("{}@2025-07-01", 31_000 + random % 900),
        room: pick(&["disclosure", "decision", "supervision", "opinion"], 11),
        act: if rev == 1 {
            "publish".into()
        } else {
            pick(&["amend", "answer", "attach", "close"], 5)
        },
        thing: format!("0197c1d2-7a43-7c55-9d0e-{place:012x}"),
        rev,
        prev,
        laws: if random.is_multiple_of(3) {
            vec!["L10-2022/11.2".into(), "ND59-2023/3.1.đ".into()]
        } else {
            vec!["L10-2022/11.2".into()]
        },
        at: format!("2026-11-{day:02}T{hour:02}:{minute:02}:47+07:00"),
        office: pick(&["ubnd-xa", "mttq-xa", "truong-ap"], 13),
        contents,
    }
}

/// Every entry as a leaf, and as many nodes.
fn hash(sample: &[Vec<u8>]) -> Result<u64, Failure> {
    let mut leaves = vec![Hash([0; 32]); sample.len()];
    let mut best = u64::MAX;
    for _ in 0..20 {
        let start = spent("self")?;
        for (leaf, entry) in leaves.iter_mut().zip(sample) {
            *leaf = tree::leaf_hash(black_box(entry));
        }
        for pair in leaves.windows(2) {
            black_box(tree::node_hash(&pair[0], &pair[1]));
        }
        best = best.min(spent("self")? - start);
    }
    Ok(best)
}

/// Every file of the register, as the verifier reads them.
fn read(folder: &Path, size: u64) -> Result<u64, Failure> {
    let folder = Folder::new(folder);
    let start = spent("self")?;
    for tile in Tile::of(size) {
        black_box(fetch_tile(&folder, tile)?);
    }
    Ok(spent("self")? - start)
}

/// Processor time and largest memory, in kB, of the command.
fn audit(verifier: &Path, folder: &Path) -> Result<(u64, u64), Failure> {
    let policy = folder.join("policy");
    let mut child = Command::new(verifier)
        .arg("--full")
        .arg(folder)
        .arg("--policy")
        .arg(policy)
        .stdout(Stdio::piped())
        .spawn()?;
    let process = child.id().to_string();
    let mut most = 0;
    // It has one thread. Its numbers can be read until it is waited for.
    loop {
        let status = fs::read_to_string(format!("/proc/{process}/status"))?;
        let value = |name: &str| {
            status
                .lines()
                .find_map(|line| line.strip_prefix(name)?.split_whitespace().next())
        };
        if value("State:") == Some("Z") {
            break;
        }
        most = value("VmHWM:")
            .and_then(|text| text.parse().ok())
            .unwrap_or(most)
            .max(most);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let nanoseconds = spent(&process)?;
    let mut said = String::new();
    child
        .stdout
        .take()
        .ok_or("no answer")?
        .read_to_string(&mut said)?;
    if !child.wait()?.success() {
        return Err(said.into());
    }
    Ok((nanoseconds, most))
}

/// Nanoseconds that a process has run so far.
fn spent(process: &str) -> Result<u64, Failure> {
    // The own time is brought up to date only when the scheduler looks.
    std::thread::yield_now();
    let text = fs::read_to_string(format!("/proc/{process}/schedstat"))?;
    Ok(text.split(' ').next().ok_or("no schedstat")?.parse()?)
}

//! The clock of the machine jumps, forward and back, under load: the process is given another time by libfaketime.

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;

use super::chance::Chance;
use super::city::{City, Node, signed_now};
use super::kill::{OFFICERS, settle, under_load, wait};
use super::table::Table;
use super::{Run, at_free_port};

const NAME: &str = "clock jumps by 20 minutes, forward and back";
const WITHIN: Duration = Duration::from_millis(400);

/// Twice as often as a node is lost.
pub fn run(run: &Run, table: &mut Table) -> anyhow::Result<()> {
    let mut row = table.row(NAME);
    if row.runs >= 2 * run.failovers {
        return Ok(());
    }
    let library = library().context("libfaketime is not installed: apt-get install libfaketime")?;
    let city = City::filled(run.workspace, &run.folder.join("sqlite"), None)?;
    let offset = city.folder.join("clock");
    std::fs::write(&offset, "+0")?;
    let at = at_free_port()?;
    let mut command = city.serving(at);
    command
        .env("LD_PRELOAD", library)
        .env("FAKETIME_TIMESTAMP_FILE", &offset)
        .env("FAKETIME_NO_CACHE", "1")
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    let _node = Node::start(&mut command, at)?;
    let mut officers = city.officers(at, OFFICERS)?;
    let (entries, mut written) = (signed_now(at)?, 0);
    while row.runs < 2 * run.failovers {
        let moment = Chance::new(run.seed, row.runs).within(WITHIN);
        let next = if row.runs.is_multiple_of(2) {
            "+1200"
        } else {
            "+0"
        };
        let time = under_load(&mut officers, |load| {
            wait(load)?;
            thread::sleep(moment);
            let began = Instant::now();
            std::fs::write(&offset, next)?;
            load.watch();
            Ok(wait(load)?.duration_since(began))
        })?;
        row.runs += 1;
        row.recover(time);
        written += settle(table, NAME, &mut row, &mut officers, |more| {
            city.audit(at, entries + written + more)
        })?;
    }
    Ok(())
}

/// Where Debian has it.
pub fn library() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").ok()?.flatten();
    folders
        .map(|entry| entry.path().join("faketime").join("libfaketime.so.1"))
        .find(|file| file.is_file())
}

//! A disk that becomes full under load, on a small file system of its own: once watched, so that the city stops writing before the
//! end, once to the last byte.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::ensure;

use super::city::{City, Node, said, signed_now};
use super::kill::{OFFICERS, settle, under_load, wait};
use super::officer::Load;
use super::table::Table;
use super::{Run, at_free_port};

const SIZE: &str = "size=700m";
/// Longer than the city takes to look at its disk.
const FULL_FOR: Duration = Duration::from_secs(8);
const MEGABYTE: usize = 1_000_000;

/// Both, as often as a node is lost; in a mount namespace of its own.
pub fn run(run: &Run, table: &mut Table) -> anyhow::Result<()> {
    let folder = run.folder.join("disk");
    std::fs::create_dir_all(&folder)?;
    said(
        Command::new("mount")
            .args(["-t", "tmpfs", "-o", SIZE, "none"])
            .arg(&folder),
    )?;
    let city = City::filled(run.workspace, &folder, None)?;
    one(
        run,
        table,
        &city,
        "disk nearly full, writing stops before the end",
        (60, 30, 20),
    )?;
    one(run, table, &city, "disk full to the last byte", (0, 0, 0))
}

fn one(
    run: &Run,
    table: &mut Table,
    city: &City,
    name: &str,
    (low, full, left): (u64, u64, usize),
) -> anyhow::Result<()> {
    let at = at_free_port()?;
    let mut command = city.serving(at);
    command.args([
        "--disk-low-mb",
        &low.to_string(),
        "--disk-full-mb",
        &full.to_string(),
    ]);
    let _node = Node::start(&mut command, at)?;
    let mut officers = city.officers(at, OFFICERS)?;
    let (mut row, entries, mut written) = (table.row(name), signed_now(at)?, 0);
    while row.runs < run.failovers {
        let time = under_load(&mut officers, |load| {
            wait(load)?;
            let filler = city.folder.join("filler");
            fill(&filler, left)?;
            thread::sleep(FULL_FOR);
            quiet(load)?;
            std::fs::remove_file(filler)?;
            let began = Instant::now();
            load.watch();
            Ok(wait(load)?.duration_since(began))
        })?;
        row.runs += 1;
        row.recover(time);
        written += settle(table, name, &mut row, &mut officers, |more| {
            city.audit(at, entries + written + more)
        })?;
    }
    Ok(())
}

/// Nothing is acknowledged any more.
fn quiet(load: &Load) -> anyhow::Result<()> {
    load.watch();
    thread::sleep(Duration::from_secs(1));
    ensure!(
        load.first().is_none(),
        "something is written on a full disk"
    );
    Ok(())
}

/// Fills the disk until so many megabytes are left.
fn fill(file: &Path, left: usize) -> anyhow::Result<()> {
    let reserve = file.with_extension("reserve");
    std::fs::write(&reserve, vec![7; left * MEGABYTE])?;
    let mut filler = File::create(file)?;
    let some = vec![7; 64 * 1024];
    while filler.write_all(&some).is_ok() {}
    Ok(std::fs::remove_file(reserve)?)
}

//! SIGKILL under load, again and again: of `dinh` on either engine, and of PostgreSQL under it.

use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

use super::chance::Chance;
use super::city::{City, Node, START, signed_now};
use super::database::Postgres;
use super::officer::{Load, Officer};
use super::table::{Row, Table};
use super::{Run, at_free_port};

/// Officers who work at once.
pub const OFFICERS: usize = 8;
/// From the first acknowledged write to the kill.
const WITHIN: Duration = Duration::from_millis(400);
/// So often the register is copied and verified.
const AUDIT: u64 = 50;
const LOOK: Duration = Duration::from_millis(2);

/// The city as it is killed.
struct Doomed {
    city: City,
    at: SocketAddr,
    node: Option<Node>,
    postgres: Option<Postgres>,
    officers: Vec<Officer>,
    /// Entries of the register when the officers began.
    entries: u64,
}

/// Kills `dinh` on SQLite.
pub fn sqlite(run: &Run, table: &mut Table) -> anyhow::Result<()> {
    let name = "kill -9 of dinh, SQLite";
    if table.row(name).runs >= run.kills {
        return Ok(());
    }
    let city = City::filled(run.workspace, &run.folder.join("sqlite"), None)?;
    let mut doomed = Doomed::begin(city, None)?;
    doomed.repeat(name, run, table, Doomed::kill_node)
}

/// Kills `dinh` on PostgreSQL, then PostgreSQL itself.
pub fn postgres(run: &Run, table: &mut Table) -> anyhow::Result<()> {
    let names = ["kill -9 of dinh, PostgreSQL", "kill -9 of PostgreSQL"];
    if names.iter().all(|name| table.row(name).runs >= run.kills) {
        return Ok(());
    }
    let port = crate::postgres::free_port()?;
    let mut postgres = Postgres::new(run.workspace, "faults", "127.0.0.1", port)?;
    let folder = run.folder.join("postgres");
    if !folder.join("filled").exists() {
        postgres.init()?;
    }
    postgres.start()?;
    let city = City::filled(run.workspace, &folder, Some(&postgres.address()))?;
    let mut doomed = Doomed::begin(city, Some(postgres))?;
    doomed.repeat(names[0], run, table, Doomed::kill_node)?;
    doomed.repeat(names[1], run, table, Doomed::kill_postgres)
}

impl Doomed {
    fn begin(city: City, postgres: Option<Postgres>) -> anyhow::Result<Self> {
        let at = at_free_port()?;
        let node = Node::start(&mut city.serving(at), at)?;
        let officers = city.officers(at, OFFICERS)?;
        let entries = signed_now(at)?;
        Ok(Self {
            city,
            at,
            node: Some(node),
            postgres,
            officers,
            entries,
        })
    }

    fn kill_node(&mut self) -> anyhow::Result<()> {
        self.node.take().context("no node")?.kill()?;
        self.node = Some(Node::launch(&mut self.city.serving(self.at), self.at)?);
        Ok(())
    }

    fn kill_postgres(&mut self) -> anyhow::Result<()> {
        let postgres = self.postgres.as_mut().context("no PostgreSQL")?;
        postgres.kill()?;
        postgres.start()
    }

    /// Until it happened as often as it should.
    fn repeat(
        &mut self,
        name: &str,
        run: &Run,
        table: &mut Table,
        fault: fn(&mut Self) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut row = table.row(name);
        let mut written = 0;
        while row.runs < run.kills {
            let moment = Chance::new(run.seed, row.runs).within(WITHIN);
            let time = self.once(moment, fault)?;
            row.runs += 1;
            row.recover(time);
            written += self.count(&mut row)?;
            if row.runs.is_multiple_of(AUDIT) || row.runs == run.kills {
                row.register = self.city.audit(self.at, self.entries + written)?;
                row.audits += 1;
                println!(
                    "{name}: {} of {}, {} acknowledged",
                    row.runs, run.kills, row.acknowledged
                );
            }
            table.keep(name, row.clone())?;
            ensure!(row.lost == 0 && row.doubled == 0, "{name}: {row:?}");
        }
        self.entries += written;
        Ok(())
    }

    /// One fault under load; the time to the next acknowledged write.
    fn once(
        &mut self,
        moment: Duration,
        fault: fn(&mut Self) -> anyhow::Result<()>,
    ) -> anyhow::Result<Duration> {
        let mut officers = std::mem::take(&mut self.officers);
        let time = under_load(&mut officers, |load| {
            wait(load)?;
            thread::sleep(moment);
            let began = Instant::now();
            fault(self)?;
            load.watch();
            Ok(wait(load)?.duration_since(began))
        });
        self.officers = officers;
        time
    }

    /// What the officers find; gives how many were acknowledged since the last time.
    fn count(&mut self, row: &mut Row) -> anyhow::Result<u64> {
        count_all(&mut self.officers, row)
    }
}

/// What all officers find; gives how many were acknowledged since the last time.
pub fn count_all(officers: &mut [Officer], row: &mut Row) -> anyhow::Result<u64> {
    let mut written = 0;
    for officer in officers {
        let found = officer.count(START)?;
        written += found.acknowledged;
        row.lost += found.lost;
        row.doubled += found.doubled;
    }
    row.acknowledged += written;
    Ok(written)
}

/// After a fault: what all officers find is counted, the register audited (`audit` is told how many writes came), the row kept.
pub fn settle(
    table: &mut Table,
    name: &str,
    row: &mut Row,
    officers: &mut [Officer],
    audit: impl FnOnce(u64) -> anyhow::Result<u64>,
) -> anyhow::Result<u64> {
    let written = count_all(officers, row)?;
    row.register = audit(written)?;
    row.audits += 1;
    table.keep(name, row.clone())?;
    ensure!(row.lost == 0 && row.doubled == 0, "{name}: {row:?}");
    Ok(written)
}

/// Does something while all officers work.
pub fn under_load<T>(
    officers: &mut [Officer],
    work: impl FnOnce(&Load) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let load = Load::new();
    thread::scope(|scope| {
        for officer in officers {
            scope.spawn(|| officer.work(&load));
        }
        let done = work(&load);
        load.stop.store(true, Ordering::SeqCst);
        done
    })
}

/// Waits for the first acknowledged write since it is watched for.
pub fn wait(load: &Load) -> anyhow::Result<Instant> {
    let began = Instant::now();
    while began.elapsed() < START {
        if let Some(first) = load.first() {
            return Ok(first);
        }
        thread::sleep(LOOK);
    }
    bail!("nothing was acknowledged for {} s", START.as_secs())
}

//! The network is cut: each server has a network namespace of its own on a bridge, and packets between two of them are dropped.

use std::net::SocketAddr;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::ensure;

use super::Run;
use super::city::{said, signed_now};
use super::database::Postgres;
use super::kill::{count_all, under_load, wait};
use super::scene::{Layout, Scene};
use super::table::{Row, Table};

const OFFICERS: usize = 6;
const NODE: &str = "network cut between a node and the database";
const REPLICA: &str = "network cut between primary and replica";
const PRIMARY: &str = "primary cut off from everybody, replica promoted";
/// Namespace and last byte of the address.
const DATABASES: [(&str, u8); 2] = [("dinh-db1", 11), ("dinh-db2", 12)];
const NODES: [(&str, u8); 2] = [("dinh-n1", 21), ("dinh-n2", 22)];
/// How long a cut lasts.
const CUT: Duration = Duration::from_secs(8);

/// All of it, in a network namespace of its own.
pub fn run(run: &Run, table: &mut Table) -> anyhow::Result<()> {
    build()?;
    let address = |last: u8, port: u16| SocketAddr::from(([10, 9, 0, last], port));
    let database = |(namespace, last): (&str, u8)| {
        let host = format!("10.9.0.{last}");
        Ok::<_, anyhow::Error>(
            Postgres::new(run.workspace, namespace, &host, 5432)?.within(namespace),
        )
    };
    let layout = Layout {
        databases: [database(DATABASES[0])?, database(DATABASES[1])?],
        nodes: NODES.map(|(_, last)| address(last, 8080)),
        host: address(1, 0).ip(),
        namespaces: Some(NODES.map(|(name, _)| name)),
    };
    let mut scene = Scene::begin(run, "network", layout, OFFICERS)?;
    let mut rows = [Row::default(), Row::default(), Row::default()];
    let (entries, mut written) = (signed_now(scene.at(0))?, 0);
    for round in 0..run.failovers {
        written += node_is_cut_off(&mut scene, &mut rows[0])?;
        written += replica_is_cut_off(&mut scene, &mut rows[1])?;
        written += primary_is_cut_off(&mut scene, &mut rows[2])?;
        for (row, name) in rows.iter_mut().zip([NODE, REPLICA, PRIMARY]) {
            row.register = scene.city.audit(scene.at(0), entries + written)?;
            row.audits += 1;
            table.keep(name, row.clone())?;
            ensure!(row.lost == 0 && row.doubled == 0, "{name}: {row:?}");
        }
        println!("cut {} of {}", round + 1, run.failovers);
    }
    Ok(())
}

/// A bridge, and a namespace with an address for each server.
fn build() -> anyhow::Result<()> {
    ip("link add dinh0 type bridge")?;
    ip("addr add 10.9.0.1/24 dev dinh0")?;
    ip("link set dinh0 up")?;
    std::fs::create_dir_all("/run/netns")?;
    said(Command::new("mount").args(["-t", "tmpfs", "none", "/run/netns"]))?;
    for (name, last) in DATABASES.into_iter().chain(NODES) {
        ip(&format!("netns add {name}"))?;
        ip(&format!(
            "link add v{last} type veth peer name eth0 netns {name}"
        ))?;
        ip(&format!("link set v{last} master dinh0 up"))?;
        ip(&format!("-n {name} addr add 10.9.0.{last}/24 dev eth0"))?;
        ip(&format!("-n {name} link set eth0 up"))?;
        ip(&format!("-n {name} link set lo up"))?;
    }
    Ok(())
}

fn ip(words: &str) -> anyhow::Result<()> {
    said(Command::new("ip").args(words.split(' '))).map(drop)
}

/// Drops what a server hears from an address, or lets it through again.
fn drop_from(namespace: &str, address: &str, how: &str) -> anyhow::Result<()> {
    let words = format!("netns exec {namespace} iptables {how} INPUT -s {address} -j DROP");
    ip(&words)
}

/// One node hears nothing of the databases; the other one goes on, and the first one does when it hears them again.
fn node_is_cut_off(scene: &mut Scene, row: &mut Row) -> anyhow::Result<u64> {
    let (namespace, _) = NODES[usize::try_from(row.runs % 2)?];
    let each = |how: &str| -> anyhow::Result<()> {
        for (_, last) in DATABASES {
            drop_from(namespace, &format!("10.9.0.{last}"), how)?;
        }
        Ok(())
    };
    let time = during(scene, |_, load| {
        let began = Instant::now();
        each("-A")?;
        thread::sleep(Duration::from_millis(100));
        load.watch();
        let first = wait(load)?;
        thread::sleep(CUT);
        each("-D")?;
        Ok(first.duration_since(began))
    })?;
    row.runs += 1;
    row.recover(time);
    let written = count_all(&mut scene.officers, row)?;
    for place in [0, 1] {
        scene.until("both nodes work", |scene| {
            super::city::is_ready(scene.at(place))
        })?;
    }
    Ok(written)
}

/// No commit is acknowledged that the replica does not have.
fn replica_is_cut_off(scene: &mut Scene, row: &mut Row) -> anyhow::Result<u64> {
    let (namespace, from) = (scene.replica_namespace(), scene.primary.host().to_owned());
    let time = during(scene, |_, load| {
        drop_from(&namespace, &from, "-A")?;
        thread::sleep(Duration::from_secs(1));
        load.watch();
        thread::sleep(CUT);
        ensure!(
            load.first().is_none(),
            "a write was acknowledged that only one server has"
        );
        let began = Instant::now();
        drop_from(&namespace, &from, "-D")?;
        Ok(wait(load)?.duration_since(began))
    })?;
    row.runs += 1;
    row.recover(time);
    count_all(&mut scene.officers, row)
}

/// The primary lives but nobody hears it; the replica takes over; when the old one is heard again nobody listens.
fn primary_is_cut_off(scene: &mut Scene, row: &mut Row) -> anyhow::Result<u64> {
    let last = scene
        .primary
        .host()
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_owned();
    let time = during(scene, |scene, load| {
        let began = Instant::now();
        ip(&format!("link set v{last} down"))?;
        scene.take_over()?;
        thread::sleep(Duration::from_millis(100));
        load.watch();
        let first = wait(load)?;
        ip(&format!("link set v{last} up"))?;
        thread::sleep(CUT);
        load.watch();
        wait(load)?;
        Ok(first.duration_since(began))
    })?;
    row.runs += 1;
    row.recover(time);
    let written = count_all(&mut scene.officers, row)?;
    scene.repair()?;
    Ok(written)
}

/// While all officers work.
fn during<T>(
    scene: &mut Scene,
    work: impl FnOnce(&mut Scene, &super::officer::Load) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let mut officers = std::mem::take(&mut scene.officers);
    let done = under_load(&mut officers, |load| {
        wait(load)?;
        work(scene, load)
    });
    scene.officers = officers;
    done
}

//! Two nodes as one city, which moved here from an embedded database and goes back in the end: what a person does on one is there
//! on the other, each job is done by one of them, and when a node or the primary dies the other goes on.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use super::city::{START, signed_now};
use super::client::Client;
use super::kill::{count_all, under_load, wait};
use super::officer::revision;
use super::scene::{Layout, Scene};
use super::table::{Row, Table};
use super::{Run, chance::Chance};
use crate::http::Connection;

const OFFICERS: usize = 6;
const WITHIN: Duration = Duration::from_millis(400);
const NODE: &str = "one of two nodes killed behind nginx";
const PRIMARY: &str = "primary killed, replica promoted";
const FORGOT: &str = "promoted replica lacks signed entries (asynchronous)";

/// Twenty letters about twenty open duties for the clerk, who can be reached from now on.
const LETTERS: &str = "\
    INSERT INTO account_mail SELECT id, 'canbo@example.vn', 'each', now() FROM account WHERE login = 'canbo' \
        ON CONFLICT DO NOTHING; \
    CREATE TEMP TABLE wanted AS SELECT d.id AS thing, d.unit_id, gen_random_uuid() AS mail FROM duty d \
        WHERE d.state = 'open' ORDER BY d.id LIMIT 20; \
    INSERT INTO mail SELECT w.mail, a.id, w.unit_id, NULL, 'Nhắc việc', 'Dữ liệu mẫu.', 'queued', 0, \
        date_trunc('second', now()), '', '', date_trunc('second', now()), NULL \
        FROM wanted w, account a WHERE a.login = 'canbo'; \
    INSERT INTO reminder SELECT w.thing, 77, a.id, w.mail FROM wanted w, account a WHERE a.login = 'canbo';";

/// All of it; how often nodes and primaries die is up to the run.
pub fn run(run: &Run, table: &mut Table) -> anyhow::Result<()> {
    let mut scene = Scene::begin(run, "nodes", Layout::loopback(run)?, OFFICERS)?;
    let entries = signed_now(scene.at(0))?;
    one_session(&scene)?;
    one_page(&mut scene)?;
    let mut rows = [Row::default(), Row::default(), Row::default()];
    letters(&scene)?;
    let mut written = 0;
    for round in 0..run.failovers {
        let mut chance = Chance::new(run.seed, round);
        written += node_dies(&mut scene, &mut rows[0], &mut chance)?;
        written += primary_dies(&mut scene, &mut rows[1], &mut chance)?;
        let at = scene.at(usize::try_from(round % 2)?);
        for row in rows.iter_mut().take(2) {
            row.register = scene.city.audit(at, entries + written)?;
            row.audits += 1;
        }
        table.keep(NODE, rows[0].clone())?;
        table.keep(PRIMARY, rows[1].clone())?;
        println!("failover {} of {}", round + 1, run.failovers);
    }
    sent_once(&scene)?;
    forgets(&mut scene, &mut rows[2])?;
    table.keep(FORGOT, rows[2].clone())?;
    back(&mut scene)
}

/// The whole city goes back into an embedded database.
fn back(scene: &mut Scene) -> anyhow::Result<()> {
    for node in scene.nodes.iter_mut().filter_map(Option::take) {
        node.kill()?;
    }
    scene.until("nobody leads", |scene| {
        scene.leaders().is_ok_and(|count| count == 0)
    })?;
    let data = scene.city.folder.join("back");
    scene.city.move_to(None, &data)
}

/// Who signed in on one node is signed in on the other.
fn one_session(scene: &Scene) -> anyhow::Result<()> {
    let mut client = Client::new(scene.at(0));
    client.sign_in("canbo")?;
    for place in [1, 0] {
        client.move_to(scene.at(place));
        let status = client.get("/lam-viec")?.status;
        ensure!(status == 200, "the desk answers {status} on node {place}");
    }
    Ok(())
}

/// What is written through one node is on the pages of both at once, although both had kept the page before.
fn one_page(scene: &mut Scene) -> anyhow::Result<()> {
    let number = scene.officers[0].publication();
    let path = format!("/cong-khai/{number}");
    let pages = |scene: &Scene| -> anyhow::Result<Vec<String>> {
        let read = |place| {
            let mut connection = Connection::open_at(scene.at(place), START)?;
            connection.get(&path)?;
            Ok(connection.get(&path)?.text())
        };
        [0, 1].into_iter().map(read).collect()
    };
    for place in [0, 1] {
        pages(&*scene)?;
        let at = scene.at(place);
        scene.officers[0].client.move_to(at);
        let text = scene.officers[0].correct_once()?;
        for page in pages(&*scene)? {
            ensure!(page.contains(&text), "a node still shows the old page");
        }
    }
    let through_nginx = scene.proxy.at;
    scene.officers[0].client.move_to(through_nginx);
    Ok(())
}

fn letters(scene: &Scene) -> anyhow::Result<()> {
    scene.primary.query(LETTERS).map(drop)
}

/// Every letter was taken by the mail server once, whichever nodes died meanwhile.
fn sent_once(scene: &Scene) -> anyhow::Result<()> {
    let waiting = "SELECT count(*) FROM mail WHERE next_at IS NOT NULL";
    scene.until("all letters are sent", |scene| {
        scene.primary.query(waiting).is_ok_and(|count| count == "0")
    })?;
    let mut taken = scene.mail.taken();
    let all = taken.len();
    taken.sort();
    taken.dedup();
    ensure!(all >= 20, "only {all} letters were sent");
    ensure!(
        taken.len() == all,
        "of {all} letters only {} are different",
        taken.len()
    );
    Ok(())
}

/// The node that is killed is each in its turn; the other one leads and signs.
fn node_dies(scene: &mut Scene, row: &mut Row, chance: &mut Chance) -> anyhow::Result<u64> {
    let place = usize::try_from(row.runs % 2)?;
    ensure!(scene.leaders()? == 1, "{} nodes lead", scene.leaders()?);
    let mut officers = std::mem::take(&mut scene.officers);
    let moment = chance.within(WITHIN);
    let time = under_load(&mut officers, |load| {
        wait(load)?;
        std::thread::sleep(moment);
        let began = Instant::now();
        scene.nodes[place].take().context("no node")?.kill()?;
        load.watch();
        Ok(wait(load)?.duration_since(began))
    })?;
    scene.officers = officers;
    row.runs += 1;
    row.recover(time);
    let written = count_all(&mut scene.officers, row)?;
    scene.until("one leads", |scene| {
        scene.leaders().is_ok_and(|count| count == 1)
    })?;
    scene.start_node(place)?;
    ensure!(row.lost == 0 && row.doubled == 0, "{NODE}: {row:?}");
    Ok(written)
}

/// The primary is killed under load and comes back when the replica has taken its place: nobody listens to it any more.
fn primary_dies(scene: &mut Scene, row: &mut Row, chance: &mut Chance) -> anyhow::Result<u64> {
    let mut officers = std::mem::take(&mut scene.officers);
    let moment = chance.within(WITHIN);
    let time = under_load(&mut officers, |load| {
        wait(load)?;
        std::thread::sleep(moment);
        let began = Instant::now();
        scene.fail_over()?;
        load.watch();
        let first = wait(load)?;
        // The old one still believes to be the primary.
        scene.replica.start()?;
        load.watch();
        wait(load)?;
        Ok(first.duration_since(began))
    })?;
    scene.officers = officers;
    row.runs += 1;
    row.recover(time);
    let written = count_all(&mut scene.officers, row)?;
    let old = scene.replica.query("SELECT pg_is_in_recovery()")?;
    ensure!(old == "f", "the old primary is a replica already");
    let strangers = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'";
    ensure!(
        scene.replica.query(strangers)? == "0",
        "somebody leads on the old primary"
    );
    scene.until("one leads", |scene| {
        scene.leaders().is_ok_and(|count| count == 1)
    })?;
    scene.repair()?;
    ensure!(row.lost == 0 && row.doubled == 0, "{PRIMARY}: {row:?}");
    Ok(written)
}

/// A replica that had not heard of what was signed is promoted: both nodes refuse to record or sign anything, because the witness
/// knows more.
fn forgets(scene: &mut Scene, row: &mut Row) -> anyhow::Result<()> {
    scene
        .primary
        .query("ALTER SYSTEM RESET synchronous_standby_names")?;
    scene.primary.query("SELECT pg_reload_conf()")?;
    scene.replica.stop()?;
    let before = signed_now(scene.at(0))?;
    for officer in &mut scene.officers {
        officer.correct_once()?;
    }
    let written = u64::try_from(scene.officers.len())?;
    row.acknowledged += written;
    let known = scene.city.audit(scene.at(0), before + written)?;
    let began = Instant::now();
    scene.primary.kill()?;
    scene.replica.start()?;
    scene.take_over()?;
    for place in [0, 1] {
        scene.until("the node refuses", |scene| {
            Connection::open_at(scene.at(place), START)
                .and_then(|mut connection| connection.get("/readyz"))
                .is_ok_and(|answer| answer.text().contains("waits to be refilled"))
        })?;
    }
    row.runs += 1;
    row.recover(began.elapsed());
    let mut client = Client::new(scene.at(0));
    let before = revision(&mut client, scene.officers[0].publication())?.0;
    ensure!(scene.officers[0].correct_once().is_err(), "it was recorded");
    let after = revision(&mut client, scene.officers[0].publication())?.0;
    ensure!(
        before == after,
        "something was recorded over what was signed"
    );
    ensure!(signed_now(scene.at(0))? < known, "something was signed");
    row.register = signed_now(scene.at(0))?;
    row.audits += 1;
    Ok(())
}

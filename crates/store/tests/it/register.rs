//! The register as it is browsed, against a plain filter over all of it.

use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_register::{NodeId, tree};
use dinh_store::Database;
use dinh_store::register::browse::{Range, chain_before, newest_in};
use dinh_store::register::{EntryRow, NewEntry, append, nodes};
use jiff::Timestamp;
use uuid::Uuid;

use crate::engines::both;
use crate::people::unit;

const ROOMS: [&str; 2] = ["decision", "disclosure"];

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).expect("a time")
}

fn units() -> [Unit; 2] {
    let other = Unit {
        id: UnitId(Uuid::from_u128(3)),
        code: Some("31118".into()),
        slug: "phuong-khac".into(),
        ..unit()
    };
    [unit(), other]
}

/// Sixty entries of two units in two rooms; every four of them claim the same second, and one went back in time.
async fn fill(database: &Database) -> Vec<(UnitId, &'static str, Timestamp)> {
    let mut tx = database.write().await.expect("the seat");
    let units = units();
    for unit in &units {
        dinh_store::units::add(&mut tx, unit).await.expect("a unit");
    }
    let mut made = Vec::new();
    for number in 0_usize..60 {
        let second = i64::try_from(number / 4).expect("small");
        let text = format!("mục {number}");
        let entry = NewEntry {
            bytes: text.as_bytes(),
            thing: Uuid::from_u128(u128::try_from(number % 3).expect("small")),
            rev: i64::try_from(number / 3).expect("small") + 1,
            unit: units[number % 2].id,
            room: ROOMS[number / 2 % 2],
            act: "publish",
            at: at(if number == 50 { 3 } else { second }),
        };
        append(&mut tx, &entry).await.expect("appended");
        made.push((entry.unit, ROOMS[number / 2 % 2], entry.at));
    }
    tx.commit().await.expect("commit");
    made
}

fn positions(rows: &[EntryRow]) -> Vec<i64> {
    rows.iter().map(|row| row.position).collect()
}

#[tokio::test]
async fn every_range_gives_what_a_plain_filter_gives_page_by_page() {
    both(async |database| {
        let made = fill(&database).await;
        let choices = [None, Some(units()[0].id), Some(units()[1].id)];
        for unit in choices {
            for room in [None, Some(ROOMS[0]), Some(ROOMS[1])] {
                for (from, to) in [(0, 100), (3, 4), (2, 9), (14, 14)] {
                    let mut expected: Vec<(Timestamp, i64)> = (0_i64..)
                        .zip(&made)
                        .filter(|(_, (of, _, _))| unit.is_none_or(|unit| unit == *of))
                        .filter(|(_, (_, of, _))| room.is_none_or(|room| room == *of))
                        .filter(|(_, (_, _, when))| *when >= at(from) && *when < at(to))
                        .map(|(position, (_, _, when))| (*when, position))
                        .collect();
                    expected.sort_unstable();
                    expected.reverse();
                    let expected: Vec<i64> =
                        expected.into_iter().map(|(_, position)| position).collect();
                    let mut found = Vec::new();
                    let mut before = (at(to), 0);
                    loop {
                        let mut tx = database.read().await.expect("a snapshot");
                        let range = Range {
                            unit,
                            room,
                            from: at(from),
                            before,
                        };
                        let rows = newest_in(&mut tx, range, 7).await.expect("read");
                        let Some(last) = rows.last() else { break };
                        before = (last.at.to_jiff(), last.position);
                        found.extend(positions(&rows));
                    }
                    assert_eq!(found, expected, "{unit:?} {room:?} {from} to {to}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_chain_of_a_thing_is_read_from_its_newest_revision_on() {
    both(async |database| {
        fill(&database).await;
        let mut tx = database.read().await.expect("a snapshot");
        let thing = Uuid::from_u128(1);
        let newest = chain_before(&mut tx, thing, i64::MAX, 3)
            .await
            .expect("read");
        assert_eq!(positions(&newest), [58, 55, 52]);
        let older = chain_before(&mut tx, thing, newest[2].rev, 100)
            .await
            .expect("read");
        assert_eq!(older.len(), 17);
        assert_eq!(older[0].position, 49);
        let none = chain_before(&mut tx, Uuid::from_u128(9), i64::MAX, 3).await;
        assert!(none.expect("read").is_empty());
    })
    .await;
}

#[tokio::test]
async fn any_number_of_nodes_is_read_each_once_and_those_that_are_missing_are_left_out() {
    both(async |database| {
        fill(&database).await;
        let mut tx = database.read().await.expect("a snapshot");
        let leaf = |index| NodeId { level: 0, index };
        for count in [0, 1, 19, 20, 21, 40, 41, 59, 60, 75] {
            let wanted: Vec<NodeId> = (0..count).map(leaf).collect();
            let found = nodes(&mut tx, &wanted).await.expect("read");
            let there: Vec<NodeId> = (0..count.min(60)).map(leaf).collect();
            assert_eq!(found.keys().copied().collect::<Vec<_>>(), there, "{count}");
        }
        let found = nodes(&mut tx, &[leaf(7)]).await.expect("read");
        let hash = tree::leaf_hash("mục 7".as_bytes());
        assert_eq!(found.get(&leaf(7)), Some(&hash));
    })
    .await;
}

//! The embedded engine answers in the thread that asks, and waits elsewhere.

use std::future::Future as _;
use std::pin::pin;
use std::sync::mpsc;
use std::task::{Context, Waker};

use dinh_store::archive::Load;
use dinh_store::{Database, StoreError};
use tempfile::TempDir;

const TABLE: &str = "CREATE TABLE note (number INTEGER NOT NULL PRIMARY KEY, words TEXT)";
const ADD: &str = "INSERT INTO note (words, number) VALUES ($2, $1)";
const COUNT: &str = "SELECT COUNT(*) FROM note";

async fn notes() -> (Database, TempDir, String) {
    let folder = TempDir::new().expect("a temporary folder");
    let file = format!("{}/dinh.sqlite", folder.path().display());
    let database = Database::open(&format!("sqlite://{file}"))
        .await
        .expect("a database");
    let mut tx = database.write().await.expect("the seat");
    tx.script(TABLE).await.expect("a table");
    tx.commit().await.expect("a commit");
    (database, folder, file)
}

async fn count(database: &Database) -> i64 {
    let mut tx = database.read().await.expect("a snapshot");
    let (count,) = tx.select(COUNT).one().await.expect("a count");
    count
}

#[tokio::test]
async fn markers_stand_for_values_by_their_number_not_by_their_order() {
    let (database, _folder, _) = notes().await;
    let mut tx = database.write().await.expect("the seat");
    let add = tx.change(ADD).bind(7_i64).bind("một");
    add.run_one().await.expect("a row");
    let read = tx.select("SELECT number, words FROM note");
    let row: (i64, Option<String>) = read.one().await.expect("the row");
    assert_eq!(row, (7, Some("một".to_owned())));
    let too_few = tx.change(ADD).bind(8_i64).run().await;
    assert!(matches!(too_few, Err(StoreError::Engine(_))), "{too_few:?}");
    let twice = tx.change(ADD).bind(7_i64).bind("hai").run().await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
}

/// One thread runs everything here: it must not be the one that waits.
#[tokio::test]
async fn others_read_on_while_a_writer_waits_for_another_process() {
    let (database, _folder, file) = notes().await;
    let other = rusqlite::Connection::open(file).expect("the other process");
    other.execute_batch("BEGIN IMMEDIATE").expect("its seat");
    let write = async {
        let mut tx = database.write().await.expect("the seat in the end");
        tx.change(ADD).bind(1_i64).bind("sau").run_one().await?;
        tx.commit().await
    };
    let read = async {
        assert_eq!(count(&database).await, 0, "the other has not committed");
        other
            .execute_batch("INSERT INTO note (number) VALUES (2); COMMIT")
            .expect("its commit");
    };
    let (written, ()) = tokio::join!(write, read);
    written.expect("written");
    assert_eq!(count(&database).await, 2);
}

/// The thread that lets go does not wait until the other process is done, which it would never be here.
#[tokio::test]
async fn a_seat_that_nobody_waits_for_any_more_is_let_go_at_once_and_free_later() {
    let (database, _folder, file) = notes().await;
    let other = rusqlite::Connection::open(file).expect("the other process");
    for number in 0..30_i64 {
        other.execute_batch("BEGIN IMMEDIATE").expect("its seat");
        {
            // Far enough to have found the other process, and to wait in a thread.
            let mut write = pin!(database.write());
            for _ in 0..50 {
                let mut context = Context::from_waker(Waker::noop());
                assert!(write.as_mut().poll(&mut context).is_pending(), "it waits");
                tokio::task::yield_now().await;
            }
        }
        assert_eq!(count(&database).await, number * 2, "others read on");
        let add = format!(
            "INSERT INTO note (number) VALUES ({}); COMMIT",
            1000 + number
        );
        other.execute_batch(&add).expect("its commit");
        let mut tx = database.write().await.expect("the seat");
        let add = tx.change(ADD).bind(number).bind("sau");
        add.run_one().await.expect("a row");
        tx.commit().await.expect("a commit");
    }
}

#[tokio::test]
async fn what_is_committed_is_on_the_disk_and_what_is_erased_is_overwritten() {
    let (database, _folder, _) = notes().await;
    let mut tx = database.write().await.expect("the seat");
    for (pragma, full) in [
        ("PRAGMA synchronous", 2),
        ("PRAGMA secure_delete", 1),
        ("PRAGMA foreign_keys", 1),
        ("PRAGMA wal_autocheckpoint", 16_384),
    ] {
        let (set,): (i64,) = tx.select(pragma).one().await.expect("a setting");
        assert_eq!(set, full, "{pragma}");
    }
    let (mode,): (String,) = tx
        .select("PRAGMA journal_mode")
        .one()
        .await
        .expect("a mode");
    assert_eq!(mode, "wal");
}

#[tokio::test]
async fn a_commit_that_nobody_waits_for_leaves_the_seat_free() {
    let (database, _folder, _) = notes().await;
    for number in 0..50_i64 {
        let mut tx = database.write().await.expect("the seat");
        let add = tx.change(ADD).bind(number).bind("đi");
        add.run_one().await.expect("a row");
        {
            // It waits for the disk, and nobody waits for it.
            let commit = pin!(tx.commit());
            let _began = commit.poll(&mut Context::from_waker(Waker::noop()));
        }
    }
    let mut tx = database.write().await.expect("the seat");
    let add = tx.change(ADD).bind(100_i64).bind("về");
    add.run_one().await.expect("a row");
    tx.commit().await.expect("a commit");
    let kept = count(&database).await;
    assert!(
        (1..=51).contains(&kept),
        "each is whole or not there: {kept}"
    );
}

/// The only thread that may wait is busy, so the commit stands in line when nobody waits for it any more.
#[test]
fn a_commit_that_comes_late_ends_nothing_that_somebody_else_began() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(1)
        .build();
    runtime.expect("a runtime").block_on(async {
        let (database, _folder, _) = notes().await;
        let (free, until_free) = mpsc::channel::<()>();
        let busy = tokio::task::spawn_blocking(move || until_free.recv());
        let mut tx = database.write().await.expect("the seat");
        let add = tx.change(ADD).bind(1_i64).bind("trước");
        add.run_one().await.expect("a row");
        {
            let commit = pin!(tx.commit());
            let began = commit.poll(&mut Context::from_waker(Waker::noop()));
            assert!(began.is_pending(), "it stands in line");
        }
        let mut tx = database.write().await.expect("the seat");
        let add = tx.change(ADD).bind(2_i64).bind("sau");
        add.run_one().await.expect("a row");
        free.send(()).expect("the thread");
        busy.await.expect("the thread").expect("a word");
        let last = tokio::task::spawn_blocking(|| ());
        last.await.expect("all that stood in line is over");
        drop(tx);
        assert_eq!(count(&database).await, 0, "neither was committed");
    });
}

#[tokio::test]
async fn a_place_that_is_filled_at_once_needs_no_room_for_a_log_and_is_empty_until_the_commit() {
    let folder = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("dinh.sqlite");
    let address = format!("sqlite://{}", file.display());
    let database = Database::open_to_fill(&address).await.expect("a database");
    let words = "đò ".repeat(1 << 20);
    for is_kept in [false, true] {
        let mut tx = database.write().await.expect("the seat");
        tx.script(TABLE).await.expect("a table");
        for number in 0..4_i64 {
            let add = tx.change(ADD).bind(number).bind(words.clone());
            add.run_one().await.expect("a row");
        }
        assert!(!folder.path().join("dinh.sqlite-wal").exists(), "no log");
        if is_kept {
            tx.commit().await.expect("a commit");
        } else {
            drop(tx);
            assert!(Load::is_empty(&database).await.expect("read"));
        }
    }
    database.close().await;
    let database = Database::open(&address).await.expect("a database");
    assert_eq!(count(&database).await, 4);
    let mut tx = database.write().await.expect("the seat");
    let (mode,): (String,) = tx
        .select("PRAGMA journal_mode")
        .one()
        .await
        .expect("a mode");
    assert_eq!(mode, "wal", "as any other");
}

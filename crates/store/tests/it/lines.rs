//! Whoever comes when too many wait already is told so at once; and the log of SQLite is written back when it is asked for.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use dinh_store::{Database, Engine, StoreError};

use crate::engines::{databases, of};

/// More than may wait for one thing.
const MANY: usize = 1_100;

fn poll<T>(future: &mut Pin<Box<impl Future<Output = T>>>) -> Poll<T> {
    future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
}

/// Ask again and again without waiting, until one is turned away; gives how many stand in line by then.
fn until_turned_away<T>(
    ask: impl Fn() -> Pin<Box<dyn Future<Output = Result<T, StoreError>>>>,
) -> usize {
    let mut waiting = Vec::new();
    while waiting.len() < MANY {
        let mut next = Box::pin(ask());
        match poll(&mut next) {
            Poll::Ready(Err(StoreError::Busy)) => return waiting.len(),
            Poll::Ready(_) | Poll::Pending => waiting.push(next),
        }
    }
    waiting.len()
}

#[tokio::test]
async fn the_line_of_readers_and_that_of_writers_are_bounded_and_empty_again() {
    for (database, _folder) in databases().await {
        let database: &'static Database = Box::leak(Box::new(database));
        let seat = database.write().await.expect("the seat");
        let stood = until_turned_away(|| Box::pin(database.write()));
        assert!((200..MANY).contains(&stood), "{stood} writers");
        drop(seat);
        drop(database.write().await.expect("who waited has gone"));
        let mut readers = Vec::new();
        for _ in 0..8 {
            readers.push(database.read().await.expect("a snapshot"));
        }
        let stood = until_turned_away(|| Box::pin(database.read()));
        assert!((200..MANY).contains(&stood), "{stood} readers");
        drop(readers);
        drop(database.read().await.expect("who waited has gone"));
        database.close().await;
    }
}

#[tokio::test]
async fn what_was_committed_moves_from_the_log_into_the_file_when_it_is_written_back() {
    let made = databases().await;
    let database = of(&made, Engine::Sqlite).expect("SQLite");
    let folder = made[0].1.as_ref().expect("a folder").path();
    let bytes = || {
        std::fs::metadata(folder.join("dinh.sqlite"))
            .expect("the file")
            .len()
    };
    let before = bytes();
    let mut tx = database.write().await.expect("the seat");
    let long = "x".repeat(200_000);
    dinh_store::settings::save(&mut tx, "long", &long)
        .await
        .expect("saved");
    tx.commit().await.expect("committed");
    assert_eq!(bytes(), before, "it stands in the log");
    database.write_back().await.expect("written back");
    assert!(bytes() >= before + 200_000);
}

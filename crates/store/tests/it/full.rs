//! A disk without room: nothing is written, nothing is lost: the database keeps what it has, and goes on when there is room again.

use dinh_store::{Engine, settings};

use crate::engines::{databases, of};

#[tokio::test]
async fn without_room_nothing_is_written_and_nothing_is_lost() {
    let made = databases().await;
    let database = of(&made, Engine::Sqlite).expect("SQLite");
    let mut tx = database.write().await.expect("the seat");
    settings::save(&mut tx, "before", "có")
        .await
        .expect("saved");
    // As much as there is, and no page more.
    tx.script("PRAGMA max_page_count = 1").await.expect("set");
    tx.commit().await.expect("commit");

    let long = "x".repeat(1 << 20);
    let mut tx = database.write().await.expect("the seat");
    let refused = settings::save(&mut tx, "more", &long).await;
    assert!(refused.is_err(), "{refused:?}");
    drop(tx);
    let mut tx = database.read().await.expect("a snapshot");
    let before = settings::find(&mut tx, "before").await.expect("read");
    assert_eq!(before.as_deref(), Some("có"));
    drop(tx);

    let mut tx = database.write().await.expect("the seat is free again");
    tx.script("PRAGMA max_page_count = 1000000")
        .await
        .expect("set");
    settings::save(&mut tx, "more", &long).await.expect("saved");
    tx.commit().await.expect("commit");
}

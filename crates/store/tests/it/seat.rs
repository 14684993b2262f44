//! Two nodes over one database: one of them has the seat of the clockwork, and another takes it when that one is gone.

use dinh_store::{Engine, Seat};

use crate::engines::{databases, of};

const END_ITS_SESSION: &str = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' \
    AND classid = 1668050795 AND objid = CAST(hashtext(current_schema()) AS OID)";
/// Each asking goes to the server, which needs a moment to notice that another has gone.
const PATIENCE: usize = 500;

async fn comes_to(seat: &mut Seat) -> bool {
    for _ in 0..PATIENCE {
        if seat.is_ours().await.expect("an answer") {
            return true;
        }
    }
    false
}

#[tokio::test]
async fn one_node_has_the_seat_until_it_goes_or_its_session_ends() {
    let made = databases().await;
    let Some(database) = of(&made, Engine::Postgres) else {
        return;
    };
    let (mut one, mut other) = (Seat::new(database), Seat::new(database));
    assert!(one.is_ours().await.expect("an answer"));
    assert!(!other.is_ours().await.expect("an answer"));
    assert!(one.is_ours().await.expect("it keeps it"));
    drop(one);
    assert!(comes_to(&mut other).await, "it is free again");
    let mut third = Seat::new(database);
    assert!(!third.is_ours().await.expect("an answer"));
    let mut tx = database.read().await.expect("a snapshot");
    let ended: Vec<(bool,)> = tx.select(END_ITS_SESSION).all().await.expect("ended");
    assert_eq!(ended, [(true,)]);
    drop(tx);
    assert!(
        comes_to(&mut third).await,
        "a session that was cut off holds nothing"
    );
    assert!(
        !other
            .is_ours()
            .await
            .expect("it notices and does not have it")
    );
}

#[tokio::test]
async fn an_embedded_database_has_one_node_which_always_has_the_seat() {
    let made = databases().await;
    let database = of(&made, Engine::Sqlite).expect("SQLite");
    let mut seat = Seat::new(database);
    for _ in 0..2 {
        assert!(seat.is_ours().await.expect("an answer"));
    }
}

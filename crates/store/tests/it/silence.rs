//! A node that falls silent in the middle of writing does not keep the others from it for ever.

use dinh_store::{Engine, ReadTx};

use crate::engines::{databases, of};

async fn patience(tx: &mut ReadTx) -> String {
    let row: (String,) = tx
        .select("SELECT current_setting('idle_in_transaction_session_timeout')")
        .one()
        .await
        .expect("a setting");
    row.0
}

#[tokio::test]
async fn the_server_ends_what_a_silent_writer_holds_and_lets_readers_think() {
    let made = databases().await;
    let Some(database) = of(&made, Engine::Postgres) else {
        return;
    };
    let mut tx = database.write().await.expect("the seat");
    assert_eq!(patience(&mut tx).await, "20s");
    drop(tx);
    let mut tx = database.read().await.expect("a snapshot");
    assert_ne!(patience(&mut tx).await, "20s");
}

//! What is committed is told apart at once, whoever commits.

use dinh_store::{Database, Engine};
use tempfile::TempDir;

use crate::engines::{databases, empty_postgres, of};

/// One change and its commit.
async fn change(database: &Database, value: &str) {
    let mut tx = database.write().await.expect("the seat");
    dinh_store::settings::save(&mut tx, "commits", value)
        .await
        .expect("a change");
    tx.commit().await.expect("a commit");
}

#[tokio::test]
async fn nothing_new_is_told_until_somebody_commits_and_then_at_once() {
    for (database, _folder) in databases().await {
        for round in 0..20 {
            let before = database.commits().await.expect("an answer");
            let again = database.commits().await.expect("an answer");
            // Another test of the same server may commit at any time.
            if database.engine() == Engine::Sqlite {
                assert_eq!(before, again);
            }
            change(&database, &round.to_string()).await;
            let after = database.commits().await.expect("an answer");
            assert_ne!(before, after, "{:?}", database.engine());
        }
        database.close().await;
    }
}

#[tokio::test]
async fn a_change_that_is_given_up_is_no_commit_on_sqlite() {
    let made = databases().await;
    let database = of(&made, Engine::Sqlite).expect("SQLite");
    let before = database.commits().await.expect("an answer");
    let mut tx = database.write().await.expect("the seat");
    dinh_store::settings::save(&mut tx, "commits", "never")
        .await
        .expect("a change");
    drop(tx);
    drop(database.write().await.expect("it is free again"));
    assert_eq!(before, database.commits().await.expect("an answer"));
}

#[tokio::test]
async fn a_commit_of_another_process_or_node_is_seen() {
    let folder = TempDir::new().expect("a temporary folder");
    let mut addresses = vec![format!("sqlite://{}/dinh.sqlite", folder.path().display())];
    addresses.extend(empty_postgres().await);
    for address in addresses {
        let database = Database::open(&address).await.expect("opened");
        dinh_store::schema::migrate(&database)
            .await
            .expect("a schema");
        let other = Database::open(&address).await.expect("opened twice");
        for round in 0..20 {
            let before = database.commits().await.expect("an answer");
            change(&other, &round.to_string()).await;
            assert_ne!(before, database.commits().await.expect("an answer"));
        }
        // Also while the log of SQLite is written back and begins anew.
        other.write_back().await.expect("written back");
        let before = database.commits().await.expect("an answer");
        change(&other, "after the log").await;
        assert_ne!(before, database.commits().await.expect("an answer"));
        other.close().await;
        database.close().await;
    }
}

#[tokio::test]
async fn those_who_ask_together_share_an_answer_that_is_not_older_than_their_question() {
    for (database, _folder) in databases().await {
        let before = database.commits().await.expect("an answer");
        change(&database, "shared").await;
        let asking = (0..50).map(|_| {
            let database = database.clone();
            tokio::spawn(async move { database.commits().await.expect("an answer") })
        });
        for asked in asking.collect::<Vec<_>>() {
            assert_ne!(before, asked.await.expect("an answer"));
        }
    }
}

//! Every statement is understood by both engines against the migrated schema.

use std::collections::BTreeSet;

use dinh_store::every_statement;

use crate::engines::both;

#[tokio::test]
async fn every_statement_is_prepared_on_both_engines() {
    both(async |database| {
        let mut tx = database.read().await.expect("a snapshot");
        for (name, sql) in every_statement() {
            let prepared = tx.prepare(sql).await;
            assert!(
                prepared.is_ok(),
                "{:?} {name}: {prepared:?}\n{sql}",
                database.engine()
            );
        }
    })
    .await;
}

#[test]
fn no_statement_stands_twice() {
    let mut seen = BTreeSet::new();
    for (name, sql) in every_statement() {
        assert!(seen.insert(sql), "{name} stands twice: {sql}");
    }
}

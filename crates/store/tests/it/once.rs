//! A key is taken once, however often its form is sent.

use jiff::{SignedDuration, Timestamp};

use crate::engines::both;

const KEY: [u8; 32] = [7; 32];

#[tokio::test]
async fn a_key_belongs_to_the_request_whose_change_stands_until_it_is_forgotten() {
    both(async |database| {
        let now: Timestamp = "2026-11-23T08:00:00Z".parse().expect("a time");
        let mut tx = database.write().await.expect("the seat");
        assert!(
            dinh_store::once::claim(&mut tx, KEY, 1, now)
                .await
                .expect("claimed")
        );
        drop(tx);
        let mut tx = database.write().await.expect("the seat");
        let mut claim = async |request| {
            let claimed = dinh_store::once::claim(&mut tx, KEY, request, now).await;
            claimed.expect("an answer")
        };
        assert!(claim(2).await, "what was given up took nothing");
        assert!(claim(2).await, "the same request may write twice");
        assert!(!claim(3).await);
        let earlier = now - SignedDuration::from_secs(1);
        let later = now + SignedDuration::from_secs(1);
        for (before, gone) in [(earlier, 0), (later, 1)] {
            let forgotten = dinh_store::retention::end_piece(&mut tx, "once", before).await;
            assert_eq!(forgotten.expect("an answer"), gone);
        }
        assert!(
            dinh_store::once::claim(&mut tx, KEY, 3, now)
                .await
                .expect("free again")
        );
    })
    .await;
}

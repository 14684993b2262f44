//! Erasing takes two people.

use dinh_service::Error;
use dinh_service::register::{ask_erasure, confirm_erasure, erasures_asked, refuse_erasure};
use dinh_store::register::requests;

use super::sealed::withdrawn;
use super::{ARTICLE, REASON, colleague, contents, list_of_people};
use crate::stage::{Stage, stages};

async fn still_there(stage: &Stage, position: i64) -> bool {
    contents(&stage.platform, position).await[0].salt.is_some()
}

async fn asked(stage: &Stage) -> usize {
    let mut tx = stage.platform.store.read().await.expect("a snapshot");
    requests::open(&mut tx).await.expect("read").len()
}

#[tokio::test]
async fn who_asks_does_not_agree_and_a_second_person_does() {
    for stage in stages().await {
        let (publication, position) = list_of_people(&stage).await;
        withdrawn(&stage, &publication).await;
        let (clerk, chairman) = (stage.clerk(), stage.chairman());
        // Who drafts asks; who answers for the unit agrees.
        let id = ask_erasure(&clerk, position, 0, ARTICLE, REASON)
            .await
            .expect("asked");
        assert!(still_there(&stage, position).await, "asking erases nothing");
        let again = ask_erasure(&chairman, position, 0, ARTICLE, REASON).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
        for clerk in [stage.clerk(), stage.second_clerk()] {
            let denied = confirm_erasure(&clerk, id).await;
            assert!(matches!(denied, Err(Error::Forbidden)), "{denied:?}");
        }
        let seen = erasures_asked(&chairman).await.expect("seen");
        assert!(
            seen.len() == 1 && seen[0].may_agree && !seen[0].mine,
            "{seen:?}"
        );
        let said = confirm_erasure(&chairman, id).await.expect("agreed");
        assert!(said > position && !still_there(&stage, position).await);
        assert_eq!(asked(&stage).await, 0);
        let twice = confirm_erasure(&chairman, id).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
    }
}

#[tokio::test]
async fn nobody_agrees_to_their_own_request_under_whatever_mandate() {
    for stage in stages().await {
        let (publication, position) = list_of_people(&stage).await;
        withdrawn(&stage, &publication).await;
        let chairman = stage.chairman();
        let id = ask_erasure(&chairman, position, 0, ARTICLE, REASON)
            .await
            .expect("asked");
        let alone = confirm_erasure(&chairman, id).await;
        assert!(
            matches!(alone, Err(Error::Conflict(ref text)) if text.contains("hai người")),
            "{alone:?}"
        );
        assert!(still_there(&stage, position).await);
        confirm_erasure(&colleague(&chairman), id)
            .await
            .expect("a colleague agrees");
        assert!(!still_there(&stage, position).await);
    }
}

#[tokio::test]
async fn what_is_refused_or_taken_back_stays_and_its_reason_goes() {
    for stage in stages().await {
        let (publication, position) = list_of_people(&stage).await;
        withdrawn(&stage, &publication).await;
        let (clerk, chairman) = (stage.clerk(), stage.chairman());
        for who in [&clerk, &chairman] {
            let id = ask_erasure(&clerk, position, 0, ARTICLE, REASON)
                .await
                .expect("asked");
            refuse_erasure(who, id).await.expect("decided");
            assert!(still_there(&stage, position).await);
            let late = confirm_erasure(&chairman, id).await;
            assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
        }
        for (who, ctx) in stage.strangers() {
            let id = ask_erasure(&clerk, position, 0, ARTICLE, REASON)
                .await
                .expect("asked");
            let denied = refuse_erasure(&ctx, id).await;
            assert!(matches!(denied, Err(Error::Forbidden)), "{who}: {denied:?}");
            let denied = confirm_erasure(&ctx, id).await;
            assert!(matches!(denied, Err(Error::Forbidden)), "{who}: {denied:?}");
            refuse_erasure(&clerk, id).await.expect("taken back");
        }
    }
}

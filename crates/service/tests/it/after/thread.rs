//! The common thread: one part in each hamlet, two thirds of all of them exactly.

use dinh_domain::decision::{Notice, Origin, Outcome, Plan, State, Subject};
use dinh_domain::ids::DecisionId;
use dinh_law::{DecisionForm, Scope};
use dinh_service::Error;
use dinh_service::decision::{
    community_results, conclude_thread, duties_of_decision, open, set_effect,
};
use jiff::civil::date;

use super::scene::{Scene, scenes};
use crate::stage::DECIDED;

async fn opened(scene: &Scene) -> DecisionId {
    let mut thread = scene.blank(Subject::PublicWorks, &["Đồng ý"]).await;
    thread.unit = scene.stage.ward.id;
    thread.proposal.scope = Scope::Commune;
    thread.proposal.origin = Origin::Chairman;
    thread.state = State::Noticed;
    thread.effective_on = None;
    thread.round.roll = None;
    thread.round.count = None;
    thread.round.decided_on = None;
    thread.send_by = None;
    let mut plan = Plan::new(
        DecisionForm::Meeting,
        DECIDED.at(7, 0, 0, 0),
        date(2026, 2, 1),
    );
    plan.closes = Some(date(2026, 3, 1).at(17, 0, 0, 0));
    thread.round.plan = Some(plan);
    thread.round.notice = Some(Notice::default());
    let thread = scene.add(thread).await;
    open(&scene.chairman(), thread.id).await.expect("opened");
    thread.id
}

/// The first hamlets approve, the others do not.
async fn decide(scene: &Scene, thread: DecisionId, approve: usize, against: usize) {
    let mut tx = scene.stage.platform.store.write().await.expect("the seat");
    let parts = dinh_store::decision::children(&mut tx, thread, 0, 10)
        .await
        .expect("parts");
    for (place, part) in parts.into_iter().enumerate() {
        let mut part = part.decision;
        let outcome = if place < approve {
            Outcome::Passed { options: vec![0] }
        } else if place < approve + against {
            Outcome::NotPassed
        } else {
            continue;
        };
        part.round.outcome = Some(outcome);
        part.state = State::Decided;
        let at = scene.stage.platform.clock.now();
        dinh_store::decision::save(&mut tx, &mut part, at)
            .await
            .expect("saved");
    }
    tx.commit().await.expect("commit");
}

#[tokio::test]
async fn every_hamlet_gets_its_part_of_the_same_proposal() {
    for scene in scenes().await {
        let thread = opened(&scene).await;
        let results = community_results(&scene.chairman(), thread)
            .await
            .expect("results");
        assert_eq!(results.len(), 3);
        let units: Vec<_> = scene.hamlets.iter().map(|unit| unit.id).collect();
        assert!(results.iter().all(|part| units.contains(&part.unit)));
        assert!(results.iter().all(|part| part.state == State::Proposed));
        let early = conclude_thread(&scene.chairman(), thread).await;
        assert!(matches!(early, Err(Error::Unlawful { .. })), "{early:?}");
    }
}

#[tokio::test]
async fn two_of_three_hamlets_are_enough_and_the_committee_sets_the_day() {
    for scene in scenes().await {
        let thread = opened(&scene).await;
        decide(&scene, thread, 2, 1).await;
        let outcome = conclude_thread(&scene.chairman(), thread)
            .await
            .expect("concluded");
        assert!(outcome.is_passed());
        let now = scene.now(thread).await;
        assert_eq!(now.effective_on, None);
        let said = community_results(&scene.chairman(), thread)
            .await
            .expect("results");
        let passed: Vec<bool> = said
            .iter()
            .map(|part| part.outcome.as_ref().is_some_and(Outcome::is_passed))
            .collect();
        assert_eq!(passed, [true, true, false]);
        assert!(
            said.iter()
                .all(|part| !part.is_public && part.needed.is_none())
        );
        let from = date(2026, 3, 1);
        set_effect(&scene.chairman(), thread, "52/QĐ-UBND", from)
            .await
            .expect("set");
        let now = scene.now(thread).await;
        assert_eq!(now.effective_on, Some(from));
        let duties = duties_of_decision(&scene.chairman(), thread)
            .await
            .expect("duties");
        assert_eq!(duties.len(), 1);
    }
}

#[tokio::test]
async fn one_of_three_is_not_enough_and_who_said_nothing_in_time_did_not_approve() {
    for scene in scenes().await {
        let thread = opened(&scene).await;
        decide(&scene, thread, 1, 0).await;
        scene.stage.move_to(date(2026, 3, 2));
        let outcome = conclude_thread(&scene.chairman(), thread)
            .await
            .expect("concluded");
        assert_eq!(outcome, Outcome::NotPassed);
        let count = scene.now(thread).await.round.count.expect("a count");
        assert_eq!((count.total, count.represented), (3, 1));
    }
}

//! The numbers that a commune hands in.

use dinh_domain::decision::{Outcome, Plan, Subject};
use dinh_law::DecisionForm;
use dinh_service::decision::{
    StatisticsPeriod, add_expense, add_receipt, decision_statistics, waiting_on_desk,
};
use jiff::civil::{Date, date};

use super::account::{expense, opened, receipt};
use super::scene::{Scene, scenes};
use crate::stage::pdf;

#[tokio::test]
async fn vouchers_are_kept_and_the_statistics_add_up_what_was_given() {
    for scene in scenes().await {
        let (id, _) = opened(&scene).await;
        let head = scene.head();
        for place in 0..3 {
            add_receipt(&head, id, receipt(&scene, place, 500_000))
                .await
                .expect("received");
        }
        let voucher = pdf("hoa-don.pdf", "hóa đơn");
        add_expense(&head, id, expense(400_000, ""), Some(voucher))
            .await
            .expect("spent");
        let period = StatisticsPeriod::find("2026-Q1").expect("a quarter");
        let found = decision_statistics(&scene.chairman(), scene.stage.ward.id, period)
            .await
            .expect("statistics");
        assert_eq!(found.discussed.len(), 1);
        let row = found.discussed.first().expect("a row");
        assert_eq!(row.contributed_money, Some(1_500_000));
        assert_eq!(row.labour_days, Some(1));
        assert_eq!(row.state_budget, Some(0));
        assert_eq!(row.decision.votes, Some(3));
        assert_eq!(row.decision.needed, Some(3));
        let meetings = found.village_meetings.first().expect("a row");
        assert_eq!(
            (meetings.communities, meetings.met_once),
            (Some(3), Some(1))
        );
        let boards = found.inspection_boards.first().expect("a row");
        assert_eq!(boards.supervisions, None);
    }
}

/// A meeting of the first hamlet on a day, as an attempt that came to `outcome`.
async fn met(scene: &Scene, on: Date, earlier: (Date, Outcome)) {
    let mut decision = scene.passed(Subject::SelfGoverning, &["Đồng ý"]).await;
    let mut tx = scene.stage.platform.store.write().await.expect("the seat");
    let mut over = decision.round.clone();
    over.plan = Some(Plan::new(
        DecisionForm::Meeting,
        earlier.0.at(8, 0, 0, 0),
        earlier.0,
    ));
    over.decided_on = Some(earlier.0);
    over.outcome = Some(earlier.1);
    dinh_store::decision::keep_round(&mut tx, decision.id, &over)
        .await
        .expect("kept");
    decision.round.number = 2;
    decision.round.plan = Some(Plan::new(DecisionForm::Meeting, on.at(8, 0, 0, 0), on));
    decision.round.decided_on = Some(on);
    let at = scene.stage.platform.clock.now();
    dinh_store::decision::save(&mut tx, &mut decision, at)
        .await
        .expect("saved");
    tx.commit().await.expect("commit");
}

#[tokio::test]
async fn every_attempt_that_was_a_meeting_of_all_is_counted() {
    for scene in scenes().await {
        // Two meetings for one election; the one that was too small is no meeting of all.
        let failed = (date(2026, 2, 3), Outcome::FailedElection);
        met(&scene, date(2026, 2, 10), failed).await;
        let small = (date(2026, 1, 27), Outcome::NotEnoughHouseholds);
        met(&scene, date(2026, 2, 10), small).await;
        let period = StatisticsPeriod::find("2026-Q1").expect("a quarter");
        let chairman = scene.chairman();
        let statistics = |period| decision_statistics(&chairman, scene.stage.ward.id, period);
        let found = statistics(period).await.expect("statistics");
        let row = found.village_meetings.first().expect("a row").clone();
        assert_eq!(
            (row.met_once, row.met_twice, row.met_otherwise),
            (Some(0), Some(1), Some(0))
        );
        let failed = (date(2026, 1, 20), Outcome::FailedElection);
        met(&scene, date(2026, 2, 10), failed).await;
        let found = statistics(period).await.expect("statistics");
        let row = found.village_meetings.first().expect("a row").clone();
        assert_eq!((row.met_twice, row.met_otherwise), (Some(0), Some(1)));
        assert!(row.note.contains("3 lần"), "{}", row.note);
    }
}

#[tokio::test]
async fn the_desk_of_the_commune_counts_what_the_last_quarter_decided() {
    for scene in scenes().await {
        opened(&scene).await;
        scene.stage.move_to(date(2026, 4, 2));
        let ward = scene.stage.ward.id;
        for ctx in [scene.chairman(), scene.front()] {
            let waits = waiting_on_desk(&ctx, ward).await.expect("read");
            let found = waits.statistics.expect("numbers");
            assert_eq!((found.period.key().as_str(), found.decided), ("2026-Q1", 1));
            assert!(waits.recognition.is_some());
        }
        let head = waiting_on_desk(&scene.head(), ward).await.expect("read");
        assert!(head.statistics.is_none() && head.recognition.is_none());
    }
}

//! Duties that come back: opened once, at the end of each period of the unit's life.

use dinh_service::disclosure::open_periodic;
use jiff::civil::{Date, date};

use crate::stage::{Stage, stages};

const BEFORE_THE_UNIT: Date = date(2025, 1, 1);

async fn run(stage: &Stage, day: Date) -> Vec<(String, String)> {
    stage.move_to(day);
    open_periodic(&stage.clockwork(), &stage.ward, BEFORE_THE_UNIT)
        .await
        .expect("opened")
        .into_iter()
        .map(|duty| (duty.rule_code, duty.period.expect("a period")))
        .collect()
}

fn periods<'a>(opened: &'a [(String, String)], rule: &str) -> Vec<&'a str> {
    opened
        .iter()
        .filter(|(code, _)| code == rule)
        .map(|(_, period)| period.as_str())
        .collect()
}

#[tokio::test]
async fn the_first_quarter_of_a_unit_that_began_in_july_is_the_third() {
    for stage in stages().await {
        let last_day = run(&stage, date(2025, 9, 30)).await;
        assert!(
            periods(&last_day, "11.2:quarter").is_empty(),
            "the quarter is not over"
        );
        let after = run(&stage, date(2025, 10, 1)).await;
        assert_eq!(periods(&after, "11.2:quarter"), ["2025-Q3"]);
        let duty = {
            let mut tx = stage.platform.store.read().await.expect("a snapshot");
            let newest = dinh_store::disclosure::duties::newest_per_rule(&mut tx, stage.ward.id);
            let newest = newest.await.expect("read");
            let quarter = |duty: &dinh_domain::disclosure::Duty| duty.rule_code == "11.2:quarter";
            newest.into_iter().find(quarter).expect("the duty")
        };
        assert_eq!(
            (duty.event_on, duty.due_on),
            (date(2025, 9, 30), date(2025, 10, 15))
        );
    }
}

#[tokio::test]
async fn what_is_open_already_is_not_opened_again() {
    for stage in stages().await {
        let first = run(&stage, date(2026, 7, 1)).await;
        assert_eq!(
            periods(&first, "11.2:quarter"),
            ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]
        );
        assert_eq!(periods(&first, "11.2:half_year"), ["2026-H1"]);
        let before = stage.trails().await;
        assert!(run(&stage, date(2026, 7, 1)).await.is_empty());
        assert!(run(&stage, date(2026, 9, 30)).await.is_empty());
        assert_eq!(stage.trails().await, before);
        assert_eq!(
            periods(&run(&stage, date(2026, 10, 1)).await, "11.2:quarter"),
            ["2026-Q3"]
        );
    }
}

#[tokio::test]
async fn two_clockworks_at_once_open_each_duty_once() {
    for stage in stages().await {
        stage.move_to(date(2026, 7, 1));
        let (one, two) = (stage.clockwork(), stage.clockwork());
        let (first, second) = tokio::join!(
            open_periodic(&one, &stage.ward, BEFORE_THE_UNIT),
            open_periodic(&two, &stage.ward, BEFORE_THE_UNIT),
        );
        let opened = first.expect("opened").len() + second.expect("opened").len();
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let all = dinh_store::disclosure::duties::of_unit(
            &mut tx,
            stage.ward.id,
            (Date::MAX, i64::MAX),
            1_000,
        )
        .await
        .expect("duties");
        assert_eq!(all.len(), opened);
    }
}

#[tokio::test]
async fn each_duty_that_the_clockwork_opens_stands_in_the_audit_trail() {
    for stage in stages().await {
        let (before, _) = stage.trails().await;
        let opened = run(&stage, date(2026, 4, 1)).await.len();
        let (after, _) = stage.trails().await;
        assert!(opened > 0);
        assert_eq!(after - before, i64::try_from(opened).expect("few"));
    }
}

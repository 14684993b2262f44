//! Whether a publication was in time is judged by the witnesses' time, where witnesses were named when it was recorded.

use dinh_domain::disclosure::{Duty, JudgedBy, Publication, Timing, standing};
use dinh_service::clock::{Clock, start_of};
use dinh_service::disclosure::{find_item, quarterly_register, unit_view};
use dinh_service::register::{TimeState, act_times, sign_newest};
use dinh_service::search::{Filters, SearchIndex};
use dinh_store::disclosure::tally::Counts;
use dinh_store::register::times;
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use tempfile::TempDir;

use crate::stage::{DECIDED, Stage, stages};
use crate::witnesses::reached;

const RULE: &str = "11.2:decided";
/// The last day: Tết is not counted.
const DUE: Date = date(2026, 2, 26);

/// Opened in the morning of the 12th, published on this day a minute before midnight.
async fn published_late_in_the_day(stage: &Stage, day: Date, title: &str) -> Publication {
    stage.move_to(DECIDED);
    let duty = stage.open(RULE, title).await;
    let number = format!("{}/QĐ-UBND", title.len());
    let draft = stage.submit(&duty, &number).await;
    let midnight = start_of(day.tomorrow().expect("a day after"));
    stage.clock.set(midnight - SignedDuration::from_secs(60));
    dinh_service::disclosure::approve(&stage.chairman(), draft.id, draft.version)
        .await
        .expect("approved");
    stage.publication(draft.id).await.publication
}

async fn stands(stage: &Stage, publication: &Publication) -> (Timing, Option<JudgedBy>) {
    let duty: Duty = stage.duty(publication.duty).await;
    let today = stage.clerk().today();
    let found = standing(&duty, today, stage.platform.law.calendar());
    (found.timing, found.judged_by)
}

async fn counts(stage: &Stage) -> (Counts, String) {
    let view = unit_view(&stage.clockwork(), stage.ward.clone(), 5).await;
    let view = view.expect("a unit");
    (view.counts, view.version)
}

#[tokio::test]
async fn recorded_a_minute_before_midnight_and_witnessed_after_it_is_a_day_late() {
    for stage in stages().await {
        let witness = reached(&stage.platform, &stage.clock, 1).await;
        witness.name(&stage.platform).await;
        let publication = published_late_in_the_day(&stage, DUE, "Dự toán năm 2026").await;
        assert_eq!(
            stands(&stage, &publication).await,
            (Timing::OnTime, Some(JudgedBy::Waiting))
        );
        let (before, version) = counts(&stage).await;
        assert_eq!((before.on_time, before.late, before.waiting), (1, 0, 1));

        let folder = TempDir::new().expect("a temporary folder");
        let index = SearchIndex::open(folder.path()).expect("an index");
        let standing = async || {
            index.follow(&stage.clockwork()).await.expect("followed");
            let late = Filters {
                standing: "late".into(),
                ..Filters::default()
            };
            index
                .search("du toan", &late, None)
                .expect("results")
                .hits
                .len()
        };
        assert_eq!(standing().await, 0);

        let midnight = start_of(date(2026, 2, 27));
        stage.clock.set(midnight + SignedDuration::from_secs(1));
        witness.ask(&stage.platform).await;
        assert_eq!(standing().await, 1, "a quorum has no entry of its own");
        assert_eq!(
            stands(&stage, &publication).await,
            (Timing::Late(1), Some(JudgedBy::Witnessed))
        );
        let (after, next) = counts(&stage).await;
        assert_eq!((after.on_time, after.late, after.waiting), (0, 1, 0));
        assert_ne!(version, next, "a kept page must not outlive the quorum");
        // What the server said stays beside it.
        let item = find_item(&stage.clerk(), publication.number, false).await;
        let item = item.expect("read").expect("public");
        assert_eq!(item.duty.published_on, Some(DUE));
        assert_eq!(item.duty.judged.map(|day| day.on), Some(date(2026, 2, 27)));
        let quarter = dinh_service::disclosure::Quarter::of(DUE);
        let list = quarterly_register(&stage.clerk(), &stage.ward, quarter).await;
        let row = list.expect("a list").rows.remove(0);
        assert_eq!(row.status, "Trễ 1 ngày (giờ chứng kiến)");
        assert_eq!(row.judged_at, Some(date(2026, 2, 27)));
    }
}

#[tokio::test]
async fn witnesses_that_are_down_for_two_days_leave_it_provisional_until_they_are_back() {
    for stage in stages().await {
        let witness = reached(&stage.platform, &stage.clock, 1).await;
        witness.name(&stage.platform).await;
        let publication = published_late_in_the_day(&stage, DUE, "Dự toán năm 2026").await;
        for day in [date(2026, 2, 27), date(2026, 2, 28)] {
            stage.move_to(day);
            sign_newest(&stage.platform).await.expect("signed");
            let provisional = (Timing::OnTime, Some(JudgedBy::Waiting));
            assert_eq!(stands(&stage, &publication).await, provisional, "{day}");
        }
        witness.ask(&stage.platform).await;
        assert_eq!(
            stands(&stage, &publication).await,
            (Timing::Late(2), Some(JudgedBy::Witnessed))
        );
        // A later quorum proves nothing new about it.
        let second = published_late_in_the_day(&stage, date(2026, 3, 2), "Phí chợ").await;
        witness.ask(&stage.platform).await;
        assert_eq!(
            stands(&stage, &publication).await,
            (Timing::Late(2), Some(JudgedBy::Witnessed))
        );
        let judged = stands(&stage, &second).await.1;
        assert_eq!(judged, Some(JudgedBy::Witnessed));
    }
}

#[tokio::test]
async fn what_was_recorded_before_witnesses_were_named_is_judged_by_the_recorded_time() {
    for stage in stages().await {
        let old = published_late_in_the_day(&stage, DUE, "Dự toán năm 2026").await;
        stage.move_to(date(2026, 3, 20));
        let witness = reached(&stage.platform, &stage.clock, 1).await;
        witness.name(&stage.platform).await;
        witness.ask(&stage.platform).await;
        assert_eq!(
            stands(&stage, &old).await,
            (Timing::OnTime, Some(JudgedBy::Recorded)),
            "the first quorum would make every old act late"
        );
        // Its page still shows the interval that is proven.
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let rows = times::of_publication(&mut tx, old.id).await.expect("times");
        let shown = act_times(&rows).into_values().next().expect("one act");
        assert_eq!(shown.proven.state, TimeState::Witnessed);
        assert_eq!(shown.proven.not_before, None);
        assert_eq!(shown.proven.not_after, Some(stage.clock.now()));
        drop(tx);
        let new = published_late_in_the_day(&stage, date(2026, 3, 21), "Phí chợ").await;
        assert_eq!(
            stands(&stage, &new).await,
            (Timing::Late(23), Some(JudgedBy::Waiting))
        );
    }
}

#[tokio::test]
async fn an_act_goes_through_its_states_and_its_interval_narrows_only_then() {
    for stage in stages().await {
        let witness = reached(&stage.platform, &stage.clock, 1).await;
        witness.name(&stage.platform).await;
        published_late_in_the_day(&stage, DECIDED, "Dự toán năm 2026").await;
        witness.ask(&stage.platform).await;
        let first = stage.clock.now();
        let publication = published_late_in_the_day(&stage, DUE, "Phí chợ").await;
        let proven = async || {
            let mut tx = stage.platform.store.read().await.expect("a snapshot");
            let rows = times::of_publication(&mut tx, publication.id).await;
            let act = act_times(&rows.expect("times")).into_values().next();
            act.expect("one act").proven
        };
        let waiting = proven().await;
        assert_eq!(waiting.state, TimeState::Waiting);
        sign_newest(&stage.platform).await.expect("signed");
        let recorded = proven().await;
        assert_eq!(recorded.state, TimeState::Recorded);
        assert_eq!((recorded.not_before, recorded.not_after), (None, None));
        witness.ask(&stage.platform).await;
        let witnessed = proven().await;
        assert_eq!(witnessed.state, TimeState::Witnessed);
        let seen = stage.clock.now();
        assert_eq!(
            (witnessed.not_before, witnessed.not_after),
            (Some(first), Some(seen))
        );
    }
}

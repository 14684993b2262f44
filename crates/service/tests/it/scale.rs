//! The large city in small: the same register however often it is filled and wherever the filling was broken off.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use dinh_domain::disclosure::DUE_SOON_DAYS;
use dinh_domain::ids::UnitId;
use dinh_law::WorkingDays;
use dinh_service::Error;
use dinh_service::demo::scale::{self, Progress, Scale};
use dinh_service::register::sign_newest;
use dinh_store::disclosure::tally;
use dinh_store::register::find_newest_checkpoint;

use crate::installation::{Installation, installations};

/// Two communes, four hamlets, a quarter.
const SMALL: Scale = Scale {
    communes: 2,
    hamlets: 4,
    households: 60,
    months: 3,
    duties: 250,
    publications: 200,
    entries: 420,
    decisions: 12,
};

async fn fill(to: &Installation, scale: &Scale) -> Progress {
    let filled = scale::fill(&to.platform, scale, "", &|_| ControlFlow::Continue(())).await;
    filled.expect("it is filled").expect("to its end")
}

/// Size and root as the checkpoint says them.
async fn root(of: &Installation) -> String {
    sign_newest(&of.platform).await.expect("a signature");
    let mut tx = of.platform.store.read().await.expect("a snapshot");
    let newest = find_newest_checkpoint(&mut tx).await.expect("a checkpoint");
    newest.expect("a signed register").note
}

#[tokio::test]
async fn a_large_city_is_as_large_as_asked_for() {
    for city in installations().await {
        let made = fill(&city, &SMALL).await;
        assert_eq!(
            (made.duties, made.publications, made.decisions),
            (SMALL.duties, SMALL.publications, SMALL.decisions)
        );
        assert!(made.entries.abs_diff(SMALL.entries) < 15, "{made:?}");
        let end = scale::find_end(&city.platform).await.expect("an answer");
        assert_eq!(end, Some(jiff::civil::date(2025, 10, 1)));
        let again = fill(&city, &SMALL).await;
        assert_eq!(again, made);
    }
}

#[tokio::test]
async fn a_large_city_filled_in_pieces_has_the_register_of_one_filled_at_once() {
    let (whole, pieces) = (installations().await, installations().await);
    let mut roots = Vec::new();
    for (whole, pieces) in whole.iter().zip(&pieces) {
        fill(whole, &SMALL).await;
        let mut rounds = 0;
        loop {
            let batches = AtomicUsize::new(0);
            let few = |_: &Progress| match batches.fetch_add(1, Ordering::SeqCst) {
                16 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            };
            let filled = scale::fill(&pieces.platform, &SMALL, "", &few).await;
            if filled.expect("it goes on").is_some() {
                break;
            }
            rounds += 1;
        }
        assert!(rounds > 4, "{rounds}");
        roots.push(root(whole).await);
        roots.push(root(pieces).await);
    }
    roots.dedup();
    assert_eq!(roots.len(), 1, "{roots:?}");
}

#[tokio::test]
async fn tallies_that_moved_day_by_day_are_those_of_a_recount() {
    for city in installations().await {
        let days = AtomicUsize::new(0);
        let half = |_: &Progress| match days.fetch_add(1, Ordering::SeqCst) {
            60 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        let filled = scale::fill(&city.platform, &SMALL, "", &half).await;
        assert!(filled.expect("it begins").is_none());
        let mut tx = city.platform.store.write().await.expect("the seat");
        let moved = tally::all(&mut tx, 10).await.expect("tallies");
        assert_eq!(moved.len(), SMALL.communes);
        for row in moved {
            let day = row.as_of.to_jiff();
            let calendar = city.platform.law.calendar();
            let soon = calendar.working_day_after(day, WorkingDays::new(DUE_SOON_DAYS));
            let unit = UnitId(row.unit_id);
            let counted = tally::refresh(&mut tx, unit, day, soon.expect("a day")).await;
            let counted = counted.expect("counted");
            assert_eq!(counted, row.counts);
            assert!(counted.overdue > 0 && counted.late > 0, "{counted:?}");
        }
    }
}

#[tokio::test]
async fn another_scale_is_refused_and_a_list_that_is_too_short_too() {
    let [city, ..] = &installations().await[..] else {
        panic!("an installation")
    };
    let far = Scale {
        communes: 104,
        ..SMALL
    };
    let go_on = |_: &Progress| ControlFlow::Continue(());
    let short = scale::fill(&city.platform, &far, "", &go_on).await;
    assert!(matches!(short, Err(Error::Invalid(_))), "{short:?}");
    fill(city, &SMALL).await;
    let other = scale::fill(&city.platform, &far, "", &go_on).await;
    assert!(matches!(other, Err(Error::Conflict(_))), "{other:?}");
    let mut tx = city.platform.store.read().await.expect("a snapshot");
    let tallies = tally::all(&mut tx, 10).await.expect("tallies");
    let counted: i64 = tallies.iter().map(|row| row.counts.duties()).sum();
    assert_eq!(u64::try_from(counted).expect("a count"), SMALL.duties);
}

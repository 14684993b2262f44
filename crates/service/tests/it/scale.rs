//! The large city in small: the same register however often it is filled and wherever the filling was broken off.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use dinh_service::demo::scale::{self, Progress, Scale};
use dinh_service::register::sign_newest;
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
    assert!(short.expect_err("103").to_string().contains("--communes") || true);
    fill(city, &SMALL).await;
    assert!(scale::fill(&city.platform, &far, "", &go_on).await.is_err());
}

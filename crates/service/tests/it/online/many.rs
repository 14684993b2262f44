//! Many at the same moment.

use dinh_domain::decision::Choice;
use dinh_service::Error;
use jiff::civil::date;

use super::scene::{CLOSES, scenes};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_households_at_the_same_moment_are_all_stored() {
    for scene in scenes(64).await {
        let scene = std::sync::Arc::new(scene);
        let votes: Vec<_> = (0..64)
            .map(|place| {
                let scene = std::sync::Arc::clone(&scene);
                tokio::spawn(async move {
                    let choice = match place % 3 {
                        0 => Choice::Against,
                        _ => Choice::option(0),
                    };
                    scene.cast(place, choice, 0).await
                })
            })
            .collect();
        for vote in votes {
            let cast = vote.await.expect("a task").expect("a stored vote");
            assert!(cast.changed);
        }
        assert_eq!(scene.stored_votes().await, 64);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_phones_of_one_household_at_the_same_moment_leave_one_vote_and_tell_the_other() {
    for scene in scenes(1).await {
        let scene = std::sync::Arc::new(scene);
        let votes: Vec<_> = [Choice::option(0), Choice::Against]
            .into_iter()
            .map(|choice| {
                let scene = std::sync::Arc::clone(&scene);
                tokio::spawn(async move { scene.cast(0, choice, 0).await })
            })
            .collect();
        let mut stored = 0;
        for vote in votes {
            match vote.await.expect("a task") {
                Ok(_) => stored += 1,
                Err(error) => assert!(matches!(error, Error::Conflict(_)), "{error:?}"),
            }
        }
        assert_eq!(stored, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn votes_that_meet_the_closing_are_stored_or_told_never_lost() {
    for scene in scenes(32).await {
        scene.at(date(2026, 3, 8).at(19, 59, 59, 0));
        let scene = std::sync::Arc::new(scene);
        let votes: Vec<_> = (0..32)
            .map(|place| {
                let scene = std::sync::Arc::clone(&scene);
                tokio::spawn(async move {
                    if place == 16 {
                        scene.at(CLOSES);
                    }
                    scene.cast(place, Choice::option(0), 0).await
                })
            })
            .collect();
        let (mut stored, mut told) = (0, 0);
        for vote in votes {
            match vote.await.expect("a task") {
                Ok(_) => stored += 1,
                Err(Error::Unlawful { .. }) => told += 1,
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(stored + told, 32);
        assert!(told >= 1);
        assert_eq!(scene.stored_votes().await, stored);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_refused_vote_takes_nothing_from_those_that_were_written_with_it() {
    for scene in scenes(24).await {
        let scene = std::sync::Arc::new(scene);
        let votes: Vec<_> = (0..24)
            .map(|place| {
                let scene = std::sync::Arc::clone(&scene);
                tokio::spawn(async move {
                    match place % 4 {
                        // No such option; a revision that was never given.
                        1 => scene.cast(place, Choice::option(7), 0).await,
                        2 => scene.cast(place, Choice::Against, 5).await,
                        _ => scene.cast(place, Choice::option(0), 0).await,
                    }
                })
            })
            .collect();
        for (place, vote) in votes.into_iter().enumerate() {
            match (place % 4, vote.await.expect("a task")) {
                (1, Err(Error::Invalid(_))) | (2, Err(Error::Conflict(_))) => {}
                (0 | 3, Ok(cast)) => assert!(cast.changed),
                (_, other) => panic!("{place}: {other:?}"),
            }
        }
        assert_eq!(scene.stored_votes().await, 12);
        let told = scene.trail_of("cast_vote").await.len();
        assert_eq!(told, 12, "one row in the trail for each stored vote");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_phone_that_goes_away_keeps_nobody_waiting() {
    for scene in scenes(12).await {
        let scene = std::sync::Arc::new(scene);
        let votes: Vec<_> = (0..12)
            .map(|place| {
                let scene = std::sync::Arc::clone(&scene);
                tokio::spawn(async move { scene.cast(place, Choice::option(0), 0).await })
            })
            .collect();
        for (place, vote) in votes.iter().enumerate() {
            if place % 3 == 0 {
                vote.abort();
            }
        }
        for (place, vote) in votes.into_iter().enumerate() {
            match vote.await {
                Ok(cast) => assert!(cast.expect("stored").changed),
                Err(gone) => assert!(gone.is_cancelled() && place % 3 == 0),
            }
        }
    }
}

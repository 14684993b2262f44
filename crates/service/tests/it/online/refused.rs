//! What an online vote refuses, each with its reason.

use dinh_domain::decision::{Choice, VoteChannel};
use dinh_service::Error;
use dinh_service::decision::online::{self, Credential, NewVote};
use jiff::civil::date;

use super::scene::{CLOSES, scenes};
use crate::ballots::hamlet::HEAD;

#[tokio::test]
async fn a_vote_is_taken_in_the_last_second_and_not_in_the_next_and_the_voter_is_told() {
    for scene in scenes(3).await {
        scene.at(date(2026, 3, 8).at(19, 59, 59, 0));
        scene.cast(0, Choice::option(0), 0).await.expect("in time");
        scene.at(CLOSES);
        let late = scene.cast(1, Choice::option(0), 0).await;
        let Err(Error::Unlawful {
            reason,
            lawful_alternative,
            ..
        }) = late
        else {
            panic!("{late:?}");
        };
        assert!(reason.contains("20:00 ngày 08/03/2026"), "{reason}");
        assert!(lawful_alternative.contains("chưa có lựa chọn nào"));
        let change = scene.cast(0, Choice::Against, 1).await;
        let Err(Error::Unlawful {
            lawful_alternative, ..
        }) = change
        else {
            panic!("{change:?}");
        };
        assert!(
            lawful_alternative.contains("vẫn được lưu"),
            "{lawful_alternative}"
        );
        let head = scene.hamlet.acting(HEAD);
        online::conclude_online(&head, scene.decision)
            .await
            .expect("concluded");
        scene.at(date(2026, 3, 8).at(19, 0, 0, 0));
        let wrong_clock = scene.cast(1, Choice::option(0), 0).await;
        assert!(wrong_clock.is_err(), "a clock set back opens nothing");
    }
}

#[tokio::test]
async fn every_code_that_opens_nothing_gets_the_same_answer() {
    for scene in scenes(1).await {
        let mut answers = std::collections::BTreeSet::new();
        for typed in ["", "2222-2222-2222", "khong phai ma", "OOOO-OOOO-OOOO"] {
            let answer = online::vote_page(&scene.public(), Credential::Code(typed)).await;
            let Err(Error::Invalid(errors)) = answer else {
                panic!("{answer:?}");
            };
            answers.insert(format!("{errors:?}"));
        }
        assert_eq!(answers.len(), 1);
    }
}

#[tokio::test]
async fn a_retry_after_a_lost_answer_gives_the_same_receipt_and_writes_nothing() {
    for scene in scenes(1).await {
        let first = scene.cast(0, Choice::Against, 0).await.expect("cast");
        let trails = scene.hamlet.stage.trails().await;
        let again = scene.cast(0, Choice::Against, 0).await.expect("the same");
        assert_eq!(first.receipt, again.receipt);
        assert!(!again.changed);
        assert_eq!(trails, scene.hamlet.stage.trails().await);
        scene.cast(0, Choice::option(0), 1).await.expect("changed");
        let old = scene.cast(0, Choice::Against, 0).await;
        assert!(matches!(old, Err(Error::Conflict(_))), "{old:?}");
    }
}

#[tokio::test]
async fn an_answer_that_the_screen_does_not_offer_is_refused() {
    for scene in scenes(1).await {
        for choice in [
            Choice::Invalid,
            Choice::option(1),
            Choice::For { options: vec![] },
        ] {
            let answer = scene.cast(0, choice, 0).await;
            assert!(matches!(answer, Err(Error::Invalid(_))), "{answer:?}");
        }
        let code = scene.code(0);
        let vote = NewVote {
            choice: Choice::Other,
            opinion: "  ".into(),
            seen: 0,
        };
        let answer = online::cast(&scene.public(), Credential::Code(&code), vote).await;
        assert!(matches!(answer, Err(Error::Invalid(_))), "{answer:?}");
    }
}

#[tokio::test]
async fn a_household_that_was_taken_off_the_roll_does_not_count_and_is_told() {
    for scene in scenes(3).await {
        scene.cast(0, Choice::option(0), 0).await.expect("cast");
        let correction = dinh_service::roll::RollCorrection {
            household: scene.household(0),
            change: dinh_service::roll::RollChange::Remove,
            reason: "hộ đã chuyển đi trước ngày chốt".into(),
        };
        let head = scene.hamlet.acting(HEAD);
        dinh_service::decision::correct_roll(&head, scene.decision, correction)
            .await
            .expect("corrected");
        let refused = scene.cast(0, Choice::Against, 1).await;
        assert!(
            matches!(refused, Err(Error::Unlawful { .. })),
            "{refused:?}"
        );
        scene.at(CLOSES);
        let late = dinh_service::roll::RollCorrection {
            household: scene.household(1),
            change: dinh_service::roll::RollChange::Remove,
            reason: "hộ này cũng đã chuyển đi".into(),
        };
        let late = dinh_service::decision::correct_roll(&head, scene.decision, late).await;
        assert!(
            matches!(late, Err(Error::Conflict(_))),
            "when the time for votes is over: {late:?}"
        );
        online::conclude_online(&head, scene.decision)
            .await
            .expect("concluded");
        let count = scene.stored().await.round.count.expect("a count");
        assert_eq!((count.total, count.represented), (2, 0));
    }
}

#[tokio::test]
async fn only_the_team_enters_for_a_household_and_only_with_a_source() {
    for scene in scenes(1).await {
        let entered = |source: &str, channel| online::Entered {
            household: scene.household(0),
            channel,
            choice: Choice::option(0),
            opinion: String::new(),
            source: source.into(),
            in_time: false,
        };
        let paper = VoteChannel::Paper;
        let public = scene.public();
        let stranger =
            online::enter_for_household(&public, scene.decision, entered("bản chụp", paper)).await;
        assert!(matches!(stranger, Err(Error::Forbidden)), "{stranger:?}");
        let head = scene.hamlet.acting(HEAD);
        let bare = online::enter_for_household(&head, scene.decision, entered("", paper)).await;
        assert!(matches!(bare, Err(Error::Invalid(_))), "{bare:?}");
        let screen = entered("bản chụp", VoteChannel::Online);
        let screen = online::enter_for_household(&head, scene.decision, screen).await;
        assert!(matches!(screen, Err(Error::Invalid(_))), "{screen:?}");
    }
}

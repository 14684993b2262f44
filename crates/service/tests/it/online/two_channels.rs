//! Paper and screen in one count.

use dinh_domain::decision::{Choice, VoteChannel};
use dinh_service::Error;
use dinh_service::decision::online;
use jiff::civil::date;

use super::scene::{CLOSES, scenes};
use crate::ballots::hamlet::{FIRST, HEAD};

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one walk, step by step")]
async fn a_household_that_says_two_things_waits_for_the_team_and_blocks_the_result() {
    for scene in scenes(4).await {
        let yes = || Choice::option(0);
        scene.cast(0, yes(), 0).await.expect("cast");
        let same = scene.enter(0, VoteChannel::Paper, yes(), false).await;
        assert!(
            !same.expect("entered").conflict,
            "the same answer twice is one"
        );
        scene.cast(1, yes(), 0).await.expect("cast");
        let other = scene
            .enter(1, VoteChannel::Paper, Choice::Against, false)
            .await;
        assert!(other.expect("entered").conflict);
        scene
            .enter(2, VoteChannel::OnBehalf, yes(), false)
            .await
            .expect("entered");
        scene.at(CLOSES);
        let head = scene.hamlet.acting(HEAD);
        let blocked = online::conclude_online(&head, scene.decision).await;
        assert!(matches!(blocked, Err(Error::Conflict(_))), "{blocked:?}");
        let forgotten = scene.hamlet.stage.clockwork();
        scene.at(date(2026, 3, 10).at(20, 0, 0, 0));
        assert_eq!(online::close_forgotten(&forgotten).await.expect("asked"), 0);

        let team = scene.hamlet.acting(FIRST);
        let short = online::settle_conflict(
            &team,
            scene.decision,
            scene.household(1),
            VoteChannel::Paper,
            "vì",
        );
        assert!(matches!(short.await, Err(Error::Invalid(_))));
        let reason = "bà Tư xác nhận phiếu giấy là ý kiến của hộ";
        online::settle_conflict(
            &team,
            scene.decision,
            scene.household(1),
            VoteChannel::Paper,
            reason,
        )
        .await
        .expect("settled");
        let none = online::settle_conflict(
            &team,
            scene.decision,
            scene.household(0),
            VoteChannel::Paper,
            reason,
        );
        assert!(none.await.is_err(), "nothing to decide");
        let view =
            online::online_view(&head, scene.number, dinh_domain::access::Action::CountVotes)
                .await
                .expect("a view");
        assert_eq!((view.waiting, view.conflicts.len()), (0, 1));
        online::conclude_online(&head, scene.decision)
            .await
            .expect("concluded");
        let count = scene.stored().await.round.count.expect("a count");
        assert_eq!(
            (count.represented, count.approve, count.against),
            (3, vec![2], 1)
        );
    }
}

#[tokio::test]
async fn a_change_of_mind_after_the_team_decided_asks_the_team_again() {
    for scene in scenes(2).await {
        scene.cast(0, Choice::option(0), 0).await.expect("cast");
        scene
            .enter(0, VoteChannel::Paper, Choice::Against, false)
            .await
            .expect("entered");
        let team = scene.hamlet.acting(FIRST);
        let reason = "người nộp phiếu giấy không phải đại diện hộ";
        let household = scene.household(0);
        online::settle_conflict(
            &team,
            scene.decision,
            household,
            VoteChannel::Online,
            reason,
        )
        .await
        .expect("settled");
        let again = scene.cast(0, Choice::Other, 1).await.expect("changed");
        assert!(again.conflict);
        let view =
            online::online_view(&team, scene.number, dinh_domain::access::Action::CountVotes)
                .await
                .expect("a view");
        assert_eq!(view.waiting, 1);
        let agreed = scene.cast(0, Choice::Against, 2).await.expect("changed");
        assert!(!agreed.conflict);
    }
}

#[tokio::test]
async fn a_paper_of_before_the_end_can_be_entered_after_it_when_somebody_vouches() {
    for scene in scenes(2).await {
        scene.at(date(2026, 3, 8).at(20, 20, 0, 0));
        let late = scene
            .enter(0, VoteChannel::Paper, Choice::Against, false)
            .await;
        assert!(matches!(late, Err(Error::Unlawful { .. })), "{late:?}");
        scene
            .enter(0, VoteChannel::Paper, Choice::Against, true)
            .await
            .expect("in time");
        let head = scene.hamlet.acting(HEAD);
        online::conclude_online(&head, scene.decision)
            .await
            .expect("concluded");
        let count = scene.stored().await.round.count.expect("a count");
        assert_eq!((count.represented, count.against), (1, 1));
    }
}

#[tokio::test]
async fn who_was_entered_for_is_left_a_notice() {
    for scene in scenes(1).await {
        scene
            .enter(0, VoteChannel::OnBehalf, Choice::option(0), false)
            .await
            .expect("entered");
        scene
            .enter(0, VoteChannel::OnBehalf, Choice::option(0), false)
            .await
            .expect("the same again");
        let mut tx = scene
            .hamlet
            .stage
            .platform
            .store
            .read()
            .await
            .expect("a snapshot");
        let notices = dinh_store::decision::notices::of(&mut tx, scene.decision)
            .await
            .expect("notices");
        let texts: Vec<&str> = notices.iter().map(|notice| notice.text.as_str()).collect();
        assert_eq!(texts.len(), 1, "{texts:?}");
        assert!(
            texts
                .iter()
                .all(|text| text.contains("thay hộ, theo lời của hộ"))
        );
    }
}

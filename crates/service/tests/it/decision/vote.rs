//! The numbers of a meeting: checked, added up, never typed where they can be counted.

use dinh_domain::decision::{Outcome, SecretPapers, State, TeamMember, VotingMethod};
use dinh_service::Error;
use dinh_service::decision::{
    MeetingVote, choose_committee, choose_method, choose_secretary, conclude_meeting,
};

use super::scene::{MEET, begin, come, hamlets, hands, open};
use crate::ballots::hamlet::{FIRST, HEAD};

#[tokio::test]
async fn a_meeting_closes_with_the_attendance_that_the_platform_counted() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 9).await;
        begin(&hamlet, id, 9).await;
        let (_, before) = hamlet.stage.trails().await;
        let outcome = conclude_meeting(&hamlet.acting(HEAD), id, hands(8, 1))
            .await
            .expect("closed");
        assert_eq!(outcome, Outcome::Passed { options: vec![0] });
        let decision = hamlet.decision(id).await;
        let count = decision.round.count.clone().expect("numbers");
        assert_eq!((count.total, count.represented, count.against), (10, 9, 1));
        assert_eq!(decision.round.decided_on, Some(MEET));
        assert!(
            decision.send_by.is_some(),
            "the clock of Article 20(3) runs"
        );
        let (_, after) = hamlet.stage.trails().await;
        assert_eq!(after, before + 1, "one entry of the register");
    }
}

#[tokio::test]
async fn numbers_that_exceed_those_who_are_there_are_refused_and_nothing_is_lost() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 8).await;
        begin(&hamlet, id, 8).await;
        let trails = hamlet.stage.trails().await;
        for vote in [hands(9, 0), hands(8, 1), hands(u64::MAX, 1), hands(11, 0)] {
            let refused = conclude_meeting(&hamlet.acting(HEAD), id, vote).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
        }
        assert_eq!(hamlet.decision(id).await.state, State::Open);
        assert_eq!(hamlet.stage.trails().await, trails);
        conclude_meeting(&hamlet.acting(HEAD), id, hands(8, 0))
            .await
            .expect("closed");
    }
}

#[tokio::test]
async fn a_meeting_without_secretary_or_method_does_not_close_and_a_team_member_does_not_close_it()
{
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 9).await;
        let refused = conclude_meeting(&hamlet.acting(HEAD), id, hands(9, 0)).await;
        assert!(
            matches!(refused, Err(Error::Unlawful { .. })),
            "{refused:?}"
        );
        begin(&hamlet, id, 9).await;
        let refused = conclude_meeting(&hamlet.acting(FIRST), id, hands(9, 0)).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
}

fn members() -> Vec<TeamMember> {
    ["Trần Thị Mẫu", "Lê Văn Mẫu", "Phạm Thị Mẫu"]
        .into_iter()
        .enumerate()
        .map(|(place, name)| TeamMember {
            name: name.into(),
            body: "đại diện hộ gia đình".into(),
            front: false,
            leader: place == 0,
        })
        .collect()
}

fn secret(issued: u64, returned: u64, valid: u64, invalid: u64, approve: u64) -> MeetingVote {
    MeetingVote {
        approve: vec![approve],
        against: valid.saturating_sub(approve),
        secret: Some(SecretPapers {
            issued,
            returned,
            valid,
            invalid,
        }),
        witnesses: vec!["Ngô Văn Mẫu".into(), "Đỗ Thị Mẫu".into()],
        ..MeetingVote::default()
    }
}

#[tokio::test]
async fn a_secret_ballot_needs_its_committee_two_witnesses_and_papers_that_add_up() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 9).await;
        let head = hamlet.acting(HEAD);
        choose_secretary(&head, id, "Nguyễn Thị Mẫu", 9)
            .await
            .expect("a secretary");
        choose_method(&head, id, VotingMethod::Secret, 9)
            .await
            .expect("a method");
        let early = conclude_meeting(&head, id, secret(9, 9, 9, 0, 8)).await;
        assert!(matches!(early, Err(Error::Unlawful { .. })), "{early:?}");
        let two = members().into_iter().take(2).collect();
        assert!(choose_committee(&head, id, two, 9).await.is_err());
        choose_committee(&head, id, members(), 9)
            .await
            .expect("a committee");
        for vote in [
            secret(10, 9, 9, 0, 8),
            secret(9, 10, 10, 0, 8),
            secret(9, 9, 8, 2, 8),
            secret(9, 8, 7, 1, 8),
        ] {
            let refused = conclude_meeting(&head, id, vote).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
        }
        let mut alone = secret(9, 9, 8, 1, 8);
        alone.witnesses.truncate(1);
        let refused = conclude_meeting(&head, id, alone).await;
        assert!(
            matches!(refused, Err(Error::Unlawful { .. })),
            "{refused:?}"
        );
        let outcome = conclude_meeting(&head, id, secret(9, 9, 8, 1, 7))
            .await
            .expect("closed");
        assert!(outcome.is_passed());
        let round = hamlet.decision(id).await.round;
        assert_eq!(round.secret.expect("papers").invalid, 1);
        assert_eq!(round.count.expect("numbers").invalid, 1);
    }
}

//! A meeting as it goes: who is there, guests, corrections of the roll.

use dinh_domain::decision::{Outcome, State, Subject};
use dinh_domain::ids::HouseholdId;
use dinh_service::Error;
use dinh_service::decision::{
    ArrivalWay, arrive, attendance, choose_secretary, close_small_meeting, conclude_meeting,
    correct_roll, leave, live_meeting, note_guest, register_guest,
};
use dinh_service::roll::{RollChange, RollCorrection};
use uuid::Uuid;

use super::scene::{begin, come, hamlets, hands, open, plan, told};
use crate::ballots::hamlet::{FIRST, HEAD, Hamlet};

#[tokio::test]
async fn two_phones_entering_the_same_household_count_it_once() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        let one = hamlet.households[0];
        arrive(&hamlet.acting(HEAD), id, one, ArrivalWay::Tap)
            .await
            .expect("by tap");
        arrive(&hamlet.acting(FIRST), id, one, ArrivalWay::Card)
            .await
            .expect("by its card");
        let decision = hamlet.decision(id).await;
        let live = live_meeting(&hamlet.acting(HEAD), &decision)
            .await
            .expect("live");
        assert_eq!((live.present, live.total), (1, 10));
        leave(&hamlet.acting(HEAD), id, one).await.expect("left");
        leave(&hamlet.acting(FIRST), id, one)
            .await
            .expect("left twice");
        let live = live_meeting(&hamlet.acting(HEAD), &decision)
            .await
            .expect("live");
        assert_eq!(live.present, 0);
        come(&hamlet, id, 1).await;
        let live = live_meeting(&hamlet.acting(HEAD), &decision)
            .await
            .expect("live");
        assert_eq!(live.present, 1, "who comes back counts again");
    }
}

#[tokio::test]
async fn a_household_that_is_not_on_the_fixed_roll_is_refused() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        let stranger = HouseholdId(Uuid::from_u128(77));
        let refused = arrive(&hamlet.acting(HEAD), id, stranger, ArrivalWay::Card).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn nobody_attends_before_the_meeting_opens_or_for_somebody_elses_hamlet() {
    for hamlet in hamlets().await {
        let id = told(&hamlet, Subject::SelfGoverning, plan()).await;
        let one = hamlet.households[0];
        let early = arrive(&hamlet.acting(HEAD), id, one, ArrivalWay::Tap).await;
        assert!(matches!(early, Err(Error::Conflict(_))), "{early:?}");
        for (who, stranger) in hamlet.stage.strangers() {
            let refused = arrive(&stranger, id, one, ArrivalWay::Tap).await;
            assert!(
                matches!(refused, Err(Error::Forbidden)),
                "{who}: {refused:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_list_is_searched_by_number_and_by_words_without_tone_marks() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 2).await;
        let decision = hamlet.decision(id).await;
        let head = hamlet.acting(HEAD);
        let found = attendance(&head, &decision, "nguyen van mau 7")
            .await
            .expect("found");
        assert_eq!(found.households.len(), 1);
        let one = attendance(&head, &decision, "10").await.expect("found");
        assert!(one.households.iter().any(|line| line.number == Some(10)));
        assert_eq!((found.present, found.total), (2, 10));
    }
}

#[tokio::test]
async fn more_hands_than_households_there_are_refused_and_the_secretary_needs_more_than_half() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 6).await;
        let head = hamlet.acting(HEAD);
        assert!(
            choose_secretary(&head, id, "Nguyễn Thị Mẫu", 7)
                .await
                .is_err()
        );
        assert!(
            choose_secretary(&head, id, "Nguyễn Thị Mẫu", 3)
                .await
                .is_err()
        );
        choose_secretary(&head, id, "Nguyễn Thị Mẫu", 4)
            .await
            .expect("chosen");
        let kept = hamlet.decision(id).await.round.proceedings.secretary;
        let (_, vote) = kept.expect("a secretary");
        assert_eq!((vote.approve, vote.attending), (4, 6));
    }
}

#[tokio::test]
async fn a_member_who_disagrees_registers_and_comes_without_counting_as_a_household() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        let head = hamlet.acting(HEAD);
        register_guest(&head, id, hamlet.households[3], "Nguyễn Thị Khách")
            .await
            .expect("registered");
        let decision = hamlet.decision(id).await;
        let list = attendance(&head, &decision, "").await.expect("the list");
        let guest = list.guests.first().expect("a guest").id;
        note_guest(&head, id, guest, "Đề nghị giảm mức đóng góp")
            .await
            .expect("noted");
        let list = attendance(&head, &decision, "").await.expect("the list");
        assert!(list.guests[0].attended);
        assert_eq!(list.present, 0);
    }
}

#[tokio::test]
async fn the_roll_is_corrected_with_a_reason_until_the_meeting_closes_and_never_after() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        let head = hamlet.acting(HEAD);
        let remove = |reason: &str| RollCorrection {
            household: hamlet.households[9],
            change: RollChange::Remove,
            reason: reason.into(),
        };
        assert!(correct_roll(&head, id, remove("")).await.is_err());
        correct_roll(&head, id, remove("Hộ này đã chuyển đi từ trước"))
            .await
            .expect("corrected");
        let roll = hamlet.decision(id).await.round.roll.expect("a roll");
        assert_eq!((roll.total, roll.corrections), (9, 1));
        close(&hamlet, id).await;
        let late = RollCorrection {
            household: hamlet.households[8],
            change: RollChange::Remove,
            reason: "Hộ này cũng đã chuyển đi".into(),
        };
        assert!(correct_roll(&head, id, late).await.is_err());
        let roll = hamlet.decision(id).await.round.roll.expect("a roll");
        assert_eq!((roll.total, roll.corrections), (9, 1));
    }
}

async fn close(hamlet: &Hamlet, id: dinh_domain::ids::DecisionId) {
    come(hamlet, id, 8).await;
    begin(hamlet, id, 8).await;
    conclude_meeting(&hamlet.acting(HEAD), id, hands(8, 0))
        .await
        .expect("closed");
}

#[tokio::test]
async fn a_meeting_that_is_too_small_closes_without_a_vote_and_a_large_one_may_not() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 3).await;
        let outcome = close_small_meeting(&hamlet.acting(HEAD), id)
            .await
            .expect("closed");
        assert_eq!(outcome, Outcome::NotEnoughHouseholds);
        let decision = hamlet.decision(id).await;
        assert_eq!(decision.state, State::Decided);
        assert_eq!(decision.round.count.expect("numbers").represented, 3);
    }
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 10).await;
        let refused = close_small_meeting(&hamlet.acting(HEAD), id).await;
        assert!(
            matches!(refused, Err(Error::Unlawful { .. })),
            "{refused:?}"
        );
    }
}

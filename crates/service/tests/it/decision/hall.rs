//! What is said in the meeting and who raised a hand: noted, in the minutes, erasable, never public.

use dinh_domain::access::Action;
use dinh_domain::decision::VotingMethod;
use dinh_domain::ids::DecisionId;
use dinh_report::DecisionMinutes;
use dinh_service::Error;
use dinh_service::decision::{
    HandList, NewSpeech, choose_method, choose_secretary, conclude_meeting, decision_minutes,
    get_decision, hand_list, leave, live_meeting, note_speech, record_hands, speeches,
    take_back_speech,
};
use dinh_service::roll::{self, EraseScope, RollChange, RollCorrection};

use super::scene::{begin, come, hamlets, hands, open};
use crate::ballots::hamlet::{FIRST, HEAD, Hamlet};

const WHOLE: HandList<'static> = HandList {
    option: 0,
    cluster: "",
};

async fn minutes(hamlet: &Hamlet, id: DecisionId) -> DecisionMinutes {
    let head = hamlet.acting(HEAD);
    let number = hamlet.decision(id).await.number;
    let view = get_decision(&head, number, Action::CountVotes)
        .await
        .expect("a view");
    decision_minutes(&head, &view).await.expect("minutes")
}

async fn erase(hamlet: &Hamlet, place: usize) {
    let why = "Theo yêu cầu của hộ ngày 10/03/2026";
    let (head, household) = (hamlet.acting(HEAD), hamlet.households[place]);
    roll::erase_household(&head, household, 1, EraseScope::All, why)
        .await
        .expect("erased");
}

#[tokio::test]
async fn what_is_said_stands_in_the_minutes_until_its_household_has_it_erased() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 9).await;
        let head = hamlet.acting(HEAD);
        let said = |speaker: &str, place: Option<usize>, words: &str| NewSpeech {
            speaker: speaker.into(),
            household: place.map(|place| hamlet.households[place]),
            words: words.into(),
        };
        for new in [
            said(" Trưởng ấp ", None, "  trình bày   dự\ntoán "),
            said("Bà Mẫu", Some(3), "đề nghị làm đoạn đầu ngõ trước"),
            said("Ông Nhầm", None, "ghi nhầm"),
        ] {
            note_speech(&head, id, new).await.expect("noted");
        }
        let decision = hamlet.decision(id).await;
        let notes = speeches(&hamlet.acting(FIRST), &decision)
            .await
            .expect("notes");
        take_back_speech(&head, id, notes[2].id)
            .await
            .expect("taken back");
        for wrong in [said("", None, "x"), said("Ông A", None, " ")] {
            let refused = note_speech(&head, id, wrong).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
        }
        begin(&hamlet, id, 9).await;
        conclude_meeting(&head, id, hands(9, 0))
            .await
            .expect("closed");
        let late = note_speech(&head, id, said("Trưởng ấp", None, "thêm")).await;
        assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
        let shown = minutes(&hamlet, id).await.discussion;
        let words = [
            "Trưởng ấp: trình bày dự toán",
            "Bà Mẫu: đề nghị làm đoạn đầu ngõ trước",
        ];
        assert_eq!(shown, words);
        let (_, own) = roll::export_own_data(&head, hamlet.households[3])
            .await
            .expect("its data");
        assert_eq!(own.speeches.len(), 1, "the household takes its words home");
        erase(&hamlet, 3).await;
        assert_eq!(minutes(&hamlet, id).await.discussion, words[..1]);
    }
}

#[tokio::test]
async fn a_list_of_raised_hands_names_as_many_households_as_were_counted() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 9).await;
        let head = hamlet.acting(HEAD);
        let early = record_hands(&head, id, WHOLE, &hamlet.households[..8]).await;
        assert!(matches!(early, Err(Error::Conflict(_))), "{early:?}");
        begin(&hamlet, id, 9).await;
        let absent = record_hands(&head, id, WHOLE, &hamlet.households).await;
        assert!(matches!(absent, Err(Error::Invalid(_))), "{absent:?}");
        for ticked in [&hamlet.households[..9], &hamlet.households[..7]] {
            record_hands(&head, id, WHOLE, ticked).await.expect("kept");
        }
        let decision = hamlet.decision(id).await;
        let list = hand_list(&head, &decision, WHOLE).await.expect("a list");
        assert_eq!(list.iter().filter(|(_, raised)| *raised).count(), 7);
        let refused = conclude_meeting(&head, id, hands(8, 1)).await;
        let Err(Error::Invalid(wrong)) = refused else {
            panic!("{refused:?}");
        };
        assert!(
            wrong[0].message.contains("có 7 hộ, mà số đếm là 8"),
            "{wrong:?}"
        );
        conclude_meeting(&head, id, hands(7, 2))
            .await
            .expect("closed");
        erase(&hamlet, 2).await;
        let annex = minutes(&hamlet, id).await.approving;
        assert_eq!((annex[0].households.len(), annex[0].erased), (6, 1));
        let names: Vec<&str> = annex[0]
            .households
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        assert!(names.contains(&"Nguyễn Văn Mẫu 1") && !names.contains(&"Nguyễn Văn Mẫu 3"));
    }
}

#[tokio::test]
async fn nobody_must_make_a_list_and_whoever_has_left_is_not_on_it() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 9).await;
        begin(&hamlet, id, 9).await;
        let head = hamlet.acting(HEAD);
        record_hands(&head, id, WHOLE, &hamlet.households[..8])
            .await
            .expect("kept");
        leave(&head, id, hamlet.households[0]).await.expect("left");
        conclude_meeting(&head, id, hands(7, 1))
            .await
            .expect("seven of those who are there");
        assert_eq!(minutes(&hamlet, id).await.approving[0].households.len(), 7);
    }
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 9).await;
        begin(&hamlet, id, 9).await;
        conclude_meeting(&hamlet.acting(HEAD), id, hands(8, 1))
            .await
            .expect("closed");
        assert!(minutes(&hamlet, id).await.approving.is_empty());
    }
}

#[tokio::test]
async fn a_secret_ballot_has_no_list_and_strangers_see_none() {
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
        let refused = record_hands(&head, id, WHOLE, &hamlet.households[..8]).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
        let decision = hamlet.decision(id).await;
        for (who, stranger) in hamlet.stage.strangers() {
            let list = hand_list(&stranger, &decision, WHOLE).await;
            assert!(matches!(list, Err(Error::Forbidden)), "{who}");
            let notes = speeches(&stranger, &decision).await;
            assert!(matches!(notes, Err(Error::Forbidden)), "{who}");
        }
    }
}

#[tokio::test]
async fn a_household_that_is_taken_off_the_roll_no_longer_counts_as_present() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        come(&hamlet, id, 10).await;
        let head = hamlet.acting(HEAD);
        let correction = RollCorrection {
            household: hamlet.households[9],
            change: RollChange::Remove,
            reason: "Hộ này đã chuyển đi từ trước".into(),
        };
        dinh_service::decision::correct_roll(&head, id, correction)
            .await
            .expect("corrected");
        let live = live_meeting(&head, &hamlet.decision(id).await)
            .await
            .expect("numbers");
        assert_eq!((live.present, live.total), (9, 9));
        begin(&hamlet, id, 9).await;
        conclude_meeting(&head, id, hands(9, 0))
            .await
            .expect("closed");
    }
}

//! From the card to the counted vote.

use dinh_domain::access::Action;
use dinh_domain::decision::{Choice, Outcome, VoteChannel};
use dinh_domain::roll::verify_line;
use dinh_register::Policy;
use dinh_service::decision::online::{self, Credential, VoteState};
use dinh_verify::vote::{VoteReceiptFault, check_vote_receipt, is_vote_receipt};
use jiff::civil::date;

use super::scene::{CLOSES, scenes};
use crate::ballots::hamlet::{FIRST, HEAD};

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one walk, step by step")]
async fn a_vote_from_cards_to_a_result_that_each_household_can_check() {
    for scene in scenes(5).await {
        let codes: std::collections::BTreeSet<String> =
            (0..5).map(|place| scene.code(place)).collect();
        assert_eq!(codes.len(), 5);
        let yes = || Choice::option(0);
        let first = scene.cast(0, yes(), 0).await.expect("cast");
        assert!(first.changed && !first.conflict);
        scene.cast(1, Choice::Against, 0).await.expect("cast");
        scene.cast(1, yes(), 1).await.expect("changed");
        scene.cast(2, Choice::Other, 0).await.expect("cast");
        scene.cast(3, yes(), 0).await.expect("cast");

        let code = scene.code(1);
        let public = scene.public();
        let page = online::vote_page(&public, Credential::Code(&code))
            .await
            .expect("a page");
        assert_eq!((page.choice, page.revision), (Some(yes()), 2));
        let (_, state) = online::check_vote(&public, Credential::Code(&code))
            .await
            .expect("a state");
        assert!(matches!(state, VoteState::Stored(receipt) if receipt.revision == 2));

        let head = scene.hamlet.acting(HEAD);
        let early = online::conclude_online(&head, scene.decision).await;
        assert!(early.is_err(), "the time is not over");
        scene.at(CLOSES);
        let outcome = online::conclude_online(&head, scene.decision)
            .await
            .expect("concluded");
        assert!(matches!(outcome, Outcome::Passed { .. }));
        let decision = scene.stored().await;
        let count = decision.round.count.expect("a count");
        assert_eq!(
            (
                count.total,
                count.represented,
                count.approve,
                count.against,
                count.other
            ),
            (5, 4, vec![3], 0, 1)
        );
        assert_eq!(decision.round.decided_on, Some(date(2026, 3, 8)));

        let (_, state) = online::check_vote(&public, Credential::Code(&code))
            .await
            .expect("a state");
        let VoteState::Counted(counted) = state else {
            panic!("not counted: {state:?}");
        };
        assert_eq!(counted.channel, VoteChannel::Online);
        assert_eq!((counted.proof.index, counted.proof.size), (1, 4));
        verify_line(&counted.proof).expect("the line is in the tree");
        let position = counted.position.expect("an entry");
        let mut tx = scene
            .hamlet
            .stage
            .platform
            .store
            .read()
            .await
            .expect("a snapshot");
        let contents = dinh_store::register::contents(&mut tx, position)
            .await
            .expect("contents");
        let root = dinh_register::hex(&counted.proof.root);
        assert!(
            contents
                .iter()
                .filter_map(|content| content.text.as_deref())
                .any(|text| text.contains(&format!(
                    "votes 4\nonline 4\non_behalf 0\npaper 0\nconflicts 0\nroot {root}\n"
                ))),
            "the register holds the root"
        );
        assert!(matches!(
            online::check_vote(&public, Credential::Code(&scene.code(4))).await,
            Ok((_, VoteState::Nothing))
        ));
    }
}

#[tokio::test]
async fn the_receipt_file_holds_what_a_check_without_network_needs() {
    for scene in scenes(3).await {
        scene.cast(0, Choice::Against, 0).await.expect("cast");
        scene.cast(2, Choice::option(0), 0).await.expect("cast");
        let code = scene.code(0);
        let public = scene.public();
        let before = online::receipt_json(&public, Credential::Code(&code))
            .await
            .expect("a receipt")
            .expect("it voted");
        assert!(before.contains("\"format\":\"dinh/vote-receipt/1\""));
        assert!(before.contains("choice against"));
        assert!(!before.contains("hashes"));
        scene.at(CLOSES);
        online::conclude_online(&scene.hamlet.acting(HEAD), scene.decision)
            .await
            .expect("concluded");
        dinh_service::register::sign_newest(&scene.hamlet.stage.platform)
            .await
            .expect("signed");
        let after = online::receipt_json(&public, Credential::Code(&code))
            .await
            .expect("a receipt")
            .expect("it voted");
        let value: serde_json::Value = serde_json::from_str(&after).expect("json");
        assert_eq!(value["size"], 2);
        assert!(value["box"].as_str().expect("a text").contains("votes 2\n"));
        assert_eq!(value["entry"]["format"], "dinh/receipt/1");
        let nobody = online::receipt_json(&public, Credential::Code(&scene.code(1)))
            .await
            .expect("an answer");
        assert_eq!(nobody, None);
    }
}

#[tokio::test]
async fn a_receipt_is_checked_without_network_and_every_flipped_letter_is_refused() {
    for scene in scenes(3).await {
        scene.cast(0, Choice::Against, 0).await.expect("cast");
        scene.cast(2, Choice::option(0), 0).await.expect("cast");
        let code = scene.code(0);
        let public = scene.public();
        let city = Policy::of_logs([scene.hamlet.stage.platform.signer.verifiers()[0].clone()]);
        let file = async || {
            online::receipt_json(&public, Credential::Code(&code))
                .await
                .expect("a receipt")
                .expect("it voted")
        };
        let early = check_vote_receipt(&file().await, &city);
        assert!(matches!(early, Err(VoteReceiptFault::NotCounted)));
        scene.at(CLOSES);
        online::conclude_online(&scene.hamlet.acting(HEAD), scene.decision)
            .await
            .expect("concluded");
        dinh_service::register::sign_newest(&scene.hamlet.stage.platform)
            .await
            .expect("signed");
        let whole = file().await;
        assert!(is_vote_receipt(&whole));
        let checked = check_vote_receipt(&whole, &city).expect("a good receipt");
        assert_eq!((checked.place, checked.votes), (1, 2));
        assert_eq!(checked.choice, Choice::Against.code());
        assert_eq!(checked.decision, scene.number);
        let nobody = check_vote_receipt(&whole, &Policy::of_logs([]));
        assert!(matches!(nobody, Err(VoteReceiptFault::Register(_))));
        for (at, sign) in whole.char_indices() {
            let other = if sign == 'x' { 'y' } else { 'x' };
            let mut flipped = whole.clone();
            flipped.replace_range(at..at + sign.len_utf8(), &other.to_string());
            let refused = check_vote_receipt(&flipped, &city);
            assert!(refused.is_err(), "{at}: {sign}");
        }
    }
}

#[tokio::test]
async fn the_box_enters_the_register_every_ten_minutes_when_it_changed_and_once_after_the_end() {
    for scene in scenes(3).await {
        let clockwork = scene.hamlet.stage.clockwork();
        let seal = async |at| {
            scene.at(at);
            online::seal_boxes(&clockwork).await.expect("sealed")
        };
        let nine = date(2026, 3, 6).at(9, 0, 0, 0);
        assert_eq!(seal(nine).await, 1, "an empty box");
        assert_eq!(seal(date(2026, 3, 6).at(9, 5, 0, 0)).await, 0, "too early");
        assert_eq!(
            seal(date(2026, 3, 6).at(9, 11, 0, 0)).await,
            0,
            "nothing new"
        );
        scene.cast(0, Choice::option(0), 0).await.expect("cast");
        assert_eq!(seal(date(2026, 3, 6).at(9, 12, 0, 0)).await, 0, "too early");
        assert_eq!(seal(date(2026, 3, 6).at(9, 21, 0, 0)).await, 1);
        scene.at(date(2026, 3, 8).at(19, 59, 59, 0));
        scene.cast(1, Choice::Against, 0).await.expect("cast");
        assert_eq!(seal(CLOSES).await, 1, "the end");
        assert_eq!(seal(date(2026, 3, 8).at(20, 30, 0, 0)).await, 0);
        let public = scene.public();
        assert!(online::seal_boxes(&public).await.is_err());
        assert_eq!(online::close_forgotten(&clockwork).await.expect("asked"), 0);
        scene.at(date(2026, 3, 9).at(20, 0, 0, 0));
        assert_eq!(
            online::close_forgotten(&clockwork).await.expect("closed"),
            1
        );
        assert!(scene.stored().await.outcome().is_some());
    }
}

#[tokio::test]
async fn a_lost_card_is_replaced_and_opens_nothing_any_more() {
    for scene in scenes(2).await {
        let team = scene.hamlet.acting(FIRST);
        scene.cast(0, Choice::option(0), 0).await.expect("cast");
        let other = online::replace_card(&team, scene.decision, scene.household(0))
            .await
            .expect("another card");
        let refused = scene.cast(0, Choice::Against, 1).await;
        assert!(refused.is_err());
        let code = other.code.shown();
        let page = online::vote_page(&scene.public(), Credential::Code(&code))
            .await
            .expect("a page");
        assert_eq!(page.choice, Some(Choice::option(0)), "the vote stays");
        assert!(online::invite(&team, scene.decision).await.is_err());
    }
}

#[tokio::test]
async fn the_minutes_name_who_took_part_and_no_audit_row_does() {
    for scene in scenes(3).await {
        scene.cast(2, Choice::Other, 0).await.expect("cast");
        let during = online::participants(&scene.hamlet.acting(HEAD), scene.number).await;
        assert!(during.is_err(), "not while it runs");
        scene.at(CLOSES);
        let head = scene.hamlet.acting(HEAD);
        online::conclude_online(&head, scene.decision)
            .await
            .expect("concluded");
        let found = online::participants(&head, scene.number)
            .await
            .expect("participants");
        let names: Vec<String> = found
            .households
            .iter()
            .flatten()
            .map(|line| line.representative.clone())
            .collect();
        assert_eq!(names, ["Nguyễn Văn Mẫu 3"]);
        assert_eq!(found.opinions, ["Nên lắp đèn năng lượng mặt trời"]);
        let view = dinh_service::decision::get_decision(&head, scene.number, Action::CountVotes)
            .await
            .expect("the decision");
        let minutes = dinh_service::decision::decision_minutes(&head, &view)
            .await
            .expect("the minutes");
        assert_eq!(minutes.form, dinh_report::DecisionForm::OnlineVote);
        assert_eq!(minutes.ends_at, CLOSES);
        assert_eq!((minutes.represented, minutes.total_households), (1, 3));
        assert_eq!(minutes.discussion, ["Nên lắp đèn năng lượng mặt trời"]);
        let listed: Vec<&str> = minutes
            .participants
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        assert_eq!(listed, ["Nguyễn Văn Mẫu 3"]);
        let id = scene.household(2).to_string();
        let rows = scene.trail_of("cast_vote").await;
        assert_eq!(rows.len(), 1);
        for row in rows {
            let text = row.detail.0.to_string();
            assert!(!text.contains(&id) && !text.contains("other"), "{text}");
        }
    }
}

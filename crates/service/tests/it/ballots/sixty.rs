//! Sixty ballots, three of them entered wrong on purpose: all three are found, a third person settles them, and the
//! result is right.

use dinh_domain::decision::{Choice, Collected, Outcome, State};
use dinh_domain::roll::{RollTree, commitment};
use dinh_service::Error;
use dinh_service::decision::ballots::{self, Settling, ballot_line};
use dinh_store::decision::ballots as stored;

use super::hamlet::{FIRST, HEAD, Hamlet, SECOND, THIRD};
use crate::stage::stages;

/// What stands on each paper: 31 agree, 20 do not, 5 have another opinion, 4 cannot be read.
fn on_paper(serial: u32) -> Choice {
    match serial {
        1..=31 => Choice::option(0),
        32..=51 => Choice::Against,
        52..=56 => Choice::Other,
        _ => Choice::Invalid,
    }
}

/// The second person reads three papers wrong.
fn misread(serial: u32) -> Choice {
    match serial {
        7 => Choice::Against,
        40 => Choice::option(0),
        53 => Choice::Invalid,
        other => on_paper(other),
    }
}

fn witnesses() -> [String; 2] {
    ["Nguyễn Văn Chứng".into(), "Lê Thị Kiến".into()]
}

#[tokio::test]
async fn sixty_ballots_with_three_errors_give_the_right_result() {
    for stage in stages().await {
        let hamlet = Hamlet::with(stage, 62).await;
        let id = hamlet.open().await.id;
        hamlet.give_to_all(id).await;
        hamlet.collect(id, 60).await;
        let refusing = *hamlet.households.get(60).expect("a household");
        hamlet
            .collect_one(id, refusing, Collected::Refused)
            .await
            .expect("refused");
        hamlet.time_is_over();
        for serial in 1..=60 {
            hamlet
                .read(id, FIRST, serial, on_paper(serial))
                .await
                .expect("the first reading");
        }
        still_open(&hamlet, id, 60).await;
        for serial in (1..=60).rev() {
            hamlet
                .read(id, SECOND, serial, misread(serial))
                .await
                .expect("the second reading");
        }
        let number = hamlet.decision(id).await.number;
        let view = view(&hamlet, number).await;
        let found: Vec<u32> = view
            .ballots
            .differences()
            .iter()
            .map(|difference| difference.serial)
            .collect();
        assert_eq!(found, [7, 40, 53]);
        still_open(&hamlet, id, 3).await;
        for serial in found {
            let settling = Settling {
                serial,
                choice: on_paper(serial),
                reason: "xem lại phiếu giấy cùng hai người chứng kiến".into(),
            };
            let by_one_of_two = ballots::settle(&hamlet.acting(SECOND), id, settling.clone()).await;
            assert!(matches!(by_one_of_two, Err(Error::Invalid(_))));
            ballots::settle(&hamlet.acting(THIRD), id, settling)
                .await
                .expect("settled");
        }
        concluded(&hamlet, id).await;
    }
}

async fn view(hamlet: &Hamlet, number: i64) -> ballots::BallotView {
    let action = dinh_domain::access::Action::CountVotes;
    ballots::ballot_view(&hamlet.acting(HEAD), number, action)
        .await
        .expect("the ballots")
}

async fn still_open(hamlet: &Hamlet, id: dinh_domain::ids::DecisionId, places: u64) {
    let refused = ballots::conclude_ballots(&hamlet.acting(HEAD), id, &witnesses()).await;
    let Err(Error::Conflict(message)) = refused else {
        panic!("decided with {places} papers open: {refused:?}");
    };
    assert!(message.contains(&format!("Còn {places} chỗ")), "{message}");
    assert_eq!(hamlet.decision(id).await.state, State::Open);
}

async fn concluded(hamlet: &Hamlet, id: dinh_domain::ids::DecisionId) {
    let head = hamlet.acting(HEAD);
    let alone = ballots::conclude_ballots(&head, id, &["Một Người".to_owned()]).await;
    assert!(matches!(alone, Err(Error::Unlawful { .. })), "{alone:?}");
    let checked = ballots::check_result(&head, id, &witnesses())
        .await
        .expect("the result before it is public");
    assert_eq!(hamlet.decision(id).await.state, State::Open);
    let outcome = ballots::conclude_ballots(&head, id, &witnesses())
        .await
        .expect("concluded");
    assert_eq!(outcome, checked.outcome);
    // 31 of 62 households is not more than half: those that stay silent do not agree.
    assert_eq!(outcome, Outcome::NotPassed);
    let decision = hamlet.decision(id).await;
    let count = decision.round.count.clone().expect("a count");
    assert_eq!((count.total, count.represented), (62, 60));
    assert_eq!((count.approve.as_slice(), count.against), (&[31][..], 20));
    assert_eq!((count.other, count.invalid), (5, 4));
    assert_eq!(decision.state, State::Decided);
    register_holds_the_root(hamlet, id).await;
    let after = hamlet.read(id, THIRD, 61, Choice::option(0)).await;
    assert!(matches!(after, Err(Error::Conflict(_))));
}

/// The root in the register is the root over the papers, as anyone who is shown salts and lines computes it.
async fn register_holds_the_root(hamlet: &Hamlet, id: dinh_domain::ids::DecisionId) {
    let mut tx = hamlet
        .stage
        .platform
        .store
        .read()
        .await
        .expect("a snapshot");
    let papers = stored::ballots(&mut tx, (id, 1)).await.expect("papers");
    let leaves = papers.iter().take(60).map(|row| {
        let serial = u32::try_from(row.serial).expect("a serial");
        let salt: [u8; 32] = row.salt.as_slice().try_into().expect("a salt");
        commitment(&salt, &ballot_line(serial, &on_paper(serial)))
    });
    let root = RollTree::over(leaves)
        .expect("a tree")
        .root()
        .expect("a root");
    let position = dinh_store::decision::get(&mut tx, id)
        .await
        .expect("the decision")
        .register_position
        .expect("a position");
    let contents = dinh_store::register::contents(&mut tx, position)
        .await
        .expect("contents");
    let text = |name: &str| {
        contents
            .iter()
            .find(|content| content.name == name)
            .unwrap_or_else(|| panic!("no {name}"))
    };
    let numbers = text("phieu.txt").text.clone().unwrap_or_default();
    assert!(numbers.contains(&format!("ballots {}", dinh_register::hex(&root))));
    assert!(numbers.contains("counted 60\ndiffered 3\n"));
    assert!(text("bang-phieu.txt").salt.is_some());
    for content in &contents {
        let words = content.text.clone().unwrap_or_default();
        assert!(!words.contains("Chứng"), "a witness stands in the register");
    }
}

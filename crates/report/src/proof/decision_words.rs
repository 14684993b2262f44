//! What the papers of the decision room say: every number that was given, and nothing of what must not be said.

use super::sheet::{Sheet, sheets, without_gaps};
use super::specimens::{decision, decision_sheets};
use crate::decision::made;
use crate::paper::Paper;
use crate::press::Order;
use crate::{BallotOffice, BallotsPerPage, ballot_code};

fn read(paper: &Paper) -> String {
    lines(&paper.order().expect("order"))
}

fn lines(order: &Order) -> String {
    let pages = sheets(order);
    let pages: Vec<String> = pages.iter().map(|sheet| sheet.lines().join("\n")).collect();
    pages.join("\n=====\n")
}

fn letters(order: &Order) -> String {
    sheets(order).iter().map(Sheet::letters).collect()
}

#[test]
fn the_notice_says_who_decides_and_how_many_are_needed() {
    insta::assert_snapshot!(read(&made::meeting_notice(&decision::meeting_notice())));
}

#[test]
fn the_counting_minutes_read_as_form_02() {
    insta::assert_snapshot!(read(&made::counting_minutes(&decision::counting_minutes())));
}

#[test]
fn the_minutes_of_a_meeting_read_as_form_03() {
    insta::assert_snapshot!(read(&made::decision_minutes(&decision::decision_minutes())));
}

#[test]
fn the_minutes_of_an_online_vote_carry_their_participants() {
    insta::assert_snapshot!(read(&made::decision_minutes(&decision::online_minutes(3))));
}

#[test]
fn the_minutes_of_ballots_read_as_form_04() {
    insta::assert_snapshot!(read(&made::ballot_minutes(&decision::ballot_minutes())));
}

#[test]
fn the_minutes_on_candidates_read_as_form_05() {
    insta::assert_snapshot!(read(&made::candidate_minutes(
        &decision::candidate_minutes()
    )));
}

#[test]
fn plan_recognition_refusal_and_receipt_read_as_papers_of_the_room() {
    insta::assert_snapshot!(
        "plan",
        read(&made::ballot_plan(&decision_sheets::ballot_plan()))
    );
    insta::assert_snapshot!(
        "recognition",
        read(&made::recognition_decision(&decision_sheets::recognised()))
    );
    insta::assert_snapshot!(
        "refusal",
        read(&made::recognition_decision(&decision_sheets::refused()))
    );
    insta::assert_snapshot!(
        "receipt",
        read(&made::contribution_receipt(
            &decision_sheets::contribution_receipt()
        ))
    );
}

#[test]
fn sheets_to_fill_in_read_as_lists() {
    insta::assert_snapshot!(
        "roll",
        read(&made::roll_paper(&decision_sheets::roll_sheet(3)))
    );
    insta::assert_snapshot!(
        "tally",
        read(&made::tally_paper(&decision_sheets::tally_sheet()))
    );
}

#[test]
fn a_bare_majority_is_never_rounded_away() {
    let text = letters(
        &made::decision_minutes(&decision::online_minutes(0))
            .order()
            .expect("order"),
    );
    let wanted = "4.160 trên 8.318 hộ, đạt yêu cầu trên 50% (ít nhất 4.160 hộ)";
    assert!(text.contains(&without_gaps(wanted)), "{text}");
}

#[test]
fn the_list_of_participants_belongs_to_online_votes_only() {
    let mut minutes = decision::online_minutes(5);
    minutes.form = crate::DecisionForm::ShowOfHands;
    let text = read(&made::decision_minutes(&minutes));
    assert!(!text.contains("Người Mẫu"), "{text}");
}

#[test]
fn what_nobody_recorded_of_the_candidates_stays_a_line_for_the_pen() {
    let mut minutes = decision::candidate_minutes();
    minutes.hours = None;
    minutes.present = None;
    minutes.secretary = String::new();
    minutes.candidates[0].approve = None;
    let text = without_gaps(&read(&made::candidate_minutes(&minutes)));
    for words in [
        "Bắt đầu: ........ giờ ........ phút, ngày 02 tháng 4 năm 2026.",
        "Thư ký: ....",
        "có mặt: ........ trên ........",
    ] {
        assert!(text.contains(&without_gaps(words)), "{words}: {text}");
    }
}

#[test]
fn households_that_raised_a_hand_stand_in_an_annex_for_each_question() {
    let household = |number: u64| crate::Participant {
        household_number: format!("{number:03}"),
        name: format!("Người Giơ Tay {number}"),
        address: "Tổ 4".to_owned(),
    };
    let mut minutes = decision::decision_minutes();
    minutes.form = crate::DecisionForm::ShowOfHands;
    minutes.approving = vec![
        crate::ApprovingHouseholds {
            subject: "Phương án một".to_owned(),
            households: (1..4).map(household).collect(),
            erased: 2,
        },
        crate::ApprovingHouseholds {
            subject: "Phương án hai".to_owned(),
            households: (4..6).map(household).collect(),
            erased: 0,
        },
    ];
    let text = read(&made::decision_minutes(&minutes));
    for words in [
        "Phụ lục 1",
        "Phụ lục 2",
        "Người Giơ Tay 3",
        "Người Giơ Tay 5",
        "; 2 hộ đã xóa dữ liệu theo yêu cầu",
    ] {
        assert!(
            without_gaps(&text).contains(&without_gaps(words)),
            "{words}: {text}"
        );
    }
}

#[test]
fn a_ballot_has_all_its_parts_and_no_name_of_a_household() {
    insta::assert_snapshot!(lines(
        &made::ballot_papers(&decision::ballot_papers(1, decision::head_signs())).expect("order")
    ));
    assert_eq!(ballot_code(" 2026-0031 ", "0007"), "PHIEU:2026-0031:0007");
}

#[test]
fn two_ballots_share_a_page_and_each_has_its_serial() {
    let mut ballots = decision::ballot_papers(7, BallotOffice::Commune);
    let pages = sheets(&made::ballot_papers(&ballots).expect("order"));
    assert_eq!(pages.len(), 4);
    for (at, page) in pages.iter().enumerate() {
        let words = page.letters();
        for serial in ballots.serials.iter().skip(at * 2).take(2) {
            assert!(words.contains(&format!("Sốsê-ri:{serial}")), "{words}");
        }
        assert_eq!(page.pictures, if at == 3 { 1 } else { 2 });
    }
    ballots.per_page = BallotsPerPage::One;
    assert_eq!(
        sheets(&made::ballot_papers(&ballots).expect("order")).len(),
        7
    );
}

#[test]
fn the_stamp_stands_at_the_top_left_and_the_signature_at_the_bottom_right() {
    let page = |office| {
        let mut ballots = decision::ballot_papers(1, office);
        ballots.per_page = BallotsPerPage::One;
        sheets(&made::ballot_papers(&ballots).expect("order")).remove(0)
    };
    let commune = page(BallotOffice::Commune);
    let stamp = commune
        .runs
        .iter()
        .find(|run| run.text.contains("đóng dấu treo"));
    let stamp = stamp.expect("a place for the stamp");
    assert!(stamp.right < commune.width / 2.0 && stamp.baseline < 120.0);
    assert!(!commune.letters().contains("TRƯỞNGẤP"));
    let community = page(decision::head_signs());
    let post = community
        .runs
        .iter()
        .find(|run| run.text.contains("TRƯỞNG"));
    let post = post.expect("a place to sign");
    assert!(post.left > community.width / 2.0);
    assert!(!community.letters().contains("đóngdấutreo"));
}

#[test]
fn every_notice_to_a_household_stands_whole_on_one_page() {
    let order = made::household_notices(&decision_sheets::household_notices(7)).expect("order");
    let pages = sheets(&order);
    assert!(pages.len() < 7, "several stand on a page");
    for number in 1..=7 {
        let name = format!("NgườiMẫu{number},");
        let at: Vec<&_> = pages
            .iter()
            .filter(|page| page.letters().contains(&name))
            .collect();
        assert_eq!(at.len(), 1, "notice {number}");
    }
    let all: String = pages.iter().map(super::sheet::Sheet::letters).collect();
    assert_eq!(all.matches("NGƯỜINHẬN").count(), 7);
}

#[test]
fn eight_cards_stand_on_a_page_and_name_nobody() {
    let order = made::ballot_order(&decision_sheets::ballot_cards(17)).expect("order");
    let pages = sheets(&order);
    let pictures: Vec<usize> = pages.iter().map(|page| page.pictures).collect();
    assert_eq!(pictures, [8, 8, 1]);
    insta::assert_snapshot!(lines(
        &made::ballot_order(&decision_sheets::ballot_cards(1)).expect("order")
    ));
    let attendance = made::attendance_order(&decision_sheets::attendance_cards(9)).expect("order");
    assert_eq!(sheets(&attendance).len(), 2);
}

#[test]
fn a_code_of_the_widest_letters_stands_on_one_line() {
    let mut cards = decision_sheets::ballot_cards(2);
    let codes = ["WWWW-WMWM-WWWW", "JJJJ-1111-JJJJ"];
    for (card, code) in cards.cards.iter_mut().zip(codes) {
        code.clone_into(&mut card.code);
    }
    let page = lines(&made::ballot_order(&cards).expect("order"));
    for code in codes {
        assert!(page.lines().any(|line| line == code), "{code}: {page}");
    }
}

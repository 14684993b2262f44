//! No view of the decision room makes a paper fail, no word leaves the sheet, and every number given can be read.

#![expect(
    clippy::inconsistent_struct_constructor,
    reason = "fields stand in the order of their generators"
)]

use jiff::civil::{Date, DateTime};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::any_view::{day, text};
use super::docx::words;
use super::layout::assert_all_inside;
use super::sheet::{Sheet, sheets, without_gaps};
use super::specimens::{decision, decision_sheets};
use crate::decision::made;
use crate::paper::Paper;
use crate::wording::count;
use crate::{
    ApprovingHouseholds, BallotCount, BallotMinutes, BallotOffice, BallotPaper, BallotsPerPage,
    Candidate, CandidateMinutes, CommunityPaper, CountedOption, CountedQuestion, CountingMinutes,
    DecisionForm, DecisionMinutes, DecisionResult, MeetingNotice, Member, Participant,
    ProceduralVote, RequiredVotes, ResolvedDifference, RollCorrection, Voters,
    decision_statistics_xlsx,
};

/// More households than any country has; longer numbers would be broken over lines.
fn number() -> std::ops::Range<u64> {
    0..100_000_000
}

fn moment() -> impl Strategy<Value = DateTime> {
    (day(), 0i8..24, 0i8..60)
        .prop_map(|(date, hour, minute): (Date, i8, i8)| date.at(hour, minute, 0, 0))
}

prop_compose! {
    fn community()(commune in text(), community in text(), number in proptest::option::of(text()), symbol in text(),
        place in text(), date in day(), recipients in vec(text(), 0..4), sample in any::<bool>()) -> CommunityPaper {
        CommunityPaper { commune, community, number, symbol, place, date, recipients, sample, entry: None }
    }
}

fn required() -> impl Strategy<Value = RequiredVotes> {
    let voters = prop_oneof![
        Just(Voters::Households),
        Just(Voters::Attending),
        Just(Voters::Communities)
    ];
    (
        1u32..4,
        2u32..5,
        any::<bool>(),
        number(),
        number(),
        voters,
        text(),
    )
        .prop_map(
            |(part, of, strict, total, needed, voters, citation)| RequiredVotes {
                part,
                of,
                strict,
                total,
                needed,
                voters,
                citation,
            },
        )
}

fn member() -> impl Strategy<Value = Member> {
    (text(), text()).prop_map(|(name, part)| Member { name, part })
}

fn ballots() -> impl Strategy<Value = BallotCount> {
    proptest::array::uniform4(number()).prop_map(|[issued, returned, valid, invalid]| BallotCount {
        issued,
        returned,
        valid,
        invalid,
    })
}

fn question() -> impl Strategy<Value = CountedQuestion> {
    let option =
        (text(), number(), any::<bool>()).prop_map(|(label, votes, decides)| CountedOption {
            label,
            votes,
            decides,
        });
    (text(), vec(option, 0..5), required()).prop_map(|(question, options, required)| {
        CountedQuestion {
            question,
            options,
            required,
        }
    })
}

prop_compose! {
    fn any_notice()(paper in community(), texts in vec(text(), 8), lists in vec(vec(text(), 0..5), 3),
        cluster in proptest::option::of(text()), starts_at in moment(), required in required()) -> MeetingNotice {
        let [title, matter, matter_citation, convener, chair, location, papers_sent, contact] =
            <[String; 8]>::try_from(texts).expect("eight texts");
        let [grounds, agenda, papers] = <[Vec<String>; 3]>::try_from(lists).expect("three lists");
        MeetingNotice {
            paper, title, matter, matter_citation, convener, chair, location, papers_sent, contact, grounds, agenda,
            papers, cluster, starts_at, required, ..decision::meeting_notice()
        }
    }
}

prop_compose! {
    fn any_counting()(paper in community(), title in text(), started_at in moment(), committee in vec(member(), 0..6),
        witnesses in vec(member(), 0..4), ballots in ballots(), questions in vec(question(), 0..4),
        numbers in proptest::array::uniform2(number()), remarks in vec(text(), 0..3)) -> CountingMinutes {
        let [total_households, attending] = numbers;
        CountingMinutes {
            paper, title, started_at, committee, witnesses, ballots, questions, total_households, attending, remarks,
            ..decision::counting_minutes()
        }
    }
}

fn result() -> impl Strategy<Value = DecisionResult> {
    (text(), proptest::array::uniform4(number()), required()).prop_map(
        |(subject, [approve, disapprove, other, blank], required)| DecisionResult {
            subject,
            approve,
            disapprove,
            other,
            blank,
            required,
        },
    )
}

fn participants(people: Vec<(String, String, String)>) -> Vec<Participant> {
    people
        .into_iter()
        .map(|(household_number, name, address)| Participant {
            household_number,
            name,
            address,
        })
        .collect()
}

prop_compose! {
    fn any_minutes()(paper in community(), texts in vec(text(), 5), starts_at in moment(), numbers in proptest::array::uniform2(number()),
        form in prop_oneof![Just(DecisionForm::ShowOfHands), Just(DecisionForm::SecretBallot),
            Just(DecisionForm::HouseholdBallots), Just(DecisionForm::OnlineVote)],
        results in vec(result(), 0..4), content in vec(text(), 0..5), votes in vec((text(), number(), required()), 0..4),
        corrections in vec((day(), text(), text()), 0..3), people in vec((text(), text(), text()), 0..40),
        hands in vec((text(), vec((text(), text(), text()), 0..10), number()), 0..3)) -> DecisionMinutes {
        let [title, document_type, location, chair, effect] = <[String; 5]>::try_from(texts).expect("five texts");
        let [total_households, represented] = numbers;
        DecisionMinutes {
            paper, title, document_type, location, chair, effect, starts_at, form, total_households, represented, results, content,
            procedural_votes: votes.into_iter()
                .map(|(subject, approve, required)| ProceduralVote { subject, approve, required }).collect(),
            roll_corrections: corrections.into_iter()
                .map(|(date, change, reason)| RollCorrection { date, change, reason }).collect(),
            participants: participants(people),
            approving: hands.into_iter()
                .map(|(subject, people, erased)| ApprovingHouseholds { subject, households: participants(people), erased }).collect(),
            ..decision::decision_minutes()
        }
    }
}

prop_compose! {
    fn any_ballot_minutes()(paper in community(), texts in vec(text(), 4), team in vec(member(), 0..6),
        witnesses in vec(member(), 0..3), numbers in proptest::array::uniform3(number()), ballots in ballots(), void in vec(text(), 0..12),
        differences in vec((text(), text(), text(), text()), 0..8), questions in vec(question(), 0..3),
        other_opinions in vec(text(), 0..4)) -> BallotMinutes {
        let [title, plan, ballot_case, location] = <[String; 4]>::try_from(texts).expect("four texts");
        let [total_households, printed, entered_twice] = numbers;
        BallotMinutes {
            paper, title, plan, ballot_case, location, team, witnesses, ballots, questions, other_opinions,
            total_households, printed, entered_twice, void_serials: void,
            differences: differences.into_iter()
                .map(|(serial, first, second, resolved)| ResolvedDifference { serial, first, second, resolved }).collect(),
            ..decision::ballot_minutes()
        }
    }
}

prop_compose! {
    fn any_candidates()(paper in community(), election in text(), people in vec((text(), any::<i16>(), text(), text(), proptest::option::of(number())), 0..8),
        present in proptest::option::of((number(), number())), timed in any::<bool>(), secretary in text(), discussion in vec(text(), 0..4)) -> CandidateMinutes {
        let specimen = decision::candidate_minutes();
        CandidateMinutes {
            paper, election, present, secretary, discussion,
            hours: specimen.hours.filter(|_| timed),
            candidates: people.into_iter().map(|(name, year, occupation, address, approve)| Candidate {
                name, birth_year: Some(year), occupation, address, approve,
            }).collect(),
            ..specimen
        }
    }
}

prop_compose! {
    fn any_ballots()(texts in vec(text(), 5), options in vec(text(), 0..7), choices in 0u32..6, other_opinion in any::<bool>(),
        deadline in day(), two in any::<bool>(), head in proptest::option::of(text()), serials in vec("[0-9]{1,8}", 0..5),
        sample in any::<bool>()) -> BallotPaper {
        let [commune, community, title, question, collected_by] = <[String; 5]>::try_from(texts).expect("five texts");
        BallotPaper {
            commune, community, title, question, collected_by, options, choices, other_opinion, deadline, serials, sample,
            office: head.map_or(BallotOffice::Commune, |post| BallotOffice::Community { post, name: None }),
            per_page: if two { BallotsPerPage::Two } else { BallotsPerPage::One },
            ..decision::ballot_papers(0, BallotOffice::Commune)
        }
    }
}

/// The paper can be set inside its margins, exported, and written for Word; both hold every number.
fn holds(paper: &Paper, numbers: &[u64]) {
    let order = paper.order().expect("order");
    let pages = sheets(&order);
    assert_all_inside(&pages, 20.0);
    order.print().expect("a PDF");
    let in_pdf: String = pages.iter().map(Sheet::letters).collect();
    let in_word = without_gaps(&words(&paper.docx().expect("a document")).concat());
    for number in numbers {
        let number = count(*number);
        assert!(in_pdf.contains(&number), "{number} is not on the pages");
        assert!(in_word.contains(&number), "{number} is not in the document");
    }
}

fn of_required(required: &RequiredVotes) -> [u64; 2] {
    [required.total, required.needed]
}

fn of_questions(questions: &[CountedQuestion]) -> Vec<u64> {
    let options = questions.iter().flat_map(|question| &question.options);
    options.map(|option| option.votes).collect()
}

fn of_ballots(ballots: BallotCount) -> [u64; 4] {
    [
        ballots.issued,
        ballots.returned,
        ballots.valid,
        ballots.invalid,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, rng_seed: RngSeed::Fixed(30_2020), ..ProptestConfig::default() })]

    #[test]
    fn any_meeting_notice_holds_its_numbers(view in any_notice()) {
        holds(&made::meeting_notice(&view), &of_required(&view.required));
    }

    #[test]
    fn any_counting_minutes_hold_their_numbers(view in any_counting()) {
        let mut numbers = of_questions(&view.questions);
        numbers.extend(of_ballots(view.ballots));
        numbers.extend([view.total_households, view.attending]);
        holds(&made::counting_minutes(&view), &numbers);
    }

    #[test]
    fn any_decision_minutes_hold_their_numbers(view in any_minutes()) {
        let mut numbers = vec![view.total_households, view.represented];
        for result in &view.results {
            numbers.extend([result.approve, result.disapprove, result.other, result.blank]);
            numbers.extend(of_required(&result.required));
        }
        for vote in &view.procedural_votes {
            numbers.push(vote.approve);
            numbers.extend(of_required(&vote.required));
        }
        holds(&made::decision_minutes(&view), &numbers);
    }

    #[test]
    fn any_ballot_minutes_hold_their_numbers(view in any_ballot_minutes()) {
        let mut numbers = of_questions(&view.questions);
        numbers.extend(of_ballots(view.ballots));
        numbers.extend([view.total_households, view.printed, view.entered_twice]);
        holds(&made::ballot_minutes(&view), &numbers);
    }

    #[test]
    fn any_candidate_minutes_hold_their_numbers(view in any_candidates()) {
        let mut numbers: Vec<u64> = view.present.iter().flat_map(|(there, all)| [*there, *all]).collect();
        numbers.extend(view.candidates.iter().filter_map(|candidate| candidate.approve));
        holds(&made::candidate_minutes(&view), &numbers);
    }

    #[test]
    fn any_ballots_can_be_printed_inside_their_margins(view in any_ballots()) {
        let order = made::ballot_papers(&view).expect("order");
        for page in sheets(&order) {
            for run in page.runs.iter().filter(|run| !run.text.trim().is_empty()) {
                prop_assert!(run.left > 28.0 && run.right < page.width - 28.0, "{}", run.text);
            }
        }
        order.print().expect("a PDF");
        let letters: String = sheets(&order).iter().map(Sheet::letters).collect();
        for serial in &view.serials {
            prop_assert!(letters.contains(serial.as_str()));
        }
    }

    #[test]
    fn any_card_stays_on_its_place(lines in vec((text(), text(), "[A-Z0-9-]{4,12}"), 1..20)) {
        let mut cards = decision_sheets::ballot_cards(u32::try_from(lines.len()).expect("few"));
        for (card, (number, address, code)) in cards.cards.iter_mut().zip(&lines) {
            card.household_number.clone_from(number);
            card.address_line.clone_from(address);
            card.code.clone_from(code);
        }
        let order = made::ballot_order(&cards).expect("order");
        let pages = sheets(&order);
        prop_assert_eq!(pages.len(), lines.len().div_ceil(8));
        order.print().expect("a PDF");
    }

    #[test]
    fn any_statistics_can_be_written(votes in proptest::option::of(any::<i64>()), total in proptest::option::of(any::<i64>()),
        summary in text(), other in text(), value in proptest::option::of(any::<i64>())) {
        let mut statistics = decision_sheets::decision_statistics();
        let row = &mut statistics.discussed[0];
        row.decision.votes = votes;
        row.decision.total_households = total;
        row.decision.summary = summary;
        row.other = other;
        row.total_value = value;
        decision_statistics_xlsx(&statistics).expect("a workbook");
    }
}

//! Counting: whole numbers over a frozen roll, whatever the order and the channel.

use std::collections::BTreeSet;

use dinh_domain::decision::{Channel, Choice, Count, Outcome, Vote, merge};
use dinh_domain::ids::HouseholdId;
use dinh_law::{Law, ProcedureValue, Scope, Share, Threshold};
use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use uuid::Uuid;

fn threshold(code: &str, scope: Scope) -> Threshold {
    let matter = Law::embedded().matter(code, date(2026, 11, 10));
    let threshold = matter.expect("the matter").threshold(scope);
    threshold.expect("a share").clone()
}

/// The least count that is enough, by counting up; no division.
fn least(share: Share, total: u64) -> u64 {
    let (part, of) = (u128::from(share.part), u128::from(share.of));
    let whole = u128::from(total) * part;
    let mut sum = 0_u128;
    let mut count = 0;
    while sum < whole || (share.strict && sum == whole) {
        sum += of;
        count += 1;
    }
    count
}

fn outcome(threshold: &Threshold, approve: u64, total: u64) -> Outcome {
    let mut count = Count::new(total, 1);
    count.approve = vec![approve];
    count.represented = approve.min(total);
    count.outcome(threshold, false, 1, false)
}

#[test]
fn every_share_of_the_pack_turns_at_its_exact_boundary() {
    let law = Law::embedded();
    let matters = law.matters().iter().flat_map(|matter| &matter.thresholds);
    let mut shares: Vec<Share> = matters.map(|threshold| threshold.share).collect();
    shares.extend(law.procedures().iter().filter_map(|rule| match rule.value {
        ProcedureValue::Share { share, .. } => Some(share),
        _ => None,
    }));
    shares.sort_by_key(|share| (share.part, share.of, share.strict));
    shares.dedup();
    assert!(shares.len() >= 4, "{shares:?}");
    for share in shares {
        let rule = Threshold {
            share,
            ..threshold("15.3", Scope::Community)
        };
        for total in (1..1_500).chain([8_318, 19_999, 20_000]) {
            let least = least(share, total);
            assert_eq!(share.needed(total), Some(least), "{share:?} of {total}");
            let passed = outcome(&rule, least, total).is_passed();
            assert!(passed, "{least} of {total}, {share:?}");
            let short = outcome(&rule, least - 1, total);
            assert_eq!(short, Outcome::NotPassed, "{} of {total}", least - 1);
        }
    }
}

#[test]
fn half_and_a_bit_passes_and_exactly_half_does_not() {
    let rule = threshold("15.3", Scope::Community);
    assert!(outcome(&rule, 4_160, 8_318).is_passed());
    assert_eq!(outcome(&rule, 4_159, 8_318), Outcome::NotPassed);
    assert_eq!(outcome(&rule, 50, 100), Outcome::NotPassed);
    assert!(outcome(&rule, 51, 100).is_passed());
    let rule = threshold("15.1", Scope::Community);
    assert!(outcome(&rule, 134, 200).is_passed());
    assert_eq!(outcome(&rule, 133, 200), Outcome::NotPassed);
    assert!(outcome(&rule, 2, 3).is_passed());
}

#[test]
fn of_an_empty_roll_nothing_passes() {
    let rule = threshold("15.3", Scope::Community);
    assert_eq!(outcome(&rule, 0, 0), Outcome::NotPassed);
}

fn election(approve: &[u64], total: u64, seats: u32) -> Outcome {
    let count = Count {
        total,
        represented: total,
        approve: approve.to_vec(),
        ..Count::default()
    };
    count.outcome(&threshold("15.5", Scope::Community), true, seats, false)
}

#[test]
fn the_seats_go_to_those_with_most_and_a_tie_for_the_last_seat_leaves_it_open() {
    let passed = |options: &[usize]| Outcome::Passed {
        options: options.to_vec(),
    };
    assert_eq!(election(&[60, 80, 70], 100, 2), passed(&[1, 2]));
    assert_eq!(election(&[60, 80, 60], 100, 2), passed(&[1]));
    assert_eq!(election(&[60, 60, 60], 100, 2), Outcome::FailedElection);
    assert_eq!(election(&[60, 60], 100, 2), passed(&[0, 1]));
    assert_eq!(election(&[60, 50, 20], 100, 2), passed(&[0]));
    assert_eq!(election(&[50, 50, 20], 100, 2), Outcome::FailedElection);
}

#[test]
fn two_seats_do_not_let_more_households_vote_than_came() {
    let count = |approve: [u64; 2], against: u64| Count {
        total: 60,
        represented: 40,
        approve: approve.to_vec(),
        against,
        ..Count::default()
    };
    assert_eq!(count([40, 40], 0).silent(2), Some(0));
    assert_eq!(count([40, 40], 1).silent(2), None);
    assert_eq!(count([20, 20], 0).silent(1), Some(0));
    assert_eq!(count([21, 20], 0).silent(1), None);
    // Three lines of 30 are 90 marks; 40 households with two marks each make 80 of them.
    let crowded = Count {
        approve: vec![30; 3],
        ..count([0, 0], 0)
    };
    assert_eq!(crowded.silent(2), None);
    assert_eq!(crowded.check(2).len(), 1);
}

#[test]
fn numbers_that_no_machine_holds_are_refused_and_not_wrapped() {
    let count = Count {
        total: 60,
        represented: 60,
        approve: vec![u64::MAX, 2],
        against: u64::MAX,
        ..Count::default()
    };
    assert_eq!(count.silent(1), None);
    assert!(!count.check(1).is_empty());
}

const LINES: usize = 3;

fn choice(seats: u32) -> impl Strategy<Value = Choice> {
    let most = usize::try_from(seats).unwrap_or(1).min(LINES);
    prop_oneof![
        4 => prop::sample::subsequence((0..LINES).collect::<Vec<_>>(), 1..=most)
            .prop_map(|options| Choice::For { options }),
        1 => Just(Choice::Against),
        1 => Just(Choice::Other),
        1 => Just(Choice::Invalid),
    ]
}

fn household(number: u8) -> HouseholdId {
    HouseholdId(Uuid::from_u128(u128::from(number)))
}

fn closing() -> DateTime {
    date(2026, 11, 12).at(17, 0, 0, 0)
}

/// Votes by households on and off the roll, before and after the closing, on both channels.
fn votes() -> impl Strategy<Value = Vec<Vote>> {
    let vote = (0_u8..14, any::<bool>(), 0_i64..12, choice(2));
    prop::collection::vec(vote, 0..40).prop_map(|votes| {
        votes
            .into_iter()
            .map(|(number, paper, hours, choice)| Vote {
                household: household(number),
                channel: if paper {
                    Channel::Paper
                } else {
                    Channel::Screen
                },
                at: closing() - 10.hours() + hours.hours(),
                choice,
            })
            .collect()
    })
}

fn roll() -> BTreeSet<HouseholdId> {
    (0_u8..10).map(household).collect()
}

proptest! {
    #[test]
    fn a_count_of_real_votes_never_exceeds_the_roll_and_forgets_nobody(
        choices in prop::collection::vec(choice(2), 0..60),
        spare in 0_u64..10,
    ) {
        let voters = u64::try_from(choices.len()).unwrap_or(0);
        let mut count = Count::new(voters + spare, LINES);
        for choice in &choices {
            count.add(choice);
        }
        prop_assert_eq!(count.represented, voters);
        prop_assert!(count.check(2).is_empty(), "{:?}", count);
        for approve in &count.approve {
            prop_assert!(approve + count.against + count.other + count.invalid <= count.total);
        }
    }

    #[test]
    fn the_order_of_the_ballots_does_not_matter(
        (choices, shuffled) in prop::collection::vec(choice(2), 0..40)
            .prop_flat_map(|choices| (Just(choices.clone()), Just(choices).prop_shuffle()))
    ) {
        let sum = |choices: &[Choice]| {
            let mut count = Count::new(100, LINES);
            for choice in choices {
                count.add(choice);
            }
            count
        };
        prop_assert_eq!(sum(&choices), sum(&shuffled));
    }

    #[test]
    fn the_outcome_is_the_rule_worked_out_in_wide_numbers(
        total in 1_u64..u64::MAX,
        approve in prop::collection::vec(0_u64..u64::MAX, 1..4),
        code in prop::sample::select(vec!["15.1", "15.3", "15.6"]),
    ) {
        let rule = threshold(code, Scope::Community);
        let count = Count { total, represented: total, approve: approve.clone(), ..Count::default() };
        let enough = |number: &u64| {
            let (number, total) = (u128::from(*number), u128::from(total));
            if code == "15.1" { number + number + number >= total + total } else { number + number > total }
        };
        let most = approve.iter().copied().filter(enough).max();
        if let Outcome::Passed { options } = count.outcome(&rule, false, 1, false) {
            prop_assert_eq!(options.len(), 1);
            prop_assert_eq!(options.first().and_then(|place| approve.get(*place)).copied(), most);
        } else {
            let leaders = approve.iter().filter(|number| Some(**number) == most).count();
            prop_assert!(most.is_none() || leaders > 1);
        }
    }

    #[test]
    fn paper_and_screen_together_never_exceed_the_roll(votes in votes()) {
        let merged = merge(&roll(), &votes, Some(closing()), LINES, 2);
        let conflicts = u64::try_from(merged.conflicts.len()).unwrap_or(u64::MAX);
        prop_assert_eq!(merged.count.total, 10);
        prop_assert!(merged.count.represented + conflicts <= 10);
        prop_assert!(merged.count.check(2).is_empty());
        let counted: BTreeSet<HouseholdId> = votes
            .iter()
            .filter(|vote| vote.at < closing() && roll().contains(&vote.household))
            .map(|vote| vote.household)
            .collect();
        prop_assert_eq!(merged.count.represented + conflicts, u64::try_from(counted.len()).unwrap_or(0));
    }

    #[test]
    fn the_order_in_which_votes_are_merged_does_not_matter(
        (votes, shuffled) in votes()
            .prop_flat_map(|votes| (Just(votes.clone()), Just(votes).prop_shuffle()))
    ) {
        let first = merge(&roll(), &votes, Some(closing()), LINES, 2);
        let second = merge(&roll(), &shuffled, Some(closing()), LINES, 2);
        prop_assert_eq!(first.count, second.count);
        prop_assert_eq!(first.conflicts, second.conflicts);
        prop_assert_eq!(first.rejected.len(), second.rejected.len());
    }
}

fn vote(number: u8, channel: Channel, hour: i8, choice: Choice) -> Vote {
    Vote {
        household: household(number),
        channel,
        at: date(2026, 11, 12).at(hour, 0, 0, 0),
        choice,
    }
}

#[test]
fn on_the_screen_the_last_word_before_the_closing_is_the_one() {
    let votes = [
        vote(1, Channel::Screen, 9, Choice::Against),
        vote(1, Channel::Screen, 10, Choice::option(0)),
        vote(1, Channel::Screen, 17, Choice::Against),
    ];
    let merged = merge(&roll(), &votes, Some(closing()), LINES, 1);
    assert_eq!(merged.count.approve, [1, 0, 0]);
    assert_eq!(merged.count.represented, 1);
    assert_eq!(merged.rejected, [votes[2].clone()], "after the closing");
}

#[test]
fn the_same_answer_on_paper_and_screen_counts_once_and_different_answers_wait_for_the_team() {
    let votes = [
        vote(1, Channel::Paper, 9, Choice::option(0)),
        vote(1, Channel::Screen, 10, Choice::option(0)),
        vote(2, Channel::Paper, 9, Choice::option(0)),
        vote(2, Channel::Screen, 10, Choice::Against),
        vote(3, Channel::Paper, 9, Choice::option(0)),
        vote(3, Channel::Paper, 9, Choice::option(1)),
        vote(99, Channel::Paper, 9, Choice::option(0)),
        vote(4, Channel::Paper, 9, Choice::option(7)),
    ];
    let merged = merge(&roll(), &votes, Some(closing()), LINES, 1);
    assert_eq!(merged.count.approve, [1, 0, 0]);
    assert_eq!(merged.conflicts, [household(2), household(3)]);
    assert_eq!(
        merged.rejected.len(),
        2,
        "a stranger, and a line that is not there"
    );
}

//! Household ballots: whatever people do in whatever order, no paper counts twice, none beyond the roll, and nothing is
//! decided while a paper is not settled.

use dinh_domain::Refusal;
use dinh_domain::decision::{BallotBox, Choice, Collected, Place, Reading};
use dinh_domain::ids::{AccountId, HouseholdId};
use dinh_law::Law;
use jiff::civil::{Date, DateTime, date, datetime};
use proptest::prelude::*;
use uuid::Uuid;

const ON: Date = date(2026, 3, 2);
const CLOSES: DateTime = datetime(2026, 3, 5, 17, 0, 0, 0);
const BEFORE: DateTime = datetime(2026, 3, 4, 9, 0, 0, 0);
const AFTER: DateTime = datetime(2026, 3, 5, 18, 0, 0, 0);

fn household(number: u8) -> HouseholdId {
    HouseholdId(Uuid::from_u128(u128::from(number) + 1))
}

fn person(number: u8) -> AccountId {
    AccountId(Uuid::from_u128(u128::from(number) + 1_000))
}

fn empty(households: u8) -> BallotBox {
    BallotBox {
        roll: (0..households).map(household).collect(),
        options: 2,
        seats: 1,
        closes: Some(CLOSES),
        ..BallotBox::default()
    }
}

/// Printed, given to everyone, handed in by everyone.
fn full(households: u8) -> BallotBox {
    let mut ballots = empty(households);
    ballots.print(Law::embedded(), ON).expect("papers");
    for number in 0..households {
        ballots.give(household(number)).expect("given");
        returned(&mut ballots, number).expect("returned");
    }
    ballots
}

fn returned(ballots: &mut BallotBox, number: u8) -> Result<(), Refusal> {
    let rules = (Law::embedded(), ON);
    ballots.collect(
        household(number),
        Collected::Returned,
        (BEFORE, false),
        rules,
    )
}

#[derive(Clone, Debug)]
enum Deed {
    Print,
    Replace(u32),
    AskVoid(u32, u8),
    ConfirmVoid(u32, u8),
    WithdrawVoid(u32),
    Give(u8),
    TakeBackGiving(u8),
    Collect(u8, Collected),
    TakeBackCollection(u8),
    Enter(u32, u8, Choice),
    Settle(u32, u8, Choice),
    TakeBackEntry(u32, u8),
}

fn choices() -> impl Strategy<Value = Choice> {
    prop_oneof![
        Just(Choice::option(0)),
        Just(Choice::option(1)),
        Just(Choice::option(7)),
        Just(Choice::Against),
        Just(Choice::Other),
        Just(Choice::Invalid),
    ]
}

fn deeds() -> impl Strategy<Value = Deed> {
    let states = prop_oneof![
        4 => Just(Collected::Returned),
        1 => Just(Collected::Refused),
        1 => Just(Collected::Absent),
    ];
    prop_oneof![
        2 => Just(Deed::Print),
        2 => (0..9_u32).prop_map(Deed::Replace),
        2 => (0..9_u32, 0..4_u8).prop_map(|(serial, who)| Deed::AskVoid(serial, who)),
        2 => (0..9_u32, 0..4_u8).prop_map(|(serial, who)| Deed::ConfirmVoid(serial, who)),
        1 => (0..9_u32).prop_map(Deed::WithdrawVoid),
        6 => (0..7_u8).prop_map(Deed::Give),
        1 => (0..7_u8).prop_map(Deed::TakeBackGiving),
        6 => (0..7_u8, states).prop_map(|(who, state)| Deed::Collect(who, state)),
        1 => (0..7_u8).prop_map(Deed::TakeBackCollection),
        9 => (0..9_u32, 0..4_u8, choices()).prop_map(|(serial, who, choice)| Deed::Enter(serial, who, choice)),
        4 => (0..9_u32, 0..4_u8, choices()).prop_map(|(serial, who, choice)| Deed::Settle(serial, who, choice)),
        2 => (0..9_u32, 0..4_u8).prop_map(|(serial, who)| Deed::TakeBackEntry(serial, who)),
    ]
}

/// Do it; a refused deed must change nothing.
fn attempt(ballots: &mut BallotBox, deed: Deed) {
    let before = ballots.clone();
    let rules = (Law::embedded(), ON);
    let why = "phiếu hỏng khi in";
    let done = match deed {
        Deed::Print => ballots.print(rules.0, ON).map(|_| ()),
        Deed::Replace(serial) => ballots.replace(serial, why).map(|_| ()),
        Deed::AskVoid(serial, who) => ballots.ask_void(serial, why, person(who)),
        Deed::ConfirmVoid(serial, who) => ballots.confirm_void(serial, person(who)),
        Deed::WithdrawVoid(serial) => ballots.withdraw_void(serial),
        Deed::Give(who) => ballots.give(household(who)),
        Deed::TakeBackGiving(who) => ballots.take_back_giving(household(who)),
        Deed::Collect(who, state) => ballots.collect(household(who), state, (BEFORE, false), rules),
        Deed::TakeBackCollection(who) => ballots.take_back_collection(household(who)),
        Deed::Enter(serial, who, choice) => ballots.enter(serial, person(who), choice).map(|_| ()),
        Deed::Settle(serial, who, choice) => ballots.settle(serial, person(who), choice, why),
        Deed::TakeBackEntry(serial, who) => {
            ballots.take_back_entry(serial, person(who)).map(|_| ())
        }
    };
    if done.is_err() {
        assert_eq!(*ballots, before, "a refused deed changed something");
    }
}

fn holds(ballots: &BallotBox) {
    let count = ballots.count();
    let progress = ballots.progress();
    let settled = ballots.settled().count();
    let said: u64 = count.approve.iter().sum::<u64>() + count.against + count.other + count.invalid;
    assert_eq!(count.represented, said);
    assert_eq!(count.represented, u64::try_from(settled).expect("small"));
    assert!(count.represented <= count.total);
    assert!(settled <= progress.read && progress.read <= progress.returned);
    assert!(progress.returned <= progress.given && progress.given <= progress.printed);
    assert!(progress.printed <= progress.households);
    let open =
        progress.returned > settled || progress.differences > 0 || !ballots.read_once().is_empty();
    assert_eq!(ballots.unresolved() > 0, open);
    for ballot in ballots.ballots.values() {
        let mut readers: Vec<_> = ballot.entries.iter().map(|entry| entry.account).collect();
        readers.sort();
        readers.dedup();
        assert_eq!(readers.len(), ballot.entries.len(), "somebody read twice");
        assert!(ballot.void.is_none() || ballot.entries.is_empty());
        assert!(ballot.void.is_none() || ballot.asked.is_none());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_the_count_never_exceeds_the_roll(
        households in 1..7_u8,
        deeds in prop::collection::vec(deeds(), 0..120),
    ) {
        let mut ballots = empty(households);
        for deed in deeds {
            attempt(&mut ballots, deed);
            holds(&ballots);
        }
    }

    #[test]
    fn the_order_of_reading_does_not_matter(
        read in prop::collection::vec((choices(), choices(), choices()), 1..12),
        order in prop::collection::vec(any::<u32>(), 24),
    ) {
        let households = u8::try_from(read.len()).expect("few");
        let mut entries = Vec::new();
        for (serial, (first, second, _)) in (1..).zip(&read) {
            entries.push((serial, 0, first.clone()));
            entries.push((serial, 1, second.clone()));
        }
        let mut shuffled: Vec<_> = entries.iter().cloned().zip(order).collect();
        shuffled.sort_by_key(|(_, place)| *place);
        let run = |entries: Vec<(u32, u8, Choice)>| {
            let mut ballots = full(households);
            for (serial, who, choice) in entries {
                attempt(&mut ballots, Deed::Enter(serial, who, choice));
            }
            for (serial, (_, _, third)) in (1..).zip(&read) {
                attempt(&mut ballots, Deed::Settle(serial, 2, third.clone()));
            }
            (ballots.count(), ballots.unresolved(), ballots.settled().collect::<Vec<_>>())
        };
        let expected = run(entries);
        let found = run(shuffled.into_iter().map(|(entry, _)| entry).collect());
        prop_assert_eq!(expected, found);
    }
}

fn fields(refusal: Refusal) -> Vec<(String, String)> {
    match refusal {
        Refusal::Invalid(errors) => errors
            .into_iter()
            .map(|error| (error.field, error.message))
            .collect(),
        other => panic!("another refusal: {other}"),
    }
}

fn said(refusal: Refusal) -> String {
    fields(refusal).remove(0).1
}

#[test]
fn a_second_reading_is_by_another_person_and_a_third_settles() {
    let mut ballots = full(3);
    assert_eq!(
        ballots.enter(1, person(0), Choice::option(0)),
        Ok(Place::First)
    );
    let twice = ballots
        .enter(1, person(0), Choice::option(0))
        .expect_err("twice");
    assert!(said(twice).contains("người khác nhập"));
    assert_eq!(
        ballots.enter(1, person(1), Choice::Against),
        Ok(Place::Second)
    );
    assert_eq!(
        ballots.ballots.get(&1).expect("a paper").reading(),
        Reading::Differs
    );
    let third = ballots
        .enter(1, person(2), Choice::Against)
        .expect_err("full");
    assert!(said(third).contains("đã được hai người nhập"));
    let own = ballots
        .settle(1, person(0), Choice::Against, "xem lại phiếu")
        .expect_err("own");
    assert!(said(own).contains("người thứ ba"));
    let silent = ballots
        .settle(1, person(2), Choice::Against, " ")
        .expect_err("no reason");
    assert_eq!(fields(silent).remove(0).0, "reason");
    ballots
        .settle(1, person(2), Choice::Against, "xem lại phiếu")
        .expect("settled");
    assert_eq!(ballots.count().against, 1);
    assert_eq!(ballots.unresolved(), 2);
}

#[test]
fn unknown_void_and_surplus_papers_are_refused_with_what_to_do() {
    let mut ballots = empty(3);
    ballots.print(Law::embedded(), ON).expect("papers");
    assert_eq!(ballots.replace(2, "hộ làm rách phiếu"), Ok(4));
    for number in 0..2 {
        ballots.give(household(number)).expect("given");
        returned(&mut ballots, number).expect("returned");
    }
    let unknown = ballots
        .enter(9, person(0), Choice::Against)
        .expect_err("none");
    assert!(said(unknown).contains("Không có phiếu số 009"));
    let void = ballots
        .enter(2, person(0), Choice::Against)
        .expect_err("void");
    assert!(said(void).contains("Phiếu in thay có số 004"));
    ballots
        .enter(1, person(0), Choice::Against)
        .expect("the first");
    ballots
        .enter(3, person(0), Choice::Against)
        .expect("the second");
    let more = ballots
        .enter(4, person(0), Choice::Against)
        .expect_err("more");
    assert!(said(more).contains("2 hộ nộp"));
    let read = ballots.replace(1, "hộ làm rách phiếu").expect_err("read");
    assert!(said(read).contains("không hủy được"));
}

#[test]
fn a_household_gets_one_ballot_and_the_papers_never_outnumber_the_roll() {
    let mut ballots = empty(2);
    assert!(matches!(ballots.give(household(0)), Err(Refusal::State(_))));
    assert_eq!(ballots.print(Law::embedded(), ON), Ok(vec![1, 2]));
    let Err(Refusal::Unlawful { article, .. }) = ballots.print(Law::embedded(), ON) else {
        panic!("more papers than households");
    };
    assert_eq!(article, "khoản 3 Điều 19 Luật 10/2022/QH15");
    ballots.give(household(0)).expect("given");
    ballots
        .give(household(0))
        .expect("giving again changes nothing");
    assert_eq!(ballots.given.len(), 1);
    assert!(ballots.give(household(7)).is_err());
    ballots.roll.insert(household(2));
    assert_eq!(ballots.print(Law::embedded(), ON), Ok(vec![3]));
}

#[test]
fn a_ballot_after_the_time_is_not_counted_and_none_is_opened_before_it() {
    let law = Law::embedded();
    let mut ballots = empty(2);
    ballots.print(law, ON).expect("papers");
    ballots.give(household(0)).expect("given");
    assert!(matches!(
        ballots.may_count(BEFORE, law, ON),
        Err(Refusal::Unlawful { .. })
    ));
    let late = (AFTER, false);
    let refused = ballots.collect(household(0), Collected::Returned, late, (law, ON));
    assert!(matches!(refused, Err(Refusal::Unlawful { .. })));
    let late = (AFTER, true);
    ballots
        .collect(household(0), Collected::Returned, late, (law, ON))
        .expect("collected in time, written down later");
    let not_given = ballots.collect(household(1), Collected::Returned, late, (law, ON));
    assert!(matches!(not_given, Err(Refusal::Unlawful { .. })));
    assert_eq!(ballots.may_count(AFTER, law, ON), Ok(()));
    assert_eq!(full(2).may_count(BEFORE, law, ON), Ok(()));
}

#[test]
fn a_reading_under_a_wrong_serial_is_taken_back_by_its_own_reader() {
    let mut ballots = full(2);
    ballots
        .enter(2, person(0), Choice::option(0))
        .expect("read");
    assert!(ballots.take_back_entry(2, person(1)).is_err());
    assert_eq!(ballots.take_back_entry(2, person(0)), Ok(Place::First));
    assert_eq!(ballots.count_read(), 0);
    for who in 0..2 {
        ballots
            .enter(1, person(who), Choice::option(0))
            .expect("read");
    }
    let settled = ballots.take_back_entry(1, person(0)).expect_err("settled");
    assert!(said(settled).contains("đã thống nhất"));
}

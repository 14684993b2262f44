//! The ladder of reminders: which rung is due to whom on which day, around Tết too; addresses that may be kept.

use dinh_domain::access::{Action, Reach, Role, reach};
use dinh_domain::ids::UnitId;
use dinh_domain::reminders::{Choice, Due, Fact, LADDER, Party, check_address, due, rung_day};
use dinh_law::{Calendar, Law};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

fn calendar() -> &'static Calendar {
    Law::embedded().calendar()
}

fn fact(due_on: Date, waits_for: Party) -> Fact {
    Fact {
        thing: Uuid::from_u128(1),
        unit: UnitId(Uuid::from_u128(2)),
        due_on,
        waits_for,
    }
}

fn on(due_on: Date, today: Date) -> Vec<(Party, i16)> {
    told(&fact(due_on, Party::InCharge), today)
}

fn told(fact: &Fact, today: Date) -> Vec<(Party, i16)> {
    due(fact, today, calendar())
        .into_iter()
        .map(|Due { party, days }| (party, days))
        .collect()
}

use Party::{Head, InCharge, Supervisor};

#[test]
fn the_ladder_climbs_from_the_clerk_to_the_city_in_working_days() {
    // Friday 20 November 2026; Tuesday 24 November is a day of rest.
    let last = date(2026, 11, 20);
    let table: [(Date, &[(Party, i16)]); 10] = [
        (date(2026, 11, 16), &[]),
        (date(2026, 11, 17), &[(InCharge, -3)]),
        (date(2026, 11, 18), &[(InCharge, -3)]),
        (date(2026, 11, 19), &[(InCharge, -1)]),
        (date(2026, 11, 20), &[(InCharge, -1)]),
        (date(2026, 11, 22), &[(InCharge, -1)]),
        (date(2026, 11, 23), &[(InCharge, 1), (Head, 1)]),
        (date(2026, 11, 25), &[(InCharge, 1), (Head, 1)]),
        (
            date(2026, 11, 26),
            &[(InCharge, 1), (Head, 1), (Supervisor, 3)],
        ),
        (
            date(2026, 12, 2),
            &[(InCharge, 1), (Head, 7), (Supervisor, 7)],
        ),
    ];
    for (today, expected) in table {
        assert_eq!(on(last, today), expected, "{today}");
    }
}

#[test]
fn nobody_is_reminded_at_tet_and_three_days_before_leave_three_days_to_work_in() {
    // Due on Thursday 26 February 2026; Tết is from the 16th to the 20th, the weekend follows.
    let last = date(2026, 2, 26);
    assert_eq!(rung_day(last, -3, calendar()), Some(date(2026, 2, 23)));
    // Due on the Monday after Tết: its T-3 and T-1 lie before the holidays.
    let last = date(2026, 2, 23);
    assert_eq!(rung_day(last, -1, calendar()), Some(date(2026, 2, 13)));
    assert_eq!(rung_day(last, -3, calendar()), Some(date(2026, 2, 11)));
    // Due on the last day before Tết: T+1 is the first day after it, not a holiday.
    let last = date(2026, 2, 13);
    assert_eq!(rung_day(last, 1, calendar()), Some(date(2026, 2, 23)));
    assert_eq!(on(last, date(2026, 2, 18)), [(InCharge, -1)]);
}

#[test]
fn what_waits_for_the_head_is_the_head_s_before_the_due_day_too_and_not_the_clerk_s() {
    let waits = fact(date(2026, 11, 20), Head);
    assert_eq!(told(&waits, date(2026, 11, 17)), [(Head, -3)]);
    assert_eq!(told(&waits, date(2026, 11, 23)), [(Head, 1)]);
    assert_eq!(
        told(&waits, date(2026, 12, 2)),
        [(Head, 7), (Supervisor, 7)]
    );
}

#[test]
fn rungs_stand_in_order_and_every_party_is_reached_once_something_is_overdue() {
    assert!(LADDER.windows(2).all(|pair| pair[0].days < pair[1].days));
    for party in Party::ALL {
        let late = told(&fact(date(2026, 1, 5), *party), date(2026, 11, 20));
        assert!(late.iter().any(|(found, _)| found == party), "{party:?}");
        for above in [Head, Supervisor] {
            let hears = late.iter().any(|(found, _)| *found == above);
            assert_eq!(hears, *party != Party::Front, "{party:?}");
        }
        assert_eq!(Party::find(party.code()), Some(*party));
    }
}

#[test]
fn whoever_is_reminded_may_see_the_thing_and_the_head_may_close_it() {
    for role in Role::ALL {
        let Some(party) = Party::of(*role) else {
            continue;
        };
        let sees = if party.is_of_community() || party == Party::Front {
            Action::ReadDecisions
        } else {
            Action::ReadDesk
        };
        assert!(reach(*role, sees).is_some(), "{role:?}");
        let right = match party {
            Party::Community | Party::FrontWork => reach(*role, Action::RunDecision),
            Party::Front => reach(*role, Action::RecogniseByFront),
            InCharge => reach(*role, Action::DraftPublication),
            Head => reach(*role, Action::ApprovePublication),
            Supervisor => {
                assert_eq!(reach(*role, Action::ReadDesk), Some(Reach::City));
                continue;
            }
        };
        assert!(right.is_some(), "{role:?}");
    }
}

#[test]
fn nobody_can_choose_not_to_hear_of_what_is_overdue() {
    for choice in Choice::ALL {
        assert_eq!(Choice::find(choice.code()), Some(*choice));
        assert!(
            LADDER
                .iter()
                .all(|rung| rung.days < 0 || choice.wants(rung.days))
        );
    }
    assert!(!Choice::OverdueOnly.wants(-1));
    assert!(Choice::default().wants(-3));
}

#[test]
fn addresses_are_kept_without_spaces_and_with_a_small_domain() {
    let kept = check_address("address", "  Lan.Nguyen+viec@CanTho.gov.VN ");
    assert_eq!(kept.expect("an address"), "Lan.Nguyen+viec@cantho.gov.vn");
    let refused = [
        "",
        "lan",
        "@cantho.gov.vn",
        "lan@",
        "lan@localhost",
        "lan@10.0.0.1",
        "lan nguyen@cantho.gov.vn",
        "lan..n@cantho.gov.vn",
        ".lan@cantho.gov.vn",
        "lan@-cantho.gov.vn",
        "lan@cantho..vn",
        "nguyễn@cantho.gov.vn",
        "a@b.vn\r\nBcc: c@d.vn",
        "<a@b.vn>",
        "a@b.vn,c@d.vn",
    ];
    for typed in refused {
        assert!(check_address("address", typed).is_err(), "{typed:?}");
    }
}

proptest! {
    #[test]
    fn an_address_that_is_kept_cannot_smuggle_a_line_or_a_second_address(typed in "\\PC{0,40}@?[a-z0-9.\\-\\r\\n<>, ]{0,30}") {
        if let Ok(kept) = check_address("address", &typed) {
            prop_assert!(kept.is_ascii() && kept.len() <= 254);
            prop_assert!(!kept.contains(['\r', '\n', ' ', '<', '>', ',', ';', '"']));
            prop_assert_eq!(kept.matches('@').count(), 1);
            let again = check_address("address", &kept);
            prop_assert_eq!(again.ok(), Some(kept));
        }
    }

    #[test]
    fn a_later_day_never_lowers_a_rung_and_every_rung_comes_on_a_working_day(
        start in 0_i32..500, wait in 0_i32..40, waits_for in prop::sample::select(Party::ALL)
    ) {
        let last = date(2026, 1, 5).checked_add(start.days()).expect("a day");
        let fact = fact(last, waits_for);
        let day = last.checked_add((wait - 15).days()).expect("a day");
        let next = day.tomorrow().expect("a day");
        let later = due(&fact, next, calendar());
        for earlier in due(&fact, day, calendar()) {
            let same = later.iter().find(|found| found.party == earlier.party);
            prop_assert!(same.is_some_and(|found| found.days >= earlier.days));
        }
        for rung in LADDER {
            let day = rung_day(last, rung.days, calendar()).expect("within the calendar");
            prop_assert!(calendar().day(day).expect("within the calendar").working);
            prop_assert_eq!(rung.days < 0, day < last);
            prop_assert_ne!(day, last);
        }
    }
}

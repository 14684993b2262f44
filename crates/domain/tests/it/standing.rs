//! How a duty stands on a day: on time, late, due soon, overdue, around Tết too.

use dinh_domain::disclosure::{Duty, DutyState, JudgedBy, LegalDay, Timing, standing};
use dinh_law::{Calendar, Law};
use jiff::civil::{Date, date};

use crate::duty;

fn calendar() -> &'static Calendar {
    Law::embedded().calendar()
}

fn timing(due: Date, state: DutyState, published: Option<Date>, today: Date) -> Timing {
    let mut duty = duty(due);
    duty.state = state;
    duty.published_on = published;
    duty.judged = published.map(|day| LegalDay::recorded(day, 7, false));
    standing(&duty, today, calendar()).timing
}

#[test]
fn an_open_duty_becomes_due_soon_three_working_days_before_and_overdue_the_day_after() {
    // 20 November 2026 is a Friday without a holiday around it, except the 24th,
    // which is a day of rest from 2026 on.
    let due = date(2026, 11, 20);
    let table = [
        (date(2026, 11, 13), Timing::NotDue(7)),
        (date(2026, 11, 16), Timing::NotDue(4)),
        (date(2026, 11, 17), Timing::DueSoon(3)),
        (date(2026, 11, 20), Timing::DueSoon(0)),
        (date(2026, 11, 21), Timing::Overdue(1)),
        (date(2026, 12, 20), Timing::Overdue(30)),
    ];
    for (today, expected) in table {
        assert_eq!(
            timing(due, DutyState::Open, None, today),
            expected,
            "{today}"
        );
    }
}

#[test]
fn working_days_of_tet_are_not_counted_when_a_duty_is_called_due_soon() {
    // Decided on 12 February 2026, due on the 26th: Tết is from the 16th to the 20th.
    let due = date(2026, 2, 26);
    let table = [
        (date(2026, 2, 12), Timing::NotDue(14)),
        (date(2026, 2, 13), Timing::NotDue(13)),
        (date(2026, 2, 17), Timing::NotDue(9)),
        (date(2026, 2, 22), Timing::NotDue(4)),
        (date(2026, 2, 23), Timing::DueSoon(3)),
        (date(2026, 2, 26), Timing::DueSoon(0)),
        (date(2026, 2, 27), Timing::Overdue(1)),
    ];
    for (today, expected) in table {
        assert_eq!(
            timing(due, DutyState::Open, None, today),
            expected,
            "{today}"
        );
    }
}

#[test]
fn what_is_due_just_after_tet_is_due_soon_eleven_days_before() {
    let due = date(2026, 2, 24);
    let before = timing(due, DutyState::Open, None, date(2026, 2, 12));
    assert_eq!(
        before,
        Timing::DueSoon(12),
        "13, 23 and 24 February are the working days left"
    );
    let earlier = timing(due, DutyState::Open, None, date(2026, 2, 11));
    assert_eq!(earlier, Timing::NotDue(13));
}

#[test]
fn the_day_of_publication_decides_for_ever_whether_it_was_on_time() {
    let due = date(2026, 2, 26);
    for today in [date(2026, 2, 28), date(2027, 2, 28)] {
        for (published, expected) in [
            (date(2026, 2, 12), Timing::OnTime),
            (due, Timing::OnTime),
            (date(2026, 2, 27), Timing::Late(1)),
            (date(2026, 3, 26), Timing::Late(28)),
        ] {
            assert_eq!(
                timing(due, DutyState::Published, Some(published), today),
                expected,
                "{published} seen on {today}"
            );
        }
    }
}

#[test]
fn a_proposal_that_it_does_not_apply_does_not_stop_the_clock() {
    let due = date(2026, 2, 26);
    let late = timing(
        due,
        DutyState::NotApplicableProposed,
        None,
        date(2026, 3, 2),
    );
    assert_eq!(late, Timing::Overdue(4));
    let agreed = timing(due, DutyState::NotApplicable, None, date(2026, 3, 2));
    assert_eq!(agreed, Timing::NotApplicable);
}

#[test]
fn what_was_withdrawn_is_neither_late_nor_on_time() {
    let published = Some(date(2026, 3, 26));
    let today = date(2026, 4, 1);
    let stands = timing(date(2026, 2, 26), DutyState::Withdrawn, published, today);
    assert_eq!(stands, Timing::Withdrawn);
}

#[test]
fn missing_forms_are_a_fault_only_after_the_due_day_of_what_is_public() {
    let due = date(2026, 2, 26);
    let mut duty = duty(due);
    duty.missing_forms = 2;
    let missing = |duty: &Duty, today| standing(duty, today, calendar()).missing_forms;
    assert_eq!(missing(&duty, date(2026, 3, 1)), 0, "nothing is public yet");
    duty.state = DutyState::Published;
    duty.published_on = Some(date(2026, 2, 25));
    assert_eq!(missing(&duty, due), 0);
    assert_eq!(missing(&duty, date(2026, 2, 27)), 2);
    duty.state = DutyState::Withdrawn;
    assert_eq!(
        missing(&duty, date(2026, 2, 27)),
        0,
        "nothing has to hang any more"
    );
}

#[test]
fn what_was_recorded_on_the_last_day_and_seen_after_midnight_is_late_by_a_day() {
    let due = date(2026, 2, 26);
    let judged = |judged: LegalDay| {
        let mut duty = duty(due);
        duty.state = DutyState::Published;
        duty.published_on = Some(due);
        duty.judged = Some(judged);
        let stands = standing(&duty, date(2026, 3, 1), calendar());
        (stands.timing, stands.judged_by)
    };
    let recorded = LegalDay::recorded(due, 7, true);
    assert_eq!(
        judged(recorded),
        (Timing::OnTime, Some(JudgedBy::Waiting)),
        "provisionally, while no quorum has seen it"
    );
    for (seen, timing) in [
        (due, Timing::OnTime),
        (date(2026, 2, 27), Timing::Late(1)),
        (date(2026, 2, 28), Timing::Late(2)),
    ] {
        let found = judged(recorded.witnessed(seen));
        assert_eq!(found, (timing, Some(JudgedBy::Witnessed)), "{seen}");
    }
}

#[test]
fn witnesses_that_are_named_later_do_not_make_old_acts_late() {
    let recorded = LegalDay::recorded(date(2026, 2, 26), 7, false);
    let later = recorded.witnessed(date(2027, 1, 1));
    assert_eq!(later, recorded);
    assert_eq!(later.by, JudgedBy::Recorded);
}

#[test]
fn a_better_time_of_the_same_checkpoint_replaces_the_first_one() {
    let seen = LegalDay::recorded(date(2026, 2, 26), 7, true).witnessed(date(2026, 2, 27));
    assert_eq!(
        seen.witnessed(date(2026, 2, 26)).on,
        date(2026, 2, 26),
        "the k-th of more times may be earlier"
    );
}

#[test]
fn whose_word_counts_has_one_code_each() {
    for by in JudgedBy::ALL {
        assert_eq!(JudgedBy::find(by.code()), Some(*by));
    }
    assert_eq!(JudgedBy::find("stamped"), None);
}

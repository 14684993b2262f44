//! What holds for every date and every number of days.

use dinh_law::{
    Calendar, CalendarDays, Date, DayUnit, Explanation, Extension, Law, LawError, MinimumDuration,
    Suspension, Term, WorkingDays,
};
use jiff::Span;
use proptest::prelude::*;

const FIRST: Date = Date::constant(2020, 1, 1);

fn calendar() -> &'static Calendar {
    Law::embedded().calendar()
}

fn working(date: Date) -> bool {
    calendar().day(date).expect("inside the calendar").working
}

/// Any day of 2020-2049, so that terms of up to two hundred days stay inside.
fn days() -> impl Strategy<Value = Date> {
    (0..10_950_i32).prop_map(|offset| FIRST.saturating_add(Span::new().days(offset)))
}

fn terms() -> impl Strategy<Value = Term> {
    (1..120_u16, any::<bool>()).prop_map(|(days, working)| {
        let unit = if working {
            DayUnit::WorkingDays
        } else {
            DayUnit::CalendarDays
        };
        Term::new(days, unit)
    })
}

/// Counts with nothing but a loop, as a person would with a wall calendar.
fn by_hand(from: Date, term: Term, suspended: &dyn Fn(Date) -> bool) -> Date {
    let mut date = from;
    let mut left = term.days();
    while left > 0 {
        date = date.saturating_add(Span::new().days(1));
        let counts = match term.unit() {
            DayUnit::WorkingDays => working(date),
            DayUnit::CalendarDays => true,
        };
        if counts && !suspended(date) {
            left -= 1;
        }
    }
    if term.unit() == DayUnit::CalendarDays {
        while !working(date) {
            date = date.saturating_add(Span::new().days(1));
        }
    }
    date
}

fn count(from: Date, term: Term) -> Explanation {
    calendar()
        .end_of_term(from, term, None, &[])
        .expect("inside the calendar")
}

proptest! {
    #[test]
    fn an_explanation_leads_to_its_own_date_again(from in days(), term in terms()) {
        let explanation = count(from, term);
        prop_assert_eq!(explanation.rederive(), explanation.end);
    }

    #[test]
    fn a_term_ends_where_a_person_counting_ends(from in days(), term in terms()) {
        prop_assert_eq!(count(from, term).end, by_hand(from, term, &|_| false));
    }

    #[test]
    fn the_quick_answer_is_the_explained_answer(from in days(), number in 0..120_u16) {
        let quick = calendar().working_day_after(from, WorkingDays::new(number));
        let explained = calendar().add_working_days(from, WorkingDays::new(number));
        prop_assert_eq!(quick, explained.map(|explanation| explanation.end));
    }

    #[test]
    fn extensions_and_suspensions_are_counted_and_explained(
        from in days(),
        term in terms(),
        more in 1..30_u16,
        start in 0..40_i32,
        length in 0..40_i32,
    ) {
        let first = from.saturating_add(Span::new().days(start));
        let last = first.saturating_add(Span::new().days(length));
        let suspension = Suspension { from: first, to: last, document: "Quyết định 1".to_owned() };
        let extension = Extension { days: more, document: "Công văn 2".to_owned() };
        let answer = calendar().end_of_term(
            from,
            term,
            Some(&extension),
            std::slice::from_ref(&suspension),
        );
        let Ok(explanation) = answer else {
            // Only a count that runs over the end of the table may fail.
            prop_assert!(from.year() >= 2049);
            return Ok(());
        };
        let longer = Term::new(term.days() + more, term.unit());
        let expected = by_hand(from, longer, &|date| first <= date && date <= last);
        prop_assert_eq!(explanation.end, expected);
        prop_assert_eq!(explanation.rederive(), expected);
    }

    #[test]
    fn a_term_in_working_days_ends_on_a_working_day(from in days(), number in 1..120_u16) {
        let explanation = count(from, Term::new(number, DayUnit::WorkingDays));
        prop_assert!(working(explanation.end));
    }

    #[test]
    fn a_longer_term_never_ends_earlier(from in days(), term in terms()) {
        let longer = Term::new(term.days() + 1, term.unit());
        prop_assert!(count(from, term).end <= count(from, longer).end);
    }

    #[test]
    fn acting_on_the_last_day_before_an_event_leaves_the_whole_notice(
        event in (400..10_950_i32).prop_map(|offset| FIRST.saturating_add(Span::new().days(offset))),
        number in 1..60_u16,
    ) {
        let last = calendar()
            .working_days_before(event, WorkingDays::new(number))
            .expect("inside the calendar");
        prop_assert_eq!(last.rederive(), last.end);
        prop_assert!(working(last.end));
        let mut date = last.end;
        let mut between = 0;
        while date < event {
            between += u16::from(working(date));
            date = date.saturating_add(Span::new().days(1));
        }
        prop_assert_eq!(between, number);
    }

    #[test]
    fn a_damaged_explanation_never_confirms_its_date(
        from in days(),
        term in terms(),
        place in any::<prop::sample::Index>(),
        kind in 0..3_u8,
    ) {
        let mut explanation = count(from, term);
        let index = place.index(explanation.steps.len());
        match kind {
            0 => {
                explanation.steps.remove(index);
            }
            1 => explanation.count += 1,
            _ => {
                let step = &mut explanation.steps[index];
                step.counted = match step.counted {
                    Some(number) => Some(number + 1),
                    None => Some(1),
                };
            }
        }
        prop_assert_ne!(explanation.rederive(), explanation.end);
    }

    #[test]
    fn thirty_consecutive_days_are_thirty_whole_days_after_the_posting(from in days()) {
        let thirty = MinimumDuration::Consecutive(CalendarDays::new(30));
        let take_down = calendar().take_down_allowed_from(thirty, from).expect("it ends");
        let whole_days = (take_down - from).get_days() - 1;
        prop_assert_eq!(whole_days, 30);
    }
}

#[test]
fn a_day_outside_the_table_is_an_error_and_never_a_guess() {
    let calendar = calendar();
    for date in [
        Date::constant(2019, 12, 31),
        Date::constant(2051, 1, 1),
        Date::MIN,
        Date::MAX,
    ] {
        assert!(matches!(
            calendar.day(date),
            Err(LawError::OutsideCalendar { .. })
        ));
        assert!(
            calendar
                .working_day_after(date, WorkingDays::new(5))
                .is_err()
        );
        assert!(
            calendar
                .add_calendar_days(date, CalendarDays::new(15))
                .is_err()
        );
        assert!(
            calendar
                .working_days_before(date, WorkingDays::new(5))
                .is_err()
        );
    }
    assert!(calendar.holidays(2019).is_err());
    let end = Date::constant(2050, 12, 30);
    assert!(calendar.add_working_days(end, WorkingDays::new(5)).is_err());
    assert!(
        calendar
            .working_day_after(end, WorkingDays::new(u16::MAX))
            .is_err()
    );
    let start = Date::constant(2020, 1, 2);
    assert!(
        calendar
            .working_days_before(start, WorkingDays::new(5))
            .is_err()
    );
}

#[test]
fn every_day_off_from_monday_to_friday_names_its_reason() {
    let mut date = FIRST;
    while date <= Date::constant(2050, 12, 31) {
        let day = calendar().day(date).expect("inside the calendar");
        assert!(day.working || day.reason.is_some(), "{date}");
        date = date.tomorrow().expect("far from the end of time");
    }
}

#[test]
fn an_extension_or_suspension_needs_its_document() {
    let from = Date::constant(2026, 3, 2);
    let term = Term::new(5, DayUnit::WorkingDays);
    let nameless = Extension {
        days: 2,
        document: "  ".to_owned(),
    };
    let answer = calendar().end_of_term(from, term, Some(&nameless), &[]);
    assert_eq!(answer, Err(LawError::WithoutDocument));
    let empty = Extension {
        days: 0,
        document: "Công văn 1".to_owned(),
    };
    let answer = calendar().end_of_term(from, term, Some(&empty), &[]);
    assert_eq!(answer, Err(LawError::EmptyExtension));
    let backwards = Suspension {
        from: Date::constant(2026, 3, 6),
        to: Date::constant(2026, 3, 5),
        document: "Quyết định 1".to_owned(),
    };
    let answer = calendar().end_of_term(from, term, None, &[backwards]);
    assert!(matches!(answer, Err(LawError::SuspensionBackwards { .. })));
}

#[test]
fn what_rests_on_an_unannounced_choice_is_marked_as_expected() {
    let tet_2026 = Date::constant(2026, 2, 17);
    let tet_2027 = Date::constant(2027, 2, 8);
    assert!(!calendar().day(tet_2026).expect("inside").expected);
    assert!(calendar().day(tet_2027).expect("inside").expected);
    let lines = count(
        Date::constant(2027, 2, 3),
        Term::new(5, DayUnit::WorkingDays),
    )
    .sentence_lines();
    assert!(lines.iter().any(|line| line.contains("dự kiến")));
}

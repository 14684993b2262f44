//! Forms of disclosure: places, consecutive days, waivers, minimum durations.

use dinh_domain::Refusal;
use dinh_domain::disclosure::{
    FormRecord, FormRequirement, ended_early, keep_until, open_requirements, refuse_early_end,
    requirements,
};
use dinh_domain::ids::FormRecordId;
use dinh_law::{CalendarDays, Form, Law, MinimumDuration, Place, UnitFacts, UnitKind};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use uuid::Uuid;

const THIRTY: MinimumDuration = MinimumDuration::Consecutive(CalendarDays::new(30));
const POSTED: Date = date(2026, 10, 1);

fn need(form: Form, place: Option<Place>, duration: MinimumDuration) -> FormRequirement {
    FormRequirement {
        form,
        place,
        duration,
        waived_by: None,
        citation: "khoản 2 Điều 13 Luật 10/2022/QH15".into(),
    }
}

fn record(form: Form, place: Option<Place>, from: Date, to: Option<Date>) -> FormRecord {
    FormRecord {
        id: FormRecordId(Uuid::from_u128(1)),
        form,
        place_kind: place,
        place: "Bảng tin trụ sở UBND phường".into(),
        from_on: from,
        to_on: to,
        keep_until: None,
        ended_on: None,
    }
}

fn posting(duration: MinimumDuration) -> FormRecord {
    let mut posting = record(Form::Posting, Some(Place::Headquarters), POSTED, None);
    posting.keep_until = keep_until(duration, POSTED, Law::embedded().calendar());
    posting
}

fn day(number: i8) -> Date {
    date(2026, 11, number)
}

fn broadcasts(spans: &[(i8, Option<i8>)]) -> Vec<FormRecord> {
    spans
        .iter()
        .map(|(from, to)| record(Form::Loudspeaker, None, day(*from), to.map(day)))
        .collect()
}

fn three_days_are_fulfilled(spans: &[(i8, Option<i8>)]) -> bool {
    let three = MinimumDuration::EachDay(CalendarDays::new(3));
    let required = [need(Form::Loudspeaker, None, three)];
    open_requirements(&required, &broadcasts(spans), true).is_empty()
}

#[test]
fn three_broadcast_days_in_a_row_are_enough_however_they_are_written_down() {
    assert!(three_days_are_fulfilled(&[(2, Some(4))]));
    assert!(three_days_are_fulfilled(&[(2, None), (3, None), (4, None)]));
    assert!(
        three_days_are_fulfilled(&[(4, None), (2, None), (3, None)]),
        "in any order"
    );
    assert!(
        three_days_are_fulfilled(&[(2, Some(3)), (3, Some(4))]),
        "overlapping"
    );
    assert!(
        three_days_are_fulfilled(&[(2, Some(9)), (3, None)]),
        "one inside another"
    );
    assert!(three_days_are_fulfilled(&[
        (2, None),
        (5, None),
        (6, None),
        (7, None)
    ]));
}

#[test]
fn broadcasts_with_a_gap_or_too_few_days_are_not_enough() {
    assert!(!three_days_are_fulfilled(&[]));
    assert!(!three_days_are_fulfilled(&[(2, None)]));
    assert!(!three_days_are_fulfilled(&[(2, Some(3))]));
    assert!(
        !three_days_are_fulfilled(&[(2, None), (3, None), (5, None)]),
        "a gap"
    );
    assert!(
        !three_days_are_fulfilled(&[(2, Some(3)), (5, Some(6))]),
        "two halves"
    );
    assert!(
        !three_days_are_fulfilled(&[(2, None), (2, None), (2, None)]),
        "one day thrice"
    );
}

#[test]
fn days_in_a_row_run_over_the_end_of_a_month_and_a_year() {
    let three = MinimumDuration::EachDay(CalendarDays::new(3));
    let required = [need(Form::Loudspeaker, None, three)];
    let over = [record(
        Form::Loudspeaker,
        None,
        date(2026, 12, 31),
        Some(date(2027, 1, 2)),
    )];
    assert!(open_requirements(&required, &over, true).is_empty());
}

#[test]
fn a_posting_counts_only_at_its_own_kind_of_place() {
    let required = [
        need(Form::Posting, Some(Place::Headquarters), THIRTY),
        need(Form::Posting, Some(Place::CultureHouse), THIRTY),
        need(Form::Posting, Some(Place::CommunityPoint), THIRTY),
    ];
    let done = [posting(THIRTY)];
    let open: Vec<_> = open_requirements(&required, &done, true)
        .into_iter()
        .map(|need| need.place)
        .collect();
    assert_eq!(
        open,
        [Some(Place::CultureHouse), Some(Place::CommunityPoint)]
    );
}

#[test]
fn the_portal_is_this_product_so_publishing_fulfils_it() {
    let required = [need(Form::Portal, None, MinimumDuration::None)];
    assert_eq!(open_requirements(&required, &[], false).len(), 1);
    assert!(open_requirements(&required, &[], true).is_empty());
}

#[test]
fn a_form_that_waives_another_frees_from_it() {
    let mut sent = need(Form::Posting, Some(Place::Headquarters), THIRTY);
    sent.waived_by = Some(Form::Document);
    let required = [sent];
    assert_eq!(open_requirements(&required, &[], true).len(), 1);
    let document = [record(Form::Document, None, POSTED, None)];
    assert!(open_requirements(&required, &document, true).is_empty());
    let spoken = [record(Form::Loudspeaker, None, POSTED, None)];
    assert_eq!(
        open_requirements(&required, &spoken, true).len(),
        1,
        "not just any form"
    );
}

#[test]
fn a_notice_may_come_down_only_after_its_thirtieth_day() {
    // The day of posting is not counted (Civil Code 147(2)).
    let required = need(Form::Posting, Some(Place::Headquarters), THIRTY);
    let notice = posting(THIRTY);
    assert_eq!(notice.keep_until, Some(date(2026, 10, 31)));
    for days in [0, 1, 29, 30] {
        let on = POSTED + days.days();
        match refuse_early_end(&notice, Some(&required), on) {
            Err(Refusal::Unlawful {
                article,
                reason,
                alternative,
            }) => {
                assert!(article.contains("Điều 13"), "{article}");
                assert!(reason.contains("31/10/2026"), "{reason}");
                assert!(!alternative.is_empty());
            }
            other => panic!("{days} days after: {other:?}"),
        }
    }
    for days in [31, 32, 400] {
        assert_eq!(
            refuse_early_end(&notice, Some(&required), POSTED + days.days()),
            Ok(())
        );
    }
}

#[test]
fn a_permanent_notice_never_comes_down() {
    let required = need(
        Form::Posting,
        Some(Place::Headquarters),
        MinimumDuration::Permanent,
    );
    let notice = posting(MinimumDuration::Permanent);
    assert_eq!(notice.keep_until, None);
    for days in [0, 31, 5_000] {
        let refused = refuse_early_end(&notice, Some(&required), POSTED + days.days());
        assert!(
            matches!(refused, Err(Refusal::Unlawful { .. })),
            "{days} days after"
        );
    }
}

#[test]
fn what_ended_before_its_time_is_early_and_has_to_be_put_up_again() {
    let required = [need(Form::Posting, Some(Place::Headquarters), THIRTY)];
    let mut notice = posting(THIRTY);
    for (ended, early) in [(29, true), (30, true), (31, false)] {
        notice.ended_on = Some(POSTED + ended.days());
        assert_eq!(ended_early(&notice, required.first()), early, "day {ended}");
        let open = open_requirements(&required, std::slice::from_ref(&notice), true).len();
        assert_eq!(open == 1, early, "day {ended}");
    }
    notice.ended_on = Some(date(2026, 10, 5));
    let again = [notice, posting(THIRTY)];
    assert!(open_requirements(&required, &again, true).is_empty());
}

#[test]
fn a_permanent_notice_that_is_gone_is_always_early() {
    let required = [need(
        Form::Posting,
        Some(Place::Headquarters),
        MinimumDuration::Permanent,
    )];
    let mut notice = posting(MinimumDuration::Permanent);
    assert!(!ended_early(&notice, required.first()));
    notice.ended_on = Some(POSTED + 4_000.days());
    assert!(ended_early(&notice, required.first()));
    assert_eq!(open_requirements(&required, &[notice], true).len(), 1);
}

#[test]
fn a_rule_asks_for_each_place_apart_and_for_the_loudspeaker_only_where_there_is_one() {
    let law = Law::embedded();
    let rule = law
        .rule("11.7:results", date(2026, 10, 1))
        .expect("the rule");
    let asked = |loudspeaker| {
        let facts = UnitFacts {
            kind: UnitKind::Commune,
            loudspeaker,
            portal: true,
            internal_system: false,
        };
        let needs = requirements(&law.forms(rule, &facts));
        let count = |form| needs.iter().filter(|need| need.form == form).count();
        (
            count(Form::Posting),
            count(Form::Loudspeaker),
            count(Form::CommunityHead),
        )
    };
    assert_eq!(asked(true), (3, 1, 1));
    assert_eq!(asked(false), (3, 0, 1));
}

//! The embedded packs hold what Articles 11-14, 46-48 and 64-66 ask for.

use dinh_law::{
    Date, DueRequest, Event, EventKind, Form, Law, LawError, MinimumDuration, Recurrence, Status,
    UnitFacts, UnitKind,
};

const TODAY: Date = Date::constant(2026, 11, 23);

#[test]
fn the_embedded_packs_load_and_every_case_holds() {
    let report = Law::embedded().check();
    assert_eq!(report.failures, Vec::new());
}

#[test]
fn the_law_lists_fourteen_twelve_twelve_and_eight_items() {
    let law = Law::embedded();
    assert_eq!(law.items(UnitKind::Commune, TODAY).len(), 14);
    assert_eq!(law.items(UnitKind::Agency, TODAY).len(), 12);
    assert_eq!(law.items(UnitKind::PublicServiceUnit, TODAY).len(), 12);
    assert_eq!(law.items(UnitKind::StateEnterprise, TODAY).len(), 8);
}

#[test]
fn every_duty_belongs_to_an_item_of_the_same_unit() {
    let law = Law::embedded();
    for kind in UnitKind::ALL {
        let items = law.items(*kind, TODAY);
        for duty in law.catalogue(*kind, TODAY) {
            let known = items.iter().any(|item| item.code == duty.item);
            assert!(known || duty.code == "13.2:register", "{}", duty.code);
        }
    }
}

fn owed(rule: &str, unit: UnitFacts) -> Vec<(Form, MinimumDuration)> {
    let law = Law::embedded();
    let rule = law.rule(rule, TODAY).expect("the rule is in force");
    law.forms(rule, &unit)
        .into_iter()
        .filter(|form| form.required)
        .map(|form| (form.form, form.duration))
        .collect()
}

#[test]
fn items_seven_to_twelve_also_go_on_the_air_and_through_the_community_heads() {
    let thirty = MinimumDuration::Consecutive(dinh_law::CalendarDays::new(30));
    let three = MinimumDuration::EachDay(dinh_law::CalendarDays::new(3));
    for item in 1..=14 {
        let code = format!("11.{item}");
        let found = owed(&code, UnitFacts::all(UnitKind::Commune));
        let mut expected = vec![(Form::Portal, MinimumDuration::None)];
        match item {
            4 | 13 => expected.push((Form::Posting, MinimumDuration::Permanent)),
            14 => {}
            _ => expected.push((Form::Posting, thirty)),
        }
        if (7..=12).contains(&item) {
            expected.push((Form::Loudspeaker, three));
            expected.push((Form::CommunityHead, MinimumDuration::None));
        }
        assert_eq!(found, expected, "{code}");
    }
}

#[test]
fn a_commune_without_a_loudspeaker_or_a_portal_does_not_owe_those_forms() {
    let unit = UnitFacts {
        kind: UnitKind::Commune,
        loudspeaker: false,
        portal: false,
        internal_system: false,
    };
    let forms: Vec<Form> = owed("11.8", unit)
        .into_iter()
        .map(|(form, _)| form)
        .collect();
    assert_eq!(forms, [Form::Posting, Form::CommunityHead]);
}

#[test]
fn an_agency_posts_on_its_board_only_when_it_has_no_internal_system() {
    let twenty = MinimumDuration::Consecutive(dinh_law::CalendarDays::new(20));
    let with = UnitFacts::all(UnitKind::Agency);
    let without = UnitFacts {
        internal_system: false,
        ..with
    };
    assert_eq!(owed("46.9:rules", with), [(Form::InternalSystem, twenty)]);
    assert_eq!(owed("46.9:rules", without), [(Form::Posting, twenty)]);
    let law = Law::embedded();
    let rule = law.rule("46.9:rules", TODAY).expect("in force");
    let posting = law
        .forms(rule, &without)
        .into_iter()
        .find(|form| form.form == Form::Posting)
        .expect("posting is owed");
    assert_eq!(posting.waived_by, Some(Form::DocumentToAll));
    // With an internal system the board may still be added (Article 48(3)).
    assert!(
        law.forms(rule, &with)
            .iter()
            .any(|form| form.form == Form::Posting && !form.required)
    );
}

#[test]
fn only_items_four_and_thirteen_are_permanent() {
    let law = Law::embedded();
    for rule in law.rules() {
        let expected = matches!(rule.item.as_str(), "11.4" | "11.13");
        assert_eq!(rule.permanent, expected, "{}", rule.code);
    }
}

#[test]
fn the_date_of_the_event_chooses_the_version() {
    let law = Law::embedded();
    let before = law
        .rule("11.3:planning", Date::constant(2025, 6, 30))
        .expect("first version");
    let after = law
        .rule("11.3:planning", Date::constant(2025, 7, 1))
        .expect("second version");
    assert!(before.wording.contains("quy hoạch xây dựng vùng huyện"));
    assert_eq!(before.status, Status::InForce);
    assert_eq!(after.status, Status::PendingReview);
    assert!(after.note.is_some());
}

#[test]
fn an_event_before_the_law_took_effect_is_refused() {
    let law = Law::embedded();
    let answer = law.rule("11.2", Date::constant(2023, 6, 30));
    assert!(matches!(answer, Err(LawError::NotInForce { .. })));
    assert!(law.rule("11.2", Date::constant(2023, 7, 1)).is_ok());
}

#[test]
fn a_rule_refuses_another_kind_of_unit_and_another_event() {
    let law = Law::embedded();
    let ask = |rule, kind, event| {
        law.due(&DueRequest {
            rule,
            unit: UnitFacts::all(kind),
            event: Event {
                kind: event,
                date: Date::constant(2026, 2, 12),
            },
            extension: None,
            suspensions: Vec::new(),
        })
    };
    assert!(matches!(
        ask("11.2", UnitKind::Agency, EventKind::DecisionIssued),
        Err(LawError::NotForUnit { .. })
    ));
    assert!(matches!(
        ask("11.2", UnitKind::Commune, EventKind::PeriodEnded),
        Err(LawError::WrongEvent { .. })
    ));
    assert!(matches!(
        ask("11.99", UnitKind::Commune, EventKind::DecisionIssued),
        Err(LawError::UnknownRule { .. })
    ));
}

#[test]
fn a_period_must_end_on_the_day_that_is_given() {
    let law = Law::embedded();
    let ask = |rule, date| {
        law.due(&DueRequest {
            rule,
            unit: UnitFacts::all(UnitKind::Commune),
            event: Event {
                kind: EventKind::PeriodEnded,
                date,
            },
            extension: None,
            suspensions: Vec::new(),
        })
    };
    assert!(ask("11.2:quarter", Date::constant(2026, 3, 31)).is_ok());
    let answer = ask("11.2:quarter", Date::constant(2026, 3, 30));
    let latest = Date::constant(2025, 12, 31);
    assert!(
        matches!(answer, Err(LawError::NotEndOfPeriod { latest: found, .. }) if found == latest)
    );
    // Six months beside the year are the first six: the year closes the rest.
    assert!(ask("11.2:half_year", Date::constant(2026, 6, 30)).is_ok());
    assert!(ask("11.2:half_year", Date::constant(2026, 12, 31)).is_err());
}

#[test]
fn a_day_off_inside_a_term_of_calendar_days_makes_nothing_uncertain() {
    let calendar = Law::embedded().calendar();
    let fifteen = dinh_law::CalendarDays::new(15);
    // From 28 January 2027: Tết lies inside, the fifteenth day is Friday 12 February.
    let over = calendar
        .add_calendar_days(Date::constant(2027, 1, 28), fifteen)
        .expect("inside");
    assert_eq!(
        (over.end, over.expected),
        (Date::constant(2027, 2, 12), false)
    );
    // From 21 January: the fifteenth day, 5 February, is expected to be off.
    let into = calendar
        .add_calendar_days(Date::constant(2027, 1, 21), fifteen)
        .expect("inside");
    assert_eq!(
        (into.end, into.expected),
        (Date::constant(2027, 2, 11), true)
    );
}

#[test]
fn a_citation_reads_as_vietnamese_and_as_a_register_code() {
    let law = Law::embedded();
    let rule = law.rule("11.2:quarter", TODAY).expect("in force");
    assert_eq!(
        rule.citation.to_string(),
        "khoản 2 Điều 11 Luật 10/2022/QH15"
    );
    assert_eq!(rule.citation.register_code(), "L10-2022/11.2");
    let point = law.rule("64.1.đ", TODAY).expect("in force");
    assert_eq!(
        point.citation.to_string(),
        "điểm đ khoản 1 Điều 64 Luật 10/2022/QH15"
    );
}

#[test]
fn what_is_not_read_in_the_official_text_says_why() {
    for rule in Law::embedded().rules() {
        if rule.status == Status::PendingReview {
            assert!(rule.note.is_some(), "{}", rule.code);
        }
    }
}

#[test]
fn a_quarter_of_the_budget_is_due_fifteen_days_after_it_ended() {
    let law = Law::embedded();
    let rule = law.rule("11.2:quarter", TODAY).expect("in force");
    assert_eq!(rule.recurrence, Some(Recurrence::Quarter));
    let quarters = law.periods_of(
        rule,
        Date::constant(2026, 1, 1),
        Date::constant(2026, 12, 31),
    );
    let keys: Vec<&str> = quarters.iter().map(|period| period.key.as_str()).collect();
    assert_eq!(keys, ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]);
    let unit = UnitFacts::all(UnitKind::Commune);
    let due: Vec<Date> = quarters
        .iter()
        .map(|period| {
            law.find_period_due("11.2:quarter", unit, period)
                .expect("inside the calendar")
                .expect("the clock starts with the end of the period")
                .due
        })
        .collect();
    assert_eq!(
        due,
        [
            Date::constant(2026, 4, 15),
            Date::constant(2026, 7, 15),
            Date::constant(2026, 10, 15),
            Date::constant(2027, 1, 15),
        ]
    );
}

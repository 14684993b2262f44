//! How long a working-day deadline takes: the bare date, and the explained answer.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dinh_law::{Date, DueRequest, Event, EventKind, Law, UnitFacts, UnitKind, WorkingDays};

fn deadlines(criterion: &mut Criterion) {
    let law = Law::embedded();
    let calendar = law.calendar();
    // Across Tết Bính Ngọ, the longest run of days off.
    let from = Date::constant(2026, 2, 12);
    criterion.bench_function("working_day_after/5", |bencher| {
        bencher.iter(|| calendar.working_day_after(black_box(from), WorkingDays::new(5)));
    });
    criterion.bench_function("add_working_days/5 explained", |bencher| {
        bencher.iter(|| calendar.add_working_days(black_box(from), WorkingDays::new(5)));
    });
    let request = DueRequest {
        rule: "11.2",
        unit: UnitFacts::all(UnitKind::Commune),
        event: Event {
            kind: EventKind::DecisionIssued,
            date: from,
        },
        extension: None,
        suspensions: Vec::new(),
    };
    criterion.bench_function("due 11.2 explained, with forms", |bencher| {
        bencher.iter(|| law.due(black_box(&request)));
    });
}

criterion_group!(benches, deadlines);
criterion_main!(benches);

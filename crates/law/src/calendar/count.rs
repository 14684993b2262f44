//! Counting forwards and backwards.
//!
//! The day of the event is not counted (Civil Code 147(2)). A term in calendar
//! days whose last day is a weekly day of rest or a public holiday ends with
//! the next working day (Civil Code 148(5)); a term in working days ends on a
//! working day by itself.

use super::explanation::{Direction, Explanation, Extension, Step, Suspension};
use super::{Calendar, Day};
use crate::{CalendarDays, Date, DayUnit, LawError, Term, WorkingDays};

impl Calendar {
    /// The `days`-th working day after `from`, without an explanation: two look-ups.
    pub fn working_day_after(&self, from: Date, days: WorkingDays) -> Result<Date, LawError> {
        let position = self.position(from)?;
        if days.get() == 0 {
            return Ok(from);
        }
        self.rank
            .get(position)
            .and_then(|rank| usize::try_from(*rank).ok())
            .and_then(|rank| self.working.get(rank + usize::from(days.get()) - 1))
            .copied()
            .ok_or_else(|| self.beyond())
    }

    /// The `days`-th working day after `from`, day by day.
    pub fn add_working_days(&self, from: Date, days: WorkingDays) -> Result<Explanation, LawError> {
        self.end_of_term(from, Term::WorkingDays(days), None, &[])
    }

    /// The end of a term in calendar days, moved off a day of rest (Civil Code 148(5)).
    pub fn add_calendar_days(
        &self,
        from: Date,
        days: CalendarDays,
    ) -> Result<Explanation, LawError> {
        self.end_of_term(from, Term::CalendarDays(days), None, &[])
    }

    /// The last day on which something that must be done `days` working days
    /// before `event` is still in time. The day of the event is not counted.
    pub fn working_days_before(
        &self,
        event: Date,
        days: WorkingDays,
    ) -> Result<Explanation, LawError> {
        self.before(event, Term::WorkingDays(days))
    }

    /// The same in calendar days. It does not move off a day of rest: moving
    /// forwards would shorten the notice that the law protects.
    pub fn calendar_days_before(
        &self,
        event: Date,
        days: CalendarDays,
    ) -> Result<Explanation, LawError> {
        self.before(event, Term::CalendarDays(days))
    }

    /// The end of a term that starts with an event, with an extension and suspensions.
    pub fn end_of_term(
        &self,
        start: Date,
        term: Term,
        extension: Option<&Extension>,
        suspensions: &[Suspension],
    ) -> Result<Explanation, LawError> {
        check_documents(extension, suspensions)?;
        let total = term
            .days()
            .saturating_add(extension.map_or(0, |more| more.days));
        let mut steps = Vec::with_capacity(usize::from(total) * 2);
        let mut counted = 0;
        let mut date = start;
        self.position(start)?;
        while counted < total {
            date = next(date).ok_or_else(|| self.beyond())?;
            let day = self.day(date).map_err(|_| self.beyond())?;
            let step = step(&day, term.unit(), suspensions, &mut counted);
            steps.push(step);
        }
        if term.unit() == DayUnit::CalendarDays && total > 0 {
            while !steps.last().is_some_and(|step| step.working) {
                date = next(date).ok_or_else(|| self.beyond())?;
                let day = self.day(date).map_err(|_| self.beyond())?;
                steps.push(Step {
                    date,
                    counted: None,
                    working: day.working,
                    expected: day.expected,
                    reason: Some(day.reason.unwrap_or_else(|| MOVED.to_owned())),
                });
            }
        }
        Ok(Explanation {
            direction: Direction::After,
            start,
            unit: term.unit(),
            count: term.days(),
            expected: steps.iter().any(|step| {
                // In calendar days a day off only matters where the term would end.
                let matters = step.counted.is_none_or(|number| number == total);
                step.expected && (matters || term.unit() == DayUnit::WorkingDays)
            }),
            steps,
            extension: extension.cloned(),
            suspensions: suspensions.to_vec(),
            end: date,
            citation: None,
        })
    }

    fn before(&self, event: Date, term: Term) -> Result<Explanation, LawError> {
        self.position(event)?;
        let mut steps = Vec::with_capacity(usize::from(term.days()) * 2);
        let mut counted = 0;
        let mut date = event;
        while counted < term.days() {
            date = date.yesterday().map_err(|_| self.outside(date))?;
            let day = self.day(date)?;
            let step = step(&day, term.unit(), &[], &mut counted);
            steps.push(step);
        }
        Ok(Explanation {
            direction: Direction::Before,
            start: event,
            unit: term.unit(),
            count: term.days(),
            expected: term.unit() == DayUnit::WorkingDays && steps.iter().any(|step| step.expected),
            steps,
            extension: None,
            suspensions: Vec::new(),
            end: date,
            citation: None,
        })
    }

    /// The error of a term that runs over the end of the table.
    fn beyond(&self) -> LawError {
        self.outside(Date::constant(self.years().1, 1, 1).last_of_year())
    }
}

const MOVED: &str =
    "ngày làm việc tiếp theo ngày nghỉ, thời hạn kết thúc (khoản 5 Điều 148 Bộ luật Dân sự)";

fn next(date: Date) -> Option<Date> {
    date.tomorrow().ok()
}

fn step(day: &Day, unit: DayUnit, suspensions: &[Suspension], counted: &mut u16) -> Step {
    let suspension = suspensions
        .iter()
        .find(|suspension| suspension.from <= day.date && day.date <= suspension.to);
    let counts = suspension.is_none() && (day.working || unit == DayUnit::CalendarDays);
    if counts {
        *counted += 1;
    }
    Step {
        date: day.date,
        counted: counts.then_some(*counted),
        working: day.working,
        expected: day.expected,
        reason: suspension
            .map(|suspension| format!("tạm dừng theo {}", suspension.document))
            .or_else(|| day.reason.clone()),
    }
}

fn check_documents(
    extension: Option<&Extension>,
    suspensions: &[Suspension],
) -> Result<(), LawError> {
    if let Some(extension) = extension {
        if extension.document.trim().is_empty() {
            return Err(LawError::WithoutDocument);
        }
        if extension.days == 0 {
            return Err(LawError::EmptyExtension);
        }
    }
    for suspension in suspensions {
        if suspension.document.trim().is_empty() {
            return Err(LawError::WithoutDocument);
        }
        if suspension.to < suspension.from {
            return Err(LawError::SuspensionBackwards {
                document: suspension.document.clone(),
            });
        }
    }
    Ok(())
}

//! Runs the cases of a pack and counts what it holds.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Case, Question};
use crate::{
    Citation, Date, DueRequest, Event, Explanation, Extension, Law, Status, Suspension, Term,
    UnitFacts,
};

/// A case whose answer is not the one expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseFailure {
    /// File inside the pack.
    pub file: String,
    /// Line of the case.
    pub line: usize,
    /// What was expected and what came out.
    pub reason: String,
}

/// What a pack holds and which cases fail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// Instruments.
    pub instruments: usize,
    /// Versions of rules.
    pub rules: usize,
    /// Codes of rules.
    pub codes: usize,
    /// Versions of matters that people decide.
    pub matters: usize,
    /// Versions of rules of procedure.
    pub procedures: usize,
    /// Different citations of rules, matters and rules of procedure, and of what they hold.
    pub citations: usize,
    /// Rules that lean on something not yet compared with the official text.
    pub pending: usize,
    /// Matters of which the same is true.
    pub pending_matters: usize,
    /// Rules of procedure of which the same is true.
    pub pending_procedures: usize,
    /// Cases run.
    pub cases: usize,
    /// Cases that failed.
    pub failures: Vec<CaseFailure>,
}

impl Law {
    /// Runs every case.
    pub fn check(&self) -> CheckReport {
        let codes: BTreeSet<&str> = self.rules().iter().map(|rule| rule.code.as_str()).collect();
        let mut citations: BTreeSet<String> = BTreeSet::new();
        for rule in self.rules() {
            citations.insert(rule.citation.register_code());
            citations.insert(rule.deadline_citation.register_code());
            citations.extend(rule.forms.iter().map(|form| form.citation.register_code()));
        }
        for matter in self.matters() {
            citations.extend(matter.citations().map(Citation::register_code));
        }
        for procedure in self.procedures() {
            citations.insert(procedure.citation.register_code());
        }
        CheckReport {
            instruments: self.instruments().len(),
            rules: self.rules().len(),
            codes: codes.len(),
            matters: self.matters().len(),
            procedures: self.procedures().len(),
            citations: citations.len(),
            pending: self.pending_rules(),
            pending_matters: pending(self.matters().iter().map(|matter| matter.status)),
            pending_procedures: pending(self.procedures().iter().map(|rule| rule.status)),
            cases: self.cases().len(),
            failures: self
                .cases()
                .iter()
                .filter_map(|case| {
                    self.run_case(case).err().map(|reason| CaseFailure {
                        file: case.file.clone(),
                        line: case.line,
                        reason,
                    })
                })
                .collect(),
        }
    }

    fn run_case(&self, case: &Case) -> Result<(), String> {
        match &case.question {
            Question::Due { .. } => self.run_due(&case.question),
            Question::After { from, term, gives } => self
                .run_after(*from, *term)
                .and_then(|end| same(*gives, end)),
            Question::Before { event, term, gives } => {
                let answer = match *term {
                    Term::WorkingDays(days) => self.calendar().working_days_before(*event, days),
                    Term::CalendarDays(days) => self.calendar().calendar_days_before(*event, days),
                };
                rederived(&answer.map_err(|error| error.to_string())?)
                    .and_then(|end| same(*gives, end))
            }
            Question::Span {
                from,
                to,
                off,
                worked,
            } => self.run_span(*from, *to, off, worked),
            Question::Lasts {
                duration,
                from,
                last,
                take_down_from,
            } => {
                let calendar = self.calendar();
                same(*last, calendar.last_day_of(*duration, *from))?;
                same(
                    *take_down_from,
                    calendar.take_down_allowed_from(*duration, *from),
                )
            }
            Question::Items { kind, on, count } => same(*count, self.items(*kind, *on).len()),
            Question::Decision(question) => question.run(self),
        }
    }

    fn run_due(&self, question: &Question) -> Result<(), String> {
        let Question::Due {
            rule,
            kind,
            event,
            date,
            extension,
            suspensions,
            due,
            expected,
        } = question
        else {
            return Err("không phải câu hỏi về hạn".to_owned());
        };
        let answer = self
            .due(&DueRequest {
                rule,
                unit: UnitFacts::all(*kind),
                event: Event {
                    kind: *event,
                    date: *date,
                },
                extension: extension.as_ref().map(|(days, document)| Extension {
                    days: *days,
                    document: document.clone(),
                }),
                suspensions: suspensions
                    .iter()
                    .map(|(from, to, document)| Suspension {
                        from: *from,
                        to: *to,
                        document: document.clone(),
                    })
                    .collect(),
            })
            .map_err(|error| error.to_string())?;
        same(*expected, answer.explanation.expected)?;
        rederived(&answer.explanation).and_then(|end| same(*due, end))
    }

    /// The end of a term, by the explained count and, for working days, by the table too.
    fn run_after(&self, from: Date, term: Term) -> Result<Date, String> {
        let calendar = self.calendar();
        let explanation = match term {
            Term::WorkingDays(days) => calendar.add_working_days(from, days),
            Term::CalendarDays(days) => calendar.add_calendar_days(from, days),
        }
        .map_err(|error| error.to_string())?;
        let end = rederived(&explanation)?;
        if let Term::WorkingDays(days) = term {
            let quick = calendar
                .working_day_after(from, days)
                .map_err(|error| error.to_string())?;
            same(end, quick)?;
        }
        Ok(end)
    }

    fn run_span(&self, from: Date, to: Date, off: &[Date], worked: &[Date]) -> Result<(), String> {
        use jiff::civil::Weekday::{Saturday, Sunday};
        let (mut found_off, mut found_worked) = (Vec::new(), Vec::new());
        let mut date = from;
        while date <= to {
            let day = self
                .calendar()
                .day(date)
                .map_err(|error| error.to_string())?;
            let weekend = matches!(date.weekday(), Saturday | Sunday);
            if weekend && day.working {
                found_worked.push(date);
            } else if !weekend && !day.working {
                found_off.push(date);
            }
            date = date.tomorrow().map_err(|error| error.to_string())?;
        }
        same(off, found_off.as_slice())?;
        same(worked, found_worked.as_slice())
    }
}

fn pending(statuses: impl Iterator<Item = Status>) -> usize {
    statuses
        .filter(|status| *status == Status::PendingReview)
        .count()
}

fn same<T: PartialEq + std::fmt::Debug + Copy>(expected: T, found: T) -> Result<(), String> {
    if expected == found {
        Ok(())
    } else {
        Err(format!("mong đợi {expected:?}, nhận được {found:?}"))
    }
}

/// The end of a count, once its own steps lead to it again.
fn rederived(explanation: &Explanation) -> Result<Date, String> {
    same(explanation.end, explanation.rederive())?;
    Ok(explanation.end)
}

//! The law as this build knows it, and the questions it answers.

use std::sync::LazyLock;

use include_dir::{Dir, DirEntry, include_dir};
use serde::Serialize;

use crate::calendar::{Calendar, Explanation, Extension, Suspension};
use crate::pack::{self, Articles, Case, SourceFile};
use crate::{
    Date, DeadlineRule, EventKind, Form, FormRule, Instrument, LawError, Matter, MinimumDuration,
    PackError, Period, Place, Procedure, Purpose, Retention, Rule, UnitFacts, UnitKind, periods,
};

static PACKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../rules");

static EMBEDDED: LazyLock<Law> = LazyLock::new(|| {
    let mut files = Vec::new();
    collect(&PACKS, &mut files);
    match Law::load(&files) {
        Ok(law) => law,
        Err(errors) => {
            let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
            unreachable!(
                "the embedded packs are checked by a test: {}",
                lines.join("; ")
            )
        }
    }
});

fn collect(folder: &'static Dir<'static>, files: &mut Vec<SourceFile<'static>>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, files),
            DirEntry::File(file) => {
                if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                    files.push(SourceFile { path, text });
                }
            }
        }
    }
}

/// Rules, calendar and cases of a checked pack.
#[derive(Debug)]
pub struct Law {
    instruments: Vec<Instrument>,
    rules: Vec<Rule>,
    matters: Vec<Matter>,
    procedures: Vec<Procedure>,
    calendar: Calendar,
    cases: Vec<Case>,
    retention: Vec<Retention>,
}

/// What happened, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The day of it.
    pub date: Date,
}

/// The question: by when, for whom, after what.
#[derive(Debug, Clone)]
pub struct DueRequest<'a> {
    /// Code of the rule.
    pub rule: &'a str,
    /// The unit.
    pub unit: UnitFacts,
    /// What starts the clock.
    pub event: Event,
    /// More days, by a document.
    pub extension: Option<Extension>,
    /// Days that do not count, by documents.
    pub suspensions: Vec<Suspension>,
}

/// The answer, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// Code of the rule.
    pub rule: String,
    /// The last day.
    pub due: Date,
    /// How it was counted.
    pub explanation: Explanation,
    /// The forms that this unit owes or may add.
    pub forms: Vec<FormRule>,
    /// For how long each owed form must last.
    pub durations: Vec<FormDuration>,
}

/// For how long one owed form must last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormDuration {
    /// The form.
    pub form: Form,
    /// Where.
    pub places: Vec<Place>,
    /// The least time.
    pub minimum: MinimumDuration,
    /// The least time in words.
    pub label: String,
}

impl Law {
    /// The packs of this build.
    ///
    /// # Panics
    /// Never in a build whose tests passed: one of them loads these packs.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads packs; all faults at once.
    pub fn load(files: &[SourceFile<'_>]) -> Result<Self, Vec<PackError>> {
        pack::load(files)
    }

    pub(crate) fn assemble(
        instruments: Vec<Instrument>,
        articles: Articles,
        calendar: Calendar,
        cases: Vec<Case>,
    ) -> Self {
        Self {
            instruments,
            rules: articles.rules,
            matters: articles.matters,
            procedures: articles.procedures,
            calendar,
            cases,
            retention: Vec::new(),
        }
    }

    pub(crate) fn with_retention(mut self, retention: Vec<Retention>) -> Self {
        self.retention = retention;
        self
    }

    /// How long each kind of record is kept, in the order of the pack.
    pub fn retention(&self) -> &[Retention] {
        &self.retention
    }

    /// Every instrument that is cited.
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
    }

    /// Every version of every rule, in the order of the law.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The working-day calendar.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The cases kept beside the rules.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// The version of a rule for events of that day.
    pub fn rule(&self, code: &str, on: Date) -> Result<&Rule, LawError> {
        let versions = self.rules.iter().filter(|rule| rule.code == code);
        choose(code, on, versions, |rule| rule.is_valid_on(on))
    }

    /// Every version of every matter, in the order of the law.
    pub fn matters(&self) -> &[Matter] {
        &self.matters
    }

    /// Every version of every rule of procedure.
    pub fn procedures(&self) -> &[Procedure] {
        &self.procedures
    }

    /// The rules for a matter on that day.
    pub fn matter(&self, code: &str, on: Date) -> Result<&Matter, LawError> {
        let versions = self.matters.iter().filter(|matter| matter.code == code);
        choose(code, on, versions, |matter| matter.is_valid_on(on))
    }

    /// The rule of procedure with this key on that day.
    pub fn procedure(&self, key: &str, on: Date) -> Result<&Procedure, LawError> {
        let versions = self.procedures.iter().filter(|rule| rule.key == key);
        choose(key, on, versions, |rule| rule.is_valid_on(on))
    }

    /// The duties of a kind of unit on a day, in the order of the law. Items
    /// with parts are given by their parts; `items` gives the headings.
    pub fn catalogue(&self, kind: UnitKind, on: Date) -> Vec<&Rule> {
        self.valid(kind, on)
            .filter(|rule| rule.purpose == Purpose::Duty)
            .collect()
    }

    /// The items of the law for a kind of unit on a day: 14 for a commune, 12
    /// for an agency or a service unit, 8 for a state enterprise.
    pub fn items(&self, kind: UnitKind, on: Date) -> Vec<&Rule> {
        self.valid(kind, on)
            .filter(|rule| rule.purpose != Purpose::Clock && rule.code == rule.item)
            .collect()
    }

    fn valid(&self, kind: UnitKind, on: Date) -> impl Iterator<Item = &Rule> {
        self.rules
            .iter()
            .filter(move |rule| rule.is_valid_on(on) && rule.applies_to.contains(&kind))
    }

    /// The forms of a rule that a unit with these facts owes or may add, owed
    /// ones first. A form that is owed is not offered again as an addition.
    pub fn forms<'a>(&self, rule: &'a Rule, unit: &UnitFacts) -> Vec<&'a FormRule> {
        let mut met: Vec<&FormRule> = rule
            .forms
            .iter()
            .filter(|form| unit.meets(form.condition))
            .collect();
        let owed: Vec<Form> = met
            .iter()
            .filter(|form| form.required)
            .map(|form| form.form)
            .collect();
        met.retain(|form| form.required || !owed.contains(&form.form));
        met
    }

    /// By when a duty must be done.
    pub fn due(&self, request: &DueRequest<'_>) -> Result<Due, LawError> {
        let rule = self.rule(request.rule, request.event.date)?;
        if !rule.applies_to.contains(&request.unit.kind) {
            return Err(LawError::NotForUnit {
                code: rule.code.clone(),
                kind: request.unit.kind.label(),
            });
        }
        if rule.trigger != request.event.kind {
            return Err(LawError::WrongEvent {
                code: rule.code.clone(),
                expected: rule.trigger,
                given: request.event.kind,
            });
        }
        check_period(rule, request.event)?;
        let mut explanation = self.calendar.end_of_term(
            request.event.date,
            rule.deadline.term(),
            request.extension.as_ref(),
            &request.suspensions,
        )?;
        explanation.citation = Some(rule.deadline_citation.clone());
        let forms: Vec<FormRule> = self
            .forms(rule, &request.unit)
            .into_iter()
            .cloned()
            .collect();
        Ok(Due {
            rule: rule.code.clone(),
            due: explanation.end,
            explanation,
            durations: durations(&forms),
            forms,
        })
    }

    /// The last day for one turn of a recurring duty whose clock starts when a
    /// period ends; nothing for a duty whose clock waits for a document.
    pub fn find_period_due(
        &self,
        code: &str,
        unit: UnitFacts,
        period: &Period,
    ) -> Result<Option<Due>, LawError> {
        let rule = self.rule(code, period.end)?;
        if rule.trigger != EventKind::PeriodEnded {
            return Ok(None);
        }
        self.due(&DueRequest {
            rule: code,
            unit,
            event: Event {
                kind: EventKind::PeriodEnded,
                date: period.end,
            },
            extension: None,
            suspensions: Vec::new(),
        })
        .map(Some)
    }

    /// The turns of a recurring rule that end within a span; none for others.
    pub fn periods_of(&self, rule: &Rule, from: Date, to: Date) -> Vec<Period> {
        rule.recurrence
            .map(|recurrence| periods(recurrence, from, to))
            .unwrap_or_default()
    }

    /// How many rules lean on something not yet compared with the official text.
    pub fn pending_rules(&self) -> usize {
        self.rules
            .iter()
            .filter(|rule| {
                rule.status == crate::Status::PendingReview
                    || matches!(
                        rule.deadline,
                        DeadlineRule::Sector {
                            status: crate::Status::PendingReview,
                            ..
                        }
                    )
            })
            .count()
    }
}

/// The version of that day among those of one code.
fn choose<'a, T>(
    code: &str,
    on: Date,
    versions: impl Iterator<Item = &'a T>,
    is_valid: impl Fn(&T) -> bool,
) -> Result<&'a T, LawError> {
    let mut known = false;
    for version in versions {
        known = true;
        if is_valid(version) {
            return Ok(version);
        }
    }
    let code = code.to_owned();
    Err(if known {
        LawError::NotInForce { code, on }
    } else {
        LawError::UnknownRule { code }
    })
}

/// A clock that starts with the end of a period starts on the last day of one.
fn check_period(rule: &Rule, event: Event) -> Result<(), LawError> {
    let (EventKind::PeriodEnded, Some(recurrence)) = (event.kind, rule.recurrence) else {
        return Ok(());
    };
    // Every kind of period ends at least once within a year and a day.
    let since = event.date.saturating_sub(jiff::Span::new().years(1));
    match periods(recurrence, since, event.date).last() {
        Some(latest) if latest.end != event.date => Err(LawError::NotEndOfPeriod {
            code: rule.code.clone(),
            recurrence,
            date: event.date,
            latest: latest.end,
        }),
        _ => Ok(()),
    }
}

fn durations(forms: &[FormRule]) -> Vec<FormDuration> {
    forms
        .iter()
        .filter(|form| form.required)
        .map(|form| FormDuration {
            form: form.form,
            places: form.places.clone(),
            minimum: form.duration,
            label: form.duration.label(),
        })
        .collect()
}

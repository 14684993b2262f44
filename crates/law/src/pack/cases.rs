//! Cases: questions with the answer that a person counted by hand.
//!
//! They stand beside the rules as data, so that a change of a rule or of the
//! calendar that moves a date is seen at once, by `dinh law check` and by tests.

use serde::Deserialize;
use toml::Spanned;

use super::decision_cases::{
    AllowedCase, DecisionQuestion, EffectCase, ProcedureCase, ThresholdCase, questions,
};
use super::instruments::FromPack;
use super::{SourceFile, line_of, read_toml};
use crate::{CalendarDays, Date, DayUnit, EventKind, MinimumDuration, PackError, Term, UnitKind};

/// One case with the place it stands.
#[derive(Debug, Clone)]
pub struct Case {
    /// File inside the pack.
    pub file: String,
    /// Line of the case.
    pub line: usize,
    /// What is asked and expected.
    pub question: Question,
}

/// What a case asks and what it expects.
#[derive(Debug, Clone)]
pub enum Question {
    /// The last day of a rule after an event.
    Due {
        /// Code of the rule.
        rule: String,
        /// Who.
        kind: UnitKind,
        /// What happened.
        event: EventKind,
        /// When.
        date: Date,
        /// More days and their document.
        extension: Option<(u16, String)>,
        /// Days that do not count: first, last, document.
        suspensions: Vec<(Date, Date, String)>,
        /// The last day.
        due: Date,
        /// Whether the answer leans on a day off not yet announced.
        expected: bool,
    },
    /// The end of a term after a day.
    After {
        /// The day of the event.
        from: Date,
        /// The term.
        term: Term,
        /// Its last day.
        gives: Date,
    },
    /// The last day to act before an event.
    Before {
        /// The day of the event.
        event: Date,
        /// How long before.
        term: Term,
        /// The last day to act.
        gives: Date,
    },
    /// Exactly these days from Monday to Friday are off in a span, and exactly
    /// these weekend days are worked.
    Span {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
        /// Weekdays off.
        off: Vec<Date>,
        /// Weekend days worked.
        worked: Vec<Date>,
    },
    /// For how long something stays up.
    Lasts {
        /// The least time.
        duration: MinimumDuration,
        /// The day it began.
        from: Date,
        /// The last day that it covers.
        last: Option<Date>,
        /// The first day on which it may end.
        take_down_from: Option<Date>,
    },
    /// How many items the law lists.
    Items {
        /// For whom.
        kind: UnitKind,
        /// On which day.
        on: Date,
        /// How many.
        count: usize,
    },
    /// Matters that people decide, and rules of procedure.
    Decision(DecisionQuestion),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CasesSource {
    #[serde(default)]
    due: Vec<Spanned<DueSource>>,
    #[serde(default)]
    after: Vec<Spanned<AfterSource>>,
    #[serde(default)]
    before: Vec<Spanned<BeforeSource>>,
    #[serde(default)]
    span: Vec<Spanned<SpanSource>>,
    #[serde(default)]
    lasts: Vec<Spanned<LastsSource>>,
    #[serde(default)]
    items: Vec<Spanned<ItemsSource>>,
    #[serde(default)]
    threshold: Vec<Spanned<ThresholdCase>>,
    #[serde(default)]
    procedure: Vec<Spanned<ProcedureCase>>,
    #[serde(default)]
    allowed: Vec<Spanned<AllowedCase>>,
    #[serde(default)]
    effect: Vec<Spanned<EffectCase>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DueSource {
    rule: String,
    unit_kind: String,
    event: String,
    extension: Option<ExtensionSource>,
    #[serde(default)]
    suspensions: Vec<SuspensionSource>,
    due: String,
    #[serde(default)]
    expected: bool,
    #[serde(rename = "why")]
    _why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionSource {
    days: u16,
    document: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuspensionSource {
    from: String,
    to: String,
    document: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AfterSource {
    from: String,
    add: u16,
    unit: String,
    gives: String,
    #[serde(rename = "why")]
    _why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BeforeSource {
    event: String,
    days: u16,
    unit: String,
    gives: String,
    #[serde(rename = "why")]
    _why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpanSource {
    from: String,
    to: String,
    off: Vec<String>,
    #[serde(default)]
    worked: Vec<String>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LastsSource {
    duration: String,
    days: Option<u16>,
    from: String,
    last: Option<String>,
    take_down_from: Option<String>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemsSource {
    unit_kind: String,
    on: String,
    count: usize,
}

/// Reads one file of cases; every fault is reported.
pub(crate) fn read_cases(file: SourceFile<'_>, errors: &mut Vec<PackError>) -> Vec<Case> {
    let Some(source) = read_toml::<CasesSource>(file, errors) else {
        return Vec::new();
    };
    let mut cases = Vec::new();
    let mut add = |offset: usize, question: Result<Question, String>| {
        let line = line_of(file.text, offset);
        match question {
            Ok(question) => cases.push(Case {
                file: file.path.to_owned(),
                line,
                question,
            }),
            Err(reason) => errors.push(PackError::new(file.path, line, reason)),
        }
    };
    for entry in &source.due {
        add(entry.span().start, due(entry.get_ref()));
    }
    for entry in &source.after {
        add(entry.span().start, after(entry.get_ref()));
    }
    for entry in &source.before {
        add(entry.span().start, before(entry.get_ref()));
    }
    for entry in &source.span {
        add(entry.span().start, span(entry.get_ref()));
    }
    for entry in &source.lasts {
        add(entry.span().start, lasts(entry.get_ref()));
    }
    for entry in &source.items {
        add(entry.span().start, items(entry.get_ref()));
    }
    let decisions = questions(&source.threshold)
        .chain(questions(&source.procedure))
        .chain(questions(&source.allowed))
        .chain(questions(&source.effect));
    for (offset, question) in decisions {
        add(offset, question);
    }
    cases
}

fn due(source: &DueSource) -> Result<Question, String> {
    let (kind, date) = source
        .event
        .split_once('=')
        .ok_or_else(|| "event phải có dạng sự_kiện=ngày".to_owned())?;
    let suspensions = source
        .suspensions
        .iter()
        .map(|suspension| {
            Ok((
                Date::from_pack(&suspension.from)?,
                Date::from_pack(&suspension.to)?,
                suspension.document.clone(),
            ))
        })
        .collect::<Result<Vec<_>, String>>()?;
    Ok(Question::Due {
        rule: source.rule.clone(),
        kind: UnitKind::from_pack(&source.unit_kind)?,
        event: EventKind::from_pack(kind)?,
        date: Date::from_pack(date)?,
        extension: source
            .extension
            .as_ref()
            .map(|extension| (extension.days, extension.document.clone())),
        suspensions,
        due: Date::from_pack(&source.due)?,
        expected: source.expected,
    })
}

fn after(source: &AfterSource) -> Result<Question, String> {
    Ok(Question::After {
        from: Date::from_pack(&source.from)?,
        term: Term::new(source.add, DayUnit::from_pack(&source.unit)?),
        gives: Date::from_pack(&source.gives)?,
    })
}

fn before(source: &BeforeSource) -> Result<Question, String> {
    Ok(Question::Before {
        event: Date::from_pack(&source.event)?,
        term: Term::new(source.days, DayUnit::from_pack(&source.unit)?),
        gives: Date::from_pack(&source.gives)?,
    })
}

fn span(source: &SpanSource) -> Result<Question, String> {
    let dates = |list: &[String]| -> Result<Vec<Date>, String> {
        list.iter().map(|text| Date::from_pack(text)).collect()
    };
    Ok(Question::Span {
        from: Date::from_pack(&source.from)?,
        to: Date::from_pack(&source.to)?,
        off: dates(&source.off)?,
        worked: dates(&source.worked)?,
    })
}

fn lasts(source: &LastsSource) -> Result<Question, String> {
    let date = |text: &Option<String>| -> Result<Option<Date>, String> {
        text.as_deref().map(Date::from_pack).transpose()
    };
    let duration = match (source.duration.as_str(), source.days) {
        ("none", None) => MinimumDuration::None,
        ("permanent", None) => MinimumDuration::Permanent,
        ("consecutive", Some(days)) => MinimumDuration::Consecutive(CalendarDays::new(days)),
        ("each_day", Some(days)) => MinimumDuration::EachDay(CalendarDays::new(days)),
        (other, _) => return Err(format!("thời gian tối thiểu không rõ: “{other}”")),
    };
    Ok(Question::Lasts {
        duration,
        from: Date::from_pack(&source.from)?,
        last: date(&source.last)?,
        take_down_from: date(&source.take_down_from)?,
    })
}

fn items(source: &ItemsSource) -> Result<Question, String> {
    Ok(Question::Items {
        kind: UnitKind::from_pack(&source.unit_kind)?,
        on: Date::from_pack(&source.on)?,
        count: source.count,
    })
}

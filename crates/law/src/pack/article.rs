//! One article file: its deadlines and forms, checked. Its rules: `rule.rs`.

use std::collections::BTreeMap;

use toml::Spanned;

use super::instruments::{FromPack, Instruments, Reported, parse, parse_optional};
use super::source::{ArticleSource, CitationSource, FormSource};
use super::{SourceFile, line_of};
use crate::{
    CalendarDays, Citation, Condition, Form, FormRule, MinimumDuration, PackError, Place, Term,
};

/// Deadlines and forms that rules of the same instrument refer to by key. One
/// that is declared with a fault stays empty, so that it is reported once and
/// not again by every rule that names it.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// A file could not be read at all, so what it declares is not known.
    pub incomplete: bool,
    pub deadlines: BTreeMap<(String, String), Option<(Term, Citation)>>,
    pub forms: BTreeMap<(String, String), Option<Vec<FormRule>>>,
}

/// Reads one article file; every fault goes to `errors`.
pub(crate) struct Reader<'a> {
    pub(super) file: SourceFile<'a>,
    pub(super) source: &'a ArticleSource,
    instruments: &'a Instruments<'a>,
    errors: &'a mut Vec<PackError>,
}

impl<'a> Reader<'a> {
    pub fn new(
        file: SourceFile<'a>,
        source: &'a ArticleSource,
        instruments: &'a Instruments<'a>,
        errors: &'a mut Vec<PackError>,
    ) -> Self {
        Self {
            file,
            source,
            instruments,
            errors,
        }
    }

    pub(super) fn fault(&mut self, offset: usize, reason: String) {
        let line = line_of(self.file.text, offset);
        self.errors
            .push(PackError::new(self.file.path, line, reason));
    }

    /// The place of an instrument in the list of the pack.
    pub(super) fn rank(&self, instrument: &str) -> usize {
        let list = self.instruments.list;
        list.iter()
            .position(|known| known.key == instrument)
            .unwrap_or(list.len())
    }

    pub(super) fn word<T: FromPack>(&mut self, text: &Spanned<String>) -> Option<T> {
        parse(self.file, text, self.errors)
    }

    pub(super) fn optional<T: FromPack>(
        &mut self,
        text: Option<&Spanned<String>>,
    ) -> Result<Option<T>, Reported> {
        parse_optional(self.file, text, self.errors)
    }

    pub(super) fn citation(
        &mut self,
        citation: Option<&Spanned<CitationSource>>,
        offset: usize,
        what: &str,
    ) -> Option<Citation> {
        let Some(citation) = citation else {
            self.fault(offset, format!("{what} thiếu căn cứ (citation)"));
            return None;
        };
        let file = (
            self.source.instrument.get_ref().as_str(),
            self.source.article,
        );
        match self.instruments.citation(citation.get_ref(), Some(file)) {
            Ok(citation) => Some(citation),
            Err(reason) => {
                self.fault(citation.span().start, reason);
                None
            }
        }
    }

    pub(super) fn days(&mut self, days: &Spanned<u16>) -> Option<u16> {
        if *days.get_ref() == 0 {
            self.fault(days.span().start, "số ngày phải lớn hơn 0".to_owned());
            return None;
        }
        Some(*days.get_ref())
    }

    /// First pass: what other articles of the instrument refer to.
    pub fn shared(&mut self, shared: &mut Shared) {
        let instrument = self.source.instrument.get_ref().clone();
        for entry in &self.source.deadline {
            let deadline = entry.get_ref();
            let what = format!("thời hạn “{}”", deadline.key);
            let citation = self.citation(deadline.citation.as_ref(), entry.span().start, &what);
            let days = self.days(&deadline.days);
            let unit = self.word(&deadline.unit);
            let key = (instrument.clone(), deadline.key.clone());
            let value = match (citation, days, unit) {
                (Some(citation), Some(days), Some(unit)) => Some((Term::new(days, unit), citation)),
                _ => None,
            };
            if shared.deadlines.insert(key, value).is_some() {
                self.fault(entry.span().start, format!("{what} được khai hai lần"));
            }
        }
        for entry in &self.source.form {
            let read = self.form(entry);
            let key = (instrument.clone(), entry.get_ref().key.clone());
            let known = shared.forms.entry(key).or_insert_with(|| Some(Vec::new()));
            match (read, known.as_mut()) {
                (Some(form), Some(known)) => known.push(form),
                _ => *known = None,
            }
        }
    }

    fn form(&mut self, entry: &Spanned<FormSource>) -> Option<FormRule> {
        let source = entry.get_ref();
        let what = format!("hình thức “{}”", source.key);
        let citation = self.citation(source.citation.as_ref(), entry.span().start, &what);
        let form: Option<Form> = self.word(&source.form);
        let places: Vec<Option<Place>> =
            source.places.iter().map(|place| self.word(place)).collect();
        let duration = self.duration(source, entry.span().start);
        let condition: Result<Option<Condition>, Reported> =
            self.optional(source.condition.as_ref());
        let waived_by: Result<Option<Form>, Reported> = self.optional(source.waived_by.as_ref());
        Some(FormRule {
            form: form?,
            required: source.required,
            places: places.into_iter().collect::<Option<Vec<_>>>()?,
            duration: duration?,
            condition: condition.ok()?,
            waived_by: waived_by.ok()?,
            citation: citation?,
        })
    }

    fn duration(&mut self, source: &FormSource, offset: usize) -> Option<MinimumDuration> {
        let days = match &source.days {
            None => None,
            Some(days) => Some(CalendarDays::new(self.days(days)?)),
        };
        let kind = source.duration.as_ref().map(|kind| kind.get_ref().as_str());
        match (kind, days) {
            (None, None) => Some(MinimumDuration::None),
            (Some("permanent"), None) => Some(MinimumDuration::Permanent),
            (Some("consecutive"), Some(days)) => Some(MinimumDuration::Consecutive(days)),
            (Some("each_day"), Some(days)) => Some(MinimumDuration::EachDay(days)),
            _ => {
                self.fault(
                    offset,
                    "thời gian tối thiểu phải là permanent (không có days), consecutive hoặc \
                     each_day (có days)"
                        .to_owned(),
                );
                None
            }
        }
    }
}

//! The rules of an article file, checked.

use toml::Spanned;

use super::article::{Reader, Shared};
use super::instruments::{POINTS, Reported, is_point};
use super::line_of;
use super::source::RuleSource;
use crate::{
    Citation, Date, DeadlineRule, FormRule, MinimumDuration, Purpose, Rule, Status, Term, UnitKind,
};

/// A checked rule with the place it came from.
pub(crate) struct PlacedRule {
    pub rule: Rule,
    pub order: (u16, u16, usize),
    pub file: String,
    pub line: usize,
}

impl Reader<'_> {
    /// Second pass: the rules.
    pub fn rules(&mut self, shared: &Shared) -> Vec<PlacedRule> {
        let source = self.source;
        source
            .rule
            .iter()
            .filter_map(|entry| self.rule(entry, shared))
            .collect()
    }

    fn rule(&mut self, entry: &Spanned<RuleSource>, shared: &Shared) -> Option<PlacedRule> {
        let source = entry.get_ref();
        let code = source.code.get_ref();
        let offset = source.code.span().start;
        let what = format!("quy định “{code}”");
        let citation = self.citation(source.citation.as_ref(), offset, &what);
        let order = self.order(code, citation.as_ref(), offset);
        let applies_to = self.applies_to(offset, &what);
        let purpose = self.purpose(source.purpose.as_ref());
        let trigger = self.word(&source.trigger);
        let deadline = self.deadline(source, shared, offset);
        let recurrence = self.optional(source.recurrence.as_ref());
        let forms = self.forms(source, shared);
        let status: Result<Option<Status>, Reported> = self.optional(source.status.as_ref());
        let valid_from = self.valid_from(source, offset);
        let valid_to = self.valid_to(source, valid_from);
        if matches!(status, Ok(Some(Status::PendingReview))) && source.note.is_none() {
            self.fault(
                offset,
                format!("{what} chờ đối chiếu nhưng không nêu lý do (note)"),
            );
        }
        let (deadline, deadline_citation) = deadline?;
        let forms = forms?;
        let (valid_from, valid_to) = (valid_from?, valid_to.ok()?);
        Some(PlacedRule {
            order: order?,
            file: self.file.path.to_owned(),
            line: line_of(self.file.text, offset),
            rule: Rule {
                code: code.clone(),
                item: code.split(':').next().unwrap_or(code).to_owned(),
                purpose: purpose?,
                title: source.title.clone(),
                title_en: source.title_en.clone(),
                wording: source.wording.trim().to_owned(),
                citation: citation?,
                applies_to: applies_to?,
                trigger: trigger?,
                deadline,
                deadline_citation,
                recurrence: recurrence.ok()?,
                permanent: forms
                    .iter()
                    .any(|form| form.required && form.duration == MinimumDuration::Permanent),
                forms,
                update_on_change: source.update_on_change,
                contains_personal_data: source.contains_personal_data,
                status: status.ok()?.unwrap_or(Status::InForce),
                note: source.note.clone(),
                valid_from,
                valid_to,
            },
        })
    }

    fn applies_to(&mut self, offset: usize, what: &str) -> Option<Vec<UnitKind>> {
        let source = self.source;
        if source.applies_to.is_empty() {
            let reason = format!("{what} không nêu áp dụng cho ai (applies_to)");
            self.fault(offset, reason);
        }
        let kinds: Vec<Option<UnitKind>> = source
            .applies_to
            .iter()
            .map(|kind| self.word(kind))
            .collect();
        kinds.into_iter().collect()
    }

    fn purpose(&mut self, purpose: Option<&Spanned<String>>) -> Option<Purpose> {
        match purpose {
            None => Some(Purpose::Duty),
            Some(text) => match text.get_ref().as_str() {
                "duty" => Some(Purpose::Duty),
                "heading" => Some(Purpose::Heading),
                "clock" => Some(Purpose::Clock),
                other => {
                    self.fault(text.span().start, format!("mục đích không rõ: “{other}”"));
                    None
                }
            },
        }
    }

    fn valid_from(&mut self, source: &RuleSource, offset: usize) -> Option<Date> {
        let file_wide = self.source.valid_from.as_ref();
        let Some(text) = source.valid_from.as_ref().or(file_wide) else {
            self.fault(
                offset,
                "thiếu ngày bắt đầu hiệu lực (valid_from)".to_owned(),
            );
            return None;
        };
        self.word(text)
    }

    fn valid_to(
        &mut self,
        source: &RuleSource,
        valid_from: Option<Date>,
    ) -> Result<Option<Date>, Reported> {
        let valid_to = self.optional(source.valid_to.as_ref())?;
        if let (Some(first), Some(last)) = (valid_from, valid_to)
            && last < first
        {
            let reason = "hết hiệu lực trước khi có hiệu lực".to_owned();
            self.fault(source.code.span().start, reason);
            return Err(Reported);
        }
        Ok(valid_to)
    }

    /// The place in the order of the law; the code must say what the citation says.
    fn order(
        &mut self,
        code: &str,
        citation: Option<&Citation>,
        offset: usize,
    ) -> Option<(u16, u16, usize)> {
        let Some((article, clause, point)) = parse_code(code) else {
            self.fault(
                offset,
                format!("mã “{code}” không đúng dạng điều.khoản[.điểm][:phần]"),
            );
            return None;
        };
        let citation = citation?;
        let cited = (citation.article, citation.clause, citation.point.as_deref());
        if cited != (article, Some(clause), point) {
            self.fault(
                offset,
                format!("mã “{code}” không khớp với căn cứ {citation}"),
            );
            return None;
        }
        let rank = POINTS
            .iter()
            .position(|letter| Some(*letter) == point)
            .map_or(0, |position| position + 1);
        Some((article, clause, rank))
    }

    fn deadline(
        &mut self,
        source: &RuleSource,
        shared: &Shared,
        offset: usize,
    ) -> Option<(DeadlineRule, Citation)> {
        match (&source.deadline, &source.sector) {
            (Some(key), None) => {
                let full = (
                    self.source.instrument.get_ref().clone(),
                    key.get_ref().clone(),
                );
                let Some(declared) = shared.deadlines.get(&full) else {
                    if shared.incomplete {
                        return None;
                    }
                    let reason = format!("không có thời hạn “{}” trong văn bản này", key.get_ref());
                    self.fault(key.span().start, reason);
                    return None;
                };
                let (term, citation) = declared.as_ref()?;
                let rule = match *term {
                    Term::WorkingDays(days) => DeadlineRule::WorkingDays { days },
                    Term::CalendarDays(days) => DeadlineRule::CalendarDays { days },
                };
                Some((rule, citation.clone()))
            }
            (None, Some(sector)) => {
                let inner = sector.get_ref();
                let start = sector.span().start;
                let citation =
                    self.citation(inner.citation.as_ref(), start, "thời hạn chuyên ngành");
                let days = self.days(&inner.days);
                let unit = self.word(&inner.unit);
                let status = self.word(&inner.status);
                let rule = DeadlineRule::Sector {
                    term: Term::new(days?, unit?),
                    status: status?,
                    note: inner.note.clone(),
                };
                Some((rule, citation?))
            }
            _ => {
                self.fault(
                    offset,
                    "phải có đúng một trong hai: deadline hoặc sector".to_owned(),
                );
                None
            }
        }
    }

    /// Required forms first.
    fn forms(&mut self, source: &RuleSource, shared: &Shared) -> Option<Vec<FormRule>> {
        let mut forms: Vec<FormRule> = Vec::new();
        let mut complete = true;
        for key in &source.forms {
            let full = (
                self.source.instrument.get_ref().clone(),
                key.get_ref().clone(),
            );
            if let Some(declared) = shared.forms.get(&full) {
                forms.extend(declared.as_ref()?.iter().cloned());
            } else if shared.incomplete {
                complete = false;
            } else {
                complete = false;
                let reason = format!("không có hình thức “{}” trong văn bản này", key.get_ref());
                self.fault(key.span().start, reason);
            }
        }
        forms.sort_by_key(|form| !form.required);
        complete.then_some(forms)
    }
}

/// Article, clause and point of a code.
fn parse_code(code: &str) -> Option<(u16, u16, Option<&str>)> {
    let (place, word) = match code.split_once(':') {
        Some((place, word)) => (place, Some(word)),
        None => (code, None),
    };
    if let Some(word) = word {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        if word.is_empty() || !word.bytes().all(plain) {
            return None;
        }
    }
    let mut parts = place.split('.');
    let article = parts.next()?.parse().ok()?;
    let clause = parts.next()?.parse().ok()?;
    let point = parts.next();
    if parts.next().is_some() || point.is_some_and(|point| !is_point(point)) {
        return None;
    }
    Some((article, clause, point))
}

//! The rules of an article file, checked.

use toml::Spanned;

use super::article::{Reader, Shared};
use super::line_of;
use super::placed::{Placed, StandingSource};
use super::source::RuleSource;
use crate::{Citation, DeadlineRule, FormRule, MinimumDuration, Purpose, Rule, Term, UnitKind};

impl Reader<'_> {
    /// Second pass: the rules.
    pub fn rules(&mut self, shared: &Shared) -> Vec<Placed<Rule>> {
        let source = self.source;
        source
            .rule
            .iter()
            .filter_map(|entry| self.rule(entry, shared))
            .collect()
    }

    fn rule(&mut self, entry: &Spanned<RuleSource>, shared: &Shared) -> Option<Placed<Rule>> {
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
        let standing = self.standing(&StandingSource::from(source), offset, &what);
        let (deadline, deadline_citation) = deadline?;
        let forms = forms?;
        let standing = standing?;
        Some(Placed {
            order: order?,
            file: self.file.path.to_owned(),
            line: line_of(self.file.text, offset),
            value: Rule {
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
                status: standing.status,
                note: source.note.clone(),
                valid_from: standing.valid_from,
                valid_to: standing.valid_to,
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

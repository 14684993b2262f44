//! The rules of procedure of an article file, checked, and shares.

use toml::Spanned;

use super::article::Reader;
use super::line_of;
use super::placed::{Placed, StandingSource};
use super::source::{ProcedureSource, ShareSource, SizeSource};
use crate::{Denominator, Procedure, ProcedureValue, Share, Term};

impl Reader<'_> {
    /// The rules of procedure.
    pub fn procedures(&mut self) -> Vec<Placed<Procedure>> {
        let source = self.source;
        source
            .procedure
            .iter()
            .filter_map(|entry| self.procedure(entry))
            .collect()
    }

    fn procedure(&mut self, entry: &Spanned<ProcedureSource>) -> Option<Placed<Procedure>> {
        let source = entry.get_ref();
        let key = source.key.get_ref();
        let offset = source.key.span().start;
        let what = format!("quy định “{key}”");
        if !is_key(key) {
            self.fault(
                offset,
                format!("khóa “{key}” chỉ được gồm chữ thường không dấu và gạch dưới"),
            );
        }
        self.words(
            [("title", &source.title), ("wording", &source.wording)],
            offset,
            &what,
        );
        let citation = self.citation(source.citation.as_ref(), offset, &what);
        let value = self.value(source, offset, &what);
        let standing = self.standing(&StandingSource::from(source), offset, &what);
        let (citation, standing) = (citation?, standing?);
        Some(Placed {
            order: self.place(&citation),
            file: self.file.path.to_owned(),
            line: line_of(self.file.text, offset),
            value: Procedure {
                key: key.clone(),
                title: source.title.clone(),
                wording: source.wording.trim().to_owned(),
                citation,
                value: value?,
                status: standing.status,
                note: source.note.clone(),
                valid_from: standing.valid_from,
                valid_to: standing.valid_to,
            },
        })
    }

    /// Names and words that a row must not leave empty.
    pub(super) fn words<const COUNT: usize>(
        &mut self,
        words: [(&str, &String); COUNT],
        offset: usize,
        what: &str,
    ) {
        for (name, text) in words {
            if text.trim().is_empty() {
                self.fault(offset, format!("{what} để trống {name}"));
            }
        }
    }

    fn value(
        &mut self,
        source: &ProcedureSource,
        offset: usize,
        what: &str,
    ) -> Option<ProcedureValue> {
        if source.condition {
            let number = source.term.is_some()
                || source.months.is_some()
                || source.size.is_some()
                || source.share.is_some();
            if number {
                self.fault(
                    offset,
                    format!("{what} là điều kiện (condition) thì không có số"),
                );
                return None;
            }
            return Some(ProcedureValue::Condition);
        }
        match (&source.term, &source.months, &source.size, &source.share) {
            (Some(term), None, None, None) => {
                let days = self.days(&term.get_ref().days);
                let unit = self.word(&term.get_ref().unit);
                Some(ProcedureValue::Term {
                    term: Term::new(days?, unit?),
                })
            }
            (None, Some(months), None, None) => {
                if *months.get_ref() == 0 {
                    self.fault(months.span().start, "số tháng phải lớn hơn 0".to_owned());
                    return None;
                }
                Some(ProcedureValue::Months {
                    months: *months.get_ref(),
                })
            }
            (None, None, Some(size), None) => self.size(size),
            (None, None, None, Some(share)) => {
                let (share, of) = self.share(share)?;
                Some(ProcedureValue::Share { share, of })
            }
            _ => {
                self.fault(
                    offset,
                    format!(
                        "{what} phải có đúng một trong năm: term, months, size, share, condition"
                    ),
                );
                None
            }
        }
    }

    fn size(&mut self, size: &Spanned<SizeSource>) -> Option<ProcedureValue> {
        let SizeSource { least, most } = *size.get_ref();
        let reason = match most {
            None if least == 0 => "số lượng không đặt mức ít nhất và mức nhiều nhất",
            Some(0) => "số lượng nhiều nhất phải lớn hơn 0",
            Some(most) if most < least => "số lượng nhiều nhất nhỏ hơn số lượng ít nhất",
            _ => return Some(ProcedureValue::Size { least, most }),
        };
        self.fault(size.span().start, reason.to_owned());
        None
    }

    /// A share that some count reaches and some count does not.
    pub(super) fn share(&mut self, source: &Spanned<ShareSource>) -> Option<(Share, Denominator)> {
        let inner = source.get_ref();
        let denominator: Option<Denominator> = self.word(&inner.denominator);
        let reason = match (inner.part, inner.of) {
            (_, 0) => Some("mẫu số của tỷ lệ (of) phải lớn hơn 0"),
            (0, _) => Some("tử số của tỷ lệ (part) phải lớn hơn 0"),
            (part, of) if part > of => Some("tỷ lệ lớn hơn 1"),
            (part, of) if part == of && inner.strict => {
                Some("không bao giờ đạt được tỷ lệ lớn hơn toàn bộ")
            }
            _ => None,
        };
        if let Some(reason) = reason {
            self.fault(source.span().start, reason.to_owned());
            return None;
        }
        let share = Share {
            part: inner.part,
            of: inner.of,
            strict: inner.strict,
        };
        Some((share, denominator?))
    }
}

fn is_key(key: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    key.starts_with(|first: char| first.is_ascii_lowercase()) && key.bytes().all(plain)
}

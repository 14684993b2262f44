//! What every dated row of an article file has: a place in the order of the
//! law, days between which it holds, and how far it may be relied on.

use toml::Spanned;

use super::article::Reader;
use super::instruments::{POINTS, Reported, is_point};
use super::source::{MatterSource, ProcedureSource, RuleSource};
use crate::{Citation, Date, Matter, PackError, Procedure, Rule, Status};

/// The place in the order of the law: rank of the instrument, article, clause, rank of the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Order {
    pub instrument: usize,
    pub article: u16,
    pub clause: u16,
    pub point: usize,
}

/// A checked row with the place it came from.
pub(crate) struct Placed<T> {
    pub value: T,
    pub order: Order,
    pub file: String,
    pub line: usize,
}

/// A row of which several versions may stand in a pack.
pub(crate) trait Version {
    /// What the versions have in common.
    fn name(&self) -> &str;
    /// First day.
    fn first(&self) -> Date;
    /// Last day.
    fn last(&self) -> Option<Date>;
}

impl Version for Rule {
    fn name(&self) -> &str {
        &self.code
    }
    fn first(&self) -> Date {
        self.valid_from
    }
    fn last(&self) -> Option<Date> {
        self.valid_to
    }
}

impl Version for Matter {
    fn name(&self) -> &str {
        &self.code
    }
    fn first(&self) -> Date {
        self.valid_from
    }
    fn last(&self) -> Option<Date> {
        self.valid_to
    }
}

impl Version for Procedure {
    fn name(&self) -> &str {
        &self.key
    }
    fn first(&self) -> Date {
        self.valid_from
    }
    fn last(&self) -> Option<Date> {
        self.valid_to
    }
}

/// Rows in the order of the law, once no two versions of one of them hold on
/// the same day.
pub(crate) fn in_order<T: Version>(
    mut placed: Vec<Placed<T>>,
    errors: &mut Vec<PackError>,
) -> Vec<T> {
    check_versions(&placed, errors);
    // Stable: parts of one item keep the order of the file.
    placed.sort_by_key(|placed| placed.order);
    placed.into_iter().map(|placed| placed.value).collect()
}

fn check_versions<T: Version>(placed: &[Placed<T>], errors: &mut Vec<PackError>) {
    let mut versions: Vec<&Placed<T>> = placed.iter().collect();
    versions.sort_by(|left, right| {
        (left.value.name(), left.value.first()).cmp(&(right.value.name(), right.value.first()))
    });
    for pair in versions.windows(2) {
        let [earlier, later] = pair else { continue };
        let overlaps = earlier.value.name() == later.value.name()
            && earlier
                .value
                .last()
                .is_none_or(|last| last >= later.value.first());
        if overlaps {
            errors.push(PackError::new(
                &later.file,
                later.line,
                format!(
                    "quy định “{}” có hai bản cùng hiệu lực: bản ở {} dòng {} chưa hết hiệu lực \
                     trước ngày {}",
                    later.value.name(),
                    earlier.file,
                    earlier.line,
                    later.value.first()
                ),
            ));
        }
    }
}

/// Status, note and days of a row, as the pack writes them.
pub(super) struct StandingSource<'a> {
    pub status: Option<&'a Spanned<String>>,
    pub note: Option<&'a str>,
    pub valid_from: Option<&'a Spanned<String>>,
    pub valid_to: Option<&'a Spanned<String>>,
}

macro_rules! standing_of {
    ($($source:ty),+ $(,)?) => {
        $(impl<'a> From<&'a $source> for StandingSource<'a> {
            fn from(source: &'a $source) -> Self {
                Self {
                    status: source.status.as_ref(),
                    note: source.note.as_deref(),
                    valid_from: source.valid_from.as_ref(),
                    valid_to: source.valid_to.as_ref(),
                }
            }
        })+
    };
}

standing_of!(RuleSource, MatterSource, ProcedureSource);

/// Status and days of a row, checked.
pub(super) struct Standing {
    pub status: Status,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

impl Reader<'_> {
    /// The status and the days of a row that begins at `offset`.
    pub(super) fn standing(
        &mut self,
        source: &StandingSource<'_>,
        offset: usize,
        what: &str,
    ) -> Option<Standing> {
        let status: Result<Option<Status>, Reported> = self.optional(source.status);
        let valid_from = self.valid_from(source.valid_from, offset);
        let valid_to = self.valid_to(source.valid_to, valid_from, offset);
        let pending = matches!(status, Ok(Some(Status::PendingReview)));
        if pending && source.note.is_none_or(|note| note.trim().is_empty()) {
            self.fault(
                offset,
                format!("{what} chờ đối chiếu nhưng không nêu lý do (note)"),
            );
        }
        Some(Standing {
            status: status.ok()?.unwrap_or(Status::InForce),
            valid_from: valid_from?,
            valid_to: valid_to.ok()?,
        })
    }

    /// Where a citation stands in the order of the law.
    pub(super) fn place(&self, citation: &Citation) -> Order {
        Order {
            instrument: self.rank(&citation.instrument),
            article: citation.article,
            clause: citation.clause.unwrap_or(0),
            point: point_rank(citation.point.as_deref()),
        }
    }

    fn valid_from(&mut self, own: Option<&Spanned<String>>, offset: usize) -> Option<Date> {
        let file_wide = self.source.valid_from.as_ref();
        let Some(text) = own.or(file_wide) else {
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
        own: Option<&Spanned<String>>,
        valid_from: Option<Date>,
        offset: usize,
    ) -> Result<Option<Date>, Reported> {
        let valid_to = self.optional(own)?;
        if let (Some(first), Some(last)) = (valid_from, valid_to)
            && last < first
        {
            let reason = "hết hiệu lực trước khi có hiệu lực".to_owned();
            self.fault(offset, reason);
            return Err(Reported);
        }
        Ok(valid_to)
    }

    /// The place in the order of the law; the code must say what the citation says.
    pub(super) fn order(
        &mut self,
        code: &str,
        citation: Option<&Citation>,
        offset: usize,
    ) -> Option<Order> {
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
        Some(self.place(citation))
    }
}

/// The rank of a point among the letters of Decree 30/2020; 0 without one.
fn point_rank(point: Option<&str>) -> usize {
    POINTS
        .iter()
        .position(|letter| Some(*letter) == point)
        .map_or(0, |position| position + 1)
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

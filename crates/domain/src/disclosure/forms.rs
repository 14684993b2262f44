//! Acts of disclosure in each required form: what the law asks for, what was done,
//! how long it must stay (Arts 13, 48, 66).

use dinh_law::{Calendar, Form, FormRule, MinimumDuration, Place};
use jiff::civil::Date;

use crate::ids::FormRecordId;
use crate::refusal::Refusal;

/// One form at one kind of place that the law requires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormRequirement {
    /// Form.
    pub form: Form,
    /// Kind of place, for postings.
    pub place: Option<Place>,
    /// How long it must stay.
    pub duration: MinimumDuration,
    /// Another form that, once used, frees from this one (Arts 48(2), 66(2)).
    pub waived_by: Option<Form>,
    /// Citation, in words.
    pub citation: String,
}

/// One act in one form, as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormRecord {
    /// Identity.
    pub id: FormRecordId,
    /// Form.
    pub form: Form,
    /// Kind of place.
    pub place_kind: Option<Place>,
    /// The place in words.
    pub place: String,
    /// First day.
    pub from_on: Date,
    /// Last day, if the act itself has one (broadcasts).
    pub to_on: Option<Date>,
    /// Last day on which it must still be there; `None` for permanent ones.
    pub keep_until: Option<Date>,
    /// The day it was taken down.
    pub ended_on: Option<Date>,
}

/// The required forms of a rule, one per kind of place.
pub fn requirements(rules: &[&FormRule]) -> Vec<FormRequirement> {
    let mut found = Vec::new();
    for rule in rules.iter().filter(|rule| rule.required) {
        let places: Vec<Option<Place>> = if rule.places.is_empty() {
            vec![None]
        } else {
            rule.places.iter().copied().map(Some).collect()
        };
        for place in places {
            found.push(FormRequirement {
                form: rule.form,
                place,
                duration: rule.duration,
                waived_by: rule.waived_by,
                citation: rule.citation.to_string(),
            });
        }
    }
    found
}

/// Requirements without a record. The portal and the internal system are this
/// product itself: being published there fulfils them.
pub fn open_requirements<'a>(
    required: &'a [FormRequirement],
    records: &[FormRecord],
    published: bool,
) -> Vec<&'a FormRequirement> {
    required
        .iter()
        .filter(|need| !is_fulfilled(need, records, published))
        .collect()
}

fn is_fulfilled(need: &FormRequirement, records: &[FormRecord], published: bool) -> bool {
    if need
        .waived_by
        .is_some_and(|form| records.iter().any(|record| record.form == form))
    {
        return true;
    }
    match need.form {
        Form::Portal | Form::InternalSystem => published,
        Form::Loudspeaker => consecutive_days(records) >= needed_days(need.duration),
        form => records.iter().any(|record| {
            record.form == form
                && record.place_kind == need.place
                && !ended_early(record, Some(need))
        }),
    }
}

/// Whether a record ended before the law lets it end: the notice has to be put up
/// again, and the fault stays. A permanent one has no lawful end at all.
pub fn ended_early(record: &FormRecord, need: Option<&FormRequirement>) -> bool {
    match (record.ended_on, record.keep_until) {
        (None, _) => false,
        (Some(ended), Some(last)) => ended <= last,
        (Some(_), None) => need.is_some_and(|need| need.duration == MinimumDuration::Permanent),
    }
}

fn needed_days(duration: MinimumDuration) -> i32 {
    match duration {
        MinimumDuration::Consecutive(days) | MinimumDuration::EachDay(days) => {
            i32::from(days.get())
        }
        MinimumDuration::None | MinimumDuration::Permanent => 1,
    }
}

/// The longest run of days without a gap on which there was a broadcast.
fn consecutive_days(records: &[FormRecord]) -> i32 {
    let mut spans: Vec<(Date, Date)> = records
        .iter()
        .filter(|record| record.form == Form::Loudspeaker)
        .map(|record| (record.from_on, record.to_on.unwrap_or(record.from_on)))
        .collect();
    spans.sort_unstable();
    let mut best = 0;
    let mut run: Option<(Date, Date)> = None;
    for (from, to) in spans {
        run = match run {
            Some((start, end)) if end.tomorrow().is_ok_and(|next| from <= next) => {
                Some((start, end.max(to)))
            }
            _ => Some((from, to)),
        };
        if let Some((start, end)) = run {
            best = best.max(start.until(end).map_or(0, |span| span.get_days()) + 1);
        }
    }
    best
}

/// The last day on which a notice put up on `from` must still be there.
pub fn keep_until(duration: MinimumDuration, from: Date, calendar: &Calendar) -> Option<Date> {
    calendar.last_day_of(duration, from)
}

/// Refuse to end a record before its time; permanent ones never end.
pub fn refuse_early_end(
    record: &FormRecord,
    need: Option<&FormRequirement>,
    on: Date,
) -> Result<(), Refusal> {
    let Some(need) = need else { return Ok(()) };
    if need.duration == MinimumDuration::Permanent {
        return Err(Refusal::Unlawful {
            article: need.citation.clone(),
            reason: "Nội dung này phải được niêm yết thường xuyên, không có ngày gỡ.".into(),
            alternative: "Khi nội dung thay đổi, hãy đính chính và niêm yết bản mới thay bản cũ."
                .into(),
        });
    }
    match record.keep_until {
        Some(last) if on <= last => Err(Refusal::Unlawful {
            article: need.citation.clone(),
            reason: format!(
                "Chưa hết thời gian niêm yết tối thiểu: phải giữ đến hết ngày {}.",
                last.strftime("%d/%m/%Y")
            ),
            alternative: format!(
                "Hãy giữ đến hết ngày {}; nếu thực tế bản niêm yết đã bị gỡ, hãy ghi nhận “bị gỡ sớm” để niêm yết lại.",
                last.strftime("%d/%m/%Y")
            ),
        }),
        _ => Ok(()),
    }
}

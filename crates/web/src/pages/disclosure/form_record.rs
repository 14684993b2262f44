//! One recorded act in a form, and the two ways in which it can end.

use dinh_law::{Form, Place};
use dinh_service::disclosure::ItemView;
use dinh_store::StoredDate;
use dinh_store::disclosure::forms::FormRow;
use jiff::civil::Date;

use super::shown::day;
use crate::components::{DateInput, Field, FormErrors};
use crate::posted::Posted;
use crate::texts::Texts;

/// A recorded act.
pub struct Record {
    /// Identity.
    pub id: String,
    /// Form and place.
    pub what: String,
    /// First day, and last day if it has one.
    pub span: String,
    /// Last day on which it must be there; empty without minimum or without end.
    pub keep_until: String,
    /// Who did it.
    pub by_whom: String,
    /// Where its proof is read.
    pub proof: Option<String>,
    /// The day it ended.
    pub ended: String,
    /// Why it ended early.
    pub ended_reason: String,
    /// The forms that end it; nothing for what is over.
    pub ends: Option<Ends>,
}

/// The fields of the two forms that end a record.
pub struct Ends {
    /// The day it came down.
    pub ended: DateInput,
    /// The day it was found gone.
    pub gone: DateInput,
    /// Why it was gone.
    pub reason: Field,
    /// Whether the first form was sent and is shown open again.
    pub ending: bool,
    /// Whether the second form was sent and is shown open again.
    pub open: bool,
    /// Whether its minimum time still runs.
    pub runs: bool,
}

impl Record {
    /// A record with what was typed about its end.
    pub fn new(
        texts: Texts,
        item: &ItemView,
        row: &FormRow,
        typed: &Posted,
        errors: &FormErrors,
        today: Date,
    ) -> Self {
        let form = row
            .form
            .parse::<Form>()
            .map_or_else(|_| row.form.clone(), |form| form.label().to_owned());
        let place = match row.place_kind.parse::<Place>() {
            Ok(kind) => format!("{}: {}", kind.label(), row.place),
            Err(_) => row.place.clone(),
        };
        let from = texts.formats().date(row.from_on.to_jiff());
        let to = day(texts, row.to_on.map(StoredDate::to_jiff));
        let ended = day(texts, row.ended_on.map(StoredDate::to_jiff));
        let hangs = row.form == Form::Posting.code() && row.ended_on.is_none();
        Self {
            what: format!("{form} – {place}"),
            span: if to.is_empty() {
                from
            } else {
                format!("{from} – {to}")
            },
            keep_until: day(texts, row.keep_until.map(StoredDate::to_jiff)),
            by_whom: row.by_whom.clone(),
            proof: row
                .proof_id
                .map(|id| format!("/cong-khai/{}/tep/{id}", item.stored.publication.number)),
            ended,
            ended_reason: row.ended_reason.clone(),
            ends: hangs.then(|| Ends::new(texts, row, typed, errors, today)),
            id: row.id.to_string(),
        }
    }
}

impl Ends {
    fn new(texts: Texts, row: &FormRow, typed: &Posted, errors: &FormErrors, today: Date) -> Self {
        let is_typed = typed.text("record") == row.id.to_string();
        let ended_id = format!("ended-{}", row.id);
        let reason_id = format!("reason-{}", row.id);
        let early = is_typed && typed.find("reason").is_some();
        let date = |id: &str, legend: &str, mine: bool| {
            let input = DateInput::new(texts, "ended", texts.text(legend)).id(id);
            if mine && is_typed {
                input
                    .values(typed.date_parts("ended"))
                    .error(errors.find(&ended_id))
            } else {
                input.date(today)
            }
        };
        let other_id = format!("other-{}", row.id);
        let (first, second) = if early {
            (&other_id, &ended_id)
        } else {
            (&ended_id, &other_id)
        };
        Self {
            ended: date(first, "desk-end-date", !early),
            gone: date(second, "desk-early-date", early),
            reason: Field::area(texts, "reason", texts.text("desk-early-reason"))
                .id(&reason_id)
                .hint(texts.text("desk-early-reason-hint"))
                .rows(2)
                .value(if early { typed.text("reason") } else { "" })
                .error(errors.find(&reason_id)),
            ending: is_typed && !early,
            open: early,
            runs: row.keep_until.is_some_and(|last| today <= last.to_jiff()),
        }
    }
}

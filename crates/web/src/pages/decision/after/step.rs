//! What the forms of this part share: fields as typed, and the page that shows everything once more.

use dinh_domain::FieldError;
use dinh_domain::access::Action;
use dinh_domain::ids::DecisionId;
use dinh_service::decision::DecisionView;
use dinh_service::{Context, Error};
use dinh_store::WriteTx;
use jiff::civil::Date;

use super::super::form::{FormPage, done, of};
use super::super::subject::Refused;
use crate::caller::Caller;
use crate::components::{DateInput, Field, SummaryList, SummaryRow};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;
use crate::texts::Texts;

/// A form of a page, before anything was typed: the day is today.
fn begun(field: &str, today: Date) -> Posted {
    let mut typed = Posted::default();
    for (part, value) in [
        ("day", today.day().to_string()),
        ("month", today.month().to_string()),
        ("year", today.year().to_string()),
    ] {
        typed.fields.push((format!("{field}-{part}"), value));
    }
    typed
}

/// Whether the form was seen once more.
fn is_confirmed(typed: &Posted) -> bool {
    typed.text("confirmed") == "1"
}

/// A day of a form.
pub(super) fn day_of(typed: &Posted, field: &str) -> Result<Date, Error> {
    typed
        .needed_date(field)
        .map_err(|error: FieldError| Error::Invalid(vec![error]))
}

/// A line of text.
pub(super) fn line(
    texts: Texts,
    typed: &Posted,
    refused: &Refused,
    name: &str,
    label: &str,
) -> Field {
    Field::text(texts, name, texts.text(label))
        .value(typed.text(name))
        .error(refused.find(name))
}

/// An amount of đồng.
pub(super) fn money(
    texts: Texts,
    typed: &Posted,
    refused: &Refused,
    name: &str,
    label: &str,
) -> Field {
    line(texts, typed, refused, name, label)
        .input_mode("numeric")
        .class("govuk-input--width-10")
}

/// The number of a household on the roll.
pub(super) fn household_line(texts: Texts, typed: &Posted, refused: &Refused) -> Field {
    line(texts, typed, refused, "household", "contribution-household")
        .input_mode("numeric")
        .class("govuk-input--width-5")
}

/// Several lines of text.
pub(super) fn area(
    texts: Texts,
    typed: &Posted,
    refused: &Refused,
    name: &str,
    label: &str,
) -> Field {
    Field::area(texts, name, texts.text(label))
        .rows(4)
        .value(typed.text(name))
        .error(refused.find(name))
}

/// A day.
pub(super) fn day(
    texts: Texts,
    typed: &Posted,
    refused: &Refused,
    name: &str,
    label: &str,
) -> DateInput {
    DateInput::new(texts, name, texts.text(label))
        .values(typed.date_parts(name))
        .error(refused.find(name))
}

/// One request about one step: who asks, the decision, what was typed.
pub(super) struct Asked<'a> {
    pub(super) state: &'a AppState,
    pub(super) caller: &'a Caller,
    pub(super) view: DecisionView,
    pub(super) typed: Posted,
}

impl<'a> Asked<'a> {
    /// The form before anything was typed, for whoever may do `action`; the day of the field `day` is today.
    pub(super) async fn fresh(
        state: &'a AppState,
        caller: &'a Caller,
        number: i64,
        action: Action,
        day: &str,
    ) -> Result<Self, Error> {
        let typed = begun(day, caller.context(state).today());
        Self::sent(state, caller, number, action, typed).await
    }

    /// The form as it was sent, for whoever may do `action`.
    pub(super) async fn sent(
        state: &'a AppState,
        caller: &'a Caller,
        number: i64,
        action: Action,
        typed: Posted,
    ) -> Result<Self, Error> {
        let view = of(&caller.context(state), number, action).await?;
        Ok(Self {
            state,
            caller,
            view,
            typed,
        })
    }

    /// Who acts, when.
    pub(super) fn context(&self) -> Context<'a> {
        self.caller.context(self.state)
    }

    /// The texts of the reader.
    pub(super) fn texts(&self) -> Texts {
        self.caller.texts()
    }

    /// The decision.
    pub(super) fn id(&self) -> DecisionId {
        self.view.decision().id
    }

    /// A page with one form about the decision.
    pub(super) fn page(&self, title: &str, refused: Refused) -> FormPage {
        FormPage::new(self.state, self.caller, &self.view, title, refused)
    }

    /// The form when nothing was refused.
    pub(super) fn first(&self, page: fn(&Self, Refused) -> PageResult) -> PageResult {
        page(self, Refused::none(self.texts()))
    }

    /// Keep what was done once it has been seen twice. Before that it was only tried, so that what is refused is said
    /// before the check page.
    pub(super) async fn keep(&self, tx: WriteTx) -> Result<(), Error> {
        if is_confirmed(&self.typed) {
            tx.commit().await?;
        }
        Ok(())
    }

    /// The answer to a form: what was refused with all that was typed, the check page, or the desk of the decision.
    pub(super) fn answer(
        &self,
        taken: Result<(), Error>,
        shown: fn(&Self) -> Check,
        page: fn(&Self, Refused) -> PageResult,
    ) -> PageResult {
        match taken {
            Ok(()) if is_confirmed(&self.typed) => {
                see_other(&done(self.view.decision().number, shown(self).done))
            }
            Ok(()) => self.check(&shown(self)),
            Err(error) => page(self, Refused::from(self.texts(), error)?),
        }
    }

    /// The answer to a form of the account of contributions: what was refused with all that was typed, or the account.
    pub(super) fn to_account(
        &self,
        taken: Result<(), Error>,
        page: fn(&Self, Refused) -> PageResult,
    ) -> PageResult {
        match taken {
            Ok(()) => {
                let number = self.view.decision().number;
                see_other(&format!("/lam-viec/quyet-dinh/{number}/dong-gop"))
            }
            Err(error) => page(self, Refused::from(self.texts(), error)?),
        }
    }

    /// What was typed, once more, before it cannot be taken back.
    fn check(&self, shown: &Check) -> PageResult {
        let texts = self.texts();
        let mut facts = SummaryList::new();
        for (label, value) in &shown.facts {
            if !value.trim().is_empty() {
                facts = facts.row(SummaryRow::text(texts.text(label), value.trim()));
            }
        }
        let mut page = self
            .page(shown.title, Refused::none(texts))
            .lead(texts.text("after-check-lead"))
            .facts(facts)
            .hidden("confirmed", "1");
        for (name, value) in &self.typed.fields {
            if name != "_csrf" && name != "confirmed" {
                page = page.hidden(name.clone(), value.clone());
            }
        }
        page.button(texts.text("after-check-send")).answer()
    }
}

/// What the check page shows, and what the desk says once it is done.
pub(super) struct Check {
    /// Key of the title.
    pub(super) title: &'static str,
    /// Keys of labels with what was typed; what is empty is left out.
    pub(super) facts: Vec<(&'static str, String)>,
    /// The word of the address that tells the desk what was done.
    pub(super) done: &'static str,
}

/// A day as the check page shows it.
pub(super) fn shown_day(texts: Texts, typed: &Posted, name: &str) -> String {
    typed
        .needed_date(name)
        .map(|day| texts.formats().date(day))
        .unwrap_or_default()
}

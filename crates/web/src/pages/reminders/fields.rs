//! The fields by which people say where and how they want to be reminded.

use dinh_service::reminders::Choice;

use crate::components::{self, Choices, Field, FormErrors};
use crate::texts::Texts;

/// The address of mail.
pub(crate) fn address_field(texts: Texts, value: &str, errors: &FormErrors) -> Field {
    Field::text(texts, "address", texts.text("reminders-address"))
        .hint(texts.text("reminders-address-hint"))
        .kind("email")
        .autocomplete("email")
        .spellcheck(false)
        .value(value)
        .error(errors.find("address"))
}

/// How the letters come.
pub(crate) fn choice_field(texts: Texts, chosen: &str, errors: &FormErrors) -> Choices {
    let choices = Choices::radios(texts, "choice", texts.text("reminders-choice"))
        .chosen([chosen])
        .error(errors.find("choice"));
    Choice::ALL.iter().fold(choices, |choices, choice| {
        let (words, hint) = match choice {
            Choice::Each => ("reminders-each", "reminders-each-hint"),
            Choice::Daily => ("reminders-daily", "reminders-daily-hint"),
            Choice::OverdueOnly => ("reminders-overdue-only", "reminders-overdue-only-hint"),
        };
        let words = components::Choice::new(choice.code(), texts.text(words));
        choices.item(words.hint(texts.text(hint)))
    })
}

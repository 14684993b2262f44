//! The fields by which people say where and how they want to be reminded.

use dinh_service::reminders::{Choice, Reach};

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

/// The address that the field shows: the newest wish.
pub(crate) fn shown_address(reach: &Reach) -> &str {
    let newest = reach.pending.as_deref().or(reach.address.as_deref());
    newest.unwrap_or_default()
}

/// Which address is confirmed and which waits for it, with what to do.
pub(crate) fn address_state(texts: Texts, reach: &Reach) -> Option<String> {
    match (&reach.pending, &reach.address) {
        (Some(pending), Some(address)) => {
            let told = [
                ("pending", pending as &dyn crate::texts::Argument),
                ("address", address),
            ];
            Some(texts.with("reminders-pending-instead", &told))
        }
        (Some(pending), None) => Some(texts.with_one("reminders-pending", "pending", pending)),
        (None, Some(address)) => Some(texts.with_one("reminders-confirmed", "address", address)),
        (None, None) => None,
    }
}

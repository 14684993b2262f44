//! Statements have names, and every one is known to the tests, which let both
//! engines prepare it against the migrated schema.

/// Declares the statements of a module and their list `STATEMENTS`.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* const $name: &str = $sql;)+
        /// Every statement of this module, by name.
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name),)+];
    };
}
pub(crate) use statements;

/// Every statement of this crate with its name; the tests prepare each on both engines.
pub fn every_statement() -> Vec<(&'static str, &'static str)> {
    [of_decisions(), of_people(), of_the_rest()].concat()
}

fn of_decisions() -> Vec<(&'static str, &'static str)> {
    [
        crate::decision::STATEMENTS,
        crate::decision::after::STATEMENTS,
        crate::decision::contributions::STATEMENTS,
        crate::decision::contributions::expenses::STATEMENTS,
        crate::decision::contributions::receipts::STATEMENTS,
        crate::decision::ballots::STATEMENTS,
        crate::decision::files::STATEMENTS,
        crate::decision::guests::STATEMENTS,
        crate::decision::hands::STATEMENTS,
        crate::decision::households::STATEMENTS,
        crate::decision::lists::STATEMENTS,
        crate::decision::notices::STATEMENTS,
        crate::decision::online::STATEMENTS,
        crate::decision::speeches::STATEMENTS,
        crate::decision::steps::STATEMENTS,
        crate::decision::terms::STATEMENTS,
        crate::decision::vote_cards::STATEMENTS,
    ]
    .concat()
}

fn of_people() -> Vec<(&'static str, &'static str)> {
    [
        crate::people::accounts::STATEMENTS,
        crate::people::factors::STATEMENTS,
        crate::people::failures::STATEMENTS,
        crate::people::identities::STATEMENTS,
        crate::people::mandates::STATEMENTS,
        crate::people::mine::STATEMENTS,
        crate::people::notices::STATEMENTS,
        crate::people::passkeys::STATEMENTS,
        crate::people::reads::STATEMENTS,
        crate::people::sessions::STATEMENTS,
        crate::reminders::addresses::STATEMENTS,
        crate::reminders::confirmations::STATEMENTS,
        crate::reminders::facts::STATEMENTS,
        crate::reminders::gaps::STATEMENTS,
        crate::reminders::mails::STATEMENTS,
        crate::reminders::steps::STATEMENTS,
        crate::reminders::unreached::STATEMENTS,
        crate::roll::frozen::STATEMENTS,
        crate::roll::households::STATEMENTS,
        crate::roll::imports::STATEMENTS,
        crate::roll::lineage::STATEMENTS,
        crate::roll::representatives::STATEMENTS,
    ]
    .concat()
}

fn of_the_rest() -> Vec<(&'static str, &'static str)> {
    [
        crate::audit::STATEMENTS,
        crate::disclosure::STATEMENTS,
        crate::disclosure::duties::STATEMENTS,
        crate::disclosure::files::STATEMENTS,
        crate::disclosure::forms::STATEMENTS,
        crate::disclosure::requests::STATEMENTS,
        crate::disclosure::revisions::STATEMENTS,
        crate::disclosure::tally::STATEMENTS,
        crate::documents::STATEMENTS,
        crate::file_care::STATEMENTS,
        crate::numbers::STATEMENTS,
        crate::once::STATEMENTS,
        crate::projections::STATEMENTS,
        crate::retention::STATEMENTS,
        crate::settings::STATEMENTS,
        crate::units::STATEMENTS,
        crate::units::lineage::STATEMENTS,
        crate::register::STATEMENTS,
        crate::register::browse::STATEMENTS,
        crate::register::erasing::STATEMENTS,
        crate::register::heads::STATEMENTS,
        crate::register::requests::STATEMENTS,
        crate::register::stamps::STATEMENTS,
        crate::register::tiles::STATEMENTS,
        crate::register::times::STATEMENTS,
    ]
    .concat()
}

//! Every word a reader sees, in Vietnamese (the source) and English, compiled in.
//!
//! One file per room: `texts/{vi,en}/{room}.ftl`, and every key begins with the room's name (`disclosure-title`).
//! A key that English lacks is shown in Vietnamese; a test finds missing, unused and misplaced keys.

mod argument;
mod bundle;
mod formats;
#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "the sources are scanned for the texts they ask for"
)]
mod keys;
mod lang;

pub use argument::Argument;
pub use formats::Formats;
pub use lang::Lang;

use fluent_bundle::FluentArgs;

/// How the texts begin that say what was done.
const DID: &str = "people-did-";

/// The texts of one language. Copying it costs nothing: the bundles are built once per process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    lang: Lang,
}

impl Texts {
    /// The texts of this language.
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// The language that was asked for.
    pub fn lang(self) -> Lang {
        self.lang
    }

    /// The text behind a key without arguments.
    pub fn text(self, key: &str) -> String {
        bundle::text(self.lang, key, None)
    }

    /// The text behind a key, with its arguments filled in. Numbers get the thousands mark of the language.
    pub fn with(self, key: &str, arguments: &[(&str, &dyn Argument)]) -> String {
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            values.set((*name).to_owned(), value.fluent());
        }
        bundle::text(self.lang, key, Some(&values))
    }

    /// The same with one argument, as templates can write it.
    pub fn with_one(self, key: &str, name: &str, value: &dyn Argument) -> String {
        self.with(key, &[(name, value)])
    }

    /// What was done, by its name in the trail: "save_draft". A name without words is shown as it is.
    pub fn did(self, action: &str) -> String {
        let key = format!("{DID}{}", action.replace('_', "-"));
        let words = self.text(&key);
        if words == key {
            action.to_owned()
        } else {
            words
        }
    }

    /// How this language writes dates, times and numbers.
    pub fn formats(self) -> Formats {
        Formats::new(self.lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_in_the_language_asked_for() {
        assert_eq!(Texts::new(Lang::Vi).text("site-menu"), "Trình đơn chính");
        assert_eq!(Texts::new(Lang::En).text("site-menu"), "Main menu");
    }

    #[test]
    fn a_missing_key_shows_itself_so_that_it_is_seen() {
        assert_eq!(Texts::new(Lang::En).text("no-such-key"), "no-such-key");
    }

    #[test]
    fn numbers_in_texts_get_the_marks_of_the_language() {
        let days: i64 = 1234;
        assert_eq!(
            Texts::new(Lang::Vi).with("disclosure-status-late", &[("days", &days)]),
            "Trễ 1.234 ngày"
        );
        assert_eq!(
            Texts::new(Lang::En).with("disclosure-status-late", &[("days", &days)]),
            "Late by 1,234 days"
        );
        assert_eq!(
            Texts::new(Lang::En).with("disclosure-status-late", &[("days", &1_i64)]),
            "Late by 1 day"
        );
    }
}

//! The parsed message files, one bundle per language, built at first use and shared by all threads.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Formats, Lang};

type Bundle = FluentBundle<FluentResource>;

/// The rooms of the house, in the order of their files.
macro_rules! rooms {
    ($lang:literal) => {
        [
            (
                "site",
                include_str!(concat!("../../texts/", $lang, "/site.ftl")),
            ),
            (
                "city",
                include_str!(concat!("../../texts/", $lang, "/city.ftl")),
            ),
            (
                "retention",
                include_str!(concat!("../../texts/", $lang, "/retention.ftl")),
            ),
            (
                "provider",
                include_str!(concat!("../../texts/", $lang, "/provider.ftl")),
            ),
            (
                "disclosure",
                include_str!(concat!("../../texts/", $lang, "/disclosure.ftl")),
            ),
            (
                "decision",
                include_str!(concat!("../../texts/", $lang, "/decision.ftl")),
            ),
            (
                "ballots",
                include_str!(concat!("../../texts/", $lang, "/ballots.ftl")),
            ),
            (
                "after",
                include_str!(concat!("../../texts/", $lang, "/after.ftl")),
            ),
            (
                "contribution",
                include_str!(concat!("../../texts/", $lang, "/contribution.ftl")),
            ),
            (
                "online",
                include_str!(concat!("../../texts/", $lang, "/online.ftl")),
            ),
            (
                "desk",
                include_str!(concat!("../../texts/", $lang, "/desk.ftl")),
            ),
            (
                "units",
                include_str!(concat!("../../texts/", $lang, "/units.ftl")),
            ),
            (
                "account",
                include_str!(concat!("../../texts/", $lang, "/account.ftl")),
            ),
            (
                "people",
                include_str!(concat!("../../texts/", $lang, "/people.ftl")),
            ),
            (
                "reminders",
                include_str!(concat!("../../texts/", $lang, "/reminders.ftl")),
            ),
            (
                "roll",
                include_str!(concat!("../../texts/", $lang, "/roll.ftl")),
            ),
            (
                "register",
                include_str!(concat!("../../texts/", $lang, "/register.ftl")),
            ),
            (
                "signer",
                include_str!(concat!("../../texts/", $lang, "/signer.ftl")),
            ),
            (
                "status",
                include_str!(concat!("../../texts/", $lang, "/status.ftl")),
            ),
            (
                "errors",
                include_str!(concat!("../../texts/", $lang, "/errors.ftl")),
            ),
        ]
    };
}

/// Room and source text of every file of a language.
pub(super) fn sources(lang: Lang) -> [(&'static str, &'static str); 20] {
    match lang {
        Lang::Vi => rooms!("vi"),
        Lang::En => rooms!("en"),
    }
}

pub(super) fn text(lang: Lang, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
    find(lang, key, arguments)
        .or_else(|| find(Lang::default(), key, arguments))
        .unwrap_or_else(|| key.to_owned())
}

fn find(lang: Lang, key: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
    let bundle = bundle(lang);
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    Some(
        bundle
            .format_pattern(pattern, arguments, &mut errors)
            .into_owned(),
    )
}

fn bundle(lang: Lang) -> &'static Bundle {
    static VIETNAMESE: OnceLock<Bundle> = OnceLock::new();
    static ENGLISH: OnceLock<Bundle> = OnceLock::new();
    match lang {
        Lang::Vi => VIETNAMESE.get_or_init(|| build(lang)),
        Lang::En => ENGLISH.get_or_init(|| build(lang)),
    }
}

fn build(lang: Lang) -> Bundle {
    let identifier: LanguageIdentifier = lang.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // Isolation marks would be read aloud and copied along by some phones; our languages all run left to right.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Vi => |value, _| number(Lang::Vi, value),
        Lang::En => |value, _| number(Lang::En, value),
    }));
    for (_, source) in sources(lang) {
        // A file with a mistake still gives its sound messages; the test of the keys names the mistake.
        let resource =
            FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn number(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let whole: Cow<'_, str> = number.as_string();
    whole
        .parse::<i64>()
        .ok()
        .map(|whole| Formats::new(lang).number(whole))
}

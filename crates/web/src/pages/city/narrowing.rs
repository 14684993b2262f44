//! How what was found can be narrowed: by kind, unit, year and state, each with the number that it leaves.

use dinh_domain::decision::State as Stands;
use dinh_service::search::{Counts, Results};
use dinh_service::units::UnitDirectory;

use super::search::Asked;
use crate::pages::decision::shown::state_words;
use crate::texts::Texts;

/// More values of one sort than these are a list for the form, not for the eye.
const SHOWN: usize = 8;

/// One way to narrow.
pub(super) struct Sort {
    pub title: String,
    pub choices: Vec<Choice>,
}

/// One value: what it is, how many it leaves, and where it leads. Of a chosen one the address is that without it.
pub(super) struct Choice {
    pub words: String,
    pub count: String,
    pub href: String,
}

/// What was asked, and how addresses are made.
pub(super) struct Narrowing<'a> {
    pub texts: Texts,
    pub asked: &'a Asked,
    pub units: &'a UnitDirectory,
    pub link: &'a dyn Fn(&Asked) -> String,
}

impl Narrowing<'_> {
    /// What narrows already; each can be let go.
    pub(super) fn chosen(&self) -> Vec<Choice> {
        let ways: [(&str, String, Change); 4] = [
            (
                &self.asked.kind,
                self.kind(&self.asked.kind),
                |asked, value| asked.kind = value,
            ),
            (
                &self.asked.unit,
                self.unit(&self.asked.unit),
                |asked, value| asked.unit = value,
            ),
            (
                &self.asked.year,
                self.year(&self.asked.year),
                |asked, value| asked.year = value,
            ),
            (
                &self.asked.standing,
                standing_words(self.texts, &self.asked.standing),
                |asked, value| asked.standing = value,
            ),
        ];
        ways.into_iter()
            .filter(|(value, ..)| !value.is_empty())
            .map(|(value, words, change)| Choice {
                words: if words.is_empty() {
                    value.to_owned()
                } else {
                    words
                },
                count: String::new(),
                href: self.with(change, String::new()),
            })
            .collect()
    }

    /// What may narrow further: sorts of which more than one value is left.
    pub(super) fn sorts(&self, results: &Results) -> Vec<Sort> {
        let text = |key| self.texts.text(key);
        let mut sorts = vec![
            self.sort(
                text("city-search-kind"),
                &results.kinds,
                |value| self.kind(value),
                |asked, value| asked.kind = value,
            ),
            self.sort(
                text("city-column-unit"),
                &results.units,
                |value| self.unit(value),
                |asked, value| asked.unit = value,
            ),
            self.sort(
                text("city-search-year"),
                &results.years,
                |value| self.year(value),
                |asked, value| asked.year = value,
            ),
            self.sort(
                text("city-search-standing"),
                &results.standings,
                |value| standing_words(self.texts, value),
                |asked, value| asked.standing = value,
            ),
        ];
        sorts.retain(|sort| sort.choices.len() > 1);
        sorts
    }

    fn sort(
        &self,
        title: String,
        counts: &Counts,
        words: impl Fn(&str) -> String,
        change: Change,
    ) -> Sort {
        let mut values: Vec<(&String, &usize)> = counts.iter().collect();
        values.sort_by_key(|(value, count)| {
            (
                std::cmp::Reverse(**count),
                std::cmp::Reverse(value.as_str()),
            )
        });
        let choices = values.into_iter().filter_map(|(value, count)| {
            let words = words(value);
            let number = i64::try_from(*count).unwrap_or(i64::MAX);
            (!words.is_empty()).then(|| Choice {
                words,
                count: self.texts.formats().number(number),
                href: self.with(change, value.clone()),
            })
        });
        Sort {
            title,
            choices: choices.take(SHOWN).collect(),
        }
    }

    fn with(&self, change: Change, value: String) -> String {
        let mut asked = self.asked.first();
        change(&mut asked, value);
        (self.link)(&asked)
    }

    fn kind(&self, code: &str) -> String {
        let key = match code {
            "publication" => "city-kind-publication",
            "decision" => "city-hit-decision",
            "document" => "city-hit-document",
            "unit" => "city-hit-unit",
            _ => return String::new(),
        };
        self.texts.text(key)
    }

    /// Hamlets are many and share their names; they are found by their commune.
    fn unit(&self, slug: &str) -> String {
        let unit = self.units.find_by_slug(slug);
        let unit = unit.filter(|unit| !unit.has_roll() || slug == self.asked.unit);
        unit.map(|unit| unit.full_name.clone()).unwrap_or_default()
    }

    fn year(&self, year: &str) -> String {
        if year.is_empty() {
            return String::new();
        }
        let year = year.to_owned();
        self.texts.with_one("city-search-of-year", "year", &year)
    }
}

type Change = fn(&mut Asked, String);

/// How a publication or a decision stands.
pub(super) fn standing_words(texts: Texts, code: &str) -> String {
    match code {
        "on_time" => texts.text("city-standing-on-time"),
        "late" => texts.text("city-standing-late"),
        "ended" => texts.text("city-standing-ended"),
        "withdrawn" => texts.text("city-standing-withdrawn"),
        code => Stands::ALL
            .iter()
            .find(|state| state.code() == code)
            .map(|state| state_words(texts, *state))
            .unwrap_or_default(),
    }
}

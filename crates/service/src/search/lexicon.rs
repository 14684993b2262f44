//! The words of the index, and what somebody may have meant who typed another one: one letter more, less or other, two letters
//! changed over, two syllables run together or one pulled apart.

use std::collections::BTreeMap;

use super::words::folded;

/// Shorter words are near too many others.
const SHORTEST: usize = 4;
/// Words that one word is taken for, the most frequent first.
const MOST_MEANT: usize = 4;

/// Folded words with how often they occur and how they are mostly written.
#[derive(Default)]
pub(super) struct Lexicon {
    words: BTreeMap<String, Known>,
}

#[derive(Default)]
struct Known {
    documents: u32,
    written: String,
    written_in: u32,
}

/// What was typed, and what is asked for instead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Meant {
    /// For each word the folded words that may stand there.
    pub places: Vec<Vec<String>>,
    /// How it would have been written; nothing when it is what was typed.
    pub written: Option<String>,
}

impl Lexicon {
    /// A word as it is written, with the number of things that have it.
    pub(super) fn add(&mut self, exact: &str, documents: u32) {
        let mut parts = folded(exact);
        let (Some(word), true) = (parts.pop(), parts.is_empty()) else {
            return;
        };
        let known = self.words.entry(word).or_default();
        known.documents = known.documents.saturating_add(documents);
        if documents > known.written_in {
            known.written_in = documents;
            exact.clone_into(&mut known.written);
        }
    }

    fn knows(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// How a folded word is mostly written.
    fn written<'w>(&'w self, word: &'w str) -> &'w str {
        self.words.get(word).map_or(word, |known| &known.written)
    }

    /// Known words one edit away, the most frequent first; none for short words and for numbers.
    pub(super) fn near(&self, word: &str) -> Vec<String> {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < SHORTEST || letters.iter().any(char::is_ascii_digit) {
            return Vec::new();
        }
        let mut found: Vec<(u32, &String)> = self
            .words
            .iter()
            .filter(|(other, _)| is_one_edit(&letters, other))
            .map(|(other, known)| (known.documents, other))
            .collect();
        found.sort_by_key(|(documents, word)| (std::cmp::Reverse(*documents), word.as_str()));
        found.truncate(MOST_MEANT);
        found.into_iter().map(|(_, word)| word.clone()).collect()
    }

    /// Two known words that were run together; the best pair is that whose rarer word is most frequent.
    fn split(&self, word: &str) -> Option<[String; 2]> {
        let documents = |part: &str| self.words.get(part).map(|known| known.documents);
        let cuts = word.char_indices().skip(2).map(|(at, _)| word.split_at(at));
        let pairs = cuts.filter(|(_, end)| end.chars().count() > 1);
        pairs
            .filter_map(|(start, end)| {
                let rarer = documents(start)?.min(documents(end)?);
                Some((rarer, start, end))
            })
            .max_by_key(|(rarer, start, _)| (*rarer, std::cmp::Reverse(start.len())))
            .map(|(_, start, end)| [start.to_owned(), end.to_owned()])
    }

    /// What these folded words mean. Known words stay as they are.
    pub(super) fn meant(&self, typed: &[String]) -> Meant {
        let mut meant = Meant::default();
        let mut written: Vec<String> = Vec::new();
        let mut changed = false;
        let mut place = 0;
        while let Some(word) = typed.get(place) {
            place += 1;
            if self.knows(word) {
                meant.places.push(vec![word.clone()]);
                written.push(self.written(word).to_owned());
                continue;
            }
            let near = self.near(word);
            let joined = typed.get(place).map(|next| format!("{word}{next}"));
            let before = place.checked_sub(2).and_then(|at| typed.get(at));
            let pulled = before.map(|before| format!("{before}{word}"));
            if let Some(best) = near.first() {
                written.push(self.written(best).to_owned());
                meant.places.push(near);
            } else if let Some(pair) = self.split(word) {
                for part in pair {
                    written.push(self.written(&part).to_owned());
                    meant.places.push(vec![part]);
                }
            } else if let Some(joined) = joined.filter(|joined| self.knows(joined)) {
                written.push(self.written(&joined).to_owned());
                meant.places.push(vec![joined]);
                place += 1;
            } else if let Some(pulled) = pulled.filter(|pulled| self.knows(pulled)) {
                written.pop();
                meant.places.pop();
                written.push(self.written(&pulled).to_owned());
                meant.places.push(vec![pulled]);
            } else {
                written.push(word.clone());
                meant.places.push(vec![word.clone()]);
                continue;
            }
            changed = true;
        }
        meant.written = changed.then(|| written.join(" "));
        meant
    }

    /// The words as they are mostly written, the one at `place` replaced.
    pub(super) fn written_with(&self, typed: &[String], place: usize, other: &str) -> String {
        let words = typed.iter().enumerate().map(|(at, word)| {
            let word = if at == place { other } else { word };
            self.written(word).to_owned()
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

/// Whether exactly one letter was added, left out or changed, or two neighbours were changed over.
fn is_one_edit(word: &[char], other: &str) -> bool {
    // Most words are told apart by their length alone.
    if other.len() + 1 < word.len() || other.len() > word.len() * 4 + 4 {
        return false;
    }
    let other: Vec<char> = other.chars().collect();
    let same_start = word
        .iter()
        .zip(&other)
        .take_while(|(one, two)| one == two)
        .count();
    let (rest, others) = (word.get(same_start..), other.get(same_start..));
    let (Some(rest), Some(others)) = (rest, others) else {
        return false;
    };
    match (rest, others) {
        ([_, rest @ ..], [_, others @ ..]) if rest == others => true,
        ([_, rest @ ..], others) if rest == others => true,
        (rest, [_, others @ ..]) if rest == others => true,
        ([first, second, rest @ ..], [one, two, others @ ..]) => {
            first == two && second == one && rest == others
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lexicon() -> Lexicon {
        let mut lexicon = Lexicon::default();
        for (word, documents) in [
            ("đường", 900),
            ("dưỡng", 20),
            ("công", 800),
            ("khai", 700),
            ("dự", 950),
            ("án", 940),
            ("nghiêng", 3),
            ("kỹ", 40),
            ("kĩ", 10),
            ("thuật", 50),
            ("quyết", 500),
            ("định", 490),
            ("wifi", 5),
        ] {
            lexicon.add(word, documents);
        }
        lexicon
    }

    fn meant(typed: &str) -> Option<String> {
        lexicon().meant(&folded(typed)).written
    }

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        for (typed, written) in [
            ("duogn", "đường"),
            ("duongg", "đường"),
            ("duon", "đường"),
            ("dương", ""),
            ("cong khai", ""),
            ("congkhai", "công khai"),
            ("quyetdinh", "quyết định"),
            ("wi fi", "wifi"),
            ("nghiegn", "nghiêng"),
            ("du an", ""),
            ("kĩ thuat", ""),
            ("ki thautj", "kỹ thautj"),
            ("2026", ""),
            ("20266", ""),
            ("xyz", ""),
        ] {
            let expected = Some(written.to_owned()).filter(|text| !text.is_empty());
            if typed == "ki thautj" {
                // Two edits are not one.
                assert_eq!(meant(typed), None);
                continue;
            }
            assert_eq!(meant(typed), expected, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn one_edit_is_one_edit_in_both_directions(word in "[a-e]{4,8}", place in 0usize..8, letter in "[a-e]", kind in 0..4) {
            let letters: Vec<char> = word.chars().collect();
            let place = place % letters.len();
            let mut edited = letters.clone();
            match kind {
                0 => edited.insert(place, letter.chars().next().expect("a letter")),
                1 => { edited.remove(place); }
                2 => edited[place] = letter.chars().next().expect("a letter"),
                _ => edited.swap(place, (place + 1) % letters.len().max(1)),
            }
            let neighbours = kind != 3 || place + 1 < letters.len();
            let text: String = edited.iter().collect();
            if neighbours && edited != letters {
                prop_assert!(is_one_edit(&letters, &text), "{word} {text}");
                prop_assert!(is_one_edit(&edited, &word), "{text} {word}");
            }
        }

        #[test]
        fn nothing_typed_breaks_it_and_no_word_is_lost(typed in "\\PC{0,40}") {
            let words = folded(&typed);
            let meant = lexicon().meant(&words);
            prop_assert!(meant.places.iter().all(|place| !place.is_empty()));
            prop_assert!(meant.written.is_some() || meant.places.len() == words.len());
        }
    }
}

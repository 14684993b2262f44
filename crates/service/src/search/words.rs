//! Words of a text: folded, without tone marks, or exact, with them.

use dinh_domain::folding::fold;
use unicode_normalization::UnicodeNormalization;

/// Words of a query beyond this number change nothing.
pub(super) const MOST_WORDS: usize = 24;
/// A longer word is no word of any language; it is left out of the index.
const LONGEST: usize = 60;

/// Words without tone marks.
pub(super) fn folded(text: &str) -> Vec<String> {
    kept(fold(text).split(' '))
}

/// Words with their tone marks, in lower case and one normal form.
pub(super) fn exact(text: &str) -> Vec<String> {
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    kept(lower.split(|sign: char| !sign.is_alphanumeric()))
}

fn kept<'t>(words: impl Iterator<Item = &'t str>) -> Vec<String> {
    words
        .filter(|word| !word.is_empty() && word.chars().count() <= LONGEST)
        .map(ToOwned::to_owned)
        .collect()
}

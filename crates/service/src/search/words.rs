//! Words of a text: folded, without tone marks, or exact, with them.

use dinh_domain::folding::fold;
use unicode_normalization::UnicodeNormalization;

/// Words of a query beyond this number change nothing.
pub(super) const MOST_WORDS: usize = 24;
/// A longer word is no word of any language; it is left out of the index.
const LONGEST: usize = 60;

/// Words without tone marks; i and y are one letter, as both are written: "kĩ thuật", "kỹ thuật".
pub(super) fn folded(text: &str) -> Vec<String> {
    kept(fold(text).replace('y', "i").split(' '))
}

/// The number of a document as one word, however it was typed; nothing when it is none: a number has a digit before a slash.
pub(super) fn document_number(typed: &str) -> Option<String> {
    let (before, behind) = typed.split_once('/')?;
    let is_number = before.chars().any(|sign| sign.is_ascii_digit()) && !behind.is_empty();
    let parts = typed.split(|sign: char| !sign.is_alphanumeric());
    let parts: Vec<String> = parts.filter_map(|part| folded(part).pop()).collect();
    let bare = |part: &String| part.trim_start_matches('0').to_owned();
    let mut parts: Vec<String> = parts.iter().map(bare).collect();
    parts.retain(|part| !part.is_empty());
    (is_number && parts.len() > 1).then(|| parts.join("/"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_typed() {
        for typed in ["123/QĐ-UBND", "123/qd-ubnd", "0123/QĐ–UBND", "123/QĐ.UBND"] {
            assert_eq!(
                document_number(typed).as_deref(),
                Some("123/qd/ubnd"),
                "{typed}"
            );
        }
        for typed in ["123", "và/hoặc", "/", "12/", "QĐ-UBND"] {
            assert_eq!(document_number(typed), None, "{typed}");
        }
    }
}

//! One spelling per word, so that "Hoà" and "Hòa" are the same and "Hòa" and "Hoa" are not.

use dinh_domain::folding::fold;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Grave, acute, tilde, hook above, dot below: the five tone marks.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Lower case with all marks kept, each tone mark moved to the end of its word.
pub(super) fn marked(text: &str) -> String {
    let mut words = Vec::new();
    let lower = text.to_lowercase();
    for word in lower.split(|sign: char| !sign.is_alphanumeric() && !is_combining_mark(sign)) {
        let (tones, letters): (Vec<char>, Vec<char>) =
            word.nfd().partition(|sign| TONES.contains(sign));
        if !letters.is_empty() {
            words.push(letters.into_iter().chain(tones).collect::<String>());
        }
    }
    words.join(" ")
}

/// Whether a text says more than its folded form: it has marks or a "đ".
pub(super) fn has_marks(text: &str) -> bool {
    marked(text) != fold(text)
}

/// "ấp" and "Nhơn Lộc" make "Ấp Nhơn Lộc".
pub(super) fn full_name(local_kind: &str, name: &str) -> String {
    let mut signs = local_kind.chars();
    match signs.next() {
        None => name.to_owned(),
        Some(first) => format!("{}{} {name}", first.to_uppercase(), signs.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_tone_mark_does_not_matter() {
        assert_eq!(marked("Phường An Hoà"), marked("phường an hòa"));
        assert_eq!(marked("Bình Thuỷ"), marked("Bình Thủy"));
    }

    #[test]
    fn the_mark_itself_does_matter() {
        assert_ne!(marked("Hòa"), marked("Hoa"));
        assert_ne!(marked("Đông"), marked("Dong"));
        assert!(has_marks("Đông"));
        assert!(!has_marks("an hoa 31120"));
    }
}

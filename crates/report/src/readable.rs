//! Text that can be printed: NFC, without invisible or deceiving characters, each one drawn by the built-in faces.
//!
//! A character that the faces cannot draw becomes U+FFFD, so that a reader sees that something stood there. Marks that
//! reverse the direction of reading are removed: on a notice they could make a number read differently.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::press::has_glyph;

const REPLACEMENT: char = '\u{FFFD}';

/// Makes every text inside the value printable; keys stay as they are.
pub(crate) fn readable_value(value: &mut Value) {
    match value {
        Value::String(text) => *text = readable(text),
        Value::Array(items) => items.iter_mut().for_each(readable_value),
        Value::Object(fields) => fields.values_mut().for_each(readable_value),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The printable form of a text, on one line.
pub(crate) fn readable(text: &str) -> String {
    text.nfc().filter_map(readable_character).collect::<String>().trim().to_owned()
}

fn readable_character(character: char) -> Option<char> {
    match character {
        _ if is_invisible(character) => None,
        ' ' | '\u{A0}' => Some(character),
        _ if character.is_whitespace() || character.is_control() => Some(' '),
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => Some(REPLACEMENT),
        _ if has_glyph(character) => Some(character),
        _ => Some(REPLACEMENT),
    }
}

/// Soft hyphens, joiners, direction marks, variation selectors, tags: characters that leave no ink.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decomposed_vietnamese_becomes_composed() {
        assert_eq!(readable("Ủy ban nha\u{302}n da\u{302}n"), "Ủy ban nhân dân");
    }

    #[test]
    fn a_character_without_glyph_is_shown_as_missing() {
        assert!(has_glyph(REPLACEMENT));
        assert_eq!(readable("xã 漢 \u{E000}"), "xã \u{FFFD} \u{FFFD}");
    }

    #[test]
    fn direction_marks_and_line_breaks_do_not_survive() {
        assert_eq!(readable("số \u{202E}321\u{202C}\r\nngày"), "số 321  ngày");
    }
}

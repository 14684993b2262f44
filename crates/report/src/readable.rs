//! Text that can be read: NFC, on one line, without invisible or deceiving characters.
//!
//! Marks that reverse the direction of reading are removed: on a notice they could make a number read differently. On
//! paper, a character that the built-in faces cannot draw becomes an empty square, so that a reader sees that something
//! stood there.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::press::has_glyph;

const UNDRAWABLE: char = '\u{25A1}';

/// Makes every text inside the value drawable; keys stay as they are.
pub(crate) fn draw_value(value: &mut Value) {
    match value {
        Value::String(text) => *text = readable(text).chars().map(drawable).collect(),
        Value::Array(items) => items.iter_mut().for_each(draw_value),
        Value::Object(fields) => fields.values_mut().for_each(draw_value),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The readable form of a text.
pub(crate) fn readable(text: &str) -> String {
    let line: String = text
        .nfc()
        .filter(|character| !is_invisible(*character))
        .map(|character| if is_gap(character) { ' ' } else { character })
        .collect();
    line.trim().to_owned()
}

fn is_gap(character: char) -> bool {
    character != '\u{A0}' && (character.is_whitespace() || character.is_control())
}

/// Private characters have no meaning outside one computer, even where a face draws them.
fn drawable(character: char) -> char {
    let private = matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}');
    if !private && has_glyph(character) {
        character
    } else {
        UNDRAWABLE
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
        assert!(has_glyph(UNDRAWABLE));
        let mut value = Value::from("xã 漢 \u{E000}");
        draw_value(&mut value);
        assert_eq!(value, "xã □ □");
        assert_eq!(readable("xã 漢"), "xã 漢");
    }

    #[test]
    fn direction_marks_and_line_breaks_do_not_survive() {
        assert_eq!(readable("số \u{202E}321\u{202C}\r\nngày"), "số 321  ngày");
    }
}

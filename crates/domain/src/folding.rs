//! Folding of Vietnamese text, so that people find things without tone marks.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without marks, `đ` as `d`, runs of other signs as one space.
///
/// `"Phường Cái Khế"` gives `"phuong cai khe"`; "Hoà" and "Hòa" give the same.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for sign in text.nfd().filter(|sign| !is_combining_mark(*sign)) {
        for lower in sign.to_lowercase() {
            let plain = if lower == 'đ' { 'd' } else { lower };
            if plain.is_alphanumeric() {
                if gap && !folded.is_empty() {
                    folded.push(' ');
                }
                gap = false;
                folded.push(plain);
            } else {
                gap = true;
            }
        }
    }
    folded
}

/// A folded text with hyphens: the readable part of an address.
pub fn slug(text: &str) -> String {
    fold(text).replace(' ', "-")
}

/// The same text in one normal form (NFC), without outer blanks and control signs
/// other than line breaks.
pub fn clean(text: &str) -> String {
    text.nfc()
        .filter(|sign| !sign.is_control() || *sign == '\n')
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_without_tone_marks() {
        assert_eq!(fold("Phường Cái Khế"), "phuong cai khe");
        assert_eq!(fold("ẤP ĐÔNG"), "ap dong");
    }

    #[test]
    fn both_placements_of_a_tone_mark_fold_alike() {
        assert_eq!(fold("Thuỷ Hoà"), fold("Thủy Hòa"));
    }

    #[test]
    fn decomposed_and_composed_text_fold_alike() {
        let decomposed: String = "Bùi Hữu Nghĩa".nfd().collect();
        assert_eq!(fold(&decomposed), fold("Bùi Hữu Nghĩa"));
        assert_eq!(clean(&decomposed), "Bùi Hữu Nghĩa");
    }

    #[test]
    fn a_slug_can_be_read_over_the_phone() {
        assert_eq!(slug("Xã Vị Thanh 1"), "xa-vi-thanh-1");
    }
}

//! The part of a text that answers a query, cut into plain and found pieces. The
//! pieces are text; whoever shows them escapes them.

use super::words::folded;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its signs.
    pub text: String,
    /// Whether the query asked for it.
    pub found: bool,
}

/// Words shown before and after the first one that was found.
const BEFORE: usize = 8;
const ALL: usize = 36;

/// About 36 words around the first found one, or the beginning of the text.
pub(super) fn snippet(text: &str, folded_query: &[String]) -> Vec<Piece> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_found = |word: &str| {
        let parts = folded(word);
        parts.iter().any(|part| folded_query.contains(part))
    };
    let first = words.iter().position(|word| is_found(word)).unwrap_or(0);
    let from = first.saturating_sub(BEFORE);
    let mut pieces: Vec<Piece> = Vec::new();
    if from > 0 {
        push(&mut pieces, "…", false);
    }
    for word in words.iter().skip(from).take(ALL) {
        push(&mut pieces, word, is_found(word));
    }
    if words.len() > from + ALL {
        push(&mut pieces, "…", false);
    }
    pieces
}

/// Words of one sort run together; a blank stands between two of them.
fn push(pieces: &mut Vec<Piece>, word: &str, found: bool) {
    match pieces.last_mut() {
        Some(last) if last.found == found => {
            last.text.push(' ');
            last.text.push_str(word);
        }
        Some(last) => {
            if !last.found {
                last.text.push(' ');
            }
            let text = if found {
                word.to_owned()
            } else {
                format!(" {word}")
            };
            pieces.push(Piece { text, found });
        }
        None => pieces.push(Piece {
            text: word.to_owned(),
            found,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn a_word_with_marks_is_found_by_a_query_without() {
        let pieces = snippet("Kế hoạch sử dụng đất năm 2026", &["dat".into()]);
        assert_eq!(plain(&pieces), "Kế hoạch sử dụng đất năm 2026");
        let found: Vec<_> = pieces.iter().filter(|piece| piece.found).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found.first().map(|piece| piece.text.as_str()), Some("đất"));
    }

    #[test]
    fn a_long_text_is_shown_around_what_was_found() {
        let text = format!("{} cầu {}", "a ".repeat(100), "b ".repeat(100));
        let pieces = snippet(&text, &["cau".into()]);
        let shown = plain(&pieces);
        assert!(
            shown.starts_with("… a") && shown.ends_with("b …"),
            "{shown}"
        );
        assert!(shown.contains(" cầu "));
    }
}

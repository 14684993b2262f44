//! Blocks of a received text: what stands between blank lines, without the marks
//! that scanning left behind, joined where a page ended inside a sentence.

/// Signs that the scan added; they say nothing.
pub(super) const ARTEFACTS: &[&str] = &["*wd*", "**"];
/// A whole block that is a stray sign of the scan.
pub(super) const STRAY_BLOCKS: &[&str] = &["H"];
/// Words that the scan misread, and what the paper says.
pub(super) const CORRECTIONS: &[(&str, &str)] = &[("DU THẢO", "DỰ THẢO")];

const NOTE_MARKS: &[char] = &['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The blocks of a text in order, cleaned.
pub(super) fn blocks(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        let line = line.trim();
        if !line.is_empty() {
            open.push(line);
        } else if !open.is_empty() {
            let block = clean(&open.join("\n"));
            open.clear();
            if !block.is_empty() && !STRAY_BLOCKS.contains(&block.as_str()) {
                found.push(block);
            }
        }
    }
    joined(found)
}

fn clean(block: &str) -> String {
    let mut text = block.to_owned();
    for artefact in ARTEFACTS {
        text = text.replace(artefact, "");
    }
    for (wrong, right) in CORRECTIONS {
        if text == *wrong {
            (*right).clone_into(&mut text);
        }
    }
    text.trim().to_owned()
}

/// Put together what a page break or a footnote tore apart. The footnote follows
/// the paragraph that it interrupted.
fn joined(blocks: Vec<String>) -> Vec<String> {
    let mut whole: Vec<String> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let carries_on = last_sentence(&whole).filter(|last| {
            whole
                .get(*last)
                .is_some_and(|before| is_torn(before, &block))
        });
        match carries_on.and_then(|last| whole.get_mut(last)) {
            Some(before) => {
                before.push(' ');
                before.push_str(&block);
            }
            None => whole.push(block),
        }
    }
    whole
}

/// The newest block that is not a footnote.
fn last_sentence(blocks: &[String]) -> Option<usize> {
    blocks.iter().rposition(|block| !is_note(block))
}

/// Whether a block is a footnote.
pub(super) fn is_note(block: &str) -> bool {
    block.starts_with(NOTE_MARKS)
}

/// Whether `next` goes on with the sentence that `before` left open: it carries no
/// mark of its own, and either begins in lower case or follows an open point or
/// paragraph (headings of clauses end without a full stop too, so they do not count).
fn is_torn(before: &str, next: &str) -> bool {
    let open = before
        .chars()
        .next_back()
        .is_some_and(|sign| sign.is_alphanumeric() || sign == ',');
    if !open || before.contains('\n') || next.contains('\n') {
        return false;
    }
    if super::split::mark(next).is_some() || is_note(next) || next.starts_with("- ") {
        return false;
    }
    let lower = next.chars().next().is_some_and(char::is_lowercase);
    lower || matches!(super::split::mark(before), Some(mark) if mark.is_point())
}

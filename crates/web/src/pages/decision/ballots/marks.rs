//! What can be marked on the paper, as big choices with a number key each; and what was chosen.

use dinh_domain::decision::{Choice, Decision};
use dinh_service::decision::ballots::against_words;

use crate::posted::Posted;
use crate::texts::Texts;

/// One line of the paper.
pub struct Mark {
    /// The key that chooses it: 1, 2, 3 …
    pub key: usize,
    /// What is sent.
    pub value: String,
    /// What the paper says.
    pub label: String,
    /// Whether it was chosen before the form came back.
    pub chosen: bool,
}

/// The lines of the paper in their order.
pub fn marks(texts: Texts, decision: &Decision, typed: &Posted) -> Vec<Mark> {
    let chosen = typed.all("choice");
    let mut lines: Vec<(String, String)> = (1..)
        .zip(&decision.proposal.options)
        .map(|(place, option): (usize, _)| (place.to_string(), option.clone()))
        .collect();
    let against = if decision.proposal.subject.is_election() {
        texts.text("ballots-mark-nobody")
    } else {
        against_words(decision).to_owned()
    };
    lines.push(("against".into(), against));
    lines.push(("other".into(), texts.text("ballots-mark-other")));
    lines.push(("invalid".into(), texts.text("ballots-mark-invalid")));
    (1..)
        .zip(lines)
        .map(|(key, (value, label))| Mark {
            key,
            chosen: chosen.contains(&value.as_str()),
            value,
            label,
        })
        .collect()
}

/// What was chosen; none when nothing was, or things that exclude each other.
pub fn chosen(typed: &Posted) -> Option<Choice> {
    let values = typed.all("choice");
    match values.as_slice() {
        [] => None,
        ["against"] => Some(Choice::Against),
        ["other"] => Some(Choice::Other),
        ["invalid"] => Some(Choice::Invalid),
        places => places
            .iter()
            .map(|place| place.parse::<usize>().ok()?.checked_sub(1))
            .collect::<Option<Vec<usize>>>()
            .map(|options| Choice::For { options }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(values: &[&str]) -> Posted {
        Posted {
            fields: values
                .iter()
                .map(|value| ("choice".to_owned(), (*value).to_owned()))
                .collect(),
            files: Vec::new(),
        }
    }

    #[test]
    fn what_was_marked_is_read_and_what_excludes_each_other_is_not() {
        assert_eq!(chosen(&typed(&["1"])), Some(Choice::option(0)));
        assert_eq!(
            chosen(&typed(&["3", "1"])),
            Some(Choice::For {
                options: vec![2, 0]
            })
        );
        assert_eq!(chosen(&typed(&["invalid"])), Some(Choice::Invalid));
        for wrong in [&[][..], &["0"], &["1", "against"], &["x"]] {
            assert_eq!(chosen(&typed(wrong)), None, "{wrong:?}");
        }
    }
}

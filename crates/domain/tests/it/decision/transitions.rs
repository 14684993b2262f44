//! The table of transitions: state and step, where it leads, by which articles it is refused.

use dinh_domain::decision::State;

use crate::machine::table::{diagram, table};

#[test]
fn the_table_of_transitions_is_exactly_this_one() {
    let lines: Vec<String> = table()
        .into_iter()
        .filter(|(_, answers)| !answers.to.is_empty())
        .map(|((from, step), answers)| {
            let list = |set: std::collections::BTreeSet<String>| {
                set.into_iter().collect::<Vec<_>>().join("; ")
            };
            format!(
                "{from} + {step} -> {}\n    refused: {}",
                list(answers.to),
                list(answers.refused)
            )
        })
        .collect();
    insta::assert_snapshot!("transitions", lines.join("\n"));
}

#[test]
fn the_diagram_shows_every_state() {
    let drawn = diagram();
    for state in State::ALL {
        assert!(drawn.contains(state.label()), "{}", state.code());
    }
}

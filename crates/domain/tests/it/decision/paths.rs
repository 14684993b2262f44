//! Every path of at most eight steps, for each matter and scope, and longer paths of a smaller alphabet: none has
//! effect without each precondition of the law. Paths are counted exactly; equal states are walked once.

use std::fmt::Write;
use std::thread;

use dinh_domain::decision::Subject;

use crate::machine::alphabet::{every_step, narrow_steps, online_steps, shortest_steps};
use crate::machine::explore::{Explored, explore};
use crate::machine::preconditions::PRECONDITIONS;
use crate::machine::world::{CASES, Case, Step, World};

type Alphabet = fn(&World) -> Vec<(String, Step)>;

/// Every case on a thread of its own; the machine shares nothing.
fn explore_all(cases: &[Case], length: usize, alphabet: Alphabet) -> Vec<(Case, Explored)> {
    thread::scope(|scope| {
        let running: Vec<_> = cases
            .iter()
            .map(|case| {
                (
                    *case,
                    scope.spawn(|| explore(case.start(), length, alphabet)),
                )
            })
            .collect();
        running
            .into_iter()
            .map(|(case, handle)| (case, handle.join().expect("a walk ends")))
            .collect()
    })
}

fn assert_lawful(explored: &[(Case, Explored)]) {
    for (case, explored) in explored {
        assert_eq!(explored.lawless, Vec::<String>::new(), "{}", case.name);
        assert_eq!(explored.torn, Vec::<String>::new(), "{}", case.name);
    }
}

/// The counts as a table, with why the refused paths were refused.
fn report(explored: &[(Case, Explored)]) -> String {
    let mut text = String::new();
    let mut line = |name: &str, numbers: [u128; 5]| {
        let [paths, refused, in_effect, effective, states] = numbers;
        let _ = writeln!(
            text,
            "{name:44} {paths:>12} {refused:>12} {in_effect:>9} {effective:>9} {states:>7}"
        );
    };
    let mut sum = [0; 5];
    for (case, found) in explored {
        let states = found.states as u128;
        let numbers = [
            found.paths,
            found.refused,
            found.in_effect,
            found.effective,
            states,
        ];
        for (total, number) in sum.iter_mut().zip(numbers) {
            *total += number;
        }
        line(case.name, numbers);
    }
    line("all", sum);
    let mut reasons = std::collections::BTreeMap::<&str, u128>::new();
    for (_, found) in explored {
        for (article, count) in &found.by_article {
            *reasons.entry(article).or_default() += count;
        }
    }
    let head = format!(
        "{:44} {:>12} {:>12} {:>9} {:>9} {:>7}",
        "case", "paths", "refused", "in effect", "effective", "states"
    );
    let reasons: Vec<String> = reasons
        .iter()
        .map(|(article, count)| format!("{count:>12} {article}"))
        .collect();
    format!("{head}\n{text}\nrefused by\n{}\n", reasons.join("\n"))
}

#[test]
fn the_preconditions_of_effect_are_these() {
    let lines: Vec<String> = PRECONDITIONS
        .iter()
        .map(|precondition| format!("{:44} {}", precondition.article, precondition.sentence))
        .collect();
    insta::assert_snapshot!("preconditions", lines.join("\n"));
}

#[test]
fn no_path_of_eight_steps_has_effect_without_each_precondition() {
    let explored = explore_all(CASES, 8, every_step);
    assert_lawful(&explored);
    for (case, found) in &explored {
        if case.name.contains("unlawful") {
            assert!(found.states < 10, "{} goes nowhere", case.name);
        }
    }
    insta::assert_snapshot!("paths_of_eight_steps", report(&explored));
}

#[test]
fn no_path_of_eleven_steps_to_recognition_has_effect_without_each_precondition() {
    let explored = explore_all(CASES, 11, narrow_steps);
    assert_lawful(&explored);
    insta::assert_snapshot!("paths_of_eleven_steps", report(&explored));
}

#[test]
fn no_long_path_through_a_second_attempt_has_effect_without_each_precondition() {
    let explored = explore_all(CASES, 17, shortest_steps);
    assert_lawful(&explored);
    for (case, found) in &explored {
        let lawful = !case.name.contains("unlawful");
        // A part of a commune-wide matter never binds by itself; the sum over the communities does.
        assert_eq!(found.effective > 0, lawful && !case.part, "{}", case.name);
    }
    insta::assert_snapshot!("long_paths", report(&explored));
}

#[test]
fn no_online_path_has_effect_without_each_precondition() {
    let online: Vec<Case> = CASES
        .iter()
        .copied()
        .filter(|case| case.subject == Subject::SelfGoverning)
        .collect();
    let explored = explore_all(&online, 8, online_steps);
    assert_lawful(&explored);
    assert!(explored.iter().any(|(_, found)| found.effective > 0));
    insta::assert_snapshot!("online_paths", report(&explored));
}

#[test]
fn an_online_vote_is_never_planned_for_another_matter() {
    for case in CASES {
        let explored = explore_all(&[*case], 6, online_steps);
        let lawful = case.name == "15.6";
        let effective = explored.iter().any(|(_, found)| found.in_effect > 0);
        assert_eq!(effective, lawful, "{}", case.name);
    }
}

//! Odd receipts and policies with the answer that `docs/register-spec.md` demands, kept as `docs/register-cases.json` so that
//! whoever writes another verifier can try it on the same ones.
#![expect(clippy::too_many_lines, reason = "long tables of short cases")]
#![expect(
    clippy::disallowed_methods,
    reason = "the test reads the kept cases and writes what should stand there"
)]

#[path = "cases/bench.rs"]
mod bench;
#[path = "cases/entries.rs"]
mod entries;
#[path = "cases/heads.rs"]
mod heads;
#[path = "cases/policies.rs"]
mod policies;
#[path = "cases/receipts.rs"]
mod receipts;

use std::collections::BTreeSet;
use std::path::Path;

use bench::Case;
use dinh_register::receipt::verify;
use dinh_register::{Policy, Receipt};

fn all() -> Vec<Case> {
    [
        entries::cases(),
        receipts::cases(),
        heads::cases(),
        policies::cases(),
    ]
    .concat()
}

/// What this crate says: whether the receipt holds, and its two times.
fn answer(case: &Case) -> (bool, Option<u64>, Option<u64>) {
    let refused = (false, None, None);
    let Ok(policy) = Policy::parse(&case.policy) else {
        return refused;
    };
    let verified = Receipt::from_json(&case.receipt)
        .and_then(|receipt| verify(&receipt, &policy, &[]))
        .ok();
    verified.map_or(refused, |verified| {
        let before = verified.before.and_then(|before| before.seen);
        let latest = verified.head.seen.map(|seen| seen.latest);
        (true, before.map(|seen| seen.earliest), latest)
    })
}

#[test]
fn every_odd_case_has_the_answer_of_the_specification() {
    let wrong: Vec<String> = all()
        .iter()
        .filter(|case| answer(case) != (case.holds, case.not_before, case.not_after))
        .map(|case| format!("{}: {:?}", case.name, answer(case)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_kept_cases_are_these_each_with_a_name_of_its_own() {
    let cases = all();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "two cases of one name");
    let text = serde_json::to_string_pretty(&cases).expect("texts and numbers") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/register-cases.json");
    if std::fs::read_to_string(path).ok().as_deref() != Some(&text) {
        let right = Path::new(env!("CARGO_TARGET_TMPDIR")).join("register-cases.json");
        std::fs::write(&right, &text).expect("the target folder is writable");
        panic!("the cases should be as in {}", right.display());
    }
}

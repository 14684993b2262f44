//! The rules of the house that no compiler knows. Each module is one rule over the tracked files or the metadata of
//! Cargo; a finding says where and what to do.

mod architecture;
mod asvs;
mod boundaries;
mod dependencies;
mod duplicates;
mod floors;
mod glossary;
mod licences;
mod links;
mod migrations;
mod names;
mod size;
mod source;
mod texts;
mod unused;
mod words;

use std::fmt;

use crate::tally::Tally;
use crate::workspace::{Metadata, Workspace};

use self::source::Source;

/// A place where a rule is broken.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub place: String,
    pub reason: String,
}

impl Finding {
    pub fn new(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            reason: reason.into(),
        }
    }

    pub fn at(source: &Source, line: usize, reason: impl Into<String>) -> Self {
        Self::new(format!("{}:{line}", source.path), reason)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.reason)
    }
}

/// Checks every rule, prints the findings, and counts each rule as one step.
pub fn run(workspace: &Workspace) -> anyhow::Result<Tally> {
    let metadata = Metadata::read(&["--locked"])?;
    let sources = source::tracked(workspace)?;
    let rules = [
        ("floors", floors::check(&metadata)),
        ("boundaries", boundaries::check(&metadata, &sources)),
        ("size", size::check(&sources)),
        ("names", names::check(&sources)),
        ("words", words::check(&sources)),
        ("glossary", glossary::check(&sources)),
        ("architecture", architecture::check(&metadata, &sources)),
        ("dependencies", dependencies::check(&metadata, &sources)),
        ("unused", unused::check(&metadata, &sources)),
        ("duplicates", duplicates::check(&metadata)),
        ("licences", licences::check(&metadata, &sources)),
        ("links", links::check(&sources)),
        ("migrations", migrations::check(&sources)),
        ("texts", texts::check(&sources)),
        ("asvs", asvs::check(&sources)),
    ];
    let mut tally = Tally::default();
    for (name, findings) in rules {
        for finding in &findings {
            println!("{name}: {finding}");
        }
        tally += Tally::step(findings.is_empty());
    }
    Ok(tally)
}

//! Reads all files of a pack and joins them.

use std::collections::BTreeSet;

use super::article::{Reader, Shared};
use super::cases::read_cases;
use super::instruments::{Instruments, read_instruments};
use super::placed::{Placed, in_order};
use super::retention::read_retention;
use super::source::ArticleSource;
use super::{SourceFile, read_toml};
use crate::calendar::{self, Calendar};
use crate::{Law, Matter, PackError, Procedure, Rule};

const INSTRUMENTS: &str = "instruments.toml";
const RETENTION: &str = "retention.toml";
const HOLIDAYS: &str = "calendar/holidays.toml";
const LUNAR: &str = "calendar/lunar.csv";
const NOTICES: &str = "calendar/holiday-notices.csv";

/// Reads a pack; all faults come back at once, in the order of files and lines.
pub(crate) fn load(files: &[SourceFile<'_>]) -> Result<Law, Vec<PackError>> {
    let mut errors = Vec::new();
    let list = required(files, INSTRUMENTS, &mut errors)
        .map(|file| read_instruments(file, &mut errors))
        .unwrap_or_default();
    let instruments = Instruments { list: &list };
    let calendar = read_calendar(files, &instruments, &mut errors);
    let articles = read_articles(files, &instruments, &mut errors);
    let retention = files.iter().find(|file| file.path == RETENTION);
    let retention = retention.map(|file| read_retention(*file, &instruments, &mut errors));
    let mut cases = Vec::new();
    for file in files.iter().filter(|file| is_case_file(file.path)) {
        cases.extend(read_cases(*file, &mut errors));
    }
    errors.sort();
    // A fault in the head of a file is met once per rule.
    errors.dedup();
    match calendar {
        Some(calendar) if errors.is_empty() => {
            let law = Law::assemble(list, articles, calendar, cases);
            Ok(law.with_retention(retention.unwrap_or_default()))
        }
        _ => Err(errors),
    }
}

fn required<'a>(
    files: &[SourceFile<'a>],
    path: &str,
    errors: &mut Vec<PackError>,
) -> Option<SourceFile<'a>> {
    let found = files.iter().find(|file| file.path == path).copied();
    if found.is_none() {
        errors.push(PackError::new(
            path,
            1,
            "thiếu tệp này trong gói".to_owned(),
        ));
    }
    found
}

fn is_toml(path: &str) -> bool {
    std::path::Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "toml")
}

fn is_case_file(path: &str) -> bool {
    is_toml(path) && path.split('/').any(|part| part == "cases")
}

fn is_article_file(path: &str) -> bool {
    is_toml(path) && !is_case_file(path) && ![INSTRUMENTS, HOLIDAYS, RETENTION].contains(&path)
}

fn read_calendar(
    files: &[SourceFile<'_>],
    instruments: &Instruments<'_>,
    errors: &mut Vec<PackError>,
) -> Option<Calendar> {
    let holidays = required(files, HOLIDAYS, errors);
    let lunar = required(files, LUNAR, errors);
    let notices = required(files, NOTICES, errors);
    let (holidays, lunar, notices) = (holidays?, lunar?, notices?);
    let source = calendar::read_holidays(holidays, instruments, errors);
    let years = calendar::read_lunar_years(lunar.path, lunar.text, errors);
    let rows = calendar::read_notices(notices.path, notices.text, errors);
    if years.is_empty() {
        let reason = "bảng âm lịch không có năm nào".to_owned();
        errors.push(PackError::new(lunar.path, 1, reason));
    }
    calendar::build(&source?, &years, &rows, notices.path, errors)
}

/// What all article files hold together, each in the order of the law.
pub(crate) struct Articles {
    pub rules: Vec<Rule>,
    pub matters: Vec<Matter>,
    pub procedures: Vec<Procedure>,
}

fn read_articles(
    files: &[SourceFile<'_>],
    instruments: &Instruments<'_>,
    errors: &mut Vec<PackError>,
) -> Articles {
    let articles: Vec<SourceFile<'_>> = files
        .iter()
        .copied()
        .filter(|file| is_article_file(file.path))
        .collect();
    let sources: Vec<(SourceFile<'_>, ArticleSource)> = articles
        .iter()
        .filter_map(|file| Some((*file, read_toml(*file, errors)?)))
        .collect();
    let mut shared = Shared {
        incomplete: sources.len() < articles.len(),
        ..Shared::default()
    };
    for (file, source) in &sources {
        Reader::new(*file, source, instruments, errors).shared(&mut shared);
    }
    let mut rules: Vec<Placed<Rule>> = Vec::new();
    let mut matters: Vec<Placed<Matter>> = Vec::new();
    let mut procedures: Vec<Placed<Procedure>> = Vec::new();
    for (file, source) in &sources {
        rules.extend(Reader::new(*file, source, instruments, errors).rules(&shared));
    }
    let duties: BTreeSet<&str> = sources
        .iter()
        .flat_map(|(_, source)| &source.rule)
        .map(|rule| rule.get_ref().code.get_ref().as_str())
        .collect();
    let duties = (!shared.incomplete).then_some(&duties);
    for (file, source) in &sources {
        let mut reader = Reader::new(*file, source, instruments, errors);
        matters.extend(reader.matters(duties));
        procedures.extend(reader.procedures());
    }
    Articles {
        rules: in_order(rules, errors),
        matters: in_order(matters, errors),
        procedures: in_order(procedures, errors),
    }
}

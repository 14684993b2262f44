//! `search FOLDER [PUBLICATIONS]`: fills an index with invented publications and decisions, asks what readers ask, and prints the
//! median and the slowest of twenty answers to each in milliseconds. To be run in release.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use dinh_service::search::{Filters, SearchIndex};

type Failure = Box<dyn std::error::Error>;

const TIMES: usize = 20;
/// What is asked: what it shows, the words, the unit.
const QUESTIONS: [(&str, &str, &str); 9] = [
    ("nothing typed: the newest", "", ""),
    ("words of most things", "du an", ""),
    ("four common words", "dự án sử dụng đất", ""),
    ("one unit", "dự án", "phuong-thu-7"),
    ("a rare name", "nguyen thanh", ""),
    ("a document number", "1234/QĐ-UBND", ""),
    ("letters changed over", "duogn giao thong", ""),
    ("syllables run together", "ngansach", ""),
    ("an unknown word", "xyzzyx", ""),
];

#[expect(clippy::print_stdout, reason = "whoever measures reads it")]
fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("a folder is missing")?);
    let publications = arguments
        .next()
        .map_or(Ok(450_000), |typed| typed.parse())?;
    let index = SearchIndex::open(&folder)?;
    let began = Instant::now();
    index.fill_with_samples(publications)?;
    println!(
        "{publications} publications indexed in {:.1?}",
        began.elapsed()
    );
    for (what, words, unit) in QUESTIONS {
        let filters = Filters {
            unit: unit.to_owned(),
            ..Filters::default()
        };
        let mut took: Vec<Duration> = Vec::new();
        let mut total = 0;
        for _ in 0..TIMES {
            let began = Instant::now();
            total = index.search(words, &filters, None)?.total;
            took.push(began.elapsed());
        }
        took.sort_unstable();
        let median = took.get(TIMES / 2).copied().unwrap_or_default();
        let slowest = took.last().copied().unwrap_or_default();
        println!("{what}: median {median:.1?}, slowest {slowest:.1?}, {total} found");
    }
    Ok(())
}

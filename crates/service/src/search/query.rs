//! What a reader asks, and what they get. The words of a query are taken one by one;
//! there is no query language, so nothing that is typed can be wrong.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::str::FromStr;
use std::sync::{Arc, PoisonError};

use jiff::civil::Date;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, TantivyDocument, Value};
use tantivy::{DocAddress, Searcher, Term};

use super::collect::day_number;
use super::count::{Found, Order, Page};
use super::index::{Inner, SearchIndex, fault};
use super::lexicon::Lexicon;
use super::snippet::{Piece, snippet};
use super::words::{MOST_WORDS, document_number, exact, folded};
use crate::error::Result;

/// Hits on a page.
pub const PAGE_SIZE: usize = 20;
/// More than any words weigh.
const UNITS_FIRST: f32 = 1_000.0;
/// A number is what it is, whatever else has its words.
const NUMBERS_FIRST: f32 = 10_000.0;
/// Words of a question that are tried for another one.
const MOST_TRIED: usize = 6;
/// Entries of the register after which the words are read again.
const FRESH: i64 = 1_000;

/// What a hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitKind {
    /// Something disclosed.
    Publication,
    /// A matter that a community decides.
    Decision,
    /// A document of the city.
    Document,
    /// A unit.
    Unit,
}

impl HitKind {
    /// Stable code, as stored in the index.
    pub fn code(self) -> &'static str {
        match self {
            Self::Publication => "publication",
            Self::Decision => "decision",
            Self::Document => "document",
            Self::Unit => "unit",
        }
    }

    fn find(code: &str) -> Self {
        match code {
            "decision" => Self::Decision,
            "document" => Self::Document,
            "unit" => Self::Unit,
            _ => Self::Publication,
        }
    }
}

/// What narrows a search; empty texts narrow nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Code of a kind.
    pub kind: String,
    /// Address part of a unit; what its predecessors published is its own.
    pub unit: String,
    /// Item of a catalogue ("11.2").
    pub item: String,
    /// on_time, late, ended, withdrawn; or the state of a decision.
    pub standing: String,
    /// Year of the day.
    pub year: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// A place in the order of the hits: a page goes on behind it, also when things came or went meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After(Order);

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (score, day, place) = self.0;
        write!(f, "{score}-{day}-{place}")
    }
}

impl FromStr for After {
    type Err = ();
    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let parts: Vec<u64> = text
            .split('-')
            .map_while(|part| part.parse().ok())
            .collect();
        match parts[..] {
            [score, day, place] => Ok(Self((score, day, place))),
            _ => Err(()),
        }
    }
}

/// How many of what was found are of one sort.
pub type Counts = BTreeMap<String, usize>;

/// One page of hits.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// How many there are on all pages.
    pub total: usize,
    /// The hits of this page, best first.
    pub hits: Vec<Hit>,
    /// Where the next page begins, if there is one.
    pub next: Option<After>,
    /// By kind, unit, year and standing.
    pub kinds: Counts,
    /// By address part of the unit; what a unit published counts for each unit that it became, too.
    pub units: Counts,
    /// By year.
    pub years: Counts,
    /// By standing.
    pub standings: Counts,
    /// What was searched in the place of what was typed.
    pub meant: Option<String>,
}

/// One hit.
#[derive(Clone, Debug)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// Title.
    pub title: Vec<Piece>,
    /// The part of the text that answers.
    pub snippet: Vec<Piece>,
    /// Number of a publication or decision, or address part of a document or unit.
    pub address: String,
    /// Unit.
    pub unit_name: String,
    /// Its address part.
    pub unit: String,
    /// Names that a unit had before.
    pub old_names: String,
    /// Item of the catalogue.
    pub item: String,
    /// How it stands.
    pub standing: String,
    /// First day on the portal, yyyymmdd; 0 for a unit.
    pub day: u64,
}

impl SearchIndex {
    /// Things that hold every word of `query`, best first: the document with this number, a unit with these names, then by weight.
    /// Words with tone marks raise what has the same marks; without words, the newest come first. When nothing holds what was typed,
    /// what may have been meant is searched, and said.
    pub fn search(&self, query: &str, filters: &Filters, after: Option<After>) -> Result<Results> {
        let inner = &self.inner;
        let searcher = inner.reader.searcher();
        let mut typed = folded(query);
        typed.truncate(MOST_WORDS);
        let places: Vec<Vec<String>> = typed.iter().map(|word| vec![word.clone()]).collect();
        let asked = Asked {
            query,
            filters,
            after,
        };
        let found = inner.find(&searcher, &asked, &places)?;
        if found.total > 0 || typed.is_empty() {
            return inner.results(&searcher, found, &places, None);
        }
        let lexicon = inner.lexicon(&searcher, self.position())?;
        let meant = lexicon.meant(&typed);
        if let Some(written) = meant.written {
            let found = inner.find(&searcher, &asked, &meant.places)?;
            return inner.results(&searcher, found, &meant.places, Some(written));
        }
        // Each word is known, but nothing has them all: perhaps one of them stands for another.
        let mut best: Option<(Found, Vec<Vec<String>>, String)> = None;
        for (place, word) in typed.iter().enumerate().take(MOST_TRIED) {
            for other in lexicon.near(word) {
                let mut tried = places.clone();
                if let Some(there) = tried.get_mut(place) {
                    *there = vec![other.clone()];
                }
                let found = inner.find(&searcher, &asked, &tried)?;
                let before = best.as_ref().map_or(0, |(found, ..)| found.total);
                if found.total > before {
                    let written = lexicon.written_with(&typed, place, &other);
                    best = Some((found, tried, written));
                }
            }
        }
        match best {
            Some((found, tried, written)) => inner.results(&searcher, found, &tried, Some(written)),
            None => inner.results(&searcher, found, &places, None),
        }
    }
}

type Clause = (Occur, Box<dyn Query>);

/// What is asked of the index, beside the words.
struct Asked<'a> {
    query: &'a str,
    filters: &'a Filters,
    after: Option<After>,
}

impl Inner {
    fn find(
        &self,
        searcher: &Searcher,
        asked: &Asked<'_>,
        places: &[Vec<String>],
    ) -> Result<Found> {
        let page = Page {
            most: PAGE_SIZE + 1,
            after: asked.after.map(|after| after.0),
            by_score: !places.is_empty(),
        };
        let question = self.question(asked, places);
        searcher.search(&question, &page).map_err(fault)
    }

    fn results(
        &self,
        searcher: &Searcher,
        mut found: Found,
        places: &[Vec<String>],
        meant: Option<String>,
    ) -> Result<Results> {
        let more = found.best.len() > PAGE_SIZE;
        found.best.truncate(PAGE_SIZE);
        let next = found
            .best
            .last()
            .filter(|_| more)
            .map(|(order, _)| After(*order));
        let words = places.concat();
        let hits = found
            .best
            .iter()
            .map(|(_, at)| self.hit(searcher, *at, &words));
        let [kinds, units, years, standings] = found.counts;
        Ok(Results {
            total: found.total,
            hits: hits.collect::<Result<_>>()?,
            next,
            kinds,
            units,
            years,
            standings,
            meant: meant.filter(|_| found.total > 0),
        })
    }

    /// The words of the index. They are read again when the register has grown a good deal: a new word that is written rightly is
    /// found without them.
    fn lexicon(&self, searcher: &Searcher, position: i64) -> Result<Arc<Lexicon>> {
        let mut kept = self.lexicon.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, lexicon)) = kept.as_ref()
            && (*at..*at + FRESH).contains(&position)
        {
            return Ok(Arc::clone(lexicon));
        }
        let mut lexicon = Lexicon::default();
        for segment in searcher.segment_readers() {
            let words = segment
                .inverted_index(self.fields.all_exact)
                .map_err(fault)?;
            let mut terms = words.terms().stream().map_err(fault)?;
            while terms.advance() {
                if let Ok(word) = std::str::from_utf8(terms.key()) {
                    lexicon.add(word, terms.value().doc_freq);
                }
            }
        }
        let lexicon = Arc::new(lexicon);
        *kept = Some((position, Arc::clone(&lexicon)));
        Ok(lexicon)
    }

    fn question(&self, asked: &Asked<'_>, places: &[Vec<String>]) -> BooleanQuery {
        let fields = &self.fields;
        let mut clauses: Vec<Clause> = Vec::new();
        if places.is_empty() {
            clauses.push((Occur::Must, silent(Box::new(AllQuery))));
        }
        for place in places {
            let anywhere = place
                .iter()
                .map(|word| (Occur::Should, term(fields.all_folded, word, 1.0)));
            clauses.push((Occur::Must, Box::new(BooleanQuery::new(anywhere.collect()))));
            for word in place {
                clauses.push((Occur::Should, term(fields.title_folded, word, 2.0)));
            }
        }
        clauses.extend(fields.together(places));
        if !places.is_empty() {
            // Who types no tone mark at all means those with marks, too.
            let typed = exact(asked.query);
            let marked = typed != folded(asked.query);
            for word in typed.iter().filter(|_| marked).take(MOST_WORDS) {
                clauses.push((Occur::Should, term(fields.title_exact, word, 4.0)));
                clauses.push((Occur::Should, term(fields.all_exact, word, 1.5)));
            }
            for number in asked.query.split_whitespace().filter_map(document_number) {
                let whole = term(fields.number, &number, 1.0);
                let first = ConstScoreQuery::new(whole, NUMBERS_FIRST);
                clauses.push((Occur::Should, Box::new(first)));
            }
            // A unit is found by its names alone: when it has every word, it is what was meant.
            let unit = term(fields.kind, HitKind::Unit.code(), 1.0);
            let first = ConstScoreQuery::new(unit, UNITS_FIRST);
            clauses.push((Occur::Should, Box::new(first)));
        }
        clauses.extend(self.narrowing(asked.filters));
        BooleanQuery::new(clauses)
    }

    /// What has to be so, without adding to the weight.
    fn narrowing(&self, filters: &Filters) -> Vec<Clause> {
        let fields = &self.fields;
        let mut clauses: Vec<Clause> = Vec::new();
        for (field, value) in [
            (fields.kind, &filters.kind),
            (fields.unit, &filters.unit),
            (fields.item, &filters.item),
            (fields.standing, &filters.standing),
            (fields.year, &filters.year),
        ] {
            if !value.is_empty() {
                clauses.push((Occur::Must, silent(term(field, value, 1.0))));
            }
        }
        if filters.from.is_some() || filters.to.is_some() {
            let bound = |day: u64| Bound::Included(Term::from_field_u64(fields.day, day));
            let from = filters.from.map_or(1, day_number);
            let to = filters.to.map_or(u64::MAX, day_number);
            let days = RangeQuery::new(bound(from), bound(to));
            clauses.push((Occur::Must, silent(Box::new(days))));
        }
        clauses
    }

    fn hit(&self, searcher: &Searcher, at: DocAddress, asked: &[String]) -> Result<Hit> {
        let document: TantivyDocument = searcher.doc(at).map_err(fault)?;
        let text = |field: Field| -> String {
            document
                .get_first(field)
                .and_then(|value| value.as_str())
                .unwrap_or_default()
                .to_owned()
        };
        let fields = &self.fields;
        Ok(Hit {
            kind: HitKind::find(&text(fields.kind)),
            title: snippet(&text(fields.title), asked),
            snippet: snippet(&text(fields.body), asked),
            address: text(fields.address),
            unit_name: text(fields.unit_name),
            unit: text(fields.unit),
            old_names: text(fields.old_names),
            item: text(fields.item),
            standing: text(fields.standing),
            day: document
                .get_first(fields.day)
                .and_then(|value| value.as_u64())
                .unwrap_or(0),
        })
    }
}

fn term(field: Field, word: &str, boost: f32) -> Box<dyn Query> {
    let term = TermQuery::new(
        Term::from_field_text(field, word),
        IndexRecordOption::WithFreqs,
    );
    Box::new(BoostQuery::new(Box::new(term), boost))
}

/// A condition that adds nothing to the score.
fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

//! What a reader asks, and what they get. The words of a query are taken one by one;
//! there is no query language, so nothing that is typed can be wrong.

use std::ops::Bound;

use jiff::civil::Date;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, TantivyDocument, Value};
use tantivy::{DocAddress, Searcher, Term};

use super::collect::day_number;
use super::index::{Inner, SearchIndex, fault};
use super::snippet::{Piece, snippet};
use super::words::{MOST_WORDS, exact, folded};
use crate::error::Result;

/// Hits on a page.
pub const PAGE_SIZE: usize = 20;
/// Nobody reads further; a machine takes the open data.
const LAST_PAGE: usize = 500;
/// More than any words score.
const UNITS_FIRST: f32 = 1_000.0;

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
    /// Address part of a unit.
    pub unit: String,
    /// Item of a catalogue ("11.2").
    pub item: String,
    /// on_time, late, ended, withdrawn.
    pub standing: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// One page of hits.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// How many there are on all pages.
    pub total: usize,
    /// This page, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// The hits of this page, best first.
    pub hits: Vec<Hit>,
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
    /// Things that hold every word of `query`, best first. Words with tone marks
    /// raise what has the same marks; without words, the newest come first.
    pub fn search(&self, query: &str, filters: &Filters, page: usize) -> Result<Results> {
        let page = page.clamp(1, LAST_PAGE);
        let asked = folded(query);
        let searcher = self.inner.reader.searcher();
        let question = self.inner.question(query, filters);
        let start = (page - 1) * PAGE_SIZE;
        let top = TopDocs::with_limit(PAGE_SIZE).and_offset(start);
        let (total, found): (usize, Vec<DocAddress>) = if asked.is_empty() {
            let newest = top.order_by_fast_field::<u64>("day", tantivy::Order::Desc);
            let (total, found) = searcher
                .search(&question, &(Count, newest))
                .map_err(fault)?;
            (total, found.into_iter().map(|(_, at)| at).collect())
        } else {
            let best = top.order_by_score();
            let (total, found) = searcher.search(&question, &(Count, best)).map_err(fault)?;
            (total, found.into_iter().map(|(_, at)| at).collect())
        };
        let hits = found
            .into_iter()
            .map(|at| self.inner.hit(&searcher, at, &asked))
            .collect::<Result<_>>()?;
        Ok(Results {
            total,
            page,
            pages: total.div_ceil(PAGE_SIZE).min(LAST_PAGE),
            hits,
        })
    }
}

type Clause = (Occur, Box<dyn Query>);

impl Inner {
    fn question(&self, query: &str, filters: &Filters) -> BooleanQuery {
        let fields = &self.fields;
        let mut clauses: Vec<Clause> = vec![(Occur::Must, silent(Box::new(AllQuery)))];
        for word in folded(query).iter().take(MOST_WORDS) {
            let anywhere: Vec<Clause> = vec![
                (Occur::Should, term(fields.title_folded, word, 3.0)),
                (Occur::Should, term(fields.unit_folded, word, 2.0)),
                (Occur::Should, term(fields.body_folded, word, 1.0)),
            ];
            clauses.push((Occur::Must, Box::new(BooleanQuery::new(anywhere))));
        }
        for word in exact(query).iter().take(MOST_WORDS) {
            clauses.push((Occur::Should, term(fields.title_exact, word, 4.0)));
            clauses.push((Occur::Should, term(fields.unit_exact, word, 3.0)));
            clauses.push((Occur::Should, term(fields.body_exact, word, 1.5)));
        }
        // A unit is found by its names alone: when it has every word, it is what was meant.
        let unit = TermQuery::new(
            Term::from_field_text(fields.kind, HitKind::Unit.code()),
            IndexRecordOption::Basic,
        );
        clauses.push((
            Occur::Should,
            Box::new(ConstScoreQuery::new(Box::new(unit), UNITS_FIRST)),
        ));
        for (field, value) in [
            (fields.unit, &filters.unit),
            (fields.item, &filters.item),
            (fields.standing, &filters.standing),
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
        BooleanQuery::new(clauses)
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

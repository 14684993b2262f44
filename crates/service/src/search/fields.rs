//! The fields of the index. Texts are cut into words by us (`words`), so that index
//! and query can never disagree about what a word is.

use tantivy::Term;
use tantivy::query::{BoostQuery, Occur, PhraseQuery, Query};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Where things stand in the index.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    /// "p:12", "q:7", "d:slug", "u:slug": what is replaced as a whole.
    pub key: Field,
    /// A number for each thing: the second key of the order, in which pages go on.
    pub place: Field,
    /// publication, decision, document, unit.
    pub kind: Field,
    /// Title, as shown.
    pub title: Field,
    /// Text, as shown in part.
    pub body: Field,
    /// Number of a publication or decision, or address part.
    pub address: Field,
    /// Name of the unit, as shown.
    pub unit_name: Field,
    /// Names before, as shown for a unit.
    pub old_names: Field,
    /// Address parts of the unit and of every unit that it became.
    pub unit: Field,
    /// Item of the catalogue.
    pub item: Field,
    /// How it stands.
    pub standing: Field,
    /// Year of its day.
    pub year: Field,
    /// Day as the number yyyymmdd.
    pub day: Field,
    /// Number of the document, whole.
    pub number: Field,
    /// Words of the title.
    pub title_folded: Field,
    /// The same with tone marks.
    pub title_exact: Field,
    /// Words of everything: title, text, number, names of the unit now and before.
    pub all_folded: Field,
    /// The same with tone marks.
    pub all_exact: Field,
}

/// What words that stand together in a title add.
const TOGETHER: f32 = 6.0;

impl Fields {
    /// Two words of a question that follow each other are mostly the two syllables of one word: they weigh more where they follow
    /// each other in a title.
    pub(super) fn together(&self, words: &[Vec<String>]) -> Vec<(Occur, Box<dyn Query>)> {
        let firsts: Vec<&String> = words.iter().filter_map(|words| words.first()).collect();
        let pairs = firsts.windows(2).map(|pair| {
            let terms = pair.iter();
            let terms = terms.map(|word| Term::from_field_text(self.title_folded, word));
            let pair = PhraseQuery::new(terms.collect());
            let pair: Box<dyn Query> = Box::new(BoostQuery::new(Box::new(pair), TOGETHER));
            (Occur::Should, pair)
        });
        pairs.collect()
    }
}

fn words(record: IndexRecordOption) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(record),
    )
}

pub(super) fn schema() -> (Schema, Fields) {
    let placed = words(IndexRecordOption::WithFreqsAndPositions);
    let words = words(IndexRecordOption::WithFreqs);
    let counted = STRING | STORED | FAST;
    let mut schema = Schema::builder();
    let fields = Fields {
        key: schema.add_text_field("key", STRING),
        place: schema.add_u64_field("place", FAST),
        kind: schema.add_text_field("kind", counted.clone()),
        title: schema.add_text_field("title", STORED),
        body: schema.add_text_field("body", STORED),
        address: schema.add_text_field("address", STORED),
        unit_name: schema.add_text_field("unit_name", STORED),
        old_names: schema.add_text_field("old_names", STORED),
        unit: schema.add_text_field("unit", counted.clone()),
        item: schema.add_text_field("item", STRING | STORED),
        standing: schema.add_text_field("standing", counted.clone()),
        year: schema.add_text_field("year", counted),
        day: schema.add_u64_field("day", INDEXED | FAST | STORED),
        number: schema.add_text_field("number", STRING),
        title_folded: schema.add_text_field("title_folded", placed),
        title_exact: schema.add_text_field("title_exact", words.clone()),
        all_folded: schema.add_text_field("all_folded", words.clone()),
        all_exact: schema.add_text_field("all_exact", words),
    };
    (schema.build(), fields)
}

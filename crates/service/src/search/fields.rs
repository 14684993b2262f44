//! The fields of the index. Texts are cut into words by us (`words`), so that index
//! and query can never disagree about what a word is.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Where things stand in the index.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    /// "p:12", "q:7", "d:slug", "u:slug": what is replaced as a whole.
    pub key: Field,
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
    /// Address part of the unit.
    pub unit: Field,
    /// Item of the catalogue.
    pub item: Field,
    /// How it stands.
    pub standing: Field,
    /// Day as the number yyyymmdd.
    pub day: Field,
    /// Words of the title.
    pub title_folded: Field,
    /// The same with tone marks.
    pub title_exact: Field,
    /// Words of text and document number.
    pub body_folded: Field,
    /// The same with tone marks.
    pub body_exact: Field,
    /// Words of the names of the unit, now and before.
    pub unit_folded: Field,
    /// The same with tone marks.
    pub unit_exact: Field,
}

pub(super) fn schema() -> (Schema, Fields) {
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqs),
    );
    let mut schema = Schema::builder();
    let fields = Fields {
        key: schema.add_text_field("key", STRING),
        kind: schema.add_text_field("kind", STRING | STORED),
        title: schema.add_text_field("title", STORED),
        body: schema.add_text_field("body", STORED),
        address: schema.add_text_field("address", STORED),
        unit_name: schema.add_text_field("unit_name", STORED),
        old_names: schema.add_text_field("old_names", STORED),
        unit: schema.add_text_field("unit", STRING | STORED),
        item: schema.add_text_field("item", STRING | STORED),
        standing: schema.add_text_field("standing", STRING | STORED),
        day: schema.add_u64_field("day", INDEXED | FAST | STORED),
        title_folded: schema.add_text_field("title_folded", words.clone()),
        title_exact: schema.add_text_field("title_exact", words.clone()),
        body_folded: schema.add_text_field("body_folded", words.clone()),
        body_exact: schema.add_text_field("body_exact", words.clone()),
        unit_folded: schema.add_text_field("unit_folded", words.clone()),
        unit_exact: schema.add_text_field("unit_exact", words),
    };
    (schema.build(), fields)
}

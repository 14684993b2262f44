//! Search over what is public: publications, decisions, documents and units. The index is a
//! projection of the register: it follows it entry by entry and may be thrown away
//! and built again at any time. Nobody's query can make it fail.

mod collect;
mod count;
mod fields;
mod follow;
mod index;
mod lexicon;
mod query;
mod sample;
mod snippet;
mod words;

pub use index::SearchIndex;
pub use query::{After, Counts, Filters, Hit, HitKind, PAGE_SIZE, Results};
pub use snippet::Piece;

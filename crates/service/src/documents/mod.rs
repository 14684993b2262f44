//! Documents of the city: a text as received, and its reading as articles, clauses
//! and points. The text is kept whole; the reading can be made again from it.

mod block;
mod publish;
mod read;
mod seed;
mod split;
mod view;

pub use publish::{NewDocument, publish_document, publish_document_in};
pub use seed::{publish_seed, seed_texts};
pub use split::{Node, NodeKind, split};
pub use view::{DocumentView, document_pdf, find_document, list_documents};

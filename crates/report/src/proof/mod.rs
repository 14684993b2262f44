//! Proofs of the papers: what a reader sees on the laid-out pages, and what must hold for any view.

mod any_view;
mod bytes;
mod layout;
mod sheet;
#[path = "../../tests/specimens/mod.rs"]
mod specimens;
mod words;
mod workbook;

use sheet::sheets;

//! Proofs of the papers: what a reader sees on the laid-out pages, and what must hold for any view.

mod any_decision;
mod any_view;
mod bytes;
mod decision_words;
mod decision_workbook;
mod decree_checks;
mod docx;
mod layout;
mod sheet;
#[path = "../../tests/specimens/mod.rs"]
mod specimens;
mod words;
mod workbook;

use sheet::sheets;

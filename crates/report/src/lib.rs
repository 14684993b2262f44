//! Printed papers of the city: PDF set by Typst, DOCX and XLSX workbooks.
//!
//! A view struct goes in, bytes come out. Nothing here reads a clock, a file or the network, and the same view always
//! gives the same bytes. Whatever stands in a view is printed as text; it is never read as markup or as a formula.
//! Layout follows Decree 30/2020/NĐ-CP, Appendix I, Part I. Every PDF claims PDF/UA-1, and PDF/A-2a
//! when the paper has a date.

#[cfg(test)]
extern crate self as dinh_report;

mod cells;
mod decision;
mod disclosure_register;
mod disclosure_workbook;
mod entry;
mod error;
mod legal_document;
mod notice;
mod paper;
mod press;
#[cfg(test)]
mod proof;
pub mod qr;
mod readable;
mod roll_workbook;
mod word;
mod wording;

pub use decision::*;
pub use disclosure_register::{
    DisclosureRegister, DisclosureRow, FormRecord, disclosure_register_pdf,
};
pub use disclosure_workbook::disclosure_register_xlsx;
pub use entry::PrintedEntry;
pub use error::ReportError;
pub use legal_document::{LegalDocument, LegalNode, NodeKind, document_pdf};
pub use notice::{Attachment, CitedDocument, Notice, Posting, notice_pdf};
pub use roll_workbook::{RollBook, RollBookRow, roll_book_xlsx};
pub use wording::long_date;

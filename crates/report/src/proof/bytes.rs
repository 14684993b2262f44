//! The bytes of the papers: the same for the same view, and marked for archives and screen readers.

use super::specimens;
use crate::{disclosure_register_pdf, disclosure_register_xlsx, document_pdf, notice_pdf};

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn the_same_view_gives_the_same_bytes_whatever_was_printed_before() {
    let print_all = || {
        let list = specimens::disclosure_register(12);
        [
            notice_pdf(&specimens::notice()).expect("notice"),
            disclosure_register_pdf(&list).expect("list"),
            document_pdf(&specimens::legal_document()).expect("document"),
            disclosure_register_xlsx(&list).expect("workbook"),
        ]
    };
    let first = print_all();
    assert!(first.iter().all(|bytes| bytes.len() > 1_000));
    assert!(first == print_all());
}

#[test]
fn other_words_give_other_bytes() {
    let mut other = specimens::notice();
    let first = notice_pdf(&other).expect("notice");
    other.title.push('.');
    assert!(first != notice_pdf(&other).expect("notice"));
}

#[test]
fn a_dated_paper_claims_pdf_a_2a_and_pdf_ua_1_in_vietnamese() {
    let paper = notice_pdf(&specimens::notice()).expect("notice");
    for mark in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "pdfuaid:part",
        "vi-VN",
    ] {
        assert!(holds(&paper, mark), "{mark}");
    }
    let draft = document_pdf(&specimens::legal_document()).expect("draft");
    assert!(holds(&draft, "pdfuaid:part") && !holds(&draft, "pdfaid:part"));
}

#[test]
fn a_printed_paper_carries_nothing_of_the_machine() {
    let paper = notice_pdf(&specimens::notice()).expect("notice");
    for trace in ["/home", "/work", "/tmp", ".cargo", "Typst"] {
        assert!(!holds(&paper, trace), "{trace}");
    }
}

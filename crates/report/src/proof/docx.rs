//! Word documents opened again: the container, the XML, and the words in the order of reading.

use std::io::{Cursor, Read};

use roxmltree::Document;
use zip::ZipArchive;

use super::sheet::{sheets, without_gaps};
use super::specimens::{decision, decision_sheets};
use crate::decision::made;
use crate::paper::Paper;
use crate::{ballot_papers_docx, decision_minutes_docx, meeting_notice_docx};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// One part of the container.
fn part(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let mut content = Vec::new();
    let mut file = archive.by_name(name).expect("a part");
    file.read_to_end(&mut content).expect("readable");
    content
}

fn xml(bytes: &[u8], name: &str) -> String {
    String::from_utf8(part(bytes, name)).expect("UTF-8")
}

/// The words of the document, one line to a paragraph.
pub(super) fn words(bytes: &[u8]) -> Vec<String> {
    let text = xml(bytes, "word/document.xml");
    let document = Document::parse(&text).expect("XML");
    let paragraphs = document
        .descendants()
        .filter(|node| node.has_tag_name((WORD, "p")));
    paragraphs
        .map(|paragraph| {
            let texts = paragraph
                .descendants()
                .filter(|node| node.has_tag_name((WORD, "t")));
            texts.filter_map(|node| node.text()).collect::<String>()
        })
        .filter(|line| !line.trim().is_empty())
        .collect()
}

fn sorted_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    words.sort();
    words
}

/// The words of the pages without page numbers and marks of sample data, which Word keeps in its headers.
fn pdf_words(paper: &Paper) -> String {
    let pages = sheets(&paper.order().expect("order"));
    let lines: Vec<String> = pages
        .iter()
        .flat_map(|page| {
            let body = page.runs.iter().filter(|run| run.baseline > 57.0);
            body.map(|run| run.text.clone()).collect::<Vec<String>>()
        })
        .collect();
    lines.concat()
}

#[test]
fn the_document_says_letter_by_letter_what_the_pdf_says() {
    for paper in [
        made::meeting_notice(&decision::meeting_notice()),
        made::counting_minutes(&decision::counting_minutes()),
        made::decision_minutes(&decision::decision_minutes()),
        made::decision_minutes(&decision::online_minutes(30)),
        made::decision_minutes(&decision::proven_minutes(2)),
        made::decision_minutes(&decision::proven_minutes(0)),
        made::ballot_minutes(&decision::ballot_minutes()),
        made::candidate_minutes(&decision::candidate_minutes()),
        made::ballot_plan(&decision_sheets::ballot_plan()),
        made::recognition_decision(&decision_sheets::recognised()),
        made::recognition_decision(&decision_sheets::refused()),
        made::contribution_receipt(&decision_sheets::contribution_receipt()),
        made::roll_paper(&decision_sheets::roll_sheet(12)),
        made::tally_paper(&decision_sheets::tally_sheet()),
    ] {
        // Repeated table headers and broken lines differ from page to page: letters are counted, not placed.
        let in_pdf = without_gaps(&pdf_words(&paper));
        for line in words(&paper.docx().expect("a document")) {
            let line = without_gaps(&line);
            assert!(
                in_pdf.contains(&line),
                "{}: {line:?} is not on the pages",
                paper.summary
            );
        }
    }
}

#[test]
fn every_number_of_the_pdf_is_in_the_document() {
    for paper in [
        made::counting_minutes(&decision::counting_minutes()),
        made::decision_minutes(&decision::online_minutes(30)),
        made::ballot_minutes(&decision::ballot_minutes()),
    ] {
        let document = without_gaps(&words(&paper.docx().expect("a document")).concat());
        let pages = pdf_words(&paper);
        let numbers = pages.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
        for number in numbers.filter(|number| number.chars().any(|letter| letter.is_ascii_digit()))
        {
            assert!(document.contains(number.trim_matches('.')), "{number}");
        }
    }
}

#[test]
fn title_language_pictures_and_repeated_headers_are_there_for_screen_readers() {
    let bytes = meeting_notice_docx(&decision::meeting_notice()).expect("a document");
    let properties = xml(&bytes, "docProps/core.xml");
    assert!(
        properties.contains("<dc:title>Thông báo: Về cuộc họp"),
        "{properties}"
    );
    assert!(properties.contains("<dc:language>vi-VN</dc:language>"));
    let text = xml(&bytes, "word/document.xml");
    assert!(text.contains("descr=\"Mã QR: https://dinh.cantho.gov.vn/quyet-dinh/2026-0031\""));
    assert!(text.contains("<w:pStyle w:val=\"Heading1\"/>"));
    assert!(part(&bytes, "word/media/qr1.png").starts_with(b"\x89PNG"));
    let online = decision_minutes_docx(&decision::online_minutes(3)).expect("a document");
    let online = xml(&online, "word/document.xml");
    assert!(online.contains("<w:tblHeader/>"));
    assert_eq!(online.matches("<w:pgNumType w:start=\"1\"/>").count(), 2);
}

#[test]
fn the_measures_of_decree_30_stand_in_the_document() {
    let bytes = meeting_notice_docx(&decision::meeting_notice()).expect("a document");
    let text = xml(&bytes, "word/document.xml");
    // Twentieths of a point: A4, margins 20, 20, 30 and 20 mm.
    assert!(text.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    assert!(text.contains("w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1701\""));
    assert!(text.contains("<w:titlePg/>"));
    assert!(xml(&bytes, "word/header1.xml").contains("PAGE"));
    let first = xml(&bytes, "word/header2.xml");
    assert!(!first.contains("PAGE") && first.contains("DỮ LIỆU MẪU"));
    assert!(xml(&bytes, "word/styles.xml").contains("Times New Roman"));
}

#[test]
fn the_same_view_gives_the_same_document() {
    let first = meeting_notice_docx(&decision::meeting_notice()).expect("a document");
    assert!(first == meeting_notice_docx(&decision::meeting_notice()).expect("a document"));
}

#[test]
fn every_ballot_has_a_page_its_serial_and_its_code() {
    let ballots = decision::ballot_papers(4, decision::head_signs());
    let bytes = ballot_papers_docx(&ballots).expect("a document");
    let lines = words(&bytes);
    for serial in &ballots.serials {
        assert_eq!(
            lines
                .iter()
                .filter(|line| line.contains(serial.as_str()))
                .count(),
            1
        );
    }
    assert!(part(&bytes, "word/media/qr4.png").starts_with(b"\x89PNG"));
    assert_eq!(
        sorted_words(&lines.join(" "))
            .iter()
            .filter(|word| *word == "TRƯỞNG")
            .count(),
        4
    );
}

#[test]
fn the_last_page_proves_the_entry_and_says_whose_word_that_is() {
    let page = |codes: usize| {
        let paper = made::decision_minutes(&decision::proven_minutes(codes));
        let bytes = paper.docx().expect("a document");
        let pictures = ZipArchive::new(Cursor::new(&bytes)).expect("a container");
        let pictures = pictures
            .file_names()
            .filter(|name| name.as_ref().is_ok_and(|name| name.contains("media/")))
            .count();
        (words(&bytes).join("\n"), pictures)
    };
    let (text, pictures) = page(2);
    assert_eq!(pictures, 3, "the short code and two full ones");
    for part in [
        "TRANG KIỂM CHỨNG",
        "ở mục số 182734 của Sổ công khai. Mục đã được chứng kiến",
        "Mã kiểm chứng 2/2",
        "dinh/act/1",
        "act count",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (text, pictures) = page(1);
    assert!(
        text.contains("Mục chưa được chứng kiến: chỉ có thành phố ký."),
        "{text}"
    );
    assert_eq!(pictures, 2);
    let (text, pictures) = page(0);
    assert!(
        !text.contains("TRANG KIỂM CHỨNG") && text.contains("chưa có chữ ký của thành phố"),
        "{text}"
    );
    assert_eq!(pictures, 1);
}

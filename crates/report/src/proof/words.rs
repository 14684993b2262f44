//! The words on the specimen papers, and that words of a view are only words.

use jiff::civil::date;

use super::sheet::{Sheet, sheets, without_gaps};
use super::specimens;
use crate::{LegalNode, NodeKind, disclosure_register, legal_document, notice};

/// Everything that means something in Typst markup, code or mathematics.
const HOSTILE: &str = r#"#panic("x") #[a] #{1} $x^2$ *b* _i_ `r` [c] <l> @ref \ \u{41} ~ // /* -- --- = - + / "q" 'q' #let #show: #x "#;

fn read(sheets: &[Sheet]) -> String {
    let pages = sheets.iter().map(|sheet| sheet.lines().join("\n"));
    pages.collect::<Vec<String>>().join("\n=====\n")
}

fn letters(sheets: &[Sheet]) -> String {
    sheets.iter().map(Sheet::letters).collect()
}

#[test]
fn the_notice_reads_as_a_notice_of_decree_30() {
    let order = notice::order(&specimens::notice()).expect("order");
    insta::assert_snapshot!(read(&sheets(&order)));
}

#[test]
fn a_notice_with_nothing_optional_leaves_no_empty_headings() {
    let mut bare = specimens::notice();
    bare.number = None;
    bare.document.number = None;
    bare.grounds.clear();
    bare.summary.clear();
    bare.attachments.clear();
    bare.posting.clear();
    bare.forms.clear();
    bare.url.clear();
    bare.register_position = None;
    bare.request_citation = None;
    bare.signer_name = None;
    bare.recipients.clear();
    bare.sample = false;
    insta::assert_snapshot!(read(&sheets(&notice::order(&bare).expect("order"))));
}

#[test]
fn the_quarterly_list_repeats_its_header_and_ends_with_sums() {
    let order = disclosure_register::order(&specimens::disclosure_register(7)).expect("order");
    insta::assert_snapshot!(read(&sheets(&order)));
}

#[test]
fn a_quarter_without_disclosures_says_so() {
    let order = disclosure_register::order(&specimens::disclosure_register(0)).expect("order");
    let text = read(&sheets(&order));
    assert!(
        text.contains("Trong quý không có nội dung phải công khai."),
        "{text}"
    );
}

#[test]
fn a_draft_resolution_reads_as_a_legal_text() {
    let order = legal_document::order(&specimens::legal_document()).expect("order");
    insta::assert_snapshot!(read(&sheets(&order)));
}

#[test]
fn the_words_of_a_notice_are_never_markup() {
    let mut hostile = specimens::notice();
    hostile.sample = false;
    hostile.title = HOSTILE.to_owned();
    hostile.issuer = format!("A{HOSTILE}");
    hostile.item_title = format!("B{HOSTILE}");
    hostile.document.title = format!("C{HOSTILE}");
    hostile.summary = vec![format!("D{HOSTILE}")];
    hostile.attachments[0].name = format!("E{HOSTILE}");
    hostile.posting[0].place = format!("F{HOSTILE}");
    hostile.forms = vec![format!("G{HOSTILE}")];
    hostile.url = format!("https://x/H{HOSTILE}");
    hostile.recipients = vec![format!("I{HOSTILE}")];
    hostile.signer_name = Some(format!("J{HOSTILE}"));
    let printed = letters(&sheets(&notice::order(&hostile).expect("order")));
    let wanted = without_gaps(HOSTILE);
    for mark in 'A'..='J' {
        assert!(
            printed.contains(&format!("{mark}{wanted}")),
            "{mark} in {printed}"
        );
    }
}

#[test]
fn the_words_of_lists_and_legal_texts_are_never_markup() {
    let mut register = specimens::disclosure_register(1);
    register.rows[0].title = format!("A{HOSTILE}");
    register.rows[0].status = format!("B{HOSTILE}");
    register.rows[0].forms[0].form = format!("C{HOSTILE}");
    let mut document = specimens::legal_document();
    document.nodes = vec![LegalNode {
        kind: NodeKind::Article,
        label: String::new(),
        text: format!("D{HOSTILE}"),
    }];
    document.title = format!("E{HOSTILE}");
    let mut printed = letters(&sheets(
        &disclosure_register::order(&register).expect("order"),
    ));
    printed.push_str(&letters(&sheets(
        &legal_document::order(&document).expect("order"),
    )));
    let wanted = without_gaps(HOSTILE);
    for mark in 'A'..='E' {
        assert!(
            printed.contains(&format!("{mark}{wanted}")),
            "{mark} in {printed}"
        );
    }
}

#[test]
fn room_is_left_for_the_date_of_an_undated_draft_only() {
    let mut document = specimens::legal_document();
    document.date = Some(date(2026, 3, 5));
    let dated = read(&sheets(&legal_document::order(&document).expect("order")));
    assert!(
        dated.contains("Cần Thơ, ngày 05 tháng 3 năm 2026"),
        "{dated}"
    );
}

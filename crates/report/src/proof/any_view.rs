//! No view makes a paper fail, and no word leaves the sheet.

use jiff::civil::Date;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use unicode_normalization::UnicodeNormalization;

use super::layout::assert_all_inside;
use super::{sheets, specimens};
use crate::{
    Attachment, DisclosureRegister, DisclosureRow, FormRecord, LegalDocument, LegalNode, NodeKind,
    Notice, Posting, disclosure_register, disclosure_register_xlsx, legal_document, notice,
};

const LETTERS: &str = include_str!("../../tests/vietnamese-letters.txt");

/// Vietnamese in both normal forms, any Unicode, words without an end, nothing.
pub(super) fn text() -> impl Strategy<Value = String> {
    let letters: Vec<char> = LETTERS
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .chain([' '])
        .collect();
    let words = vec(proptest::sample::select(letters), 0..60)
        .prop_map(|letters| letters.into_iter().collect::<String>());
    prop_oneof![
        4 => words.clone(),
        2 => words.prop_map(|words| words.nfd().collect()),
        2 => any::<String>(),
        1 => "[A-Za-z0-9/._-]{80,400}",
        1 => "[ \\n\\t]{0,4}",
    ]
}

pub(super) fn day() -> impl Strategy<Value = Date> {
    (1i16..=9999, 1i8..=12, 1i8..=28)
        .prop_map(|(year, month, day)| Date::constant(year, month, day))
}

prop_compose! {
    fn any_notice()(
        texts in vec(text(), 12), grounds in vec(text(), 0..5), summary in vec(text(), 0..6), forms in vec(text(), 0..4),
        files in vec((text(), "[0-9a-f]{64}", any::<u64>()), 0..6), posting in vec((text(), day(), option::of(day())), 0..8),
        options in (option::of(text()), option::of(text()), option::of(text()), option::of(any::<u64>()), option::of(text())),
        url in "(https://[a-z0-9./-]{0,300})?", sample in any::<bool>(), date in day(),
    ) -> Notice {
        let mut notice = specimens::notice();
        let [issuer, symbol, place, title, item_code, item_title, document, authority, post, hash, citation, recipient] =
            <[String; 12]>::try_from(texts).expect("twelve texts");
        notice.document.title = document;
        notice.document.number.clone_from(&options.0);
        notice.document.date = date;
        Notice {
            superior: options.0, number: options.1, signer_name: options.2, register_position: options.3,
            request_citation: options.4, issuer, symbol, place, title, item_code, item_title, date, grounds, summary, forms,
            short_code: None, url, sample, item_citation: citation, register_hash: hash, signer_authority: authority, signer_post: post,
            recipients: vec![recipient],
            attachments: files.into_iter().map(|(name, sha256, size)| Attachment { name, sha256, size }).collect(),
            posting: posting.into_iter().map(|(place, from, to)| Posting { place, from, to }).collect(),
            document: notice.document,
        }
    }
}

prop_compose! {
    fn any_row()(
        texts in vec(text(), 4), number in option::of(text()), dates in (option::of(day()), option::of(day()), option::of(day())),
        forms in vec((text(), option::of(text()), day(), option::of(day())), 0..20), position in option::of(any::<u64>()), stt in 1u32..1_000,
    ) -> DisclosureRow {
        let [item_code, item_title, title, status] = <[String; 4]>::try_from(texts).expect("four texts");
        let forms = forms.into_iter().map(|(form, place, from, to)| FormRecord { form, place, from, to }).collect();
        DisclosureRow {
            stt, item_code, item_title, title, document_number: number, document_date: dates.0, forms,
            published_at: dates.1, judged_at: dates.1, due: dates.2, status, register_position: position,
        }
    }
}

fn any_register() -> impl Strategy<Value = DisclosureRegister> {
    (
        vec(any_row(), 0..12),
        1u8..=4,
        any::<i16>(),
        day(),
        text(),
        any::<bool>(),
    )
        .prop_map(
            |(rows, quarter, year, date, issuer, sample)| DisclosureRegister {
                issuer,
                date,
                quarter,
                year,
                rows,
                sample,
                ..specimens::disclosure_register(0)
            },
        )
}

fn any_document() -> impl Strategy<Value = LegalDocument> {
    let kind = prop_oneof![
        Just(NodeKind::Division),
        Just(NodeKind::Heading),
        Just(NodeKind::Article),
        Just(NodeKind::Clause),
        Just(NodeKind::Point),
        Just(NodeKind::Paragraph),
    ];
    let node =
        (kind, text(), text()).prop_map(|(kind, label, text)| LegalNode { kind, label, text });
    (
        vec(node, 0..25),
        option::of(day()),
        text(),
        option::of(text()),
        text(),
        any::<bool>(),
    )
        .prop_map(
            |(nodes, date, title, addressee, signer_post, draft)| LegalDocument {
                date,
                title,
                addressee,
                nodes,
                signer_post,
                draft,
                ..specimens::legal_document()
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, rng_seed: RngSeed::Fixed(30_2020), ..ProptestConfig::default() })]

    #[test]
    fn any_notice_can_be_printed_inside_its_margins(view in any_notice()) {
        let order = notice::order(&view).expect("order");
        assert_all_inside(&sheets(&order), 20.0);
        order.print().expect("a PDF");
    }

    #[test]
    fn any_quarterly_list_can_be_printed_inside_its_margins(view in any_register()) {
        let order = disclosure_register::order(&view).expect("order");
        assert_all_inside(&sheets(&order), 15.0);
        order.print().expect("a PDF");
        disclosure_register_xlsx(&view).expect("a workbook");
    }

    #[test]
    fn any_legal_text_can_be_printed_inside_its_margins(view in any_document()) {
        let order = legal_document::order(&view).expect("order");
        assert_all_inside(&sheets(&order), 20.0);
        order.print().expect("a PDF");
    }
}

#[test]
fn three_hundred_rows_can_be_printed() {
    let order = disclosure_register::order(&specimens::disclosure_register(300)).expect("order");
    let pages = sheets(&order);
    assert!(pages.len() > 20);
    assert_all_inside(&pages, 15.0);
    order.print().expect("a PDF");
}

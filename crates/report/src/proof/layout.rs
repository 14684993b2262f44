//! Measures of Decree 30/2020/NĐ-CP, Appendix I, Part I, items 1 to 4.

use super::sheet::{Run, Sheet, sheets};
use super::specimens;
use crate::{DisclosureRegister, disclosure_register, legal_document, notice};

const POINTS_PER_MM: f64 = 72.0 / 25.4;

fn mm(points: f64) -> f64 {
    points / POINTS_PER_MM
}

/// The runs below the header, which holds page number and sample mark.
fn body(sheet: &Sheet) -> impl Iterator<Item = &Run> {
    sheet.runs.iter().filter(|run| mm(run.baseline) > 20.0)
}

/// All text of every sheet stands inside the margins; `right` is the right one in millimetres.
pub(super) fn assert_all_inside(sheets: &[Sheet], right: f64) {
    for sheet in sheets {
        assert_inside(sheet, right);
    }
}

/// All text of the sheet stands inside the margins, given in millimetres.
fn assert_inside(sheet: &Sheet, right: f64) {
    for run in body(sheet).filter(|run| !run.text.trim().is_empty()) {
        let text = &run.text;
        assert!(
            mm(run.left) > 29.9,
            "{text:?} begins at {} mm",
            mm(run.left)
        );
        assert!(
            mm(sheet.width - run.right) > right - 0.2,
            "{text:?} ends {} mm from the edge",
            mm(sheet.width - run.right)
        );
        assert!(
            mm(sheet.height - run.baseline) > 20.0,
            "{text:?} stands in the lower margin"
        );
    }
}

#[test]
fn papers_are_a4_and_lists_lie_on_the_long_side() {
    for sheet in sheets(&notice::order(&specimens::notice()).expect("order")) {
        assert_eq!(
            (mm(sheet.width).round(), mm(sheet.height).round()),
            (210.0, 297.0)
        );
        assert_inside(&sheet, 20.0);
    }
    for sheet in sheets(&legal_document::order(&specimens::legal_document()).expect("order")) {
        assert_inside(&sheet, 20.0);
    }
    for sheet in
        sheets(&disclosure_register::order(&specimens::disclosure_register(25)).expect("order"))
    {
        assert_eq!(
            (mm(sheet.width).round(), mm(sheet.height).round()),
            (297.0, 210.0)
        );
        assert_inside(&sheet, 15.0);
    }
}

#[test]
fn page_numbers_begin_on_page_2_in_the_middle_of_the_top_margin() {
    let pages =
        sheets(&disclosure_register::order(&specimens::disclosure_register(25)).expect("order"));
    assert!(pages.len() > 2);
    for (number, sheet) in (1..).zip(&pages) {
        let header = sheet.runs.iter().filter(|run| mm(run.baseline) <= 20.0);
        let numbers: Vec<&Run> = header
            .filter(|run| run.text.chars().all(|digit| digit.is_ascii_digit()))
            .collect();
        if number == 1 {
            assert!(numbers.is_empty());
        } else {
            assert_eq!(numbers.len(), 1);
            assert_eq!(numbers[0].text, number.to_string());
            // The middle between the margins, 30 mm on the left and 15 mm on the right.
            let middle = mm(f64::midpoint(numbers[0].left, numbers[0].right));
            assert!(
                (middle - (30.0 + 297.0 - 15.0) / 2.0).abs() < 1.0,
                "{middle} mm"
            );
        }
    }
}

#[test]
fn every_page_of_sample_data_is_marked() {
    let mut list = specimens::disclosure_register(25);
    let marked = |list: &DisclosureRegister| -> Vec<bool> {
        let pages = sheets(&disclosure_register::order(list).expect("order"));
        pages
            .iter()
            .map(|sheet| sheet.letters().contains("DỮLIỆUMẪU"))
            .collect()
    };
    assert!(marked(&list).iter().all(|marked| *marked));
    list.sample = false;
    assert!(marked(&list).iter().all(|marked| !marked));
}

#[test]
fn the_signature_never_stands_alone_on_a_page() {
    // The body grows line by line over the end of the page.
    for paragraphs in 0..40 {
        let mut notice = specimens::notice();
        notice.summary = vec!["Một dòng của phần tóm tắt.".to_owned(); paragraphs];
        let pages = sheets(&notice::order(&notice).expect("order"));
        let last = pages.last().expect("a page").letters();
        assert!(
            last.contains("đượcbiết./."),
            "{paragraphs} paragraphs: {last}"
        );
        assert!(last.contains("NguyễnVănMẫu"));
    }
}

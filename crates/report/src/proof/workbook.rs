//! The workbook read back by another program.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use jiff::civil::date;

use super::specimens;
use crate::{DisclosureRegister, ReportError, disclosure_register_pdf, disclosure_register_xlsx};

fn open(register: &DisclosureRegister) -> Xlsx<Cursor<Vec<u8>>> {
    let bytes = disclosure_register_xlsx(register).expect("workbook");
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

fn sheet(register: &DisclosureRegister, name: &str) -> Range<Data> {
    open(register).worksheet_range(name).expect("a sheet")
}

#[test]
fn dates_are_dates_and_numbers_are_numbers() {
    let contents = sheet(&specimens::disclosure_register(3), "Nội dung công khai");
    let cell = |row, column| {
        contents
            .get_value((row, column))
            .cloned()
            .unwrap_or(Data::Empty)
    };
    assert_eq!(cell(3, 0), Data::String("STT".to_owned()));
    assert_eq!(cell(4, 0), Data::Float(1.0));
    assert_eq!(cell(4, 10), Data::Float(1001.0));
    // 1 July 2026 is day 46,204 of the spreadsheet's calendar.
    let Data::DateTime(day) = cell(4, 5) else {
        panic!("{:?} is not a date", cell(4, 5))
    };
    assert!((day.as_f64() - 46_204.0).abs() < f64::EPSILON);
}

#[test]
fn every_form_has_its_own_row() {
    let forms = sheet(&specimens::disclosure_register(3), "Hình thức công khai");
    assert_eq!(forms.height(), 4 + 6);
    assert_eq!(
        forms.get_value((5, 6)),
        Some(&Data::String("Thường xuyên".to_owned()))
    );
}

#[test]
fn sums_follow_from_the_dates() {
    let contents = sheet(&specimens::disclosure_register(10), "Nội dung công khai");
    let sum = |label: &str| {
        let row = contents
            .rows()
            .find(|row| row.get(2) == Some(&Data::String(label.to_owned())));
        row.and_then(|row| row.get(3)).cloned().expect("a sum")
    };
    assert_eq!(sum("Tổng số nội dung"), Data::Float(10.0));
    assert_eq!(sum("Công khai đúng hạn"), Data::Float(6.0));
    assert_eq!(sum("Công khai chậm"), Data::Float(2.0));
    assert_eq!(sum("Chưa công khai"), Data::Float(2.0));
}

#[test]
fn no_text_becomes_a_formula() {
    let mut register = specimens::disclosure_register(4);
    let hostile = ["=1+1", "+1", "-1", "@SUM(A1)"];
    for (row, text) in register.rows.iter_mut().zip(hostile) {
        row.title = text.to_owned();
        row.status = "=HYPERLINK(\"http://x\")".to_owned();
    }
    let mut workbook = open(&register);
    let contents = workbook
        .worksheet_range("Nội dung công khai")
        .expect("a sheet");
    for (row, text) in (4..).zip(hostile) {
        assert_eq!(
            contents.get_value((row, 3)),
            Some(&Data::String(text.to_owned()))
        );
    }
    for name in workbook.sheet_names() {
        let formulas = workbook.worksheet_formula(&name).expect("formulas");
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
    }
}

#[test]
fn what_a_cell_cannot_hold_is_cut_or_written_as_text() {
    let mut register = specimens::disclosure_register(1);
    register.rows[0].title = "ạ".repeat(40_000);
    register.rows[0].due = Some(date(1899, 12, 31));
    register.rows[0].register_position = Some(u64::MAX);
    let contents = sheet(&register, "Nội dung công khai");
    let text = |column| match contents.get_value((4, column)) {
        Some(Data::String(text)) => text.clone(),
        other => panic!("{other:?} is not a text"),
    };
    assert!(text(3).ends_with('…'));
    assert_eq!(text(7), "31/12/1899");
    assert_eq!(text(10), u64::MAX.to_string());
}

#[test]
fn a_fifth_quarter_is_refused() {
    let mut register = specimens::disclosure_register(1);
    register.quarter = 5;
    assert!(matches!(
        disclosure_register_xlsx(&register),
        Err(ReportError::NoSuchQuarter(5))
    ));
    assert!(matches!(
        disclosure_register_pdf(&register),
        Err(ReportError::NoSuchQuarter(5))
    ));
}

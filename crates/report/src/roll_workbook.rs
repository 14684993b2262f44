//! The household roll as an XLSX workbook: the headings of the import in the first row, so that the file can be read back.

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use crate::disclosure_workbook::{Formats, cell_text, excel_date};
use crate::error::ReportError;
use crate::readable::readable;

/// The view of a roll.
#[derive(Debug, Clone)]
pub struct RollBook {
    /// The community, as "ấp Nhơn Thọ 1".
    pub community: String,
    /// The day of the roll.
    pub on: Date,
    /// Headings with their widths in characters; the number of the household is the first.
    pub headings: Vec<(&'static str, f64)>,
    /// One row for each household, by number.
    pub rows: Vec<RollBookRow>,
    /// Whether the data is invented; the name of the sheet then says so.
    pub sample: bool,
}

/// One household.
#[derive(Debug, Clone)]
pub struct RollBookRow {
    /// Its number.
    pub number: i64,
    /// The other cells, in the order of the headings.
    pub cells: Vec<String>,
}

/// Writes the roll as a workbook.
///
/// # Errors
/// Whatever the writer of workbooks refuses.
pub fn roll_book_xlsx(book: &RollBook) -> Result<Vec<u8>, ReportError> {
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new()
        .set_title("Sổ hộ")
        .set_author(readable(&book.community));
    if let Some(date) = excel_date(book.on) {
        properties = properties.set_creation_datetime(&date);
    }
    workbook.set_properties(&properties);
    fill(&mut workbook, book)?;
    Ok(workbook.save_to_buffer()?)
}

fn fill(workbook: &mut Workbook, book: &RollBook) -> Result<(), XlsxError> {
    let formats = Formats::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(if book.sample {
        "Sổ hộ (dữ liệu mẫu)"
    } else {
        "Sổ hộ"
    })?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, (label, width)) in (0u16..).zip(&book.headings) {
        sheet.set_column_width(column, *width)?;
        sheet.write_string_with_format(0, column, *label, &formats.head)?;
    }
    for (row, household) in (1u32..).zip(&book.rows) {
        match i32::try_from(household.number) {
            Ok(number) => sheet.write_number_with_format(row, 0, number, &formats.number)?,
            Err(_) => sheet.write_string_with_format(
                row,
                0,
                household.number.to_string(),
                &formats.text,
            )?,
        };
        for (column, cell) in (1u16..).zip(&household.cells) {
            let text = cell_text(cell);
            let format = if text.starts_with(['=', '+', '-', '@']) {
                &formats.quoted
            } else {
                &formats.text
            };
            sheet.write_string_with_format(row, column, text, format)?;
        }
    }
    Ok(())
}

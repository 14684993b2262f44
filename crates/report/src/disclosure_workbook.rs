//! The quarterly list of what was disclosed as an XLSX workbook: one sheet of contents, one sheet of forms.
//!
//! Dates are real dates. Texts are always written as texts; those that a spreadsheet could take for a formula when
//! someone edits the cell carry the quote prefix besides.

use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::disclosure_register::{DisclosureRegister, DisclosureRow, FormRecord, Totals, period};
use crate::error::ReportError;
use crate::readable::readable;
use crate::wording;

/// The longest text that a cell can hold.
const CELL_LIMIT: usize = 32_767;

/// Columns of the sheet of contents, with their widths in characters.
const CONTENTS: [(&str, f64); 12] = [
    ("STT", 6.0),
    ("Mục", 10.0),
    ("Nội dung phải công khai", 40.0),
    ("Tên văn bản", 40.0),
    ("Số văn bản", 16.0),
    ("Ngày văn bản", 12.0),
    ("Hình thức công khai", 34.0),
    ("Hạn công khai", 12.0),
    ("Ngày công khai", 12.0),
    ("Tình trạng", 18.0),
    ("Mục số trong Sổ công khai", 14.0),
    ("Số hình thức", 10.0),
];

/// Columns of the sheet of forms.
const FORMS: [(&str, f64); 7] = [
    ("STT", 6.0),
    ("Mục", 10.0),
    ("Tên văn bản", 44.0),
    ("Hình thức công khai", 30.0),
    ("Nơi công khai", 36.0),
    ("Từ ngày", 12.0),
    ("Đến hết ngày", 14.0),
];

/// Rows above the table: title, unit, and the mark of sample data or an empty row.
const HEAD_ROW: u32 = 3;

/// Writes the list as a workbook.
///
/// # Errors
/// [`ReportError::NoSuchQuarter`] unless the quarter is 1 to 4.
pub fn disclosure_register_xlsx(register: &DisclosureRegister) -> Result<Vec<u8>, ReportError> {
    let title = format!(
        "Danh sách các nội dung đã thực hiện công khai {}",
        period(register)?
    );
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new()
        .set_title(&title)
        .set_author(readable(&register.issuer));
    if let Some(date) = excel_date(register.date) {
        properties = properties.set_creation_datetime(&date);
    }
    workbook.set_properties(&properties);
    let formats = Formats::new();
    let mut contents = Sheet::begin(
        &mut workbook,
        "Nội dung công khai",
        &title,
        register,
        &CONTENTS,
        &formats,
    )?;
    for row in &register.rows {
        contents.content_row(row)?;
    }
    contents.end(CONTENTS.len())?;
    contents.totals(&Totals::of(&register.rows))?;
    let mut forms = Sheet::begin(
        &mut workbook,
        "Hình thức công khai",
        &title,
        register,
        &FORMS,
        &formats,
    )?;
    for row in &register.rows {
        for record in &row.forms {
            forms.form_row(row, record)?;
        }
    }
    forms.end(FORMS.len())?;
    Ok(workbook.save_to_buffer()?)
}

/// The looks of cells that every workbook shares.
pub(crate) struct Formats {
    pub title: Format,
    pub head: Format,
    pub text: Format,
    pub quoted: Format,
    pub number: Format,
    pub date: Format,
    pub plain: Format,
}

impl Formats {
    pub(crate) fn new() -> Self {
        let plain = Format::new()
            .set_font_name("Times New Roman")
            .set_font_size(12);
        let cell = plain
            .clone()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Top);
        let text = cell.clone().set_text_wrap();
        Self {
            title: plain.clone().set_bold().set_font_size(14),
            head: text
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            quoted: text.clone().set_quote_prefix(),
            number: cell
                .clone()
                .set_num_format("0")
                .set_align(FormatAlign::Center),
            date: cell
                .set_num_format("dd/mm/yyyy")
                .set_align(FormatAlign::Center),
            text,
            plain,
        }
    }
}

/// A sheet that is being filled, row by row.
struct Sheet<'book> {
    worksheet: &'book mut Worksheet,
    formats: &'book Formats,
    row: u32,
}

impl<'book> Sheet<'book> {
    fn begin(
        workbook: &'book mut Workbook,
        name: &str,
        title: &str,
        register: &DisclosureRegister,
        columns: &[(&str, f64)],
        formats: &'book Formats,
    ) -> Result<Self, XlsxError> {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(name)?;
        worksheet
            .set_landscape()
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0);
        worksheet.set_margins(0.59, 0.59, 0.79, 0.79, 0.3, 0.3);
        worksheet.set_footer("&C&\"Times New Roman\"&P/&N");
        worksheet.set_repeat_rows(HEAD_ROW, HEAD_ROW)?;
        worksheet.set_freeze_panes(HEAD_ROW + 1, 0)?;
        worksheet.write_string_with_format(0, 0, title, &formats.title)?;
        worksheet.write_string_with_format(1, 0, cell_text(&register.issuer), &formats.plain)?;
        if register.sample {
            worksheet.write_string_with_format(2, 0, "DỮ LIỆU MẪU", &formats.title)?;
        }
        for (column, (label, width)) in (0u16..).zip(columns) {
            worksheet.set_column_width(column, *width)?;
            worksheet.write_string_with_format(HEAD_ROW, column, *label, &formats.head)?;
        }
        Ok(Self {
            worksheet,
            formats,
            row: HEAD_ROW,
        })
    }

    fn content_row(&mut self, row: &DisclosureRow) -> Result<(), XlsxError> {
        self.row += 1;
        self.number(0, Some(u64::from(row.stt)))?;
        self.text(1, &wording::item(&row.item_code))?;
        self.text(2, &row.item_title)?;
        self.text(3, &row.title)?;
        self.text(4, row.document_number.as_deref().unwrap_or_default())?;
        self.date(5, row.document_date)?;
        self.text(6, &distinct_forms(&row.forms))?;
        self.date(7, row.due)?;
        self.date(8, row.published_at)?;
        self.text(9, &row.status)?;
        self.number(10, row.register_position)?;
        self.number(11, u64::try_from(row.forms.len()).ok())
    }

    fn form_row(&mut self, row: &DisclosureRow, record: &FormRecord) -> Result<(), XlsxError> {
        self.row += 1;
        self.number(0, Some(u64::from(row.stt)))?;
        self.text(1, &wording::item(&row.item_code))?;
        self.text(2, &row.title)?;
        self.text(3, &record.form)?;
        self.text(4, record.place.as_deref().unwrap_or_default())?;
        self.date(5, Some(record.from))?;
        match record.to {
            Some(to) => self.date(6, Some(to)),
            None => self.text(6, "Thường xuyên"),
        }
    }

    fn end(&mut self, columns: usize) -> Result<(), XlsxError> {
        let last = u16::try_from(columns.saturating_sub(1)).unwrap_or(u16::MAX);
        self.worksheet
            .autofilter(HEAD_ROW, 0, self.row.max(HEAD_ROW + 1), last)?;
        Ok(())
    }

    /// Sums stand below the table, parted by an empty row, so that sorting and filtering leave them alone.
    fn totals(&mut self, totals: &Totals) -> Result<(), XlsxError> {
        self.row = self.row.max(HEAD_ROW + 1) + 1;
        let sums = [
            ("Tổng số nội dung", totals.rows),
            ("Công khai đúng hạn", totals.on_time),
            ("Công khai chậm", totals.late),
            ("Đã công khai, không có hạn", totals.undated),
            ("Chưa công khai", totals.unpublished),
        ];
        for (label, sum) in sums {
            self.row += 1;
            self.text(2, label)?;
            self.number(3, u64::try_from(sum).ok())?;
        }
        Ok(())
    }

    fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        let text = cell_text(text);
        let format = if text.starts_with(['=', '+', '-', '@']) {
            &self.formats.quoted
        } else {
            &self.formats.text
        };
        self.worksheet
            .write_string_with_format(self.row, column, text, format)?;
        Ok(())
    }

    /// Numbers beyond 2^32 are written as text: a spreadsheet number would round the largest of them.
    fn number(&mut self, column: u16, number: Option<u64>) -> Result<(), XlsxError> {
        match number.map(|number| (number, u32::try_from(number))) {
            Some((_, Ok(small))) => {
                self.worksheet.write_number_with_format(
                    self.row,
                    column,
                    small,
                    &self.formats.number,
                )?;
                Ok(())
            }
            Some((large, Err(_))) => self.text(column, &large.to_string()),
            None => self.text(column, ""),
        }
    }

    /// Dates that a spreadsheet does not know, those before 1900, are written as text.
    fn date(&mut self, column: u16, date: Option<Date>) -> Result<(), XlsxError> {
        match date.map(|date| (date, excel_date(date))) {
            Some((_, Some(day))) => {
                self.worksheet.write_datetime_with_format(
                    self.row,
                    column,
                    &day,
                    &self.formats.date,
                )?;
                Ok(())
            }
            Some((date, None)) => self.text(column, &wording::short_date(date)),
            None => self.text(column, ""),
        }
    }
}

/// The date as a spreadsheet counts it, if it knows it.
pub(crate) fn excel_date(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year())
        .ok()
        .filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(
        year,
        u8::try_from(date.month()).ok()?,
        u8::try_from(date.day()).ok()?,
    )
    .ok()
}

/// Each form once, in order.
fn distinct_forms(forms: &[FormRecord]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for record in forms {
        if !names.contains(&record.form.as_str()) {
            names.push(&record.form);
        }
    }
    names.join("; ")
}

/// The readable text, cut to what a cell can hold.
pub(crate) fn cell_text(text: &str) -> String {
    let text = readable(text);
    if text.encode_utf16().count() <= CELL_LIMIT {
        return text;
    }
    // Half the limit in characters never exceeds the limit in UTF-16 units.
    text.chars().take(CELL_LIMIT / 2).chain(['…']).collect()
}

//! The quarterly list of what was disclosed, in which form and when (Art. 13(2), second paragraph), as PDF.

use jiff::civil::Date;
use serde::Serialize;

use crate::cells::{Closing, Letterhead};
use crate::error::ReportError;
use crate::press::{Order, Template};
use crate::wording;

/// The list of one unit for one quarter.
#[derive(Debug, Clone)]
pub struct DisclosureRegister {
    /// The body above the issuer, if the letterhead names one.
    pub superior: Option<String>,
    /// The body that disclosed, as "Ủy ban nhân dân phường Ninh Kiều".
    pub issuer: String,
    /// The place in the date line.
    pub place: String,
    /// The day on which the list was drawn up.
    pub date: Date,
    /// The quarter, 1 to 4.
    pub quarter: u8,
    /// The year of the quarter.
    pub year: i16,
    /// The article that asks for the list, as "khoản 2 Điều 13 Luật Thực hiện dân chủ ở cơ sở".
    pub citation: String,
    /// The rows in the order to be printed.
    pub rows: Vec<DisclosureRow>,
    /// The authority to sign, one line each.
    pub signer_authority: String,
    /// The post of the signer.
    pub signer_post: String,
    /// The name of the signer, when known.
    pub signer_name: Option<String>,
    /// Whether the data is invented: every page is then marked "DỮ LIỆU MẪU".
    pub sample: bool,
}

/// One disclosed, or not yet disclosed, content.
#[derive(Debug, Clone)]
pub struct DisclosureRow {
    /// The running number.
    pub stt: u32,
    /// The code of the item in the catalogue, as "11.2".
    pub item_code: String,
    /// The item in the words of the law.
    pub item_title: String,
    /// The title of the disclosed document.
    pub title: String,
    /// Number and symbol of the document.
    pub document_number: Option<String>,
    /// The date of the document.
    pub document_date: Option<Date>,
    /// The forms in which it was disclosed.
    pub forms: Vec<FormRecord>,
    /// The day of publication.
    pub published_at: Option<Date>,
    /// The day on which lateness is judged: the witnesses' where there are any, otherwise that of publication.
    pub judged_at: Option<Date>,
    /// The last day on which publication is on time.
    pub due: Option<Date>,
    /// The status in words, as "Đúng hạn".
    pub status: String,
    /// The position in the public register.
    pub register_position: Option<u64>,
}

/// One form of disclosure with its place and time.
#[derive(Debug, Clone)]
pub struct FormRecord {
    /// The form, as "Niêm yết".
    pub form: String,
    /// The place, if the form has one.
    pub place: Option<String>,
    /// The first day.
    pub from: Date,
    /// The last day; `None` is permanent or still going on.
    pub to: Option<Date>,
}

/// Sums of the list, computed from the dates of its rows.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Totals {
    pub rows: usize,
    pub on_time: usize,
    pub late: usize,
    pub undated: usize,
    pub unpublished: usize,
}

impl Totals {
    pub(crate) fn of(rows: &[DisclosureRow]) -> Self {
        let count =
            |matches: fn(&DisclosureRow) -> bool| rows.iter().filter(|row| matches(row)).count();
        Self {
            rows: rows.len(),
            on_time: count(
                |row| matches!((row.judged_at, row.due), (Some(judged), Some(due)) if judged <= due),
            ),
            late: count(
                |row| matches!((row.judged_at, row.due), (Some(judged), Some(due)) if judged > due),
            ),
            undated: count(|row| row.published_at.is_some() && row.due.is_none()),
            unpublished: count(|row| row.published_at.is_none()),
        }
    }
}

/// "QUÝ III NĂM 2026".
///
/// # Errors
/// [`ReportError::NoSuchQuarter`] unless the quarter is 1 to 4.
pub(crate) fn period(register: &DisclosureRegister) -> Result<String, ReportError> {
    let roman = match register.quarter {
        1 => "I",
        2 => "II",
        3 => "III",
        4 => "IV",
        other => return Err(ReportError::NoSuchQuarter(other)),
    };
    Ok(format!("quý {roman} năm {}", register.year))
}

/// Sets the list as PDF, A4 landscape.
///
/// # Errors
/// [`ReportError::NoSuchQuarter`] unless the quarter is 1 to 4.
pub fn disclosure_register_pdf(register: &DisclosureRegister) -> Result<Vec<u8>, ReportError> {
    order(register)?.print()
}

pub(crate) fn order(register: &DisclosureRegister) -> Result<Order, ReportError> {
    let printed = PrintedRegister {
        letterhead: Letterhead {
            superior: register.superior.clone(),
            issuer: wording::letterhead_lines(&register.issuer),
            number: String::new(),
            symbol: String::new(),
            place: register.place.clone(),
            date: Some(wording::long_date(register.date)),
        },
        issuer: register.issuer.clone(),
        period: period(register)?,
        citation: register.citation.clone(),
        rows: register.rows.iter().map(PrintedRow::from).collect(),
        totals: Totals::of(&register.rows),
        closing: Closing {
            authority: wording::lines(&register.signer_authority),
            post: register.signer_post.clone(),
            name: register.signer_name.clone(),
            recipients: Vec::new(),
        },
        sample: register.sample,
    };
    Order::new(
        Template::DisclosureRegister,
        &printed,
        None,
        Some(register.date),
    )
}

#[derive(Serialize)]
struct PrintedRegister {
    letterhead: Letterhead,
    issuer: String,
    period: String,
    citation: String,
    rows: Vec<PrintedRow>,
    totals: Totals,
    closing: Closing,
    sample: bool,
}

#[derive(Serialize)]
struct PrintedRow {
    stt: String,
    item_code: String,
    item_title: String,
    title: String,
    document_number: Option<String>,
    document_date: Option<String>,
    forms: Vec<String>,
    published_at: Option<String>,
    due: Option<String>,
    status: String,
    register_position: Option<String>,
    /// A row of more than about half a page may break; all others stay whole.
    tall: bool,
}

impl From<&DisclosureRow> for PrintedRow {
    fn from(row: &DisclosureRow) -> Self {
        let forms: Vec<String> = row.forms.iter().map(printed_form).collect();
        Self {
            stt: row.stt.to_string(),
            item_code: wording::item(&row.item_code),
            item_title: row.item_title.clone(),
            title: row.title.clone(),
            document_number: row.document_number.clone(),
            document_date: row.document_date.map(wording::short_date),
            tall: lines(row, &forms) > 16,
            forms,
            published_at: row.published_at.map(wording::short_date),
            due: row.due.map(wording::short_date),
            status: row.status.clone(),
            register_position: row.register_position.map(|position| position.to_string()),
        }
    }
}

/// A careful estimate of the lines that the tallest cell of the row takes.
fn lines(row: &DisclosureRow, forms: &[String]) -> usize {
    let wrapped = |text: &str, letters: usize| 1 + text.chars().count() / letters;
    let contents = wrapped(&row.title, 18) + wrapped(&row.item_title, 20);
    let records = forms.iter().map(|form| wrapped(form, 18)).sum();
    let number = wrapped(row.document_number.as_deref().unwrap_or_default(), 8);
    [
        contents,
        records,
        number,
        wrapped(&row.item_code, 3),
        wrapped(&row.status, 6),
    ]
    .into_iter()
    .max()
    .unwrap_or(0)
}

fn printed_form(record: &FormRecord) -> String {
    let place = record
        .place
        .as_ref()
        .map_or_else(String::new, |place| format!(" tại {}", place.trim()));
    let from = wording::short_date(record.from);
    match record.to {
        Some(to) if to == record.from => format!("{}{place}: ngày {from}", record.form),
        Some(to) => format!(
            "{}{place}: từ {from} đến hết {}",
            record.form,
            wording::short_date(to)
        ),
        None => format!("{}{place}: từ {from}", record.form),
    }
}

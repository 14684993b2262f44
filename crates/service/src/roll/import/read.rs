//! Bytes to lines of cells: a workbook, or CSV in UTF-8 with or without mark, comma,
//! semicolon or tab, any line ends, any normal form. Titles above the header are left
//! out.

use dinh_domain::folding::{clean, fold};

use super::columns::COLUMNS;
use super::workbook::{self, WorkbookFault};
use super::{LARGEST_BYTES, LineError, MOST_LINES};
use crate::spreadsheet::unguard;

/// Columns beyond this many are not looked at.
pub(super) const MOST_COLUMNS: usize = 64;
/// The header stands in one of the first rows.
const HEADER_WITHIN: usize = 10;
/// Errors beyond this many are not listed: a wrong file is wrong everywhere.
const MOST_ERRORS: usize = 1000;

/// A row of a file.
pub(super) struct Row {
    pub number: u64,
    pub cells: Vec<String>,
}

/// The rows below the header, with a cell for each of [`COLUMNS`].
pub(super) struct Table {
    pub lines: Vec<Row>,
    pub ignored: Vec<String>,
}

pub(super) fn table(file: &[u8]) -> Result<Table, Vec<LineError>> {
    if file.len() > LARGEST_BYTES {
        return Err(whole(1, "Tệp lớn hơn 25 MB; hãy chia thành nhiều tệp."));
    }
    let most = MOST_LINES + HEADER_WITHIN;
    let rows = if file.starts_with(b"PK") {
        workbook::rows(file, most).map_err(|fault| whole(1, said(fault)))?
    } else {
        csv_rows(file, most)?
    };
    let header = rows
        .iter()
        .take(HEADER_WITHIN)
        .position(|row| is_header(&row.cells))
        .ok_or_else(|| {
            whole(
                1,
                "Không tìm thấy dòng tiêu đề có các cột “Họ và tên đại diện” và “Địa chỉ”; hãy thêm dòng tiêu đề, hoặc dùng tệp mẫu.",
            )
        })?;
    let (places, ignored) = places(&rows[header])?;
    let body = &rows[header + 1..];
    if body.len() > MOST_LINES {
        return Err(whole(1, &too_many()));
    }
    if body.is_empty() {
        return Err(whole(
            rows[header].number,
            "Dưới dòng tiêu đề chưa có hộ nào; hãy ghi mỗi hộ một dòng.",
        ));
    }
    let lines = body
        .iter()
        .map(|row| Row {
            number: row.number,
            cells: cells(row, &places),
        })
        .collect();
    Ok(Table { lines, ignored })
}

fn csv_rows(file: &[u8], most: usize) -> Result<Vec<Row>, Vec<LineError>> {
    let text = std::str::from_utf8(file).map_err(|_| {
        whole(
            1,
            "Tệp không phải là XLSX, cũng không phải là CSV mã hóa UTF-8; trong bảng tính, hãy lưu lại bằng kiểu “Excel (.xlsx)” hoặc “CSV UTF-8”.",
        )
    })?;
    // The reader counts a line at its line feed, one too late when a return stands before.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = &text.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut errors = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let number = error.position().map_or(0, csv::Position::line);
                errors.extend(whole(
                    number,
                    "Không đọc được dòng này; hãy kiểm tra dấu ngoặc kép.",
                ));
                break;
            }
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() == most {
            return Err(whole(1, &too_many()));
        }
        rows.push(Row {
            number: record.position().map_or(0, csv::Position::line),
            cells: record
                .iter()
                .take(MOST_COLUMNS)
                .map(|cell| unguard(cell).to_owned())
                .collect(),
        });
    }
    if errors.is_empty() {
        Ok(rows)
    } else {
        Err(errors)
    }
}

/// Whichever of the three the first lines have most of.
fn delimiter(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(HEADER_WITHIN).collect();
    let count = |sign: char| {
        head.iter()
            .map(|line| line.matches(sign).count())
            .sum::<usize>()
    };
    let counted = [(count(','), b','), (count(';'), b';'), (count('\t'), b'\t')];
    let most = counted.iter().rev().max_by_key(|(count, _)| *count);
    most.map_or(b',', |(_, sign)| *sign)
}

/// A row is the header when it names two of the required columns.
fn is_header(cells: &[String]) -> bool {
    let named = |column: &&super::Column| cells.iter().any(|cell| column.is_called(cell));
    COLUMNS
        .iter()
        .filter(|column| column.required)
        .filter(named)
        .count()
        >= 2
}

/// For each of [`COLUMNS`], its place in the file; and the headings of other columns.
type Header = (Vec<Option<usize>>, Vec<String>);

fn places(header: &Row) -> Result<Header, Vec<LineError>> {
    let mut places = vec![None; COLUMNS.len()];
    let mut ignored = Vec::new();
    let mut errors = Vec::new();
    for (at, cell) in header.cells.iter().enumerate() {
        let cell = clean(cell);
        match COLUMNS.iter().position(|column| column.is_called(&cell)) {
            None if fold(&cell).is_empty() => {}
            None => ignored.push(cell.replace('\n', " ")),
            Some(place) if places[place].is_some() => errors.push(LineError {
                line: header.number,
                column: cell,
                message: "Cột này có hai lần; hãy bỏ một cột.".into(),
            }),
            Some(place) => places[place] = Some(at),
        }
    }
    for (column, place) in COLUMNS.iter().zip(&places) {
        if column.required && place.is_none() {
            errors.push(LineError {
                line: header.number,
                column: column.label.into(),
                message: "Thiếu cột này; hãy thêm cột và điền cho mọi hộ.".into(),
            });
        }
    }
    if errors.is_empty() {
        Ok((places, ignored))
    } else {
        errors.truncate(MOST_ERRORS);
        Err(errors)
    }
}

fn cells(row: &Row, places: &[Option<usize>]) -> Vec<String> {
    places
        .iter()
        .map(|place| {
            let cell = place.and_then(|place| row.cells.get(place));
            clean(cell.map_or("", String::as_str))
        })
        .collect()
}

fn said(fault: WorkbookFault) -> &'static str {
    match fault {
        WorkbookFault::TooLarge => {
            "Tệp giải nén ra quá lớn; hãy xóa hình ảnh và các trang tính thừa, hoặc lưu thành CSV UTF-8."
        }
        WorkbookFault::TooManyRows => "Tệp có hơn 5.000 dòng; hãy chia thành nhiều tệp.",
        WorkbookFault::Unreadable => {
            "Không đọc được tệp XLSX này (hỏng hoặc có mật khẩu); hãy mở trong bảng tính, bỏ mật khẩu và lưu lại."
        }
    }
}

fn too_many() -> String {
    said(WorkbookFault::TooManyRows).to_owned()
}

fn whole(line: u64, message: &str) -> Vec<LineError> {
    vec![LineError {
        line,
        column: String::new(),
        message: message.to_owned(),
    }]
}

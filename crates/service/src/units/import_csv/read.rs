//! Bytes to lines of cells: UTF-8 with or without mark, comma or semicolon, any line
//! ends, any normal form.

use dinh_domain::folding::{clean, fold};

use super::{LARGEST_BYTES, LineError, MOST_LINES};
use crate::spreadsheet::unguard;
use crate::units::columns::COLUMNS;

/// Errors beyond this many are not listed: a wrong file is wrong everywhere.
const MOST_ERRORS: usize = 1000;

/// One line: its number and a cell for each of [`COLUMNS`].
pub(super) struct Line {
    pub number: u64,
    pub cells: Vec<String>,
}

/// The lines below the header.
pub(super) struct Table {
    pub lines: Vec<Line>,
}

pub(super) fn table(file: &[u8]) -> Result<Table, Vec<LineError>> {
    // The reader counts a line at its line feed, one too late when a return stands before.
    let text = &text(file)?.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(Ok(header)) = records.next() else {
        return Err(whole(
            1,
            "Tệp không có dòng tiêu đề; hãy dùng tệp mẫu xuất từ trang Đơn vị.",
        ));
    };
    let places = places(&header)?;
    let mut lines = Vec::new();
    let mut errors = Vec::new();
    for record in records {
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
        let number = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if lines.len() == MOST_LINES {
            let message = "Tệp có hơn 10.000 dòng; hãy chia thành nhiều tệp.";
            return Err(whole(number, message));
        }
        if record.len() != header.len() && errors.len() < MOST_ERRORS {
            errors.extend(whole(
                number,
                &format!(
                    "Dòng có {} ô, tiêu đề có {} cột; hãy kiểm tra dấu phân cách và dấu ngoặc kép.",
                    record.len(),
                    header.len()
                ),
            ));
        } else {
            lines.push(Line {
                number,
                cells: cells(&record, &places),
            });
        }
    }
    if errors.is_empty() {
        Ok(Table { lines })
    } else {
        Err(errors)
    }
}

fn text(file: &[u8]) -> Result<&str, Vec<LineError>> {
    if file.len() > LARGEST_BYTES {
        return Err(whole(1, "Tệp lớn hơn 5 MB; hãy chia thành nhiều tệp."));
    }
    let text = std::str::from_utf8(file).map_err(|_| {
        whole(
            1,
            "Tệp không phải là CSV mã hóa UTF-8; trong bảng tính, hãy lưu lại bằng kiểu “CSV UTF-8”.",
        )
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Whichever of the two the header line has more of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |sign| header.matches(sign).count();
    if count(';') > count(',') { b';' } else { b',' }
}

/// For each of [`COLUMNS`], its place in the file.
fn places(header: &csv::StringRecord) -> Result<Vec<Option<usize>>, Vec<LineError>> {
    let mut places = vec![None; COLUMNS.len()];
    let mut errors = Vec::new();
    for (at, cell) in header.iter().enumerate() {
        let cell = clean(cell);
        let known = COLUMNS
            .iter()
            .position(|column| column.code == cell || fold(column.label) == fold(&cell));
        let message = match known {
            None => "Không có cột này trong mẫu; hãy bỏ cột hoặc sửa tên cột.",
            Some(place) if places[place].is_some() => "Cột này có hai lần; hãy bỏ một cột.",
            Some(place) => {
                places[place] = Some(at);
                continue;
            }
        };
        errors.push(LineError {
            line: 1,
            column: cell,
            message: message.into(),
        });
    }
    for (column, place) in COLUMNS.iter().zip(&places) {
        if column.required && place.is_none() {
            errors.push(LineError {
                line: 1,
                column: column.code.into(),
                message: format!("Thiếu cột “{}”; hãy thêm cột này.", column.label),
            });
        }
    }
    if errors.is_empty() {
        Ok(places)
    } else {
        Err(errors)
    }
}

fn cells(record: &csv::StringRecord, places: &[Option<usize>]) -> Vec<String> {
    places
        .iter()
        .map(|place| {
            let cell = place
                .and_then(|place| record.get(place))
                .unwrap_or_default();
            clean(unguard(cell))
        })
        .collect()
}

fn whole(line: u64, message: &str) -> Vec<LineError> {
    vec![LineError {
        line,
        column: String::new(),
        message: message.to_owned(),
    }]
}

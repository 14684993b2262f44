//! A workbook (XLSX) to rows of cells, read cell by cell.
//!
//! A workbook is a packed archive: a small one can unpack to more than the machine has.
//! So it is unpacked once into nothing, counted, before anything reads it.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};
use zip::ZipArchive;

use super::read::{MOST_COLUMNS, Row};

/// Most bytes that a workbook may unpack to.
const MOST_UNPACKED: u64 = 200 * 1024 * 1024;
/// Longest cell that is looked at.
const LONGEST_CELL: usize = 2_000;

/// Why a workbook cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WorkbookFault {
    /// It unpacks to too much.
    TooLarge,
    /// It has more rows than are taken.
    TooManyRows,
    /// It is damaged, locked or something else.
    Unreadable,
}

/// The rows of the first sheet that hold anything, at most `most`.
pub(super) fn rows(file: &[u8], most: usize) -> Result<Vec<Row>, WorkbookFault> {
    count_unpacked(file)?;
    let mut book = Xlsx::new(Cursor::new(file)).map_err(|_| WorkbookFault::Unreadable)?;
    let first = book.sheet_names().into_iter().next();
    let first = first.ok_or(WorkbookFault::Unreadable)?;
    let mut cells = book
        .worksheet_cells_reader(&first)
        .map_err(|_| WorkbookFault::Unreadable)?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| WorkbookFault::Unreadable)? {
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).map_err(|_| WorkbookFault::Unreadable)?;
        let text = text(cell.get_value());
        if column >= MOST_COLUMNS || text.trim().is_empty() {
            continue;
        }
        let number = u64::from(row) + 1;
        if rows.last().is_none_or(|last| last.number != number) {
            if rows.len() == most {
                return Err(WorkbookFault::TooManyRows);
            }
            rows.push(Row {
                number,
                cells: Vec::new(),
            });
        }
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, String::new());
            }
            last.cells[column] = text;
        }
    }
    Ok(rows)
}

fn count_unpacked(file: &[u8]) -> Result<(), WorkbookFault> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| WorkbookFault::Unreadable)?;
    let mut left = MOST_UNPACKED;
    for place in 0..archive.len() {
        let entry = archive
            .by_index(place)
            .map_err(|_| WorkbookFault::Unreadable)?;
        let read = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink())
            .map_err(|_| WorkbookFault::Unreadable)?;
        left = left.checked_sub(read).ok_or(WorkbookFault::TooLarge)?;
    }
    Ok(())
}

/// A cell as a person reads it: whole numbers without a decimal part.
fn text(value: &DataRef<'_>) -> String {
    let long = match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "có".into(),
        DataRef::Bool(false) => "không".into(),
        DataRef::DateTime(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    };
    if long.len() <= LONGEST_CELL {
        long
    } else {
        long.chars().take(LONGEST_CELL).collect()
    }
}

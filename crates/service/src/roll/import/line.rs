//! One line of cells to one household, with every error of the line.

use dinh_domain::roll::RepresentativeDraft;
use jiff::civil::Date;

use super::columns::{COLUMNS, Place};
use super::read::Row;
use super::{ImportLine, LineError};
use crate::roll::add::{cluster, parse_number};

pub(super) fn household(row: &Row, from: Date) -> Result<ImportLine, Vec<LineError>> {
    let cell = |place: Place| row.cells.get(place as usize).cloned().unwrap_or_default();
    let mut errors = Vec::new();
    let mut wrong = |place: Place, message: String| {
        errors.push(LineError {
            line: row.number,
            column: COLUMNS[place as usize].label.to_owned(),
            message,
        });
    };
    let typed = cell(Place::Number);
    let number = match parse_number(&typed) {
        _ if typed.is_empty() => None,
        Ok(number) => Some(number),
        Err(error) => {
            wrong(Place::Number, error.message);
            None
        }
    };
    let cluster = cluster(&cell(Place::Cluster)).unwrap_or_else(|error| {
        wrong(Place::Cluster, error.message);
        String::new()
    });
    let draft = RepresentativeDraft {
        name: cell(Place::Name),
        address: cell(Place::Address),
        phone: with_its_zero(cell(Place::Phone)),
        capacity: cell(Place::Capacity),
        basis: cell(Place::Basis),
    };
    let by = draft
        .check(from, false)
        .map_err(|faults| {
            for fault in faults {
                wrong(place(&fault.field), fault.message);
            }
        })
        .ok();
    match by {
        Some(by) if errors.is_empty() => Ok(ImportLine {
            line: row.number,
            number,
            cluster,
            name: by.name,
            address: by.address,
            phone: by.phone,
            capacity: by.capacity.code().to_owned(),
            basis: by.basis,
        }),
        _ => Err(errors),
    }
}

/// The column of a field of the draft.
fn place(field: &str) -> Place {
    match field {
        "address" => Place::Address,
        "phone" => Place::Phone,
        "capacity" => Place::Capacity,
        "basis" => Place::Basis,
        _ => Place::Name,
    }
}

/// Spreadsheets take the first zero from a telephone number; nine digits had one.
fn with_its_zero(phone: String) -> String {
    if phone.len() == 9 && phone.chars().all(|sign| sign.is_ascii_digit()) {
        format!("0{phone}")
    } else {
        phone
    }
}

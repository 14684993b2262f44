//! The rows of the data files, as they stand there.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

const HISTORY: &str = include_str!("../../../../../data/admin-units/cantho-history.csv");
const CURRENT: &str = include_str!("../../../../../data/admin-units/cantho-2025.csv");
const CHANGES: &str = include_str!("../../../../../data/admin-units/cantho-changes.csv");
const EARLIER: &str = include_str!("../../../../../data/admin-units/cantho-changes-earlier.csv");
const PROVINCES: &str = include_str!("../../../../../data/admin-units/provinces-2025.csv");

/// One version of a commune.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct HistoryRow {
    pub code: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub full_name: String,
    pub district_code: String,
    pub district_name: String,
    pub province_code: String,
    pub valid_from: Option<jiff::civil::Date>,
    pub valid_to: Option<jiff::civil::Date>,
    pub doc_from: String,
    pub doc_to: String,
}

/// A commune of today.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct CurrentRow {
    pub code: String,
    pub legal_basis: String,
    pub area_km2: String,
    pub population: Option<i64>,
    pub population_source: String,
    pub headquarters: String,
}

/// One unit, or a part of it, went into another.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct ChangeRow {
    pub old_code: String,
    pub new_code: String,
    pub kind: String,
    pub part: String,
    pub effective_date: jiff::civil::Date,
    pub legal_basis: String,
    pub clause: String,
    pub note: String,
}

/// A province of today.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct ProvinceRow {
    pub code: String,
    pub area_km2: String,
    pub population: Option<i64>,
}

pub(super) fn history() -> Result<Vec<HistoryRow>> {
    read("cantho-history.csv", HISTORY)
}

pub(super) fn current() -> Result<Vec<CurrentRow>> {
    read("cantho-2025.csv", CURRENT)
}

/// The edges of 1 July 2025 and the few before it that the sources name.
pub(super) fn changes() -> Result<Vec<ChangeRow>> {
    let mut rows = read("cantho-changes.csv", CHANGES)?;
    rows.extend(read("cantho-changes-earlier.csv", EARLIER)?);
    Ok(rows)
}

pub(super) fn provinces() -> Result<Vec<ProvinceRow>> {
    read("provinces-2025.csv", PROVINCES)
}

fn read<Row: DeserializeOwned>(file: &str, text: &str) -> Result<Vec<Row>> {
    csv::Reader::from_reader(text.as_bytes())
        .into_deserialize()
        .collect::<std::result::Result<_, _>>()
        .map_err(|error| Error::Internal(format!("{file}: {error}")))
}

/// Square kilometres with at most two decimals, as whole hectares: "10.04" is 1004.
pub(super) fn hectares(square_kilometres: &str) -> Result<i64> {
    let wrong = || Error::Internal(format!("area {square_kilometres}"));
    let (whole, decimals) = square_kilometres
        .split_once('.')
        .unwrap_or((square_kilometres, ""));
    if decimals.len() > 2 {
        return Err(wrong());
    }
    format!("{whole}{decimals:0<2}")
        .parse()
        .map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn square_kilometres_become_hectares_without_rounding() {
        assert_eq!(hectares("10.04").expect("an area"), 1004);
        assert_eq!(hectares("5.4").expect("an area"), 540);
        assert_eq!(hectares("17").expect("an area"), 1700);
        assert!(hectares("1.005").is_err());
    }

    #[test]
    fn the_files_have_the_rows_that_their_description_says() {
        assert_eq!(history().expect("rows").len(), 469);
        assert_eq!(current().expect("rows").len(), 103);
        assert_eq!(changes().expect("rows").len(), 266 + 3);
    }
}

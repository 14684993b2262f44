//! Reads the words of a question; every fault is kept, none stops the reading.

use std::str::FromStr;

use dinh_law::{Date, Event, EventKind, Extension, Suspension, UnitFacts, UnitKind, UnknownCode};

use super::Refusal;

/// Faults found so far.
#[derive(Default)]
pub(super) struct Faults(Vec<String>);

impl Faults {
    /// Keeps the value, or the fault.
    pub fn keep<T>(&mut self, read: Result<T, String>) -> Option<T> {
        read.map_err(|fault| self.0.push(fault)).ok()
    }

    /// The refusal that holds every fault.
    pub fn refusal(self) -> Refusal {
        Refusal(self.0)
    }
}

/// A value that must be given.
pub(super) fn given<'a>(option: &str, value: Option<&'a str>) -> Result<&'a str, String> {
    value.ok_or_else(|| format!("Thiếu {option}."))
}

pub(super) fn date(option: &str, text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| {
        format!("{option}: “{text}” không phải ngày dạng năm-tháng-ngày, ví dụ 2026-02-12.")
    })
}

pub(super) fn number(option: &str, text: &str) -> Result<u16, String> {
    text.parse()
        .map_err(|_| format!("{option}: “{text}” không phải số ngày từ 0 đến 65535."))
}

/// How many households, villages or persons.
pub(super) fn count(option: &str, text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| {
        format!("{option}: “{text}” không phải số đếm; hãy ghi số nguyên không âm, ví dụ 120.")
    })
}

pub(super) fn code<T: FromStr<Err = UnknownCode>>(option: &str, text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|error: UnknownCode| format!("{option}: {error}."))
}

/// `decision_issued=2026-02-12`.
pub(super) fn event(text: &str) -> Result<Event, String> {
    let (kind, day) = text
        .split_once('=')
        .ok_or_else(|| format!("--event: “{text}” phải có dạng sự_kiện=ngày."))?;
    let kind = code::<EventKind>("--event", kind);
    let day = date("--event", day);
    match (kind, day) {
        (Ok(kind), Ok(date)) => Ok(Event { kind, date }),
        (kind, day) => {
            let faults: Vec<String> = kind.err().into_iter().chain(day.err()).collect();
            Err(faults.join("\n"))
        }
    }
}

/// `2=Công văn 15/UBND-VP`.
pub(super) fn extension(text: &str) -> Result<Extension, String> {
    let (days, document) = text
        .split_once('=')
        .ok_or_else(|| format!("--extend: “{text}” phải có dạng số_ngày=văn bản."))?;
    Ok(Extension {
        days: number("--extend", days)?,
        document: document.to_owned(),
    })
}

/// `2026-03-04..2026-03-10=Quyết định 12/QĐ-UBND`.
pub(super) fn suspension(text: &str) -> Result<Suspension, String> {
    let shape = || format!("--suspend: “{text}” phải có dạng từ_ngày..đến_ngày=văn bản.");
    let (days, document) = text.split_once('=').ok_or_else(shape)?;
    let (from, to) = days.split_once("..").ok_or_else(shape)?;
    Ok(Suspension {
        from: date("--suspend", from)?,
        to: date("--suspend", to)?,
        document: document.to_owned(),
    })
}

/// The unit with what it lacks: `portal`, `loudspeaker`, `internal_system`.
pub(super) fn unit(kind: UnitKind, without: &[String]) -> Result<UnitFacts, String> {
    let mut unit = UnitFacts::all(kind);
    for lack in without {
        match lack.as_str() {
            "portal" => unit.portal = false,
            "loudspeaker" => unit.loudspeaker = false,
            "internal_system" => unit.internal_system = false,
            other => {
                return Err(format!(
                    "--without: “{other}” không có trong danh sách: portal, loudspeaker, \
                     internal_system."
                ));
            }
        }
    }
    Ok(unit)
}

//! Lines against each other and against the roll.

use std::collections::{BTreeMap, BTreeSet};

use dinh_domain::roll::twin_key;
use dinh_store::ReadTx;
use dinh_store::roll::households::{self, Part};

use super::columns::{COLUMNS, Place};
use super::{ImportLine, ImportReport, LineError, Twin, TwinOf};
use crate::error::Result;
use crate::platform::Context;
use crate::roll::place::MOST_HOUSEHOLDS;

/// Numbers of one hamlet that are ever looked at.
const MOST_NUMBERS: i64 = 100_000;

/// Sort the lines into new, unchanged and wrong ones, and find twins.
pub(super) async fn against(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    lines: Vec<ImportLine>,
    report: &mut ImportReport,
) -> Result<()> {
    let part = Part {
        unit: report.unit.id,
        on: ctx.today(),
        words: "",
        number: None,
    };
    let known = households::on_day(tx, &part, MOST_HOUSEHOLDS, 0).await?;
    let keys: BTreeMap<(String, String), i64> = known
        .iter()
        .rev()
        .map(|entry| {
            let by = &entry.representative;
            (twin_key(&by.name, &by.address), entry.household.number)
        })
        .collect();
    let by_number: BTreeMap<i64, (String, String)> = known
        .iter()
        .map(|entry| {
            let by = &entry.representative;
            (entry.household.number, twin_key(&by.name, &by.address))
        })
        .collect();
    let used: BTreeSet<i64> = households::numbers(tx, report.unit.id, MOST_NUMBERS)
        .await?
        .into_iter()
        .collect();
    let mut seen: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut numbered: BTreeMap<i64, u64> = BTreeMap::new();
    for line in lines {
        let key = twin_key(&line.name, &line.address);
        if let Some(number) = line.number {
            if by_number.get(&number) == Some(&key) {
                report.unchanged += 1;
                continue;
            }
            let taken = numbered.insert(number, line.line);
            if let Some(message) = number_fault(number, taken, used.contains(&number)) {
                report.errors.push(wrong(line.line, message));
            }
        }
        let of = match (seen.get(&key), keys.get(&key)) {
            (_, Some(number)) => Some(TwinOf::Household(*number)),
            (Some(first), None) => Some(TwinOf::Line(*first)),
            (None, None) => None,
        };
        seen.entry(key).or_insert(line.line);
        report.twins.extend(of.map(|of| Twin {
            line: line.line,
            name: line.name.clone(),
            address: line.address.clone(),
            of,
        }));
        report.new.push(line);
    }
    Ok(())
}

fn number_fault(number: i64, earlier: Option<u64>, used: bool) -> Option<String> {
    match earlier {
        Some(first) => Some(format!(
            "Số hộ {number} đã có ở dòng {first}; mỗi hộ một số, hãy sửa một dòng."
        )),
        None if used => Some(format!(
            "Số {number} đã dùng cho một hộ khác trong sổ. Hộ mới thì để trống ô này; muốn đổi người đại diện của hộ số {number} thì mở trang của hộ đó."
        )),
        None => None,
    }
}

fn wrong(line: u64, message: String) -> LineError {
    LineError {
        line,
        column: COLUMNS[Place::Number as usize].label.to_owned(),
        message,
    }
}

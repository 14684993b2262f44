//! A file is read and waits; a human looks at it and says yes or no.

use std::collections::BTreeSet;

use dinh_domain::ids::{RollImportId, UnitId};
use dinh_domain::roll::{Capacity, Representative};
use dinh_domain::units::Unit;
use dinh_store::roll::households;
use dinh_store::roll::imports::{self, ImportRow, NewImport};
use dinh_store::{ReadTx, WriteTx};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::json;

use super::{ImportLine, ImportReport, check, line, read};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::roll::add::{check_first_day, enter, require_room};
use crate::roll::fields::{Gathered, day};
use crate::roll::place::managed;

/// What an import did.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Hamlet.
    pub unit: Unit,
    /// Households that entered the roll.
    pub new: usize,
    /// Lines left out because a human saw the same household in them.
    pub left_out: usize,
    /// Lines that the roll had already.
    pub unchanged: usize,
}

/// Read and check a file without touching the roll. Without errors it waits for a yes
/// for a day.
pub async fn preview_import(
    ctx: &Context<'_>,
    unit: UnitId,
    from: &[String; 3],
    file: Vec<u8>,
) -> Result<ImportReport> {
    // A large workbook takes a while: read it before anybody waits for the database.
    let table = tokio::task::spawn_blocking(move || read::table(&file))
        .await
        .map_err(|error| Error::Internal(format!("reading a file: {error}")))?;
    let mut tx = ctx.write().await?;
    let unit = managed(ctx, &mut tx, unit).await?;
    let account = ctx.account().ok_or(Error::Forbidden)?;
    let mut fields = Gathered::default();
    let first = day("from", from).and_then(|from| check_first_day(&unit, from, ctx.today()));
    let from = fields.take(first);
    let mut report = empty(unit, from);
    let mut lines = Vec::new();
    match table {
        Err(errors) => report.errors = errors,
        Ok(table) => {
            report.lines = table.lines.len();
            report.ignored = table.ignored;
            for row in &table.lines {
                match line::household(row, from.unwrap_or_else(|| ctx.today())) {
                    Ok(line) => lines.push(line),
                    Err(errors) => report.errors.extend(errors),
                }
            }
        }
    }
    let stored =
        serde_json::to_string(&lines).map_err(|error| Error::Internal(error.to_string()))?;
    check::against(ctx, &mut tx, lines, &mut report).await?;
    report.errors.sort();
    report.fields = fields.errors();
    if let (true, Some(from)) = (report.errors.is_empty() && !report.new.is_empty(), from) {
        let id = RollImportId(ctx.new_id());
        let new = NewImport {
            id,
            unit: report.unit.id,
            account,
            from,
            at: ctx.now(),
            lines: stored,
        };
        imports::remove_before(&mut tx, ctx.now() - 24.hours()).await?;
        imports::add(&mut tx, new).await?;
        tx.commit().await?;
        report.waiting = Some(id);
    }
    Ok(report)
}

/// A file that waits, as it stands against the roll of now.
pub async fn waiting_import(ctx: &Context<'_>, id: RollImportId) -> Result<ImportReport> {
    let mut tx = ctx.read().await?;
    let row = own(ctx, &mut tx, id).await?;
    examine(ctx, &mut tx, &row).await
}

/// Store a file that waits. Lines that look like a household which is there already are
/// left out unless their number is in `others`: a human said that they are another one.
/// A report with errors means that the roll changed meanwhile and nothing was stored.
pub async fn store_import(
    ctx: &Context<'_>,
    id: RollImportId,
    others: &BTreeSet<u64>,
) -> Result<std::result::Result<Stored, ImportReport>> {
    let mut tx = ctx.write().await?;
    let row = own(ctx, &mut tx, id).await?;
    let report = examine(ctx, &mut tx, &row).await?;
    if !report.errors.is_empty() {
        return Ok(Err(report));
    }
    let left_out: BTreeSet<u64> = report
        .twins
        .iter()
        .map(|twin| twin.line)
        .filter(|line| !others.contains(line))
        .collect();
    let wanted: Vec<&ImportLine> = report
        .new
        .iter()
        .filter(|line| !left_out.contains(&line.line))
        .collect();
    let more = i64::try_from(wanted.len()).map_err(|_| Error::Busy)?;
    require_room(&mut tx, report.unit.id, ctx.today(), more).await?;
    write(ctx, &mut tx, &report.unit, row.from_on.to_jiff(), &wanted).await?;
    imports::remove(&mut tx, id).await?;
    let detail = json!({
        "new": wanted.len(), "left_out": left_out.len(), "unchanged": report.unchanged,
    });
    let unit = report.unit.id;
    audit::record(ctx, &mut tx, "import_roll", unit, Some(unit), detail).await?;
    tx.commit().await?;
    Ok(Ok(Stored {
        new: wanted.len(),
        left_out: left_out.len(),
        unchanged: report.unchanged,
        unit: report.unit,
    }))
}

/// Throw a file that waits away.
pub async fn discard_import(ctx: &Context<'_>, id: RollImportId) -> Result<Unit> {
    let mut tx = ctx.write().await?;
    let row = own(ctx, &mut tx, id).await?;
    imports::remove(&mut tx, id).await?;
    tx.commit().await?;
    let mut tx = ctx.read().await?;
    Ok(dinh_store::units::get(&mut tx, UnitId(row.unit_id)).await?)
}

async fn write(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    unit: &Unit,
    from: Date,
    lines: &[&ImportLine],
) -> Result<()> {
    let given = lines.iter().filter_map(|line| line.number).max();
    let mut last = households::last_number(tx, unit.id).await?;
    last = last.max(given.unwrap_or(0));
    for line in lines {
        let number = line.number.unwrap_or_else(|| {
            last += 1;
            last
        });
        let by = Representative {
            name: line.name.clone(),
            address: line.address.clone(),
            phone: line.phone.clone(),
            capacity: Capacity::find(&line.capacity)
                .ok_or_else(|| Error::Internal("a waiting line has no capacity".into()))?,
            basis: line.basis.clone(),
            valid_from: from,
            valid_to: None,
            erased: false,
        };
        enter(ctx, tx, unit, number, line.cluster.clone(), &by).await?;
    }
    Ok(())
}

/// Only who gave a file sees it again, and only while they keep the roll.
async fn own(ctx: &Context<'_>, tx: &mut ReadTx, id: RollImportId) -> Result<ImportRow> {
    let row = imports::find(tx, id).await?.ok_or(Error::NotFound)?;
    if ctx.account().map(|account| account.0) != Some(row.account_id) {
        return Err(Error::NotFound);
    }
    managed(ctx, tx, UnitId(row.unit_id)).await?;
    Ok(row)
}

async fn examine(ctx: &Context<'_>, tx: &mut ReadTx, row: &ImportRow) -> Result<ImportReport> {
    let unit = dinh_store::units::get(tx, UnitId(row.unit_id)).await?;
    let lines: Vec<ImportLine> =
        serde_json::from_str(&row.lines).map_err(|error| Error::Internal(error.to_string()))?;
    let mut report = empty(unit, Some(row.from_on.to_jiff()));
    report.waiting = Some(RollImportId(row.id));
    report.lines = lines.len();
    check::against(ctx, tx, lines, &mut report).await?;
    report.errors.sort();
    Ok(report)
}

fn empty(unit: Unit, from: Option<Date>) -> ImportReport {
    ImportReport {
        unit,
        from,
        waiting: None,
        lines: 0,
        ignored: Vec::new(),
        fields: Vec::new(),
        errors: Vec::new(),
        twins: Vec::new(),
        unchanged: 0,
        new: Vec::new(),
    }
}

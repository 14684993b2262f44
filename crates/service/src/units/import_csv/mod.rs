//! Units from a CSV file: every line is checked first, all errors come at once, and
//! nothing is stored unless all lines are good.

mod check;
mod line;
mod read;

use dinh_domain::access::Action;
use dinh_domain::units::Unit;
use dinh_store::{ReadTx, WriteTx};
use serde_json::json;

use super::directory::directory;
use crate::access::authorise;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context};
use crate::register::{ActContent, Bytes, NewAct, record_act};

/// Largest file taken.
pub const LARGEST_BYTES: usize = 5 * 1024 * 1024;
/// Most lines taken, without the header.
pub const MOST_LINES: usize = 10_000;

/// One thing wrong in the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineError {
    /// Line of the file, the header being line 1.
    pub line: u64,
    /// Column, as its header says; empty when the whole line is meant.
    pub column: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// What a file would do, or did.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// Lines without the header.
    pub lines: usize,
    /// Units that are new, parents before children.
    pub new: Vec<Unit>,
    /// Lines that say what is known already.
    pub unchanged: usize,
    /// Everything that is wrong, by line.
    pub errors: Vec<LineError>,
}

impl std::fmt::Display for LineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.column.is_empty() {
            write!(f, "Dòng {}: {}", self.line, self.message)
        } else {
            write!(
                f,
                "Dòng {}, cột “{}”: {}",
                self.line, self.column, self.message
            )
        }
    }
}

/// Check a file and store nothing.
pub async fn preview_import(ctx: &Context<'_>, file: &[u8]) -> Result<ImportReport> {
    let mut tx = ctx.read().await?;
    may_manage(ctx, &mut tx).await?;
    examine(ctx, &mut tx, file).await
}

/// Check a file and, if all its lines are good, store the new units. A report with
/// errors means that nothing was stored.
pub async fn import_units(ctx: &Context<'_>, file: &[u8]) -> Result<ImportReport> {
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    let report = examine(ctx, &mut tx, file).await?;
    if report.errors.is_empty() && !report.new.is_empty() {
        store(ctx, &mut tx, &report).await?;
        tx.commit().await?;
    }
    Ok(report)
}

/// The administrator of the city, or the platform itself on behalf of whoever runs it.
pub(super) async fn may_manage(ctx: &Context<'_>, tx: &mut ReadTx) -> Result<()> {
    if matches!(ctx.actor, Actor::Clockwork) {
        return Ok(());
    }
    let unit = ctx.unit().ok_or(Error::Forbidden)?;
    authorise(ctx, tx, Action::ManageUnits, unit).await?;
    Ok(())
}

async fn examine(ctx: &Context<'_>, tx: &mut ReadTx, file: &[u8]) -> Result<ImportReport> {
    let directory = directory(ctx.platform, tx).await?;
    let table = match read::table(file) {
        Ok(table) => table,
        Err(errors) => {
            return Ok(ImportReport {
                errors,
                ..ImportReport::default()
            });
        }
    };
    let mut report = ImportReport {
        lines: table.lines.len(),
        ..ImportReport::default()
    };
    let mut drafts = Vec::with_capacity(table.lines.len());
    for line in &table.lines {
        match line::draft(line) {
            Ok(draft) => drafts.push(draft),
            Err(errors) => report.errors.extend(errors),
        }
    }
    check::against(ctx, &directory, drafts, &mut report);
    report.errors.sort();
    if !report.errors.is_empty() {
        report.new.clear();
    }
    Ok(report)
}

async fn store(ctx: &Context<'_>, tx: &mut WriteTx, report: &ImportReport) -> Result<()> {
    for unit in &report.new {
        dinh_store::units::add(tx, unit).await?;
    }
    let directory = directory(ctx.platform, tx).await?;
    let above = directory
        .find_city(ctx.today())
        .or_else(|| report.new.first());
    let unit = above.ok_or(Error::NotFound)?;
    let slug_of = |id| directory.find(id).map(|unit| unit.slug.as_str());
    record_act(
        ctx,
        tx,
        NewAct {
            unit,
            room: "units",
            act: "amend",
            thing: unit.id.0,
            laws: Vec::new(),
            contents: vec![ActContent {
                name: "don-vi.csv".into(),
                media_type: "text/csv".into(),
                bytes: Bytes::Text(super::export_csv::lines(report.new.iter(), slug_of)),
                sealed: false,
            }],
        },
    )
    .await?;
    let detail = json!({ "new": report.new.len(), "unchanged": report.unchanged });
    crate::audit::record(ctx, tx, "import_units", unit.id, Some(unit.id), detail).await
}

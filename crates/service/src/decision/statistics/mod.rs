//! The numbers that communes hand in, computed from what was decided: form II with its annex on 15.3 to 15.5, forms V, VI
//! and VII of a period, and form VIII of a year. What nobody records here yet is left unknown, never 0.

mod meetings;
mod period;
mod rows;

pub use period::StatisticsPeriod;

use std::collections::BTreeMap;

use dinh_domain::access::Action;
use dinh_domain::decision::Decision;
use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_report::{
    AnnexRow, DecisionStatistics, DiscussedRow, InspectionBoardRow, InvestmentBoardRow, PetitionRow,
};
use dinh_store::decision::contributions::{self, DecisionTotal};
use dinh_store::{ReadTx, decision as stored};
use jiff::civil::Date;
use uuid::Uuid;

use self::meetings::village_meetings;
use self::rows::{annexed, discussed_row, reported, row};
use crate::access::authorise;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::units::UnitDirectory;

const DECISIONS: i64 = 2_000;

/// The statistics of a commune for a period.
pub async fn decision_statistics(
    ctx: &Context<'_>,
    commune: UnitId,
    period: StatisticsPeriod,
) -> Result<DecisionStatistics> {
    let mut tx = ctx.read().await?;
    authorise(ctx, &mut tx, Action::ExportStatistics, commune).await?;
    let units = crate::units::directory(ctx.platform, &mut tx).await?;
    let commune = units
        .find(commune)
        .filter(|unit| unit.kind.is_commune_level())
        .ok_or(Error::NotFound)?;
    let (discussed, annex) = of_decisions(ctx, &mut tx, &units, commune, period).await?;
    let name = commune.full_name.clone();
    Ok(DecisionStatistics {
        issuer: format!("Ủy ban nhân dân {name}"),
        period: period.words(),
        year: period.year(),
        date: ctx.today(),
        discussed,
        annex,
        inspection_boards: vec![InspectionBoardRow {
            commune: name.clone(),
            ..InspectionBoardRow::default()
        }],
        investment_boards: vec![InvestmentBoardRow {
            commune: name.clone(),
            ..InvestmentBoardRow::default()
        }],
        petitions: vec![PetitionRow {
            commune: name,
            ..PetitionRow::default()
        }],
        village_meetings: vec![village_meetings(ctx, &mut tx, &units, commune, period).await?],
        sample: commune.sample || ctx.platform.sample,
    })
}

/// Form II and its annex.
async fn of_decisions(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    units: &UnitDirectory,
    commune: &Unit,
    period: StatisticsPeriod,
) -> Result<(Vec<DiscussedRow>, Vec<AnnexRow>)> {
    let span = period.span()?;
    let mut totals: BTreeMap<Uuid, Vec<DecisionTotal>> = BTreeMap::new();
    for total in contributions::of_commune_decided_between(tx, commune.id, span).await? {
        totals.entry(total.decision_id).or_default().push(total);
    }
    let (mut discussed, mut annex) = (Vec::new(), Vec::new());
    for decision in decided(tx, commune.id, span).await? {
        let row = row(ctx, units, commune, &decision)?;
        let subject = decision.proposal.subject;
        if let Some(matter) = reported(subject) {
            let totals = totals.remove(&decision.id.0).unwrap_or_default();
            discussed.push(discussed_row(matter, row, &totals));
        } else if let Some(kind) = annexed(subject) {
            annex.push(AnnexRow {
                content: decision.proposal.title,
                kind,
                decision: row,
            });
        }
    }
    Ok((discussed, annex))
}

async fn decided(tx: &mut ReadTx, commune: UnitId, span: (Date, Date)) -> Result<Vec<Decision>> {
    let found = stored::of_commune_decided_between(tx, commune, span, 0, DECISIONS).await?;
    Ok(found.into_iter().map(|stored| stored.decision).collect())
}

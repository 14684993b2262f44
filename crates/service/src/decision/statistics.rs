//! The numbers that communes hand in, computed from what was decided: form II with its annex on 15.3 to 15.5, forms V, VI
//! and VII of a period, and form VIII of a year. What nobody records here yet is left unknown, never 0.

use std::collections::{BTreeMap, BTreeSet};

use dinh_domain::access::Action;
use dinh_domain::decision::{ContributionSource, Decision, Outcome, State, Subject};
use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_law::{DecisionForm, Scope};
use dinh_report::{
    AnnexKind, AnnexRow, DecisionRow, DecisionStatistics, DiscussedRow, InspectionBoardRow,
    InvestmentBoardRow, PetitionRow, ReportedMatter, VillageMeetingRow,
};
use dinh_store::decision::contributions::{self, DecisionTotal};
use dinh_store::{ReadTx, decision as stored};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::access::authorise;
use crate::disclosure::Quarter;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::units::UnitDirectory;

const DECISIONS: i64 = 2_000;

/// A quarter or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatisticsPeriod {
    /// A quarter.
    Quarter(Quarter),
    /// A year.
    Year(i16),
}

impl StatisticsPeriod {
    /// "2026-Q4", or "2026".
    pub fn find(key: &str) -> Option<Self> {
        let found = match Quarter::find(key) {
            Some(quarter) => Self::Quarter(quarter),
            None => Self::Year(key.parse().ok()?),
        };
        (2023..=2100).contains(&found.year()).then_some(found)
    }

    /// "2026-Q4", or "2026".
    pub fn key(self) -> String {
        match self {
            Self::Quarter(quarter) => quarter.key(),
            Self::Year(year) => year.to_string(),
        }
    }

    /// Its year.
    pub const fn year(self) -> i16 {
        match self {
            Self::Quarter(quarter) => quarter.year,
            Self::Year(year) => year,
        }
    }

    /// Its days (half-open).
    pub fn span(self) -> Result<(Date, Date)> {
        match self {
            Self::Quarter(quarter) => Ok((quarter.first_day()?, quarter.next().first_day()?)),
            Self::Year(year) => Ok((date(year, 1, 1), date(year + 1, 1, 1))),
        }
    }

    fn words(self) -> String {
        match self {
            Self::Quarter(quarter) => {
                let roman = match quarter.quarter {
                    1 => "I",
                    2 => "II",
                    3 => "III",
                    _ => "IV",
                };
                format!("quý {roman} năm {}", quarter.year)
            }
            Self::Year(year) => format!("năm {year}"),
        }
    }
}

/// The statistics of a commune for a period.
#[expect(clippy::too_many_lines, reason = "one workbook, sheet by sheet")]
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
    let span = period.span()?;
    let decided = decided(&mut tx, commune.id, span).await?;
    let totals = contributions::of_commune_decided_between(&mut tx, commune.id, span).await?;
    let mut by_decision: BTreeMap<Uuid, Vec<DecisionTotal>> = BTreeMap::new();
    for total in totals {
        by_decision
            .entry(total.decision_id)
            .or_default()
            .push(total);
    }
    let mut discussed = Vec::new();
    let mut annex = Vec::new();
    for decision in &decided {
        let row = row(ctx, &units, commune, decision)?;
        match (
            reported(decision.proposal.subject),
            annexed(decision.proposal.subject),
        ) {
            (Some(matter), _) => {
                let totals = by_decision.remove(&decision.id.0).unwrap_or_default();
                discussed.push(discussed_row(matter, row, &totals));
            }
            (None, Some(kind)) => annex.push(AnnexRow {
                content: decision.proposal.title.clone(),
                kind,
                decision: row,
            }),
            (None, None) => {}
        }
    }
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

async fn decided(tx: &mut ReadTx, commune: UnitId, span: (Date, Date)) -> Result<Vec<Decision>> {
    let found = stored::of_commune_decided_between(tx, commune, span, 0, DECISIONS).await?;
    Ok(found.into_iter().map(|stored| stored.decision).collect())
}

const fn reported(subject: Subject) -> Option<ReportedMatter> {
    match subject {
        Subject::PublicWorks => Some(ReportedMatter::Contributions),
        Subject::PeoplesContributions => Some(ReportedMatter::ContributionFunds),
        Subject::EntrustedAssets => Some(ReportedMatter::EntrustedFunds),
        Subject::Donations => Some(ReportedMatter::OtherFunds),
        Subject::SelfGoverning => Some(ReportedMatter::SelfGovernance),
        _ => None,
    }
}

const fn annexed(subject: Subject) -> Option<AnnexKind> {
    match subject {
        Subject::Convention => Some(AnnexKind::Convention),
        Subject::ElectHead | Subject::DismissHead => Some(AnnexKind::CommunityHead),
        Subject::ElectInspectionBoard | Subject::DismissInspectionBoard => {
            Some(AnnexKind::InspectionBoard)
        }
        Subject::ElectInvestmentBoard | Subject::DismissInvestmentBoard => {
            Some(AnnexKind::InvestmentBoard)
        }
        _ => None,
    }
}

fn row(
    ctx: &Context<'_>,
    units: &UnitDirectory,
    commune: &Unit,
    decision: &Decision,
) -> Result<DecisionRow> {
    let round = &decision.round;
    let plan = round.plan.as_ref();
    let total = round.roll.as_ref().map(|roll| roll.total);
    let threshold = decision.threshold(ctx.law(), ctx.today())?;
    let count = round.count.as_ref();
    let community = if decision.unit == commune.id {
        "Toàn xã, phường".to_owned()
    } else {
        units
            .find(decision.unit)
            .map(|unit| unit.full_name.clone())
            .unwrap_or_default()
    };
    Ok(DecisionRow {
        summary: decision.proposal.title.clone(),
        presided_by: plan.map_or("", |plan| plan.convener.label()).to_owned(),
        reported_form: plan.map_or("", |plan| form_word(plan.form)).to_owned(),
        options: signed(u64::try_from(decision.proposal.options.len()).ok()),
        votes: signed(count.and_then(|count| count.approve.iter().copied().max())),
        total_households: signed(total),
        commune: commune.full_name.clone(),
        community,
        decided_on: round.decided_on,
        form: plan.map_or("", |plan| plan.form.label()).to_owned(),
        represented: signed(count.map(|count| count.represented)),
        needed: signed(total.and_then(|total| threshold.share.needed(total))),
        passed: round.outcome.as_ref().map(Outcome::is_passed),
        recognition: recognition(ctx, decision)?,
        effective_from: decision.effective_on,
    })
}

fn signed(count: Option<u64>) -> Option<i64> {
    count.and_then(|count| i64::try_from(count).ok())
}

/// II.4 knows "Hội nghị", "Phát phiếu" and "Biểu quyết".
const fn form_word(form: DecisionForm) -> &'static str {
    match form {
        DecisionForm::Meeting | DecisionForm::Conference => "Hội nghị",
        DecisionForm::Ballots => "Phát phiếu",
        DecisionForm::Online => "Biểu quyết",
    }
}

fn recognition(ctx: &Context<'_>, decision: &Decision) -> Result<String> {
    let passed = decision.outcome().is_some_and(Outcome::is_passed);
    if !passed {
        return Ok(String::new());
    }
    if decision.recogniser(ctx.law(), ctx.today())?.is_none() {
        return Ok("Không cần công nhận".to_owned());
    }
    Ok(match (decision.state, decision.effective_on) {
        (State::Refused, _) => "Không công nhận".to_owned(),
        (_, Some(on)) => format!("Công nhận ngày {}", on.strftime("%d/%m/%Y")),
        _ => "Chưa công nhận".to_owned(),
    })
}

/// II.7 to II.11. Without an account of contributions nobody knows them.
fn discussed_row(
    matter: ReportedMatter,
    decision: DecisionRow,
    totals: &[DecisionTotal],
) -> DiscussedRow {
    if totals.is_empty() {
        return DiscussedRow {
            matter,
            decision,
            total_value: None,
            state_budget: None,
            contributed_money: None,
            labour_days: None,
            other: String::new(),
        };
    }
    let money = |source: ContributionSource| -> i64 {
        totals
            .iter()
            .filter(|total| total.source == source.code())
            .map(|total| total.amount)
            .sum()
    };
    let worth: i64 = totals.iter().map(|total| total.goods_value).sum();
    let all: i64 = totals.iter().map(|total| total.amount).sum();
    let labour: i64 = totals.iter().map(|total| total.labour).sum();
    let elsewhere = money(ContributionSource::Sponsor) + money(ContributionSource::Other);
    let mut other = Vec::new();
    if elsewhere > 0 {
        other.push(format!("Tài trợ, nguồn khác: {elsewhere} đồng"));
    }
    if worth > 0 {
        other.push(format!("Hiện vật trị giá {worth} đồng"));
    }
    if labour % 10 != 0 {
        other.push(format!("Ngày công lẻ: 0,{} ngày", labour % 10));
    }
    DiscussedRow {
        matter,
        decision,
        total_value: Some(all + worth),
        state_budget: Some(money(ContributionSource::Budget)),
        contributed_money: Some(money(ContributionSource::Household)),
        labour_days: Some(labour / 10),
        other: other.join("; "),
    }
}

/// Form VIII: in how many communities all households met, how often, in the year so far. A meeting counts once a day,
/// however many matters it decided.
async fn village_meetings(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    units: &UnitDirectory,
    commune: &Unit,
    period: StatisticsPeriod,
) -> Result<VillageMeetingRow> {
    let year = period.year();
    let (_, end) = period.span()?;
    let span = (date(year, 1, 1), end);
    let mut days: BTreeMap<UnitId, BTreeSet<Date>> = BTreeMap::new();
    for decision in decided(tx, commune.id, span).await? {
        if let Some(on) = met(&decision) {
            days.entry(decision.unit).or_default().insert(on);
        }
    }
    let on = end.yesterday().unwrap_or(end).min(ctx.today());
    let communities = units
        .children(commune.id, on)
        .into_iter()
        .filter(|unit| unit.has_roll())
        .count();
    let with = |wanted: &dyn Fn(usize) -> bool| {
        let count = days.values().filter(|days| wanted(days.len())).count();
        i64::try_from(count).ok()
    };
    Ok(VillageMeetingRow {
        commune: commune.full_name.clone(),
        communities: i64::try_from(communities).ok(),
        met_once: with(&|count| count == 1),
        met_twice: with(&|count| count == 2),
        met_otherwise: with(&|count| count > 2),
        note: "Chỉ tính cuộc họp bàn, quyết định có ghi trên hệ thống.".to_owned(),
    })
}

/// The day on which the community met about it; a meeting that was too small is no meeting of all.
fn met(decision: &Decision) -> Option<Date> {
    let plan = decision.round.plan.as_ref()?;
    let meeting = plan.form == DecisionForm::Meeting
        && decision.proposal.scope != Scope::Workplace
        && !decision.is_thread()
        && decision.outcome() != Some(&Outcome::NotEnoughHouseholds);
    meeting.then(|| plan.starts.date())
}

//! The rows of form II and of its annex.

use dinh_domain::decision::{ContributionSource, Decision, Outcome, State, Subject};
use dinh_domain::units::Unit;
use dinh_law::DecisionForm;
use dinh_report::{AnnexKind, DecisionRow, DiscussedRow, ReportedMatter};
use dinh_store::decision::contributions::DecisionTotal;

use crate::error::Result;
use crate::platform::Context;
use crate::units::UnitDirectory;

pub(super) const fn reported(subject: Subject) -> Option<ReportedMatter> {
    match subject {
        Subject::PublicWorks => Some(ReportedMatter::Contributions),
        Subject::PeoplesContributions => Some(ReportedMatter::ContributionFunds),
        Subject::EntrustedAssets => Some(ReportedMatter::EntrustedFunds),
        Subject::Donations => Some(ReportedMatter::OtherFunds),
        Subject::SelfGoverning => Some(ReportedMatter::SelfGovernance),
        _ => None,
    }
}

pub(super) const fn annexed(subject: Subject) -> Option<AnnexKind> {
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

pub(super) fn row(
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
        (State::Refused, _) => match decision.refused_on {
            Some(on) => format!("Không công nhận ngày {}", on.strftime("%d/%m/%Y")),
            None => "Không công nhận".to_owned(),
        },
        (_, Some(on)) => format!("Công nhận ngày {}", on.strftime("%d/%m/%Y")),
        _ => "Chưa công nhận".to_owned(),
    })
}

/// II.7 to II.11. Without an account of contributions nobody knows them.
pub(super) fn discussed_row(
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

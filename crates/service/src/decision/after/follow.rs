//! What follows from a decision that binds: the one that it replaces gives way, the commune has something to disclose,
//! terms begin and end. Doing it again changes nothing.

use dinh_domain::decision::{Decision, Outcome, State, Subject};
use dinh_domain::units::Unit;
use dinh_store::WriteTx;
use dinh_store::decision::{self as stored, after};

use super::super::thing::finish;
use super::term::{begin_terms_in, end_after_dismissal_in};
use super::words::{act, step_text};
use crate::disclosure::{OpenDuty, open_duty_of_decision_in};
use crate::error::{Error, Result};
use crate::platform::Context;

/// Let everything follow that follows, if the decision has a day of effect. `logins` name the accounts of the elected.
pub(in crate::decision) async fn follow_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &mut Decision,
    logins: &[String],
) -> Result<()> {
    let Some(from) = decision.effective_on else {
        return Ok(());
    };
    if matches!(
        decision.state,
        State::Annulled | State::Amended | State::Refused | State::Recognised
    ) {
        return Ok(());
    }
    let passed = decision.outcome().is_some_and(Outcome::is_passed);
    if passed {
        give_way_in(ctx, tx, decision).await?;
        disclose_in(ctx, tx, decision).await?;
        begin_terms_in(ctx, tx, decision, from, logins).await?;
    }
    let dismisses = matches!(
        decision.proposal.subject,
        Subject::DismissHead | Subject::DismissInspectionBoard | Subject::DismissInvestmentBoard
    );
    if dismisses {
        end_after_dismissal_in(ctx, tx, decision, from).await?;
    }
    Ok(())
}

/// The decision that this one amends, replaces or annuls gives way (Article 22(3)).
async fn give_way_in(ctx: &Context<'_>, tx: &mut WriteTx, decision: &Decision) -> Result<()> {
    let Some(old) = decision.replaces else {
        return Ok(());
    };
    let mut old = stored::get(tx, old).await?.decision;
    if old.state.is_final() {
        return Ok(());
    }
    old.give_way_to(decision)?;
    let on = old.ended_on.unwrap_or_else(|| ctx.today());
    let rule = ctx.law().procedure("amendment", on)?;
    let public = act(
        "amend",
        &[&rule.citation],
        vec![step_text("amend", &old, on)],
    );
    let note = format!("Theo quyết định số {}", decision.number);
    finish(ctx, tx, &mut old, "amend", &note, Some(public)).await?;
    Ok(())
}

/// The commune makes public what the people decided about contributions (Article 11(5)). One community's part of a
/// commune-wide matter makes no duty of its own.
async fn disclose_in(ctx: &Context<'_>, tx: &mut WriteTx, decision: &Decision) -> Result<()> {
    let Some(from) = decision.effective_on.filter(|_| decision.parent.is_none()) else {
        return Ok(());
    };
    let Some(rule) = decision.matter(ctx.law(), from)?.disclosure.clone() else {
        return Ok(());
    };
    if !after::duties_of(tx, decision.id).await?.is_empty() {
        return Ok(());
    }
    let unit = commune_of(tx, decision).await?;
    let input = OpenDuty {
        rule,
        title: decision.proposal.title.clone(),
        event_on: from,
        event_document: format!(
            "Quyết định của cộng đồng dân cư, việc số {}",
            decision.number
        ),
    };
    let duty = open_duty_of_decision_in(ctx, tx, &unit, &input).await?;
    after::add_duty(tx, decision.id, duty.id).await?;
    Ok(())
}

/// The commune of a decision.
pub(super) async fn commune_of(tx: &mut WriteTx, decision: &Decision) -> Result<Unit> {
    let unit = dinh_store::units::get(tx, decision.unit).await?;
    if unit.kind.is_commune_level() {
        return Ok(unit);
    }
    let commune = unit.parent.ok_or(Error::NotFound)?;
    Ok(dinh_store::units::get(tx, commune).await?)
}

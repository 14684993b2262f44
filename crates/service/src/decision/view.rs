//! One decision for its pages, with everything that explains it: a fixed number of statements.

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, Round};
use dinh_domain::units::Unit;
use dinh_law::{Explanation, Matter, Term, Threshold};
use dinh_store::ReadTx;
use dinh_store::decision::files::DecisionFileRow;
use dinh_store::decision::steps::StepRow;
use dinh_store::decision::{self as stored, Stored};
use jiff::civil::Date;

use crate::access::authorise;
use crate::error::Result;
use crate::platform::Context;

/// A day that the law sets, with the way in which it was computed.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The day.
    pub by: Date,
    /// Why that day.
    pub explanation: Explanation,
    /// Article.
    pub citation: String,
}

/// A decision with everything that its pages show.
pub struct DecisionView {
    /// The decision as stored.
    pub stored: Stored,
    /// Its community, or its commune.
    pub unit: Unit,
    /// The commune.
    pub commune: Unit,
    /// The matter of the law.
    pub matter: &'static Matter,
    /// How many must agree.
    pub threshold: Threshold,
    /// Of how many; nothing before the roll is fixed.
    pub total: Option<u64>,
    /// The least number that passes; nothing before the roll is fixed.
    pub needed: Option<u64>,
    /// Rounds that are over, oldest first.
    pub rounds: Vec<Round>,
    /// What happened, in order.
    pub steps: Vec<StepRow>,
    /// Its papers.
    pub files: Vec<DecisionFileRow>,
    /// By when it must be sent.
    pub send_by: Option<Explained>,
    /// By when it must be recognised or refused.
    pub recognise_by: Option<Explained>,
}

impl DecisionView {
    /// The decision.
    pub fn decision(&self) -> &Decision {
        &self.stored.decision
    }
}

/// The decision with this number. Readers see it from its first public act on; who prepares it, always.
pub async fn find_decision(ctx: &Context<'_>, number: i64) -> Result<Option<DecisionView>> {
    let mut tx = ctx.read().await?;
    let Some(found) = stored::find_by_number(&mut tx, number).await? else {
        return Ok(None);
    };
    let inside = found.register_position.is_some()
        || authorise(ctx, &mut tx, Action::ReadDecisions, found.decision.unit)
            .await
            .is_ok();
    if !inside {
        return Ok(None);
    }
    view_of(ctx, &mut tx, found).await.map(Some)
}

/// The decision with this number, for whoever may do `action` in its unit.
pub async fn get_decision(ctx: &Context<'_>, number: i64, action: Action) -> Result<DecisionView> {
    let mut tx = ctx.read().await?;
    let found = stored::find_by_number(&mut tx, number)
        .await?
        .ok_or(crate::Error::NotFound)?;
    authorise(ctx, &mut tx, action, found.decision.unit).await?;
    view_of(ctx, &mut tx, found).await
}

async fn view_of(ctx: &Context<'_>, tx: &mut ReadTx, found: Stored) -> Result<DecisionView> {
    let decision = &found.decision;
    let units = crate::units::directory(ctx.platform, tx).await?;
    let unit = units
        .find(decision.unit)
        .cloned()
        .ok_or(crate::Error::NotFound)?;
    let commune = units
        .find(found.commune)
        .cloned()
        .ok_or(crate::Error::NotFound)?;
    let today = ctx.today();
    let matter = decision.matter(ctx.law(), today)?;
    let threshold = decision.threshold(ctx.law(), today)?;
    let total = decision.round.roll.as_ref().map(|roll| roll.total);
    let needed = total.and_then(|total| threshold.share.needed(total));
    let rounds = stored::rounds(tx, decision.id).await?;
    let steps = stored::steps::of(tx, decision.id).await?;
    let files = stored::files::of(tx, decision.id).await?;
    let send_by = send_by(ctx, decision);
    let recognise_by = recognise_by(ctx, decision, matter);
    Ok(DecisionView {
        unit,
        commune,
        matter,
        threshold,
        total,
        needed,
        rounds,
        steps,
        files,
        send_by,
        recognise_by,
        stored: found,
    })
}

fn send_by(ctx: &Context<'_>, decision: &Decision) -> Option<Explained> {
    let by = decision.send_by?;
    let from = decision.round.decided_on?;
    let rule = ctx.law().procedure("decision_sent", from).ok()?;
    explained(ctx, by, from, rule.term()?, rule.citation.to_string())
}

fn recognise_by(ctx: &Context<'_>, decision: &Decision, matter: &Matter) -> Option<Explained> {
    let by = decision.recognise_by?;
    let rule = matter.recognition.as_ref()?;
    explained(
        ctx,
        by,
        decision.sent_on?,
        rule.term,
        rule.citation.to_string(),
    )
}

fn explained(
    ctx: &Context<'_>,
    by: Date,
    from: Date,
    term: Term,
    citation: String,
) -> Option<Explained> {
    let explanation = ctx
        .law()
        .calendar()
        .end_of_term(from, term, None, &[])
        .ok()?;
    Some(Explained {
        by,
        explanation,
        citation,
    })
}

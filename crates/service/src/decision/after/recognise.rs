//! Recognise a decision, or refuse it in writing with reasons (Article 21(2); Decree 59 Articles 8, 9, 21).

use dinh_domain::access::{Action, Role};
use dinh_domain::decision::{Decision, Outcome, Recognised, State};
use dinh_domain::ids::DecisionId;
use dinh_law::{Citation, Recogniser};
use dinh_store::WriteTx;
use jiff::civil::Date;

use super::super::thing::{finish, read};
use super::effect::take_effect_in;
use super::words::{act, not_in_future, reason_text, step_text};
use crate::error::{Error, Result};
use crate::platform::Context;

/// The document of the recognition, or of its refusal.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Number and symbol.
    pub document: String,
    /// Its day.
    pub on: Date,
    /// For an election: the sign-in name of each of the elected, in the order of [`elected_of`]; empty for none.
    pub logins: Vec<String>,
}

/// The names that were elected, as they stand in the result.
pub fn elected_of(decision: &Decision) -> Vec<&str> {
    if !decision.proposal.subject.is_election() {
        return Vec::new();
    }
    match decision.outcome() {
        Some(Outcome::Passed { options }) => options
            .iter()
            .filter_map(|place| decision.proposal.options.get(*place))
            .map(String::as_str)
            .collect(),
        _ => Vec::new(),
    }
}

/// For which body the caller acts, and by which right.
pub(super) fn body(ctx: &Context<'_>) -> Result<(Recogniser, Action)> {
    match ctx.mandate().map(|mandate| mandate.role) {
        Some(Role::CommuneChairman) => {
            Ok((Recogniser::PeoplesCommittee, Action::RecogniseDecision))
        }
        Some(Role::FrontCommittee) => Ok((Recogniser::FatherlandFront, Action::RecogniseByFront)),
        _ => Err(Error::Forbidden),
    }
}

/// Recognise it: in effect from the day of the document.
pub async fn recognise(ctx: &Context<'_>, id: DecisionId, answer: Answer) -> Result<()> {
    let mut tx = ctx.write().await?;
    recognise_in(ctx, &mut tx, id, answer).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn recognise_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    answer: Answer,
) -> Result<()> {
    let (by, action) = body(ctx)?;
    let (mut decision, _) = read(ctx, tx, id, action).await?;
    not_in_future(ctx, "on", answer.on)?;
    let on = answer.on;
    decision.recognise(
        Recognised {
            by,
            document: answer.document,
            on,
        },
        ctx.law(),
    )?;
    let public = act(
        "recognise",
        &[&citation(ctx, &decision, on)?],
        vec![step_text("recognise", &decision, on)],
    );
    let note = answered(&decision, on, by.label());
    finish(ctx, tx, &mut decision, "recognise", &note, Some(public)).await?;
    take_effect_in(ctx, tx, &mut decision, &answer.logins).await
}

/// Refuse it, in writing and with reasons.
pub async fn refuse_recognition(
    ctx: &Context<'_>,
    id: DecisionId,
    answer: Answer,
    reason: &str,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    refuse_recognition_in(ctx, &mut tx, id, answer, reason).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn refuse_recognition_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    answer: Answer,
    reason: &str,
) -> Result<()> {
    let (by, action) = body(ctx)?;
    let (mut decision, _) = read(ctx, tx, id, action).await?;
    not_in_future(ctx, "on", answer.on)?;
    let on = answer.on;
    let act_of = Recognised {
        by,
        document: answer.document,
        on,
    };
    decision.refuse(act_of, reason, ctx.law())?;
    let public = act(
        "refuse",
        &[&citation(ctx, &decision, on)?],
        vec![step_text("refuse", &decision, on), reason_text(&decision)],
    );
    let note = answered(&decision, on, by.label());
    finish(ctx, tx, &mut decision, "refuse", &note, Some(public)).await?;
    debug_assert_eq!(decision.state, State::Refused, "a refusal refuses");
    Ok(())
}

fn citation(ctx: &Context<'_>, decision: &Decision, on: Date) -> Result<Citation> {
    let matter = decision.matter(ctx.law(), on)?;
    Ok(matter
        .recognition
        .as_ref()
        .map_or_else(|| matter.citation.clone(), |rule| rule.citation.clone()))
}

/// Who answered, of which day the document is; and, when the term was over, by when it should have been.
fn answered(decision: &Decision, on: Date, by: &str) -> String {
    let answer = format!("{by}, văn bản ngày {}", on.strftime("%d/%m/%Y"));
    match decision.recognise_by {
        Some(due) if on > due => {
            format!(
                "{answer}; muộn, thời hạn là ngày {}",
                due.strftime("%d/%m/%Y")
            )
        }
        _ => answer,
    }
}

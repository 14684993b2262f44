//! What every step shares: read with the right to act, write back with its step, audit row and register entry.

use dinh_domain::access::Action;
use dinh_domain::decision::Decision;
use dinh_domain::ids::{AccountId, DecisionId};
use dinh_domain::units::Unit;
use dinh_store::WriteTx;
use dinh_store::decision::{self as stored, steps};
use serde_json::json;

use crate::access::authorise;
use crate::audit;
use crate::error::Result;
use crate::platform::Context;
use crate::register::{ActContent, NewAct, record_act};

/// The room's name in the register.
pub const ROOM: &str = "decision";

/// A step that the public register holds.
pub struct PublicAct {
    /// `notify`, `open`, `count`, `send`, `recognise`, `refuse`, `effect`, `annul` …
    pub act: &'static str,
    /// Articles that ask for it, as the register names them.
    pub laws: Vec<String>,
    /// What it vouches for.
    pub contents: Vec<ActContent>,
}

/// The decision, if the caller may do `action` in its unit. Gives the account that acts.
pub async fn read(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    action: Action,
) -> Result<(Decision, AccountId)> {
    let found = stored::get(tx, id).await?;
    let account = authorise(ctx, tx, action, found.decision.unit).await?;
    Ok((found.decision, account))
}

/// Whether the caller may do `action` with the decision.
pub async fn may(
    ctx: &Context<'_>,
    tx: &mut dinh_store::ReadTx,
    decision: &Decision,
    action: Action,
) -> bool {
    authorise(ctx, tx, action, decision.unit).await.is_ok()
}

/// The unit of the decision.
pub async fn community_of(tx: &mut dinh_store::ReadTx, decision: &Decision) -> Result<Unit> {
    Ok(dinh_store::units::get(tx, decision.unit).await?)
}

/// Write the decision back with its step, its audit row and, when public, its register entry. `note` is shown to
/// everyone and holds no personal data.
pub async fn finish(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &mut Decision,
    step: &'static str,
    note: &str,
    public: Option<PublicAct>,
) -> Result<Option<i64>> {
    stored::save(tx, decision, ctx.now()).await?;
    let position = match public {
        None => None,
        Some(public) => {
            let unit = community_of(tx, decision).await?;
            let new = NewAct {
                unit: &unit,
                room: ROOM,
                act: public.act,
                thing: decision.id.0,
                laws: public.laws,
                contents: public.contents,
            };
            let position = record_act(ctx, tx, new).await?;
            stored::mark(tx, decision.id, position).await?;
            Some(position)
        }
    };
    let row = steps::NewStep {
        decision: decision.id,
        round: decision.round.number,
        step,
        at: ctx.now(),
        office: ctx.office(),
        note,
        register_position: position,
    };
    steps::add(tx, row).await?;
    let detail = json!({
        "number": decision.number,
        "round": decision.round.number,
        "state": decision.state.code(),
    });
    let action = action_name(step);
    audit::record(ctx, tx, action, decision.id, Some(decision.unit), detail).await?;
    Ok(position)
}

/// The name of the use case in the audit trail.
fn action_name(step: &'static str) -> &'static str {
    match step {
        "propose" => "propose_decision",
        "agree" => "agree_decision",
        "drop" => "drop_decision",
        "plan" => "plan_decision",
        "notify" => "notify_decision",
        "open" => "open_decision",
        "correct" => "correct_decision_roll",
        "secretary" => "choose_secretary",
        "method" => "choose_voting_method",
        "committee" => "choose_counting_committee",
        "conclude" => "conclude_decision",
        "send" => "send_decision",
        "recognise" => "recognise_decision",
        "refuse" => "refuse_decision",
        "effect" => "set_effect_of_decision",
        "annul" => "annul_decision",
        "attach" => "attach_paper",
        "mend" => "ask_to_mend_decision",
        "amend" => "amend_decision",
        other => other,
    }
}

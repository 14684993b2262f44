//! Propose a matter, let the Front agree, or say why it is not put before the people (Article 16).

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, Origin, Proposal, check_proposal};
use dinh_domain::ids::{DecisionId, UnitId};
use dinh_domain::units::UnitKind;
use dinh_law::Scope;
use dinh_store::WriteTx;
use dinh_store::decision as stored;
use dinh_store::decision::steps;
use serde_json::json;

use super::thing::{finish, read};
use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// A proposal with where it belongs.
#[derive(Clone, Debug)]
pub struct NewDecision {
    /// The community; the commune for a commune-wide matter.
    pub unit: UnitId,
    /// What is proposed, as typed.
    pub proposal: Proposal,
    /// The decision that it amends, replaces or annuls.
    pub replaces: Option<DecisionId>,
}

/// Propose a matter; gives the decision with its number.
pub async fn propose(ctx: &Context<'_>, new: NewDecision) -> Result<Decision> {
    let mut tx = ctx.write().await?;
    let decision = propose_in(ctx, &mut tx, new).await?;
    tx.commit().await?;
    Ok(decision)
}

/// The same inside a transaction of the caller.
pub async fn propose_in(ctx: &Context<'_>, tx: &mut WriteTx, new: NewDecision) -> Result<Decision> {
    let account = authorise(ctx, tx, Action::ProposeDecision, new.unit).await?;
    let unit = dinh_store::units::get(tx, new.unit).await?;
    let hamlet = matches!(unit.kind, UnitKind::Village | UnitKind::ResidentialGroup);
    let suits = match new.proposal.scope {
        Scope::Community => hamlet,
        Scope::Commune => unit.kind.is_commune_level(),
        Scope::Workplace => false,
    };
    if !suits {
        return Err(Error::field(
            "scope",
            format!(
                "Phạm vi “{}” không hợp với {}; hãy chọn lại phạm vi hoặc đơn vị.",
                new.proposal.scope.label(),
                unit.full_name
            ),
        ));
    }
    let proposal = check_proposal(new.proposal).map_err(Error::Invalid)?;
    if let Some(old) = new.replaces {
        refuse_foreign(tx, old, &proposal, unit.id).await?;
    }
    let commune = if hamlet {
        unit.parent.ok_or(Error::NotFound)?
    } else {
        unit.id
    };
    let number = dinh_store::numbers::next(tx, "decision").await?;
    let id = DecisionId(ctx.new_id());
    let mut decision = Decision {
        replaces: new.replaces,
        author: Some(account),
        sample: unit.sample || ctx.platform.sample,
        ..Decision::proposed(id, number, unit.id, proposal, ctx.today())
    };
    // Refused here already, not only at the plan: nobody prepares what may not be put before the people.
    decision.may_be_proposed(ctx.law(), ctx.today())?;
    stored::add(tx, &decision, commune, ctx.now()).await?;
    decision.version = 1;
    add_first_step(ctx, tx, &decision).await?;
    Ok(decision)
}

pub(super) async fn add_first_step(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &Decision,
) -> Result<()> {
    let row = steps::NewStep {
        decision: decision.id,
        round: 0,
        step: "propose",
        at: ctx.now(),
        office: ctx.office(),
        note: decision.proposal.origin.label(),
        register_position: None,
    };
    steps::add(tx, row).await?;
    let detail = json!({ "number": decision.number, "subject": decision.proposal.subject.code() });
    audit::record(
        ctx,
        tx,
        "propose_decision",
        decision.id,
        Some(decision.unit),
        detail,
    )
    .await
}

/// A decision is amended by the same community, about the same thing.
async fn refuse_foreign(
    tx: &mut WriteTx,
    old: DecisionId,
    proposal: &Proposal,
    unit: UnitId,
) -> Result<()> {
    let old = stored::get(tx, old).await?.decision;
    if old.unit == unit && old.proposal.subject == proposal.subject {
        return Ok(());
    }
    Err(Error::field(
        "replaces",
        "Chỉ sửa đổi, thay thế được quyết định về cùng một việc của chính cộng đồng này (khoản 3 Điều 22 Luật 10/2022/QH15).",
    ))
}

/// The Front agrees that it is put before the people: the head of the work committee for a matter of one community,
/// the commune's Front for what the chairman proposes.
pub async fn agree(ctx: &Context<'_>, id: DecisionId) -> Result<()> {
    let mut tx = ctx.write().await?;
    agree_in(ctx, &mut tx, id).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn agree_in(ctx: &Context<'_>, tx: &mut WriteTx, id: DecisionId) -> Result<()> {
    use dinh_domain::access::Role;
    let (mut decision, _) = read(ctx, tx, id, Action::AgreeDecision).await?;
    let right_body = match decision.proposal.origin {
        Origin::Chairman => Role::FrontCommittee,
        Origin::Head | Origin::Citizen => Role::FrontWorkCommittee,
    };
    if ctx
        .mandate()
        .is_none_or(|mandate| mandate.role != right_body)
    {
        return Err(Error::Unlawful {
            article: "Điều 16 Luật 10/2022/QH15".into(),
            reason: format!("Việc này do {} có ý kiến thống nhất.", right_body.label()),
            lawful_alternative: format!("Hãy chuyển đến {}.", right_body.label()),
        });
    }
    decision.agree(ctx.today())?;
    finish(ctx, tx, &mut decision, "agree", right_body.label(), None).await?;
    Ok(())
}

/// It is not put before the people, and why.
pub async fn drop_proposal(ctx: &Context<'_>, id: DecisionId, reason: &str) -> Result<()> {
    let mut tx = ctx.write().await?;
    drop_proposal_in(ctx, &mut tx, id, reason).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn drop_proposal_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    reason: &str,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::RunDecision).await?;
    decision.drop_proposal(reason)?;
    let note = decision.reason.clone();
    finish(ctx, tx, &mut decision, "drop", &note, None).await?;
    Ok(())
}

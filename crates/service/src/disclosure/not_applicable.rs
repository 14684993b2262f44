//! "Not applicable": a reason, and a second person who agrees.

use dinh_domain::access::Action;
use dinh_domain::disclosure::Duty;
use dinh_domain::ids::{AccountId, DutyId};
use dinh_store::WriteTx;
use dinh_store::disclosure::duties;
use serde_json::json;

use super::tally::follow;
use crate::access::authorise;
use crate::audit;
use crate::error::Result;
use crate::platform::Context;
use crate::register::{ActContent, Bytes, NewAct, record_act};

/// Say why a duty does not apply this time.
pub async fn propose_not_applicable(
    ctx: &Context<'_>,
    duty: DutyId,
    version: i64,
    reason: &str,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    propose_not_applicable_in(ctx, &mut tx, duty, version, reason).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn propose_not_applicable_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    duty: DutyId,
    version: i64,
    reason: &str,
) -> Result<()> {
    let before = duties::get(tx, duty).await?;
    let by = authorise(ctx, tx, Action::ProposeNotApplicable, before.unit).await?;
    let mut duty = before.clone();
    duty.version = version;
    duty.propose_not_applicable(reason, by)?;
    save(ctx, tx, &before, &duty, "propose_not_applicable").await
}

/// Agree, as the second person. Public: the register records it with the reason.
pub async fn confirm_not_applicable(ctx: &Context<'_>, duty: DutyId, version: i64) -> Result<()> {
    let mut tx = ctx.write().await?;
    confirm_not_applicable_in(ctx, &mut tx, duty, version).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn confirm_not_applicable_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    duty: DutyId,
    version: i64,
) -> Result<()> {
    let (mut duty, by) = load_for_second(ctx, tx, duty, version).await?;
    let before = duty.clone();
    duty.confirm_not_applicable(by)?;
    save(ctx, tx, &before, &duty, "confirm_not_applicable").await?;
    let unit = dinh_store::units::get(tx, duty.unit).await?;
    let rule = ctx.law().rule(&duty.rule_code, duty.event_on)?;
    let text = format!(
        "dinh/not-applicable/1\nrule {}\nduty {}\ntitle {}\n\n{}\n",
        duty.rule_code, duty.number, duty.title, duty.reason
    );
    let act = NewAct {
        unit: &unit,
        room: "disclosure",
        act: "not-applicable",
        thing: duty.id.0,
        laws: vec![rule.citation.register_code()],
        contents: vec![ActContent {
            name: "noi-dung.txt".into(),
            media_type: "text/plain".into(),
            bytes: Bytes::Text(text),
            sealed: true,
        }],
    };
    record_act(ctx, tx, act).await?;
    Ok(())
}

/// Disagree: the duty is open again.
pub async fn refuse_not_applicable(ctx: &Context<'_>, duty: DutyId, version: i64) -> Result<()> {
    let mut tx = ctx.write().await?;
    let (mut duty, by) = load_for_second(ctx, &mut tx, duty, version).await?;
    let before = duty.clone();
    duty.refuse_not_applicable(by)?;
    save(ctx, &mut tx, &before, &duty, "refuse_not_applicable").await?;
    tx.commit().await?;
    Ok(())
}

async fn load_for_second(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    duty: DutyId,
    version: i64,
) -> Result<(Duty, AccountId)> {
    let mut duty = duties::get(tx, duty).await?;
    let by = authorise(ctx, tx, Action::ConfirmNotApplicable, duty.unit).await?;
    duty.version = version;
    Ok((duty, by))
}

async fn save(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    before: &Duty,
    duty: &Duty,
    action: &str,
) -> Result<()> {
    duties::save(tx, duty).await?;
    let detail = json!({ "number": duty.number, "rule": duty.rule_code });
    audit::record(ctx, tx, action, duty.id, Some(duty.unit), detail).await?;
    follow(ctx, tx, Some(before), duty).await
}

//! Open a duty because something happened: a decision, a plan, a report.

use dinh_domain::FieldError;
use dinh_domain::access::Action;
use dinh_domain::disclosure::{Duty, DutyState};
use dinh_domain::ids::{DutyId, UnitId};
use dinh_domain::units::Unit;
use dinh_law::{DueRequest, Event, Rule};
use dinh_store::WriteTx;
use jiff::civil::Date;
use serde_json::json;

use super::tally::follow;
use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// What happened.
#[derive(Clone, Debug)]
pub struct OpenDuty {
    /// Rule ("11.3:projects").
    pub rule: String,
    /// What it is about, in words.
    pub title: String,
    /// Day of the event.
    pub event_on: Date,
    /// Its document ("12/QĐ-UBND").
    pub event_document: String,
}

/// Open a duty for an event; gives it with its due day.
pub async fn open_duty(ctx: &Context<'_>, unit: UnitId, input: OpenDuty) -> Result<Duty> {
    let mut tx = ctx.write().await?;
    let duty = open_duty_in(ctx, &mut tx, unit, input).await?;
    tx.commit().await?;
    Ok(duty)
}

/// The same inside a transaction of the caller.
pub async fn open_duty_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    unit: UnitId,
    input: OpenDuty,
) -> Result<Duty> {
    authorise(ctx, tx, Action::OpenDuty, unit).await?;
    let unit = dinh_store::units::get(tx, unit).await?;
    let errors = check_event(ctx, &unit, &input.title, Some(input.event_on));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let rule = ctx.law().rule(&input.rule, input.event_on)?;
    let duty = make_duty(ctx, tx, &unit, rule, &input).await?;
    let detail = json!({ "rule": duty.rule_code, "number": duty.number, "due": duty.due_on });
    audit::record(ctx, tx, "open_duty", duty.id, Some(unit.id), detail).await?;
    follow(ctx, tx, None, &duty).await?;
    Ok(duty)
}

/// Everything that is wrong with an event; a day that could not be read is `None`.
pub fn check_event(
    ctx: &Context<'_>,
    unit: &Unit,
    title: &str,
    event_on: Option<Date>,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if title.trim().chars().count() < 5 {
        errors.push(FieldError::new(
            "title",
            "Hãy ghi nội dung cần công khai (ít nhất 5 ký tự).",
        ));
    }
    if event_on.is_some_and(|day| day > ctx.today()) {
        errors.push(FieldError::new(
            "event_date",
            "Ngày phát sinh ở tương lai; hãy nhập ngày ký văn bản hoặc ngày có quyết định.",
        ));
    } else if event_on.is_some_and(|day| !unit.exists_on(day)) {
        errors.push(FieldError::new(
            "event_date",
            format!(
                "Ngày này {} chưa thành lập hoặc đã kết thúc; hãy kiểm tra lại ngày.",
                unit.full_name
            ),
        ));
    }
    errors
}

async fn make_duty(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    unit: &Unit,
    rule: &Rule,
    input: &OpenDuty,
) -> Result<Duty> {
    let event = Event {
        kind: rule.trigger,
        date: input.event_on,
    };
    add_duty(
        ctx,
        tx,
        unit,
        rule,
        event,
        None,
        &input.title,
        &input.event_document,
    )
    .await
}

/// Add the duty that `rule` makes of `event`; shared by events and periods.
#[expect(
    clippy::too_many_arguments,
    reason = "each is a fact of the duty, and both callers name them all"
)]
pub(super) async fn add_duty(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    unit: &Unit,
    rule: &Rule,
    event: Event,
    period: Option<String>,
    title: &str,
    document: &str,
) -> Result<Duty> {
    let facts = unit.facts().ok_or_else(|| {
        Error::field(
            "unit",
            format!(
                "Luật không giao mục công khai riêng cho {}.",
                unit.full_name
            ),
        )
    })?;
    let due = ctx.law().due(&DueRequest {
        rule: &rule.code,
        unit: facts,
        event,
        extension: None,
        suspensions: Vec::new(),
    })?;
    let duty = Duty {
        id: DutyId(ctx.new_id()),
        number: dinh_store::numbers::next(tx, "duty").await?,
        unit: unit.id,
        rule_code: rule.code.clone(),
        item: rule.item.clone(),
        title: dinh_domain::folding::clean(title),
        period,
        event_kind: event.kind.code().to_owned(),
        event_on: event.date,
        event_document: dinh_domain::folding::clean(document),
        due_on: due.due,
        state: DutyState::Open,
        published_on: None,
        judged: None,
        missing_forms: 0,
        early_ends: 0,
        reason: String::new(),
        proposed_by: None,
        version: 1,
        sample: unit.sample || ctx.platform.sample,
    };
    dinh_store::disclosure::duties::add(tx, &duty, ctx.account(), ctx.now()).await?;
    Ok(duty)
}

/// The duty that a community's decision makes for its commune; nobody opens it by hand.
pub(crate) async fn open_duty_of_decision_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    unit: &Unit,
    input: &OpenDuty,
) -> Result<Duty> {
    let rule = ctx.law().rule(&input.rule, input.event_on)?;
    let duty = make_duty(ctx, tx, unit, rule, input).await?;
    let detail = json!({ "rule": duty.rule_code, "number": duty.number, "due": duty.due_on });
    audit::record(ctx, tx, "open_duty", duty.id, Some(unit.id), detail).await?;
    follow(ctx, tx, None, &duty).await?;
    Ok(duty)
}

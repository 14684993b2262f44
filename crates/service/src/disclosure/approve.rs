//! The chairman approves, and the publication is public: portal, register entry,
//! audit row and duty in one transaction.

use dinh_domain::access::Action;
use dinh_domain::disclosure::{
    Duty, FormRequirement, LegalDay, Publication, PublicationState, ended_early, open_requirements,
    requirements,
};
use dinh_domain::ids::PublicationId;
use dinh_domain::units::Unit;
use dinh_law::Rule;
use dinh_store::WriteTx;
use dinh_store::disclosure::revisions::{self, NewRevision};
use dinh_store::disclosure::{self as stored, duties, files, forms};

use super::draft::record;
use super::form::{need_of, records};
use super::tally::follow;
use crate::access::authorise;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::register::{ActContent, Bytes, NewAct, asks_for_witnesses, record_act};

/// Approve and publish; gives the register position.
pub async fn approve(ctx: &Context<'_>, id: PublicationId, version: i64) -> Result<i64> {
    let mut tx = ctx.write().await?;
    let position = approve_in(ctx, &mut tx, id, version).await?;
    tx.commit().await?;
    Ok(position)
}

/// The same inside a transaction of the caller.
pub async fn approve_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: PublicationId,
    version: i64,
) -> Result<i64> {
    let mut publication = stored::get(tx, id).await?.publication;
    let by = authorise(ctx, tx, Action::ApprovePublication, publication.unit).await?;
    publication.version = version;
    publication.publish(by, ctx.today())?;
    let duty = duties::get(tx, publication.duty).await?;
    let unit = dinh_store::units::get(tx, publication.unit).await?;
    let change = Change {
        act: "publish",
        reason: "",
        article: "",
    };
    let position = make_public(ctx, tx, &publication, &unit, &duty, &change).await?;
    fulfil_duty(ctx, tx, &publication, &unit, duty, position).await?;
    record(ctx, tx, &publication, "approve_publication").await?;
    Ok(position)
}

/// Give the draft back to the clerk.
pub async fn send_back(ctx: &Context<'_>, id: PublicationId, version: i64) -> Result<()> {
    let mut tx = ctx.write().await?;
    let mut publication = stored::get(&mut tx, id).await?.publication;
    authorise(ctx, &mut tx, Action::ApprovePublication, publication.unit).await?;
    publication.version = version;
    publication.send_back()?;
    stored::save(&mut tx, &publication, ctx.now()).await?;
    record(ctx, &mut tx, &publication, "send_back").await?;
    tx.commit().await?;
    Ok(())
}

/// What the register tells of a change of something public.
pub(super) struct Change<'a> {
    /// publish, amend, close, withdraw.
    pub act: &'a str,
    /// Why, if it must be said.
    pub reason: &'a str,
    /// Legal ground of a withdrawal.
    pub article: &'a str,
}

/// Save the publication, its register entry and its revision; a conflict when somebody saved before.
pub(super) async fn make_public(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    publication: &Publication,
    unit: &Unit,
    duty: &Duty,
    change: &Change<'_>,
) -> Result<i64> {
    let rule = ctx.law().rule(&publication.rule_code, duty.event_on)?;
    let contents = contents(tx, publication, rule, change.reason, change.article).await?;
    let mut laws = vec![rule.citation.register_code()];
    laws.push(rule.deadline_citation.register_code());
    laws.dedup();
    let new = NewAct {
        unit,
        room: "disclosure",
        act: change.act,
        thing: publication.id.0,
        laws,
        contents,
    };
    let position = record_act(ctx, tx, new).await?;
    stored::save_public(tx, publication, ctx.now(), position).await?;
    let revision = NewRevision {
        publication,
        act: change.act,
        reason: change.reason,
        article: change.article,
        at: ctx.now(),
        position,
    };
    revisions::add(tx, &revision).await?;
    Ok(position)
}

async fn contents(
    tx: &mut WriteTx,
    publication: &Publication,
    rule: &Rule,
    reason: &str,
    article: &str,
) -> Result<Vec<ActContent>> {
    let sealed = rule.contains_personal_data;
    let mut found = vec![ActContent {
        name: "noi-dung.txt".into(),
        media_type: "text/plain".into(),
        bytes: Bytes::Text(publication.content.register_text(&publication.rule_code)),
        sealed,
    }];
    if !reason.is_empty() {
        let text = format!("dinh/reason/1\narticle {article}\n\n{reason}\n");
        found.push(ActContent {
            name: "ly-do.txt".into(),
            media_type: "text/plain".into(),
            bytes: Bytes::Text(text),
            sealed: true,
        });
    }
    for file in files::of_publication(tx, publication.id).await? {
        if file.purpose != "attachment" || !file.is_in(publication.rev) {
            continue;
        }
        let sha256 = file.sha256.as_slice().try_into();
        found.push(ActContent {
            name: file.name,
            media_type: file.media_type,
            bytes: Bytes::Stored {
                sha256: sha256.map_err(|_| Error::Internal("a stored digest is damaged".into()))?,
                size: u64::try_from(file.size)
                    .map_err(|_| Error::Internal("a stored size is damaged".into()))?,
            },
            sealed,
        });
    }
    Ok(found)
}

async fn fulfil_duty(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    publication: &Publication,
    unit: &Unit,
    mut duty: Duty,
    position: i64,
) -> Result<()> {
    let before = duty.clone();
    let witnesses = asks_for_witnesses(tx).await?;
    duty.fulfil(LegalDay::recorded(ctx.today(), position, witnesses))?;
    count_forms(ctx, tx, publication, unit, &mut duty).await?;
    duties::save(tx, &duty).await?;
    follow(ctx, tx, Some(&before), &duty).await
}

/// A form was recorded or ended: count the required forms that have no record yet, and the early ends.
pub(super) async fn recount_forms(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    publication: &Publication,
    unit: &Unit,
) -> Result<()> {
    let before = duties::get(tx, publication.duty).await?;
    let mut duty = before.clone();
    count_forms(ctx, tx, publication, unit, &mut duty).await?;
    duties::save(tx, &duty).await?;
    follow(ctx, tx, Some(&before), &duty).await
}

async fn count_forms(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    publication: &Publication,
    unit: &Unit,
    duty: &mut Duty,
) -> Result<()> {
    let rule = ctx.law().rule(&duty.rule_code, duty.event_on)?;
    let rows = forms::of_publication(tx, publication.id).await?;
    let done = records(&rows)?;
    let required = required_forms(ctx, rule, unit);
    let open = open_requirements(&required, &done, duty.published_on.is_some()).len();
    duty.missing_forms = i64::try_from(open).unwrap_or(i64::MAX);
    let withdrawn_on = find_withdrawal(tx, publication).await?;
    let early = done
        .iter()
        .filter(|form| ended_early(form, need_of(&required, form)))
        .filter(|form| withdrawn_on.is_none_or(|day| form.ended_on < Some(day)))
        .count();
    duty.early_ends = i64::try_from(early).unwrap_or(i64::MAX);
    Ok(())
}

/// The day of a withdrawal: notices that came down with it are no fault.
async fn find_withdrawal(
    tx: &mut WriteTx,
    publication: &Publication,
) -> Result<Option<jiff::civil::Date>> {
    if publication.state != PublicationState::Withdrawn {
        return Ok(None);
    }
    let stored = stored::get(tx, publication.id).await?;
    Ok(stored.ended.map(|(day, _, _)| day))
}

/// The forms that the law requires of this unit for this rule.
pub(super) fn required_forms(ctx: &Context<'_>, rule: &Rule, unit: &Unit) -> Vec<FormRequirement> {
    match unit.facts() {
        Some(facts) => requirements(&ctx.law().forms(rule, &facts)),
        None => Vec::new(),
    }
}

//! After publication: correct with a reason, end after the time, withdraw on a
//! legal ground. The old version always stays provable.

use dinh_domain::access::Action;
use dinh_domain::disclosure::{Draft, Duty, Publication, PublicationState, check_draft};
use dinh_domain::ids::PublicationId;
use dinh_store::WriteTx;
use dinh_store::disclosure::{self as stored, duties, forms};

use super::approve::{Change, make_public, required_forms};
use super::draft::{record, refuse_same_document};
use super::form::{need_of, records};
use super::tally::follow;
use crate::access::authorise;
use crate::error::{Error, Result};
use crate::platform::Context;

/// A correction as typed.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The whole new content.
    pub draft: Draft,
    /// Why.
    pub reason: String,
    /// The version that the form was made from.
    pub version: i64,
}

/// Correct what is public; gives the register position.
pub async fn correct(ctx: &Context<'_>, id: PublicationId, input: Correction) -> Result<i64> {
    let mut tx = ctx.write().await?;
    let mut publication = stored::get(&mut tx, id).await?.publication;
    authorise(ctx, &mut tx, Action::CorrectPublication, publication.unit).await?;
    let mut errors = Vec::new();
    let content = match check_draft(&input.draft, ctx.today()) {
        Ok(content) => content,
        Err(found) => {
            errors = found;
            publication.content.clone()
        }
    };
    publication.version = input.version;
    match publication.correct(content, &input.reason) {
        Err(dinh_domain::Refusal::Invalid(more)) => errors.extend(more),
        other => other?,
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    refuse_same_document(&mut tx, &publication).await?;
    let change = Change {
        act: "amend",
        reason: input.reason.trim(),
        article: "",
    };
    let (position, _) = change_public(ctx, &mut tx, &publication, &change).await?;
    record(ctx, &mut tx, &publication, "correct_publication").await?;
    tx.commit().await?;
    Ok(position)
}

/// Withdraw on a legal ground; gives the register position.
pub async fn withdraw(
    ctx: &Context<'_>,
    id: PublicationId,
    version: i64,
    article: &str,
    reason: &str,
) -> Result<i64> {
    let mut tx = ctx.write().await?;
    let mut publication = stored::get(&mut tx, id).await?.publication;
    authorise(ctx, &mut tx, Action::WithdrawPublication, publication.unit).await?;
    publication.version = version;
    publication.withdraw(article, reason)?;
    let (article, reason) = (article.trim(), reason.trim());
    let change = Change {
        act: "withdraw",
        reason,
        article,
    };
    let (position, before) = change_public(ctx, &mut tx, &publication, &change).await?;
    stored::mark_ended(&mut tx, id, ctx.today(), reason, article, position).await?;
    let mut duty = before.clone();
    duty.withdraw()?;
    duties::save(&mut tx, &duty).await?;
    follow(ctx, &mut tx, Some(&before), &duty).await?;
    record(ctx, &mut tx, &publication, "withdraw_publication").await?;
    tx.commit().await?;
    Ok(position)
}

/// Take a publication off the portal after its time: refused while a required form
/// still has to stay, and for permanent items always.
pub async fn end(ctx: &Context<'_>, id: PublicationId, version: i64) -> Result<i64> {
    let mut tx = ctx.write().await?;
    let mut publication = stored::get(&mut tx, id).await?.publication;
    authorise(ctx, &mut tx, Action::CorrectPublication, publication.unit).await?;
    if publication.state == PublicationState::Published {
        refuse_before_time(ctx, &mut tx, &publication).await?;
    }
    publication.version = version;
    publication.end()?;
    let change = Change {
        act: "close",
        reason: "",
        article: "",
    };
    let (position, _) = change_public(ctx, &mut tx, &publication, &change).await?;
    stored::mark_ended(&mut tx, id, ctx.today(), "", "", position).await?;
    record(ctx, &mut tx, &publication, "end_publication").await?;
    tx.commit().await?;
    Ok(position)
}

/// Make the change public; gives its position, and the duty as it stands.
async fn change_public(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    publication: &Publication,
    change: &Change<'_>,
) -> Result<(i64, Duty)> {
    let unit = dinh_store::units::get(tx, publication.unit).await?;
    let duty = duties::get(tx, publication.duty).await?;
    let position = make_public(ctx, tx, publication, &unit, &duty, change).await?;
    Ok((position, duty))
}

async fn refuse_before_time(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    publication: &Publication,
) -> Result<()> {
    let unit = dinh_store::units::get(tx, publication.unit).await?;
    let duty = duties::get(tx, publication.duty).await?;
    let rule = ctx.law().rule(&publication.rule_code, duty.event_on)?;
    let rows = forms::of_publication(tx, publication.id).await?;
    let done = records(&rows)?;
    let required = required_forms(ctx, rule, &unit);
    if rule.permanent {
        return Err(Error::Unlawful {
            article: rule.citation.to_string(),
            reason: "Nội dung này phải được công khai thường xuyên, không được gỡ.".into(),
            lawful_alternative: "Khi nội dung thay đổi, hãy đính chính; bản cũ vẫn được lưu."
                .into(),
        });
    }
    for form in done.iter().filter(|form| form.ended_on.is_none()) {
        dinh_domain::disclosure::refuse_early_end(form, need_of(&required, form), ctx.today())?;
    }
    let shown_from = publication.published_on.unwrap_or(ctx.today());
    let longest = required
        .iter()
        .filter_map(|need| ctx.law().calendar().last_day_of(need.duration, shown_from))
        .max();
    match longest {
        Some(last) if ctx.today() <= last => Err(Error::Unlawful {
            article: rule.citation.to_string(),
            reason: format!(
                "Chưa hết thời gian công khai tối thiểu: phải giữ đến hết ngày {}.",
                last.strftime("%d/%m/%Y")
            ),
            lawful_alternative: "Hãy gỡ sau ngày đó; nếu nội dung sai, hãy đính chính.".into(),
        }),
        _ => Ok(()),
    }
}

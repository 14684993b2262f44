//! The notice for the board: one publication as a document of decree 30/2020.

use dinh_domain::disclosure::FormRequirement;
use dinh_law::{Form, MinimumDuration};
use dinh_register::Hash;
use dinh_register::paper::short_code;
use dinh_report::{Attachment, CitedDocument, Notice, Posting};
use dinh_store::register::times;
use jiff::civil::Date;

use super::ask::request_rule;
use super::quarter::{authority, issuer, place, superior};
use super::view::ItemView;
use crate::error::Result;
use crate::grounds::{of_article, of_instruments};
use crate::platform::Context;

/// The notice of a publication, posted from `from` on.
pub async fn notice(ctx: &Context<'_>, item: &ItemView, from: Date) -> Result<Notice> {
    let mut tx = ctx.read().await?;
    let publication = &item.stored.publication;
    let url = format!("{}/cong-khai/{}", ctx.platform.base_url, publication.number);
    let position = item.stored.register_position;
    let entry = match position {
        Some(position) => times::of_entry(&mut tx, position).await?,
        None => None,
    };
    let leaf = entry.and_then(|row| <[u8; 32]>::try_from(row.leaf).ok());
    let index = position.and_then(|at| u64::try_from(at).ok());
    let code = index.zip(leaf);
    let short_code = code.map(|(index, leaf)| short_code(&url, index, &Hash(leaf)));
    let content = &publication.content;
    Ok(Notice {
        superior: superior(ctx, &mut tx, &item.unit).await?,
        issuer: issuer(&item.unit),
        number: None,
        symbol: "TB-UBND".to_owned(),
        place: place(ctx, &mut tx, &item.unit).await?,
        date: from,
        title: content.title.clone(),
        grounds: grounds(ctx, item),
        item_code: item.rule.item.clone(),
        item_citation: item.rule.citation.to_string(),
        item_title: item.rule.title.clone(),
        document: CitedDocument {
            number: (!content.document_number.is_empty()).then(|| content.document_number.clone()),
            date: content.document_on.unwrap_or(item.duty.event_on),
            title: content.title.clone(),
        },
        summary: content
            .summary
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(ToOwned::to_owned)
            .collect(),
        attachments: attachments(item),
        posting: postings(ctx, item, from),
        forms: item.required.iter().map(form_line).collect(),
        url,
        short_code,
        register_position: index,
        register_hash: leaf.map(|leaf| Hash(leaf).to_string()).unwrap_or_default(),
        request_citation: request_citation(ctx, item, from)?,
        signer_authority: authority(&item.unit),
        signer_post: "CHỦ TỊCH".to_owned(),
        signer_name: None,
        recipients: vec![
            "Bảng tin trụ sở, nhà văn hóa, điểm sinh hoạt cộng đồng".to_owned(),
            "Lưu: VT".to_owned(),
        ],
        sample: publication.sample,
    })
}

/// The law by its title and day, then the item itself, as Decree 30/2020 orders grounds.
fn grounds(ctx: &Context<'_>, item: &ItemView) -> Vec<String> {
    let citation = &item.rule.citation;
    let mut all = of_instruments(ctx.law(), &[&citation.instrument]);
    let about = &item.rule.title;
    all.push(format!(
        "{} về nội dung phải công khai: {about}",
        of_article(citation)
    ));
    all
}

/// Where the reader of the notice may ask for what is missing, when the law gives that
/// right towards this unit.
fn request_citation(ctx: &Context<'_>, item: &ItemView, on: Date) -> Result<Option<String>> {
    let rule = request_rule(ctx, on)?;
    let bound = item
        .unit
        .kind
        .law_kind()
        .is_some_and(|kind| rule.applies_to.contains(&kind));
    Ok(bound.then(|| rule.citation.to_string()))
}

fn attachments(item: &ItemView) -> Vec<Attachment> {
    item.files
        .iter()
        .map(|file| Attachment {
            name: file.name.clone(),
            sha256: file.digest(),
            size: u64::try_from(file.size).unwrap_or(0),
        })
        .collect()
}

fn postings(ctx: &Context<'_>, item: &ItemView, from: Date) -> Vec<Posting> {
    item.required
        .iter()
        .filter(|need| need.form == Form::Posting)
        .filter_map(|need| {
            let place = need.place?;
            Some(Posting {
                place: place.label().to_owned(),
                from,
                to: match need.duration {
                    MinimumDuration::Permanent => None,
                    duration => ctx.law().calendar().last_day_of(duration, from),
                },
            })
        })
        .collect()
}

fn form_line(need: &FormRequirement) -> String {
    match need.place {
        Some(place) => format!(
            "{} tại {}: {}",
            need.form.label(),
            place.label().to_lowercase(),
            need.duration.label()
        ),
        None => format!("{}: {}", need.form.label(), need.duration.label()),
    }
}

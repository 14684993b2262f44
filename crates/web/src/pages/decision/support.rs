//! `…/dong-thuan`: households that support an initiative, the online vote, or a dismissal.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use dinh_domain::access::Action;
use dinh_domain::decision::{Origin, Subject};
use dinh_law::ProcedureValue;
use dinh_service::decision::{
    DecisionView, Purpose, Support, backing_of, support_in, take_back_support,
};
use dinh_service::{Context, Error};
use dinh_store::decision::households as stored;

use super::form::{FormPage, of};
use super::households::{Households, Looked, Search, ticked};
use super::shown::whole;
use super::subject::Refused;
use crate::caller::Caller;
use crate::components::{Choice, Choices, DateInput, Field};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;
use crate::texts::Texts;

/// The list.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(looked): Query<Looked>,
) -> PageResult {
    let refused = Refused::none(caller.texts());
    page(
        &state,
        &caller,
        number,
        &looked,
        &Posted::default(),
        refused,
    )
    .await
}

/// Record the ticked households, or take their support back.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(looked): Query<Looked>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    match record(&ctx, &view, &typed).await {
        Ok(()) => see_other(&super::form::done(number, "dong-thuan")),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            page(&state, &caller, number, &looked, &typed, refused).await
        }
    }
}

async fn record(ctx: &Context<'_>, view: &DecisionView, typed: &Posted) -> Result<(), Error> {
    let id = view.decision().id;
    let purpose = Purpose::find(typed.text("purpose"))
        .ok_or_else(|| Error::field("purpose", "Hãy chọn các hộ đồng thuận về điều gì."))?;
    let chosen = ticked(typed)?;
    if typed.find("take_back").is_some() {
        for household in chosen {
            take_back_support(ctx, id, purpose, household).await?;
        }
        return Ok(());
    }
    let given_on = typed
        .needed_date("given_on")
        .map_err(|wrong| Error::Invalid(vec![wrong]))?;
    let mut tx = ctx.write().await?;
    for household in chosen {
        let support = Support {
            decision: id,
            purpose,
            household,
            given_on,
            way: typed.text("way").to_owned(),
        };
        support_in(ctx, &mut tx, support).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn purposes(view: &DecisionView) -> Vec<Purpose> {
    let proposal = &view.decision().proposal;
    let mut found = Vec::new();
    if proposal.origin == Origin::Citizen {
        found.push(Purpose::Initiative);
    }
    if proposal.subject == Subject::SelfGoverning {
        found.push(Purpose::Online);
    }
    if proposal.subject == Subject::DismissHead {
        found.push(Purpose::Dismissal);
    }
    if found.is_empty() {
        found.push(Purpose::Initiative);
    }
    found
}

fn purpose_words(texts: Texts, purpose: Purpose) -> String {
    texts.text(match purpose {
        Purpose::Initiative => "decision-support-initiative",
        Purpose::Online => "decision-support-online",
        Purpose::Dismissal => "decision-support-dismissal",
    })
}

async fn page(
    state: &AppState,
    caller: &Caller,
    number: i64,
    looked: &Looked,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let ctx = caller.context(state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    let possible = purposes(&view);
    let chosen = Purpose::find(typed.text("purpose"))
        .or_else(|| Purpose::find(&looked.loai))
        .or_else(|| possible.first().copied())
        .unwrap_or(Purpose::Initiative);
    let (progress, article) = progress(&ctx, texts, &view, chosen).await?;
    let mut tx = ctx.read().await?;
    let known: BTreeMap<_, _> = stored::supporters(&mut tx, view.decision().id, chosen.code())
        .await?
        .into_iter()
        .collect();
    drop(tx);
    let wrong = refused.find("household");
    let households = Households::load(&ctx, texts, &view, looked, &known, typed, wrong).await?;
    let mut purpose = Choices::radios(texts, "purpose", texts.text("decision-support-what"))
        .chosen([chosen.code()])
        .error(refused.find("purpose"));
    for one in &possible {
        purpose = purpose.item(Choice::new(one.code(), purpose_words(texts, *one)));
    }
    let given = given_on(&ctx, texts, typed, &refused);
    let way = Field::text(texts, "way", texts.text("decision-support-way"))
        .hint(texts.text("decision-support-way-hint"))
        .value(typed.text("way"));
    let mut form = FormPage::new(state, caller, &view, "decision-next-support", refused)
        .lead(progress)
        .lead(article);
    if chosen == Purpose::Initiative {
        form = form.lead(texts.text("decision-support-validity"));
    }
    form.before(&Search::new(texts, looked))
        .field(&purpose)
        .field(&given)
        .field(&way)
        .field(&households)
        .button(texts.text("decision-support-send"))
        .other_button(texts.text("decision-support-take-back"), "take_back", "1")
        .answer()
}

/// How many households support it, of how many that are needed, and the article.
async fn progress(
    ctx: &Context<'_>,
    texts: Texts,
    view: &DecisionView,
    chosen: Purpose,
) -> Result<(String, String), Error> {
    let mut tx = ctx.read().await?;
    let backing = backing_of(ctx, &mut tx, view.decision()).await?;
    drop(tx);
    let (have, key) = match chosen {
        Purpose::Initiative => (backing.supports, "initiative_share"),
        Purpose::Online => (backing.online, "online_agreement"),
        Purpose::Dismissal => (backing.dismissal, "dismissal_request"),
    };
    let rule = ctx.law().procedure(key, ctx.today()).map_err(Error::from)?;
    let needed = match rule.value {
        ProcedureValue::Share { share, .. } => share.needed(backing.households).unwrap_or(0),
        _ => 0,
    };
    let words = texts.with(
        "decision-support-progress",
        &[
            ("have", &whole(have)),
            ("needed", &whole(needed)),
            ("total", &whole(backing.households)),
        ],
    );
    Ok((words, rule.citation.to_string()))
}

/// The day of the support: today, until something was typed.
fn given_on(ctx: &Context<'_>, texts: Texts, typed: &Posted, refused: &Refused) -> DateInput {
    let given = DateInput::new(texts, "given_on", texts.text("decision-support-day"))
        .error(refused.find("given_on"));
    if typed.fields.is_empty() {
        given.date(ctx.today())
    } else {
        given.values(typed.date_parts("given_on"))
    }
}

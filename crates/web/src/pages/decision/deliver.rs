//! `…/giao`: what reached which household, one by one or all at once.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use dinh_domain::access::Action;
use dinh_service::decision::{
    DecisionView, DeliveryKind, Handed, deliver_in, deliver_to_all, take_back_delivery,
};
use dinh_service::{Context, Error};
use dinh_store::decision::households as stored;

use super::form::{FormPage, done, of};
use super::households::{Households, Looked, Search, ticked};
use super::shown::whole;
use super::subject::Refused;
use crate::caller::Caller;
use crate::components::{Choice, Choices, DateInput, Field};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;

const KINDS: [(DeliveryKind, &str); 4] = [
    (DeliveryKind::Notice, "decision-deliver-notice"),
    (DeliveryKind::Papers, "decision-deliver-papers"),
    (DeliveryKind::Ballot, "decision-deliver-ballot"),
    (DeliveryKind::Card, "decision-deliver-card"),
];

/// The list.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(looked): Query<Looked>,
) -> PageResult {
    let refused = Refused::none(caller.texts());
    let typed = Posted::default();
    page(&state, &caller, number, &looked, &typed, refused).await
}

/// Record it for the ticked households, or for all.
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
        Ok(()) => see_other(&done(number, "giao")),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            page(&state, &caller, number, &looked, &typed, refused).await
        }
    }
}

async fn record(ctx: &Context<'_>, view: &DecisionView, typed: &Posted) -> Result<(), Error> {
    let id = view.decision().id;
    let kind = DeliveryKind::find(typed.text("kind"))
        .ok_or_else(|| Error::field("kind", "Hãy chọn giấy tờ đã giao."))?;
    if typed.find("take_back").is_some() {
        for household in ticked(typed)? {
            take_back_delivery(ctx, id, household, kind).await?;
        }
        return Ok(());
    }
    let on = typed
        .needed_date("on")
        .map_err(|wrong| Error::Invalid(vec![wrong]))?;
    let handed = Handed {
        kind,
        on,
        way: typed.text("way").to_owned(),
    };
    if typed.find("all").is_some() {
        deliver_to_all(ctx, id, handed).await?;
        return Ok(());
    }
    let mut tx = ctx.write().await?;
    for household in ticked(typed)? {
        deliver_in(ctx, &mut tx, id, household, handed.clone()).await?;
    }
    tx.commit().await?;
    Ok(())
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
    let kind = DeliveryKind::find(typed.text("kind"))
        .or_else(|| DeliveryKind::find(&looked.loai))
        .unwrap_or(DeliveryKind::Notice);
    let round = (view.decision().id, view.decision().round.number);
    let mut tx = ctx.read().await?;
    let known: BTreeMap<_, _> = stored::delivered(&mut tx, round, kind.code())
        .await?
        .into_iter()
        .collect();
    let total =
        dinh_store::roll::households::in_force(&mut tx, view.decision().unit, ctx.today()).await?;
    drop(tx);
    let have = whole(u64::try_from(known.len()).unwrap_or(u64::MAX));
    let progress = texts.with(
        "decision-deliver-progress",
        &[("have", &have), ("total", &total)],
    );
    let households = Households::load(
        &ctx,
        texts,
        &view,
        looked,
        &known,
        typed,
        refused.find("household"),
    )
    .await?;
    let mut kinds = Choices::radios(texts, "kind", texts.text("decision-deliver-what"))
        .chosen([kind.code()])
        .error(refused.find("kind"));
    for (one, key) in KINDS {
        kinds = kinds.item(Choice::new(one.code(), texts.text(key)));
    }
    let day =
        DateInput::new(texts, "on", texts.text("decision-deliver-day")).error(refused.find("on"));
    let day = if typed.fields.is_empty() {
        day.date(ctx.today())
    } else {
        day.values(typed.date_parts("on"))
    };
    let way = Field::text(texts, "way", texts.text("decision-deliver-way"))
        .hint(texts.text("decision-deliver-way-hint"))
        .value(typed.text("way"))
        .error(refused.find("way"));
    FormPage::new(state, caller, &view, "decision-next-deliver", refused)
        .lead(progress)
        .before(&Search::new(texts, looked))
        .field(&kinds)
        .field(&day)
        .field(&way)
        .field(&households)
        .button(texts.text("decision-deliver-send"))
        .other_button(texts.text("decision-deliver-all"), "all", "1")
        .other_button(texts.text("decision-deliver-take-back"), "take_back", "1")
        .answer()
}

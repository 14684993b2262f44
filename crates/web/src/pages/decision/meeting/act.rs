//! What the pressed button of the meeting's page does.

use dinh_domain::FieldError;
use dinh_domain::decision::VotingMethod;
use dinh_domain::ids::HouseholdId;
use dinh_service::decision::{
    ArrivalWay, DecisionView, NewSpeech, arrive_at_cluster, choose_committee, choose_method,
    choose_secretary, leave, note_guest, note_speech, register_guest, take_back_speech,
};
use dinh_service::{Context, Error};

use super::{Asked, cluster_at};
use crate::pages::decision::form::count;
use crate::pages::decision::open::household_numbered;
use crate::pages::decision::plan_fields::team;
use crate::posted::Posted;
use crate::texts::Texts;

/// What was done, and where on the page it is seen.
pub struct Done {
    pub what: &'static str,
    pub place: &'static str,
}

const fn done(what: &'static str, place: &'static str) -> Done {
    Done { what, place }
}

/// Do it.
pub async fn act(
    ctx: &Context<'_>,
    texts: Texts,
    (view, asked): (&DecisionView, &Asked),
    typed: &Posted,
) -> Result<Done, Error> {
    if let Some(done) = attend(ctx, (view, asked), typed).await? {
        return Ok(done);
    }
    if let Some(done) = listen(ctx, view, typed).await? {
        return Ok(done);
    }
    decide(ctx, texts, view, typed).await?;
    Ok(done("bieu-quyet", "#bieu-quyet"))
}

/// Households come and go.
async fn attend(
    ctx: &Context<'_>,
    (view, asked): (&DecisionView, &Asked),
    typed: &Posted,
) -> Result<Option<Done>, Error> {
    let id = view.decision().id;
    if let Some(one) = typed.find("arrive") {
        let at = (household(one)?, asked.cluster(view));
        arrive_at_cluster(ctx, id, at, ArrivalWay::Tap).await?;
        return Ok(Some(done("co-mat", "#danh-sach")));
    }
    if let Some(one) = typed.find("scan") {
        let at = (household(one)?, cluster_at(view, typed.text("cum")));
        arrive_at_cluster(ctx, id, at, ArrivalWay::Card).await?;
        return Ok(Some(done("co-mat", "#danh-sach")));
    }
    if let Some(one) = typed.find("leave") {
        leave(ctx, id, household(one)?).await?;
        return Ok(Some(done("ve", "#danh-sach")));
    }
    Ok(None)
}

fn household(typed: &str) -> Result<HouseholdId, Error> {
    typed
        .parse()
        .map_err(|_| Error::field("household", "Hãy chọn lại hộ trong danh sách."))
}

/// Guests, and what is said.
async fn listen(
    ctx: &Context<'_>,
    view: &DecisionView,
    typed: &Posted,
) -> Result<Option<Done>, Error> {
    let id = view.decision().id;
    if let Some(guest) = typed.find("came") {
        let guest = guest.parse().map_err(|_| Error::NotFound)?;
        note_guest(ctx, id, guest, "").await?;
        return Ok(Some(done("khach", "#khach")));
    }
    if typed.find("guest_send").is_some() {
        let household = household_numbered(ctx, view, typed.text("household")).await?;
        register_guest(ctx, id, household, typed.text("guest")).await?;
        return Ok(Some(done("khach", "#khach")));
    }
    if let Some(speech) = typed.find("speech_remove") {
        let speech = speech.parse().map_err(|_| Error::NotFound)?;
        take_back_speech(ctx, id, speech).await?;
        return Ok(Some(done("bo-y-kien", "#thao-luan")));
    }
    if typed.find("speech_send").is_some() {
        let new = NewSpeech {
            speaker: typed.text("speaker").to_owned(),
            household: speaking_household(ctx, view, typed.text("speech_household")).await?,
            words: typed.text("words").to_owned(),
        };
        note_speech(ctx, id, new).await?;
        return Ok(Some(done("y-kien", "#thao-luan")));
    }
    Ok(None)
}

/// The household whose representative speaks; nobody must say one.
async fn speaking_household(
    ctx: &Context<'_>,
    view: &DecisionView,
    typed: &str,
) -> Result<Option<HouseholdId>, Error> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    match household_numbered(ctx, view, typed).await {
        Ok(household) => Ok(Some(household)),
        Err(Error::Invalid(wrong)) => {
            let renamed = wrong
                .into_iter()
                .map(|one| FieldError::new("speech_household", one.message))
                .collect();
            Err(Error::Invalid(renamed))
        }
        Err(other) => Err(other),
    }
}

/// The meeting decides about itself.
async fn decide(
    ctx: &Context<'_>,
    texts: Texts,
    view: &DecisionView,
    typed: &Posted,
) -> Result<(), Error> {
    let id = view.decision().id;
    let hands =
        count(texts, "hands", typed.text("hands")).map_err(|wrong| Error::Invalid(vec![wrong]))?;
    match typed.text("chooses") {
        "secretary" => choose_secretary(ctx, id, typed.text("secretary"), hands).await,
        "method" => choose_method(ctx, id, method(typed.text("method"))?, hands).await,
        "committee" => choose_committee(ctx, id, team(typed), hands).await,
        _ => Err(Error::NotFound),
    }
}

fn method(typed: &str) -> Result<VotingMethod, Error> {
    match typed {
        "hands" => Ok(VotingMethod::Hands),
        "secret" => Ok(VotingMethod::Secret),
        _ => Err(Error::field(
            "method",
            "Hãy chọn giơ tay hoặc bỏ phiếu kín.",
        )),
    }
}

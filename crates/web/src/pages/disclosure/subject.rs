//! What the desk works on, found by its short number and only for whoever may do so,
//! and what the caller may do with it: pages show only buttons that work.

use dinh_domain::access::Action;
use dinh_domain::disclosure::Duty;
use dinh_domain::ids::UnitId;
use dinh_law::Due;
use dinh_service::access::authorise;
use dinh_service::{Context, Error};
use dinh_store::ReadTx;
use dinh_store::disclosure::{self as stored, Stored, duties};
use serde::Deserialize;

use crate::components::FormErrors;
use crate::texts::Texts;

/// The duty with this number, for whoever may do `action` in its unit.
pub async fn duty(ctx: &Context<'_>, number: i64, action: Action) -> Result<Duty, Error> {
    let mut tx = ctx.read().await?;
    let found = duties::find_by_number(&mut tx, number)
        .await?
        .ok_or(Error::NotFound)?;
    authorise(ctx, &mut tx, action, found.unit).await?;
    Ok(found)
}

/// The publication with this number, for whoever may do `action` in its unit.
pub async fn publication(ctx: &Context<'_>, number: i64, action: Action) -> Result<Stored, Error> {
    let mut tx = ctx.read().await?;
    let found = stored::find_by_number(&mut tx, number)
        .await?
        .ok_or(Error::NotFound)?;
    authorise(ctx, &mut tx, action, found.publication.unit).await?;
    Ok(found)
}

/// The address of the duty that a publication fulfils.
pub async fn duty_address(ctx: &Context<'_>, found: &Stored) -> Result<String, Error> {
    let mut tx = ctx.read().await?;
    let duty = duties::get(&mut tx, found.publication.duty).await?;
    Ok(format!("/lam-viec/muc/{}", duty.number))
}

/// The actions that the caller has on a unit.
pub struct Rights(Vec<Action>);

const SHOWN: [Action; 9] = [
    Action::OpenDuty,
    Action::ProposeNotApplicable,
    Action::ConfirmNotApplicable,
    Action::DraftPublication,
    Action::ApprovePublication,
    Action::CorrectPublication,
    Action::WithdrawPublication,
    Action::RecordForm,
    Action::AnswerRequest,
];

impl Rights {
    /// What the caller may do in `unit`.
    pub async fn load(ctx: &Context<'_>, tx: &mut ReadTx, unit: UnitId) -> Self {
        let mut held = Vec::new();
        for action in SHOWN {
            if authorise(ctx, tx, action, unit).await.is_ok() {
                held.push(action);
            }
        }
        Self(held)
    }

    /// Whether the caller may do it.
    pub fn has(&self, action: Action) -> bool {
        self.0.contains(&action)
    }
}

/// The computation of a due day, for *Vì sao là ngày này?*
pub struct Why {
    /// The day.
    pub due: String,
    /// The steps of the computation.
    pub lines: Vec<String>,
    /// Whether the calendar of that year is only expected.
    pub expected: bool,
}

impl Why {
    /// A computation in words.
    pub fn new(texts: Texts, due: &Due) -> Self {
        Self {
            due: texts.formats().date(due.due),
            lines: due.explanation.sentence_lines(),
            expected: due.explanation.expected,
        }
    }
}

/// What has just been done: `?da=luu`.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    da: String,
}

impl Done {
    /// What has been done, without a way over an address.
    pub fn of(da: &str) -> Self {
        Self { da: da.to_owned() }
    }

    /// The words for it; an unknown word says nothing.
    pub fn words(&self, texts: Texts) -> String {
        match self.da.as_str() {
            "luu" => texts.text("desk-done-saved"),
            "mo" => texts.text("desk-done-opened"),
            "trinh" => texts.text("desk-done-submitted"),
            "tra" => texts.text("desk-done-sent-back"),
            "de-nghi" => texts.text("desk-done-proposed"),
            "xac-nhan" => texts.text("desk-done-confirmed"),
            "bac" => texts.text("desk-done-refused"),
            "tep" => texts.text("desk-done-attached"),
            "go-tep" => texts.text("desk-done-detached"),
            "ghi" => texts.text("desk-done-recorded"),
            "go" => texts.text("desk-done-ended"),
            "go-som" => texts.text("desk-done-early"),
            "tra-loi" => texts.text("desk-done-answered"),
            _ => String::new(),
        }
    }
}

/// The wrong fields of a refusal, or the refusal itself when it is of another kind.
pub fn field_errors(error: Error) -> Result<FormErrors, Error> {
    let Error::Invalid(found) = error else {
        return Err(error);
    };
    let mut errors = FormErrors::new();
    for one in found {
        errors.push(one.field, one.message);
    }
    Ok(errors)
}

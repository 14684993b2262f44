//! What the caller may do with a decision, what has just been done, and refusals beside what was typed.

use askama::Template;
use dinh_domain::access::Action;
use dinh_domain::ids::UnitId;
use dinh_service::access::authorise;
use dinh_service::{Context, Error};
use dinh_store::ReadTx;
use serde::Deserialize;

use crate::components::{ErrorSummary, FormErrors};
use crate::texts::Texts;

/// The actions that the caller has on a unit.
pub struct Rights(Vec<Action>);

const SHOWN: [Action; 9] = [
    Action::ProposeDecision,
    Action::AgreeDecision,
    Action::RunDecision,
    Action::CountVotes,
    Action::RecogniseDecision,
    Action::RecogniseByFront,
    Action::AnnulDecision,
    Action::ManageContributions,
    Action::ReadRoll,
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

/// What has just been done: `?da=thong-bao`.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    da: String,
}

impl Done {
    /// The words for it; an unknown word says nothing.
    pub fn words(&self, texts: Texts) -> String {
        let key = match self.da.as_str() {
            "de-xuat" => "decision-done-proposed",
            "thong-nhat" => "decision-done-agreed",
            "thoi" => "decision-done-dropped",
            "dong-thuan" => "decision-done-supported",
            "ke-hoach" => "decision-done-planned",
            "thong-bao" => "decision-done-noticed",
            "giao" => "decision-done-delivered",
            "mo" => "decision-done-opened",
            "dinh-chinh" => "decision-done-corrected",
            "co-mat" => "decision-done-arrived",
            "ve" => "decision-done-left",
            "khach" => "decision-done-guest",
            "y-kien" => "decision-done-speech",
            "bo-y-kien" => "decision-done-speech-removed",
            "danh-sach" => "decision-done-hands",
            "bieu-quyet" => "decision-done-vote",
            "ket-thuc" => "decision-done-concluded",
            "giao-thong-bao" => "ballots-done-notice",
            "tai-lieu" => "decision-done-attached",
            "gui" => "after-done-sent",
            "cong-nhan" => "after-done-recognised",
            "tra-loi" => "after-done-refused",
            "hieu-luc" => "after-done-effect",
            "bai-bo" => "after-done-annulled",
            "de-nghi-sua" => "after-done-mend",
            "toan-xa" => "after-done-thread",
            _ => return String::new(),
        };
        texts.text(key)
    }
}

/// Why a form was not accepted: wrong fields, or what the law says, with the lawful way.
#[derive(Template)]
#[template(path = "decision/refused.html")]
pub struct Refused {
    texts: Texts,
    errors: ErrorSummary,
    article: String,
    reason: String,
    way: String,
    fields: FormErrors,
}

impl askama::filters::HtmlSafe for Refused {}

impl Refused {
    /// Nothing was refused.
    pub fn none(texts: Texts) -> Self {
        Self::of(texts, FormErrors::new())
    }

    /// These fields are wrong.
    pub fn of(texts: Texts, fields: FormErrors) -> Self {
        Self {
            texts,
            errors: ErrorSummary::new(texts, &fields),
            article: String::new(),
            reason: String::new(),
            way: String::new(),
            fields,
        }
    }

    /// What a form shows again; an error that is not about the form goes on.
    pub fn from(texts: Texts, error: Error) -> Result<Self, Error> {
        let mut refused = Self::none(texts);
        match error {
            Error::Invalid(found) => {
                let mut fields = FormErrors::new();
                for one in found {
                    fields.push(one.field, one.message);
                }
                refused = Self::of(texts, fields);
            }
            Error::Unlawful {
                article,
                reason,
                lawful_alternative,
            } => {
                refused.article = article;
                refused.reason = reason;
                refused.way = lawful_alternative;
            }
            Error::Conflict(message) => refused.reason = message,
            other => return Err(other),
        }
        Ok(refused)
    }

    /// The message of a field.
    pub fn find(&self, field: &str) -> Option<String> {
        self.fields.find(field)
    }

    /// Whether something was refused.
    pub fn is_refused(&self) -> bool {
        !self.fields.is_empty() || !self.reason.is_empty()
    }
}

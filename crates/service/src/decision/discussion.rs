//! What is said in a meeting, as its secretary notes it in short; the minutes of form 03 show it, no public page does.

use dinh_domain::access::Action;
use dinh_domain::decision::Decision;
use dinh_domain::folding::clean;
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_store::ReadTx;
use dinh_store::decision::speeches::{self, SpeechRow};
use serde_json::json;
use uuid::Uuid;

use super::arrive::in_meeting;
use super::thing::read;
use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::roll::find_frozen_line;

/// Signs that a note may have.
const LONGEST_NOTE: usize = 1000;
const LONGEST_NAME: usize = 100;
/// Notes that one meeting may have.
const MOST_NOTES: usize = 300;

/// A note as it is typed.
#[derive(Clone, Debug, Default)]
pub struct NewSpeech {
    /// Who spoke.
    pub speaker: String,
    /// The household whose representative it was, if it was one.
    pub household: Option<HouseholdId>,
    /// What they said, in short.
    pub words: String,
}

/// Note what somebody said.
pub async fn note_speech(ctx: &Context<'_>, id: DecisionId, new: NewSpeech) -> Result<()> {
    let mut tx = ctx.write().await?;
    let (decision, account) = read(ctx, &mut tx, id, Action::CountVotes).await?;
    let round = in_meeting(&decision)?;
    let (speaker, words) = checked(&new)?;
    if let Some(household) = new.household {
        find_frozen_line(&mut tx, id, round.1, household)
            .await?
            .ok_or_else(|| {
                Error::field(
                    "speech_household",
                    "Hộ này không có trong danh sách hộ đã chốt của cuộc họp; hãy xem lại số hộ hoặc để trống.",
                )
            })?;
    }
    if speeches::of(&mut tx, round).await?.len() >= MOST_NOTES {
        return Err(Error::field(
            "words",
            format!("Mỗi cuộc họp ghi tối đa {MOST_NOTES} ý kiến; hãy gộp các ý kiến giống nhau."),
        ));
    }
    let row = SpeechRow {
        id: ctx.new_id(),
        household_id: new.household.map(|household| household.0),
        speaker,
        words,
    };
    speeches::add(&mut tx, round, row, (account, ctx.now())).await?;
    trail(ctx, &mut tx, &decision, "note_speech").await?;
    tx.commit().await?;
    Ok(())
}

/// A note is one line of the minutes.
fn one_line(typed: &str) -> String {
    let words: Vec<&str> = typed.split_whitespace().collect();
    clean(&words.join(" "))
}

fn checked(new: &NewSpeech) -> Result<(String, String)> {
    let (speaker, words) = (one_line(&new.speaker), one_line(&new.words));
    let mut wrong = Vec::new();
    let mut need = |missing: bool, field: &str, message: String| {
        if missing {
            wrong.push(dinh_domain::FieldError::new(field, message));
        }
    };
    need(
        speaker.is_empty(),
        "speaker",
        "Hãy ghi ai phát biểu, ví dụ “bà Lê Thị Mẫu” hoặc “Trưởng ấp”.".into(),
    );
    need(
        words.is_empty(),
        "words",
        "Hãy ghi tóm tắt ý kiến đã phát biểu.".into(),
    );
    need(
        speaker.chars().count() > LONGEST_NAME,
        "speaker",
        format!("Tên dài quá {LONGEST_NAME} ký tự; hãy ghi ngắn hơn."),
    );
    need(
        words.chars().count() > LONGEST_NOTE,
        "words",
        format!("Ý kiến dài quá {LONGEST_NOTE} ký tự; hãy tóm tắt ngắn hơn."),
    );
    if wrong.is_empty() {
        Ok((speaker, words))
    } else {
        Err(Error::Invalid(wrong))
    }
}

/// A note was wrong; it is taken back while the meeting goes on.
pub async fn take_back_speech(ctx: &Context<'_>, id: DecisionId, speech: Uuid) -> Result<()> {
    let mut tx = ctx.write().await?;
    let (decision, _) = read(ctx, &mut tx, id, Action::CountVotes).await?;
    let round = in_meeting(&decision)?;
    speeches::remove(&mut tx, round, speech).await?;
    trail(ctx, &mut tx, &decision, "take_back_speech").await?;
    tx.commit().await?;
    Ok(())
}

async fn trail(
    ctx: &Context<'_>,
    tx: &mut dinh_store::WriteTx,
    decision: &Decision,
    action: &'static str,
) -> Result<()> {
    let detail = json!({ "number": decision.number, "round": decision.round.number });
    audit::record(ctx, tx, action, decision.id, Some(decision.unit), detail).await
}

/// The notes of the newest meeting, for those who count; erased ones are left out.
pub async fn speeches(ctx: &Context<'_>, decision: &Decision) -> Result<Vec<SpeechRow>> {
    let mut tx: ReadTx = ctx.read().await?;
    authorise(ctx, &mut tx, Action::CountVotes, decision.unit).await?;
    let mut rows = speeches::of(&mut tx, (decision.id, decision.round.number)).await?;
    rows.retain(|row| !row.words.is_empty());
    Ok(rows)
}

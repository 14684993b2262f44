//! `dinh law procedure`: one rule on the way to a decision.

use clap::Args;
use dinh_law::{Law, Procedure, Status};

use super::question::{Faults, date, given};
use super::{Answer, Refusal};

#[derive(Args)]
pub(super) struct Question {
    /// Khóa của quy định, ví dụ meeting_notice
    #[arg(long, value_name = "KHOA")]
    key: Option<String>,
    /// Ngày cần biết, dạng năm-tháng-ngày
    #[arg(long, value_name = "NGAY")]
    on: Option<String>,
    /// Trả lời bằng JSON
    #[arg(long)]
    pub json: bool,
}

impl Question {
    pub fn answer(&self) -> Result<Answer, Refusal> {
        let mut faults = Faults::default();
        let key = faults.keep(given("--key", self.key.as_deref()));
        let on = faults.keep(given("--on", self.on.as_deref()).and_then(|text| date("--on", text)));
        let (Some(key), Some(on)) = (key, on) else {
            return Err(faults.refusal());
        };
        let procedure = Law::embedded().procedure(key, on).map_err(Refusal::from)?;
        let mut lines = vec![
            format!("{}  {}", procedure.key, procedure.title),
            format!("Căn cứ: {}.", procedure.citation),
            format!("Quy định: {}.", procedure.value.label()),
            format!("Nguyên văn: “{}”", procedure.wording),
        ];
        lines.extend(warnings(procedure.status, procedure.note.as_deref()));
        Ok(Answer {
            lines,
            json: json(procedure),
            sound: true,
        })
    }
}

/// The rule with its value in words.
pub(super) fn json(procedure: &Procedure) -> serde_json::Value {
    let mut value = serde_json::to_value(procedure).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.insert("label".to_owned(), procedure.value.label().into());
    }
    value
}

/// What a reader must know before relying on a row.
pub(super) fn warnings(status: Status, note: Option<&str>) -> Vec<String> {
    let pending = (status == Status::PendingReview).then(|| format!("Lưu ý: {}.", status.label()));
    let note = note.map(|note| format!("Ghi chú: {note}"));
    pending.into_iter().chain(note).collect()
}

//! `dinh law catalogue`: what a kind of unit must disclose on a day.

use clap::Args;
use dinh_law::{
    DeadlineRule, FormRule, Law, MinimumDuration, Rule, Status, UnitKind, vietnamese_date,
};

use super::question::{Faults, code, date, given};
use super::{Answer, Refusal, sentence};

#[derive(Args)]
pub(super) struct Question {
    /// Loại đơn vị: commune, agency, public_service_unit, state_enterprise
    #[arg(long, value_name = "LOAI")]
    unit_kind: Option<String>,
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
        let kind = faults.keep(
            given("--unit-kind", self.unit_kind.as_deref())
                .and_then(|text| code::<UnitKind>("--unit-kind", text)),
        );
        let on = faults.keep(given("--on", self.on.as_deref()).and_then(|text| date("--on", text)));
        let (Some(kind), Some(on)) = (kind, on) else {
            return Err(faults.refusal());
        };
        let law = Law::embedded();
        let items = law.items(kind, on);
        let duties = law.catalogue(kind, on);
        let json = serde_json::json!({
            "unit_kind": kind,
            "on": on,
            "items": items,
            "duties": duties,
        });
        let mut lines = vec![format!(
            "Nội dung {} phải công khai, ngày {}: {} mục, {} nhiệm vụ.",
            kind.label(),
            vietnamese_date(on),
            items.len(),
            duties.len()
        )];
        for item in &items {
            lines.push(String::new());
            lines.push(format!("{}  {} ({})", item.code, item.title, item.citation));
            for duty in duties.iter().filter(|duty| duty.item == item.code) {
                lines.extend(duty_lines(duty));
            }
        }
        for duty in &duties {
            if !items.iter().any(|item| item.code == duty.item) {
                lines.push(String::new());
                lines.push(format!("{}  {} ({})", duty.item, duty.title, duty.citation));
                lines.extend(duty_lines(duty));
            }
        }
        Ok(Answer {
            lines,
            json,
            sound: true,
        })
    }
}

fn duty_lines(duty: &Rule) -> Vec<String> {
    let mut lines = Vec::new();
    if duty.code != duty.item {
        lines.push(format!("  {}  {}", duty.code, duty.title));
    }
    let recurrence = duty
        .recurrence
        .map(|recurrence| format!("; {}", recurrence.label()))
        .unwrap_or_default();
    lines.push(format!(
        "      Hạn: {} kể từ {}{recurrence} ({}).",
        duty.deadline.term(),
        duty.trigger.label(),
        duty.deadline_citation
    ));
    for form in duty.forms.iter().filter(|form| form.required) {
        let condition = form
            .condition
            .map(|condition| format!("{}: ", sentence(condition.label())))
            .unwrap_or_default();
        lines.push(format!("      {condition}{}", form_line(form)));
    }
    if duty.status == Status::PendingReview {
        lines.push(format!("      Lưu ý: {}.", duty.status.label()));
    }
    if let DeadlineRule::Sector { status, note, .. } = &duty.deadline {
        lines.push(format!("      Thời hạn {}. {note}", status.label()));
    }
    if let Some(note) = &duty.note {
        lines.push(format!("      Ghi chú: {note}"));
    }
    lines
}

/// One form with its places and least time.
pub(super) fn form_line(form: &FormRule) -> String {
    let mut line = form.label().to_owned();
    if !form.places.is_empty() {
        let places: Vec<&str> = form.places.iter().map(|place| place.label()).collect();
        line = format!("{line} ({})", places.join(", "));
    }
    if form.duration != MinimumDuration::None {
        line = format!("{line}, {}", form.duration.label());
    }
    format!("{line} ({}).", form.citation)
}

//! `dinh law due`: by when, counted day by day, in which forms, for how long.

use clap::Args;
use dinh_law::{DeadlineRule, DueRequest, Law, UnitKind, vietnamese_date};

use super::catalogue::form_line;
use super::question::{Faults, code, event, extension, given, suspension, unit};
use super::{Answer, Refusal};

#[derive(Args)]
pub(super) struct Question {
    /// Mã quy định, ví dụ 11.2 hoặc 11.2:quarter
    #[arg(long, value_name = "MA")]
    rule: Option<String>,
    /// Loại đơn vị: commune, agency, public_service_unit, state_enterprise
    #[arg(long, value_name = "LOAI")]
    unit_kind: Option<String>,
    /// Sự kiện và ngày, ví dụ decision_issued=2026-02-12
    #[arg(long, value_name = "SU_KIEN=NGAY")]
    event: Option<String>,
    /// Điều kiện đơn vị không có: portal, loudspeaker, internal_system
    #[arg(long, value_name = "DIEU_KIEN")]
    without: Vec<String>,
    /// Gia hạn, ví dụ "2=Công văn 15/UBND-VP"
    #[arg(long, value_name = "SO_NGAY=VAN_BAN")]
    extend: Option<String>,
    /// Tạm dừng, ví dụ "2026-03-04..2026-03-10=Quyết định 12/QĐ-UBND"
    #[arg(long, value_name = "TU..DEN=VAN_BAN")]
    suspend: Vec<String>,
    /// Trả lời bằng JSON
    #[arg(long)]
    pub json: bool,
}

impl Question {
    pub fn answer(&self) -> Result<Answer, Refusal> {
        let mut faults = Faults::default();
        let rule = faults.keep(given("--rule", self.rule.as_deref()));
        let unit = faults.keep(
            given("--unit-kind", self.unit_kind.as_deref())
                .and_then(|text| code::<UnitKind>("--unit-kind", text))
                .and_then(|kind| unit(kind, &self.without)),
        );
        let event = faults.keep(given("--event", self.event.as_deref()).and_then(event));
        let extension = faults.keep(self.extend.as_deref().map(extension).transpose());
        let suspensions: Vec<_> = self
            .suspend
            .iter()
            .map(|text| faults.keep(suspension(text)))
            .collect();
        let suspensions: Option<Vec<_>> = suspensions.into_iter().collect();
        let (Some(rule), Some(unit), Some(event), Some(extension), Some(suspensions)) =
            (rule, unit, event, extension, suspensions)
        else {
            return Err(faults.refusal());
        };
        answer(&DueRequest {
            rule,
            unit,
            event,
            extension,
            suspensions,
        })
    }
}

fn answer(request: &DueRequest<'_>) -> Result<Answer, Refusal> {
    let law = Law::embedded();
    let due = law.due(request).map_err(Refusal::from)?;
    let rule = law
        .rule(request.rule, request.event.date)
        .map_err(Refusal::from)?;
    let mut lines = vec![
        format!("{}  {}", rule.code, rule.title),
        format!("Căn cứ: {}.", rule.citation),
        format!("Hạn công khai: {}.", vietnamese_date(due.due)),
        String::new(),
        "Cách đếm:".to_owned(),
    ];
    lines.extend(
        due.explanation
            .sentence_lines()
            .into_iter()
            .map(|line| format!("  {line}")),
    );
    if let DeadlineRule::Sector { status, note, .. } = &rule.deadline {
        lines.push(format!("  Thời hạn {}. {note}", status.label()));
    }
    if let Some(note) = &rule.note {
        lines.push(format!("  Ghi chú: {note}"));
    }
    lines.push(String::new());
    lines.push("Hình thức bắt buộc:".to_owned());
    lines.extend(
        due.forms
            .iter()
            .filter(|form| form.required)
            .map(|form| format!("  {}", form_line(form))),
    );
    let added: Vec<&str> = due
        .forms
        .iter()
        .filter(|form| !form.required)
        .map(dinh_law::FormRule::label)
        .collect();
    if !added.is_empty() {
        lines.push("Có thể thêm:".to_owned());
        lines.extend(added.into_iter().map(|label| format!("  {label}.")));
    }
    Ok(Answer {
        lines,
        json: serde_json::to_value(&due).unwrap_or_default(),
        sound: true,
    })
}

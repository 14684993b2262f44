//! `dinh law matters`: what people decide themselves on a day, and the rules on the way.

use clap::Args;
use dinh_law::{AllowedForm, Law, Matter, Procedure, vietnamese_date};

use super::procedure::{json, warnings};
use super::question::{Faults, date, given};
use super::{Answer, Refusal, sentence};

#[derive(Args)]
pub(super) struct Question {
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
        let on = faults.keep(given("--on", self.on.as_deref()).and_then(|text| date("--on", text)));
        let Some(on) = on else {
            return Err(faults.refusal());
        };
        let law = Law::embedded();
        let matters: Vec<&Matter> = law
            .matters()
            .iter()
            .filter(|matter| matter.is_valid_on(on))
            .collect();
        let procedures: Vec<&Procedure> = law
            .procedures()
            .iter()
            .filter(|procedure| procedure.is_valid_on(on))
            .collect();
        let mut lines = vec![format!(
            "Nội dung dân bàn và quyết định, ngày {}: {} nội dung, {} quy định về trình tự.",
            vietnamese_date(on),
            matters.len(),
            procedures.len()
        )];
        for matter in &matters {
            lines.push(String::new());
            lines.extend(matter_lines(matter));
        }
        if !procedures.is_empty() {
            lines.push(String::new());
            lines.push("Trình tự:".to_owned());
        }
        for procedure in &procedures {
            lines.push(format!(
                "  {}  {}: {} ({}).",
                procedure.key,
                procedure.title,
                procedure.value.label(),
                procedure.citation
            ));
            let warnings = warnings(procedure.status, procedure.note.as_deref());
            lines.extend(warnings.into_iter().map(|line| format!("      {line}")));
        }
        Ok(Answer {
            lines,
            json: serde_json::json!({
                "on": on,
                "matters": matters,
                "procedures": procedures.into_iter().map(json).collect::<Vec<_>>(),
            }),
            sound: true,
        })
    }
}

fn matter_lines(matter: &Matter) -> Vec<String> {
    let mut lines = vec![format!(
        "{}  {} ({})",
        matter.code, matter.title, matter.citation
    )];
    lines.extend(matter.forms.iter().map(form_line));
    for threshold in &matter.thresholds {
        lines.push(format!(
            "      Thông qua {}: {} ({}).",
            threshold.scope.label(),
            threshold.label(),
            threshold.citation
        ));
    }
    for effect in &matter.effects {
        lines.push(format!(
            "      Hiệu lực {}: {} ({}).",
            effect.scope.label(),
            effect.moment.label(),
            effect.citation
        ));
    }
    if let Some(recognition) = &matter.recognition {
        lines.push(format!(
            "      Công nhận: {}, {} ({}).",
            recognition.by.label(),
            recognition.term,
            recognition.citation
        ));
    }
    if let Some(papers) = &matter.papers {
        lines.push(format!(
            "      Tài liệu phải đến từng hộ gia đình trước cuộc họp ({papers})."
        ));
    }
    if let Some(disclosure) = &matter.disclosure {
        lines.push(format!(
            "      Sau đó phải công khai theo quy định {disclosure}."
        ));
    }
    let warnings = warnings(matter.status, matter.note.as_deref());
    lines.extend(warnings.into_iter().map(|line| format!("      {line}")));
    lines
}

fn form_line(allowed: &AllowedForm) -> String {
    let grounds: Vec<&str> = allowed
        .grounds
        .iter()
        .map(|ground| ground.label())
        .collect();
    let grounds = if grounds.is_empty() {
        String::new()
    } else {
        format!(", khi {}", grounds.join("; hoặc "))
    };
    format!(
        "      {} {}{grounds} ({}).",
        sentence(allowed.form.label()),
        allowed.scope.label(),
        allowed.citation
    )
}

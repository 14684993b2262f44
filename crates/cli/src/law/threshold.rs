//! `dinh law threshold`: is a count enough, and how many would be.

use clap::Args;
use dinh_law::{Date, Law, Matter, Scope, Status, Threshold};

use super::question::{Faults, count, date, given};
use super::{Answer, Refusal, sentence};
use crate::amounts::grouped;

#[derive(Args)]
pub(super) struct Question {
    /// Mã nội dung, ví dụ 15.3
    #[arg(long, value_name = "MA")]
    matter: Option<String>,
    /// Tổng số đại diện hộ gia đình (hoặc số người dự hội nghị)
    #[arg(long, value_name = "SO", allow_hyphen_values = true)]
    total: Option<String>,
    /// Số tán thành
    #[arg(long, value_name = "SO", allow_hyphen_values = true)]
    approve: Option<String>,
    /// Nội dung toàn xã: tổng số thôn, tổ dân phố
    #[arg(long, value_name = "SO", allow_hyphen_values = true)]
    villages: Option<String>,
    /// Nội dung toàn xã: số thôn, tổ dân phố tán thành
    #[arg(long, value_name = "SO", allow_hyphen_values = true)]
    villages_approve: Option<String>,
    /// Ngày biểu quyết, dạng năm-tháng-ngày
    #[arg(long, value_name = "NGAY")]
    on: Option<String>,
    /// Trả lời bằng JSON
    #[arg(long)]
    pub json: bool,
}

/// Those who agree, of a whole.
#[derive(Clone, Copy)]
struct Count {
    total: u64,
    approve: u64,
}

impl Question {
    pub fn answer(&self) -> Result<Answer, Refusal> {
        let mut faults = Faults::default();
        let matter = faults.keep(given("--matter", self.matter.as_deref()));
        let on = faults.keep(given("--on", self.on.as_deref()).and_then(|text| date("--on", text)));
        let villages = pair(
            &mut faults,
            ("--villages", self.villages.as_deref()),
            ("--villages-approve", self.villages_approve.as_deref()),
            self.villages.is_none() && self.villages_approve.is_none(),
        );
        // What the villages say decides; the households may be named beside it.
        let unneeded =
            !matches!(villages, Ok(None)) && self.total.is_none() && self.approve.is_none();
        let households = pair(
            &mut faults,
            ("--total", self.total.as_deref()),
            ("--approve", self.approve.as_deref()),
            unneeded,
        );
        let (Some(matter), Some(on), Ok(villages), Ok(households)) =
            (matter, on, villages, households)
        else {
            return Err(faults.refusal());
        };
        let law = Law::embedded();
        let matter = law.matter(matter, on).map_err(Refusal::from)?;
        match (villages, households) {
            (Some(villages), _) => answer(law, matter, Scope::Commune, villages, on),
            (None, Some(households)) => {
                let scope = [Scope::Community, Scope::Workplace]
                    .into_iter()
                    .find(|scope| matter.threshold(*scope).is_some())
                    .unwrap_or(Scope::Community);
                answer(law, matter, scope, households, on)
            }
            (None, None) => Err(faults.refusal()),
        }
    }
}

/// A fault that is kept already.
struct Kept;

/// Two counts that belong together; nothing when both may be absent.
fn pair(
    faults: &mut Faults,
    total: (&str, Option<&str>),
    approve: (&str, Option<&str>),
    may_be_absent: bool,
) -> Result<Option<Count>, Kept> {
    if may_be_absent {
        return Ok(None);
    }
    let read = |(option, text): (&str, Option<&str>)| {
        given(option, text).and_then(|text| count(option, text))
    };
    let whole = faults.keep(read(total).and_then(|whole| match whole {
        0 => Err(format!("{}: tổng số phải lớn hơn 0.", total.0)),
        whole => Ok(whole),
    }));
    let agreeing = faults.keep(read(approve));
    let (total_count, approve_count) = (whole.ok_or(Kept)?, agreeing.ok_or(Kept)?);
    let sound = if approve_count > total_count {
        Err(format!(
            "{}: {approve_count} lớn hơn {} là {total_count}; số tán thành không thể vượt tổng số.",
            approve.0, total.0
        ))
    } else {
        Ok(Count {
            total: total_count,
            approve: approve_count,
        })
    };
    faults.keep(sound).map(Some).ok_or(Kept)
}

fn answer(
    law: &Law,
    matter: &Matter,
    scope: Scope,
    count: Count,
    on: Date,
) -> Result<Answer, Refusal> {
    let Some(threshold) = matter.threshold(scope) else {
        return Err(Refusal(vec![elsewhere(matter, scope)]));
    };
    let Some(needed) = threshold.share.needed(count.total) else {
        return Err(Refusal(vec!["Tổng số phải lớn hơn 0.".to_owned()]));
    };
    let passed = threshold.share.passes(count.approve, count.total);
    Ok(Answer {
        lines: lines(law, matter, threshold, count, needed, on),
        json: serde_json::json!({
            "passed": passed,
            "needed": needed,
            "rule": matter.code,
            "citation": threshold.citation,
            "scope": scope,
            "share": threshold.share,
            "denominator": threshold.denominator,
            "total": count.total,
            "approve": count.approve,
            "on": on,
            "label": threshold.label(),
            "status": matter.status,
        }),
        sound: true,
    })
}

/// Why the matter is not decided in this scope, and where it is.
fn elsewhere(matter: &Matter, scope: Scope) -> String {
    let scopes: Vec<String> = matter
        .thresholds
        .iter()
        .map(|threshold| format!("{} ({})", threshold.scope.label(), threshold.citation))
        .collect();
    format!(
        "Nội dung “{}” ({}) không quyết định {}, chỉ quyết định {}; hãy hỏi bằng --total và --approve, \
         không kèm --villages.",
        matter.code,
        matter.title,
        scope.label(),
        scopes.join(", ")
    )
}

fn lines(
    law: &Law,
    matter: &Matter,
    threshold: &Threshold,
    count: Count,
    needed: u64,
    on: Date,
) -> Vec<String> {
    let mut lines = vec![
        format!("{}  {}", matter.code, matter.title),
        format!("Căn cứ: {}.", threshold.citation),
        format!(
            "Cần {}: ít nhất {} trong {}.",
            threshold.label(),
            grouped(needed),
            grouped(count.total)
        ),
        if threshold.share.passes(count.approve, count.total) {
            format!("Tán thành {}: đạt.", grouped(count.approve))
        } else {
            format!(
                "Tán thành {}: chưa đạt, còn thiếu {}.",
                grouped(count.approve),
                grouped(needed.saturating_sub(count.approve))
            )
        },
    ];
    if matter.status == Status::PendingReview {
        lines.push(format!("Lưu ý: {}.", matter.status.label()));
    }
    if let Some(note) = &matter.note {
        lines.push(format!("Ghi chú: {note}"));
    }
    if threshold.scope == Scope::Commune
        && let Ok(reading) = law.procedure("community_approves", on)
    {
        lines.push(format!(
            "{}: {} ({}).",
            reading.title,
            reading.value.label(),
            sentence(reading.status.label())
        ));
        lines.extend(reading.note.iter().map(|note| format!("Ghi chú: {note}")));
    }
    lines
}

//! The texts that the register vouches for. Numbers are plain; what may name a person is sealed.

use std::fmt::Write;

use dinh_domain::decision::{Decision, Outcome};
use dinh_law::{DecisionForm, Threshold};

use crate::register::{ActContent, Bytes};

pub(in crate::decision) fn text(name: &str, text: String, sealed: bool) -> ActContent {
    ActContent {
        name: name.to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: Bytes::Text(text),
        sealed,
    }
}

/// The question with its options. Options of an election are names, so it is sealed.
pub(super) fn question(decision: &Decision) -> ActContent {
    let proposal = &decision.proposal;
    let mut lines = format!("dinh/decision-question/1\ntitle {}\n", proposal.title);
    for (place, option) in proposal.options.iter().enumerate() {
        let _ = writeln!(lines, "option {} {option}", place + 1);
    }
    let _ = write!(lines, "\n{}\n", proposal.content);
    text("noi-dung.txt", lines, true)
}

/// Form, times and place of a round, as it was announced.
pub(super) fn notice_text(decision: &Decision) -> ActContent {
    let mut lines = head("notice", decision);
    if let Some(plan) = &decision.round.plan {
        let _ = writeln!(lines, "form {}", plan.form.code());
        let _ = writeln!(lines, "starts {}", plan.starts);
        if let Some(closes) = plan.closes {
            let _ = writeln!(lines, "closes {closes}");
        }
    }
    if let Some(day) = decision
        .round
        .notice
        .as_ref()
        .and_then(|notice| notice.told_on)
    {
        let _ = writeln!(lines, "told {day}");
    }
    text("thong-bao.txt", lines, false)
}

/// Who decides and how many must agree, before the first vote.
pub(super) fn opening_text(decision: &Decision, threshold: &Threshold) -> ActContent {
    let mut lines = head("open", decision);
    if let Some(plan) = &decision.round.plan {
        let _ = writeln!(lines, "form {}", plan.form.code());
        if let Some(closes) = plan.closes {
            let _ = writeln!(lines, "closes {closes}");
        }
    }
    let share = threshold.share;
    let sign = if share.strict { ">" } else { ">=" };
    let _ = writeln!(
        lines,
        "threshold {sign} {}/{} {}",
        share.part,
        share.of,
        threshold.denominator.code()
    );
    if let Some(roll) = &decision.round.roll {
        let _ = writeln!(lines, "total {}\nroll {}", roll.total, roll.root);
    }
    text("mo.txt", lines, false)
}

/// The roll after a correction, with the reason; the reason is sealed.
pub(super) fn roll_text(decision: &Decision, reason: &str) -> ActContent {
    let mut lines = head("roll", decision);
    if let Some(roll) = &decision.round.roll {
        let _ = writeln!(
            lines,
            "total {}\nroll {}\ncorrection {}",
            roll.total, roll.root, roll.corrections
        );
    }
    let _ = write!(lines, "\n{reason}\n");
    text("so-ho.txt", lines, true)
}

/// The numbers of a round.
pub(super) fn count_text(decision: &Decision) -> ActContent {
    let mut lines = head("count", decision);
    if let Some(count) = &decision.round.count {
        let _ = writeln!(
            lines,
            "total {}\nrepresented {}",
            count.total, count.represented
        );
        for (place, approve) in count.approve.iter().enumerate() {
            let _ = writeln!(lines, "approve {} {approve}", place + 1);
        }
        let _ = writeln!(
            lines,
            "against {}\nother {}\ninvalid {}",
            count.against, count.other, count.invalid
        );
    }
    text("kiem-dem.txt", lines, false)
}

/// What came out of them.
pub(super) fn result_text(decision: &Decision, threshold: &Threshold) -> ActContent {
    let mut lines = head("result", decision);
    let total = decision.round.roll.as_ref().map_or(0, |roll| roll.total);
    if let Some(needed) = threshold.share.needed(total) {
        let _ = writeln!(lines, "needed {needed}");
    }
    match decision.outcome() {
        Some(Outcome::Passed { options }) => {
            let places: Vec<String> = options
                .iter()
                .map(|place| (place + 1).to_string())
                .collect();
            let _ = writeln!(lines, "outcome passed {}", places.join(" "));
        }
        Some(outcome) => {
            let _ = writeln!(lines, "outcome {}", outcome.code());
        }
        None => {}
    }
    if let Some(day) = decision.round.decided_on {
        let _ = writeln!(lines, "decided {day}");
    }
    text("ket-qua.txt", lines, false)
}

pub(in crate::decision) fn head(kind: &str, decision: &Decision) -> String {
    format!(
        "dinh/decision-{kind}/1\ndecision {}\nround {}\nmatter {}\n",
        decision.number,
        decision.round.number,
        decision.proposal.subject.matter()
    )
}

/// "từ hai phần ba trở lên tổng số đại diện hộ gia đình".
pub fn threshold_words(threshold: &Threshold) -> String {
    format!(
        "{} {}",
        threshold.share.label(),
        threshold.denominator.label()
    )
}

/// "cần ít nhất 134 trong 200 hộ tán thành".
pub fn needed_words(
    threshold: &Threshold,
    total: u64,
    form: Option<DecisionForm>,
) -> Option<String> {
    let needed = threshold.share.needed(total)?;
    let whom = match threshold.denominator {
        dinh_law::Denominator::Communities => "thôn, tổ dân phố",
        dinh_law::Denominator::Households => "hộ",
        _ => "người",
    };
    let verb = match form {
        Some(DecisionForm::Online) => "chọn đồng ý",
        _ => "tán thành",
    };
    Some(format!("cần ít nhất {needed} trong {total} {whom} {verb}"))
}

//! The sections of the minutes and decision, in the order of Article 20(2).

use super::community_paper::present;
use super::decision_minutes::{
    DecisionForm, DecisionMinutes, DecisionResult, Participant, procedural_words,
};
use crate::paper::{Align, Annex, Body, Table, column};
use crate::wording;

impl DecisionForm {
    const fn words(self) -> &'static str {
        match self {
            Self::ShowOfHands => "Cuộc họp của cộng đồng dân cư, biểu quyết bằng giơ tay",
            Self::SecretBallot => "Cuộc họp của cộng đồng dân cư, bỏ phiếu kín",
            Self::HouseholdBallots => "Phát phiếu lấy ý kiến của từng hộ gia đình",
            Self::OnlineVote => "Biểu quyết trực tuyến",
        }
    }

    const fn is_meeting(self) -> bool {
        matches!(self, Self::ShowOfHands | Self::SecretBallot)
    }

    const fn represented(self) -> &'static str {
        match self {
            Self::ShowOfHands | Self::SecretBallot => "Số người đại diện hộ gia đình có mặt",
            Self::HouseholdBallots => "Số hộ gia đình có phiếu thu về",
            Self::OnlineVote => "Tổng số đại diện hộ gia đình tham gia biểu quyết",
        }
    }

    const fn not_represented(self) -> &'static str {
        match self {
            Self::ShowOfHands | Self::SecretBallot => {
                "Số hộ gia đình không có người đại diện tham dự"
            }
            Self::HouseholdBallots => "Số hộ gia đình không có phiếu thu về",
            Self::OnlineVote => "Số hộ gia đình không tham gia biểu quyết",
        }
    }
}

/// Article 20(2)(a), and who led.
pub(super) fn time(body: &mut Body, minutes: &DecisionMinutes) {
    let meeting = minutes.form.is_meeting();
    body.part("Thời gian, địa điểm");
    body.item(format!("Mã số việc: {}.", minutes.decision_number.trim()));
    let (begin, end) = if meeting {
        ("Bắt đầu", "Kết thúc")
    } else {
        (
            "Thời gian bắt đầu lấy ý kiến",
            "Thời gian kết thúc lấy ý kiến",
        )
    };
    body.item(format!("{begin}: {}.", wording::moment(minutes.starts_at)));
    body.item(format!("{end}: {}.", wording::moment(minutes.ends_at)));
    if let Some(location) = present(&wording::bare(&minutes.location)) {
        body.item(format!("Địa điểm: {location}."));
    }
    let chair = if meeting {
        "Người chủ trì"
    } else {
        "Người phụ trách"
    };
    body.item(format!("{chair}: {}.", wording::bare(&minutes.chair)));
    if let Some(secretary) = minutes.secretary.as_deref().and_then(present) {
        body.item(format!("Thư ký: {}.", wording::bare(&secretary)));
    }
    for cluster in &minutes.clusters {
        body.item(format!(
            "{}: họp lúc {}, {} chủ trì, {} hộ có đại diện tham dự.",
            wording::bare(&cluster.cluster),
            wording::moment(cluster.held_at),
            wording::bare(&cluster.chair),
            wording::count(cluster.represented)
        ));
    }
}

/// Article 20(2)(b), and corrections of the frozen roll.
pub(super) fn households(body: &mut Body, minutes: &DecisionMinutes) {
    body.part("Số hộ gia đình");
    body.item(format!(
        "Tổng số hộ gia đình thuộc cộng đồng dân cư: {} hộ (chốt khi bắt đầu).",
        wording::count(minutes.total_households)
    ));
    body.item(format!(
        "{}: {}.",
        minutes.form.represented(),
        wording::count(minutes.represented)
    ));
    body.item(format!(
        "{}: {} hộ.",
        minutes.form.not_represented(),
        wording::count(minutes.total_households.saturating_sub(minutes.represented))
    ));
    for correction in &minutes.roll_corrections {
        body.item(format!(
            "Sửa danh sách hộ ngày {}: {}. Lý do: {}.",
            wording::short_date(correction.date),
            wording::bare(&correction.change),
            wording::bare(&correction.reason)
        ));
    }
}

/// Article 20(2)(c), procedural votes and what was said.
pub(super) fn discussed(body: &mut Body, minutes: &DecisionMinutes) {
    body.part("Nội dung cộng đồng dân cư bàn");
    body.paragraph(wording::sentence(&minutes.title));
    body.paragraph(format!(
        "Thuộc nội dung: {}{}.",
        wording::bare(&minutes.matter),
        wording::in_brackets(&minutes.matter_citation)
    ));
    if !minutes.procedural_votes.is_empty() {
        body.paragraph("Biểu quyết về trình tự (tính trên số đại diện hộ gia đình tham dự):");
        for vote in &minutes.procedural_votes {
            body.item(procedural_words(vote));
        }
    }
    if !minutes.discussion.is_empty() {
        body.paragraph(if minutes.form.is_meeting() {
            "Ý kiến thảo luận:"
        } else {
            "Các ý kiến khác và ghi chú của tổ lấy ý kiến:"
        });
        body.items(&minutes.discussion);
    }
}

/// Articles 20(2)(d) and 20(2)(đ).
pub(super) fn form_and_result(body: &mut Body, minutes: &DecisionMinutes) {
    body.part("Hình thức quyết định");
    body.paragraph(format!("{}.", minutes.form.words()));
    body.part("Kết quả biểu quyết");
    body.table(result_table(&minutes.results));
    for result in &minutes.results {
        body.frame(format!(
            "{}: {}.",
            wording::bare(&result.subject),
            result.required.verdict(result.approve)
        ));
        body.paragraph(result.required.rule());
    }
}

/// Article 20(2)(e), and the effect.
pub(super) fn decided(body: &mut Body, minutes: &DecisionMinutes) {
    body.part("Nội dung quyết định của cộng đồng dân cư");
    for text in minutes
        .content
        .iter()
        .filter(|text| !text.trim().is_empty())
    {
        body.paragraph(text.trim());
    }
    if let Some(effect) = present(&minutes.effect) {
        body.paragraph(effect);
    }
}

fn result_table(results: &[DecisionResult]) -> Table {
    Table {
        columns: vec![
            column("Nội dung biểu quyết", 40, Align::Left),
            column("Tán thành", 15, Align::Right),
            column("Không tán thành", 15, Align::Right),
            column("Ý kiến khác", 15, Align::Right),
            column("Phiếu trắng, không hợp lệ", 15, Align::Right),
        ],
        rows: results
            .iter()
            .map(|result| {
                let numbers = [
                    result.approve,
                    result.disapprove,
                    result.other,
                    result.blank,
                ];
                let mut row = vec![wording::bare(&result.subject)];
                row.extend(numbers.map(wording::count));
                row
            })
            .collect(),
        roomy: false,
    }
}

/// The lists that go with the minutes: participants of an online vote (Decree 59, 5(4)(a)), raised hands of a meeting.
pub(super) fn annexes(minutes: &DecisionMinutes) -> Vec<Annex> {
    let mut lists = Vec::new();
    if minutes.form == DecisionForm::OnlineVote {
        lists.push((
            "Danh sách đại diện các hộ gia đình tham gia biểu quyết trực tuyến".to_owned(),
            String::new(),
            &minutes.participants,
        ));
    }
    for list in &minutes.approving {
        let erased = match list.erased {
            0 => String::new(),
            erased => format!(
                "; {} hộ đã xóa dữ liệu theo yêu cầu",
                wording::count(erased)
            ),
        };
        lists.push((
            format!(
                "Danh sách hộ gia đình giơ tay tán thành: {}",
                wording::bare(&list.subject)
            ),
            erased,
            &list.households,
        ));
    }
    let several = lists.len() > 1;
    (1..)
        .zip(lists)
        .map(|(number, (title, more, households))| Annex {
            label: if several {
                format!("Phụ lục {number}")
            } else {
                "Phụ lục".to_owned()
            },
            title,
            reference: format!(
                "(Kèm theo {} về việc {}{more})",
                minutes.document_type.trim(),
                wording::bare(&minutes.title)
            ),
            table: participant_table(households),
        })
        .collect()
}

fn participant_table(participants: &[Participant]) -> Table {
    Table {
        columns: vec![
            column("STT", 10, Align::Centre),
            column("Hộ số", 15, Align::Centre),
            column("Họ và tên người đại diện", 35, Align::Left),
            column("Địa chỉ thường trú", 40, Align::Left),
        ],
        rows: (1..)
            .zip(participants)
            .map(|(number, participant)| {
                vec![
                    number.to_string(),
                    participant.household_number.clone(),
                    participant.name.clone(),
                    participant.address.clone(),
                ]
            })
            .collect(),
        roomy: false,
    }
}

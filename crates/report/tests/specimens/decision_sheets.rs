//! Specimens of plan, recognition, receipt, cards, sheets to fill in, and statistics.

use dinh_report::{
    AnnexKind, AnnexRow, AttendanceCard, AttendanceCards, BallotCard, BallotCards, BallotPlan,
    CommunityPaper, ContributionReceipt, DecisionRow, DecisionStatistics, DiscussedRow,
    HouseholdNotices, InspectionBoardRow, InvestmentBoardRow, NoticeToHousehold, PetitionRow,
    RecognitionDecision, RecognitionOutcome, ReportedMatter, RollLine, RollSheet, Signer,
    TallySheet, VillageMeetingRow, Voters,
};
use jiff::civil::date;

use super::decision::{committee, community, member, more_than_half, signer, two_thirds};
use super::texts;

const URL: &str = "https://dinh.cantho.gov.vn/quyet-dinh/2026-0040";

pub fn ballot_plan() -> BallotPlan {
    BallotPlan {
        paper: community("KH-NT1"),
        decision_number: "2026-0031".to_owned(),
        title: "mức đóng góp làm đường bê tông tổ 4, dài 620 mét".to_owned(),
        ballot_case: "cuộc họp ngày 14 tháng 3 năm 2026 không có đủ đại diện hộ gia đình"
            .to_owned(),
        ballot_case_citation: "điểm b khoản 1 Điều 19 Luật Thực hiện dân chủ ở cơ sở".to_owned(),
        grounds: texts(&["Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022"]),
        purposes: texts(&["Lấy ý kiến biểu quyết của tất cả các hộ gia đình trong ấp"]),
        demands: texts(&[
            "Phát phiếu trực tiếp đến từng hộ, thu phiếu đúng thời hạn, kiểm phiếu khách quan",
        ]),
        question: "Ông (bà) có tán thành mức đóng góp 1.500.000 đồng mỗi hộ không?".to_owned(),
        options: texts(&["Tán thành", "Không tán thành"]),
        total_households: 200,
        required: two_thirds(200, 134),
        announced_on: date(2026, 3, 17),
        issued_on: date(2026, 3, 20),
        deadline: date(2026, 3, 27),
        counted_on: date(2026, 3, 28),
        team: committee(),
        duties: texts(&[
            "Bà Trần Thị Mẫu phát và thu phiếu tổ 1, tổ 2",
            "Ông Lê Văn Thử phát và thu phiếu tổ 3, tổ 4",
        ]),
        means: texts(&["Kinh phí in 205 phiếu lấy từ quỹ ấp"]),
        head: signer("Trưởng ấp", "Nguyễn Văn Mẫu"),
        front_head: signer("Trưởng Ban công tác Mặt trận", "Lê Thị Thử"),
    }
}

pub fn recognised() -> RecognitionDecision {
    RecognitionDecision {
        paper: CommunityPaper {
            commune: String::new(),
            community: "Ủy ban nhân dân xã Phong Điền".to_owned(),
            number: Some("214".to_owned()),
            ..community("QĐ-UBND")
        },
        decision_number: "2026-0040".to_owned(),
        decided_by: "ấp Nhơn Thọ 1".to_owned(),
        title: "bầu Trưởng ấp nhiệm kỳ 2026 - 2031".to_owned(),
        document: "Biên bản số 05/BB-NT1 ngày 25 tháng 4 năm 2026".to_owned(),
        received_on: date(2026, 4, 28),
        approve: 142,
        required: more_than_half(200, 101, Voters::Households),
        grounds: texts(&[
            "Căn cứ Luật Tổ chức chính quyền địa phương",
            "Căn cứ Luật Thực hiện dân chủ ở cơ sở",
        ]),
        outcome: RecognitionOutcome::Recognised {
            effective_from: date(2026, 5, 5),
            content: "ông Nguyễn Văn Mẫu là Trưởng ấp Nhơn Thọ 1, nhiệm kỳ 2026 - 2031".to_owned(),
        },
        url: URL.to_owned(),
        signer: Signer {
            authority: "TM. Ủy ban nhân dân".to_owned(),
            ..signer("Chủ tịch", "Phan Thị Mẫu")
        },
    }
}

pub fn refused() -> RecognitionDecision {
    RecognitionDecision {
        approve: 96,
        outcome: RecognitionOutcome::Refused {
            reasons: texts(&[
                "Số hộ tán thành chưa đạt trên 50% tổng số đại diện hộ gia đình",
                "Biên bản thiếu chữ ký của 02 đại diện hộ gia đình",
            ]),
            next_step: "tổ chức lại cuộc họp của cộng đồng dân cư theo Điều 18 Luật Thực hiện dân chủ ở cơ sở".to_owned(),
        },
        ..recognised()
    }
}

pub fn contribution_receipt() -> ContributionReceipt {
    ContributionReceipt {
        paper: community("BNĐG"),
        decision_number: "2026-0031".to_owned(),
        title: "làm đường bê tông tổ 4, đợt 1".to_owned(),
        household_number: "014".to_owned(),
        payer: "Võ Văn Chứng".to_owned(),
        amount: 750_000,
        labour_days: 2,
        in_kind: "01 xe cát".to_owned(),
        received_on: date(2026, 4, 18),
        receiver: "Lê Văn Thử".to_owned(),
        url: URL.to_owned(),
    }
}

pub fn roll_sheet(households: u32) -> RollSheet {
    RollSheet {
        paper: community(""),
        decision_number: "2026-0031".to_owned(),
        title: "mức đóng góp làm đường bê tông tổ 4, dài 620 mét".to_owned(),
        starts_at: date(2026, 3, 14).at(19, 0, 0, 0),
        location: "Nhà văn hóa ấp Nhơn Thọ 1".to_owned(),
        households: (1..=households)
            .map(|number| RollLine {
                household_number: format!("{number:03}"),
                household: format!("Người Mẫu {number}, số {number} tổ {}", 1 + number % 6),
            })
            .collect(),
    }
}

pub fn tally_sheet() -> TallySheet {
    TallySheet {
        paper: community(""),
        decision_number: "2026-0031".to_owned(),
        title: "mức đóng góp làm đường bê tông tổ 4, dài 620 mét".to_owned(),
        question: "Ông (bà) có tán thành mức đóng góp 1.500.000 đồng mỗi hộ không?".to_owned(),
        options: texts(&["Tán thành", "Không tán thành", "Ý kiến khác"]),
        team: vec![
            member("Trần Thị Mẫu", "Trưởng ban"),
            member("Lê Văn Thử", "thành viên"),
        ],
    }
}

pub fn ballot_cards(number: u32) -> BallotCards {
    BallotCards {
        commune: "xã Phong Điền".to_owned(),
        community: "ấp Nhơn Thọ 1".to_owned(),
        decision_number: "2026-0052".to_owned(),
        title: "giờ mở cửa nhà văn hóa và sân bóng chuyền".to_owned(),
        url: "dinh.cantho.gov.vn/bq/52".to_owned(),
        opens_at: date(2026, 5, 10).at(7, 0, 0, 0),
        closes_at: date(2026, 5, 12).at(20, 0, 0, 0),
        cards: (1..=number)
            .map(|household| BallotCard {
                household_number: format!("{household:03}"),
                address_line: format!("Số {household}, tổ {}, ấp Nhơn Thọ 1", 1 + household % 6),
                code: format!("K7M2-{:04}", household * 37 % 10_000),
                link: format!("https://dinh.cantho.gov.vn/bq/52#K7M2-{household:04}"),
            })
            .collect(),
        date: date(2026, 5, 8),
        sample: true,
    }
}

pub fn household_notices(number: u32) -> HouseholdNotices {
    HouseholdNotices {
        commune: "xã Phong Điền".to_owned(),
        community: "ấp Nhơn Thọ 1".to_owned(),
        decision_number: "2026-0031".to_owned(),
        title: "mức đóng góp làm đường bê tông tổ 4, dài 620 mét".to_owned(),
        team: "Tổ phát phiếu".to_owned(),
        notices: (1..=number)
            .map(|number| NoticeToHousehold {
                household_number: format!("{number:03}"),
                name: format!("Người Mẫu {number}"),
                address: format!("Số {number}, tổ 4"),
                text: "Ngày 20/3/2026 Tổ phát phiếu đã nhập thay hộ ý kiến “Tán thành”, theo lời đại diện hộ nói qua điện thoại."
                    .to_owned(),
                written_on: date(2026, 3, 20),
            })
            .collect(),
        date: date(2026, 3, 21),
        sample: true,
    }
}

pub fn attendance_cards(number: u32) -> AttendanceCards {
    AttendanceCards {
        commune: "xã Phong Điền".to_owned(),
        community: "ấp Nhơn Thọ 1".to_owned(),
        cards: (1..=number)
            .map(|household| AttendanceCard {
                household_number: format!("{household:03}"),
                address_line: format!("Số {household}, tổ {}, ấp Nhơn Thọ 1", 1 + household % 6),
                link: format!("https://dinh.cantho.gov.vn/ho/9f3a-{household:04}"),
            })
            .collect(),
        date: date(2026, 5, 8),
        sample: true,
    }
}

fn decision_row(votes: Option<i64>, needed: i64) -> DecisionRow {
    DecisionRow {
        summary: "Làm đường bê tông tổ 4, dài 620 mét".to_owned(),
        presided_by: "Trưởng ấp Nhơn Thọ 1".to_owned(),
        reported_form: "Hội nghị".to_owned(),
        options: Some(2),
        votes,
        total_households: Some(200),
        commune: "xã Phong Điền".to_owned(),
        community: "ấp Nhơn Thọ 1".to_owned(),
        decided_on: Some(date(2026, 3, 14)),
        form: "Cuộc họp của cộng đồng dân cư".to_owned(),
        represented: votes.map(|_| 171),
        needed: Some(needed),
        passed: votes.map(|votes| votes >= needed),
        recognition: "Không cần công nhận".to_owned(),
        effective_from: Some(date(2026, 3, 14)),
    }
}

pub fn decision_statistics() -> DecisionStatistics {
    let discussed = |matter, votes, total_value| DiscussedRow {
        matter,
        decision: decision_row(votes, 134),
        total_value,
        state_budget: Some(450_000_000),
        contributed_money: Some(300_000_000),
        labour_days: Some(120),
        other: "Hiến 210 m² đất".to_owned(),
    };
    DecisionStatistics {
        issuer: "Ủy ban nhân dân xã Phong Điền".to_owned(),
        period: "quý I năm 2026".to_owned(),
        year: 2026,
        date: date(2026, 4, 2),
        discussed: vec![
            discussed(ReportedMatter::Contributions, Some(138), Some(750_000_000)),
            discussed(ReportedMatter::SelfGovernance, None, None),
        ],
        annex: vec![AnnexRow {
            content: "Bầu Trưởng ấp nhiệm kỳ 2026 - 2031".to_owned(),
            kind: AnnexKind::CommunityHead,
            decision: decision_row(Some(142), 101),
        }],
        inspection_boards: vec![InspectionBoardRow {
            commune: "xã Phong Điền".to_owned(),
            supervisions: Some(4),
            findings: Some(0),
            ..InspectionBoardRow::default()
        }],
        investment_boards: vec![InvestmentBoardRow {
            commune: "xã Phong Điền".to_owned(),
            projects: Some(11),
            money_recovered: Some(1_234_567_890_123),
            ..InvestmentBoardRow::default()
        }],
        petitions: vec![PetitionRow {
            commune: "xã Phong Điền".to_owned(),
            received: Some(7),
            received_since_january: Some(7),
            settled: Some(5),
            settled_since_january: Some(5),
            open: Some(2),
            note: String::new(),
        }],
        village_meetings: vec![VillageMeetingRow {
            commune: "xã Phong Điền".to_owned(),
            communities: Some(12),
            met_once: Some(8),
            met_twice: Some(3),
            met_otherwise: Some(0),
            note: "01 ấp chưa họp".to_owned(),
        }],
        sample: true,
    }
}

//! Specimens of the decision room.

use dinh_report::{
    BallotCount, BallotMinutes, BallotOffice, BallotPaper, BallotsPerPage, Candidate,
    CandidateMinutes, ClusterMeeting, CommunityPaper, CountedOption, CountedQuestion,
    CountingMinutes, DecisionForm, DecisionMinutes, DecisionResult, MeetingNotice, Member,
    Participant, PrintedEntry, ProceduralVote, RequiredVotes, ResolvedDifference, RollCorrection,
    Signer, Voters,
};
use jiff::civil::date;

use super::texts;

const URL: &str = "https://dinh.cantho.gov.vn/quyet-dinh/2026-0031";

pub fn community(symbol: &str) -> CommunityPaper {
    CommunityPaper {
        commune: "xã Phong Điền".to_owned(),
        community: "ấp Nhơn Thọ 1".to_owned(),
        number: Some("3".to_owned()),
        symbol: symbol.to_owned(),
        place: "Phong Điền".to_owned(),
        date: date(2026, 3, 7),
        recipients: texts(&[
            "Ủy ban nhân dân xã",
            "Ủy ban Mặt trận Tổ quốc Việt Nam xã",
            "Lưu: ấp Nhơn Thọ 1",
        ]),
        sample: true,
        entry: None,
    }
}

pub fn signer(post: &str, name: &str) -> Signer {
    Signer {
        authority: String::new(),
        post: post.to_owned(),
        name: Some(name.to_owned()),
    }
}

pub fn member(name: &str, part: &str) -> Member {
    Member {
        name: name.to_owned(),
        part: part.to_owned(),
    }
}

pub fn two_thirds(total: u64, needed: u64) -> RequiredVotes {
    RequiredVotes {
        part: 2,
        of: 3,
        strict: false,
        total,
        needed,
        voters: Voters::Households,
        citation: "khoản 1 Điều 21 Luật Thực hiện dân chủ ở cơ sở".to_owned(),
    }
}

pub fn more_than_half(total: u64, needed: u64, voters: Voters) -> RequiredVotes {
    RequiredVotes {
        part: 1,
        of: 2,
        strict: true,
        total,
        needed,
        voters,
        citation: match voters {
            Voters::Attending => "khoản 5 Điều 3 Nghị định số 59/2023/NĐ-CP",
            Voters::Households | Voters::Communities => {
                "khoản 1 Điều 21 Luật Thực hiện dân chủ ở cơ sở"
            }
        }
        .to_owned(),
    }
}

pub fn meeting_notice() -> MeetingNotice {
    MeetingNotice {
        paper: community("TB-NT1"),
        decision_number: "2026-0031".to_owned(),
        title: "mức đóng góp làm đường bê tông tổ 4, dài 620 mét".to_owned(),
        matter: "chủ trương và mức đóng góp xây dựng cơ sở hạ tầng do Nhân dân đóng góp toàn bộ hoặc một phần kinh phí, tài sản, công sức".to_owned(),
        matter_citation: "khoản 1 Điều 15 Luật Thực hiện dân chủ ở cơ sở".to_owned(),
        grounds: texts(&[
            "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022",
            "Căn cứ Nghị định số 59/2023/NĐ-CP ngày 14 tháng 8 năm 2023 của Chính phủ",
        ]),
        convener: "Trưởng ấp Nhơn Thọ 1".to_owned(),
        chair: "ông Nguyễn Văn Mẫu, Trưởng ấp".to_owned(),
        starts_at: date(2026, 3, 14).at(19, 0, 0, 0),
        location: "Nhà văn hóa ấp Nhơn Thọ 1".to_owned(),
        cluster: None,
        agenda: texts(&[
            "Tuyên bố lý do, cử thư ký cuộc họp",
            "Trình bày dự toán và mức đóng góp dự kiến",
            "Thảo luận, thống nhất cách biểu quyết",
            "Biểu quyết, công bố kết quả",
        ]),
        papers: texts(&["Dự toán công trình (02 trang)", "Phương án đóng góp của các hộ (01 trang)"]),
        papers_sent: "trực tiếp đến từng hộ và trong nhóm Zalo của ấp, trước cuộc họp ít nhất 02 ngày".to_owned(),
        required: two_thirds(200, 134),
        contact: "Trưởng ấp, điện thoại 0292 000 0000".to_owned(),
        url: URL.to_owned(),
        signer: signer("Trưởng ấp", "Nguyễn Văn Mẫu"),
    }
}

pub fn committee() -> Vec<Member> {
    vec![
        member("Trần Thị Mẫu", "Trưởng ban"),
        member("Lê Văn Thử", "thành viên"),
        member("Phạm Thị Ví Dụ", "thành viên"),
    ]
}

fn witnesses() -> Vec<Member> {
    vec![
        member("Võ Văn Chứng", "đại diện hộ số 014"),
        member("Đỗ Thị Kiến", "đại diện hộ số 087"),
    ]
}

fn question(required: RequiredVotes, votes: [u64; 3]) -> CountedQuestion {
    let [approve, disapprove, other] = votes;
    let option = |label: &str, votes, decides| CountedOption {
        label: label.to_owned(),
        votes,
        decides,
    };
    CountedQuestion {
        question: "Ông (bà) có tán thành mức đóng góp 1.500.000 đồng mỗi hộ để làm đường bê tông tổ 4 không?".to_owned(),
        options: vec![
            option("Tán thành", approve, true),
            option("Không tán thành", disapprove, false),
            option("Ý kiến khác", other, false),
        ],
        required,
    }
}

fn procedural(subject: &str, approve: u64) -> ProceduralVote {
    ProceduralVote {
        subject: subject.to_owned(),
        approve,
        required: more_than_half(171, 86, Voters::Attending),
    }
}

pub fn counting_minutes() -> CountingMinutes {
    CountingMinutes {
        paper: community("BB-NT1"),
        decision_number: "2026-0031".to_owned(),
        title: "mức đóng góp làm đường bê tông tổ 4, dài 620 mét".to_owned(),
        started_at: date(2026, 3, 14).at(20, 40, 0, 0),
        ended_at: date(2026, 3, 14).at(21, 15, 0, 0),
        location: "Nhà văn hóa ấp Nhơn Thọ 1".to_owned(),
        committee: committee(),
        committee_vote: Some(procedural("Cử Ban kiểm phiếu", 165)),
        witnesses: witnesses(),
        total_households: 200,
        attending: 171,
        ballots: BallotCount {
            issued: 171,
            returned: 169,
            valid: 166,
            invalid: 3,
        },
        questions: vec![question(two_thirds(200, 134), [138, 25, 3])],
        remarks: texts(&["03 phiếu không hợp lệ do đánh dấu vào hai ô"]),
        url: URL.to_owned(),
    }
}

/// The minutes with so many full codes; their signs are invented, as many as a real one has.
pub fn proven_minutes(codes: usize) -> DecisionMinutes {
    let minutes = decision_minutes();
    let full = (1..=codes).map(|number| {
        format!(
            "DINH1:182734:{number}/{codes}:{}.",
            "6BAF*:5PVD".repeat(120)
        )
    });
    DecisionMinutes {
        paper: CommunityPaper {
            entry: Some(PrintedEntry {
                position: 182_734,
                short_code: format!("{URL}#182734,sKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs="),
                full_codes: full.collect(),
                text: "dinh/act/1\nregister dangky.cantho.gov.vn/so-cong-khai\nact count\n"
                    .to_owned(),
                is_witnessed: codes > 1,
            }),
            ..minutes.paper
        },
        ..minutes
    }
}

pub fn decision_minutes() -> DecisionMinutes {
    DecisionMinutes {
        paper: community("BB-NT1"),
        decision_number: "2026-0031".to_owned(),
        document_type: "Biên bản".to_owned(),
        title: "mức đóng góp làm đường bê tông tổ 4, dài 620 mét".to_owned(),
        matter: "chủ trương và mức đóng góp xây dựng cơ sở hạ tầng".to_owned(),
        matter_citation: "khoản 1 Điều 15 Luật Thực hiện dân chủ ở cơ sở".to_owned(),
        grounds: texts(&["Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022"]),
        form: DecisionForm::SecretBallot,
        starts_at: date(2026, 3, 14).at(19, 0, 0, 0),
        ends_at: date(2026, 3, 14).at(21, 30, 0, 0),
        location: "Nhà văn hóa ấp Nhơn Thọ 1".to_owned(),
        chair: "ông Nguyễn Văn Mẫu, Trưởng ấp".to_owned(),
        secretary: Some("bà Trần Thị Mẫu".to_owned()),
        clusters: vec![ClusterMeeting {
            cluster: "Cụm dân cư số 2 (bờ kênh)".to_owned(),
            held_at: date(2026, 3, 13).at(19, 0, 0, 0),
            chair: "bà Lê Thị Thử".to_owned(),
            represented: 48,
        }],
        total_households: 200,
        represented: 171,
        roll_corrections: vec![RollCorrection {
            date: date(2026, 3, 12),
            change: "thêm hộ số 201".to_owned(),
            reason: "tách hộ ngày 10/3/2026, bỏ sót khi lập danh sách".to_owned(),
        }],
        procedural_votes: vec![
            procedural("Cử thư ký cuộc họp: bà Trần Thị Mẫu", 169),
            procedural("Biểu quyết bằng bỏ phiếu kín", 120),
            procedural("Cử Ban kiểm phiếu gồm 03 người", 165),
        ],
        discussion: texts(&[
            "Có ý kiến đề nghị giảm mức đóng góp cho hộ ở xa đường",
            "Trưởng ấp giải trình dự toán; cuộc họp thống nhất đóng góp theo hộ, chia hai đợt",
        ]),
        results: vec![DecisionResult {
            subject: "Mức đóng góp 1.500.000 đồng mỗi hộ".to_owned(),
            approve: 138,
            disapprove: 25,
            other: 3,
            blank: 3,
            required: two_thirds(200, 134),
        }],
        content: texts(&[
            "Mỗi hộ đóng góp 1.500.000 đồng, chia hai đợt: trước ngày 30/4/2026 và trước ngày 31/7/2026.",
            "Hộ nghèo, hộ cận nghèo không phải đóng góp bằng tiền.",
        ]),
        effect: "Quyết định có hiệu lực kể từ ngày 14 tháng 3 năm 2026 (khoản 2 Điều 21 Luật Thực hiện dân chủ ở cơ sở).".to_owned(),
        participants: Vec::new(),
        approving: Vec::new(),
        url: URL.to_owned(),
        register_position: Some(4_211),
        head: signer("Trưởng ấp", "Nguyễn Văn Mẫu"),
        front_head: signer("Trưởng Ban công tác Mặt trận", "Lê Thị Thử"),
        household_representatives: [
            signer("Đại diện hộ gia đình", "Võ Văn Chứng"),
            signer("Đại diện hộ gia đình", "Đỗ Thị Kiến"),
        ],
    }
}

/// An online vote of a large community, with the list of participants.
pub fn online_minutes(participants: u64) -> DecisionMinutes {
    DecisionMinutes {
        document_type: "Nghị quyết".to_owned(),
        title: "giờ mở cửa nhà văn hóa và sân bóng chuyền".to_owned(),
        matter: "các công việc tự quản khác trong nội bộ cộng đồng dân cư".to_owned(),
        matter_citation: "khoản 6 Điều 15 Luật Thực hiện dân chủ ở cơ sở".to_owned(),
        form: DecisionForm::OnlineVote,
        location: String::new(),
        chair: "Tổ lấy ý kiến biểu quyết trực tuyến, bà Lê Thị Thử làm Tổ trưởng".to_owned(),
        secretary: None,
        clusters: Vec::new(),
        total_households: 8_318,
        represented: 5_020,
        roll_corrections: Vec::new(),
        procedural_votes: Vec::new(),
        results: vec![DecisionResult {
            subject: "Mở cửa từ 5 giờ đến 21 giờ".to_owned(),
            approve: 4_160,
            disapprove: 800,
            other: 60,
            blank: 0,
            required: more_than_half(8_318, 4_160, Voters::Households),
        }],
        content: texts(&["Nhà văn hóa và sân bóng chuyền mở cửa từ 5 giờ đến 21 giờ hằng ngày."]),
        participants: (1..=participants)
            .map(|number| Participant {
                household_number: format!("{number:04}"),
                name: format!("Người Mẫu {number}"),
                address: format!("Số {number}, tổ {}", 1 + number % 9),
            })
            .collect(),
        ..decision_minutes()
    }
}

pub fn ballot_minutes() -> BallotMinutes {
    BallotMinutes {
        paper: community("BB-NT1"),
        decision_number: "2026-0031".to_owned(),
        title: "mức đóng góp làm đường bê tông tổ 4, dài 620 mét".to_owned(),
        plan: "Kế hoạch số 02/KH-NT1 ngày 16 tháng 3 năm 2026".to_owned(),
        ballot_case: "cuộc họp ngày 14 tháng 3 năm 2026 không có đủ đại diện hộ gia đình"
            .to_owned(),
        ballot_case_citation: "điểm b khoản 1 Điều 19 Luật Thực hiện dân chủ ở cơ sở".to_owned(),
        issued_on: date(2026, 3, 20),
        deadline: date(2026, 3, 27),
        started_at: date(2026, 3, 28).at(8, 0, 0, 0),
        ended_at: date(2026, 3, 28).at(10, 20, 0, 0),
        location: "Nhà văn hóa ấp Nhơn Thọ 1".to_owned(),
        team: vec![
            member("Lê Thị Thử", "Tổ trưởng, đại diện Ban công tác Mặt trận"),
            member("Lê Văn Thử", "đại diện ấp"),
            member("Phạm Thị Ví Dụ", "đại diện Chi hội Phụ nữ"),
        ],
        witnesses: witnesses(),
        total_households: 200,
        printed: 205,
        ballots: BallotCount {
            issued: 200,
            returned: 188,
            valid: 185,
            invalid: 3,
        },
        void_serials: texts(&["0007", "0112", "0203", "0204", "0205"]),
        entered_twice: 188,
        differences: vec![ResolvedDifference {
            serial: "0041".to_owned(),
            first: "Tán thành".to_owned(),
            second: "Không tán thành".to_owned(),
            resolved: "Tán thành".to_owned(),
        }],
        questions: vec![question(two_thirds(200, 134), [131, 48, 6])],
        other_opinions: texts(&["Đề nghị chia làm ba đợt đóng góp"]),
        url: URL.to_owned(),
    }
}

pub fn candidate_minutes() -> CandidateMinutes {
    let candidate = |name: &str, year, occupation: &str, approve| Candidate {
        name: name.to_owned(),
        birth_year: Some(year),
        occupation: occupation.to_owned(),
        address: "Tổ 4, ấp Nhơn Thọ 1".to_owned(),
        approve: Some(approve),
    };
    CandidateMinutes {
        paper: CommunityPaper {
            commune: "Ủy ban MTTQ Việt Nam xã Phong Điền".to_owned(),
            community: "Ban công tác Mặt trận ấp Nhơn Thọ 1".to_owned(),
            ..community("BB-BCTMT")
        },
        decision_number: "2026-0040".to_owned(),
        election: "Trưởng ấp Nhơn Thọ 1, nhiệm kỳ 2026 - 2031".to_owned(),
        held_on: date(2026, 4, 2),
        hours: Some((
            date(2026, 4, 2).at(14, 0, 0, 0),
            date(2026, 4, 2).at(15, 30, 0, 0),
        )),
        location: "Nhà văn hóa ấp Nhơn Thọ 1".to_owned(),
        chair: "bà Lê Thị Thử, Trưởng Ban công tác Mặt trận".to_owned(),
        secretary: "ông Lê Văn Thử".to_owned(),
        present: Some((8, 9)),
        party_cell_opinion:
            "thống nhất giới thiệu 02 người ứng cử, tại cuộc họp ngày 30 tháng 3 năm 2026"
                .to_owned(),
        discussion: texts(&["Các thành viên thống nhất lấy phiếu từng người"]),
        candidates: vec![
            candidate("Nguyễn Văn Mẫu", 1974, "Làm vườn, Trưởng ấp đương nhiệm", 8),
            candidate("Huỳnh Thị Thí Dụ", 1985, "Giáo viên", 7),
        ],
        meeting_on: date(2026, 4, 25),
        submit_by: date(2026, 4, 10),
        url: URL.to_owned(),
        secretary_signer: signer("Thư ký", "Lê Văn Thử"),
        front_head: signer("Trưởng Ban công tác Mặt trận", "Lê Thị Thử"),
    }
}

pub fn ballot_papers(number: u32, office: BallotOffice) -> BallotPaper {
    BallotPaper {
        commune: "xã Phong Điền".to_owned(),
        community: "ấp Nhơn Thọ 1".to_owned(),
        decision_number: "2026-0031".to_owned(),
        title: "mức đóng góp làm đường bê tông tổ 4, dài 620 mét".to_owned(),
        question: "Ông (bà) có tán thành mức đóng góp 1.500.000 đồng mỗi hộ, chia hai đợt, để làm đường bê tông tổ 4 không?".to_owned(),
        options: texts(&["Tán thành", "Không tán thành"]),
        choices: 1,
        other_opinion: true,
        deadline: date(2026, 3, 27),
        collected_by: "Tổ phát phiếu đến nhận tại nhà".to_owned(),
        office,
        serials: (1..=number).map(|serial| format!("{serial:04}")).collect(),
        per_page: BallotsPerPage::Two,
        date: date(2026, 3, 18),
        sample: true,
    }
}

pub fn head_signs() -> BallotOffice {
    BallotOffice::Community {
        post: "Trưởng ấp".to_owned(),
        name: Some("Nguyễn Văn Mẫu".to_owned()),
    }
}

//! The sample decisions: every form, every state, one annulled, one election held again.

use dinh_domain::decision::{
    Convener, ElectionDays, Origin, Plan, Proposal, Subject, TeamMember, VotingMethod,
};
use dinh_law::{BallotGround, DecisionForm, Scope};
use jiff::ToSpan;
use jiff::civil::Date;

use super::scene::{Move, Planned, Scene};

fn proposal(
    subject: Subject,
    title: &str,
    content: &str,
    options: &[&str],
    origin: Origin,
) -> Move {
    Move::Propose(Box::new(Proposal {
        subject,
        scope: Scope::Community,
        title: title.to_owned(),
        content: content.to_owned(),
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        seats: 1,
        origin,
    }))
}

fn by_head(subject: Subject, title: &str, content: &str) -> Move {
    proposal(subject, title, content, &[], Origin::Head)
}

fn team(plan: &mut Plan, _: Date) {
    plan.team = [
        (
            "Trưởng Ban công tác Mặt trận (mẫu)",
            "Ban công tác Mặt trận",
            true,
        ),
        ("Đại diện thôn, tổ (mẫu)", "Thôn, tổ dân phố", false),
        ("Chi hội trưởng Phụ nữ (mẫu)", "Chi hội Phụ nữ", false),
    ]
    .into_iter()
    .map(|(name, body, front)| TeamMember {
        name: name.to_owned(),
        body: body.to_owned(),
        front,
        leader: front,
    })
    .collect();
}

fn meeting(plan: &mut Plan, _: Date) {
    plan.form = DecisionForm::Meeting;
    plan.place = String::from("Nhà văn hóa (mẫu)");
}

fn election(plan: &mut Plan, day: Date) {
    meeting(plan, day);
    team(plan, day);
    plan.convener = Convener::ElectionTeam;
    let starts = plan.starts.date();
    let before = |days: i64| Some(starts.saturating_sub(days.days()));
    plan.election = ElectionDays {
        decided_on: before(28),
        candidates_on: before(20),
        team_on: before(15),
        announced_on: before(10),
    };
}

fn election_again(plan: &mut Plan, day: Date) {
    election(plan, day);
    plan.reelection_document = String::from("Quyết định bầu lại 41/QĐ-UBND (mẫu)");
}

fn ballots_after_meeting(plan: &mut Plan, day: Date) {
    team(plan, day);
    plan.form = DecisionForm::Ballots;
    plan.ground = Some(BallotGround::MeetingShort);
    plan.front_agrees = true;
    plan.reported_on = Some(day);
}

fn ballots_agreed(plan: &mut Plan, day: Date) {
    ballots_after_meeting(plan, day);
    plan.ground = Some(BallotGround::Agreed);
}

fn online(plan: &mut Plan, day: Date) {
    team(plan, day);
    plan.form = DecisionForm::Online;
    plan.front_agrees = true;
    plan.devices = true;
    plan.reported_on = Some(day);
}

fn planned(starts_in: i32, lasts: i32, shape: fn(&mut Plan, Date)) -> Move {
    Move::Plan(Box::new(Planned {
        starts_in,
        lasts,
        shape,
    }))
}

/// A meeting from the proposal to its vote, ten days later.
fn by_meeting(first: Move, attend: u64, vote: Move) -> Vec<(i32, Move)> {
    vec![
        (0, first),
        (1, Move::Agree),
        (2, planned(8, 0, meeting)),
        (3, Move::Papers),
        (3, Move::Notify),
        (10, Move::Open),
        (10, Move::Attend(attend)),
        (10, Move::Begin(VotingMethod::Hands)),
        (10, vote),
    ]
}

fn scene(hamlet: usize, begins: i32, moves: Vec<(i32, Move)>) -> Scene {
    Scene {
        hamlet,
        begins,
        moves,
    }
}

fn then(
    mut moves: Vec<(i32, Move)>,
    more: impl IntoIterator<Item = (i32, Move)>,
) -> Vec<(i32, Move)> {
    moves.extend(more);
    moves
}

/// Every sample decision.
pub fn all() -> Vec<Scene> {
    let mut scenes = works();
    scenes.extend(self_governing());
    scenes.extend(elections());
    scenes.extend(unfinished());
    scenes
}

/// Works and contributions: passed, not passed, after ballots, annulled.
#[expect(clippy::too_many_lines, reason = "a script, line by line")]
fn works() -> Vec<Scene> {
    let lane = by_head(
        Subject::PublicWorks,
        "Nâng cấp hẻm 12, mức đóng góp mỗi hộ 500.000 đồng",
        "Mở rộng hẻm 12 từ 2 m lên 3 m, đổ bê tông dài 180 m. Nhà nước hỗ trợ 60%, Nhân dân đóng góp 40%, mỗi hộ 500.000 đồng (mẫu).",
    );
    let bridge = by_head(
        Subject::PublicWorks,
        "Xây cầu bê tông qua rạch, mức đóng góp mỗi hộ 800.000 đồng",
        "Thay cầu gỗ bằng cầu bê tông rộng 2,5 m; mỗi hộ đóng góp 800.000 đồng hoặc 04 ngày công (mẫu).",
    );
    let lamps = by_head(
        Subject::PeoplesContributions,
        "Thu, chi quỹ đèn đường năm nay",
        "Mỗi hộ đóng góp 10.000 đồng mỗi tháng để trả tiền điện đèn đường; thu, chi công khai hằng quý (mẫu).",
    );
    let gate = by_head(
        Subject::PublicWorks,
        "Xây cổng chào, mức đóng góp mỗi hộ 300.000 đồng",
        "Xây cổng chào ở đầu ấp, mỗi hộ đóng góp 300.000 đồng (mẫu).",
    );
    vec![
        scene(
            0,
            210,
            then(
                by_meeting(lane, 104, Move::Vote(vec![96], 5, 3)),
                [(13, Move::Send)],
            ),
        ),
        scene(
            1,
            180,
            vec![
                (0, bridge),
                (1, Move::Agree),
                (2, planned(8, 0, meeting)),
                (3, Move::Papers),
                (3, Move::Notify),
                (10, Move::Open),
                (10, Move::Attend(31)),
                (10, Move::TooSmall),
                (14, planned(6, 7, ballots_after_meeting)),
                (15, Move::Notify),
                (20, Move::Open),
                (20, Move::Print),
                (26, Move::Collect(55)),
                (28, Move::Count([47, 6, 2])),
                (30, Move::Send),
            ],
        ),
        scene(
            3,
            150,
            by_meeting(gate, 352, Move::Vote(vec![228], 101, 23)),
        ),
        scene(
            4,
            320,
            then(
                by_meeting(lamps, 80, Move::Vote(vec![71], 6, 3)),
                [
                    (13, Move::Send),
                    (
                        60,
                        Move::Annul(
                            "Thu thêm ngoài mức đã thống nhất, không tuân thủ trình tự thông qua (mẫu).",
                        ),
                    ),
                ],
            ),
        ),
    ]
}

/// Matters of Article 15(6): by meeting, by ballots, online.
#[expect(clippy::too_many_lines, reason = "a script, line by line")]
fn self_governing() -> Vec<Scene> {
    let quiet = by_head(
        Subject::SelfGoverning,
        "Giữ yên tĩnh sau 22 giờ",
        "Các hộ thống nhất không mở loa kéo, karaoke sau 22 giờ; nhắc nhở trước, ghi nhận ở cuộc họp cuối năm (mẫu).",
    );
    let clean = by_head(
        Subject::SelfGoverning,
        "Ngày Chủ nhật xanh hằng tháng",
        "Mỗi hộ cử một người tham gia dọn vệ sinh chung vào Chủ nhật đầu tháng (mẫu).",
    );
    let watch = by_head(
        Subject::SelfGoverning,
        "Tổ tự quản an ninh trật tự",
        "Lập tổ tự quản gồm 06 người, phân công theo tuần (mẫu).",
    );
    let garden = proposal(
        Subject::SelfGoverning,
        "Trồng hoa dọc tuyến kênh",
        "Các hộ dọc kênh trồng và chăm một đoạn hoa trước nhà (mẫu).",
        &["Trồng hoa giấy", "Trồng hoa mười giờ"],
        Origin::Citizen,
    );
    vec![
        scene(
            2,
            120,
            then(
                by_meeting(quiet, 131, Move::Vote(vec![118], 9, 4)),
                [(14, Move::Send)],
            ),
        ),
        scene(
            6,
            100,
            vec![
                (0, clean),
                (1, Move::Agree),
                (2, planned(5, 6, ballots_agreed)),
                (3, Move::Notify),
                (7, Move::Open),
                (7, Move::Print),
                (12, Move::Collect(52)),
                (14, Move::Count([41, 8, 3])),
                (16, Move::Send),
            ],
        ),
        scene(
            5,
            80,
            vec![
                (0, watch),
                (1, Move::Agree),
                (3, Move::ChooseOnline(98)),
                (4, planned(4, 5, online)),
                (5, Move::Notify),
                (8, Move::Open),
                (9, Move::VoteOnline(86, 17)),
                (14, Move::CloseOnline),
                (16, Move::Send),
            ],
        ),
        scene(
            9,
            60,
            vec![
                (0, garden),
                (4, Move::Support(19)),
                (6, planned(8, 0, meeting)),
                (7, Move::Notify),
                (14, Move::Open),
                (14, Move::Attend(95)),
                (14, Move::Begin(VotingMethod::Hands)),
                (14, Move::Vote(vec![71, 14], 4, 2)),
            ],
        ),
    ]
}

/// Conventions, heads, boards: recognised, refused, an election held again.
#[expect(clippy::too_many_lines, reason = "a script, line by line")]
fn elections() -> Vec<Scene> {
    let head = |names: &[&str]| {
        proposal(
            Subject::ElectHead,
            "Bầu Trưởng thôn, Tổ trưởng tổ dân phố",
            "Bầu người đứng đầu theo quyết định tổ chức bầu cử của Chủ tịch Ủy ban nhân dân cấp xã (mẫu).",
            names,
            Origin::Chairman,
        )
    };
    let board = proposal(
        Subject::ElectInspectionBoard,
        "Bầu thành viên Ban Thanh tra nhân dân",
        "Bầu 01 thành viên Ban Thanh tra nhân dân của thôn, tổ dân phố (mẫu).",
        &["Ông Mai Văn Mẫu", "Bà Sơn Thị Mẫu"],
        Origin::Head,
    );
    let convention = by_head(
        Subject::Convention,
        "Quy ước khu dân cư (sửa đổi)",
        "Thông qua toàn văn quy ước đã niêm yết lấy ý kiến 30 ngày (mẫu).",
    );
    let refused = by_head(
        Subject::Convention,
        "Hương ước ấp",
        "Thông qua hương ước ấp, trong đó có mức phạt tiền (mẫu).",
    );
    vec![
        scene(
            7,
            240,
            vec![
                (0, head(&["Ông Lâm Văn Mẫu", "Bà Kim Thị Mẫu"])),
                (1, Move::Agree),
                (2, planned(30, 0, election)),
                (24, Move::Notify),
                (32, Move::Open),
                (32, Move::Attend(244)),
                (32, Move::Begin(VotingMethod::Secret)),
                (32, Move::Vote(vec![122, 113], 0, 0)),
                (50, planned(14, 0, election_again)),
                (56, Move::Notify),
                (64, Move::Open),
                (64, Move::Attend(262)),
                (64, Move::Begin(VotingMethod::Secret)),
                (64, Move::Vote(vec![187, 66], 0, 0)),
                (66, Move::Send),
                (70, Move::Recognise),
            ],
        ),
        scene(
            8,
            140,
            then(
                by_meeting(board, 70, Move::Vote(vec![52, 15], 0, 0)),
                [(12, Move::Send), (16, Move::Recognise)],
            ),
        ),
        scene(
            10,
            170,
            then(
                by_meeting(convention, 171, Move::Vote(vec![160], 6, 5)),
                [(14, Move::Send), (19, Move::Recognise)],
            ),
        ),
        scene(
            11,
            200,
            then(
                by_meeting(refused, 57, Move::Vote(vec![50], 4, 1)),
                [
                    (13, Move::Send),
                    (
                        18,
                        Move::Refuse(
                            "Hương ước đặt mức phạt tiền thay cho xử lý của pháp luật (khoản 4 Điều 5 Nghị định 61/2023/NĐ-CP) (mẫu).",
                        ),
                    ),
                ],
            ),
        ),
    ]
}

/// What is going on today, at every step of the way.
#[expect(clippy::too_many_lines, reason = "a script, line by line")]
fn unfinished() -> Vec<Scene> {
    let proposed = by_head(
        Subject::EntrustedAssets,
        "Quản lý nhà văn hóa được giao",
        "Phân công giữ chìa khóa, lịch sử dụng và quỹ sửa chữa nhỏ của nhà văn hóa (mẫu).",
    );
    let planned_works = by_head(
        Subject::PublicWorks,
        "Lắp camera an ninh, mức đóng góp mỗi hộ 200.000 đồng",
        "Lắp 08 camera ở các lối vào, mỗi hộ đóng góp 200.000 đồng (mẫu).",
    );
    let noticed = by_head(
        Subject::SelfGoverning,
        "Lịch đổ rác theo giờ",
        "Các hộ đưa rác ra trước nhà từ 18 giờ đến 19 giờ (mẫu).",
    );
    let open_ballots = by_head(
        Subject::SelfGoverning,
        "Đặt tên đường nội bộ",
        "Thống nhất tên gọi các lối đi nội bộ để dễ tìm nhà (mẫu).",
    );
    let open_online = by_head(
        Subject::SelfGoverning,
        "Quy định gửi xe trong hẻm",
        "Xe ô tô không đậu trong hẻm từ 06 giờ đến 20 giờ (mẫu).",
    );
    let waiting = by_head(
        Subject::Convention,
        "Quy ước khu vực",
        "Thông qua toàn văn quy ước đã niêm yết lấy ý kiến 30 ngày (mẫu).",
    );
    let dropped = proposal(
        Subject::SelfGoverning,
        "Thu phí vào hẻm",
        "Thu phí xe lạ đi vào hẻm (mẫu).",
        &[],
        Origin::Citizen,
    );
    vec![
        scene(0, 5, vec![(0, proposed)]),
        scene(
            0,
            4,
            vec![
                (0, planned_works),
                (1, Move::Agree),
                (2, planned(9, 0, meeting)),
            ],
        ),
        scene(
            2,
            6,
            vec![
                (0, noticed),
                (1, Move::Agree),
                (2, planned(7, 0, meeting)),
                (3, Move::Notify),
            ],
        ),
        scene(
            6,
            9,
            vec![
                (0, open_ballots),
                (1, Move::Agree),
                (2, planned(4, 12, ballots_agreed)),
                (3, Move::Notify),
                (6, Move::Open),
                (6, Move::Print),
                (8, Move::Collect(15)),
            ],
        ),
        scene(
            0,
            12,
            vec![
                (0, open_online),
                (1, Move::Agree),
                (3, Move::ChooseOnline(77)),
                (4, planned(4, 14, online)),
                (5, Move::Notify),
                (8, Move::Open),
                (9, Move::VoteOnline(31, 6)),
            ],
        ),
        scene(
            0,
            14,
            then(
                by_meeting(waiting, 88, Move::Vote(vec![79], 5, 4)),
                [(12, Move::Send)],
            ),
        ),
        scene(
            3,
            40,
            vec![
                (0, dropped),
                (
                    6,
                    Move::Drop(
                        "Trái quy định của pháp luật về phí, lệ phí nên không đưa ra bàn (mẫu).",
                    ),
                ),
            ],
        ),
    ]
}

//! Matters of Article 15(6): by meeting and amended by another, by ballots, online, on the initiative of a citizen.

use dinh_domain::decision::{Origin, Subject, VotingMethod};

use crate::demo::hamlets::scene::{Move, Scene};
use crate::demo::hamlets::shapes::{
    ballots_agreed, by_head, by_meeting, instead, later, meeting, online, planned, proposal, scene,
    then,
};

pub(super) fn all() -> Vec<Scene> {
    vec![quiet(), clean(), watch(), garden()]
}

/// Amended after two months by the same procedure.
fn quiet() -> Scene {
    let quiet = by_head(
        Subject::SelfGoverning,
        "Giữ yên tĩnh sau 22 giờ",
        "Các hộ thống nhất không mở loa kéo, karaoke sau 22 giờ; nhắc nhở trước, ghi nhận ở cuộc họp cuối năm (mẫu).",
    );
    let earlier = by_head(
        Subject::SelfGoverning,
        "Giữ yên tĩnh sau 21 giờ 30 (sửa đổi)",
        "Thay giờ 22 giờ bằng 21 giờ 30 theo đề nghị của các hộ có con nhỏ; các nội dung khác giữ nguyên (mẫu).",
    );
    let decided = by_meeting(quiet, 131, Move::Vote(vec![118], 9, 4));
    let amended = by_meeting(instead(earlier), 139, Move::Vote(vec![126], 8, 5));
    let amended = then(amended, [(13, Move::Send)]);
    scene(
        2,
        120,
        then(then(decided, [(14, Move::Send)]), later(60, amended)),
    )
}

fn clean() -> Scene {
    let clean = by_head(
        Subject::SelfGoverning,
        "Ngày Chủ nhật xanh hằng tháng",
        "Mỗi hộ cử một người tham gia dọn vệ sinh chung vào Chủ nhật đầu tháng (mẫu).",
    );
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
    )
}

fn watch() -> Scene {
    let watch = by_head(
        Subject::SelfGoverning,
        "Tổ tự quản an ninh trật tự",
        "Lập tổ tự quản gồm 06 người, phân công theo tuần (mẫu).",
    );
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
    )
}

fn garden() -> Scene {
    let garden = proposal(
        Subject::SelfGoverning,
        "Trồng hoa dọc tuyến kênh",
        "Các hộ dọc kênh trồng và chăm một đoạn hoa trước nhà (mẫu).",
        &["Trồng hoa giấy", "Trồng hoa mười giờ"],
        Origin::Citizen,
    );
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
    )
}

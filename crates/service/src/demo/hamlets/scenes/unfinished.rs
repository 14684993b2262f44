//! What is going on today, at every step of the way.

use dinh_domain::decision::{Origin, Subject};

use crate::demo::hamlets::scene::{Move, Scene};
use crate::demo::hamlets::shapes::{
    ballots_agreed, by_head, by_meeting, meeting, online, planned, proposal, scene, then,
};

pub(super) fn all() -> Vec<Scene> {
    vec![
        proposed(),
        planned_works(),
        noticed(),
        open_ballots(),
        open_online(),
        waiting(),
        dropped(),
    ]
}

fn proposed() -> Scene {
    let house = by_head(
        Subject::EntrustedAssets,
        "Quản lý nhà văn hóa được giao",
        "Phân công giữ chìa khóa, lịch sử dụng và quỹ sửa chữa nhỏ của nhà văn hóa (mẫu).",
    );
    scene(0, 5, vec![(0, house)])
}

fn planned_works() -> Scene {
    let cameras = by_head(
        Subject::PublicWorks,
        "Lắp camera an ninh, mức đóng góp mỗi hộ 200.000 đồng",
        "Lắp 08 camera ở các lối vào, mỗi hộ đóng góp 200.000 đồng (mẫu).",
    );
    scene(
        0,
        4,
        vec![(0, cameras), (1, Move::Agree), (2, planned(9, 0, meeting))],
    )
}

fn noticed() -> Scene {
    let rubbish = by_head(
        Subject::SelfGoverning,
        "Lịch đổ rác theo giờ",
        "Các hộ đưa rác ra trước nhà từ 18 giờ đến 19 giờ (mẫu).",
    );
    scene(
        2,
        6,
        vec![
            (0, rubbish),
            (1, Move::Agree),
            (2, planned(7, 0, meeting)),
            (3, Move::Notify),
        ],
    )
}

fn open_ballots() -> Scene {
    let names = by_head(
        Subject::SelfGoverning,
        "Đặt tên đường nội bộ",
        "Thống nhất tên gọi các lối đi nội bộ để dễ tìm nhà (mẫu).",
    );
    scene(
        6,
        9,
        vec![
            (0, names),
            (1, Move::Agree),
            (2, planned(4, 12, ballots_agreed)),
            (3, Move::Notify),
            (6, Move::Open),
            (6, Move::Print),
            (8, Move::Collect(15)),
        ],
    )
}

fn open_online() -> Scene {
    let parking = by_head(
        Subject::SelfGoverning,
        "Quy định gửi xe trong hẻm",
        "Xe ô tô không đậu trong hẻm từ 06 giờ đến 20 giờ (mẫu).",
    );
    scene(
        0,
        12,
        vec![
            (0, parking),
            (1, Move::Agree),
            (3, Move::ChooseOnline(77)),
            (4, planned(4, 14, online)),
            (5, Move::Notify),
            (8, Move::Open),
            (9, Move::VoteOnline(31, 6)),
        ],
    )
}

fn waiting() -> Scene {
    let convention = by_head(
        Subject::Convention,
        "Quy ước khu vực",
        "Thông qua toàn văn quy ước đã niêm yết lấy ý kiến 30 ngày (mẫu).",
    );
    let decided = by_meeting(convention, 88, Move::Vote(vec![79], 5, 4));
    scene(0, 14, then(decided, [(12, Move::Send)]))
}

fn dropped() -> Scene {
    let fee = proposal(
        Subject::SelfGoverning,
        "Thu phí vào hẻm",
        "Thu phí xe lạ đi vào hẻm (mẫu).",
        &[],
        Origin::Citizen,
    );
    let why = Move::Drop("Trái quy định của pháp luật về phí, lệ phí nên không đưa ra bàn (mẫu).");
    scene(3, 40, vec![(0, fee), (6, why)])
}

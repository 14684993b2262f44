//! Conventions, heads, boards: recognised, refused, an election held again.

use dinh_domain::decision::{Origin, Subject, VotingMethod};

use crate::demo::hamlets::scene::{Move, Scene};
use crate::demo::hamlets::shapes::{
    by_head, by_meeting, election, election_again, planned, proposal, scene, then,
};

pub(super) fn all() -> Vec<Scene> {
    vec![head(), board(), convention(), refused()]
}

/// Nobody has enough votes at first.
fn head() -> Scene {
    let head = proposal(
        Subject::ElectHead,
        "Bầu Trưởng thôn, Tổ trưởng tổ dân phố",
        "Bầu người đứng đầu theo quyết định tổ chức bầu cử của Chủ tịch Ủy ban nhân dân cấp xã (mẫu).",
        &["Ông Lâm Văn Mẫu", "Bà Kim Thị Mẫu"],
        Origin::Chairman,
    );
    scene(
        7,
        240,
        vec![
            (0, head),
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
    )
}

fn board() -> Scene {
    let board = proposal(
        Subject::ElectInspectionBoard,
        "Bầu thành viên Ban Thanh tra nhân dân",
        "Bầu 01 thành viên Ban Thanh tra nhân dân của thôn, tổ dân phố (mẫu).",
        &["Ông Mai Văn Mẫu", "Bà Sơn Thị Mẫu"],
        Origin::Head,
    );
    let decided = by_meeting(board, 70, Move::Vote(vec![52, 15], 0, 0));
    scene(
        8,
        140,
        then(decided, [(12, Move::Send), (16, Move::Recognise)]),
    )
}

fn convention() -> Scene {
    let convention = by_head(
        Subject::Convention,
        "Quy ước khu dân cư (sửa đổi)",
        "Thông qua toàn văn quy ước đã niêm yết lấy ý kiến 30 ngày (mẫu).",
    );
    let decided = by_meeting(convention, 171, Move::Vote(vec![160], 6, 5));
    scene(
        10,
        170,
        then(decided, [(14, Move::Send), (19, Move::Recognise)]),
    )
}

fn refused() -> Scene {
    let refused = by_head(
        Subject::Convention,
        "Hương ước ấp",
        "Thông qua hương ước ấp, trong đó có mức phạt tiền (mẫu).",
    );
    let refusal = Move::Refuse(
        "Hương ước đặt mức phạt tiền thay cho xử lý của pháp luật (khoản 4 Điều 5 Nghị định 61/2023/NĐ-CP) (mẫu).",
    );
    let decided = by_meeting(refused, 57, Move::Vote(vec![50], 4, 1));
    scene(11, 200, then(decided, [(13, Move::Send), (18, refusal)]))
}

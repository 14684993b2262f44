//! A matter of the whole commune: every community decides by itself, two thirds of them must approve.

use dinh_domain::decision::{Subject, VotingMethod};

use crate::demo::hamlets::scene::{Move, Scene};
use crate::demo::hamlets::shapes::{by_chairman, in_every_community, meeting, planned, scene};

/// Days before the last day on which the matter is proposed.
const BEGINS: i32 = 130;

/// The matter, then its parts in the three hamlets of the first commune: two approve, the third falls short.
pub(super) fn all() -> Vec<Scene> {
    vec![
        thread(),
        sent(part(0, 108, Move::Vote(vec![97], 7, 4))),
        sent(part(1, 55, Move::Vote(vec![48], 5, 2))),
        part(2, 151, Move::Vote(vec![121], 22, 8)),
    ]
}

fn thread() -> Scene {
    let drains = by_chairman(
        Subject::PublicWorks,
        "Khơi thông cống thoát nước các hẻm trong toàn phường, mức đóng góp mỗi hộ 150.000 đồng",
        "Nạo vét, thay nắp cống trong hẻm của mọi khu vực trước mùa mưa. Ngân sách phường chi 70%, mỗi hộ đóng góp 150.000 đồng một lần (mẫu).",
    );
    scene(
        0,
        BEGINS,
        vec![
            (0, drains),
            (2, Move::Agree),
            (4, planned(6, 30, in_every_community)),
            (5, Move::Notify),
            (10, Move::Open),
            (30, Move::AddUp),
            (32, Move::Send),
            (34, Move::SetEffect),
        ],
    )
}

/// One hamlet's part, by a meeting.
fn part(hamlet: usize, attend: u64, vote: Move) -> Scene {
    scene(
        hamlet,
        BEGINS,
        vec![
            (11, Move::Join),
            (12, planned(8, 0, meeting)),
            (13, Move::Papers),
            (13, Move::Notify),
            (20, Move::Open),
            (20, Move::Attend(attend)),
            (20, Move::Begin(VotingMethod::Hands)),
            (20, vote),
        ],
    )
}

/// What passed is sent.
fn sent(mut part: Scene) -> Scene {
    part.moves.push((23, Move::Send));
    part
}

//! Works and contributions: passed with an account, passed by ballots, not passed, annulled.

use dinh_domain::decision::{ContributionPlan, ContributionSource, Subject};

use crate::demo::hamlets::scene::{Giving, Move, Scene, Spending};
use crate::demo::hamlets::shapes::{
    ballots_after_meeting, by_head, by_meeting, meeting, planned, scene, then,
};

pub(super) fn all() -> Vec<Scene> {
    vec![lane(), bridge(), gate(), lamps()]
}

/// A lane that is paid together: the account from its plan to its balance.
fn lane() -> Scene {
    let lane = by_head(
        Subject::PublicWorks,
        "Nâng cấp hẻm 12, mức đóng góp mỗi hộ 500.000 đồng",
        "Mở rộng hẻm 12 từ 2 m lên 3 m, đổ bê tông dài 180 m. Nhà nước hỗ trợ 60%, Nhân dân đóng góp 40%, mỗi hộ 500.000 đồng (mẫu).",
    );
    let decided = by_meeting(lane, 104, Move::Vote(vec![96], 5, 3));
    let account = then(received(), spent());
    scene(0, 210, then(then(decided, [(13, Move::Send)]), account))
}

fn received() -> Vec<(i32, Move)> {
    let plan = ContributionPlan {
        household_amount: 500_000,
        budget: 90_000_000,
        sponsors: 12_000_000,
        ..ContributionPlan::default()
    };
    let given = |from, to, amount, labour| {
        Move::Receive(Giving::Households {
            from,
            to,
            amount,
            labour,
        })
    };
    let gift = |source, payer, amount, goods, worth| {
        Move::Receive(Giving::Gift {
            source,
            payer,
            amount,
            goods,
            worth,
        })
    };
    vec![
        (15, Move::OpenAccount(Box::new(plan))),
        (16, Move::Waive(3)),
        (20, given(3, 45, 500_000, 0)),
        (27, given(45, 84, 500_000, 0)),
        (31, given(84, 90, 200_000, 20)),
        (38, given(90, 104, 500_000, 0)),
        (40, gift(ContributionSource::Budget, "", 90_000_000, "", 0)),
        (
            41,
            gift(
                ContributionSource::Sponsor,
                "Công ty vật liệu xây dựng (mẫu)",
                12_000_000,
                "20 bao xi măng",
                1_900_000,
            ),
        ),
    ]
}

fn spent() -> Vec<(i32, Move)> {
    let spend = |purpose, amount| Move::Spend(Spending { purpose, amount });
    vec![
        (45, spend("Mua xi măng, cát, đá", 78_500_000)),
        (52, spend("Thuê máy đào, san nền", 14_200_000)),
        (53, spend("Thuê máy đào, san nền", 14_200_000)),
        (
            54,
            Move::VoidSpending(3, "Ghi hai lần một hóa đơn thuê máy (mẫu)."),
        ),
        (75, spend("Tiền công đổ bê tông", 41_000_000)),
        (80, spend("Biển tên hẻm, sơn vạch", 1_350_000)),
    ]
}

/// Ballots after a meeting that was too small.
fn bridge() -> Scene {
    let bridge = by_head(
        Subject::PublicWorks,
        "Xây cầu bê tông qua rạch, mức đóng góp mỗi hộ 800.000 đồng",
        "Thay cầu gỗ bằng cầu bê tông rộng 2,5 m; mỗi hộ đóng góp 800.000 đồng hoặc 04 ngày công (mẫu).",
    );
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
    )
}

/// Two households too few.
fn gate() -> Scene {
    let gate = by_head(
        Subject::PublicWorks,
        "Xây cổng chào, mức đóng góp mỗi hộ 300.000 đồng",
        "Xây cổng chào ở đầu ấp, mỗi hộ đóng góp 300.000 đồng (mẫu).",
    );
    let vote = Move::Vote(vec![228], 101, 23);
    scene(3, 150, by_meeting(gate, 352, vote))
}

/// Annulled by the People's Committee.
fn lamps() -> Scene {
    let lamps = by_head(
        Subject::PeoplesContributions,
        "Thu, chi quỹ đèn đường năm nay",
        "Mỗi hộ đóng góp 10.000 đồng mỗi tháng để trả tiền điện đèn đường; thu, chi công khai hằng quý (mẫu).",
    );
    let annulled =
        Move::Annul("Thu thêm ngoài mức đã thống nhất, không tuân thủ trình tự thông qua (mẫu).");
    let decided = by_meeting(lamps, 80, Move::Vote(vec![71], 6, 3));
    scene(4, 320, then(decided, [(13, Move::Send), (60, annulled)]))
}

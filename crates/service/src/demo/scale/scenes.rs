//! The decisions: most are planned, told to the people and dropped before the meeting; every fortieth is decided by a meeting of the
//! whole hamlet. (Were all of them, the fixed rolls alone would have twenty million lines.)

use std::collections::BTreeMap;

use dinh_domain::decision::{Proposal, Subject};
use dinh_domain::ids::DecisionId;
use dinh_store::WriteTx;
use dinh_store::decision as stored;
use jiff::ToSpan;
use jiff::civil::Date;

use super::cast::Cast;
use super::progress::{Progress, share};
use super::{FIRST_DAY, Scale};
use crate::demo::hamlets::{Hamlet, Move, Turn, by_head, by_meeting, on_roll, propose, then};
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Platform};

/// Every so many decisions of a hamlet, one is carried through.
const CARRIED: usize = 40;
/// No hamlet has more decisions under way than these.
const AT_ONCE: i64 = 40;
const DROPPED: &str = "Các hộ đề nghị lùi lại để gộp với việc khác (mẫu).";
const MATTERS: &[&str] = &[
    "Giữ yên tĩnh sau 22 giờ",
    "Ngày Chủ nhật xanh hằng tháng",
    "Tổ tự quản an ninh trật tự",
    "Trồng hoa dọc tuyến kênh",
    "Thắp sáng đường quê",
    "Giờ sinh hoạt nhà văn hóa",
];

/// Who moves on which day.
pub(super) struct Scenes {
    /// Decision and place of the move.
    moves: BTreeMap<Date, Vec<(usize, usize)>>,
    hamlets: usize,
}

impl Scenes {
    pub(super) fn new(scale: &Scale) -> Self {
        let mut moves: BTreeMap<Date, Vec<(usize, usize)>> = BTreeMap::new();
        let span = FIRST_DAY
            .until(scale.end())
            .map_or(0, |span| u64::try_from(span.get_days()).unwrap_or(0));
        for number in 0..scale.decisions {
            let after = share(span, number, scale.decisions);
            let (Ok(after), Ok(number)) = (i64::try_from(after), usize::try_from(number)) else {
                continue;
            };
            let begins = FIRST_DAY.saturating_add(after.days());
            for (place, (later, _)) in script(number, scale.hamlets, 0).iter().enumerate() {
                let day = begins.saturating_add(i64::from(*later).days());
                moves.entry(day).or_default().push((number, place));
            }
        }
        Self {
            moves,
            hamlets: scale.hamlets,
        }
    }

    /// Play the moves of a day.
    pub(super) async fn play(
        &self,
        stage: &Platform,
        tx: &mut WriteTx,
        cast: &Cast,
        day: Date,
        progress: &mut Progress,
    ) -> Result<()> {
        for &(number, place) in self.moves.get(&day).into_iter().flatten() {
            let hamlet = cast
                .hamlets
                .get(number % self.hamlets.max(1))
                .ok_or(Error::NotFound)?;
            let hamlet = if is_carried(number, self.hamlets) {
                &with_households(stage, hamlet).await?
            } else {
                hamlet
            };
            let script = script(number, self.hamlets, hamlet.households.len());
            let Some((_, step)) = script.get(place) else {
                continue;
            };
            if let Move::Propose(proposal) = step {
                propose_numbered(stage, tx, hamlet, proposal, number).await?;
                progress.decisions += 1;
                continue;
            }
            let turn = Turn {
                stage,
                hamlet,
                id: find_numbered(tx, hamlet, number).await?,
                day,
            };
            turn.play(tx, step).await?;
        }
        Ok(())
    }
}

async fn propose_numbered(
    stage: &Platform,
    tx: &mut WriteTx,
    hamlet: &Hamlet,
    proposal: &Proposal,
    number: usize,
) -> Result<()> {
    let mut proposal = proposal.clone();
    proposal.title = format!("{} {}", proposal.title, mark(number));
    propose(stage, tx, hamlet, &proposal, None).await?;
    Ok(())
}

/// How the title of a decision ends.
fn mark(number: usize) -> String {
    format!("({})", number + 1)
}

/// The decision with this number; a small hamlet of many decisions has several at once.
async fn find_numbered(tx: &mut WriteTx, hamlet: &Hamlet, number: usize) -> Result<DecisionId> {
    let newest = stored::of_unit(tx, hamlet.unit.id, i64::MAX, AT_ONCE).await?;
    let mark = mark(number);
    newest
        .iter()
        .map(|row| &row.decision)
        .find(|decision| decision.proposal.title.ends_with(&mark))
        .map(|decision| decision.id)
        .ok_or(Error::NotFound)
}

async fn with_households(stage: &Platform, hamlet: &Hamlet) -> Result<Hamlet> {
    let ctx = Context::new(stage, Actor::Clockwork);
    Ok(Hamlet {
        households: on_roll(&ctx, &hamlet.unit).await?,
        ..hamlet.clone()
    })
}

/// Not always the same hamlets.
fn is_carried(number: usize, hamlets: usize) -> bool {
    (number + number / hamlets.max(1)).is_multiple_of(CARRIED)
}

/// The moves of a decision, each so many days after the first.
fn script(number: usize, hamlets: usize, households: usize) -> Vec<(i32, Move)> {
    let matter = MATTERS
        .get(number % MATTERS.len())
        .copied()
        .unwrap_or_default();
    let first = by_head(
        Subject::SelfGoverning,
        matter,
        "Các hộ cùng bàn và thống nhất cách làm, phân công theo từng cụm; xem lại ở cuộc họp cuối năm (mẫu).",
    );
    if !is_carried(number, hamlets) {
        let mut told = by_meeting(first, 0, Move::TooSmall);
        told.retain(|(_, step)| {
            matches!(
                step,
                Move::Propose(_) | Move::Agree | Move::Plan(_) | Move::Notify
            )
        });
        return then(told, [(6, Move::Drop(DROPPED))]);
    }
    let all = u64::try_from(households).unwrap_or(0);
    let present = all - all / 4;
    let against = present / 10;
    let vote = Move::Vote(vec![present - against], against, 0);
    then(by_meeting(first, present, vote), [(13, Move::Send)])
}

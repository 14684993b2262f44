//! Enter for a household what it said: on a paper with its name, or in words to a member of the team. The source is
//! kept, and the household is left a notice of what was entered.

use dinh_domain::access::Action;
use dinh_domain::decision::{Choice, Decision, VoteChannel};
use dinh_domain::folding::clean;
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_store::WriteTx;
use dinh_store::decision::vote_cards;
use jiff::Timestamp;

use super::cast::{Cast, NewVote, Who, say};
use super::load::{heard, round_of, running};
use crate::clock::local;
use crate::decision::ballots::leave_notice_in;
use crate::error::{Error, Result};
use crate::platform::Context;

/// What is entered.
#[derive(Clone, Debug)]
pub struct Entered {
    /// Household.
    pub household: HouseholdId,
    /// `Paper` or `OnBehalf`.
    pub channel: VoteChannel,
    /// What it said.
    pub choice: Choice,
    /// The words of another opinion.
    pub opinion: String,
    /// On what it rests: "bà Tư nói tại nhà, có ông Năm làm chứng", "bản chụp phiếu số 12".
    pub source: String,
    /// Somebody vouches that it was said before the time was over, though it is entered later.
    pub in_time: bool,
}

/// Enter it.
pub async fn enter_for_household(
    ctx: &Context<'_>,
    id: DecisionId,
    entered: Entered,
) -> Result<Cast> {
    let mut tx = ctx.write().await?;
    let cast = enter_for_household_in(ctx, &mut tx, id, entered).await?;
    tx.commit().await?;
    Ok(cast)
}

/// The same inside a transaction of the caller.
pub async fn enter_for_household_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    entered: Entered,
) -> Result<Cast> {
    let (decision, account) = running(ctx, tx, id, Action::CountVotes).await?;
    let source = clean(&entered.source);
    if source.chars().count() < 3 {
        return Err(Error::field(
            "source",
            "Hãy ghi căn cứ: bản chụp phiếu, hoặc ai nói, nói ở đâu, ai chứng kiến.",
        ));
    }
    if entered.channel == VoteChannel::Online {
        return Err(Error::field(
            "channel",
            "Hãy chọn: phiếu giấy có tên hộ, hoặc nhập thay theo lời của hộ.",
        ));
    }
    let round = round_of(&decision);
    let line = vote_cards::line_of(tx, round, entered.household)
        .await?
        .ok_or_else(|| {
            Error::field(
                "household",
                "Hộ này không có trong danh sách đã chốt; hãy chọn lại hộ.",
            )
        })?;
    let before = heard(tx, round, entered.household).await?;
    let seen = before
        .voice
        .said
        .get(&entered.channel)
        .map_or(0, |said| said.revision);
    let who = Who {
        household: entered.household,
        line,
        channel: entered.channel,
        by: Some(account),
    };
    let vote = NewVote {
        choice: entered.choice.clone(),
        opinion: entered.opinion,
        seen,
    };
    let at = moment(ctx, &decision, entered.in_time)?;
    let cast = say(ctx, tx, &decision, &who, (vote, &source), at).await?;
    if cast.changed {
        let text = notice(&decision, entered.channel, &entered.choice, &source);
        leave_notice_in(ctx, tx, (entered.household, decision.id), &text).await?;
    }
    Ok(cast)
}

/// The present; for what was said in time and is entered later, the last second in which it could be said.
fn moment(ctx: &Context<'_>, decision: &Decision, in_time: bool) -> Result<Timestamp> {
    let now = ctx.now();
    let closes = decision.round.plan.as_ref().and_then(|plan| plan.closes);
    let Some(closes) = closes.filter(|closes| in_time && local(now).datetime() >= *closes) else {
        return Ok(now);
    };
    let end = closes
        .to_zoned(local(now).time_zone().clone())
        .map_err(|_| super::load::damaged("closing time"))?
        .timestamp();
    Timestamp::from_second(end.as_second() - 1).map_err(|_| super::load::damaged("closing time"))
}

/// What the household reads. It stands in the notice alone, and is erased with it.
fn notice(decision: &Decision, channel: VoteChannel, choice: &Choice, source: &str) -> String {
    let how = match channel {
        VoteChannel::Paper => "theo phiếu giấy của hộ",
        VoteChannel::Online | VoteChannel::OnBehalf => "thay hộ, theo lời của hộ",
    };
    let said = match choice {
        Choice::For { options } if decision.proposal.options.len() > 1 => {
            let names: Vec<&str> = options
                .iter()
                .filter_map(|place| decision.proposal.options.get(*place))
                .map(String::as_str)
                .collect();
            format!("đồng ý với “{}”", names.join("”, “"))
        }
        Choice::For { .. } => "đồng ý".to_owned(),
        Choice::Against => "không đồng ý".to_owned(),
        Choice::Other | Choice::Invalid => "ý kiến khác".to_owned(),
    };
    format!(
        "Tổ lấy ý kiến đã ghi {how} về việc số {} “{}”: {said}. Căn cứ: {source}. Nếu không đúng, hãy báo Tổ lấy ý kiến trước khi kết thúc biểu quyết.",
        decision.number, decision.proposal.title
    )
}

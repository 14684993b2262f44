//! Who votes: the holder of a card, or a representative who is signed in. And what a voter sees.

use dinh_domain::access::Action;
use dinh_domain::decision::{Choice, Decision, State, VoteChannel};
use dinh_domain::ids::{AccountId, HouseholdId};
use dinh_domain::units::Unit;
use dinh_store::ReadTx;
use dinh_store::decision::{self as decisions, online as stored, vote_cards};
use jiff::civil::DateTime;

use super::code::VoteCode;
use super::load::{damaged, heard, round_of};
use super::receipt::Receipt;
use crate::access::authorise;
use crate::clock::local;
use crate::decision::thing::community_of;
use crate::error::{Error, Result};
use crate::platform::Context;

/// How somebody shows for which household they vote.
#[derive(Clone, Copy, Debug)]
pub enum Credential<'a> {
    /// The code of a card.
    Code(&'a str),
    /// The account that is signed in, for the decision with this number.
    Account(i64),
}

/// A household before its vote.
pub(super) struct Voter {
    pub decision: Decision,
    pub household: HouseholdId,
    /// Its line on the frozen roll; none before the roll is frozen.
    pub line: Option<i64>,
    pub account: Option<AccountId>,
}

impl Voter {
    /// The line, or the refusal that the household does not count.
    pub fn counted_line(&self) -> Result<i64> {
        self.line.ok_or_else(|| Error::Unlawful {
            article: "điểm b khoản 2 Điều 20 Luật 10/2022/QH15".into(),
            reason: "Hộ này không có trong danh sách hộ đã chốt của lần biểu quyết.".into(),
            lawful_alternative: "Hãy báo Tổ lấy ý kiến biểu quyết trực tuyến; trước khi kết thúc, danh sách có thể được đính chính có lý do."
                .into(),
        })
    }
}

/// The household of a credential. Every code that does not open a vote gets the same answer.
pub(super) async fn voter(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    credential: Credential<'_>,
) -> Result<Voter> {
    match credential {
        Credential::Code(typed) => {
            let code = VoteCode::parse(typed).ok_or_else(unknown_code)?;
            let card = vote_cards::find(tx, code.digest())
                .await?
                .ok_or_else(unknown_code)?;
            let id = dinh_domain::ids::DecisionId(card.decision_id);
            let decision = decisions::get(tx, id).await?.decision;
            if decision.round.number != card.round {
                return Err(unknown_code());
            }
            Ok(Voter {
                decision,
                household: HouseholdId(card.household_id),
                line: card.line,
                account: None,
            })
        }
        Credential::Account(number) => {
            let found = decisions::find_by_number(tx, number)
                .await?
                .ok_or(Error::NotFound)?;
            let decision = found.decision;
            let account = authorise(ctx, tx, Action::VoteOnline, decision.unit).await?;
            let household = vote_cards::household_of(tx, account)
                .await?
                .ok_or(Error::Forbidden)?;
            let line = vote_cards::line_of(tx, round_of(&decision), household).await?;
            Ok(Voter {
                decision,
                household,
                line,
                account: Some(account),
            })
        }
    }
}

fn unknown_code() -> Error {
    Error::field(
        "code",
        "Mã này không đúng hoặc không còn dùng được. Hãy so lại từng ký tự trên thẻ; nếu thẻ bị mất, hãy xin Tổ lấy ý kiến một thẻ khác.",
    )
}

/// What a voter sees.
#[derive(Clone, Debug)]
pub struct VotePage {
    /// The decision.
    pub decision: Decision,
    /// Its community.
    pub unit: Unit,
    /// The answer that is stored from this household's own screen.
    pub choice: Option<Choice>,
    /// The words of another opinion.
    pub opinion: String,
    /// Its revision; 0 when there is none.
    pub revision: i64,
    /// The receipt of the stored answer.
    pub receipt: Option<Receipt>,
    /// The household has another answer on paper or entered by the team.
    pub elsewhere: bool,
    /// Why no vote can be taken now.
    pub refused: Option<(String, String)>,
    /// Local time of the platform.
    pub now: DateTime,
}

/// The vote page of a household.
pub async fn vote_page(ctx: &Context<'_>, credential: Credential<'_>) -> Result<VotePage> {
    let mut tx = ctx.read().await?;
    let voter = voter(ctx, &mut tx, credential).await?;
    if voter.decision.state != State::Noticed {
        voter.counted_line()?;
    }
    let round = round_of(&voter.decision);
    let heard = heard(&mut tx, round, voter.household).await?;
    let unit = community_of(&mut tx, &voter.decision).await?;
    let own = heard.rows.get(&VoteChannel::Online);
    let receipt = own
        .map(|row| Receipt::of(&voter.decision, row))
        .transpose()?;
    let choice = own
        .map(|row| Choice::parse(&row.choice).ok_or_else(|| damaged("choice")))
        .transpose()?;
    let opinion = if choice == Some(Choice::Other) {
        let online = VoteChannel::Online.code();
        stored::opinion_of(&mut tx, round, voter.household, online).await?
    } else {
        String::new()
    };
    let now = local(ctx.now()).datetime();
    let refused = match voter.decision.takes_votes(now, own.is_some(), ctx.law()) {
        Ok(()) => None,
        Err(refusal) => match Error::from(refusal) {
            Error::Unlawful {
                reason,
                lawful_alternative,
                ..
            } => Some((reason, lawful_alternative)),
            other => Some((other.to_string(), String::new())),
        },
    };
    Ok(VotePage {
        revision: own.map_or(0, |row| row.revision),
        elsewhere: heard
            .rows
            .keys()
            .any(|channel| *channel != VoteChannel::Online),
        decision: voter.decision,
        unit,
        choice,
        opinion,
        receipt,
        refused,
        now,
    })
}

/// One vote that waits for the household of the account.
#[derive(Clone, Debug)]
pub struct OpenVote {
    /// Number of the decision.
    pub number: i64,
    /// Title.
    pub title: String,
    /// Until when.
    pub closes: Option<DateTime>,
    /// The household has voted.
    pub voted: bool,
}

/// Votes that run in the community of the account, on whose roll its household stands.
pub async fn my_votes(ctx: &Context<'_>) -> Result<Vec<OpenVote>> {
    let mut tx = ctx.read().await?;
    let unit = ctx.unit().ok_or(Error::Forbidden)?;
    let account = authorise(ctx, &mut tx, Action::VoteOnline, unit).await?;
    let Some(household) = vote_cards::household_of(&mut tx, account).await? else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    let recent = decisions::of_unit(&mut tx, unit, i64::MAX, RECENT).await?;
    for decision in recent.into_iter().map(|stored| stored.decision) {
        if !decision.is_online() || decision.state != State::Open {
            continue;
        }
        let round = round_of(&decision);
        if vote_cards::line_of(&mut tx, round, household)
            .await?
            .is_none()
        {
            continue;
        }
        let said = stored::said_by(&mut tx, round, household).await?;
        found.push(OpenVote {
            number: decision.number,
            title: decision.proposal.title.clone(),
            closes: decision.round.plan.as_ref().and_then(|plan| plan.closes),
            voted: !said.is_empty(),
        });
    }
    Ok(found)
}

/// A community has few decisions open at once.
const RECENT: i64 = 30;

//! The meeting as it goes: who has come, what it decides about itself, its numbers, its end.
//!
//! Who attends is counted here and never typed: one row a household of the fixed roll, whichever phone was first.

use dinh_domain::access::Action;
use dinh_domain::decision::{
    Closing, ClusterCount, Count, Decision, HandVote, Outcome, SecretPapers, State, TeamMember,
    VotingMethod,
};
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_law::DecisionForm;
use dinh_store::decision::households::{self, Recorded};
use dinh_store::{ReadTx, WriteTx};
use serde_json::json;

use super::conclude::conclude_in;
use super::plan::unsigned;
use super::thing::{finish, read};
use crate::audit;
use crate::clock::local;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::roll::is_on_frozen;

/// How a household was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrivalWay {
    /// Tapped in the list.
    Tap,
    /// By the code of its card.
    Card,
}

impl ArrivalWay {
    /// Stable code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tap => "tap",
            Self::Card => "card",
        }
    }
}

/// A household is there; entering it twice, on whatever phone, changes nothing.
pub async fn arrive(
    ctx: &Context<'_>,
    id: DecisionId,
    household: HouseholdId,
    way: ArrivalWay,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    arrive_in(ctx, &mut tx, id, household, way).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn arrive_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    household: HouseholdId,
    way: ArrivalWay,
) -> Result<()> {
    let (decision, account) = read(ctx, tx, id, Action::CountVotes).await?;
    let round = in_meeting(&decision)?;
    let line = is_on_frozen(tx, id, round.1, household)
        .await?
        .ok_or_else(not_on_roll)?;
    let recorded = Recorded {
        household,
        by: Some(account),
        at: ctx.now(),
    };
    households::arrive(tx, round, way.code(), recorded).await?;
    trail(ctx, tx, &decision, "arrive_at_meeting", line).await
}

/// A household has left, or was entered by mistake.
pub async fn leave(ctx: &Context<'_>, id: DecisionId, household: HouseholdId) -> Result<()> {
    let mut tx = ctx.write().await?;
    let (decision, _) = read(ctx, &mut tx, id, Action::CountVotes).await?;
    let round = in_meeting(&decision)?;
    let line = is_on_frozen(&mut tx, id, round.1, household)
        .await?
        .ok_or_else(not_on_roll)?;
    households::leave(&mut tx, round, household, ctx.now()).await?;
    trail(ctx, &mut tx, &decision, "leave_meeting", line).await?;
    tx.commit().await?;
    Ok(())
}

async fn trail(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &Decision,
    action: &'static str,
    line: u64,
) -> Result<()> {
    let detail = json!({ "number": decision.number, "round": decision.round.number, "line": line });
    audit::record(ctx, tx, action, decision.id, Some(decision.unit), detail).await
}

fn not_on_roll() -> Error {
    Error::field(
        "household",
        "Hộ này không có trong danh sách hộ đã chốt của cuộc họp. Nếu danh sách thiếu hộ, hãy đính chính danh sách và ghi lý do.",
    )
}

/// Decision and round, if its meeting is going on.
fn in_meeting(decision: &Decision) -> Result<(DecisionId, i64)> {
    let meets = decision
        .round
        .plan
        .as_ref()
        .is_some_and(|plan| plan.form == DecisionForm::Meeting);
    if decision.state == State::Open && meets {
        return Ok((decision.id, decision.round.number));
    }
    Err(Error::Conflict(
        "Cuộc họp chưa mở hoặc đã kết thúc, nên không ghi nhận được nữa. Hãy tải lại trang để xem tình trạng mới nhất."
            .into(),
    ))
}

/// How many households attend at this moment.
pub async fn attending(tx: &mut ReadTx, decision: &Decision) -> Result<u64> {
    let round = (decision.id, decision.round.number);
    unsigned(households::count_present(tx, round).await?)
}

/// The meeting chooses its secretary by raised hands among those who attend.
pub async fn choose_secretary(
    ctx: &Context<'_>,
    id: DecisionId,
    name: &str,
    approve: u64,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    choose_secretary_in(ctx, &mut tx, id, name, approve).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn choose_secretary_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    name: &str,
    approve: u64,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::CountVotes).await?;
    let vote = hands(tx, &decision, approve).await?;
    decision.choose_secretary(name, vote, ctx.law())?;
    done(ctx, tx, &mut decision, "secretary", vote).await
}

/// The meeting chooses raised hands or a secret ballot.
pub async fn choose_method(
    ctx: &Context<'_>,
    id: DecisionId,
    method: VotingMethod,
    approve: u64,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    choose_method_in(ctx, &mut tx, id, method, approve).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn choose_method_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    method: VotingMethod,
    approve: u64,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::CountVotes).await?;
    let vote = hands(tx, &decision, approve).await?;
    decision.choose_method(method, vote, ctx.law())?;
    done(ctx, tx, &mut decision, "method", vote).await
}

/// The meeting chooses the counting committee of a secret ballot.
pub async fn choose_committee(
    ctx: &Context<'_>,
    id: DecisionId,
    members: Vec<TeamMember>,
    approve: u64,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    choose_committee_in(ctx, &mut tx, id, members, approve).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn choose_committee_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    members: Vec<TeamMember>,
    approve: u64,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::CountVotes).await?;
    let vote = hands(tx, &decision, approve).await?;
    decision.choose_committee(members, vote, ctx.law())?;
    done(ctx, tx, &mut decision, "committee", vote).await
}

async fn hands(tx: &mut ReadTx, decision: &Decision, approve: u64) -> Result<HandVote> {
    Ok(HandVote {
        approve,
        attending: attending(tx, decision).await?,
    })
}

async fn done(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &mut Decision,
    step: &'static str,
    vote: HandVote,
) -> Result<()> {
    let note = format!("{}/{}", vote.approve, vote.attending);
    finish(ctx, tx, decision, step, &note, None).await?;
    Ok(())
}

/// What a meeting counted, as it was called out.
#[derive(Clone, Debug, Default)]
pub struct MeetingVote {
    /// In favour, for each option. Empty when clusters counted apart.
    pub approve: Vec<u64>,
    /// Not agreed.
    pub against: u64,
    /// Another opinion, or none.
    pub other: u64,
    /// The papers, when the ballot was secret.
    pub secret: Option<SecretPapers>,
    /// What each cluster counted; added up exactly.
    pub clusters: Vec<ClusterCount>,
    /// Household representatives who watched a secret count.
    pub witnesses: Vec<String>,
}

/// Close the meeting with its vote; attendance is what the platform counted.
pub async fn conclude_meeting(
    ctx: &Context<'_>,
    id: DecisionId,
    vote: MeetingVote,
) -> Result<Outcome> {
    let mut tx = ctx.write().await?;
    let outcome = conclude_meeting_in(ctx, &mut tx, id, vote).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// The same inside a transaction of the caller.
pub async fn conclude_meeting_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    vote: MeetingVote,
) -> Result<Outcome> {
    let (mut decision, _) = read(ctx, tx, id, Action::RunDecision).await?;
    in_meeting(&decision)?;
    let represented = attending(tx, &decision).await?;
    let count = count_of(&decision, represented, &vote)?;
    decision.round.secret = vote.secret;
    decision.round.clusters = vote.clusters;
    let closing = Closing {
        now: local(ctx.now()).datetime(),
        count,
        witnesses: vote.witnesses,
        unresolved: 0,
    };
    conclude_in(ctx, tx, &mut decision, closing, Vec::new()).await
}

/// Close a meeting to which too few households came: no vote is taken (Article 19(1)(b)).
pub async fn close_small_meeting(ctx: &Context<'_>, id: DecisionId) -> Result<Outcome> {
    let mut tx = ctx.write().await?;
    let outcome = close_small_meeting_in(ctx, &mut tx, id).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// The same inside a transaction of the caller.
pub async fn close_small_meeting_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
) -> Result<Outcome> {
    let (decision, _) = read(ctx, tx, id, Action::RunDecision).await?;
    in_meeting(&decision)?;
    let present = attending(tx, &decision).await?;
    let total = decision.round.roll.as_ref().map_or(0, |roll| roll.total);
    let threshold = decision.threshold(ctx.law(), ctx.today())?;
    let needed = threshold.share.needed(total);
    if needed.is_some_and(|needed| present >= needed) {
        return Err(Error::Unlawful {
            article: threshold.citation.to_string(),
            reason: format!(
                "Đã có {present} trên {total} hộ dự họp, đủ để có thể đạt tỷ lệ ({}).",
                super::public_text::threshold_words(&threshold)
            ),
            lawful_alternative: "Hãy tiến hành biểu quyết và ghi số biểu quyết.".into(),
        });
    }
    let vote = MeetingVote {
        approve: vec![0; decision.proposal.options.len()],
        ..MeetingVote::default()
    };
    conclude_meeting_in(ctx, tx, id, vote).await
}

/// The sums of a meeting as it would be closed; everything that is wrong with them at once.
pub fn meeting_count(decision: &Decision, represented: u64, vote: &MeetingVote) -> Result<Count> {
    let count = count_of(decision, represented, vote)?;
    let errors = count.check(decision.proposal.seats);
    if errors.is_empty() {
        Ok(count)
    } else {
        Err(Error::Invalid(errors))
    }
}

fn count_of(decision: &Decision, represented: u64, vote: &MeetingVote) -> Result<Count> {
    let total = decision.round.roll.as_ref().map_or(0, |roll| roll.total);
    let mut count = Count::new(total, decision.proposal.options.len());
    count.represented = represented;
    if vote.clusters.is_empty() {
        count.approve.clone_from(&vote.approve);
        count.against = vote.against;
        count.other = vote.other;
    }
    for cluster in &vote.clusters {
        add(&mut count, cluster)?;
    }
    if let Some(papers) = vote.secret {
        check_papers(decision, represented, papers, &count)?;
        count.invalid = papers.invalid;
    }
    Ok(count)
}

fn add(count: &mut Count, cluster: &ClusterCount) -> Result<()> {
    let too_large = || {
        Error::field(
            "clusters",
            format!(
                "Số của cụm “{}” không cộng được; hãy kiểm tra lại.",
                cluster.name
            ),
        )
    };
    if cluster.approve.len() != count.approve.len() {
        return Err(too_large());
    }
    for (sum, more) in count.approve.iter_mut().zip(&cluster.approve) {
        *sum = sum.checked_add(*more).ok_or_else(too_large)?;
    }
    for (sum, more) in [
        (&mut count.against, cluster.against),
        (&mut count.other, cluster.other),
        (&mut count.invalid, cluster.invalid),
    ] {
        *sum = sum.checked_add(more).ok_or_else(too_large)?;
    }
    Ok(())
}

/// Papers given out, returned, valid and invalid add up, and nobody got two.
fn check_papers(
    decision: &Decision,
    represented: u64,
    papers: SecretPapers,
    count: &Count,
) -> Result<()> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, message: String| {
        errors.push(dinh_domain::FieldError::new(field, message));
    };
    if papers.issued > represented {
        wrong(
            "issued",
            format!(
                "Số phiếu phát ra ({}) nhiều hơn số hộ dự họp ({represented}); mỗi hộ một phiếu.",
                papers.issued
            ),
        );
    }
    if papers.returned > papers.issued {
        wrong(
            "returned",
            format!(
                "Số phiếu thu về ({}) nhiều hơn số phiếu phát ra ({}).",
                papers.returned, papers.issued
            ),
        );
    }
    if papers.valid.checked_add(papers.invalid) != Some(papers.returned) {
        wrong(
            "valid",
            format!(
                "Số phiếu hợp lệ ({}) và không hợp lệ ({}) cộng lại phải bằng số phiếu thu về ({}).",
                papers.valid, papers.invalid, papers.returned
            ),
        );
    }
    let single = decision.proposal.seats <= 1;
    let marked = count
        .approve
        .iter()
        .try_fold(count.against, |sum, more| sum.checked_add(*more))
        .and_then(|sum| sum.checked_add(count.other));
    let largest = count.approve.iter().copied().max().unwrap_or(0);
    let fits = if single {
        marked == Some(papers.valid)
    } else {
        largest <= papers.valid
    };
    if !fits {
        wrong(
            "approve",
            format!(
                "Cộng số phiếu của các phương án, không đồng ý và ý kiến khác phải bằng số phiếu hợp lệ ({}); hãy đếm lại.",
                papers.valid
            ),
        );
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

//! The end of a meeting: its numbers, checked against who is there, or the end without a vote.

use dinh_domain::access::Action;
use dinh_domain::decision::{Closing, ClusterCount, Count, Decision, Outcome, SecretPapers};
use dinh_domain::ids::DecisionId;
use dinh_store::WriteTx;

use super::arrive::{Represented, in_meeting, represented};
use super::conclude::conclude_in;
use super::hands::check_lists;
use super::thing::read;
use crate::clock::local;
use crate::error::{Error, Result};
use crate::platform::Context;

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
    let (decision, _) = read(ctx, tx, id, Action::RunDecision).await?;
    in_meeting(&decision)?;
    check_lists(tx, &decision, &vote).await?;
    close_in(ctx, tx, decision, vote).await
}

async fn close_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    mut decision: Decision,
    vote: MeetingVote,
) -> Result<Outcome> {
    let there = represented(tx, &decision).await?;
    let vote = with_attendance(&decision, &there, vote)?;
    let count = count_of(&decision, &there, &vote)?;
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
    let there = represented(tx, &decision).await?;
    let present = there.all;
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
    let none = vec![0; decision.proposal.options.len()];
    let clusters = decision.round.plan.iter().flat_map(|plan| &plan.clusters);
    let vote = MeetingVote {
        clusters: clusters
            .map(|cluster| ClusterCount {
                name: cluster.name.clone(),
                approve: none.clone(),
                ..ClusterCount::default()
            })
            .collect(),
        approve: none.clone(),
        ..MeetingVote::default()
    };
    close_in(ctx, tx, decision, vote).await
}

/// The sums of a meeting as it would be closed now; everything that is wrong with them at once.
pub async fn meeting_count(
    ctx: &Context<'_>,
    decision: &Decision,
    vote: MeetingVote,
) -> Result<Count> {
    let mut tx = ctx.read().await?;
    let there = represented(&mut tx, decision).await?;
    let vote = with_attendance(decision, &there, vote)?;
    let count = count_of(decision, &there, &vote)?;
    check_lists(&mut tx, decision, &vote).await?;
    let errors = count.check(decision.proposal.seats);
    if errors.is_empty() {
        Ok(count)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// The vote with the attendance of each cluster; every cluster of the plan has its own numbers, in the order of the plan.
fn with_attendance(
    decision: &Decision,
    there: &Represented,
    mut vote: MeetingVote,
) -> Result<MeetingVote> {
    let planned = decision.round.plan.iter().flat_map(|plan| &plan.clusters);
    let names = vote.clusters.iter().map(|cluster| &cluster.name);
    if !planned.map(|cluster| &cluster.name).eq(names) {
        return Err(Error::field(
            "clusters",
            "Hãy ghi số của từng cụm trong kế hoạch, theo thứ tự của kế hoạch.",
        ));
    }
    for cluster in &mut vote.clusters {
        cluster.represented = there.clusters.get(&cluster.name).copied().unwrap_or(0);
    }
    Ok(vote)
}

fn count_of(decision: &Decision, there: &Represented, vote: &MeetingVote) -> Result<Count> {
    let total = decision.round.roll.as_ref().map_or(0, |roll| roll.total);
    let mut count = Count::new(total, decision.proposal.options.len());
    count.represented = there.all;
    if vote.clusters.is_empty() {
        count.approve.clone_from(&vote.approve);
        count.against = vote.against;
        count.other = vote.other;
    }
    for cluster in &vote.clusters {
        add(&mut count, cluster)?;
    }
    let seats = decision.proposal.seats;
    let wrong = vote
        .clusters
        .iter()
        .filter_map(|cluster| cluster.check(seats));
    let wrong: Vec<_> = wrong.collect();
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    if let Some(papers) = vote.secret {
        check_papers(decision, there.all, papers, &count)?;
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

//! The papers of a meeting: the notice of form 01, the minutes of forms 02 and 03, the sheets for the hall.
//!
//! Every paper is filled from what is recorded. What nobody recorded stays a line of dots for the pen.

use dinh_domain::decision::{Count, Decision, HandVote, Plan, VotingMethod};
use dinh_law::{ProcedureValue, Scope};
use dinh_report::{
    AttendanceCard, AttendanceCards, BallotCount, CommunityPaper, CountedOption, CountedQuestion,
    CountingMinutes, DecisionForm, DecisionMinutes, DecisionResult, MeetingNotice, Member,
    ProceduralVote, RequiredVotes, RollCorrection, RollLine, RollSheet, TallySheet, Voters,
};
use jiff::civil::{Date, DateTime};

use super::attendance::attendance;
use super::community_paper::{
    address, community_paper, entry_of, grounds, head_post, in_sentence, minute, required, signer,
    team_members,
};
use super::hall::{approving, clusters, discussion};
use super::view::DecisionView;
use crate::clock::local;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::roll::{RollChange, frozen_corrections};

/// The notice of the meeting (form 01).
pub async fn meeting_notice(ctx: &Context<'_>, view: &DecisionView) -> Result<MeetingNotice> {
    let plan = planned(view)?;
    let decision = view.decision();
    let total = if let Some(total) = view.total {
        total
    } else {
        let mut tx = ctx.read().await?;
        super::backing_of(ctx, &mut tx, decision).await?.households
    };
    Ok(MeetingNotice {
        paper: CommunityPaper {
            entry: entry_of(ctx, decision, "notify").await?,
            ..paper(ctx, view, "TB", ctx.today())
        },
        decision_number: decision.number.to_string(),
        title: decision.proposal.title.clone(),
        matter: decision.proposal.subject.label().to_owned(),
        matter_citation: view.matter.citation.to_string(),
        grounds: grounds(ctx),
        convener: plan.convener.label().to_owned(),
        chair: plan.convener.label().to_owned(),
        starts_at: plan.starts,
        location: plan.place.clone(),
        cluster: None,
        agenda: agenda(decision),
        papers: view
            .files
            .iter()
            .filter(|file| file.kind == "papers")
            .map(|file| file.name.clone())
            .collect(),
        papers_sent: if view.matter.papers.is_some() {
            "gửi trước cuộc họp đến từng hộ gia đình".into()
        } else {
            String::new()
        },
        required: required(&view.threshold, total)?,
        contact: head_post(&view.unit),
        url: address(ctx, decision),
        signer: signer(&head_post(&view.unit)),
    })
}

fn agenda(decision: &Decision) -> Vec<String> {
    vec![
        "Điểm danh đại diện hộ gia đình, tuyên bố lý do, biểu quyết cử thư ký.".into(),
        format!("Trình bày nội dung: {}.", decision.proposal.title),
        "Các đại diện hộ gia đình thảo luận.".into(),
        "Biểu quyết chọn hình thức giơ tay hoặc bỏ phiếu kín, biểu quyết nội dung.".into(),
        "Công bố kết quả, thông qua biên bản.".into(),
    ]
}

/// The minutes and decision of the community (form 03), of a meeting or of an online vote; there are none before the
/// result.
pub async fn decision_minutes(ctx: &Context<'_>, view: &DecisionView) -> Result<DecisionMinutes> {
    let decision = view.decision();
    if decision.is_online() {
        return super::online::online_minutes(ctx, view).await;
    }
    let plan = planned(view)?;
    let proceedings = &decision.round.proceedings;
    let secret = matches!(proceedings.method, Some((VotingMethod::Secret, _)));
    Ok(DecisionMinutes {
        form: if secret {
            DecisionForm::SecretBallot
        } else {
            DecisionForm::ShowOfHands
        },
        location: plan.place.clone(),
        chair: plan.convener.label().to_owned(),
        secretary: proceedings.secretary.as_ref().map(|(name, _)| name.clone()),
        clusters: clusters(plan, decision),
        procedural_votes: procedural(ctx, decision, plan.starts.date()),
        discussion: discussion(ctx, decision).await?,
        approving: approving(ctx, decision).await?,
        ..result_minutes(ctx, view, plan).await?
    })
}

/// What form 03 holds whatever the form of the vote was.
pub(super) async fn result_minutes(
    ctx: &Context<'_>,
    view: &DecisionView,
    plan: &Plan,
) -> Result<DecisionMinutes> {
    let decision = view.decision();
    let (Some(count), Some(outcome)) = (&decision.round.count, decision.outcome()) else {
        return Err(Error::NotFound);
    };
    let ended = ended(view);
    let entry = entry_of(ctx, decision, "conclude").await?;
    Ok(DecisionMinutes {
        register_position: entry.as_ref().map(|entry| entry.position),
        paper: CommunityPaper {
            entry,
            ..paper(ctx, view, "QĐ", ended.date())
        },
        decision_number: decision.number.to_string(),
        document_type: if outcome.is_passed() {
            "Quyết định".into()
        } else {
            "Biên bản".into()
        },
        title: decision.proposal.title.clone(),
        matter: decision.proposal.subject.label().to_owned(),
        matter_citation: view.matter.citation.to_string(),
        grounds: grounds(ctx),
        form: DecisionForm::ShowOfHands,
        starts_at: minute(decision.round.opened.unwrap_or(plan.starts)),
        ends_at: ended,
        location: String::new(),
        chair: String::new(),
        secretary: None,
        clusters: Vec::new(),
        total_households: count.total,
        represented: count.represented,
        roll_corrections: corrections(ctx, decision).await?,
        procedural_votes: Vec::new(),
        discussion: Vec::new(),
        results: results(view, count)?,
        content: decision
            .proposal
            .content
            .lines()
            .map(ToOwned::to_owned)
            .collect(),
        effect: effect(decision, outcome.is_passed()),
        participants: Vec::new(),
        approving: Vec::new(),
        url: address(ctx, decision),
        head: signer(&head_post(&view.unit)),
        front_head: signer("Trưởng Ban công tác Mặt trận"),
        household_representatives: [
            signer("Đại diện hộ gia đình"),
            signer("Đại diện hộ gia đình"),
        ],
    })
}

fn results(view: &DecisionView, count: &Count) -> Result<Vec<DecisionResult>> {
    let options = &view.decision().proposal.options;
    options
        .iter()
        .zip(&count.approve)
        .map(|(option, approve)| {
            Ok(DecisionResult {
                subject: option.clone(),
                approve: *approve,
                disapprove: count.against,
                other: count.other,
                blank: count.invalid,
                required: required(&view.threshold, count.total)?,
            })
        })
        .collect()
}

async fn corrections(ctx: &Context<'_>, decision: &Decision) -> Result<Vec<RollCorrection>> {
    let mut tx = ctx.read().await?;
    let rows = frozen_corrections(&mut tx, decision.id, decision.round.number).await?;
    Ok(rows
        .into_iter()
        .map(|row| RollCorrection {
            date: local(row.at).date(),
            change: match row.change {
                RollChange::Add => format!("Thêm hộ số {}", row.household_number),
                RollChange::Remove => format!("Bỏ hộ số {}", row.household_number),
            },
            reason: row.reason,
        })
        .collect())
}

fn effect(decision: &Decision, passed: bool) -> String {
    match (passed, decision.effective_on) {
        (true, Some(from)) => format!("Có hiệu lực từ {}.", dinh_report::long_date(from)),
        (true, None) => "Có hiệu lực từ ngày được cấp có thẩm quyền công nhận.".into(),
        (false, _) => "Không được thông qua.".into(),
    }
}

fn procedural(ctx: &Context<'_>, decision: &Decision, on: Date) -> Vec<ProceduralVote> {
    let proceedings = &decision.round.proceedings;
    let mut votes = Vec::new();
    if let Some((name, vote)) = &proceedings.secretary {
        let subject = format!("Cử thư ký cuộc họp: {name}");
        votes.extend(procedural_vote(ctx, subject, vote, ("secretary_vote", on)));
    }
    if let Some((method, vote)) = &proceedings.method {
        let how = match method {
            VotingMethod::Hands => "giơ tay",
            VotingMethod::Secret => "bỏ phiếu kín",
        };
        let subject = format!("Chọn hình thức biểu quyết: {how}");
        let rule = ("voting_method_vote", on);
        votes.extend(procedural_vote(ctx, subject, vote, rule));
    }
    if let Some((_, vote)) = &proceedings.committee {
        let rule = ("counting_committee_vote", on);
        votes.extend(procedural_vote(
            ctx,
            "Bầu Ban kiểm phiếu".into(),
            vote,
            rule,
        ));
    }
    votes
}

fn procedural_vote(
    ctx: &Context<'_>,
    subject: String,
    vote: &HandVote,
    (key, on): (&str, Date),
) -> Option<ProceduralVote> {
    let rule = ctx.law().procedure(key, on).ok()?;
    let ProcedureValue::Share { share, .. } = rule.value else {
        return None;
    };
    Some(ProceduralVote {
        subject,
        approve: vote.approve,
        required: RequiredVotes {
            part: share.part,
            of: share.of,
            strict: share.strict,
            total: vote.attending,
            needed: share.needed(vote.attending)?,
            voters: Voters::Attending,
            citation: rule.citation.to_string(),
        },
    })
}

/// The counting minutes of a secret ballot (form 02); there are none for raised hands.
pub async fn counting_minutes(ctx: &Context<'_>, view: &DecisionView) -> Result<CountingMinutes> {
    let plan = planned(view)?;
    let decision = view.decision();
    let round = &decision.round;
    let (Some(count), Some(secret)) = (&round.count, round.secret) else {
        return Err(Error::NotFound);
    };
    let ended = ended(view);
    let committee = round.proceedings.committee.as_ref();
    Ok(CountingMinutes {
        paper: CommunityPaper {
            entry: entry_of(ctx, decision, "conclude").await?,
            ..paper(ctx, view, "BB", ended.date())
        },
        decision_number: decision.number.to_string(),
        title: decision.proposal.title.clone(),
        started_at: minute(round.opened.unwrap_or(plan.starts)),
        ended_at: ended,
        location: plan.place.clone(),
        committee: committee
            .map_or_else(Vec::new, |(members, _)| team_members(members, "Trưởng ban")),
        committee_vote: committee.and_then(|(_, vote)| {
            let rule = ("counting_committee_vote", plan.starts.date());
            procedural_vote(ctx, "Bầu Ban kiểm phiếu".into(), vote, rule)
        }),
        witnesses: round
            .witnesses
            .iter()
            .map(|name| Member {
                name: name.clone(),
                part: "đại diện hộ gia đình".into(),
            })
            .collect(),
        total_households: count.total,
        attending: count.represented,
        ballots: BallotCount {
            issued: secret.issued,
            returned: secret.returned,
            valid: secret.valid,
            invalid: secret.invalid,
        },
        questions: vec![CountedQuestion {
            question: decision.proposal.title.clone(),
            options: counted(decision, count),
            required: required(&view.threshold, count.total)?,
        }],
        remarks: Vec::new(),
        url: address(ctx, decision),
    })
}

fn counted(decision: &Decision, count: &Count) -> Vec<CountedOption> {
    let mut options: Vec<CountedOption> = decision
        .proposal
        .options
        .iter()
        .zip(&count.approve)
        .map(|(option, votes)| CountedOption {
            label: option.clone(),
            votes: *votes,
            decides: true,
        })
        .collect();
    for (label, votes) in [
        ("Không đồng ý", count.against),
        ("Ý kiến khác", count.other),
    ] {
        options.push(CountedOption {
            label: label.into(),
            votes,
            decides: false,
        });
    }
    options
}

/// The fixed roll as a sheet to sign; personal data, for those who count.
pub async fn roll_sheet(ctx: &Context<'_>, view: &DecisionView) -> Result<RollSheet> {
    let plan = planned(view)?;
    let decision = view.decision();
    let list = attendance(ctx, decision, "").await?;
    Ok(RollSheet {
        paper: paper(ctx, view, "DS", ctx.today()),
        decision_number: decision.number.to_string(),
        title: decision.proposal.title.clone(),
        starts_at: plan.starts,
        location: plan.place.clone(),
        households: list
            .households
            .into_iter()
            .map(|line| RollLine {
                household_number: number_words(line.number, line.line),
                household: if line.address.is_empty() {
                    line.representative
                } else {
                    format!("{} – {}", line.representative, line.address)
                },
            })
            .collect(),
    })
}

/// A card for each household of the fixed roll; its code opens the meeting on the phone of those who count.
pub async fn attendance_cards(ctx: &Context<'_>, view: &DecisionView) -> Result<AttendanceCards> {
    let decision = view.decision();
    let list = attendance(ctx, decision, "").await?;
    let base = &ctx.platform.base_url;
    Ok(AttendanceCards {
        commune: in_sentence(&view.commune.full_name),
        community: in_sentence(&view.unit.full_name),
        cards: list
            .households
            .into_iter()
            .map(|line| AttendanceCard {
                household_number: number_words(line.number, line.line),
                address_line: line.address,
                link: format!(
                    "{base}/lam-viec/quyet-dinh/{}/hop?ho={}",
                    decision.number, line.household
                ),
            })
            .collect(),
        date: ctx.today(),
        sample: ctx.platform.sample || decision.sample,
    })
}

/// The sheet on which raised hands or papers are tallied.
pub fn tally_sheet(ctx: &Context<'_>, view: &DecisionView) -> TallySheet {
    let decision = view.decision();
    let mut options = decision.proposal.options.clone();
    options.extend(["Không đồng ý".to_owned(), "Ý kiến khác".to_owned()]);
    TallySheet {
        paper: paper(ctx, view, "KP", ctx.today()),
        decision_number: decision.number.to_string(),
        title: decision.proposal.title.clone(),
        question: decision.proposal.content.clone(),
        options,
        team: Vec::new(),
    }
}

pub(super) fn number_words(number: Option<i64>, line: u64) -> String {
    number.map_or_else(|| format!("({line})"), |number| number.to_string())
}

pub(super) fn planned(view: &DecisionView) -> Result<&Plan> {
    let plan = view.decision().round.plan.as_ref().ok_or(Error::NotFound)?;
    if plan.form == dinh_law::DecisionForm::Meeting
        && view.decision().proposal.scope != Scope::Workplace
    {
        Ok(plan)
    } else {
        Err(Error::NotFound)
    }
}

/// When the result was announced.
fn ended(view: &DecisionView) -> DateTime {
    view.steps
        .iter()
        .rev()
        .find(|row| row.step == "conclude")
        .map_or(DateTime::MIN, |row| {
            minute(local(row.at.to_jiff()).datetime())
        })
}

pub(super) fn paper(
    ctx: &Context<'_>,
    view: &DecisionView,
    symbol: &str,
    date: Date,
) -> CommunityPaper {
    let place = (&view.unit, &view.commune);
    community_paper(ctx, view.decision(), place, symbol, date)
}

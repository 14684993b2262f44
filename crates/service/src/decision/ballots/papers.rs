//! The papers of household ballots: the ballots, their plan (Decree 59 Article 4(2)), the counting minutes of form 04.

use dinh_domain::decision::{Choice, Decision, Difference, Plan};
use dinh_domain::units::Unit;
use dinh_law::{DecisionForm, Scope};
use dinh_report::{
    BallotCount, BallotMinutes, BallotOffice, BallotPaper, BallotPlan, BallotsPerPage,
    CommunityPaper, CountedOption, CountedQuestion, Member, ResolvedDifference,
};

use super::texts::serial_words;
use super::view::BallotView;
use crate::clock::local;
use crate::decision::community_paper::{
    address, community_paper, entry_of, grounds, head_post, in_sentence, minute, required, signer,
    team_members,
};
use crate::error::{Error, Result};
use crate::platform::Context;

/// The lines of the ballot: the options, and for anything but an election the line that does not agree.
pub fn ballot_options(decision: &Decision) -> Vec<String> {
    let mut lines = decision.proposal.options.clone();
    if !decision.proposal.subject.is_election() {
        lines.push(against_words(decision).to_owned());
    }
    lines
}

/// How the paper says that a household does not agree.
pub fn against_words(decision: &Decision) -> &'static str {
    if decision.proposal.options.len() > 1 {
        "Không tán thành phương án nào"
    } else {
        "Không tán thành"
    }
}

/// What was marked, in words.
pub fn choice_words(decision: &Decision, choice: &Choice) -> String {
    match choice {
        Choice::For { options } => options
            .iter()
            .filter_map(|place| decision.proposal.options.get(*place))
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("; "),
        Choice::Against => against_words(decision).to_owned(),
        Choice::Other => "Ý kiến khác".to_owned(),
        Choice::Invalid => "Không hợp lệ".to_owned(),
    }
}

/// The ballots that are not void, or one of them.
pub fn ballot_papers(
    ctx: &Context<'_>,
    view: &BallotView,
    only: Option<u32>,
) -> Result<BallotPaper> {
    let plan = planned(view)?;
    let decision = &view.decision;
    let closes = plan.closes.unwrap_or(plan.starts);
    let serials: Vec<String> = view
        .ballots
        .ballots
        .iter()
        .filter(|(serial, ballot)| {
            ballot.void.is_none() && only.is_none_or(|only| only == **serial)
        })
        .map(|(serial, _)| serial_words(*serial))
        .collect();
    if serials.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(BallotPaper {
        commune: in_sentence(&commune(view).full_name),
        community: in_sentence(&view.unit.full_name),
        decision_number: decision.number.to_string(),
        title: decision.proposal.title.clone(),
        question: decision.proposal.content.clone(),
        options: ballot_options(decision),
        choices: decision.proposal.seats.max(1),
        other_opinion: !decision.proposal.subject.is_election(),
        deadline: closes.date(),
        collected_by: format!(
            "Tổ phát phiếu đến từng hộ thu phiếu trước {}.",
            closes.strftime("%H giờ %M phút")
        ),
        office: if decision.proposal.scope == Scope::Commune {
            BallotOffice::Commune
        } else {
            BallotOffice::Community {
                post: head_post(&view.unit),
                name: None,
            }
        },
        serials,
        per_page: BallotsPerPage::Two,
        date: ctx.today(),
        sample: ctx.platform.sample || decision.sample,
    })
}

/// The plan of the ballots.
pub fn ballot_plan(ctx: &Context<'_>, view: &BallotView) -> Result<BallotPlan> {
    let plan = planned(view)?;
    let decision = &view.decision;
    let closes = plan.closes.unwrap_or(plan.starts).date();
    let (ballot_case, ballot_case_citation) = case(ctx, decision, plan)?;
    let told = decision
        .round
        .notice
        .as_ref()
        .and_then(|notice| notice.told_on);
    Ok(BallotPlan {
        paper: paper(ctx, view, "KH", plan.made_on),
        decision_number: decision.number.to_string(),
        title: decision.proposal.title.clone(),
        ballot_case,
        ballot_case_citation,
        grounds: grounds(ctx),
        purposes: vec![format!(
            "Để các hộ gia đình của {} bàn và quyết định về việc: {}.",
            in_sentence(&view.unit.full_name),
            decision.proposal.title
        )],
        demands: vec![
            "Mỗi hộ gia đình được phát 01 phiếu; phiếu không ghi tên hộ.".into(),
            "Thu phiếu đúng thời hạn, tổng hợp đầy đủ, khách quan; mỗi phiếu do hai người nhập độc lập.".into(),
        ],
        question: decision.proposal.content.clone(),
        options: ballot_options(decision),
        total_households: households(view),
        required: required(&decision.threshold(ctx.law(), ctx.today())?, households(view))?,
        announced_on: told.unwrap_or(plan.made_on),
        issued_on: plan.starts.date(),
        deadline: closes,
        counted_on: closes,
        team: team_members(&plan.team, "Tổ trưởng"),
        duties: vec![
            "Tổ phát phiếu gửi phiếu trực tiếp đến từng hộ gia đình, thu phiếu theo thời hạn ghi trên phiếu.".into(),
            "Tổ phát phiếu kiểm phiếu trước sự chứng kiến của đại diện 02 hộ gia đình, lập biên bản theo mẫu số 04.".into(),
        ],
        means: vec![
            "Phiếu có số sê-ri và mã QR, in theo tổng số hộ đã chốt; hòm đựng phiếu niêm phong đến khi kiểm phiếu.".into(),
        ],
        head: signer(&head_post(&view.unit)),
        front_head: signer("Trưởng Ban công tác Mặt trận"),
    })
}

/// The counting minutes; there are none before the result.
pub async fn ballot_minutes(ctx: &Context<'_>, view: &BallotView) -> Result<BallotMinutes> {
    let plan = planned(view)?;
    let decision = &view.decision;
    let (Some(count), Some(concluded)) = (&decision.round.count, view.concluded_at) else {
        return Err(Error::NotFound);
    };
    let ended_at = local(concluded).datetime();
    let started_at = view.first_read.map_or(ended_at, |at| local(at).datetime());
    let (ballot_case, ballot_case_citation) = case(ctx, decision, plan)?;
    let progress = view.ballots.progress();
    let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let given = view.households.iter().filter_map(|one| one.given_on).min();
    Ok(BallotMinutes {
        paper: CommunityPaper {
            entry: entry_of(ctx, decision, "conclude").await?,
            ..paper(ctx, view, "BB", ended_at.date())
        },
        decision_number: decision.number.to_string(),
        title: decision.proposal.title.clone(),
        plan: format!(
            "Kế hoạch phát phiếu lấy ý kiến {}",
            dinh_report::long_date(plan.made_on)
        ),
        ballot_case,
        ballot_case_citation,
        issued_on: given.unwrap_or_else(|| plan.starts.date()),
        deadline: plan.closes.unwrap_or(plan.starts).date(),
        started_at: minute(started_at),
        ended_at: minute(ended_at),
        location: plan.place.clone(),
        team: team_members(&plan.team, "Tổ trưởng"),
        witnesses: witnesses(decision),
        total_households: count.total,
        printed: wide(view.ballots.ballots.len()),
        ballots: BallotCount {
            issued: wide(progress.given),
            returned: wide(progress.returned),
            valid: count.represented.saturating_sub(count.invalid),
            invalid: count.invalid,
        },
        void_serials: void_serials(view),
        entered_twice: wide(progress.read_twice),
        differences: view
            .ballots
            .differences()
            .iter()
            .filter_map(|difference| resolved(decision, difference))
            .collect(),
        questions: vec![counted(ctx, view)?],
        other_opinions: view.opinions.clone(),
        url: address(ctx, decision),
    })
}

fn witnesses(decision: &Decision) -> Vec<Member> {
    decision
        .round
        .witnesses
        .iter()
        .map(|name| Member {
            name: name.clone(),
            part: "đại diện hộ gia đình".into(),
        })
        .collect()
}

fn void_serials(view: &BallotView) -> Vec<String> {
    view.ballots
        .ballots
        .iter()
        .filter(|(_, ballot)| ballot.void.is_some())
        .map(|(serial, _)| serial_words(*serial))
        .collect()
}

fn planned(view: &BallotView) -> Result<&Plan> {
    view.decision.round.plan.as_ref().ok_or(Error::NotFound)
}

fn counted(ctx: &Context<'_>, view: &BallotView) -> Result<CountedQuestion> {
    let decision = &view.decision;
    let count = decision.round.count.as_ref().ok_or(Error::NotFound)?;
    let mut options: Vec<CountedOption> = decision
        .proposal
        .options
        .iter()
        .zip(&count.approve)
        .map(|(label, votes)| CountedOption {
            label: label.clone(),
            votes: *votes,
            decides: true,
        })
        .collect();
    let mut others = vec![("Ý kiến khác".to_owned(), count.other)];
    if !decision.proposal.subject.is_election() || count.against > 0 {
        others.insert(0, (against_words(decision).to_owned(), count.against));
    }
    options.extend(others.into_iter().map(|(label, votes)| CountedOption {
        label,
        votes,
        decides: false,
    }));
    Ok(CountedQuestion {
        question: decision.proposal.title.clone(),
        options,
        required: required(
            &decision.threshold(ctx.law(), ctx.today())?,
            households(view),
        )?,
    })
}

fn households(view: &BallotView) -> u64 {
    u64::try_from(view.ballots.roll.len()).unwrap_or(u64::MAX)
}

fn resolved(decision: &Decision, difference: &Difference) -> Option<ResolvedDifference> {
    let (settled, _) = difference.settled.as_ref()?;
    Some(ResolvedDifference {
        serial: serial_words(difference.serial),
        first: choice_words(decision, &difference.first),
        second: choice_words(decision, &difference.second),
        resolved: choice_words(decision, settled),
    })
}

/// The case of Article 19(1) on which the ballots rest, with its article.
fn case(ctx: &Context<'_>, decision: &Decision, plan: &Plan) -> Result<(String, String)> {
    let matter = decision.matter(ctx.law(), ctx.today())?;
    let citation = matter
        .allows(DecisionForm::Ballots, decision.proposal.scope)
        .map_or_else(String::new, |allowed| allowed.citation.to_string());
    let words = plan
        .ground
        .map_or_else(String::new, |ground| ground.label().to_owned());
    Ok((words, citation))
}

fn paper(
    ctx: &Context<'_>,
    view: &BallotView,
    symbol: &str,
    date: jiff::civil::Date,
) -> CommunityPaper {
    let place = (&view.unit, commune(view));
    community_paper(ctx, &view.decision, place, symbol, date)
}

fn commune(view: &BallotView) -> &Unit {
    view.commune.as_ref().unwrap_or(&view.unit)
}

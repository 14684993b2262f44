//! The minutes of an online vote: form 03 with the list of participants (Decree 59 Article 5(4)).

use dinh_domain::decision::{Plan, VoteChannel};
use dinh_domain::roll::RollLine;
use dinh_report::{DecisionForm, DecisionMinutes, Participant};
use jiff::civil::DateTime;

use super::view::{Participants, participants};
use crate::decision::community_paper::minute;
use crate::decision::printed::result_minutes;
use crate::decision::view::DecisionView;
use crate::error::{Error, Result};
use crate::platform::Context;

/// The minutes; there are none before the result.
pub(in crate::decision) async fn online_minutes(
    ctx: &Context<'_>,
    view: &DecisionView,
) -> Result<DecisionMinutes> {
    let decision = view.decision();
    let plan = decision.round.plan.as_ref().ok_or(Error::NotFound)?;
    let minutes = result_minutes(ctx, view, plan).await?;
    let found = participants(ctx, decision.number).await?;
    Ok(DecisionMinutes {
        form: DecisionForm::OnlineVote,
        ends_at: end_of_vote(plan, minutes.ends_at),
        chair: leader(plan),
        discussion: said(&found),
        participants: found
            .households
            .iter()
            .map(|line| participant(line.as_ref()))
            .collect(),
        ..minutes
    })
}

/// The vote ends when its time is over, or when it was concluded before, because every household had voted.
fn end_of_vote(plan: &Plan, concluded: DateTime) -> DateTime {
    plan.closes
        .map_or(concluded, |closes| minute(closes).min(concluded))
}

fn leader(plan: &Plan) -> String {
    let team = "Tổ lấy ý kiến biểu quyết trực tuyến";
    plan.team.iter().find(|member| member.leader).map_or_else(
        || team.to_owned(),
        |one| format!("{team}, Tổ trưởng {}", one.name),
    )
}

/// Other opinions as they were written, then how answers came in that were not given on the screen.
fn said(found: &Participants) -> Vec<String> {
    let mut lines = found.opinions.clone();
    for (channel, count) in &found.by_channel {
        match channel {
            VoteChannel::Online => {}
            VoteChannel::Paper => lines.push(format!("Số hộ trả lời bằng giấy: {count} hộ.")),
            VoteChannel::OnBehalf => {
                lines.push(format!("Số hộ nhờ tổ nhập thay: {count} hộ."));
            }
        }
    }
    for (channel, reason) in &found.settled {
        let counts = match channel {
            VoteChannel::Online => "tính câu trả lời trên màn hình",
            VoteChannel::Paper => "tính câu trả lời bằng giấy",
            VoteChannel::OnBehalf => "tính câu trả lời do tổ nhập thay",
        };
        lines.push(format!(
            "Một hộ trả lời khác nhau giữa các kênh; tổ {counts}. Lý do: {reason}"
        ));
    }
    lines
}

/// A line of the list; what was erased stays as a line, so that the list has as many lines as households took part.
fn participant(line: Option<&RollLine>) -> Participant {
    line.map_or_else(
        || Participant {
            household_number: "–".into(),
            name: "(thông tin đã xóa)".into(),
            address: String::new(),
        },
        |line| Participant {
            household_number: line.number.to_string(),
            name: line.representative.clone(),
            address: line.address.clone(),
        },
    )
}

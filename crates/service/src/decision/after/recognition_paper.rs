//! The decision that recognises what a community decided, filled from what is recorded. Decree 59/2023 has no form for it: the
//! layout is our own, in the frame of Decree 30/2020.

use dinh_domain::decision::{Decision, Outcome, State, Subject};
use dinh_domain::units::Unit;
use dinh_law::Recogniser;
use dinh_report::{CommunityPaper, RecognitionDecision, RecognitionOutcome, Signer};
use jiff::civil::Date;

use super::super::community_paper::{
    address, community_paper, entry_of, grounds, head_post, in_sentence, required, signer,
};
use super::super::view::DecisionView;
use super::recognise::elected_of;
use crate::error::{Error, Result};
use crate::grounds::of_article;
use crate::platform::Context;

/// Whether the decision stands recognised, so that there is a document of that.
pub fn has_recognition(view: &DecisionView) -> bool {
    let stands = matches!(view.decision().state, State::Recognised | State::Effective);
    stands && view.steps.iter().any(|row| row.step == "recognise")
}

/// The document of the recognition; there is none before it, and none once the decision holds no more.
pub async fn recognition_decision(
    ctx: &Context<'_>,
    view: &DecisionView,
) -> Result<RecognitionDecision> {
    let decision = view.decision();
    let (true, Some(on), Some(received_on), Some(count)) = (
        has_recognition(view),
        decision.effective_on,
        decision.sent_on,
        &decision.round.count,
    ) else {
        return Err(Error::NotFound);
    };
    let Some(Outcome::Passed { options }) = decision.outcome() else {
        return Err(Error::NotFound);
    };
    let approve = options.iter().filter_map(|place| count.approve.get(*place));
    let by = decision.recogniser(ctx.law(), on)?;
    let office = by.and_then(|by| office(by, &view.commune));
    let (issuer, authority) = office.ok_or(Error::NotFound)?;
    let document = &decision.document;
    let (number, symbol) = document.split_once('/').unwrap_or((document, ""));
    let own = community_paper(ctx, decision, (&view.unit, &view.commune), symbol, on);
    Ok(RecognitionDecision {
        paper: CommunityPaper {
            commune: String::new(),
            community: issuer,
            number: Some(number.to_owned()),
            recipients: recipients(),
            entry: entry_of(ctx, decision, "recognise").await?,
            ..own
        },
        decision_number: decision.number.to_string(),
        decided_by: in_sentence(&view.unit.full_name),
        title: decision.proposal.title.clone(),
        document: written_by(view),
        received_on,
        // Of several that passed, the one with the fewest votes.
        approve: approve.copied().min().unwrap_or(0),
        required: required(&view.threshold, count.total)?,
        grounds: all_grounds(ctx, decision, on)?,
        outcome: RecognitionOutcome::Recognised {
            effective_from: on,
            content: content(view),
        },
        url: address(ctx, decision),
        signer: Signer {
            authority: authority.to_owned(),
            ..signer("Chủ tịch")
        },
    })
}

/// Who issues the document, and in whose name it is signed; nothing for a body outside the commune's authorities.
fn office(by: Recogniser, commune: &Unit) -> Option<(String, &'static str)> {
    let commune = in_sentence(&commune.full_name);
    match by {
        Recogniser::PeoplesCommittee => {
            Some((format!("Ủy ban nhân dân {commune}"), "TM. Ủy ban nhân dân"))
        }
        Recogniser::FatherlandFront => Some((
            format!("Ủy ban Mặt trận Tổ quốc Việt Nam {commune}"),
            "TM. Ban Thường trực",
        )),
        Recogniser::UnionBoard => None,
    }
}

fn recipients() -> Vec<String> {
    [
        "Như Điều 3",
        "Ủy ban nhân dân cấp xã",
        "Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã",
        "Lưu: VT",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The law, the decree, and the place that says who recognises.
fn all_grounds(ctx: &Context<'_>, decision: &Decision, on: Date) -> Result<Vec<String>> {
    let matter = decision.matter(ctx.law(), on)?;
    let rule = matter.recognition.as_ref();
    let mut all = grounds(ctx);
    all.extend(rule.map(|rule| of_article(&rule.citation)));
    Ok(all)
}

/// The paper of the community, by its day.
fn written_by(view: &DecisionView) -> String {
    let unit = in_sentence(&view.unit.full_name);
    let on = view.decision().round.decided_on;
    let on = on.map(|on| format!(" {}", dinh_report::long_date(on)));
    format!(
        "quyết định{} của cộng đồng dân cư {unit}",
        on.unwrap_or_default()
    )
}

/// Who was elected to what; empty for anything but an election.
fn content(view: &DecisionView) -> String {
    let decision = view.decision();
    let names = elected_of(decision).join(", ");
    match decision.proposal.subject {
        _ if names.is_empty() => String::new(),
        Subject::ElectHead => format!("{names} là {} {}", head_post(&view.unit), view.unit.name),
        _ => format!("kết quả bầu: {names}"),
    }
}

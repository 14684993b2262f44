//! The minutes of the Front work committee on the candidates for head (form 05, Decree 59 Article 6(2)), filled from the
//! proposal and its plan. Nobody records here how the members of the committee voted: those cells stay for the pen.

use dinh_domain::decision::Subject;
use dinh_law::Term;
use dinh_report::{Candidate, CandidateMinutes, CommunityPaper};

use super::community_paper::{address, entry_of, head_post, in_sentence, signer};
use super::printed::{paper, planned};
use super::view::DecisionView;
use crate::error::{Error, Result};
use crate::platform::Context;

/// The minutes on the candidates; there are none for anything but the election of a head.
pub async fn candidate_minutes(ctx: &Context<'_>, view: &DecisionView) -> Result<CandidateMinutes> {
    let plan = planned(view)?;
    let decision = view.decision();
    if decision.proposal.subject != Subject::ElectHead {
        return Err(Error::NotFound);
    }
    let on = plan.starts.date();
    let rule = ctx.law().procedure("election_candidates", on)?;
    let Some(Term::CalendarDays(days)) = rule.term() else {
        return Err(Error::Internal(
            "election_candidates is not a term in calendar days".into(),
        ));
    };
    let submit_by = ctx.law().calendar().calendar_days_before(on, days)?.end;
    let held_on = plan.election.candidates_on.unwrap_or(submit_by);
    let front = "Trưởng Ban công tác Mặt trận";
    let issued = paper(ctx, view, "BB", held_on);
    Ok(CandidateMinutes {
        paper: CommunityPaper {
            commune: format!(
                "Ủy ban MTTQ Việt Nam {}",
                in_sentence(&view.commune.full_name)
            ),
            community: format!(
                "Ban công tác Mặt trận {}",
                in_sentence(&view.unit.full_name)
            ),
            // The candidates stand sealed in the question of the notice.
            entry: entry_of(ctx, decision, "notify").await?,
            ..issued
        },
        decision_number: decision.number.to_string(),
        election: format!("{} {}", head_post(&view.unit), view.unit.name),
        held_on,
        hours: None,
        location: String::new(),
        chair: front.to_owned(),
        secretary: String::new(),
        present: None,
        party_cell_opinion: String::new(),
        discussion: Vec::new(),
        candidates: decision
            .proposal
            .options
            .iter()
            .map(|name| Candidate {
                name: name.clone(),
                birth_year: None,
                occupation: String::new(),
                address: String::new(),
                approve: None,
            })
            .collect(),
        meeting_on: on,
        submit_by,
        url: address(ctx, decision),
        secretary_signer: signer("Thư ký"),
        front_head: signer(front),
    })
}

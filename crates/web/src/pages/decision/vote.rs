//! `…/hop/ket-thuc`: the numbers that were called out, what comes out of them, and the end of the meeting.

use axum::extract::{Path, State};
use dinh_domain::FieldError;
use dinh_domain::access::Action;
use dinh_domain::decision::{ClusterCount, Count, Decision, SecretPapers, VotingMethod};
use dinh_service::Error;
use dinh_service::decision::{
    DecisionView, MeetingVote, close_small_meeting, conclude_meeting, meeting_count,
};

use super::form::{FormPage, count, done, of};
use super::plan_fields::Shown;
use super::shown::{needed_words, outcome_words, whole};
use super::subject::Refused;
use crate::caller::Caller;
use crate::components::{Field, SummaryList, SummaryRow};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;
use crate::texts::Texts;

/// Check the numbers, or end the meeting with them.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let texts = caller.texts();
    let view = of(&ctx, number, Action::RunDecision).await?;
    let vote = match read_vote(texts, view.decision(), &typed) {
        Ok(vote) => vote,
        Err(error) => {
            return page(&state, &caller, &view, &typed, Refused::from(texts, error)?);
        }
    };
    if typed.find("edit").is_some() {
        return page(&state, &caller, &view, &typed, Refused::none(texts));
    }
    if typed.find("save").is_none() {
        return match meeting_count(&ctx, view.decision(), vote.clone()).await {
            Ok(count) => answers(&state, &caller, &view, &typed, &vote, &count),
            Err(error) => page(&state, &caller, &view, &typed, Refused::from(texts, error)?),
        };
    }
    match conclude_meeting(&ctx, view.decision().id, vote).await {
        Ok(_) => see_other(&done(number, "ket-thuc")),
        Err(error) => page(&state, &caller, &view, &typed, Refused::from(texts, error)?),
    }
}

/// Too few households came: end it without a vote.
pub async fn close_small(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    close_small_meeting(&ctx, view.decision().id).await?;
    see_other(&done(number, "ket-thuc"))
}

fn is_secret(decision: &Decision) -> bool {
    matches!(
        decision.round.proceedings.method,
        Some((VotingMethod::Secret, _))
    )
}

/// Names of the clusters that meet apart; one empty name when all meet together.
fn parts(decision: &Decision) -> Vec<String> {
    let clusters: Vec<String> = decision
        .round
        .plan
        .iter()
        .flat_map(|plan| &plan.clusters)
        .map(|cluster| cluster.name.clone())
        .collect();
    if clusters.is_empty() {
        vec![String::new()]
    } else {
        clusters
    }
}

/// Field of a number in a part of the meeting: `approve-0-1` is the second option of the first part.
fn name(what: &str, part: usize, place: Option<usize>) -> String {
    match place {
        Some(place) => format!("{what}-{part}-{place}"),
        None => format!("{what}-{part}"),
    }
}

/// The fields of the vote.
pub fn vote_fields(
    texts: Texts,
    decision: &Decision,
    typed: &Posted,
    refused: &Refused,
) -> Vec<Shown> {
    let number = |field: String, label: String| {
        Shown::of(
            &Field::text(texts, field.clone(), label)
                .class("govuk-input--width-4")
                .input_mode("numeric")
                .value(typed.text(&field))
                .error(refused.find(&field)),
        )
    };
    let mut made = Vec::new();
    if is_secret(decision) {
        for (field, key) in [
            ("issued", "decision-vote-issued"),
            ("returned", "decision-vote-returned"),
            ("valid", "decision-vote-valid"),
            ("invalid", "decision-invalid"),
        ] {
            made.push(number(field.to_owned(), texts.text(key)));
        }
    }
    for (part, cluster) in parts(decision).iter().enumerate() {
        for (place, option) in decision.proposal.options.iter().enumerate() {
            let label = with_cluster(
                &texts.with("decision-vote-approve", &[("option", option)]),
                cluster,
            );
            if part == 0 && place == 0 {
                made.push(first_number(texts, label, typed, refused));
            } else {
                made.push(number(name("approve", part, Some(place)), label));
            }
        }
        for (what, key) in [("against", "decision-against"), ("other", "decision-other")] {
            let label = with_cluster(&texts.text(key), cluster);
            made.push(number(name(what, part, None), label));
        }
    }
    if is_secret(decision) {
        for place in ["1", "2"] {
            let field = format!("witness-{place}");
            let label = texts.with("decision-vote-witness", &[("place", &place)]);
            made.push(Shown::of(
                &Field::text(texts, field.clone(), label)
                    .value(typed.text(&field))
                    .error(refused.find(&field)),
            ));
        }
    }
    made
}

/// The first number carries what is wrong with all of them together.
fn first_number(texts: Texts, label: String, typed: &Posted, refused: &Refused) -> Shown {
    let field = name("approve", 0, Some(0));
    let wrong = ["approve", "represented", "clusters"]
        .into_iter()
        .find_map(|sum| refused.find(sum));
    Shown::of(
        &Field::text(texts, field.clone(), label)
            .id("approve")
            .class("govuk-input--width-4")
            .input_mode("numeric")
            .value(typed.text(&field))
            .error(refused.find(&field).or(wrong)),
    )
}

fn with_cluster(label: &str, cluster: &str) -> String {
    if cluster.is_empty() {
        label.to_owned()
    } else {
        format!("{label} – {cluster}")
    }
}

fn read_vote(texts: Texts, decision: &Decision, typed: &Posted) -> Result<MeetingVote, Error> {
    let mut errors: Vec<FieldError> = Vec::new();
    let mut number = |field: String, may_be_empty: bool| {
        if may_be_empty && typed.text(&field).trim().is_empty() {
            return 0;
        }
        match count(texts, &field, typed.text(&field)) {
            Ok(number) => number,
            Err(wrong) => {
                errors.push(wrong);
                0
            }
        }
    };
    let secret = is_secret(decision).then(|| SecretPapers {
        issued: number("issued".to_owned(), false),
        returned: number("returned".to_owned(), false),
        valid: number("valid".to_owned(), false),
        invalid: number("invalid".to_owned(), true),
    });
    let parts = parts(decision);
    let options = decision.proposal.options.len();
    let mut counts: Vec<ClusterCount> = Vec::new();
    for (part, cluster) in parts.iter().enumerate() {
        counts.push(ClusterCount {
            name: cluster.clone(),
            represented: 0,
            approve: (0..options)
                .map(|place| number(name("approve", part, Some(place)), false))
                .collect(),
            against: number(name("against", part, None), true),
            other: number(name("other", part, None), true),
            invalid: 0,
        });
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let witnesses = ["witness-1", "witness-2"]
        .into_iter()
        .map(|field| dinh_domain::folding::clean(typed.text(field)))
        .filter(|name| !name.is_empty())
        .collect();
    let mut vote = MeetingVote {
        secret,
        witnesses,
        ..MeetingVote::default()
    };
    match counts.as_slice() {
        [only] if only.name.is_empty() => {
            vote.approve.clone_from(&only.approve);
            vote.against = only.against;
            vote.other = only.other;
        }
        _ => vote.clusters = counts,
    }
    Ok(vote)
}

fn page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let fields = vote_fields(texts, view.decision(), typed, &refused);
    let mut form = FormPage::new(state, caller, view, "decision-vote-title", refused);
    for field in &fields {
        form = form.field(field);
    }
    form.button(texts.text("decision-vote-check")).answer()
}

fn answers(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
    vote: &MeetingVote,
    count: &Count,
) -> PageResult {
    let texts = caller.texts();
    let proposal = &view.decision().proposal;
    let outcome = count.outcome(
        &view.threshold,
        proposal.subject.is_election(),
        proposal.seats,
        true,
    );
    let row = |key: &str, value: String| SummaryRow::text(texts.text(key), &value);
    let number = |number: u64| texts.formats().number(whole(number));
    let mut facts = SummaryList::new()
        .row(row(
            "decision-meet-present",
            texts.formats().share(count.represented, count.total),
        ))
        .row(row(
            "decision-needed",
            needed_words(texts, &view.threshold, Some(count.total)).unwrap_or_default(),
        ));
    for (option, approve) in proposal.options.iter().zip(&count.approve) {
        facts = facts.row(SummaryRow::text(
            texts.with("decision-vote-approve", &[("option", option)]),
            &texts.formats().share(*approve, count.total),
        ));
    }
    facts = facts
        .row(row("decision-against", number(count.against)))
        .row(row("decision-other", number(count.other)))
        .row(row("decision-invalid", number(count.invalid)))
        .row(row("decision-result", outcome_words(texts, &outcome)));
    let mut form = FormPage::new(
        state,
        caller,
        view,
        "decision-vote-answers",
        Refused::none(texts),
    )
    .lead(texts.text("decision-vote-answers-lead"))
    .facts(facts);
    if !vote.witnesses.is_empty() {
        form = form.lead(vote.witnesses.join(", "));
    }
    let carried = typed
        .fields
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "_csrf" | "save" | "edit"));
    for (name, value) in carried {
        form = form.hidden(name, value);
    }
    form.hidden("save", "1")
        .button(texts.text("decision-vote-save"))
        .other_button(texts.text("decision-plan-edit"), "edit", "1")
        .answer()
}

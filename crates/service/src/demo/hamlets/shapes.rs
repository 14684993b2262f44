//! Shapes of scenes: proposals, plans, and the walk from a proposal to its vote.

use dinh_domain::decision::{
    Convener, ElectionDays, Origin, Plan, Proposal, Subject, TeamMember, VotingMethod,
};
use dinh_law::{BallotGround, DecisionForm, Scope};
use jiff::ToSpan;
use jiff::civil::Date;

use super::scene::{Move, Planned, Scene};

pub(super) fn proposal(
    subject: Subject,
    title: &str,
    content: &str,
    options: &[&str],
    origin: Origin,
) -> Move {
    Move::Propose(Box::new(Proposal {
        subject,
        scope: Scope::Community,
        title: title.to_owned(),
        content: content.to_owned(),
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        seats: 1,
        origin,
    }))
}

/// What the head of a hamlet proposes.
pub fn by_head(subject: Subject, title: &str, content: &str) -> Move {
    proposal(subject, title, content, &[], Origin::Head)
}

fn team(plan: &mut Plan, _: Date) {
    plan.team = [
        (
            "Trưởng Ban công tác Mặt trận (mẫu)",
            "Ban công tác Mặt trận",
            true,
        ),
        ("Đại diện thôn, tổ (mẫu)", "Thôn, tổ dân phố", false),
        ("Chi hội trưởng Phụ nữ (mẫu)", "Chi hội Phụ nữ", false),
    ]
    .into_iter()
    .map(|(name, body, front)| TeamMember {
        name: name.to_owned(),
        body: body.to_owned(),
        front,
        leader: front,
    })
    .collect();
}

pub(super) fn meeting(plan: &mut Plan, _: Date) {
    plan.form = DecisionForm::Meeting;
    plan.place = String::from("Nhà văn hóa (mẫu)");
}

pub(super) fn election(plan: &mut Plan, day: Date) {
    meeting(plan, day);
    team(plan, day);
    plan.convener = Convener::ElectionTeam;
    let starts = plan.starts.date();
    let before = |days: i64| Some(starts.saturating_sub(days.days()));
    plan.election = ElectionDays {
        decided_on: before(28),
        candidates_on: before(20),
        team_on: before(15),
        announced_on: before(10),
    };
}

pub(super) fn election_again(plan: &mut Plan, day: Date) {
    election(plan, day);
    plan.reelection_document = String::from("Quyết định bầu lại 41/QĐ-UBND (mẫu)");
}

pub(super) fn ballots_after_meeting(plan: &mut Plan, day: Date) {
    team(plan, day);
    plan.form = DecisionForm::Ballots;
    plan.ground = Some(BallotGround::MeetingShort);
    plan.front_agrees = true;
    plan.reported_on = Some(day);
}

pub(super) fn ballots_agreed(plan: &mut Plan, day: Date) {
    ballots_after_meeting(plan, day);
    plan.ground = Some(BallotGround::Agreed);
}

pub(super) fn online(plan: &mut Plan, day: Date) {
    team(plan, day);
    plan.form = DecisionForm::Online;
    plan.front_agrees = true;
    plan.devices = true;
    plan.reported_on = Some(day);
}

pub(super) fn planned(starts_in: i32, lasts: i32, shape: fn(&mut Plan, Date)) -> Move {
    Move::Plan(Box::new(Planned {
        starts_in,
        lasts,
        shape,
    }))
}

/// A meeting from the proposal to its vote, ten days later.
pub fn by_meeting(first: Move, attend: u64, vote: Move) -> Vec<(i32, Move)> {
    vec![
        (0, first),
        (1, Move::Agree),
        (2, planned(8, 0, meeting)),
        (3, Move::Papers),
        (3, Move::Notify),
        (10, Move::Open),
        (10, Move::Attend(attend)),
        (10, Move::Begin(VotingMethod::Hands)),
        (10, vote),
    ]
}

pub(super) fn scene(hamlet: usize, begins: i32, moves: Vec<(i32, Move)>) -> Scene {
    Scene {
        hamlet,
        begins,
        moves,
    }
}

/// Moves and what follows them.
pub fn then(
    mut moves: Vec<(i32, Move)>,
    more: impl IntoIterator<Item = (i32, Move)>,
) -> Vec<(i32, Move)> {
    moves.extend(more);
    moves
}

/// The chairman of the commune proposes it to all its communities.
pub(super) fn by_chairman(subject: Subject, title: &str, content: &str) -> Move {
    match proposal(subject, title, content, &[], Origin::Chairman) {
        Move::Propose(mut proposal) => {
            proposal.scope = Scope::Commune;
            Move::Propose(proposal)
        }
        other => other,
    }
}

/// Each community meets by itself.
pub(super) fn in_every_community(plan: &mut Plan, _: Date) {
    plan.form = DecisionForm::Meeting;
    plan.convener = Convener::Chairman;
}

/// The same proposal takes the place of what the scene decided before.
pub(super) fn instead(first: Move) -> Move {
    match first {
        Move::Propose(proposal) => Move::Replace(proposal),
        other => other,
    }
}

/// The same moves, so many days later.
pub(super) fn later(days: i32, moves: Vec<(i32, Move)>) -> Vec<(i32, Move)> {
    moves
        .into_iter()
        .map(|(after, step)| (after + days, step))
        .collect()
}

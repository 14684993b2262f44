//! Steps that can be tried in any state, lawful ones and each with one thing wrong. Days follow from the plan.

use dinh_domain::decision::{
    AnnulmentGround, Closing, Count, Decision, HandVote, Notice, Opening, Outcome, Recognised,
    Roll, VotingMethod,
};
use dinh_domain::ids::DecisionId;
use dinh_law::{DecisionForm, Recogniser};
use jiff::ToSpan;
use jiff::civil::DateTime;
use uuid::Uuid;

use super::plans::{every_plan, is_thread, member, starts};
use super::world::{PROPOSED, Step, World};

const REASON: &str = "Trái quy định về mức đóng góp";
const DOCUMENT: &str = "12/QĐ-UBND";

/// Every step of the alphabet, with its name.
pub fn every_step(world: &World) -> Vec<(String, Step)> {
    let mut steps = vec![
        ("agree".to_owned(), Step::Agree(PROPOSED)),
        (
            "drop".to_owned(),
            Step::Drop("Không còn cần thiết nữa".into()),
        ),
        ("drop without reason".to_owned(), Step::Drop(" ".into())),
    ];
    for (name, plan, backing, today) in every_plan(world) {
        steps.push((name, Step::Plan(Box::new(plan), backing, today)));
    }
    steps.extend(telling(world));
    steps.extend(meeting(world));
    steps.extend(counting(world));
    steps.extend(recognising(world));
    steps.extend(ending(world));
    steps
}

/// Steps of which the shortest lawful paths consist, with what leads to another attempt.
const NARROW: &[&str] = &[
    "agree",
    "drop",
    "plan Meeting None",
    "plan Ballots MeetingShort None",
    "plan Ballots Agreed None",
    "plan Ballots Chairman None",
    "plan Online None",
    "notify in time",
    "open in time",
    "secretary",
    "raised hands",
    "secret ballot",
    "committee",
    "count enough",
    "count one short",
    "count too few households",
    "send",
    "recognise by the People's Committee",
    "recognise by the Front",
    "take effect",
    "refuse by the People's Committee",
    "refuse by the Front",
    "set the effect",
    "settle the dismissal",
    "annul",
    "ask to mend the procedure",
    "give way",
];

/// A smaller alphabet for longer paths.
pub fn narrow_steps(world: &World) -> Vec<(String, Step)> {
    let mut steps = every_step(world);
    steps.retain(|(name, _)| NARROW.contains(&name.as_str()));
    steps
}

/// The smallest alphabet, for the longest paths: one way of doing each step.
pub fn shortest_steps(world: &World) -> Vec<(String, Step)> {
    let spare = [
        "secret ballot",
        "committee",
        "plan Ballots Agreed None",
        "drop",
        "ask to mend the procedure",
    ];
    let mut steps = narrow_steps(world);
    steps.retain(|(name, _)| !spare.contains(&name.as_str()));
    steps
}

/// The online vote with everything that can be wrong with it, and no other form.
pub fn online_steps(world: &World) -> Vec<(String, Step)> {
    let mut steps = every_step(world);
    steps.retain(|(name, _)| !name.starts_with("plan") || name.starts_with("plan Online"));
    steps
}

/// The start of the planned attempt; of the one that could be planned when there is none.
fn planned_start(world: &World) -> DateTime {
    let plan = world.facts.attempt.plan.as_ref();
    plan.map_or_else(|| starts(world), |(plan, _)| plan.starts)
}

fn closes(world: &World) -> DateTime {
    let plan = world.facts.attempt.plan.as_ref();
    plan.and_then(|(plan, _)| plan.closes)
        .unwrap_or_else(|| planned_start(world))
}

fn total(world: &World) -> u64 {
    if is_thread(world) {
        return 9;
    }
    let plan = world.facts.attempt.plan.as_ref();
    plan.map_or(60, |(_, backing)| backing.households)
}

#[expect(clippy::too_many_lines, reason = "a list of steps")]
fn telling(world: &World) -> Vec<(String, Step)> {
    let start = planned_start(world);
    let before = |days: i64| start.date().saturating_sub(days.days());
    let notice = |told: i64, posted: Option<i64>| Notice {
        told_on: Some(before(told)),
        ways: vec!["giấy mời".into()],
        posted_on: posted.map(before),
        papers_on: None,
    };
    let silent = Notice {
        ways: Vec::new(),
        ..notice(2, Some(2))
    };
    let opening = |now: DateTime, total: u64, papers: u64| {
        Step::Open(Opening {
            now,
            roll: Roll {
                total,
                root: "00".repeat(32),
                corrections: 0,
            },
            papers_in_time: papers,
        })
    };
    let total = total(world);
    let named = [
        (
            "notify in time",
            Step::Notify(notice(2, Some(2)), before(2)),
        ),
        ("notify late", Step::Notify(notice(1, Some(1)), before(1))),
        (
            "notify without posting",
            Step::Notify(notice(2, None), before(2)),
        ),
        (
            "notify posted late",
            Step::Notify(notice(2, Some(1)), before(1)),
        ),
        (
            "notify before the plan",
            Step::Notify(notice(5, Some(5)), before(2)),
        ),
        (
            "notify tomorrow",
            Step::Notify(notice(2, Some(2)), before(3)),
        ),
        ("notify in no way", Step::Notify(silent, before(2))),
        ("open in time", opening(start, total, total)),
        ("open a day early", opening(start - 1.day(), total, total)),
        (
            "open an hour early",
            opening(start - 1.hour(), total, total),
        ),
        ("open a day late", opening(start + 1.day(), total, total)),
        (
            "open after the end",
            opening(start + 3.days(), total, total),
        ),
        (
            "open without the papers of one",
            opening(start, total, total.saturating_sub(1)),
        ),
        ("open with an empty roll", opening(start, 0, 0)),
    ];
    named.map(|(name, step)| (name.to_owned(), step)).into()
}

#[expect(clippy::too_many_lines, reason = "a list of steps")]
fn meeting(world: &World) -> Vec<(String, Step)> {
    let start = planned_start(world);
    let vote = |approve| HandVote {
        approve,
        attending: 50.min(total(world)),
    };
    let half = vote(0).attending / 2;
    let roll = |total| Roll {
        total,
        root: "11".repeat(32),
        corrections: 0,
    };
    let committee = |size: usize, leader: bool| {
        let names = ["Tạ Văn Oanh", "Vũ Thị Phượng", "Đặng Văn Quý"];
        let people = names.iter().enumerate().take(size);
        people
            .map(|(place, name)| member(name, false, leader && place == 0))
            .collect()
    };
    let named = [
        (
            "correct the roll",
            Step::Correct(roll(total(world).saturating_add(1)), start + 1.minute()),
        ),
        (
            "correct the roll after the end",
            Step::Correct(
                roll(total(world).saturating_add(1)),
                closes(world) + 1.hour(),
            ),
        ),
        ("nominate", Step::Nominate("Lý Văn Hùng".into())),
        (
            "nominate one of the election team",
            Step::Nominate("Hồ Văn Giàu".into()),
        ),
        (
            "secretary",
            Step::Secretary("Đoàn Thị Xuân".into(), vote(half + 1)),
        ),
        (
            "secretary by half",
            Step::Secretary("Đoàn Thị Xuân".into(), vote(half)),
        ),
        (
            "raised hands",
            Step::Method(VotingMethod::Hands, vote(half + 1)),
        ),
        (
            "raised hands by half",
            Step::Method(VotingMethod::Hands, vote(half)),
        ),
        (
            "secret ballot",
            Step::Method(VotingMethod::Secret, vote(half + 1)),
        ),
        (
            "committee",
            Step::Committee(committee(3, true), vote(half + 1)),
        ),
        (
            "committee of two",
            Step::Committee(committee(2, true), vote(half + 1)),
        ),
        (
            "committee without leader",
            Step::Committee(committee(3, false), vote(half + 1)),
        ),
        (
            "committee by half",
            Step::Committee(committee(3, true), vote(half)),
        ),
    ];
    // A roll that was corrected once behaves like one that was corrected often.
    let corrected = world.decision.round.roll.as_ref();
    let corrected = corrected.is_some_and(|roll| roll.corrections > 0);
    named
        .into_iter()
        .filter(|(name, _)| !(corrected && *name == "correct the roll"))
        .map(|(name, step)| (name.to_owned(), step))
        .collect()
}

/// The least number that is enough, worked out here.
pub fn needed(world: &World, total: u64) -> u64 {
    if ["15.1", "15.2"].contains(&world.decision.proposal.subject.matter()) {
        // Two thirds of the largest number still fit.
        total / 3 * 2 + (total % 3 * 2).div_ceil(3)
    } else {
        total / 2 + 1
    }
}

#[expect(clippy::too_many_lines, reason = "a list of steps")]
fn counting(world: &World) -> Vec<(String, Step)> {
    let total = world.facts.attempt.roll.unwrap_or_else(|| total(world));
    let need = needed(world, total);
    let lines = world.decision.proposal.options.len();
    let seats = usize::try_from(world.decision.proposal.seats).unwrap_or(1);
    let count = |approve: u64, against: u64, represented: u64| {
        let mut count = Count::new(total, lines);
        for line in count.approve.iter_mut().take(seats) {
            *line = approve;
        }
        count.against = against;
        count.represented = represented;
        count
    };
    let witnesses = vec!["Lâm Văn Sáu".to_owned(), "Kim Thị Bảy".to_owned()];
    let meeting = world
        .facts
        .attempt
        .plan
        .as_ref()
        .is_some_and(|(plan, _)| plan.form == DecisionForm::Meeting);
    let end = if meeting {
        planned_start(world) + 2.hours()
    } else {
        closes(world)
    };
    let close = |count: Count| Closing {
        now: end,
        count,
        witnesses: witnesses.clone(),
        unresolved: 0,
    };
    let pass = close(count(need, 0, need));
    let early = planned_start(world) - 1.hour();
    let mut wrong_total = pass.clone();
    wrong_total.count.total ^= 1;
    let named = [
        ("count enough", pass.clone()),
        (
            "count one short",
            close(count(need.saturating_sub(1), 1, need)),
        ),
        (
            "count too few households",
            close(count(need.saturating_sub(1), 0, need.saturating_sub(1))),
        ),
        (
            "count more than the roll",
            close(count(need, 0, total.saturating_add(1))),
        ),
        (
            "count that does not add up",
            close(count(
                need,
                total.saturating_sub(need).saturating_add(1),
                total,
            )),
        ),
        ("count over another total", wrong_total),
        (
            "count without witnesses",
            Closing {
                witnesses: Vec::new(),
                ..pass.clone()
            },
        ),
        (
            "count with one witness twice",
            Closing {
                witnesses: vec!["Lâm Văn Sáu".into(), "lam van sau".into()],
                ..pass.clone()
            },
        ),
        (
            "count with a conflict left",
            Closing {
                unresolved: 1,
                ..pass.clone()
            },
        ),
        (
            "count an hour before the start",
            Closing {
                now: early,
                ..pass.clone()
            },
        ),
        (
            "count before the end",
            Closing {
                now: closes(world) - 1.hour(),
                ..pass
            },
        ),
        (
            "count before the end, all voted",
            Closing {
                now: closes(world) - 1.hour(),
                ..close(count(total, 0, total))
            },
        ),
    ];
    named
        .map(|(name, closing)| (name.to_owned(), Step::Conclude(closing)))
        .into()
}

fn recognising(world: &World) -> Vec<(String, Step)> {
    let decided = world.decision.round.decided_on.unwrap_or(PROPOSED);
    let sent = world.facts.sent.unwrap_or(decided);
    let act = |by, document: &str, on| Recognised {
        by,
        document: document.into(),
        on,
    };
    let (committee, front) = (Recogniser::PeoplesCommittee, Recogniser::FatherlandFront);
    let early = decided.saturating_sub(1.day());
    let named = [
        ("send", Step::Send(decided)),
        ("send before the result", Step::Send(early)),
        (
            "recognise by the People's Committee",
            Step::Recognise(act(committee, DOCUMENT, sent)),
        ),
        (
            "recognise by the Front",
            Step::Recognise(act(front, "07/QĐ-MT", sent)),
        ),
        (
            "recognise by the People's Committee without document",
            Step::Recognise(act(committee, "", sent)),
        ),
        (
            "recognise by the Front without document",
            Step::Recognise(act(front, " ", sent)),
        ),
        (
            "recognise by the People's Committee before receipt",
            Step::Recognise(act(committee, DOCUMENT, early)),
        ),
        ("take effect", Step::TakeEffect(sent)),
        (
            "take effect a day early",
            Step::TakeEffect(sent.saturating_sub(1.day())),
        ),
        (
            "refuse by the People's Committee",
            Step::Refuse(act(committee, DOCUMENT, sent), REASON.into()),
        ),
        (
            "refuse by the Front",
            Step::Refuse(act(front, "07/QĐ-MT", sent), REASON.into()),
        ),
        (
            "refuse by the People's Committee without reason",
            Step::Refuse(act(committee, DOCUMENT, sent), " ".into()),
        ),
        (
            "refuse by the Front without document",
            Step::Refuse(act(front, "", sent), REASON.into()),
        ),
    ];
    named.map(|(name, step)| (name.to_owned(), step)).into()
}

#[expect(clippy::too_many_lines, reason = "a list of steps")]
fn ending(world: &World) -> Vec<(String, Step)> {
    let decided = world.decision.round.decided_on.unwrap_or(PROPOSED);
    let early = decided.saturating_sub(1.day());
    let text = str::to_owned;
    let named = [
        ("set the effect", Step::SetEffect(text(DOCUMENT), decided)),
        (
            "set the effect without document",
            Step::SetEffect(text(""), decided),
        ),
        (
            "set the effect before the result",
            Step::SetEffect(text(DOCUMENT), early),
        ),
        (
            "settle the dismissal",
            Step::Settle(text(DOCUMENT), decided, true),
        ),
        (
            "settle the dismissal without the Front",
            Step::Settle(text(DOCUMENT), decided, false),
        ),
        (
            "settle the dismissal without document",
            Step::Settle(text(""), decided, true),
        ),
        (
            "settle the dismissal before the result",
            Step::Settle(text(DOCUMENT), early, true),
        ),
        ("annul", Step::Annul(text(DOCUMENT), text(REASON), decided)),
        (
            "annul without reason",
            Step::Annul(text(DOCUMENT), text(""), decided),
        ),
        (
            "annul before the result",
            Step::Annul(text(DOCUMENT), text(REASON), early),
        ),
        (
            "ask to mend the procedure",
            Step::AskToMend(
                AnnulmentGround::Procedure,
                text(DOCUMENT),
                text(REASON),
                decided,
            ),
        ),
        (
            "ask to mend unlawful content",
            Step::AskToMend(
                AnnulmentGround::Content,
                text(DOCUMENT),
                text(REASON),
                decided,
            ),
        ),
        (
            "give way",
            Step::GiveWayTo(Box::new(successor(world, true))),
        ),
        (
            "give way to a mere proposal",
            Step::GiveWayTo(Box::new(successor(world, false))),
        ),
    ];
    named.map(|(name, step)| (name.to_owned(), step)).into()
}

/// Another decision that takes the place of this one, in effect or not.
fn successor(world: &World, in_effect: bool) -> Decision {
    let mut other = world.decision.clone();
    other.id = DecisionId(Uuid::from_u128(99));
    other.replaces = Some(world.decision.id);
    other.round.outcome = Some(Outcome::Passed { options: vec![0] });
    other.effective_on = world
        .decision
        .round
        .decided_on
        .or(Some(PROPOSED))
        .filter(|_| in_effect);
    other
}

//! Steps one by one: what the model test finds in bulk, said in sentences.

use dinh_domain::Refusal;
use dinh_domain::decision::{Count, Decision, Outcome, Roll, State};
use dinh_law::{BallotGround, DecisionForm, Law};
use jiff::ToSpan;
use jiff::civil::date;

use crate::machine::alphabet::every_step;
use crate::machine::explore::why;
use crate::machine::plans::{Twist, plan};
use crate::machine::world::{CASES, PROPOSED, Step, World};

fn world(case: &str) -> World {
    let case = CASES.iter().find(|known| known.name == case);
    case.expect("a case of this name").start()
}

/// The step of this name in the state of the world.
fn named(world: &World, name: &str) -> Step {
    let step = every_step(world)
        .into_iter()
        .find(|(known, _)| known == name);
    step.expect("a step of this name").1
}

/// The world after these steps, each of which is accepted.
fn after(case: &str, names: &[&str]) -> World {
    names.iter().fold(world(case), |world, name| {
        let step = named(&world, name);
        world
            .take(&step)
            .unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"))
    })
}

fn refused(world: &World, name: &str) -> String {
    why(&world.take(&named(world, name)).expect_err("a refusal"))
}

const MEETING: [&str; 4] = [
    "agree",
    "plan Meeting None",
    "notify in time",
    "open in time",
];
const HANDS: [&str; 2] = ["secretary", "raised hands"];

fn short_meeting(case: &str) -> World {
    let mut names = MEETING.to_vec();
    names.push("count too few households");
    after(case, &names)
}

fn failed_election() -> World {
    let mut names = MEETING.to_vec();
    names.extend(HANDS);
    names.push("count one short");
    after("15.4 election", &names)
}

#[test]
fn ballots_need_a_meeting_that_was_too_small_and_may_then_be_planned_twice() {
    let fresh = after("15.3", &["agree"]);
    let ballots = "plan Ballots MeetingShort None";
    assert!(refused(&fresh, ballots).contains("Điều 19"));
    let mut world = short_meeting("15.3");
    assert_eq!(
        world.decision.outcome(),
        Some(&Outcome::NotEnoughHouseholds)
    );
    for attempt in 2..4 {
        world = world.take(&named(&world, ballots)).expect("ballots");
        assert_eq!(world.decision.round.number, attempt);
    }
    assert!(world.decision.round.previous.is_some());
}

#[test]
fn a_plan_that_was_told_may_be_replaced_and_must_be_told_again() {
    let told = after("15.6", &["agree", "plan Meeting None", "notify in time"]);
    let again = told
        .take(&named(&told, "plan Meeting None"))
        .expect("another plan");
    assert_eq!(again.decision.state, State::Planned);
    assert_eq!(refused(&again, "open in time"), "another state");
    assert_eq!(
        refused(&again, "notify before the plan"),
        "invalid: told_on"
    );
}

#[test]
fn an_election_is_held_again_only_by_decision_however_often_it_is_planned() {
    let failed = failed_election();
    assert_eq!(failed.decision.outcome(), Some(&Outcome::FailedElection));
    let without = "plan Meeting NoReelection";
    assert!(refused(&failed, without).contains("khoản 5 Điều 3"));
    let planned = failed
        .take(&named(&failed, "plan Meeting None"))
        .expect("a plan");
    assert!(refused(&planned, without).contains("khoản 5 Điều 3"));
}

#[test]
fn planning_an_election_twice_does_not_shorten_its_days() {
    let planned = after("15.4 election", &["agree", "plan Meeting None"]);
    for (late, clause) in [
        ("plan Meeting Late20", "điểm a khoản 1"),
        ("plan Meeting Late15", "khoản 2"),
        ("plan Meeting Late10", "điểm b khoản 1"),
        ("plan Meeting Late7", "điểm b khoản 1"),
    ] {
        let article = refused(&planned, late);
        assert!(
            article.starts_with(&format!("{clause} Điều 6")),
            "{late}: {article}"
        );
    }
}

#[test]
fn nobody_stands_and_counts_at_once() {
    let agreed = after("15.4 election", &["agree"]);
    assert!(refused(&agreed, "plan Meeting CandidateInTeam").contains("Điều 6"));
    let open = after("15.4 election", &MEETING);
    assert!(refused(&open, "nominate one of the election team").contains("Điều 6"));
}

#[test]
fn those_who_attend_may_name_a_candidate_until_the_method_is_chosen() {
    let open = after("15.4 election", &MEETING);
    let named_one = open.take(&named(&open, "nominate")).expect("a nomination");
    assert_eq!(named_one.decision.proposal.options.len(), 3);
    assert_eq!(refused(&named_one, "nominate"), "invalid: name");
    let mut names = MEETING.to_vec();
    names.extend(HANDS);
    assert_eq!(
        refused(&after("15.4 election", &names), "nominate"),
        "another state"
    );
    assert_eq!(
        refused(&after("15.6", &MEETING), "nominate"),
        "another state"
    );
}

#[test]
fn a_head_is_dismissed_only_on_a_ground_with_its_paper() {
    let agreed = after("15.4 dismissal", &["agree"]);
    assert!(refused(&agreed, "plan Meeting NoGround").contains("khoản 1 Điều 9"));
    assert_eq!(
        refused(&agreed, "plan Meeting NoDocument"),
        "invalid: dismissal_document"
    );
    assert!(refused(&agreed, "plan Meeting FewHouseholds").contains("điểm b khoản 1 Điều 9"));
    let half = agreed.take(&named(&agreed, "plan Meeting HalfOfHouseholds"));
    assert!(half.is_ok(), "30 of 60 are half: {half:?}");
}

#[test]
fn a_member_of_the_inspection_board_is_dismissed_only_on_the_proposal_of_the_front() {
    let agreed = after("15.5 dismissal", &["agree"]);
    assert!(refused(&agreed, "plan Meeting NoGround").contains("khoản 2 Điều 36"));
}

#[test]
fn a_community_follows_the_form_that_the_chairman_chose() {
    let agreed = after("15.1 part of a commune-wide matter", &["agree"]);
    assert!(refused(&agreed, "plan Ballots Chairman OtherForm").contains("khoản 1 Điều 16"));
    assert!(refused(&agreed, "plan Meeting OtherForm").contains("khoản 1 Điều 16"));
    assert!(
        agreed
            .take(&named(&agreed, "plan Ballots Chairman None"))
            .is_ok()
    );
    let (plan, mut backing, today) = plan(
        &agreed,
        DecisionForm::Ballots,
        Some(BallotGround::Chairman),
        Twist::None,
    );
    backing.chosen = None;
    let unknown = agreed.take(&Step::Plan(Box::new(plan), backing, today));
    assert!(why(&unknown.expect_err("a refusal")).contains("khoản 1 Điều 16"));
}

#[test]
fn when_everybody_has_voted_the_result_stands_that_day_and_not_at_the_announced_end() {
    let voted = after(
        "15.6",
        &[
            "agree",
            "plan Online None",
            "notify in time",
            "open in time",
            "count before the end, all voted",
        ],
    );
    assert_eq!(voted.decision.round.decided_on, Some(date(2026, 11, 13)));
    let plan = voted.decision.round.plan.as_ref().expect("a plan");
    assert_eq!(plan.closes, Some(date(2026, 11, 13).at(19, 0, 0, 0)));
    assert_eq!(voted.decision.effective_on, Some(date(2026, 11, 13)));
}

#[test]
fn clusters_that_meet_on_several_days_decide_on_the_last_one() {
    let agreed = after("15.6", &["agree"]);
    let (mut plan, backing, today) = plan(&agreed, DecisionForm::Meeting, None, Twist::Clusters);
    let last = plan.starts + 2.days();
    plan.clusters[1].starts = Some(last);
    let planned = agreed
        .take(&Step::Plan(Box::new(plan), backing, today))
        .expect("a plan");
    let open = [
        "notify in time",
        "open in time",
        "secretary",
        "raised hands",
    ]
    .iter()
    .fold(planned, |world, name| {
        world.take(&named(&world, name)).expect("a step")
    });
    assert!(
        refused(&open, "count enough").contains("khoản 3 Điều 3"),
        "one cluster has not met"
    );
    let Step::Conclude(mut closing) = named(&open, "count enough") else {
        unreachable!("a count")
    };
    closing.now = last + 1.hour();
    let decided = open.take(&Step::Conclude(closing)).expect("a result");
    assert_eq!(decided.decision.round.decided_on, Some(last.date()));
}

#[test]
fn a_roll_is_never_corrected_after_the_end_nor_emptied() {
    let open = after(
        "15.6",
        &[
            "agree",
            "plan Online None",
            "notify in time",
            "open in time",
        ],
    );
    assert_eq!(
        refused(&open, "correct the roll after the end"),
        "another state"
    );
    let corrected = open
        .take(&named(&open, "correct the roll"))
        .expect("a correction");
    let roll = corrected.decision.round.roll.as_ref().expect("a roll");
    assert_eq!((roll.total, roll.corrections), (61, 1));
    let mut decision = open.decision.clone();
    let opened = decision.round.opened.expect("opened");
    let empty = Roll {
        total: 0,
        root: String::new(),
        corrections: 0,
    };
    assert!(matches!(
        decision.correct_roll(empty, opened),
        Err(Refusal::Invalid(_))
    ));
}

#[test]
fn a_clock_that_runs_backwards_is_refused() {
    let open = after(
        "15.6",
        &[
            "agree",
            "plan Online None",
            "notify in time",
            "open in time",
        ],
    );
    let Step::Conclude(mut closing) = named(&open, "count enough") else {
        unreachable!("a count")
    };
    closing.now = date(2026, 11, 1).at(8, 0, 0, 0);
    closing.count = Count {
        represented: 60,
        ..closing.count
    };
    assert_eq!(
        why(&open.take(&Step::Conclude(closing)).expect_err("a refusal")),
        "another state"
    );
}

#[test]
fn after_a_refusal_the_clocks_of_the_first_attempt_are_gone_and_its_reason_stays() {
    let mut names = MEETING.to_vec();
    names.extend(HANDS);
    names.extend([
        "count enough",
        "send",
        "refuse by the People's Committee",
        "plan Meeting None",
    ]);
    let again = after("15.3", &names).decision;
    assert_eq!(
        (again.sent_on, again.send_by, again.recognise_by),
        (None, None, None)
    );
    assert!(!again.reason.is_empty());
    assert!(again.round.previous.is_some_and(|last| last.refused));
}

#[test]
fn only_a_decision_in_effect_that_names_this_one_takes_its_place() {
    let mut names = MEETING.to_vec();
    names.extend(HANDS);
    names.extend(["count enough", "send"]);
    let bound = after("15.6", &names);
    assert!(refused(&bound, "give way to a mere proposal").contains("khoản 3 Điều 22"));
    let stranger = Decision {
        replaces: None,
        ..bound.decision.clone()
    };
    let mut decision = bound.decision.clone();
    assert!(decision.give_way_to(&stranger).is_err());
    let given = bound
        .take(&named(&bound, "give way"))
        .expect("it gives way");
    assert_eq!(given.decision.state, State::Amended);
    assert!(!given.decision.holds_on(date(2026, 11, 11)));
}

#[test]
fn the_articles_that_stand_in_the_code_are_those_of_the_pack() {
    let article = |key: &str| {
        let rule = Law::embedded().procedure(key, PROPOSED);
        rule.expect("a row").citation.to_string()
    };
    let mut names = MEETING.to_vec();
    names.extend(HANDS);
    names.extend(["count enough", "send"]);
    let bound = after("15.6", &names);
    assert_eq!(
        refused(&bound, "give way to a mere proposal"),
        article("amendment")
    );
    assert_eq!(
        refused(&bound, "ask to mend unlawful content"),
        article("annulment")
    );
    names.truncate(6);
    names.push("count one short");
    let refused_dismissal = after("15.4 dismissal", &names);
    assert_eq!(
        refused(&refused_dismissal, "settle the dismissal without the Front"),
        article("dismissal_settled")
    );
}

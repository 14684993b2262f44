//! What the law wants before a decision may bind, written from the articles: plain numbers and days, no call into the
//! machine or the rule packs.

use dinh_domain::decision::{
    Convener, DismissalGround, HandVote, Origin, State, Subject, TeamMember, VotingMethod,
};
use dinh_law::{BallotGround, DecisionForm, Recogniser, Scope};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::world::{Attempt, World};

/// One condition: where it stands, what it says, and whether it is met.
pub struct Precondition {
    pub article: &'static str,
    pub sentence: &'static str,
    pub is_met: fn(&World) -> bool,
}

const fn must(
    article: &'static str,
    sentence: &'static str,
    is_met: fn(&World) -> bool,
) -> Precondition {
    Precondition {
        article,
        sentence,
        is_met,
    }
}

/// All of them hold whenever a decision is in effect or has a day of effect.
pub const PRECONDITIONS: &[Precondition] = &[
    must(
        "L10 15, 16(1)-(2); D59 6(1)(a), 9(1)",
        "the matter exists in this scope, and the proposer is the one for it",
        origin,
    ),
    must(
        "L10 16(1)-(3)",
        "the Front agrees, or an initiative has a tenth of the households",
        agreed,
    ),
    must(
        "L10 17; 19(1); D59 4(1)",
        "the form is one for the matter, and ballots rest on a ground",
        form,
    ),
    must("L10 18(1); D59 3(1)", "the right one convenes", convener),
    must(
        "L10 18(3); D59 3(6)",
        "clusters only from 200 households, agreed and decided",
        clusters,
    ),
    must(
        "D59 3(3)",
        "a meeting is told and posted two days before",
        meeting_notice,
    ),
    must(
        "D59 3(4)",
        "papers for 15.1-15.3 reach every household before a meeting",
        papers,
    ),
    must(
        "L10 19(2); D59 4(4)",
        "ballots are announced two days before",
        ballot_notice,
    ),
    must(
        "L10 19(2); D59 4(3)",
        "the ballot team has 3-5 members, led by the Front",
        ballot_team,
    ),
    must(
        "D59 4(2)",
        "the ballot plan is sent within two days",
        ballot_plan,
    ),
    must(
        "D59 5(2)(c)",
        "more than half of all households chose the online vote",
        online_agreement,
    ),
    must(
        "D59 5(1)(a), (1)(c), (2)(a)-(b), 5(3)",
        "the online vote is agreed, possible, reported, led, announced",
        online_preparation,
    ),
    must(
        "D59 6",
        "an election of a head: a candidate, a team without candidates, 20, 15, 10, 7 days",
        election,
    ),
    must(
        "D59 3(5)(d), 8",
        "a head is elected again only by decision",
        reelection,
    ),
    must(
        "D59 9(1); L10 36(2)",
        "a dismissal rests on a ground with its paper",
        dismissal,
    ),
    must(
        "D59 13(2), 17(2)",
        "a community elects at most five members of a board",
        seats,
    ),
    must(
        "D59 3(3), 5(3); L10 19(2)",
        "nothing is decided before the announced time",
        time,
    ),
    must(
        "L10 19(3), 20(3); D59 5(4)(a)",
        "votes are taken until the announced end, or all have voted",
        end,
    ),
    must(
        "D59 3(5)(a)-(b)",
        "secretary and method have more than half of those attending",
        proceedings,
    ),
    must(
        "D59 3(5)(c)",
        "a secret ballot has a committee of 3-5 and two witnesses",
        secret,
    ),
    must(
        "D59 4(6)(a)",
        "two households watch the count of ballots",
        ballot_witnesses,
    ),
    must(
        "L10 19(3)",
        "a household counts once: no sum above the frozen roll, no open conflict",
        sums,
    ),
    must(
        "L10 21(1)",
        "two thirds of all, or more than half of all, agree; those elected each",
        share,
    ),
    must(
        "L10 21(2)",
        "15.1, 15.2, 15.6 in the community bind from the day of the result",
        by_itself,
    ),
    must(
        "L10 21(2)",
        "15.3-15.5 bind from recognition, by the right body, after receipt, in writing",
        recognised,
    ),
    must(
        "L10 21(2)",
        "commune-wide matters bind from the day the People's Committee sets, not before the result",
        commune,
    ),
    must(
        "D59 9(3)",
        "the People's Committee settles a dismissal only after the meeting did not agree, with the Front",
        settled,
    ),
    must("L10 20(3)", "what counts as in effect has been sent", sent),
];

/// The preconditions that a world in effect does not meet.
pub fn broken(world: &World) -> Vec<&'static Precondition> {
    let in_effect =
        world.decision.effective_on.is_some() || world.decision.state == State::Effective;
    PRECONDITIONS
        .iter()
        .filter(|precondition| in_effect && !(precondition.is_met)(world))
        .collect()
}

fn subject(world: &World) -> Subject {
    world.decision.proposal.subject
}

fn clause(world: &World) -> u8 {
    match subject(world) {
        Subject::PublicWorks => 1,
        Subject::PeoplesContributions | Subject::EntrustedAssets | Subject::Donations => 2,
        Subject::Convention => 3,
        Subject::ElectHead | Subject::DismissHead => 4,
        Subject::ElectInspectionBoard
        | Subject::DismissInspectionBoard
        | Subject::ElectInvestmentBoard
        | Subject::DismissInvestmentBoard => 5,
        Subject::SelfGoverning => 6,
    }
}

fn commune_wide(world: &World) -> bool {
    world.decision.proposal.scope == Scope::Commune
}

/// The sum over the communities, which no household votes on.
fn is_sum(world: &World) -> bool {
    commune_wide(world) && world.decision.parent.is_none()
}

fn attempt(world: &World) -> &Attempt {
    &world.facts.attempt
}

fn is_form(world: &World, form: DecisionForm) -> bool {
    let plan = attempt(world).plan.as_ref();
    plan.is_some_and(|(plan, _)| plan.form == form) && !is_sum(world)
}

fn start(world: &World) -> Option<Date> {
    let plan = attempt(world).plan.as_ref();
    plan.map(|(plan, _)| plan.starts.date())
}

/// At least so many whole days lie between the day and the start.
fn days_before(world: &World, day: Option<Date>, days: i64) -> bool {
    match (day, start(world)) {
        (Some(day), Some(start)) => day <= start.saturating_sub(days.days()),
        _ => false,
    }
}

fn more_than_half(part: u64, whole: u64) -> bool {
    2 * u128::from(part) > u128::from(whole)
}

/// Enough of `whole` for the matter.
fn enough(world: &World, part: u64, whole: u64) -> bool {
    match clause(world) {
        1 | 2 => whole > 0 && 3 * u128::from(part) >= 2 * u128::from(whole),
        _ => more_than_half(part, whole),
    }
}

fn origin(world: &World) -> bool {
    let origin = world.decision.proposal.origin;
    match (clause(world), commune_wide(world)) {
        (1 | 2, true) | (4, false) => origin == Origin::Chairman,
        (_, true) => false,
        (_, false) => origin != Origin::Chairman,
    }
}

fn agreed(world: &World) -> bool {
    let supported = world.decision.proposal.origin == Origin::Citizen
        && world.facts.tabled.is_some_and(|backing| {
            10 * u128::from(backing.supports) >= u128::from(backing.households)
        });
    world.facts.agreed || supported
}

/// A meeting was held, and even if all who came had agreed it would not have been enough.
fn meeting_was_short(world: &World) -> bool {
    world.facts.past.last().is_some_and(|last| {
        let held = last
            .plan
            .as_ref()
            .is_some_and(|(plan, _)| plan.form == DecisionForm::Meeting);
        let came = last
            .closing
            .as_ref()
            .map(|closing| closing.count.represented);
        held && came.is_some_and(|came| !enough(world, came, last.roll.unwrap_or(0)))
    })
}

fn form(world: &World) -> bool {
    let Some((plan, backing)) = &attempt(world).plan else {
        return false;
    };
    let part = world.decision.parent.is_some();
    let chosen = !part || backing.chosen == Some(plan.form);
    match (plan.form, plan.ground) {
        (DecisionForm::Meeting, _) => chosen,
        (DecisionForm::Ballots, Some(BallotGround::MeetingShort)) => meeting_was_short(world),
        (DecisionForm::Ballots, Some(BallotGround::Agreed)) => {
            clause(world) == 6 && plan.front_agrees
        }
        (DecisionForm::Ballots, Some(BallotGround::Chairman)) => commune_wide(world) && chosen,
        (DecisionForm::Ballots, None) | (DecisionForm::Conference, _) => false,
        (DecisionForm::Online, _) => clause(world) == 6 && !commune_wide(world),
    }
}

fn convener(world: &World) -> bool {
    let Some((plan, _)) = &attempt(world).plan else {
        return false;
    };
    match (subject(world), plan.convener) {
        (Subject::ElectHead, by) => by == Convener::ElectionTeam,
        (Subject::DismissHead, Convener::FrontWorkCommittee) => !plan.head_leads_front,
        (Subject::DismissHead, Convener::Chairman) => plan.head_leads_front && world.facts.agreed,
        (Subject::DismissHead, _) => false,
        (_, Convener::Head) => !plan.head_vacant && !is_sum(world),
        (_, Convener::Appointed) => plan.head_vacant && !is_sum(world),
        (_, Convener::Chairman) => is_sum(world),
        _ => false,
    }
}

fn clusters(world: &World) -> bool {
    let Some((plan, backing)) = &attempt(world).plan else {
        return false;
    };
    is_sum(world)
        || plan.form != DecisionForm::Meeting
        || plan.clusters.is_empty()
        || ((backing.households >= 200 || plan.scattered)
            && plan.front_agrees
            && !plan.clusters_document.trim().is_empty()
            && plan.clusters.iter().all(|cluster| cluster.starts.is_some()))
}

fn meeting_notice(world: &World) -> bool {
    let notice = attempt(world).notice.as_ref();
    !is_form(world, DecisionForm::Meeting)
        || notice.is_some_and(|notice| {
            !notice.ways.is_empty()
                && days_before(world, notice.told_on, 2)
                && days_before(world, notice.posted_on, 2)
        })
}

fn papers(world: &World) -> bool {
    let opening = attempt(world).opening.as_ref();
    clause(world) > 3
        || !is_form(world, DecisionForm::Meeting)
        || opening.is_some_and(|opening| opening.papers_in_time >= opening.roll.total)
}

fn ballot_notice(world: &World) -> bool {
    let notice = attempt(world).notice.as_ref();
    !is_form(world, DecisionForm::Ballots)
        || notice
            .is_some_and(|notice| !notice.ways.is_empty() && days_before(world, notice.told_on, 2))
}

fn led_by_front(team: &[TeamMember]) -> bool {
    let leaders: Vec<&TeamMember> = team.iter().filter(|member| member.leader).collect();
    matches!(leaders.as_slice(), [leader] if leader.front)
}

fn three_to_five(team: &[TeamMember]) -> bool {
    (3..=5).contains(&team.len())
}

fn ballot_team(world: &World) -> bool {
    let plan = attempt(world).plan.as_ref();
    !is_form(world, DecisionForm::Ballots)
        || plan.is_some_and(|(plan, _)| three_to_five(&plan.team) && led_by_front(&plan.team))
}

fn ballot_plan(world: &World) -> bool {
    let plan = attempt(world).plan.as_ref();
    !is_form(world, DecisionForm::Ballots)
        || plan.is_some_and(|(plan, _)| {
            plan.reported_on.is_some_and(|sent| {
                // A term that ends on a day off ends on the next working day; never more than a holiday of ten days.
                plan.made_on <= sent && sent <= plan.made_on.saturating_add(12.days())
            })
        })
}

fn online_agreement(world: &World) -> bool {
    let plan = attempt(world).plan.as_ref();
    !is_form(world, DecisionForm::Online)
        || plan.is_some_and(|(_, backing)| more_than_half(backing.online, backing.households))
}

fn online_preparation(world: &World) -> bool {
    let notice = attempt(world).notice.as_ref();
    let plan = attempt(world).plan.as_ref();
    !is_form(world, DecisionForm::Online)
        || (notice.is_some_and(|notice| days_before(world, notice.told_on, 0))
            && plan.is_some_and(|(plan, _)| {
                plan.front_agrees
                    && plan.devices
                    && days_before(world, plan.reported_on, 0)
                    && three_to_five(&plan.team)
                    && led_by_front(&plan.team)
            }))
}

fn bare(name: &str) -> String {
    dinh_domain::folding::fold(name)
}

fn election(world: &World) -> bool {
    let plan = attempt(world).plan.as_ref();
    subject(world) != Subject::ElectHead
        || plan.is_some_and(|(plan, _)| {
            let candidates = &world.decision.proposal.options;
            let apart = candidates.iter().all(|candidate| {
                plan.team
                    .iter()
                    .all(|member| bare(&member.name) != bare(candidate))
            });
            let days = &plan.election;
            let in_time = plan.form != DecisionForm::Meeting
                || (days_before(world, days.decided_on, 20)
                    && days_before(world, days.candidates_on, 15)
                    && days_before(world, days.team_on, 10)
                    && days_before(world, days.announced_on, 7));
            !candidates.is_empty() && apart && led_by_front(&plan.team) && in_time
        })
}

fn reelection(world: &World) -> bool {
    let plan = attempt(world).plan.as_ref();
    // Counted once without a short meeting: either nobody was elected or the result was refused.
    let again = world.facts.past.last().is_some() && !meeting_was_short(world);
    subject(world) != Subject::ElectHead
        || !again
        || plan.is_some_and(|(plan, _)| !plan.reelection_document.trim().is_empty())
}

fn dismissal(world: &World) -> bool {
    let Some((plan, backing)) = &attempt(world).plan else {
        return false;
    };
    let half = 2 * u128::from(backing.dismissal) >= u128::from(backing.households);
    let ground = match (subject(world), plan.dismissal) {
        (Subject::DismissHead, Some(DismissalGround::Households)) => half && backing.households > 0,
        (Subject::DismissHead, ground) => ground.is_some(),
        (Subject::DismissInspectionBoard, ground) => ground == Some(DismissalGround::FrontProposal),
        _ => return true,
    };
    ground && !plan.dismissal_document.trim().is_empty()
}

fn seats(world: &World) -> bool {
    let seats = world.decision.proposal.seats;
    match subject(world) {
        Subject::ElectInspectionBoard | Subject::ElectInvestmentBoard => (1..=5).contains(&seats),
        _ => seats == 1,
    }
}

fn time(world: &World) -> bool {
    let (Some((plan, _)), Some(opening), Some(closing)) = (
        &attempt(world).plan,
        &attempt(world).opening,
        &attempt(world).closing,
    ) else {
        return false;
    };
    let clusters = plan.clusters.iter().filter_map(|cluster| cluster.starts);
    let last = clusters.map(DateTime::date).max();
    let meeting = plan.form == DecisionForm::Meeting && !is_sum(world);
    opening.now.date() >= plan.starts.date()
        && closing.now >= opening.now
        && opening.roll.total > 0
        && closing.now >= plan.starts.min(opening.now)
        && (!meeting
            || (closing.now >= plan.starts && last.is_none_or(|last| closing.now.date() >= last)))
}

fn end(world: &World) -> bool {
    let (Some((plan, _)), Some(closing)) = (&attempt(world).plan, &attempt(world).closing) else {
        return false;
    };
    is_form(world, DecisionForm::Meeting)
        || plan.closes.is_some_and(|closes| closing.now >= closes)
        || closing.count.represented == closing.count.total
}

fn most_of_those_attending(vote: HandVote) -> bool {
    more_than_half(vote.approve, vote.attending) && vote.approve <= vote.attending
}

fn proceedings(world: &World) -> bool {
    let secretary = attempt(world).secretary;
    let method = attempt(world).method;
    !is_form(world, DecisionForm::Meeting)
        || world.facts.settled.is_some()
        || (secretary.is_some_and(most_of_those_attending)
            && method.is_some_and(|(_, vote)| most_of_those_attending(vote)))
}

fn two_witnesses(world: &World) -> bool {
    attempt(world).closing.as_ref().is_some_and(|closing| {
        let mut names: Vec<String> = closing.witnesses.iter().map(|name| bare(name)).collect();
        names.sort();
        names.dedup();
        names.retain(|name| !name.is_empty());
        names.len() == 2
    })
}

fn secret(world: &World) -> bool {
    let secret = matches!(attempt(world).method, Some((VotingMethod::Secret, _)));
    let committee = attempt(world).committee.as_ref();
    !is_form(world, DecisionForm::Meeting)
        || !secret
        || world.facts.settled.is_some()
        || (two_witnesses(world)
            && committee.is_some_and(|(members, vote)| {
                three_to_five(members)
                    && members.iter().filter(|member| member.leader).count() == 1
                    && most_of_those_attending(*vote)
            }))
}

fn ballot_witnesses(world: &World) -> bool {
    !is_form(world, DecisionForm::Ballots) || two_witnesses(world)
}

fn sums(world: &World) -> bool {
    let Some(closing) = &attempt(world).closing else {
        return false;
    };
    let count = &closing.count;
    let seats = u128::from(world.decision.proposal.seats);
    let approvals: u128 = count.approve.iter().map(|number| u128::from(*number)).sum();
    let most = count.approve.iter().copied().max().unwrap_or(0);
    let others = u128::from(count.against) + u128::from(count.other) + u128::from(count.invalid);
    closing.unresolved == 0
        && Some(count.total) == attempt(world).roll
        && count.represented <= count.total
        && approvals <= seats * (u128::from(count.represented).saturating_sub(others))
        && u128::from(most) + others <= u128::from(count.represented)
}

fn share(world: &World) -> bool {
    let (Some(closing), Some(total)) = (&attempt(world).closing, attempt(world).roll) else {
        return false;
    };
    if world.facts.settled.is_some() {
        return true;
    }
    let Some(dinh_domain::decision::Outcome::Passed { options }) = world.decision.outcome() else {
        return false;
    };
    let seats = usize::try_from(world.decision.proposal.seats).unwrap_or(usize::MAX);
    !options.is_empty()
        && options.len() <= seats
        && options.iter().all(|place| {
            let approve = closing.count.approve.get(*place).copied().unwrap_or(0);
            enough(world, approve, total)
        })
}

fn by_itself(world: &World) -> bool {
    if commune_wide(world) || ![1, 2, 6].contains(&clause(world)) {
        return true;
    }
    let (Some((plan, _)), Some(closing)) = (&attempt(world).plan, &attempt(world).closing) else {
        return false;
    };
    let day = match (plan.form, plan.closes) {
        (DecisionForm::Meeting, _) => plan
            .clusters
            .iter()
            .filter_map(|cluster| cluster.starts)
            .map(DateTime::date)
            .max()
            .unwrap_or(plan.starts.date()),
        (_, Some(closes)) => closes.min(closing.now).date(),
        (_, None) => closing.now.date(),
    };
    world.decision.effective_on == Some(day)
}

fn recognised(world: &World) -> bool {
    let by = match clause(world) {
        3 | 4 => Recogniser::PeoplesCommittee,
        5 => Recogniser::FatherlandFront,
        _ => return true,
    };
    if world.facts.settled.is_some() {
        return true;
    }
    let act = world.facts.recognised.as_ref();
    act.is_some_and(|act| {
        act.by == by
            && !act.document.trim().is_empty()
            && world.facts.sent.is_some_and(|sent| act.on >= sent)
            && world.decision.effective_on == Some(act.on)
    })
}

fn commune(world: &World) -> bool {
    if !commune_wide(world) {
        return true;
    }
    let set = world.facts.set_effect.as_ref();
    is_sum(world)
        && set.is_some_and(|(document, from)| {
            !document.trim().is_empty()
                && world.decision.effective_on == Some(*from)
                && attempt(world)
                    .closing
                    .as_ref()
                    .is_some_and(|closing| *from >= closing.now.date())
        })
}

fn settled(world: &World) -> bool {
    let Some((document, on, front)) = &world.facts.settled else {
        return true;
    };
    let total = attempt(world).roll.unwrap_or(0);
    let agreed = attempt(world).closing.as_ref().is_some_and(|closing| {
        closing
            .count
            .approve
            .iter()
            .any(|approve| enough(world, *approve, total))
    });
    subject(world) == Subject::DismissHead
        && *front
        && !agreed
        && !document.trim().is_empty()
        && start(world).is_some_and(|start| *on >= start)
}

fn sent(world: &World) -> bool {
    world.decision.state != State::Effective
        || world.facts.settled.is_some()
        || world.facts.set_effect.is_some()
        || world.facts.sent.is_some()
}

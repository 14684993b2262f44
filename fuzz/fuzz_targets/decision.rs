//! Arbitrary steps, with arbitrary numbers and days, on the decision machine: it never panics, a refused step changes
//! nothing, and nothing has effect without each precondition of the law. Run as `docs/recipes/fuzz.md` says.
#![no_main]

#[allow(dead_code, reason = "the model test and the diagram use other parts of it")]
#[path = "../../crates/domain/tests/machine/mod.rs"]
mod machine;

use dinh_domain::decision::{
    Backing, Closing, Convener, DismissalGround, HandVote, Notice, Opening, Plan, VotingMethod,
};
use dinh_law::{BallotGround, DecisionForm, Recogniser};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use libfuzzer_sys::fuzz_target;
use machine::alphabet::every_step;
use machine::preconditions::broken;
use machine::world::{CASES, Step};

/// Bytes as choices; an endless row of zeros when they are used up.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take(&mut self) -> u8 {
        match self.0 {
            [first, rest @ ..] => {
                self.0 = rest;
                *first
            }
            [] => 0,
        }
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::from(self.take()) % list.len()]
    }

    fn number(&mut self, number: &mut u64) {
        let small = self.take();
        *number = match small {
            0..=99 => u64::from(small),
            100..=179 => number.saturating_add(u64::from(small - 99) % 5),
            180..=249 => number.saturating_sub(u64::from(small - 179) % 5),
            _ => u64::MAX - u64::from(255 - small),
        };
    }

    fn day(&mut self, day: &mut Date) {
        *day = day.saturating_add(self.shift().days());
    }

    fn moment(&mut self, moment: &mut DateTime) {
        *moment = moment.saturating_add(self.shift().days());
        let hours = self.shift();
        *moment = moment.saturating_add(hours.hours());
    }

    fn maybe_day(&mut self, day: &mut Option<Date>) {
        match self.take() {
            0..=40 => *day = None,
            _ => {
                if let Some(day) = day {
                    self.day(day);
                }
            }
        }
    }

    fn shift(&mut self) -> i64 {
        i64::from(self.take() % 41) - 20
    }

    fn text(&mut self, text: &mut String) {
        match self.take() % 3 {
            0 => text.clear(),
            1 => text.insert(0, ' '),
            _ => text.push_str(" Bình"),
        }
    }
}

fn bend_plan(bytes: &mut Bytes, plan: &mut Plan, backing: &mut Backing, today: &mut Date) {
    match bytes.take() % 24 {
        0 => {
            plan.form = bytes.pick(&[
                DecisionForm::Meeting,
                DecisionForm::Ballots,
                DecisionForm::Online,
                DecisionForm::Conference,
            ]);
        }
        1 => {
            plan.ground = bytes.pick(&[
                None,
                Some(BallotGround::Chairman),
                Some(BallotGround::MeetingShort),
                Some(BallotGround::Agreed),
            ]);
        }
        2 => plan.convener = bytes.pick(Convener::ALL),
        3 => plan.head_vacant = !plan.head_vacant,
        4 => plan.head_leads_front = !plan.head_leads_front,
        5 => plan.front_agrees = !plan.front_agrees,
        6 => bytes.moment(&mut plan.starts),
        7 => {
            let mut closes = plan.closes.unwrap_or(plan.starts);
            bytes.moment(&mut closes);
            plan.closes = (bytes.take() > 40).then_some(closes);
        }
        8 => bytes.text(&mut plan.place),
        9 => {
            let keep = usize::from(bytes.take() % 6);
            plan.team.truncate(keep);
        }
        10 => {
            let place = usize::from(bytes.take());
            let count = plan.team.len().max(1);
            if let Some(member) = plan.team.get_mut(place % count) {
                match bytes.take() % 3 {
                    0 => member.front = !member.front,
                    1 => member.leader = !member.leader,
                    _ => bytes.text(&mut member.name),
                }
            }
        }
        11 => bytes.maybe_day(&mut plan.reported_on),
        12 => bytes.day(&mut plan.made_on),
        13 => plan.devices = !plan.devices,
        14 => bytes.maybe_day(&mut plan.election.decided_on),
        15 => bytes.maybe_day(&mut plan.election.candidates_on),
        16 => bytes.maybe_day(&mut plan.election.team_on),
        17 => bytes.maybe_day(&mut plan.election.announced_on),
        18 => bytes.text(&mut plan.reelection_document),
        19 => {
            plan.dismissal = bytes.pick(&[
                None,
                Some(DismissalGround::OwnRequest),
                Some(DismissalGround::FrontProposal),
                Some(DismissalGround::Households),
            ]);
        }
        20 => bytes.text(&mut plan.dismissal_document),
        21 => {
            let number = bytes.take() % 4;
            bytes.number(match number {
                0 => &mut backing.households,
                1 => &mut backing.supports,
                2 => &mut backing.online,
                _ => &mut backing.dismissal,
            });
        }
        22 => {
            backing.chosen = bytes.pick(&[
                None,
                Some(DecisionForm::Meeting),
                Some(DecisionForm::Ballots),
            ]);
        }
        _ => bytes.day(today),
    }
}

fn bend_closing(bytes: &mut Bytes, closing: &mut Closing) {
    match bytes.take() % 9 {
        0 => bytes.moment(&mut closing.now),
        1 => bytes.number(&mut closing.unresolved),
        2 => bytes.number(&mut closing.count.total),
        3 => bytes.number(&mut closing.count.represented),
        4 => bytes.number(&mut closing.count.against),
        5 => bytes.number(&mut closing.count.other),
        6 => bytes.number(&mut closing.count.invalid),
        7 => {
            let place = usize::from(bytes.take());
            let count = closing.count.approve.len().max(1);
            if let Some(number) = closing.count.approve.get_mut(place % count) {
                bytes.number(number);
            }
        }
        _ => {
            closing.witnesses.pop();
        }
    }
}

fn bend_vote(bytes: &mut Bytes, vote: &mut HandVote) {
    bytes.number(&mut vote.approve);
    bytes.number(&mut vote.attending);
}

fn bend_notice(bytes: &mut Bytes, notice: &mut Notice, today: &mut Date) {
    match bytes.take() % 4 {
        0 => bytes.maybe_day(&mut notice.told_on),
        1 => bytes.maybe_day(&mut notice.posted_on),
        2 => notice.ways.clear(),
        _ => bytes.day(today),
    }
}

fn bend_opening(bytes: &mut Bytes, opening: &mut Opening) {
    match bytes.take() % 3 {
        0 => bytes.moment(&mut opening.now),
        1 => bytes.number(&mut opening.roll.total),
        _ => bytes.number(&mut opening.papers_in_time),
    }
}

/// Change something in the step.
fn bend(bytes: &mut Bytes, step: &mut Step) {
    match step {
        Step::Plan(plan, backing, today) => bend_plan(bytes, plan, backing, today),
        Step::Notify(notice, today) => bend_notice(bytes, notice, today),
        Step::Open(opening) => bend_opening(bytes, opening),
        Step::Correct(roll, now) => {
            bytes.number(&mut roll.total);
            bytes.moment(now);
        }
        Step::Secretary(_, vote) => bend_vote(bytes, vote),
        Step::Method(method, vote) => {
            *method = bytes.pick(&[VotingMethod::Hands, VotingMethod::Secret]);
            bend_vote(bytes, vote);
        }
        Step::Committee(members, vote) => {
            members.pop();
            bend_vote(bytes, vote);
        }
        Step::Conclude(closing) => bend_closing(bytes, closing),
        Step::Send(on) | Step::TakeEffect(on) | Step::Agree(on) => bytes.day(on),
        Step::Recognise(act) | Step::Refuse(act, _) => {
            act.by = bytes.pick(&[
                Recogniser::PeoplesCommittee,
                Recogniser::FatherlandFront,
                Recogniser::UnionBoard,
            ]);
            bytes.day(&mut act.on);
            bytes.text(&mut act.document);
        }
        Step::SetEffect(document, on) => {
            bytes.text(document);
            bytes.day(on);
        }
        Step::Settle(document, on, front) => {
            bytes.text(document);
            bytes.day(on);
            *front = bytes.take() > 99;
        }
        Step::Annul(_, reason, on) | Step::AskToMend(_, _, reason, on) => {
            bytes.text(reason);
            bytes.day(on);
        }
        Step::Drop(text) | Step::Nominate(text) => bytes.text(text),
        Step::GiveWayTo(other) => bytes.maybe_day(&mut other.effective_on),
    }
}

fuzz_target!(|data: &[u8]| {
    let mut bytes = Bytes(data);
    let mut world = bytes.pick(CASES).start();
    let mut taken = 0;
    while !bytes.is_empty() && taken < 40 {
        taken += 1;
        let mut steps = every_step(&world);
        let place = usize::from(bytes.take()) % steps.len();
        let (name, mut step) = steps.swap_remove(place);
        for _ in 0..bytes.take() % 4 {
            bend(&mut bytes, &mut step);
        }
        let before = world.clone();
        if world.apply(&step).is_err() {
            assert_eq!(world, before, "{name} was refused and changed something");
        }
        let broken: Vec<&str> = broken(&world).iter().map(|one| one.sentence).collect();
        assert!(broken.is_empty(), "after {name}: {broken:?}\n{world:#?}");
    }
});

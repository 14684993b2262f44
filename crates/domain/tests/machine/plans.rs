//! Plans: one that is lawful for the matter in each form, and each of them with one thing wrong.

use dinh_domain::decision::{
    Backing, Cluster, Convener, DismissalGround, ElectionDays, Origin, Plan, Subject, TeamMember,
};
use dinh_law::{BallotGround, DecisionForm, Scope};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};

use super::world::World;

/// What is wrong with a plan, or what is special about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Twist {
    None,
    NoPlace,
    WrongConvener,
    Vacant,
    HeadLeadsFront,
    Clusters,
    ClustersTooFew,
    ClustersUndecided,
    SmallTeam,
    LargeTeam,
    StrangeLeader,
    NotReported,
    ReportedLate,
    NoEnd,
    NoFront,
    NoDevices,
    OnlyHalf,
    Late20,
    Late15,
    Late10,
    Late7,
    CandidateInTeam,
    NoReelection,
    NoGround,
    NoDocument,
    HalfOfHouseholds,
    FewHouseholds,
    FewSupports,
    OtherForm,
}

use Twist as T;

const EVERY_FORM: &[Twist] = &[T::None, T::WrongConvener];

/// Form, ground, and the twists that mean something for it.
const SHAPES: &[(DecisionForm, Option<BallotGround>, &[Twist])] = &[
    (
        DecisionForm::Meeting,
        None,
        &[
            T::NoPlace,
            T::Vacant,
            T::HeadLeadsFront,
            T::Clusters,
            T::ClustersTooFew,
            T::ClustersUndecided,
            T::Late20,
            T::Late15,
            T::Late10,
            T::Late7,
            T::CandidateInTeam,
            T::StrangeLeader,
            T::NoReelection,
            T::NoGround,
            T::NoDocument,
            T::HalfOfHouseholds,
            T::FewHouseholds,
            T::FewSupports,
            T::OtherForm,
        ],
    ),
    (
        DecisionForm::Ballots,
        Some(BallotGround::MeetingShort),
        &[
            T::SmallTeam,
            T::LargeTeam,
            T::StrangeLeader,
            T::NotReported,
            T::ReportedLate,
            T::NoEnd,
        ],
    ),
    (
        DecisionForm::Ballots,
        Some(BallotGround::Agreed),
        &[T::NoFront, T::SmallTeam],
    ),
    (
        DecisionForm::Ballots,
        Some(BallotGround::Chairman),
        &[T::OtherForm],
    ),
    (DecisionForm::Ballots, None, &[]),
    (
        DecisionForm::Online,
        None,
        &[
            T::NoFront,
            T::NoDevices,
            T::OnlyHalf,
            T::NotReported,
            T::SmallTeam,
            T::StrangeLeader,
            T::NoEnd,
        ],
    ),
    (DecisionForm::Conference, None, &[]),
];

/// Every plan of the alphabet for this world.
pub fn every_plan(world: &World) -> Vec<(String, Plan, Backing, Date)> {
    let mut plans = Vec::new();
    for (form, ground, twists) in SHAPES {
        for twist in EVERY_FORM.iter().chain(*twists) {
            if matters(*twist, world) {
                let (plan, backing, today) = plan(world, *form, *ground, *twist);
                let ground = ground.map_or(String::new(), |ground| format!(" {ground:?}"));
                plans.push((
                    format!("plan {form:?}{ground} {twist:?}"),
                    plan,
                    backing,
                    today,
                ));
            }
        }
    }
    plans
}

/// Whether the twist says anything about this matter.
fn matters(twist: Twist, world: &World) -> bool {
    let subject = world.decision.proposal.subject;
    match twist {
        T::Late20 | T::Late15 | T::Late10 | T::Late7 | T::CandidateInTeam | T::NoReelection => {
            subject == Subject::ElectHead
        }
        T::HeadLeadsFront | T::HalfOfHouseholds | T::FewHouseholds => {
            subject == Subject::DismissHead
        }
        T::NoGround | T::NoDocument => matches!(
            subject,
            Subject::DismissHead | Subject::DismissInspectionBoard
        ),
        T::FewSupports => world.decision.proposal.origin == Origin::Citizen,
        T::OtherForm => world.decision.parent.is_some(),
        // The common thread has no place, no clusters and no team of its own.
        T::NoPlace
        | T::Vacant
        | T::Clusters
        | T::ClustersTooFew
        | T::ClustersUndecided
        | T::SmallTeam
        | T::LargeTeam
        | T::StrangeLeader
        | T::NotReported
        | T::ReportedLate => !is_thread(world),
        _ => true,
    }
}

pub fn is_thread(world: &World) -> bool {
    world.decision.proposal.scope == Scope::Commune && world.decision.parent.is_none()
}

/// The first meeting is on the evening of 10 November 2026; what follows is two weeks later each time.
pub fn starts(world: &World) -> DateTime {
    let first = date(2026, 11, 10).at(19, 0, 0, 0);
    let counted = usize::from(world.facts.attempt.closing.is_some()) + world.facts.past.len();
    first + (14 * i64::try_from(counted).unwrap_or(0)).days()
}

pub fn member(name: &str, front: bool, leader: bool) -> TeamMember {
    TeamMember {
        name: name.into(),
        body: if front {
            "Ban công tác Mặt trận"
        } else {
            "Chi hội Phụ nữ"
        }
        .into(),
        front,
        leader,
    }
}

fn team(size: usize) -> Vec<TeamMember> {
    let names = [
        "Hồ Văn Giàu",
        "Mai Thị Hoa",
        "Ngô Văn Ích",
        "Bùi Thị Kim",
        "Cao Văn Lực",
        "Đinh Thị Mận",
    ];
    let people = names.iter().enumerate().take(size);
    people
        .map(|(place, name)| member(name, place == 0, place == 0))
        .collect()
}

/// The plan, what it leans on, and the day on which it is made.
pub fn plan(
    world: &World,
    form: DecisionForm,
    ground: Option<BallotGround>,
    twist: Twist,
) -> (Plan, Backing, Date) {
    let starts = starts(world);
    let on = starts.date();
    let made = on.saturating_sub(4.days());
    let subject = world.decision.proposal.subject;
    let mut plan = Plan::new(form, starts, made);
    plan.ground = ground;
    plan.convener = match subject {
        Subject::ElectHead => Convener::ElectionTeam,
        Subject::DismissHead => Convener::FrontWorkCommittee,
        _ if is_thread(world) => Convener::Chairman,
        _ => Convener::Head,
    };
    plan.front_agrees = true;
    plan.devices = true;
    plan.reported_on = Some(made);
    plan.place = "Nhà văn hóa ấp".into();
    if form != DecisionForm::Meeting {
        plan.closes = Some(starts + 3.days());
    }
    if form != DecisionForm::Meeting || subject == Subject::ElectHead {
        plan.team = team(3);
    }
    if subject == Subject::ElectHead {
        let before = |days: i64| Some(on.saturating_sub(days.days()));
        plan.election = ElectionDays {
            decided_on: before(20),
            candidates_on: before(15),
            team_on: before(10),
            announced_on: before(7),
        };
        plan.reelection_document = "15/QĐ-UBND".into();
    }
    if matches!(
        subject,
        Subject::DismissHead | Subject::DismissInspectionBoard
    ) {
        plan.dismissal = Some(DismissalGround::FrontProposal);
        plan.dismissal_document = "03/CV-MT".into();
    }
    let mut backing = Backing {
        households: 60,
        supports: 6,
        online: 31,
        dismissal: 30,
        chosen: Some(form),
    };
    turn(&mut plan, &mut backing, twist);
    (plan, backing, made)
}

fn turn(plan: &mut Plan, backing: &mut Backing, twist: Twist) {
    let on = plan.starts.date();
    let before = |days: i64| Some(on.saturating_sub(days.days()));
    match twist {
        T::None => {}
        T::NoPlace => plan.place.clear(),
        T::WrongConvener => plan.convener = Convener::Appointed,
        T::Vacant => (plan.head_vacant, plan.convener) = (true, Convener::Appointed),
        T::HeadLeadsFront => (plan.head_leads_front, plan.convener) = (true, Convener::Chairman),
        T::Clusters | T::ClustersTooFew | T::ClustersUndecided => {
            backing.households = if twist == T::ClustersTooFew { 199 } else { 200 };
            backing.supports = 20;
            backing.dismissal = 100;
            plan.clusters = ["Cụm 1", "Cụm 2"].map(cluster_at(plan.starts)).into();
            plan.clusters_document = if twist == T::ClustersUndecided {
                ""
            } else {
                "41/QĐ-UBND"
            }
            .into();
        }
        T::SmallTeam => plan.team = team(2),
        T::LargeTeam => plan.team = team(6),
        T::StrangeLeader => {
            for member in &mut plan.team {
                member.front = false;
            }
        }
        T::NotReported => plan.reported_on = None,
        T::ReportedLate => plan.reported_on = before(1),
        T::NoEnd => plan.closes = None,
        T::NoFront => plan.front_agrees = false,
        T::NoDevices => plan.devices = false,
        T::OnlyHalf => backing.online = 30,
        T::Late20 => plan.election.decided_on = before(19),
        T::Late15 => plan.election.candidates_on = before(14),
        T::Late10 => plan.election.team_on = before(9),
        T::Late7 => plan.election.announced_on = before(6),
        T::CandidateInTeam => plan.team.push(member("Tran thi Binh", false, false)),
        T::NoReelection => plan.reelection_document.clear(),
        T::NoGround => plan.dismissal = None,
        T::NoDocument => plan.dismissal_document.clear(),
        T::HalfOfHouseholds => plan.dismissal = Some(DismissalGround::Households),
        T::FewHouseholds => {
            plan.dismissal = Some(DismissalGround::Households);
            backing.dismissal = 29;
        }
        T::FewSupports => backing.supports = 5,
        T::OtherForm => backing.chosen = Some(DecisionForm::Online),
    }
}

fn cluster_at(starts: DateTime) -> impl Fn(&str) -> Cluster {
    move |name| Cluster {
        name: name.into(),
        chair: "Huỳnh Văn Năm".into(),
        place: "Nhà văn hóa cụm".into(),
        starts: Some(starts),
    }
}

//! A meeting of a hamlet at every point of its way.

use dinh_domain::decision::{Decision, Notice, Origin, Plan, Proposal, Subject};
use dinh_domain::ids::DecisionId;
use dinh_law::{DecisionForm, Scope};
use dinh_service::decision::{
    self, ArrivalWay, DeliveryKind, Handed, MeetingVote, NewDecision, arrive, choose_method,
    choose_secretary,
};
use jiff::civil::{Date, date};

use crate::ballots::hamlet::{FRONT, HEAD, Hamlet};
use crate::stage::stages;

/// The day of the meeting.
pub const MEET: Date = date(2026, 3, 6);

/// A hamlet of ten households on each engine.
pub async fn hamlets() -> Vec<Hamlet> {
    let mut made = Vec::new();
    for stage in stages().await {
        made.push(Hamlet::with(stage, 10).await);
    }
    made
}

pub fn plan() -> Plan {
    let mut plan = Plan::new(
        DecisionForm::Meeting,
        MEET.at(8, 0, 0, 0),
        date(2026, 2, 24),
    );
    plan.place = "Nhà văn hóa tổ dân phố".into();
    plan
}

pub fn notice(told: Date) -> Notice {
    Notice {
        told_on: Some(told),
        ways: vec!["giấy mời đến từng hộ".into()],
        posted_on: Some(told),
        papers_on: None,
    }
}

/// Proposed by the head, agreed by the Front, planned.
pub async fn planned(hamlet: &Hamlet, subject: Subject, plan: Plan) -> Decision {
    hamlet.stage.move_to(date(2026, 2, 24));
    let proposal = Proposal {
        subject,
        scope: Scope::Community,
        title: "Lắp đèn chiếu sáng ngõ 12".into(),
        content: "Lắp mười đèn chiếu sáng công cộng dọc ngõ 12 (dữ liệu mẫu).".into(),
        options: Vec::new(),
        seats: 1,
        origin: Origin::Head,
    };
    let new = NewDecision {
        unit: hamlet.unit.id,
        proposal,
        replaces: None,
    };
    let proposed = decision::propose(&hamlet.acting(HEAD), new)
        .await
        .expect("proposed");
    decision::agree(&hamlet.acting(FRONT), proposed.id)
        .await
        .expect("agreed");
    decision::plan(&hamlet.acting(HEAD), proposed.id, plan)
        .await
        .expect("planned");
    hamlet.decision(proposed.id).await
}

/// Told and, where the law wants it, with papers in every household.
pub async fn told(hamlet: &Hamlet, subject: Subject, plan: Plan) -> DecisionId {
    let id = planned(hamlet, subject, plan).await.id;
    hamlet.stage.move_to(date(2026, 3, 2));
    let handed = Handed {
        kind: DeliveryKind::Papers,
        on: date(2026, 3, 2),
        way: "tận tay từng hộ".into(),
    };
    decision::deliver_to_all(&hamlet.acting(HEAD), id, handed)
        .await
        .expect("papers");
    decision::notify(&hamlet.acting(HEAD), id, notice(date(2026, 3, 2)))
        .await
        .expect("told");
    hamlet.stage.move_to(MEET);
    id
}

/// A meeting that is going on; nobody has come yet.
pub async fn open(hamlet: &Hamlet) -> DecisionId {
    let id = told(hamlet, Subject::SelfGoverning, plan()).await;
    decision::open(&hamlet.acting(HEAD), id)
        .await
        .expect("open");
    id
}

/// The first `count` households come.
pub async fn come(hamlet: &Hamlet, id: DecisionId, count: usize) {
    for household in hamlet.households.iter().take(count) {
        arrive(&hamlet.acting(HEAD), id, *household, ArrivalWay::Tap)
            .await
            .expect("there");
    }
}

/// Secretary and raised hands are chosen by those who are there.
pub async fn begin(hamlet: &Hamlet, id: DecisionId, hands: u64) {
    let head = hamlet.acting(HEAD);
    choose_secretary(&head, id, "Nguyễn Thị Mẫu", hands)
        .await
        .expect("a secretary");
    let method = dinh_domain::decision::VotingMethod::Hands;
    choose_method(&head, id, method, hands)
        .await
        .expect("a method");
}

/// So many hands for and against the only option.
pub fn hands(approve: u64, against: u64) -> MeetingVote {
    MeetingVote {
        approve: vec![approve],
        against,
        ..MeetingVote::default()
    }
}

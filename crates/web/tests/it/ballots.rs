//! The pages of household ballots: who may see them, what they keep, and the whole way from the press to the minutes.

use axum::http::StatusCode;
use dinh_domain::access::Role;
use dinh_domain::decision::{Notice, Origin, Plan, Proposal, Subject, TeamMember};
use dinh_domain::ids::{AccountId, HouseholdId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::roll::{Capacity, Household, Representative};
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::{BallotGround, DecisionForm, Scope};
use dinh_service::decision::{self, NewDecision};
use dinh_service::{Actor, Context, Person};
use dinh_store::roll::{households, representatives};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::town::{Answer, CSRF, Town, town};

const OUT: Date = date(2026, 11, 27);
const HOUSEHOLDS: u32 = 4;

struct Hamlet {
    town: Town,
    people: Vec<(AccountId, MandateId, Role)>,
    unit: Unit,
    number: i64,
}

const HEAD: usize = 0;
const FIRST: usize = 2;
const SECOND: usize = 3;
const THIRD: usize = 4;

async fn hamlet() -> Hamlet {
    let town = town().await;
    let unit = Unit {
        id: UnitId(Uuid::from_u128(20)),
        code: None,
        slug: "khu-vuc-mot".into(),
        kind: UnitKind::ResidentialGroup,
        local_kind: "khu vực".into(),
        name: "Một".into(),
        full_name: "Khu vực Một".into(),
        parent: Some(town.ward.id),
        ..town.ward.clone()
    };
    let mut tx = town.platform.store.write().await.expect("the seat");
    dinh_store::units::add(&mut tx, &unit)
        .await
        .expect("a unit");
    for number in 1..=HOUSEHOLDS {
        let household = household(number, unit.id);
        households::add(&mut tx, &household)
            .await
            .expect("a household");
        representatives::add(&mut tx, household.id, &representative(number))
            .await
            .expect("a representative");
    }
    tx.commit().await.expect("commit");
    let mut hamlet = Hamlet {
        town,
        people: Vec::new(),
        unit,
        number: 0,
    };
    let cast = [
        ("truong", Role::CommunityHead),
        ("mat-tran", Role::FrontWorkCommittee),
        ("to-vien-1", Role::TeamMember),
        ("to-vien-2", Role::TeamMember),
        ("to-vien-3", Role::TeamMember),
        ("thanh-tra", Role::InspectionBoardMember),
    ];
    for (login, role) in cast {
        let account = hamlet.town.account(login).await;
        let mandate = hamlet.town.mandate(account, role, &hamlet.unit, None).await;
        hamlet.people.push((account, mandate, role));
    }
    hamlet.open().await;
    hamlet
}

impl Hamlet {
    fn acting(&self, who: usize) -> Context<'_> {
        let (account, id, role) = self.people[who];
        let mandate = Mandate {
            id,
            account,
            role,
            unit: self.unit.id,
            valid_from: date(2025, 7, 1),
            valid_to: None,
            document: "01/QĐ-UBND".into(),
        };
        let person = Person {
            account,
            name: "Người mẫu".into(),
            mandate: Some(mandate),
        };
        Context::new(&self.town.platform, Actor::Person(person))
    }

    async fn open(&mut self) {
        self.town.clock.set_day(date(2026, 11, 17), 9);
        let new = NewDecision {
            unit: self.unit.id,
            proposal: proposal(),
            replaces: None,
        };
        let proposed = decision::propose(&self.acting(HEAD), new)
            .await
            .expect("proposed");
        self.number = proposed.number;
        decision::agree(&self.acting(1), proposed.id)
            .await
            .expect("agreed");
        decision::plan(&self.acting(HEAD), proposed.id, plan())
            .await
            .expect("planned");
        self.town.clock.set_day(date(2026, 11, 23), 9);
        let notice = Notice {
            told_on: Some(date(2026, 11, 23)),
            ways: vec!["loa khu vực".into()],
            posted_on: None,
            papers_on: None,
        };
        decision::notify(&self.acting(HEAD), proposed.id, notice)
            .await
            .expect("told");
        self.town.clock.set_day(OUT, 9);
        decision::open(&self.acting(HEAD), proposed.id)
            .await
            .expect("open");
    }

    fn path(&self, rest: &str) -> String {
        format!("/lam-viec/quyet-dinh/{}/phieu{rest}", self.number)
    }

    /// A session of its own for each request: the days between them outlast one.
    async fn token(&self, who: usize) -> String {
        let (account, mandate, _) = self.people[who];
        self.town.session(account, Some(mandate)).await
    }

    async fn get(&self, who: usize, rest: &str) -> Answer {
        let token = self.token(who).await;
        self.town.get(&self.path(rest), &token).await
    }

    async fn post(&self, who: usize, rest: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = [&[("_csrf", CSRF)], fields].concat();
        let token = self.token(who).await;
        self.town.post(&self.path(rest), &token, &fields).await
    }

    /// A form that is accepted leads on.
    async fn done(&self, who: usize, rest: &str, fields: &[(&str, &str)]) {
        let answer = self.post(who, rest, fields).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{rest}: {}",
            answer.text
        );
    }

    /// Printed, given to everyone, handed in by everyone but the last household.
    async fn collected(&self) {
        self.done(FIRST, "/in", &[]).await;
        self.done(FIRST, "/phat", &[("tat-ca", "co")]).await;
        for number in 1..HOUSEHOLDS {
            let id = household(number, self.unit.id).id.to_string();
            self.done(FIRST, "/thu", &[("nop", id.as_str())]).await;
        }
        let last = household(HOUSEHOLDS, self.unit.id).id.to_string();
        self.done(FIRST, "/thu", &[("vang", last.as_str())]).await;
        self.town.clock.set_day(date(2026, 11, 29), 18);
    }

    async fn entered(&self, who: usize, choices: [&str; 3]) {
        for (serial, choice) in ["1", "2", "3"].into_iter().zip(choices) {
            self.done(who, "/nhap", &[("serial", serial), ("choice", choice)])
                .await;
        }
    }
}

fn proposal() -> Proposal {
    Proposal {
        subject: Subject::SelfGoverning,
        scope: Scope::Community,
        title: "Lắp đèn chiếu sáng ngõ 12".into(),
        content: "Lắp mười đèn chiếu sáng công cộng dọc ngõ 12, kinh phí do các hộ tự nguyện (dữ liệu mẫu).".into(),
        options: vec!["Tán thành".into()],
        seats: 1,
        origin: Origin::Head,
    }
}

fn plan() -> Plan {
    let mut plan = Plan::new(
        DecisionForm::Ballots,
        OUT.at(7, 0, 0, 0),
        date(2026, 11, 17),
    );
    plan.ground = Some(BallotGround::Agreed);
    plan.front_agrees = true;
    plan.closes = Some(date(2026, 11, 29).at(17, 0, 0, 0));
    plan.place = "Nhà văn hóa khu vực".into();
    plan.reported_on = Some(date(2026, 11, 17));
    let member = |name: &str, body: &str, front| TeamMember {
        name: name.into(),
        body: body.into(),
        front,
        leader: front,
    };
    plan.team = vec![
        member("Trần Thị Mẫu", "Ban công tác Mặt trận", true),
        member("Lê Văn Mẫu", "khu vực", false),
        member("Phạm Thị Mẫu", "Chi hội Phụ nữ", false),
    ];
    plan
}

pub fn household(number: u32, unit: UnitId) -> Household {
    Household {
        id: HouseholdId(Uuid::from_u128(9_000 + u128::from(number))),
        unit,
        number: i64::from(number),
        cluster: String::new(),
        valid_from: date(2025, 7, 1),
        valid_to: None,
        ended_reason: String::new(),
        version: 1,
        sample: true,
    }
}

pub fn representative(number: u32) -> Representative {
    Representative {
        name: format!("Nguyễn Thị Mẫu {number}"),
        address: format!("Số {number} ngõ 12"),
        phone: String::new(),
        capacity: Capacity::Full,
        basis: String::new(),
        valid_from: date(2025, 7, 1),
        valid_to: None,
        erased: false,
    }
}

#[tokio::test]
async fn only_those_who_count_see_the_pages_and_only_who_runs_the_decision_publishes() {
    let hamlet = hamlet().await;
    for rest in [
        "",
        "/in",
        "/phat",
        "/thu",
        "/nhap",
        "/khac-nhau",
        "/huy-bot",
    ] {
        assert_eq!(
            hamlet.get(FIRST, rest).await.status,
            StatusCode::OK,
            "{rest}"
        );
        assert_eq!(
            hamlet.get(5, rest).await.status,
            StatusCode::FORBIDDEN,
            "{rest}"
        );
        let nobody = hamlet.town.get(&hamlet.path(rest), "").await;
        assert_ne!(nobody.status, StatusCode::OK, "{rest}");
    }
    let member = hamlet.get(FIRST, "/cong-bo").await;
    assert_eq!(member.status, StatusCode::FORBIDDEN);
    assert_eq!(hamlet.get(HEAD, "/cong-bo").await.status, StatusCode::OK);
    let minutes = hamlet.get(HEAD, "/bien-ban.pdf").await;
    assert_eq!(
        minutes.status,
        StatusCode::NOT_FOUND,
        "no minutes before the result"
    );
}

#[tokio::test]
async fn what_was_typed_for_a_paper_is_kept_and_every_error_is_said_at_once() {
    let hamlet = hamlet().await;
    hamlet.done(FIRST, "/in", &[]).await;
    let early = hamlet.get(FIRST, "/nhap").await;
    assert!(early.text.contains("khoản 3 Điều 19 Luật 10/2022/QH15"));
    assert!(
        !early.text.contains("name=\"serial\""),
        "no form before the time is over"
    );
    hamlet.done(FIRST, "/phat", &[("tat-ca", "co")]).await;
    let id = household(1, hamlet.unit.id).id.to_string();
    hamlet.done(FIRST, "/thu", &[("nop", id.as_str())]).await;
    hamlet.town.clock.set_day(date(2026, 11, 29), 18);
    let empty = hamlet
        .post(FIRST, "/nhap", &[("opinion", "Nên lắp thêm hai đèn")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("href=\"#serial\"") && empty.text.contains("href=\"#choice\""));
    assert!(empty.text.contains("Nên lắp thêm hai đèn"));
    let unknown = hamlet
        .post(FIRST, "/nhap", &[("serial", "77"), ("choice", "against")])
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unknown.value("serial"), "77");
    assert!(
        unknown
            .text
            .contains("value=\"against\" data-key=\"2\" checked")
    );
    let foreign = format!("PHIEU:{}:001", hamlet.number + 1);
    let foreign = hamlet
        .post(FIRST, "/nhap", &[("serial", &foreign), ("choice", "1")])
        .await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
    let scanned = format!("PHIEU:{}:001", hamlet.number);
    hamlet
        .done(FIRST, "/nhap", &[("serial", &scanned), ("choice", "1")])
        .await;
    let late = household(2, hamlet.unit.id).id.to_string();
    let late = hamlet.post(FIRST, "/thu", &[("nop", &late)]).await;
    assert!(late.text.contains("hết thời hạn thu phiếu"));
    assert!(late.text.contains("khoản 3 Điều 19 Luật 10/2022/QH15"));
}

#[tokio::test]
async fn ballots_go_from_the_press_to_the_minutes() {
    let hamlet = hamlet().await;
    let none = hamlet.get(FIRST, "/phieu.pdf").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND, "nothing is printed yet");
    hamlet.collected().await;
    let papers = hamlet.get(FIRST, "/phieu.pdf").await;
    assert_eq!(papers.header("content-type"), "application/pdf");
    assert!(papers.text.starts_with("%PDF"));
    let plan = hamlet.get(FIRST, "/ke-hoach.pdf").await;
    assert!(plan.text.starts_with("%PDF"), "{:?}", plan.status);
    hamlet.entered(FIRST, ["1", "1", "1"]).await;
    hamlet.entered(SECOND, ["1", "against", "1"]).await;
    let differ = hamlet.get(THIRD, "/khac-nhau").await;
    assert!(differ.text.contains("/khac-nhau/002"));
    let own = hamlet.get(FIRST, "/khac-nhau").await;
    assert!(
        !own.text.contains("/khac-nhau/002\""),
        "who read it does not settle it"
    );
    let witnesses = [("witness-1", "Lê Văn Chứng"), ("witness-2", "Võ Thị Kiến")];
    let open = hamlet.post(HEAD, "/cong-bo", &witnesses).await;
    assert_eq!(open.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(open.value("witness-1"), "Lê Văn Chứng");
    let silent = hamlet.post(THIRD, "/khac-nhau/2", &[("choice", "1")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("href=\"#reason\""));
    let settled = [("choice", "1"), ("reason", "phiếu đánh dấu ô thứ nhất")];
    hamlet.done(THIRD, "/khac-nhau/2", &settled).await;
    let checked = hamlet.post(HEAD, "/cong-bo", &witnesses).await;
    assert_eq!(checked.status, StatusCode::OK);
    assert!(checked.text.contains("cần ít nhất 3 trong 4 hộ tán thành"));
    let open = hamlet.get(HEAD, "").await;
    assert!(
        !open.text.contains("bien-ban.pdf"),
        "checking publishes nothing"
    );
    let confirmed = [&witnesses[..], &[("step", "xong")]].concat();
    hamlet.done(HEAD, "/cong-bo", &confirmed).await;
    let page = hamlet.get(HEAD, "").await;
    assert!(page.text.contains("bien-ban.pdf"));
    let minutes = hamlet.get(HEAD, "/bien-ban.pdf").await;
    assert!(minutes.text.starts_with("%PDF"), "{:?}", minutes.status);
    let minutes = hamlet.get(HEAD, "/bien-ban.docx").await;
    assert!(minutes.text.starts_with("PK"), "{:?}", minutes.status);
}

//! The online vote on the pages: a household from its card to its receipt, and the desk of the team.

use axum::http::{Method, StatusCode};
use dinh_domain::access::Role;
use dinh_domain::decision::{Notice, Origin, Plan, Proposal, Subject, TeamMember};
use dinh_domain::ids::{AccountId, DecisionId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::{DecisionForm, Scope};
use dinh_service::decision::online::{self, Card};
use dinh_service::decision::{self, NewDecision, Purpose, Support};
use dinh_service::{Actor, Context, Person};
use dinh_store::roll;
use dinh_web::Quotas;
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::ballots::{household, representative};
use crate::town::{Answer, CSRF, Town, town_with};

const OPENS: Date = date(2026, 11, 27);

pub(crate) struct Vote {
    pub(crate) town: Town,
    pub(crate) unit: Unit,
    pub(crate) head: (AccountId, MandateId),
    pub(crate) front: (AccountId, MandateId),
    id: DecisionId,
    pub(crate) number: i64,
    cards: Vec<Card>,
}

pub(crate) async fn open_vote() -> Vote {
    open_vote_of(3, Quotas::unlimited()).await
}

async fn open_vote_of(households: u32, quotas: Quotas) -> Vote {
    let town = town_with(quotas).await;
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
    for number in 1..=households {
        let household = household(number, unit.id);
        roll::households::add(&mut tx, &household)
            .await
            .expect("a household");
        roll::representatives::add(&mut tx, household.id, &representative(number))
            .await
            .expect("a representative");
    }
    tx.commit().await.expect("commit");
    let mut people = Vec::new();
    for (login, role) in [
        ("truong", Role::CommunityHead),
        ("mat-tran", Role::FrontWorkCommittee),
    ] {
        let account = town.account(login).await;
        let mandate = town.mandate(account, role, &unit, None).await;
        people.push((account, mandate));
    }
    let mut vote = Vote {
        town,
        unit,
        head: people[0],
        front: people[1],
        id: DecisionId(Uuid::nil()),
        number: 0,
        cards: Vec::new(),
    };
    vote.open(households).await;
    vote
}

impl Vote {
    fn acting(&self, (account, id): (AccountId, MandateId), role: Role) -> Context<'_> {
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

    async fn open(&mut self, households: u32) {
        self.town.clock.set_day(date(2026, 11, 17), 9);
        let new = NewDecision {
            unit: self.unit.id,
            proposal: Proposal {
                subject: Subject::SelfGoverning,
                scope: Scope::Community,
                title: "Ngày dọn vệ sinh chung".into(),
                content: "Mỗi tháng một lần, sáng thứ bảy đầu tháng, các hộ cùng dọn vệ sinh ngõ (dữ liệu mẫu).".into(),
                options: vec!["Tán thành".into()],
                seats: 1,
                origin: Origin::Head,
            },
            replaces: None,
        };
        let head = self.acting(self.head, Role::CommunityHead);
        let front = self.acting(self.front, Role::FrontWorkCommittee);
        let proposed = decision::propose(&head, new).await.expect("proposed");
        let id = proposed.id;
        decision::agree(&front, id).await.expect("agreed");
        for number in 1..=households / 2 + 1 {
            let support = Support {
                decision: id,
                purpose: Purpose::Online,
                household: household(number, self.unit.id).id,
                given_on: date(2026, 11, 17),
                way: "bình chọn trong nhóm".into(),
            };
            decision::support(&head, support).await.expect("chosen");
        }
        decision::plan(&head, id, plan()).await.expect("planned");
        self.town.clock.set_day(date(2026, 11, 23), 9);
        let notice = Notice {
            told_on: Some(date(2026, 11, 23)),
            ways: vec!["nhóm của khu vực".into()],
            posted_on: None,
            papers_on: None,
        };
        decision::notify(&head, id, notice).await.expect("told");
        self.town.clock.set_day(OPENS, 9);
        decision::open(&head, id).await.expect("open");
        let cards = online::invite(&head, id).await.expect("cards");
        drop((head, front));
        self.id = id;
        self.number = proposed.number;
        self.cards = cards;
    }

    pub(crate) fn code(&self, place: usize) -> String {
        self.cards[place].code.shown()
    }

    /// A phone: it sends the code that the site gave it, and nothing else.
    pub(crate) async fn phone(
        &self,
        method: Method,
        path: &str,
        code: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let token = self.town.get("/bieu-quyet", "").await.value("_csrf");
        let fields = [&[("_csrf", token.as_str())], fields].concat();
        let cookie = format!("__Host-dinh-phieu={code}");
        let mut headers = vec![("sec-fetch-site", "same-origin")];
        if !code.is_empty() {
            headers.push(("cookie", cookie.as_str()));
        }
        self.town.send(method, path, "", &fields, &headers).await
    }

    async fn desk(&self, method: Method, rest: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("/lam-viec/quyet-dinh/{}/truc-tuyen{rest}", self.number);
        let token = self.town.session(self.head.0, Some(self.head.1)).await;
        let fields = [&[("_csrf", CSRF)], fields].concat();
        match method {
            Method::GET => self.town.get(&path, &token).await,
            _ => self.town.post(&path, &token, &fields).await,
        }
    }
}

fn plan() -> Plan {
    let made = date(2026, 11, 17);
    let mut plan = Plan::new(DecisionForm::Online, OPENS.at(7, 0, 0, 0), made);
    plan.front_agrees = true;
    plan.devices = true;
    plan.closes = Some(date(2026, 11, 29).at(20, 0, 0, 0));
    plan.reported_on = Some(made);
    plan.team = ["Ban công tác Mặt trận", "khu vực", "đại diện hộ gia đình"]
        .into_iter()
        .enumerate()
        .map(|(place, body)| TeamMember {
            name: format!("Người mẫu {}", ["một", "hai", "ba"][place]),
            body: body.into(),
            front: place == 0,
            leader: place == 0,
        })
        .collect();
    plan
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one walk, step by step")]
async fn a_household_votes_from_its_card_to_its_receipt_and_leaves_nothing_on_the_phone() {
    let vote = open_vote().await;
    let code = vote.code(0);
    let typed = code.to_lowercase().replace('-', " ");
    let opened = vote
        .phone(Method::POST, "/bieu-quyet", "", &[("ma", typed.as_str())])
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    assert_eq!(opened.header("location"), "/bieu-quyet/phieu");
    let cookie = opened.header("set-cookie");
    assert!(
        cookie.contains(&code)
            && cookie.contains("HttpOnly")
            && cookie.starts_with("__Host-dinh-phieu=")
            && cookie.contains("; Path=/;")
    );

    let page = vote
        .phone(Method::GET, "/bieu-quyet/phieu", &code, &[])
        .await;
    assert!(
        page.text.contains("Ngày dọn vệ sinh chung"),
        "{}",
        page.text
    );
    assert!(
        page.text
            .contains("danh sách hộ tham gia được kèm theo biên bản")
    );
    assert!(!page.text.contains(&code), "the code stands on no page");
    assert_eq!(page.header("cache-control"), "no-store");

    let missing = [("seen", "0"), ("choice", "other"), ("opinion", "")];
    let refused = vote
        .phone(Method::POST, "/bieu-quyet/phieu", &code, &missing)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let chosen = [("seen", "0"), ("choice", "against")];
    let check = vote
        .phone(Method::POST, "/bieu-quyet/phieu", &code, &chosen)
        .await;
    assert_eq!(check.status, StatusCode::OK);
    assert!(check.text.contains("Xem lại trước khi gửi"));
    let sent = [("seen", "0"), ("choice", "against"), ("buoc", "gui")];
    for _ in 0..2 {
        let answer = vote
            .phone(Method::POST, "/bieu-quyet/phieu", &code, &sent)
            .await;
        assert_eq!(
            answer.header("location"),
            "/bieu-quyet/bien-nhan",
            "{}",
            answer.text
        );
    }
    let receipt = vote
        .phone(Method::GET, "/bieu-quyet/bien-nhan", &code, &[])
        .await;
    assert!(
        receipt.text.contains("Đã ghi lựa chọn của hộ"),
        "{}",
        receipt.text
    );
    assert!(receipt.text.contains("Không đồng ý"));
    let file = vote
        .phone(Method::GET, "/bieu-quyet/bien-nhan/tep", &code, &[])
        .await;
    assert!(file.text.contains("dinh/vote-receipt/1"));
    let left = vote
        .phone(Method::POST, "/bieu-quyet/roi", &code, &[])
        .await;
    assert!(left.header("set-cookie").contains("Max-Age=0"));
    let without = vote
        .phone(Method::GET, "/bieu-quyet/bien-nhan", "", &[])
        .await;
    assert!(without.text.contains("Mã trên thẻ của hộ"));
    assert!(!without.text.contains("Không đồng ý"));
}

#[tokio::test]
async fn the_address_of_the_card_goes_on_without_keeping_the_code_and_wrong_codes_are_told() {
    let vote = open_vote().await;
    let code = vote.code(1);
    let path = format!("/bieu-quyet?ma={code}");
    let answer = vote.phone(Method::GET, &path, "", &[]).await;
    assert_eq!(answer.header("location"), "/bieu-quyet/phieu");
    let wrong = vote
        .phone(Method::POST, "/bieu-quyet", "", &[("ma", "2222-2222-2222")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Mã này không đúng"));
    assert!(
        wrong.text.contains("2222-2222-2222"),
        "what was typed is not lost"
    );
}

#[tokio::test]
async fn who_comes_after_the_end_is_told_and_the_receipt_then_names_the_entry() {
    let vote = open_vote().await;
    let code = vote.code(0);
    let sent = [("seen", "0"), ("choice", "for 1"), ("buoc", "gui")];
    vote.phone(Method::POST, "/bieu-quyet/phieu", &code, &sent)
        .await;
    vote.town.clock.set_day(date(2026, 11, 29), 20);
    let late = vote
        .phone(Method::POST, "/bieu-quyet/phieu", &vote.code(1), &sent)
        .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        late.text
            .contains("Đã hết thời gian biểu quyết lúc 20:00 ngày 29/11/2026"),
        "{}",
        late.text
    );
    let ask = vote.desk(Method::GET, "/ket-thuc", &[]).await;
    assert!(
        ask.text.contains("Đây là kết quả chính xác"),
        "{}",
        ask.text
    );
    let ended = vote.desk(Method::POST, "/ket-thuc", &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
    let receipt = vote
        .phone(Method::GET, "/bieu-quyet/bien-nhan", &code, &[])
        .await;
    assert!(
        receipt.text.contains("Ý kiến của hộ đã được tính"),
        "{}",
        receipt.text
    );
    assert!(receipt.text.contains("1 trong 1 ý kiến được tính"));
}

#[tokio::test]
async fn the_desk_shows_counts_enters_for_a_household_and_settles_a_conflict() {
    let vote = open_vote().await;
    let code = vote.code(0);
    let sent = [("seen", "0"), ("choice", "for 1"), ("buoc", "gui")];
    vote.phone(Method::POST, "/bieu-quyet/phieu", &code, &sent)
        .await;
    let nothing = vote.desk(Method::POST, "/nhap-thay", &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let entered = [
        ("household", "1"),
        ("channel", "paper"),
        ("choice", "against"),
        ("source", "bản chụp phiếu số 1"),
    ];
    let answer = vote.desk(Method::POST, "/nhap-thay", &entered).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let desk = vote.desk(Method::GET, "", &[]).await;
    assert!(desk.text.contains("1 hộ đang chờ"), "{}", desk.text);
    let household = vote.cards[0].household;
    let settle = format!("/mau-thuan/{household}");
    let page = vote.desk(Method::GET, &settle, &[]).await;
    assert!(
        page.text.contains("Luật không ưu tiên giấy hay trực tuyến"),
        "{}",
        page.text
    );
    let decided = [
        ("channel", "online"),
        ("reason", "đại diện hộ xác nhận tự chọn trên máy"),
    ];
    let answer = vote.desk(Method::POST, &settle, &decided).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let again = vote
        .desk(Method::POST, "/cap-lai", &[("household", "2")])
        .await;
    assert_eq!(
        again.header("content-type"),
        "application/pdf",
        "{}",
        again.text
    );
    let none = vote
        .desk(Method::POST, "/cap-lai", &[("household", "77")])
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// A phone that has opened the page before and sends one form after the other.
async fn form(
    vote: &Vote,
    (path, code): (&str, &str),
    token: &str,
    fields: &[(&str, &str)],
) -> StatusCode {
    let fields = [&[("_csrf", token)], fields].concat();
    let cookie = format!("__Host-dinh-phieu={code}");
    let mut headers = vec![("sec-fetch-site", "same-origin")];
    if !code.is_empty() {
        headers.push(("cookie", cookie.as_str()));
    }
    let answer = vote
        .town
        .send(Method::POST, path, "", &fields, &headers)
        .await;
    answer.status
}

#[tokio::test]
async fn a_hamlet_house_with_one_address_lets_two_hundred_households_vote() {
    let vote = open_vote_of(200, Quotas::default()).await;
    let token = vote.town.get("/bieu-quyet", "").await.value("_csrf");
    let cast = [("seen", "0"), ("choice", "for 1"), ("buoc", "gui")];
    for place in 0..200 {
        let code = vote.code(place);
        let opened = form(&vote, ("/bieu-quyet", ""), &token, &[("ma", &code)]).await;
        assert_eq!(opened, StatusCode::SEE_OTHER, "card {place}");
        let sent = form(&vote, ("/bieu-quyet/phieu", &code), &token, &cast).await;
        assert_eq!(sent, StatusCode::SEE_OTHER, "vote {place}");
    }
    let desk = vote.desk(Method::GET, "", &[]).await;
    assert!(desk.text.contains("200"), "{}", desk.text);
}

#[tokio::test]
async fn wrong_codes_are_throttled_whatever_way_they_are_tried_and_one_card_is_too() {
    let vote = open_vote_of(3, Quotas::default()).await;
    let token = vote.town.get("/bieu-quyet", "").await.value("_csrf");
    let wrong = |number: u32| format!("2222-2222-22{:02}", 22 + number).replace(['0', '1'], "A");
    let slip = form(&vote, ("/bieu-quyet", ""), &token, &[("ma", "2222")]).await;
    assert_eq!(slip, StatusCode::UNPROCESSABLE_ENTITY);
    for number in 0..10 {
        let code = wrong(number);
        let typed = form(&vote, ("/bieu-quyet", ""), &token, &[("ma", &code)]).await;
        assert_eq!(typed, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
        let sent = vote.phone(Method::GET, "/bieu-quyet/phieu", &code, &[]);
        assert_eq!(sent.await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = vote.code(0);
    let opened = form(&vote, ("/bieu-quyet", ""), &token, &[("ma", &right)]).await;
    assert_eq!(
        opened,
        StatusCode::TOO_MANY_REQUESTS,
        "not even a right code is told apart"
    );
    for path in [
        "/bieu-quyet/phieu",
        "/bieu-quyet/bien-nhan",
        "/bieu-quyet/bien-nhan/tep",
    ] {
        let tried = vote.phone(Method::GET, path, &right, &[]).await;
        assert_eq!(tried.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
    }
    let busy = open_vote_of(3, Quotas::default()).await;
    let code = busy.code(0);
    let check = [("seen", "0"), ("choice", "for 1")];
    let mut last = StatusCode::OK;
    for _ in 0..25 {
        last = form(&busy, ("/bieu-quyet/phieu", &code), &token, &check).await;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "one card");
    let other = busy.code(1);
    let free = form(&busy, ("/bieu-quyet/phieu", &other), &token, &check).await;
    assert_eq!(free, StatusCode::OK, "another card of the same house");
}

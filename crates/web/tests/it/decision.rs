//! The pages of deciding: from the proposal over a meeting to its result, as a head meets them.

use axum::http::StatusCode;
use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, HouseholdId, MandateId, UnitId};
use dinh_domain::roll::{Capacity, Household, Representative};
use dinh_domain::units::{Unit, UnitKind};
use dinh_store::roll::{households, representatives};
use jiff::civil::date;
use uuid::Uuid;

use crate::town::{Answer, CSRF, Town, town};

const HOUSEHOLDS: u128 = 5;

pub(crate) struct Hamlet {
    pub(crate) town: Town,
    pub(crate) head: (AccountId, MandateId),
    front: (AccountId, MandateId),
    pub(crate) board: (AccountId, MandateId),
}

pub(crate) fn id(number: u128) -> HouseholdId {
    HouseholdId(Uuid::from_u128(9_000 + number))
}

#[expect(clippy::too_many_lines, reason = "one walk, step by step")]
pub(crate) async fn hamlet() -> Hamlet {
    let town = town().await;
    let unit = Unit {
        id: UnitId(Uuid::from_u128(30)),
        code: None,
        slug: "khu-vuc-hai".into(),
        kind: UnitKind::ResidentialGroup,
        local_kind: "khu vực".into(),
        name: "Hai".into(),
        full_name: "Khu vực Hai".into(),
        parent: Some(town.ward.id),
        ..town.ward.clone()
    };
    let mut tx = town.platform.store.write().await.expect("the seat");
    dinh_store::units::add(&mut tx, &unit)
        .await
        .expect("a unit");
    for number in 1..=HOUSEHOLDS {
        let household = Household {
            id: id(number),
            unit: unit.id,
            number: i64::try_from(number).expect("small"),
            cluster: String::new(),
            valid_from: date(2025, 7, 1),
            valid_to: None,
            ended_reason: String::new(),
            version: 1,
            sample: true,
        };
        households::add(&mut tx, &household)
            .await
            .expect("a household");
        let by = Representative {
            name: format!("Nguyễn Văn Mẫu {number}"),
            address: format!("Số {number} ngõ 12"),
            phone: String::new(),
            capacity: Capacity::Full,
            basis: String::new(),
            valid_from: date(2025, 7, 1),
            valid_to: None,
            erased: false,
        };
        representatives::add(&mut tx, household.id, &by)
            .await
            .expect("a representative");
    }
    tx.commit().await.expect("commit");
    let mut made = Vec::new();
    for (login, role) in [
        ("truong", Role::CommunityHead),
        ("mat-tran", Role::FrontWorkCommittee),
        ("thanh-tra", Role::InspectionBoardMember),
    ] {
        let account = town.account(login).await;
        made.push((account, town.mandate(account, role, &unit, None).await));
    }
    Hamlet {
        town,
        head: made[0],
        front: made[1],
        board: made[2],
    }
}

impl Hamlet {
    pub(crate) async fn get(&self, who: (AccountId, MandateId), path: &str) -> Answer {
        let token = self.town.session(who.0, Some(who.1)).await;
        self.town.get(path, &token).await
    }

    pub(crate) async fn post(
        &self,
        who: (AccountId, MandateId),
        path: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let token = self.town.session(who.0, Some(who.1)).await;
        let fields = [&[("_csrf", CSRF)], fields].concat();
        self.town.post(path, &token, &fields).await
    }

    pub(crate) async fn done(
        &self,
        who: (AccountId, MandateId),
        path: &str,
        fields: &[(&str, &str)],
    ) {
        let answer = self.post(who, path, fields).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{path}: {}",
            answer.text
        );
    }

    pub(crate) async fn proposed(&self) -> String {
        let fields = [
            ("subject", "self_governing"),
            ("title", "Lắp đèn chiếu sáng ngõ 12"),
            (
                "content",
                "Lắp mười đèn chiếu sáng dọc ngõ 12 (dữ liệu mẫu).",
            ),
            ("origin", "head"),
        ];
        let answer = self
            .post(self.head, "/lam-viec/quyet-dinh/de-xuat", &fields)
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let place = answer.header("location").to_owned();
        place.split('?').next().unwrap_or_default().to_owned()
    }

    /// Planned for Friday 27 November, told today; the notice may be recorded.
    pub(crate) async fn planned(&self) -> String {
        self.planned_with(&plan("27")).await
    }

    pub(crate) async fn planned_with(&self, plan: &[(&'static str, &'static str)]) -> String {
        let base = self.proposed().await;
        self.done(self.front, &format!("{base}/thong-nhat"), &[])
            .await;
        let answer = self
            .post(self.head, &format!("{base}/ke-hoach"), plan)
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert!(answer.text.contains("name=\"save\""), "answers come first");
        let mut fields = plan.to_vec();
        fields.push(("save", "1"));
        self.done(self.head, &format!("{base}/ke-hoach"), &fields)
            .await;
        base
    }

    pub(crate) async fn told(&self) -> String {
        let base = self.planned().await;
        self.tell(&base).await;
        base
    }

    /// Told today; the day of the meeting comes.
    pub(crate) async fn tell(&self, base: &str) {
        self.done(self.head, &format!("{base}/thong-bao"), &notice("23"))
            .await;
        self.town.clock.set_day(date(2026, 11, 27), 9);
    }
}

pub(crate) fn plan(day: &'static str) -> [(&'static str, &'static str); 7] {
    [
        ("form", "meeting"),
        ("convener", "head"),
        ("starts-day", day),
        ("starts-month", "11"),
        ("starts-year", "2026"),
        ("starts-time", "8:00"),
        ("place", "Nhà văn hóa khu vực"),
    ]
}

pub(crate) fn notice(day: &'static str) -> [(&'static str, &'static str); 7] {
    [
        ("told_on-day", day),
        ("told_on-month", "11"),
        ("told_on-year", "2026"),
        ("posted_on-day", day),
        ("posted_on-month", "11"),
        ("posted_on-year", "2026"),
        ("ways", "giấy mời đến từng hộ"),
    ]
}

#[tokio::test]
async fn a_head_with_a_phone_runs_a_meeting_from_the_proposal_to_the_result() {
    let hamlet = hamlet().await;
    let base = hamlet.told().await;
    let public = base.replace("/lam-viec/quyet-dinh", "/ban-va-quyet-dinh");
    assert_eq!(hamlet.town.get(&public, "").await.status, 200);
    hamlet.done(hamlet.head, &format!("{base}/mo"), &[]).await;
    let meeting = format!("{base}/hop");
    for number in 1..=4 {
        let household = id(number).to_string();
        hamlet
            .done(hamlet.head, &meeting, &[("arrive", &household)])
            .await;
    }
    let page = hamlet
        .get(hamlet.head, &format!("{meeting}?tim=nguyen+van+mau+5"))
        .await;
    assert!(page.text.contains("4/5"), "{}", page.text);
    assert!(page.text.contains("Nguyễn Văn Mẫu 5") && !page.text.contains("Nguyễn Văn Mẫu 2"));
    let secretary = [
        ("chooses", "secretary"),
        ("secretary", "Lê Thị Mẫu"),
        ("hands", "4"),
    ];
    hamlet.done(hamlet.head, &meeting, &secretary).await;
    let method = [("chooses", "method"), ("method", "hands"), ("hands", "3")];
    hamlet.done(hamlet.head, &meeting, &method).await;
    let wrong = [("approve-0-0", "5"), ("against-0", "0"), ("other-0", "")];
    let end = format!("{meeting}/ket-thuc");
    let refused = hamlet.post(hamlet.head, &end, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.value("approve-0-0"), "5", "nothing typed is lost");
    let right = [("approve-0-0", "4"), ("against-0", "0"), ("other-0", "")];
    let check = hamlet.post(hamlet.head, &end, &right).await;
    assert!(check.text.contains("Được thông qua"), "{}", check.text);
    let mut save = right.to_vec();
    save.push(("save", "1"));
    hamlet.done(hamlet.head, &end, &save).await;
    let shown = hamlet.town.get(&public, "").await;
    assert!(shown.text.contains("Được thông qua"));
    assert!(shown.text.contains("4/5"));
    assert!(!shown.text.contains("Nguyễn Văn Mẫu"), "no names of people");
    let wall = hamlet.get(hamlet.head, &format!("{base}/man-hinh")).await;
    assert!(wall.text.contains("http-equiv=\"refresh\""));
}

#[tokio::test]
async fn what_was_typed_stays_and_every_refusal_shows_its_article_and_the_lawful_way() {
    let hamlet = hamlet().await;
    let base = hamlet.proposed().await;
    let early = hamlet
        .post(hamlet.head, &format!("{base}/ke-hoach"), &plan("27"))
        .await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text.contains("Điều 16"), "{}", early.text);
    assert_eq!(early.value("place"), "Nhà văn hóa khu vực");
    assert_eq!(early.value("starts-time"), "8:00");
    let broken = [
        ("form", "meeting"),
        ("starts-day", "31"),
        ("starts-month", "2"),
        ("starts-year", "2026"),
    ];
    let broken = hamlet
        .post(hamlet.head, &format!("{base}/ke-hoach"), &broken)
        .await;
    assert_eq!(broken.value("starts-day"), "31");
    assert!(broken.text.contains("starts-time"));
}

#[tokio::test]
async fn a_decision_that_is_prepared_is_not_there_for_readers_and_who_only_reads_has_no_buttons() {
    let hamlet = hamlet().await;
    let base = hamlet.planned().await;
    let public = base.replace("/lam-viec/quyet-dinh", "/ban-va-quyet-dinh");
    assert_eq!(hamlet.town.get(&public, "").await.status, 404);
    let list = hamlet.town.get("/ban-va-quyet-dinh", "").await;
    assert!(!list.text.contains("Lắp đèn"));
    let desk = hamlet.get(hamlet.board, &base).await;
    assert_eq!(desk.status, 200, "{}", desk.text);
    assert!(!desk.text.contains(&format!("{base}/thong-bao")));
    let refused = hamlet.get(hamlet.board, &format!("{base}/thong-bao")).await;
    assert_eq!(refused.status, 403);
    let tab = hamlet
        .town
        .get("/don-vi/khu-vuc-hai/ban-va-quyet-dinh", "")
        .await;
    assert_eq!(tab.status, 200);
}

#[tokio::test]
async fn every_paper_of_a_meeting_is_there_as_pdf_and_word() {
    let hamlet = hamlet().await;
    let base = hamlet.told().await;
    hamlet.done(hamlet.head, &format!("{base}/mo"), &[]).await;
    for name in ["thong-bao", "danh-sach-ho", "kiem-dem"] {
        for ending in ["pdf", "docx"] {
            let answer = hamlet
                .get(hamlet.head, &format!("{base}/tai/{name}.{ending}"))
                .await;
            assert_eq!(answer.status, 200, "{name}.{ending}: {}", answer.text);
        }
    }
    let cards = hamlet
        .get(hamlet.head, &format!("{base}/tai/the-ho.pdf"))
        .await;
    assert_eq!(cards.status, 200);
    let early = hamlet
        .get(hamlet.head, &format!("{base}/tai/bien-ban.pdf"))
        .await;
    assert_eq!(early.status, 404, "no minutes before the result");
}

#[tokio::test]
async fn a_public_decision_is_found_by_its_title_its_community_and_its_commune() {
    let hamlet = hamlet().await;
    let base = hamlet.planned().await;
    let public = base.replace("/lam-viec/quyet-dinh", "/ban-va-quyet-dinh");
    let link = format!("href=\"{public}\"");
    let before = hamlet.town.get("/tim-kiem?q=den+chieu+sang", "").await;
    assert!(
        !before.text.contains(&link),
        "what is prepared is not found"
    );
    hamlet
        .done(hamlet.head, &format!("{base}/thong-bao"), &notice("23"))
        .await;
    let ward = hamlet.town.ward.full_name.replace(' ', "+");
    for query in [
        "den+chieu+sang",
        "đèn+chiếu+sáng",
        "den+khu+vuc+hai",
        &format!("đèn+{ward}"),
    ] {
        let found = hamlet.town.get(&format!("/tim-kiem?q={query}"), "").await;
        assert!(found.text.contains(&link), "{query}: {}", found.text);
    }
    let other = hamlet.town.get("/tim-kiem?q=den+khu+vuc+ba", "").await;
    assert!(!other.text.contains(&link));
}

#[tokio::test]
async fn a_community_shows_its_households_its_head_and_its_newest_decisions() {
    let hamlet = hamlet().await;
    let path = "/don-vi/khu-vuc-hai";
    let empty = hamlet.town.get(path, "").await;
    assert!(empty.text.contains("Sổ hộ hiện có 5 hộ"), "{}", empty.text);
    assert!(empty.text.contains("chưa ghi nhận nhiệm kỳ"));
    assert!(empty.text.contains("id=\"huong-uoc\""), "what comes later");
    let base = hamlet.told().await;
    let public = base.replace("/lam-viec/quyet-dinh", "/ban-va-quyet-dinh");
    let before = hamlet.town.platform.store.statements_made();
    let shown = hamlet.town.get(path, "").await;
    let made = hamlet.town.platform.store.statements_made() - before;
    assert!(made <= 10, "{made} statements");
    assert!(shown.text.contains(&format!("href=\"{public}\"")));
    assert!(
        shown
            .text
            .contains(&format!("href=\"{path}/ban-va-quyet-dinh\""))
    );
    assert!(!shown.text.contains("Nguyễn Văn Mẫu"), "no names of people");
    let mut tx = hamlet.town.platform.store.write().await.expect("the seat");
    let number = base.rsplit('/').next().unwrap_or_default();
    let number = number.parse().expect("a number");
    let stored = dinh_store::decision::find_by_number(&mut tx, number)
        .await
        .expect("an answer")
        .expect("a decision");
    let term = dinh_store::decision::terms::OfficeTerm {
        id: Uuid::from_u128(77),
        unit: stored.decision.unit,
        commune: stored.commune,
        decision: stored.decision.id,
        role: Role::CommunityHead,
        name: "Lê Thị Trúng Cử".into(),
        account: None,
        mandate: None,
        valid_from: date(2026, 1, 15),
        valid_to: Some(date(2031, 1, 15)),
        ended_reason: String::new(),
        sample: true,
    };
    dinh_store::decision::terms::add(&mut tx, &term)
        .await
        .expect("a term");
    tx.commit().await.expect("commit");
    let headed = hamlet.town.get(path, "").await;
    assert!(headed.text.contains("Lê Thị Trúng Cử"), "{}", headed.text);
    assert!(headed.text.contains("14/01/2031"), "its last day");
    assert!(!headed.text.contains("chưa ghi nhận nhiệm kỳ"));
    let ward = format!("/don-vi/{}/ban-va-quyet-dinh", hamlet.town.ward.slug);
    let tab = hamlet.town.get(&ward, "").await;
    assert!(tab.text.contains("Lắp đèn chiếu sáng"));
}

#[tokio::test]
async fn the_public_page_costs_ten_statements_at_most_and_carries_its_address_as_a_code_for_paper()
{
    let hamlet = hamlet().await;
    let base = hamlet.told().await;
    let public = base.replace("/lam-viec/quyet-dinh", "/ban-va-quyet-dinh");
    for address in [public.clone(), format!("{public}?lang=en")] {
        let before = hamlet.town.platform.store.statements_made();
        let page = hamlet.town.get(&address, "").await;
        let made = hamlet.town.platform.store.statements_made() - before;
        assert_eq!(page.status, 200);
        assert!(made <= 10, "{address} made {made} statements");
        let code = page.text.split("class=\"dinh-qr\"").nth(1);
        let code = code.expect("a code for paper");
        assert!(code.contains("<svg") && code.contains(&public), "{code}");
    }
}

#[tokio::test]
async fn decisions_leave_as_data_once_they_are_public_and_name_nobody() {
    let hamlet = hamlet().await;
    let base = hamlet.planned().await;
    let number = base.rsplit('/').next().unwrap_or_default().to_owned();
    let one = format!("/api/v1/decisions/{number}");
    assert_eq!(hamlet.town.get(&one, "").await.status, 404);
    let list = hamlet.town.get("/api/v1/decisions", "").await;
    assert!(list.text.contains("\"items\":[]"), "{}", list.text);
    hamlet
        .done(hamlet.head, &format!("{base}/thong-bao"), &notice("23"))
        .await;
    let before = hamlet.town.platform.store.statements_made();
    let shown = hamlet.town.get(&one, "").await;
    let made = hamlet.town.platform.store.statements_made() - before;
    assert!(made <= 10, "{made} statements");
    let value: serde_json::Value = serde_json::from_str(&shown.text).expect("JSON");
    assert_eq!(value["unit"], "khu-vuc-hai");
    assert_eq!(value["commune"], hamlet.town.ward.slug);
    assert_eq!(value["state"], "noticed");
    assert_eq!(value["form"], "meeting");
    let json = hamlet.town.get("/du-lieu-mo/quyet-dinh.json", "").await;
    let csv = hamlet.town.get("/du-lieu-mo/quyet-dinh.csv", "").await;
    let rows: serde_json::Value = serde_json::from_str(&json.text).expect("JSON");
    let keys: std::collections::BTreeSet<&str> = rows["data"][0]
        .as_object()
        .expect("a row")
        .keys()
        .map(String::as_str)
        .collect();
    let header = csv.text.split("\r\n").next().unwrap_or_default();
    assert_eq!(
        header.split(',').collect::<std::collections::BTreeSet<_>>(),
        keys
    );
    let dictionary = hamlet.town.get("/du-lieu-mo", "").await;
    for name in keys {
        assert!(
            dictionary.text.contains(&format!(">{name}</code>")),
            "{name}"
        );
    }
    for text in [shown.text, json.text, csv.text] {
        assert!(text.contains("Lắp đèn chiếu sáng"));
        assert!(!text.contains("Nguyễn Văn Mẫu"), "no names of people");
    }
}

//! After the result, page by page: what was typed is kept, nothing is done before the check page, and the public account
//! names nobody.

use axum::http::StatusCode;
use dinh_domain::access::Role;
use dinh_domain::decision::{
    Count, Decision, Origin, Outcome, Plan, Proposal, Roll, Round, State, Subject,
};
use dinh_domain::ids::{DecisionId, HouseholdId, UnitId};
use dinh_domain::roll::Household;
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::{DecisionForm, Scope};
use dinh_store::decision::contributions::{self, ExpenseRow};
use jiff::civil::{Date, date};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::town::{CSRF, Town, town};

const DAY: Date = date(2026, 11, 17);

/// A matter that its meeting has passed that very day.
fn passed_in(unit: &Unit, subject: Subject) -> Decision {
    let mut count = Count::new(1, 1);
    count.represented = 1;
    count.approve = vec![1];
    let starts = DAY.at(8, 0, 0, 0);
    let at_once = subject == Subject::PublicWorks;
    let proposal = Proposal {
        subject,
        scope: Scope::Community,
        title: "Làm đường ngõ 12".into(),
        content: "Làm đường bê tông ngõ 12 (dữ liệu mẫu).".into(),
        options: vec!["Đồng ý".into()],
        seats: 1,
        origin: Origin::Head,
    };
    let round = Round {
        number: 1,
        plan: Some(Plan::new(DecisionForm::Meeting, starts, date(2026, 11, 3))),
        roll: Some(Roll {
            total: 1,
            root: "0".repeat(64),
            corrections: 0,
        }),
        count: Some(count),
        decided_on: Some(DAY),
        outcome: Some(Outcome::Passed { options: vec![0] }),
        ..Round::default()
    };
    let id = DecisionId(Uuid::from_u128(21));
    Decision {
        front_agreed_on: Some(date(2026, 11, 2)),
        state: State::Decided,
        round,
        send_by: Some(date(2026, 11, 24)),
        effective_on: at_once.then_some(DAY),
        sample: true,
        ..Decision::proposed(id, 1, unit.id, proposal, date(2026, 11, 1))
    }
}

async fn passed(town: &Town, subject: Subject) -> (Unit, Decision) {
    let unit = Unit {
        id: UnitId(Uuid::from_u128(20)),
        code: None,
        slug: "khu-vuc-mot".into(),
        kind: UnitKind::ResidentialGroup,
        full_name: "Khu vực Một".into(),
        parent: Some(town.ward.id),
        ..town.ward.clone()
    };
    town.clock.set_day(DAY, 9);
    let decision = passed_in(&unit, subject);
    let household = Household {
        id: HouseholdId(Uuid::from_u128(22)),
        unit: unit.id,
        number: 1,
        cluster: String::new(),
        valid_from: date(2025, 7, 1),
        valid_to: None,
        ended_reason: String::new(),
        version: 1,
        sample: true,
    };
    let mut tx = town.platform.store.write().await.expect("the seat");
    dinh_store::units::add(&mut tx, &unit)
        .await
        .expect("a unit");
    dinh_store::roll::households::add(&mut tx, &household)
        .await
        .expect("a household");
    dinh_store::decision::add(&mut tx, &decision, town.ward.id, town.now())
        .await
        .expect("a decision");
    tx.commit().await.expect("commit");
    (unit, decision)
}

async fn signed_in(town: &Town, login: &str, role: Role, unit: &Unit) -> String {
    let account = town.account(login).await;
    let mandate = town.mandate(account, role, unit, None).await;
    town.session(account, Some(mandate)).await
}

const SENT: [(&str, &str); 4] = [
    ("_csrf", CSRF),
    ("sent_on-day", "17"),
    ("sent_on-month", "11"),
    ("sent_on-year", "2026"),
];

#[tokio::test]
async fn what_is_typed_is_seen_once_more_before_it_is_done() {
    let town = town().await;
    let (unit, decision) = passed(&town, Subject::Convention).await;
    let head = signed_in(&town, "truong", Role::CommunityHead, &unit).await;
    let path = "/lam-viec/quyet-dinh/1/gui";
    let wrong = [
        ("_csrf", CSRF),
        ("sent_on-day", "31"),
        ("sent_on-month", "2"),
    ];
    let answer = town.post(path, &head, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.text.contains("value=\"31\""),
        "what was typed is kept"
    );
    let answer = town.post(path, &head, &SENT).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(answer.text.contains("name=\"confirmed\""));
    let mut tx = town.platform.store.read().await.expect("a snapshot");
    let before = dinh_store::decision::get(&mut tx, decision.id)
        .await
        .expect("a decision");
    assert_eq!(before.decision.state, State::Decided);
    drop(tx);
    let confirmed = [&SENT[..], &[("confirmed", "1")]].concat();
    let answer = town.post(path, &head, &confirmed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let front = signed_in(&town, "mat-tran-xa", Role::FrontCommittee, &town.ward).await;
    let recognise = [
        ("_csrf", CSRF),
        ("answer", "recognise"),
        ("document", "45/QĐ-MTTQ"),
        ("on-day", "17"),
        ("on-month", "11"),
        ("on-year", "2026"),
    ];
    let path = "/lam-viec/quyet-dinh/1/cong-nhan";
    let answer = town.post(path, &front, &recognise).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("45/QĐ-MTTQ"), "what was typed is kept");
    assert!(answer.text.contains("Điều 21"), "the article is named");
    let chairman = signed_in(&town, "chu-tich", Role::CommuneChairman, &town.ward).await;
    let list = town.get("/lam-viec/quyet-dinh/cong-nhan", &chairman).await;
    assert!(list.text.contains("Làm đường ngõ 12"));

    // Once recognised, the document of that is printed; before, there is none.
    let document = "/lam-viec/quyet-dinh/1/cong-nhan/quyet-dinh-cong-nhan.pdf";
    let before = town.get(document, &chairman).await;
    assert_eq!(before.status, StatusCode::NOT_FOUND);
    let right = [&recognise[..], &[("confirmed", "1")]].concat();
    let answer = town.post(path, &chairman, &right).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    for officer in [&chairman, &head, &front] {
        has_the_document(&town, officer).await;
    }
}

/// Decision 1 was recognised: whoever reads it at the desk prints the document of that.
async fn has_the_document(town: &Town, officer: &str) {
    let own = "/lam-viec/quyet-dinh/1";
    let page = town.get(own, officer).await.text;
    for ending in ["pdf", "docx"] {
        let document = format!("{own}/cong-nhan/quyet-dinh-cong-nhan.{ending}");
        assert!(page.contains(&format!("href=\"{document}\"")), "{page}");
        assert_eq!(town.get(&document, officer).await.status, StatusCode::OK);
    }
    for name in [
        "bien-ban.pdf",
        "quyet-dinh-cong-nhan.txt",
        "quyet-dinh-cong-nhan",
    ] {
        let path = format!("{own}/cong-nhan/{name}");
        assert_eq!(town.get(&path, officer).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_public_account_says_how_much_and_never_who() {
    let town = town().await;
    let (unit, _) = passed(&town, Subject::PublicWorks).await;
    let head = signed_in(&town, "truong", Role::CommunityHead, &unit).await;
    let base = "/lam-viec/quyet-dinh/1/dong-gop";
    let confirmed = [&SENT[..], &[("confirmed", "1")]].concat();
    town.post("/lam-viec/quyet-dinh/1/gui", &head, &confirmed)
        .await;
    let plan = [("_csrf", CSRF), ("household_amount", "500.000")];
    let answer = town.post(base, &head, &plan).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let gift = [
        ("_csrf", CSRF),
        ("source", "household"),
        ("household", "1"),
        ("payer", "Nguyễn Thị Kín"),
        ("amount", "437.000"),
        ("labour", "1,5"),
        ("received_on-day", "17"),
        ("received_on-month", "11"),
        ("received_on-year", "2026"),
    ];
    let answer = town.post(&format!("{base}/thu"), &head, &gift).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let beyond = [
        ("_csrf", CSRF),
        ("purpose", "Mua xi măng"),
        ("amount", "999.000"),
        ("spent_on-day", "17"),
        ("spent_on-month", "11"),
        ("spent_on-year", "2026"),
    ];
    let answer = town.post(&format!("{base}/chi"), &head, &beyond).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.text.contains("Mua xi măng"),
        "what was typed is kept"
    );
    let desk = town.get(base, &head).await;
    assert!(desk.text.contains("Nguyễn Thị Kín"), "{}", desk.text);
    let public = town.get("/ban-va-quyet-dinh/1/dong-gop", "").await;
    assert_eq!(public.status, StatusCode::OK);
    assert!(public.text.contains("437.000"));
    assert!(!public.text.contains("Kín"), "nobody is named");
    let paper = town.get(&format!("{base}/bien-nhan/1"), &head).await;
    assert_eq!(paper.header("content-type"), "application/pdf");
    let check = town
        .get("/ban-va-quyet-dinh/1/dong-gop/bien-nhan/1", "")
        .await;
    assert_eq!(check.status, StatusCode::OK);
    assert!(check.text.contains("/so-cai/"), "{}", check.text);
    for secret in ["Kín", "437.000"] {
        assert!(!check.text.contains(secret), "{secret} is sealed");
    }
    let none = town
        .get("/ban-va-quyet-dinh/1/dong-gop/bien-nhan/2", "")
        .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_commune_wide_matter_shows_what_each_community_said() {
    let town = town().await;
    let (unit, part) = passed(&town, Subject::PublicWorks).await;
    let chairman = signed_in(&town, "chu-tich", Role::CommuneChairman, &town.ward).await;
    let mut thread = part.clone();
    thread.id = DecisionId(Uuid::from_u128(31));
    thread.number = 2;
    thread.unit = town.ward.id;
    thread.proposal.scope = Scope::Commune;
    thread.proposal.origin = Origin::Chairman;
    thread.proposal.title = "Khơi thông cống toàn phường".into();
    let mut of_thread = part.clone();
    of_thread.id = DecisionId(Uuid::from_u128(32));
    of_thread.number = 3;
    of_thread.parent = Some(thread.id);
    of_thread.proposal = thread.proposal.clone();
    let mut tx = town.platform.store.write().await.expect("the seat");
    for decision in [&thread, &of_thread] {
        dinh_store::decision::add(&mut tx, decision, town.ward.id, town.now())
            .await
            .expect("a decision");
    }
    tx.commit().await.expect("commit");
    let confirmed = [&SENT[..], &[("confirmed", "1")]].concat();
    let sent = town
        .post("/lam-viec/quyet-dinh/2/gui", &chairman, &confirmed)
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let public = town.get("/ban-va-quyet-dinh/2", "").await;
    assert_eq!(public.status, StatusCode::OK);
    for words in [
        "Kết quả từng thôn, tổ dân phố",
        "Tán thành: 1/1 (100,0 %) thôn, tổ dân phố; cần ít nhất 1.",
        &unit.full_name,
        "1/1 (100,0 %)",
    ] {
        assert!(public.text.contains(words), "{words}: {}", public.text);
    }
    assert!(
        !public.text.contains("href=\"/ban-va-quyet-dinh/3\""),
        "a part that nobody was told of has no page yet"
    );
    let head = signed_in(&town, "truong", Role::CommunityHead, &unit).await;
    town.post("/lam-viec/quyet-dinh/3/gui", &head, &confirmed)
        .await;
    let public = town.get("/ban-va-quyet-dinh/2", "").await;
    assert!(public.text.contains("href=\"/ban-va-quyet-dinh/3\""));
    let part = town.get("/ban-va-quyet-dinh/3", "").await;
    assert!(part.text.contains("href=\"/ban-va-quyet-dinh/2\""));
}

#[tokio::test]
async fn a_voucher_opens_on_the_public_account_for_who_watches_over_it() {
    let town = town().await;
    let (unit, decision) = passed(&town, Subject::PublicWorks).await;
    let head = signed_in(&town, "truong", Role::CommunityHead, &unit).await;
    let confirmed = [&SENT[..], &[("confirmed", "1")]].concat();
    town.post("/lam-viec/quyet-dinh/1/gui", &head, &confirmed)
        .await;
    let plan = [("_csrf", CSRF), ("household_amount", "500.000")];
    town.post("/lam-viec/quyet-dinh/1/dong-gop", &head, &plan)
        .await;
    let mut tx = town.platform.store.write().await.expect("the seat");
    let account = contributions::find(&mut tx, decision.id)
        .await
        .expect("read")
        .expect("an account");
    let bytes = bytes::Bytes::from_static(b"%PDF-1.4");
    let digest: [u8; 32] = Sha256::digest(&bytes).into();
    let row = ExpenseRow {
        id: Uuid::from_u128(40),
        contribution_id: account.id.0,
        number: 1,
        purpose: "Mua xi măng".into(),
        amount: 100_000,
        beyond: "Ứng trước".into(),
        spent_on: DAY.into(),
        voucher_name: "hoa-don-ba-Kin.pdf".into(),
        voucher_type: "application/pdf".into(),
        voucher_sha256: Some(digest.to_vec()),
        recorded_at: town.now().into(),
        voided_at: None,
        void_reason: String::new(),
        register_position: None,
        void_position: None,
    };
    contributions::add_expense(&mut tx, &row, None)
        .await
        .expect("an expense");
    tx.commit().await.expect("commit");
    let hex = dinh_register::hex(&digest);
    town.platform.files.keep(&hex, bytes).await.expect("kept");
    let path = "/lam-viec/quyet-dinh/1/dong-gop/chung-tu/1";
    let page = "/ban-va-quyet-dinh/1/dong-gop";
    let public = town.get(page, "").await;
    assert!(public.text.contains(&hex), "everyone sees the digest");
    assert!(!public.text.contains(path) && !public.text.contains("Kin.pdf"));
    let board = signed_in(&town, "ban-ttnd", Role::InspectionBoardMember, &town.ward).await;
    let seen = town.get(page, &board).await;
    assert!(seen.text.contains(path), "{}", seen.text);
    let file = town.get(path, &board).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header("content-type"), "application/pdf");
    let team = signed_in(&town, "to-phieu", Role::TeamMember, &unit).await;
    let denied = town.get(path, &team).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_desk_says_what_waits_for_recognition_and_which_numbers_are_complete() {
    let town = town().await;
    let (unit, _) = passed(&town, Subject::Convention).await;
    let head = signed_in(&town, "truong", Role::CommunityHead, &unit).await;
    let confirmed = [&SENT[..], &[("confirmed", "1")]].concat();
    town.post("/lam-viec/quyet-dinh/1/gui", &head, &confirmed)
        .await;
    let chairman = signed_in(&town, "chu-tich", Role::CommuneChairman, &town.ward).await;
    let desk = town.get("/lam-viec", &chairman).await;
    assert!(
        desk.text
            .contains("1 quyết định chờ công nhận hoặc trả lời"),
        "{}",
        desk.text
    );
    assert!(desk.text.contains("thong-ke?ky=2026-Q3"));
    let front = signed_in(&town, "mat-tran-xa", Role::FrontCommittee, &town.ward).await;
    let desk = town.get("/lam-viec", &front).await;
    assert!(!desk.text.contains("chờ công nhận hoặc trả lời"));
    assert!(desk.text.contains("thong-ke?ky=2026-Q3"));
}

#[tokio::test]
async fn the_letter_shows_back_what_was_typed_and_keeps_nothing() {
    let town = town().await;
    let (unit, _) = passed(&town, Subject::Convention).await;
    let head = signed_in(&town, "truong", Role::CommunityHead, &unit).await;
    let path = "/ban-va-quyet-dinh/1/kien-nghi";
    let early = town.get(path, "").await;
    assert_eq!(early.status, StatusCode::NOT_FOUND, "nothing public yet");
    let confirmed = [&SENT[..], &[("confirmed", "1")]].concat();
    town.post("/lam-viec/quyet-dinh/1/gui", &head, &confirmed)
        .await;
    let form = town.get(path, "").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text.contains("khoản 4 Điều 24"), "{}", form.text);
    let mut tx = town.platform.store.read().await.expect("a snapshot");
    let before = dinh_store::audit::count(&mut tx).await.expect("a count");
    drop(tx);
    let letter = [
        ("_csrf", CSRF),
        ("name", "Phạm Văn Kể <b>"),
        ("reason", "Hộ tôi không được thông báo họp."),
    ];
    let answer = town.post(path, &head, &letter).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(answer.text.contains("Hộ tôi không được thông báo họp."));
    assert!(answer.text.contains("Ban Thanh tra nhân dân"));
    assert!(!answer.text.contains("Kể <b>"), "it is text, not markup");
    let mut tx = town.platform.store.read().await.expect("a snapshot");
    let after = dinh_store::audit::count(&mut tx).await.expect("a count");
    assert_eq!(before, after);
}

//! The pages of reminders: one's own address, whom letters do not reach, how the mail goes.

use axum::http::StatusCode;
use dinh_domain::access::Role;
use dinh_domain::ids::AccountId;
use dinh_service::disclosure::{OpenDuty, open_duty};
use dinh_service::people::digest;
use dinh_service::reminders::{MailServer, Postman, deliver, remind};
use dinh_service::{Actor, Context, Person};
use dinh_store::reminders::confirmations::{self, Confirmation};
use dinh_store::reminders::mails;
use jiff::civil::date;

use crate::town::{CSRF, Town, town};

const LIST: &str = "/lam-viec/thu-chua-den";

async fn session(town: &Town, login: &str, role: Role) -> (AccountId, String) {
    let unit = match role {
        Role::CityAdministrator | Role::HomeAffairs => &town.city,
        _ => &town.ward,
    };
    let account = town.account(login).await;
    let mandate = town.mandate(account, role, unit, None).await;
    (account, town.session(account, Some(mandate)).await)
}

/// A duty of the ward that is overdue by a week.
async fn overdue(town: &Town, clerk: AccountId) {
    let mut tx = town.platform.store.read().await.expect("a snapshot");
    let mandates = dinh_store::people::mandates(&mut tx, clerk).await;
    drop(tx);
    let person = Person {
        account: clerk,
        name: "Người mẫu".into(),
        mandate: mandates.expect("mandates").pop(),
    };
    let event = OpenDuty {
        rule: "11.3:projects".into(),
        title: "Dự án mẫu".into(),
        event_on: date(2026, 11, 2),
        event_document: "1/QĐ-UBND".into(),
    };
    let clerk = Context::new(&town.platform, Actor::Person(person));
    open_duty(&clerk, town.ward.id, event)
        .await
        .expect("a duty");
}

/// A link to the address that waits, as a letter carries it.
async fn link(town: &Town, account: AccountId, code: &str) {
    let mut tx = town.platform.store.write().await.expect("the seat");
    let confirmation = Confirmation {
        account,
        address: "lan@cantho.gov.vn".into(),
    };
    let later = town.now() + jiff::SignedDuration::from_hours(48);
    let added = confirmations::add(&mut tx, digest(code), &confirmation, later).await;
    added.expect("a link");
    tx.commit().await.expect("commit");
}

const CONFIRM: &str = "/tai-khoan/thu/xac-nhan";

/// Give an address and confirm it.
async fn reached(town: &Town, account: AccountId, token: &str) {
    let fields = [
        ("_csrf", CSRF),
        ("address", "lan@cantho.gov.vn"),
        ("choice", "each"),
    ];
    town.post("/tai-khoan/thu", token, &fields).await;
    link(town, account, "ma-dung").await;
    let page = town.get(&format!("{CONFIRM}?ma=ma-dung"), "").await;
    assert!(page.text.contains("Bấm nút dưới đây"), "{}", page.text);
    let fields = [("_csrf", CSRF), ("ma", "ma-dung")];
    let done = town.post(CONFIRM, token, &fields).await;
    assert!(done.text.contains("Đã xác nhận địa chỉ"), "{}", done.text);
}

#[tokio::test]
async fn opening_the_link_changes_nothing_pressing_the_button_confirms_once() {
    let town = town().await;
    let (clerk, token) = session(&town, "canbo", Role::CommuneClerk).await;
    reached(&town, clerk, &token).await;
    let page = town.get("/tai-khoan", &token).await;
    assert!(
        page.text
            .contains("Thư đang đến lan@cantho.gov.vn, đã xác nhận.")
    );
    let gone = town.get(&format!("{CONFIRM}?ma=ma-dung"), "").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(gone.text.contains("Liên kết không còn dùng được"));
    let fields = [("_csrf", CSRF), ("ma", "ma-dung")];
    let again = town.post(CONFIRM, &token, &fields).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    let without = town.post(CONFIRM, &token, &[("ma", "ma-dung")]).await;
    assert_eq!(without.status, StatusCode::FORBIDDEN, "not from our form");
}

async fn queue(town: &Town) -> usize {
    let ctx = Context::new(&town.platform, Actor::Clockwork);
    remind(&ctx).await.expect("queued")
}

#[tokio::test]
async fn a_clerk_sets_changes_and_erases_the_address_and_sees_what_is_wrong_with_it() {
    let town = town().await;
    let (clerk, token) = session(&town, "canbo", Role::CommuneClerk).await;
    let page = town.get("/tai-khoan", &token).await;
    assert!(page.text.contains("Thư nhắc việc"));
    assert!(
        page.text.contains("value=\"daily\" checked"),
        "the usual choice"
    );
    let wrong = [
        ("_csrf", CSRF),
        ("address", "lan nguyen@cantho"),
        ("choice", "each"),
    ];
    let answer = town.post("/tai-khoan/thu", &token, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        answer.value("address"),
        "lan nguyen@cantho",
        "nothing typed is lost"
    );
    assert!(
        answer.text.contains("href=\"#address\""),
        "the summary leads to the field"
    );
    let right = [
        ("_csrf", CSRF),
        ("address", "lan@cantho.gov.vn"),
        ("choice", "each"),
    ];
    let answer = town.post("/tai-khoan/thu", &token, &right).await;
    assert_eq!(answer.header("location"), "/tai-khoan?xong=thu");
    let page = town.get("/tai-khoan?xong=thu", &token).await;
    assert_eq!(page.value("address"), "lan@cantho.gov.vn");
    assert!(page.text.contains("Đã lưu địa chỉ và cách nhận thư"));
    assert!(page.text.contains("lan@cantho.gov.vn chưa được xác nhận"));

    let (_, administrator) = session(&town, "quantri", Role::CityAdministrator).await;
    let path = format!("/quan-tri/tai-khoan/{clerk}");
    assert_eq!(
        town.get(&path, &administrator).await.value("address"),
        "lan@cantho.gov.vn"
    );
    let none = [("_csrf", CSRF), ("address", "")];
    let answer = town
        .post(&format!("{path}/thu"), &administrator, &none)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(town.get("/tai-khoan", &token).await.value("address"), "");
    let own = town.get("/tai-khoan", &administrator).await;
    assert!(
        !own.text.contains("name=\"address\""),
        "who is not reminded is not asked"
    );
}

#[tokio::test]
async fn the_chairman_sees_who_cannot_be_told_in_the_ward_and_the_administrator_everywhere() {
    let town = town().await;
    let (clerk, clerk_token) = session(&town, "canbo", Role::CommuneClerk).await;
    let (_, chairman) = session(&town, "chutich", Role::CommuneChairman).await;
    let (_, administrator) = session(&town, "quantri", Role::CityAdministrator).await;
    assert_eq!(
        town.get(LIST, &clerk_token).await.status,
        StatusCode::FORBIDDEN
    );
    let all_reached = "Không có thư nào bị trả lại";
    let silent = town.get(LIST, &chairman).await.text;
    assert!(silent.contains("không thư nào được gửi") && !silent.contains(all_reached));
    let state = town.get("/quan-tri/thu", &administrator).await.text;
    assert!(state.contains("Chưa đặt máy chủ thư") && !state.contains(all_reached));
    town.state.post.name("smtp://localhost".into());
    let empty = town.get(LIST, &chairman).await.text;
    assert!(empty.contains(all_reached) && !empty.contains("không thư nào được gửi"));
    overdue(&town, clerk).await;
    assert_eq!(queue(&town).await, 0, "nobody has an address");
    let page = town.get(LIST, &chairman).await;
    assert!(
        page.text
            .contains("Người mẫu canbo (Cán bộ công khai), Phường Mẫu")
    );
    assert!(
        page.text
            .contains("Chưa có địa chỉ thư đã xác nhận, 1 việc chưa nhắc được từ 23/11/2026")
    );
    assert!(
        !page.text.contains("/quan-tri/"),
        "the account is the administrator's"
    );
    assert!(!page.text.contains("Sở Nội vụ), "), "another unit's");
    let page = town.get(LIST, &administrator).await;
    assert!(page.text.contains(&format!("/quan-tri/tai-khoan/{clerk}")));
    assert!(page.text.contains("Sở Nội vụ, Thành phố Mẫu"));
    assert!(page.text.contains("Chưa ai giữ nhiệm vụ này"));
    let page = town.get("/quan-tri/thu", &administrator).await;
    assert!(page.text.contains("Xem 3 trường hợp chưa đến"));
}

#[tokio::test]
async fn a_letter_that_was_given_up_is_sent_again_with_one_press() {
    let town = town().await;
    let (clerk, token) = session(&town, "canbo", Role::CommuneClerk).await;
    let (_, chairman) = session(&town, "chutich", Role::CommuneChairman).await;
    reached(&town, clerk, &token).await;
    overdue(&town, clerk).await;
    assert_eq!(queue(&town).await, 1);
    fail(&town).await;
    let page = town.get(LIST, &chairman).await;
    assert!(page.text.contains("550 no such user"), "{}", page.text);
    assert!(page.text.contains("Kiểm tra địa chỉ với người nhận"));
    assert!(
        !page.text.contains("lan@cantho.gov.vn"),
        "the address is not shown"
    );
    let action = page.text.split("action=\"/lam-viec/thu-chua-den/").nth(1);
    let id = action
        .and_then(|rest| rest.split('/').next())
        .expect("a form");
    let path = format!("{LIST}/{id}/gui-lai");
    let answer = town.post(&path, &token, &[("_csrf", CSRF)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "not the clerk");
    let answer = town.post(&path, &chairman, &[("_csrf", CSRF)]).await;
    assert_eq!(
        answer.header("location"),
        "/lam-viec/thu-chua-den?xong=gui-lai"
    );
    let page = town.get(answer.header("location"), &chairman).await;
    assert!(page.text.contains("Thư đã được xếp hàng gửi lại"));
    assert!(!page.text.contains("550 no such user"));
}

/// The server refuses the letter that waits.
async fn fail(town: &Town) {
    let mut tx = town.platform.store.write().await.expect("the seat");
    let lease = town.now() + jiff::SignedDuration::from_mins(5);
    let mail = mails::claim(&mut tx, town.now(), lease)
        .await
        .expect("read");
    let outcome = mails::Outcome::Failed(mails::Problem::Rejected);
    let mail = mail.expect("a letter waits");
    let settled = mails::settle(&mut tx, &mail, &outcome, "550 no such user", town.now()).await;
    settled.expect("settled");
    tx.commit().await.expect("commit");
}

#[tokio::test]
async fn the_administrator_is_told_what_stands_in_the_way_of_the_mail() {
    let town = town().await;
    let (clerk, token) = session(&town, "canbo", Role::CommuneClerk).await;
    let (_, administrator) = session(&town, "quantri", Role::CityAdministrator).await;
    reached(&town, clerk, &token).await;
    overdue(&town, clerk).await;
    queue(&town).await;
    // A port where nobody listens: it was given to us and given back.
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let server = MailServer::parse(&format!("smtp://127.0.0.1:{port}"), None, "dinh@example.vn");
    let server = server.expect("a server");
    town.state.post.name(server.shown());
    let postman = Postman::new(server, "https://dinh.example.vn").expect("a postman");
    let sent = deliver(&town.platform, &postman, &town.state.post).await;
    assert_eq!(sent.expect("tried"), 0);
    let page = town.get("/quan-tri/thu", &administrator).await;
    assert!(page.text.contains(&format!("127.0.0.1:{port}")));
    assert!(
        page.text.contains("Máy chủ thư không nhận thư từ"),
        "{}",
        page.text
    );
    assert!(page.text.contains("đã thử 1 lần"));
    let page = town.get("/quan-tri/thu?lang=en", &administrator).await;
    assert!(
        page.text
            .contains("The mail server has taken nothing since")
    );
}

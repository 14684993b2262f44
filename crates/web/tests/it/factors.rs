//! Codes of an application, codes on paper, sessions, and what an administrator can do about them.

use axum::http::StatusCode;
use dinh_domain::access::Role;
use dinh_domain::ids::AccountId;
use jiff::Timestamp;
use ring::hmac;

use crate::town::{Answer, CSRF, PASSWORD, Town, town};

const APP: &str = "/tai-khoan/xac-thuc/ung-dung";

/// What an application shows at a time; written apart from the product, by RFC 6238.
pub fn shown(secret: &str, at: Timestamp) -> String {
    let (mut key, mut bits, mut count) = (Vec::new(), 0_u32, 0_u32);
    for sign in secret.bytes().filter(|byte| *byte != b' ') {
        let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
            .iter()
            .position(|known| *known == sign)
            .expect("base 32");
        bits = ((bits << 5) | u32::try_from(value).expect("small")) & 0xfff;
        count += 5;
        if count >= 8 {
            count -= 8;
            key.push(u8::try_from((bits >> count) & 0xff).expect("a byte"));
        }
    }
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key);
    let tag = hmac::sign(&key, &(at.as_second() / 30).to_be_bytes());
    let tag = tag.as_ref();
    let from = usize::from(tag[19] & 15);
    let word = tag[from..from + 4].try_into().expect("four bytes");
    format!(
        "{:06}",
        (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000
    )
}

/// The secret that the page shows for typing.
fn secret(page: &Answer) -> String {
    let after = page.text.split("dinh-secret\">").nth(1).expect("a secret");
    after.split('<').next().unwrap_or_default().to_owned()
}

/// The codes on paper that a page shows.
fn codes(page: &Answer) -> Vec<String> {
    let parts = page.text.split("<code>").skip(1);
    parts
        .filter_map(|part| part.split('<').next())
        .map(str::to_owned)
        .collect()
}

/// Add an application in this session; gives its secret and the codes on paper.
async fn enrol(town: &Town, session: &str) -> (String, Vec<String>) {
    let form = town.get(APP, session).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.text);
    let secret = secret(&form);
    let sealed = form.value("sealed");
    let code = shown(&secret, town.now());
    let fields = [
        ("_csrf", CSRF),
        ("sealed", &*sealed),
        ("code", &*code),
        ("password", PASSWORD),
    ];
    let done = town.post(APP, session, &fields).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    (secret, codes(&done))
}

/// The second step with a code; the first was done.
async fn step(town: &Town, asked: &Answer, code: &str) -> Answer {
    let (csrf, ticket) = (asked.value("_csrf"), asked.value("ticket"));
    let fields = [("_csrf", &*csrf), ("ticket", &*ticket), ("code", code)];
    town.post("/dang-nhap/buoc-hai", "", &fields).await
}

async fn clerk(town: &Town) -> (AccountId, String) {
    let lan = town.account("lan").await;
    let mandate = town
        .mandate(lan, Role::CommuneClerk, &town.ward, None)
        .await;
    (lan, town.session(lan, Some(mandate)).await)
}

#[tokio::test]
async fn a_code_is_asked_for_after_the_password_and_counts_once() {
    let town = town().await;
    let (lan, session) = clerk(&town).await;
    let other = town.session(lan, None).await;
    let (secret, paper) = enrol(&town, &session).await;
    assert_eq!(paper.len(), 10);
    let kept = town.get("/tai-khoan", &session).await.status;
    assert_eq!(kept, StatusCode::OK);
    let ended = town.get("/tai-khoan", &other).await.status;
    assert_eq!(ended, StatusCode::SEE_OTHER, "the other session ended");

    let used = shown(&secret, town.now());
    town.pass(1);
    let asked = town.sign_in("lan", PASSWORD).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert_eq!(asked.cookie("__Host-dinh"), "", "nobody is in yet");
    let code = shown(&secret, town.now());
    for wrong in ["000000", "", &*used] {
        let refused = step(&town, &asked, wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("Mã không đúng hoặc đã dùng"));
    }
    let entered = step(&town, &asked, &code).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    assert_ne!(entered.cookie("__Host-dinh"), "");
    let again = step(&town, &town.sign_in("lan", PASSWORD).await, &code).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the same code"
    );
}

#[tokio::test]
async fn a_code_on_paper_lets_in_once_and_a_ticket_holds_for_ten_minutes() {
    let town = town().await;
    let (_, session) = clerk(&town).await;
    let (secret, paper) = enrol(&town, &session).await;
    town.pass(5);
    let asked = town.sign_in("lan", PASSWORD).await;
    let entered = step(&town, &asked, &paper[0].to_lowercase()).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    let asked = town.sign_in("lan", PASSWORD).await;
    let again = step(&town, &asked, &paper[0]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    town.pass(11);
    let late = step(&town, &asked, &shown(&secret, town.now())).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("quá mười phút"), "{}", late.text);
    assert!(late.text.contains("name=\"login\""), "from the beginning");
}

#[tokio::test]
async fn guessing_codes_waits_longer_and_longer() {
    let town = town().await;
    let (_, session) = clerk(&town).await;
    let (secret, _) = enrol(&town, &session).await;
    town.pass(1);
    let mut asked = town.sign_in("lan", PASSWORD).await;
    for _ in 0..4 {
        asked = step(&town, &asked, "123456").await;
        assert!(asked.text.contains("Mã không đúng"), "{}", asked.text);
    }
    let fifth = step(&town, &asked, "123456").await;
    assert!(fifth.text.contains("Xin đợi 1 phút"), "{}", fifth.text);
    let right = step(&town, &asked, &shown(&secret, town.now())).await;
    assert_eq!(
        right.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the right one too"
    );
    town.pass(2);
    let right = step(&town, &asked, &shown(&secret, town.now())).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.text);
}

#[tokio::test]
async fn a_factor_changes_with_the_password_only_and_a_wrong_code_keeps_nothing() {
    let town = town().await;
    let (_, session) = clerk(&town).await;
    let form = town.get(APP, &session).await;
    assert!(form.text.contains("<svg"), "a square code");
    assert!(!form.text.contains("<script>"));
    let code = shown(&secret(&form), town.now());
    let sealed = form.value("sealed");
    for (code, password, message) in [
        (&*code, "sai mật khẩu rồi", "Mật khẩu hiện tại không đúng"),
        (&*code, "", "Nhập mật khẩu hiện tại"),
        ("000000", PASSWORD, "Mã không đúng"),
    ] {
        let fields = [
            ("_csrf", CSRF),
            ("sealed", &*sealed),
            ("code", code),
            ("password", password),
        ];
        let refused = town.post(APP, &session, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(message), "{}", refused.text);
        assert_eq!(refused.value("sealed"), sealed, "the same square code");
    }
    let direct = town.sign_in("lan", PASSWORD).await;
    assert_eq!(direct.status, StatusCode::SEE_OTHER, "no second step yet");
    let minh = town.account("minh").await;
    let foreign = town.session(minh, None).await;
    let fields = [
        ("_csrf", CSRF),
        ("sealed", &*sealed),
        ("code", &*code),
        ("password", PASSWORD),
    ];
    let refused = town.post(APP, &foreign, &fields).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "somebody else's square code"
    );
}

#[tokio::test]
async fn a_role_that_needs_a_second_factor_does_nothing_before_it_has_one() {
    let town = town().await;
    let (_, session) = clerk(&town).await;
    let boss = town.account("boss").await;
    let mandate = town
        .mandate(boss, Role::CityAdministrator, &town.city, None)
        .await;
    let admin = town.session(boss, Some(mandate)).await;
    let desk = town.get("/lam-viec", &session).await.status;
    assert_eq!(desk, StatusCode::OK, "a password is enough by default");
    let fields = [("_csrf", CSRF), ("role", "commune_clerk")];
    let set = town.post("/quan-tri/xac-thuc", &admin, &fields).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text);
    let turned = town.get("/lam-viec", &session).await;
    assert_eq!(turned.header("location"), "/tai-khoan/xac-thuc");
    let page = town.get("/tai-khoan/xac-thuc", &session).await;
    assert!(
        page.text.contains("bắt buộc xác thực hai bước"),
        "{}",
        page.text
    );
    let fields = [("_csrf", CSRF)];
    let form = town.post("/lam-viec/mo-muc", &session, &fields).await;
    assert_eq!(form.status, StatusCode::FORBIDDEN);
    enrol(&town, &session).await;
    assert_eq!(town.get("/lam-viec", &session).await.status, StatusCode::OK);
    let fields = [("_csrf", CSRF), ("totp_password", PASSWORD)];
    let last = town
        .post("/tai-khoan/xac-thuc/bo-ung-dung", &session, &fields)
        .await;
    assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        last.text.contains("không bỏ được cách cuối cùng"),
        "{}",
        last.text
    );
}

#[tokio::test]
async fn an_administrator_resets_factors_with_a_reason_that_the_person_reads() {
    let town = town().await;
    let (lan, session) = clerk(&town).await;
    enrol(&town, &session).await;
    let boss = town.account("boss").await;
    let mandate = town
        .mandate(boss, Role::CityAdministrator, &town.city, None)
        .await;
    let admin = town.session(boss, Some(mandate)).await;
    let path = format!("/quan-tri/tai-khoan/{lan}/xac-thuc");
    let short = [("_csrf", CSRF), ("factor_reason", "mất")];
    let refused = town.post(&path, &admin, &short).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reason = "Đã gặp trực tiếp, mất điện thoại";
    let fields = [("_csrf", CSRF), ("factor_reason", reason)];
    let done = town.post(&path, &admin, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let ended = town.get("/tai-khoan", &session).await.status;
    assert_eq!(ended, StatusCode::SEE_OTHER, "every session ended");
    let entered = town.sign_in("lan", PASSWORD).await;
    assert_eq!(
        entered.header("location"),
        "/tai-khoan",
        "there is something to read"
    );
    let token = entered.cookie("__Host-dinh");
    let page = town.get("/tai-khoan", &token).await;
    assert!(page.text.contains(reason), "{}", page.text);
    assert!(page.text.contains("Đặt lại xác thực hai bước"));
    let csrf = page.value("_csrf");
    let read = town
        .post("/tai-khoan/da-doc", &token, &[("_csrf", &*csrf)])
        .await;
    assert_eq!(read.status, StatusCode::SEE_OTHER, "{}", read.text);
    let page = town.get("/tai-khoan", &token).await;
    assert!(!page.text.contains(reason), "read once");
    let trail = town.get("/quan-tri/nhat-ky", &admin).await;
    assert!(trail.text.contains("Đặt lại xác thực hai bước"));
    assert!(!trail.text.contains(reason), "the trail names no reason");
    let own = format!("/quan-tri/tai-khoan/{boss}/xac-thuc");
    let own = town.post(&own, &admin, &fields).await;
    assert_eq!(own.status, StatusCode::CONFLICT, "nobody resets their own");
}

#[tokio::test]
async fn a_person_sees_their_sessions_and_ends_one_or_all_others() {
    let town = town().await;
    let (lan, session) = clerk(&town).await;
    let minh = town.account("minh").await;
    let foreign = town.session(minh, None).await;
    let others = [town.session(lan, None).await, town.session(lan, None).await];
    let page = town.get("/tai-khoan/phien", &session).await;
    assert_eq!(
        page.text.matches("dinh-session").count(),
        3,
        "{}",
        page.text
    );
    assert_eq!(page.text.matches("Máy này").count(), 1);
    let hash = |token: &str| -> String { dinh_register::hex(&dinh_service::people::digest(token)) };
    let end = async |token: &str, phien: &str| {
        let fields = [("_csrf", CSRF), ("phien", phien)];
        town.post("/tai-khoan/phien", token, &fields).await.status
    };
    let is_in = async |token: &str| town.get("/tai-khoan", token).await.status == StatusCode::OK;
    assert_eq!(
        end(&foreign, &hash(&others[0])).await,
        StatusCode::SEE_OTHER
    );
    assert!(is_in(&others[0]).await, "nobody ends another's session");
    assert_eq!(
        end(&session, &hash(&others[0])).await,
        StatusCode::SEE_OTHER
    );
    assert!(!is_in(&others[0]).await);
    assert!(is_in(&others[1]).await);
    assert_eq!(end(&session, "").await, StatusCode::SEE_OTHER);
    assert!(!is_in(&others[1]).await);
    assert!(is_in(&session).await && is_in(&foreign).await);
}

#[tokio::test]
async fn an_administrator_ends_the_sessions_of_an_account() {
    let town = town().await;
    let (lan, session) = clerk(&town).await;
    let boss = town.account("boss").await;
    let mandate = town
        .mandate(boss, Role::CityAdministrator, &town.city, None)
        .await;
    let admin = town.session(boss, Some(mandate)).await;
    let fields = [("_csrf", CSRF)];
    let path = format!("/quan-tri/tai-khoan/{lan}/phien");
    let done = town.post(&path, &admin, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let ended = town.get("/tai-khoan", &session).await.status;
    assert_eq!(ended, StatusCode::SEE_OTHER);
    let path = format!("/quan-tri/tai-khoan/{boss}/phien");
    town.post(&path, &admin, &fields).await;
    let kept = town.get("/tai-khoan", &admin).await.status;
    assert_eq!(kept, StatusCode::OK, "their own stays");
}

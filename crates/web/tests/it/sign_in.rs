//! Signing in, sessions, and what protects forms.

use axum::http::{Method, StatusCode};
use dinh_domain::access::Role;
use dinh_web::Quotas;
use jiff::civil::date;
use std::num::NonZeroU32;

use crate::town::{CSRF, MULTIPART, PASSWORD, town, town_with};

#[tokio::test]
async fn the_session_cookie_is_for_this_host_tls_and_no_script() {
    let town = town().await;
    let clerk = town.account("lan").await;
    town.mandate(clerk, Role::CommuneClerk, &town.ward, None)
        .await;
    let answer = town.sign_in("LAN", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(answer.header("location"), "/lam-viec");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-dinh="), "{cookie}");
    for flag in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert_eq!(answer.token().len(), 43);
    assert_eq!(
        town.get("/tai-khoan", answer.token()).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn readers_get_no_cookie_and_every_answer_is_protected() {
    let town = town().await;
    for path in ["/", "/dang-nhap", "/khong-co", "/healthz"] {
        let answer = town.get(path, "").await;
        assert_eq!(answer.header("set-cookie"), "", "{path}");
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'")
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(
            answer
                .header("strict-transport-security")
                .starts_with("max-age="),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_get_the_same_answer() {
    let town = town().await;
    town.account("lan").await;
    let wrong = town.sign_in("lan", "không phải mật khẩu").await;
    let unknown = town.sign_in("lam", "không phải mật khẩu").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unknown.status, wrong.status);
    assert!(
        wrong
            .text
            .contains("Tên đăng nhập hoặc mật khẩu không đúng")
    );
    assert!(
        unknown
            .text
            .contains("Tên đăng nhập hoặc mật khẩu không đúng")
    );
    assert_eq!(wrong.value("login"), "lan");
    assert!(!wrong.text.contains("không phải mật khẩu"));
}

#[tokio::test]
async fn after_five_failures_a_login_waits_longer_and_longer_known_or_not() {
    let town = town().await;
    town.account("lan").await;
    for login in ["lan", "nguoi-la"] {
        for _ in 0..4 {
            let answer = town.sign_in(login, "sai mật khẩu rồi").await;
            assert!(answer.text.contains("không đúng"), "{login}");
        }
        let fifth = town.sign_in(login, "sai mật khẩu rồi").await;
        assert!(
            fifth.text.contains("Xin đợi 1 phút"),
            "{login}: {}",
            fifth.text
        );
        let right = town.sign_in(login, PASSWORD).await;
        assert_eq!(right.status, StatusCode::UNPROCESSABLE_ENTITY, "{login}");
        assert!(right.text.contains("Xin đợi 1 phút"), "{login}");
    }
    town.pass(2);
    let sixth = town.sign_in("lan", "sai mật khẩu rồi").await;
    assert!(sixth.text.contains("Xin đợi 2 phút"), "{}", sixth.text);
    town.pass(3);
    assert_eq!(
        town.sign_in("lan", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn signing_in_and_choosing_a_mandate_renew_the_token() {
    let town = town().await;
    let person = town.account("lan").await;
    let clerk = town
        .mandate(person, Role::CommuneClerk, &town.ward, None)
        .await;
    town.mandate(person, Role::CommunityHead, &town.other, None)
        .await;
    let first = town.sign_in("lan", PASSWORD).await;
    assert_eq!(first.header("location"), "/tai-khoan/vai-tro");
    let first = first.token().to_owned();
    let desk = town.get("/lam-viec", &first).await;
    assert_eq!(desk.header("location"), "/tai-khoan/vai-tro");
    let page = town.get("/tai-khoan/vai-tro", &first).await;
    assert!(page.text.contains("Phường Mẫu") && page.text.contains("Phường Khác"));
    let fields = [
        ("_csrf", &*page.value("_csrf")),
        ("mandate", &*clerk.to_string()),
    ];
    let chosen = town.post("/tai-khoan/vai-tro", &first, &fields).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.text);
    assert_ne!(chosen.token(), first);
    assert_eq!(
        town.get("/tai-khoan", &first).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        town.get("/lam-viec", chosen.token()).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn nobody_uses_the_mandate_of_somebody_else_or_one_that_is_over() {
    let town = town().await;
    let lan = town.account("lan").await;
    let over = town
        .mandate(
            lan,
            Role::CommuneClerk,
            &town.ward,
            Some(date(2026, 11, 23)),
        )
        .await;
    let other = town.account("minh").await;
    let foreign = town
        .mandate(other, Role::CityAdministrator, &town.city, None)
        .await;
    let token = town.session(lan, None).await;
    for mandate in [over, foreign] {
        let fields = [("_csrf", CSRF), ("mandate", &*mandate.to_string())];
        let answer = town.post("/tai-khoan/vai-tro", &token, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_mandate_that_ends_overnight_opens_nothing_in_the_morning() {
    let town = town().await;
    let boss = town.account("boss").await;
    let until = Some(date(2026, 11, 24));
    let mandate = town
        .mandate(boss, Role::CityAdministrator, &town.city, until)
        .await;
    town.clock.set_day(date(2026, 11, 23), 23);
    let token = town.session(boss, Some(mandate)).await;
    town.pass(59);
    assert_eq!(
        town.get("/quan-tri/tai-khoan", &token).await.status,
        StatusCode::OK
    );
    town.pass(1);
    let answer = town.get("/quan-tri/tai-khoan", &token).await;
    assert_eq!(answer.header("location"), "/tai-khoan/vai-tro");
    let answer = town
        .post("/quan-tri/tai-khoan/moi", &token, &[("_csrf", CSRF)])
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_session_ends_after_an_hour_of_rest_and_after_twelve_hours_of_work() {
    let town = town().await;
    let lan = town.account("lan").await;
    let rested = town.session(lan, None).await;
    let worked = town.session(lan, None).await;
    for _ in 0..14 {
        town.pass(50);
        assert_eq!(town.get("/tai-khoan", &worked).await.status, StatusCode::OK);
    }
    assert_eq!(
        town.get("/tai-khoan", &rested).await.status,
        StatusCode::SEE_OTHER
    );
    town.pass(20);
    let over = town.get("/tai-khoan", &worked).await;
    assert_eq!(over.header("location"), "/dang-nhap?tiep=/tai-khoan");
}

#[tokio::test]
async fn a_form_without_the_token_of_its_session_changes_nothing() {
    let town = town().await;
    let boss = town.account("boss").await;
    let mandate = town
        .mandate(boss, Role::CityAdministrator, &town.city, None)
        .await;
    let token = town.session(boss, Some(mandate)).await;
    let path = "/quan-tri/tai-khoan/moi";
    let typed = [
        ("login", "moi"),
        ("name", "Người Mới"),
        ("password", PASSWORD),
    ];
    for csrf in [None, Some("token-of-another"), Some("")] {
        let fields: Vec<_> = csrf
            .map(|csrf| ("_csrf", csrf))
            .into_iter()
            .chain(typed)
            .collect();
        let answer = town.post(path, &token, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text.contains("Gửi lại") && answer.text.contains("Người Mới"));
        assert!(!answer.text.contains(PASSWORD));
    }
    let fields: Vec<_> = [("_csrf", CSRF)].into_iter().chain(typed).collect();
    for foreign in [
        &[("sec-fetch-site", "cross-site")][..],
        &[
            ("origin", "https://evil.example"),
            ("host", "dinh.example.vn"),
        ][..],
    ] {
        let answer = town
            .send(Method::POST, path, &token, &fields, foreign)
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(!answer.text.contains("Người Mới"));
    }
    let mut tx = town.platform.store.read().await.expect("a snapshot");
    assert_eq!(
        dinh_store::people::accounts::count(&mut tx)
            .await
            .expect("a count"),
        1
    );
    drop(tx);
    let answer = town.post(path, &token, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

#[tokio::test]
async fn signing_in_leads_nowhere_but_to_this_site() {
    let town = town().await;
    let lan = town.account("lan").await;
    town.mandate(lan, Role::CommuneClerk, &town.ward, None)
        .await;
    let goals = [
        ("/don-vi?ngay=2026-01-01", "/don-vi?ngay=2026-01-01"),
        ("https://evil.example", "/lam-viec"),
        ("//evil.example", "/lam-viec"),
        ("/\\evil.example", "/lam-viec"),
    ];
    for (asked, reached) in goals {
        let form = town.get("/dang-nhap", "").await;
        let csrf = form.value("_csrf");
        let fields = [
            ("_csrf", &*csrf),
            ("login", "lan"),
            ("password", PASSWORD),
            ("tiep", asked),
        ];
        let answer = town.post("/dang-nhap", "", &fields).await;
        assert_eq!(answer.header("location"), reached, "{asked}");
    }
}

#[tokio::test]
async fn what_was_typed_survives_a_lost_session() {
    let town = town().await;
    let boss = town.account("boss").await;
    town.mandate(boss, Role::CityAdministrator, &town.city, None)
        .await;
    let path = "/quan-tri/tai-khoan/moi";
    let typed = [
        ("_csrf", "old"),
        ("login", "moi"),
        ("name", "Nguyễn \"Thị\" <Mẫu>"),
    ];
    let lost = town.post(path, "gone", &typed).await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED);
    assert!(lost.text.contains("Phiên làm việc đã kết thúc"));
    let (csrf, kept) = (lost.value("_csrf"), lost.value("_giu"));
    let wrong = [
        ("_csrf", &*csrf),
        ("_giu", &*kept),
        ("login", "boss"),
        ("password", "sai"),
    ];
    let again = town.post("/dang-nhap", "", &wrong).await;
    assert_eq!(
        again.value("_giu"),
        kept,
        "a wrong password loses nothing either"
    );
    let right = [
        ("_csrf", &*csrf),
        ("_giu", &*kept),
        ("login", "boss"),
        ("password", PASSWORD),
    ];
    let back = town.post("/dang-nhap", "", &right).await;
    assert_eq!(back.status, StatusCode::OK, "{}", back.text);
    assert!(back.text.contains(&format!("action=\"{path}\"")));
    assert!(
        back.text.contains("Nguyễn &#34;Thị&#34; &#60;Mẫu&#62;"),
        "{}",
        back.text
    );
    let csrf = back.value("_csrf");
    let sent = [
        ("_csrf", &*csrf),
        ("login", "moi"),
        ("name", "Nguyễn Thị Mẫu"),
        ("password", PASSWORD),
    ];
    let done = town.post(path, back.token(), &sent).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
}

#[tokio::test]
async fn a_closed_account_is_out_at_once_and_cannot_come_back() {
    let town = town().await;
    let boss = town.account("boss").await;
    let mandate = town
        .mandate(boss, Role::CityAdministrator, &town.city, None)
        .await;
    let boss_token = town.session(boss, Some(mandate)).await;
    let lan = town.account("lan").await;
    let lan_token = town.session(lan, None).await;
    assert_eq!(
        town.get("/tai-khoan", &lan_token).await.status,
        StatusCode::OK
    );
    let close = |id| format!("/quan-tri/tai-khoan/{id}/khoa");
    let own = town
        .post(&close(boss), &boss_token, &[("_csrf", CSRF)])
        .await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    let closed = town
        .post(&close(lan), &boss_token, &[("_csrf", CSRF)])
        .await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    assert_eq!(
        town.get("/tai-khoan", &lan_token).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        town.sign_in("lan", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_the_other_sessions() {
    let town = town().await;
    let lan = town.account("lan").await;
    let here = town.session(lan, None).await;
    let elsewhere = town.session(lan, None).await;
    let change = async |old: &str, new: &str, repeated: &str| {
        let fields = [
            ("_csrf", CSRF),
            ("old", old),
            ("new", new),
            ("repeated", repeated),
        ];
        town.post("/tai-khoan/mat-khau", &here, &fields).await
    };
    let all_wrong = change("", "ngắn", "khác").await;
    assert_eq!(all_wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for message in [
        "Nhập mật khẩu hiện tại",
        "ít nhất 10 ký tự",
        "không giống nhau",
    ] {
        assert!(all_wrong.text.contains(message), "{message}");
    }
    let new = "chợ nổi Cái Răng";
    assert!(
        change("sai rồi nhé", new, new)
            .await
            .text
            .contains("hiện tại không đúng")
    );
    assert_eq!(
        change(PASSWORD, new, new).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(town.get("/tai-khoan", &here).await.status, StatusCode::OK);
    assert_eq!(
        town.get("/tai-khoan", &elsewhere).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        town.sign_in("lan", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(town.sign_in("lan", new).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_was_given_a_password_must_first_choose_their_own() {
    let town = town().await;
    let boss = town.account("boss").await;
    let mandate = town
        .mandate(boss, Role::CityAdministrator, &town.city, None)
        .await;
    let token = town.session(boss, Some(mandate)).await;
    let lan = town.account("lan").await;
    town.mandate(lan, Role::CommuneClerk, &town.ward, None)
        .await;
    let path = format!("/quan-tri/tai-khoan/{lan}/mat-khau");
    let given = "bến Ninh Kiều chiều";
    let reset = town
        .post(&path, &token, &[("_csrf", CSRF), ("password", given)])
        .await;
    assert_eq!(reset.status, StatusCode::SEE_OTHER, "{}", reset.text);
    let signed_in = town.sign_in("lan", given).await;
    assert_eq!(signed_in.header("location"), "/tai-khoan#new");
    let desk = town.get("/lam-viec", signed_in.token()).await;
    assert_eq!(desk.header("location"), "/tai-khoan#new");
}

#[tokio::test]
async fn an_administrator_gives_and_ends_mandates_with_every_error_at_once() {
    let town = town().await;
    let boss = town.account("boss").await;
    let mandate = town
        .mandate(boss, Role::CityAdministrator, &town.city, None)
        .await;
    let token = town.session(boss, Some(mandate)).await;
    let lan = town.account("lan").await;
    let path = format!("/quan-tri/tai-khoan/{lan}/nhiem-vu");
    let wrong = [
        ("_csrf", CSRF),
        ("from-day", "31"),
        ("from-month", "2"),
        ("from-year", "2026"),
    ];
    let answer = town.post(&path, &token, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for message in [
        "Chọn vai trò",
        "Chọn đơn vị",
        "Ngày không có thật",
        "Nhập số và ngày của quyết định",
    ] {
        assert!(answer.text.contains(message), "{message}");
    }
    assert_eq!(answer.value("from-day"), "31");
    let ward = town.ward.id.to_string();
    let right = [
        ("_csrf", CSRF),
        ("role", "commune_clerk"),
        ("unit", ward.as_str()),
        ("from-day", "1"),
        ("from-month", "11"),
        ("from-year", "2026"),
        ("document", "12/QĐ-UBND ngày 01/11/2026"),
    ];
    let given = town.post(&path, &token, &right).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    let twice = town.post(&path, &token, &right).await;
    assert!(twice.text.contains("trong thời gian trùng nhau"));
}

#[tokio::test]
async fn a_mandate_that_is_ended_opens_nothing_from_that_day_and_the_trail_tells_it() {
    let town = town().await;
    let boss = town.account("boss").await;
    let mandate = town
        .mandate(boss, Role::CityAdministrator, &town.city, None)
        .await;
    let token = town.session(boss, Some(mandate)).await;
    let lan = town.account("lan").await;
    town.mandate(lan, Role::CommuneClerk, &town.ward, None)
        .await;
    let signed_in = town.sign_in("lan", PASSWORD).await;
    assert_eq!(
        town.get("/lam-viec", signed_in.token()).await.status,
        StatusCode::OK
    );
    let shown = town
        .get(&format!("/quan-tri/tai-khoan/{lan}"), &token)
        .await;
    let id = shown
        .text
        .split("<option value=\"")
        .map(|part| part.split('"').next().unwrap_or_default());
    let id = id
        .filter(|id| id.len() == 36)
        .last()
        .expect("the mandate to end");
    let end = [
        ("_csrf", CSRF),
        ("mandate", id),
        ("day-day", "23"),
        ("day-month", "11"),
        ("day-year", "2026"),
    ];
    let ended = town
        .post(&format!("/quan-tri/tai-khoan/{lan}/ket-thuc"), &token, &end)
        .await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
    assert_eq!(
        town.get("/lam-viec", signed_in.token()).await.status,
        StatusCode::SEE_OTHER
    );
    let trail = town.get("/quan-tri/nhat-ky", &token).await;
    for words in ["Tạo tài khoản", "Kết thúc nhiệm vụ", "Đăng nhập"] {
        assert!(trail.text.contains(words), "{words}");
    }
    let trail = town.get("/quan-tri/nhat-ky?lang=en", &token).await;
    for words in ["Created an account", "Ended a mandate", "Signed in"] {
        assert!(trail.text.contains(words), "{words}");
    }
}

#[tokio::test]
async fn too_many_tries_from_one_address_are_asked_to_wait() {
    let few = Quotas {
        sign_in_address: NonZeroU32::new(2).expect("two"),
        ..Quotas::unlimited()
    };
    let town = town_with(few).await;
    for login in ["a-a", "b-b"] {
        let answer = town.sign_in(login, "sai mật khẩu").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(
        town.sign_in("c-c", "sai mật khẩu").await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let town = town().await;
    let lan = town.account("lan").await;
    let token = town.session(lan, None).await;
    let out = town.post("/dang-xuat", &token, &[("_csrf", CSRF)]).await;
    assert_eq!(out.header("location"), "/");
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(
        town.get("/tai-khoan", &token).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn the_rules_page_says_which_rules_await_review() {
    let town = town().await;
    let boss = town.account("boss").await;
    let mandate = town
        .mandate(boss, Role::CityAdministrator, &town.city, None)
        .await;
    let token = town.session(boss, Some(mandate)).await;
    let page = town.get("/quan-tri/quy-tac", &token).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains("Chờ rà soát") && page.text.contains("11.2"));
    let shown = [
        "từ hai phần ba trở lên tổng số thôn, tổ dân phố",
        "community_approves",
        "Luật không nêu tỷ lệ hộ để một thôn, tổ dân phố được coi là tán thành",
        "head_term",
        "60 tháng",
    ];
    for words in shown {
        assert!(page.text.contains(words), "{words}");
    }
    let list = town.get("/quan-tri/tai-khoan?sau=0", &token).await;
    assert!(list.text.contains("1 tài khoản") && list.text.contains("boss"));
}

#[tokio::test]
async fn a_form_with_files_is_checked_before_it_is_read_and_its_words_survive() {
    let town = town().await;
    let boss = town.account("boss").await;
    let mandate = town
        .mandate(boss, Role::CityAdministrator, &town.city, None)
        .await;
    let token = town.session(boss, Some(mandate)).await;
    let path = "/quan-tri/don-vi/tep";
    let headers = [("sec-fetch-site", "same-origin"), MULTIPART];
    let typed = [("note", "lời ghi"), ("tep", "%PDF-1.7 nội dung tệp")];
    for (token, status) in [
        ("gone", StatusCode::UNAUTHORIZED),
        (token.as_str(), StatusCode::FORBIDDEN),
    ] {
        let answer = town.send(Method::POST, path, token, &typed, &headers).await;
        assert_eq!(answer.status, status);
        assert!(answer.text.contains("lời ghi"));
        assert!(!answer.text.contains("nội dung tệp"));
    }
    let late: Vec<_> = typed.into_iter().chain([("_csrf", CSRF)]).collect();
    let answer = town.send(Method::POST, path, &token, &late, &headers).await;
    assert_eq!(
        answer.status,
        StatusCode::FORBIDDEN,
        "the token comes first"
    );
    let first: Vec<_> = [("_csrf", CSRF)].into_iter().chain(typed).collect();
    let answer = town
        .send(Method::POST, path, &token, &first, &headers)
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

//! What is sent twice is done once: double clicks, phones that try again, other nodes.

use axum::body::Body;
use axum::http::Request;
use dinh_domain::access::Role;

use crate::office::{Officer, encoded, hidden, officer, ward_office};
use crate::site::{Answer, site};

const DUTY: [(&str, &str); 6] = [
    ("rule", "11.3:projects"),
    ("title", "Dự án nâng cấp đường Trần Phú"),
    ("document", "12/QĐ-UBND"),
    ("event_date-day", "19"),
    ("event_date-month", "11"),
    ("event_date-year", "2026"),
];

async fn duties(clerk: &Officer) -> usize {
    let desk = clerk.get("/lam-viec").await.text();
    desk.matches("Dự án nâng cấp đường Trần Phú").count()
}

#[tokio::test]
async fn a_double_click_does_it_once_and_both_are_told_the_same() {
    let office = ward_office().await;
    let clerk = officer(&office, Role::CommuneClerk, 1).await;
    let page = clerk.get("/lam-viec/mo-muc").await.text();
    let clerk = clerk.at_page(&page);
    let (first, second) = tokio::join!(
        clerk.post("/lam-viec/mo-muc", &DUTY),
        clerk.post("/lam-viec/mo-muc", &DUTY)
    );
    assert_eq!(first.status, 303, "{}", first.text());
    assert_eq!(second.status, 303, "{}", second.text());
    assert_eq!(first.header("location"), second.header("location"));
    let once = duties(&clerk).await;
    assert!(once > 0);
    let third = clerk.post("/lam-viec/mo-muc", &DUTY).await;
    assert_eq!(third.header("location"), first.header("location"));
    assert_eq!(duties(&clerk).await, once);
}

#[tokio::test]
async fn the_form_of_a_new_page_or_with_other_content_is_another_act() {
    let office = ward_office().await;
    let clerk = officer(&office, Role::CommuneClerk, 1).await;
    let page = clerk.get("/lam-viec/mo-muc").await.text();
    let clerk = clerk.at_page(&page);
    let first = clerk.post("/lam-viec/mo-muc", &DUTY).await;
    let mut other = DUTY;
    other[2] = ("document", "13/QĐ-UBND");
    let corrected = clerk.post("/lam-viec/mo-muc", &other).await;
    assert_eq!(corrected.status, 303, "{}", corrected.text());
    assert_ne!(corrected.header("location"), first.header("location"));
    let page = clerk.get("/lam-viec/mo-muc").await.text();
    let again = clerk.at_page(&page).post("/lam-viec/mo-muc", &DUTY).await;
    assert_eq!(again.status, 303, "{}", again.text());
    assert_ne!(again.header("location"), first.header("location"));
}

#[tokio::test]
async fn what_was_refused_is_not_taken_for_done() {
    let office = ward_office().await;
    let clerk = officer(&office, Role::CommuneClerk, 1).await;
    let page = clerk.get("/lam-viec/mo-muc").await.text();
    let clerk = clerk.at_page(&page);
    let mut wrong = DUTY;
    wrong[3] = ("event_date-day", "31");
    for _ in 0..2 {
        let refused = clerk.post("/lam-viec/mo-muc", &wrong).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("#event_date"));
    }
    let mended = clerk.post("/lam-viec/mo-muc", &DUTY).await;
    assert_eq!(mended.status, 303, "{}", mended.text());
}

#[tokio::test]
async fn another_node_says_that_it_was_done_and_does_nothing() {
    let office = ward_office().await;
    let clerk = officer(&office, Role::CommuneClerk, 1).await;
    let page = clerk.get("/lam-viec/mo-muc").await.text();
    let clerk = clerk.at_page(&page);
    assert_eq!(clerk.post("/lam-viec/mo-muc", &DUTY).await.status, 303);
    let once = duties(&clerk).await;
    let elsewhere = clerk.at_another_node(&office.platform);
    let told = elsewhere.post("/lam-viec/mo-muc", &DUTY).await;
    assert_eq!(told.status, 409);
    assert!(told.text().contains("Việc này đã được ghi nhận"));
    assert_eq!(duties(&clerk).await, once);
}

#[tokio::test]
async fn a_reader_who_asks_twice_from_one_page_has_one_request_with_one_code() {
    let site = site(&[]).await;
    let path = "/don-vi/phuong-cai-khe/yeu-cau";
    let form = format!("{path}?muc=11.3");
    let token = hidden(&site.get(&form).await.text(), "_csrf");
    let ask = |token: &str| {
        let text = encoded("Xin công khai dự án nâng cấp đường Trần Phú.");
        let body = format!(
            "_csrf={}&item=11.3&text={text}&name=&contact=",
            encoded(token)
        );
        Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request")
    };
    let first: Answer = site.send(ask(&token)).await;
    assert_eq!(first.status, 303, "{}", first.text());
    let second = site.send(ask(&token)).await;
    assert_eq!(second.header("location"), first.header("location"));
    let token = hidden(&site.get(&form).await.text(), "_csrf");
    let another = site.send(ask(&token)).await;
    assert_eq!(another.status, 303, "{}", another.text());
    assert_ne!(another.header("location"), first.header("location"));
}

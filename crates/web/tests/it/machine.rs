//! What the watchers of the machine are told, what a full disk refuses, and that no log names a person.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use dinh_domain::access::Role;
use dinh_service::backup::LastBackup;
use dinh_service::clock::Clock as _;
use dinh_service::machine::Skew;
use dinh_store::disk::Space;
use tower::ServiceExt as _;
use tracing_subscriber::fmt::MakeWriter;

use crate::tiles::append;
use crate::town::{CSRF, Town, town};

fn free(town: &Town, free: u64) {
    town.state.machine.measured(Some(Space {
        free,
        total: 50_000_000_000,
    }));
}

async fn administrator(town: &Town) -> String {
    let account = town.account("quantri").await;
    let mandate = town
        .mandate(account, Role::CityAdministrator, &town.city, None)
        .await;
    town.session(account, Some(mandate)).await
}

async fn measured(town: &Town) -> String {
    let request = Request::get("/metrics")
        .body(Body::empty())
        .expect("a request");
    let router = dinh_web::metrics_router(town.state.clone());
    let answer = router.oneshot(request).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    let bytes = to_bytes(answer.into_body(), usize::MAX)
        .await
        .expect("a body");
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[tokio::test]
async fn a_low_disk_takes_no_files_and_a_full_one_nothing_while_reading_goes_on() {
    let town = town().await;
    let token = administrator(&town).await;
    let fields = [("_csrf", CSRF)];
    let site = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    free(&town, 900_000_000);
    let refused = town
        .send(Method::POST, "/quan-tri/don-vi/tep", &token, &fields, &site)
        .await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.header("retry-after"), "600");
    assert!(refused.text.contains("chưa nhận tệp"), "{}", refused.text);
    let plain = town.post("/dang-xuat", &token, &fields).await;
    assert_ne!(
        plain.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "what has no file goes on"
    );
    let token = administrator_again(&town).await;

    free(&town, 100_000_000);
    let refused = town.post("/dang-xuat", &token, &fields).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.text.contains("chỉ đọc được"), "{}", refused.text);
    for path in ["/", "/don-vi", "/quan-tri/tinh-trang"] {
        assert_eq!(
            town.get(path, &token).await.status,
            StatusCode::OK,
            "{path}"
        );
    }
    let ready = town.get("/readyz", "").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ready.text, "the disk is nearly full\n");

    free(&town, 5_000_000_000);
    assert_eq!(
        town.get("/readyz", "").await.text,
        "ready\n",
        "it recovers by itself"
    );
    let sent = town.post("/dang-xuat", &token, &fields).await;
    assert_ne!(sent.status, StatusCode::SERVICE_UNAVAILABLE);
}

async fn administrator_again(town: &Town) -> String {
    let account = town.account("quantri2").await;
    let mandate = town
        .mandate(account, Role::CityAdministrator, &town.city, None)
        .await;
    town.session(account, Some(mandate)).await
}

#[tokio::test]
async fn a_town_that_works_is_alive_and_ready() {
    let town = town().await;
    assert_eq!(town.get("/healthz", "").await.text, "ok\n");
    assert_eq!(town.get("/readyz", "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_measured_names_templates_and_never_paths() {
    let town = town().await;
    append(&town.platform, &town.ward, 1, 3).await;
    free(&town, 7_000_000_000);
    let slug = town.ward.slug.clone();
    town.get(&format!("/don-vi/{slug}"), "").await;
    assert_eq!(
        town.get("/metrics", "").await.status,
        StatusCode::NOT_FOUND,
        "not on the public site"
    );
    let text = measured(&town).await;
    for line in [
        "dinh_request_seconds_count{method=\"GET\",route=\"/don-vi/{slug}\",status=\"200\"} 1",
        "dinh_register_entries 3",
        "dinh_register_signed_entries 0",
        "dinh_disk_free_bytes 7000000000",
        "dinh_schema_current 1",
        "dinh_database_up 1",
        "dinh_clock_skew_seconds 0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    assert!(!text.contains(&slug), "{text}");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (_, value) = line.rsplit_once(' ').expect("name and value");
        value.parse::<f64>().unwrap_or_else(|_| panic!("{line}"));
    }
}

#[tokio::test]
async fn the_status_page_tells_what_is_wrong_and_what_to_do() {
    let town = town().await;
    let token = administrator(&town).await;
    let page = town.get("/quan-tri/tinh-trang", &token).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Chạy lệnh dinh backup"), "{}", page.text);
    assert!(
        page.text.contains("Việc tự chạy đã dừng"),
        "no clockwork runs in this test"
    );
    let last = LastBackup {
        at: town.clock.now().to_string(),
        file: "dinh-20261123.tar.age".into(),
        bytes: 12_000_000,
        rows: 1234,
        files: 5,
        register: 3,
        opened: false,
    };
    last.save(&town.platform.store).await.expect("kept");
    town.state.machine.turned(town.clock.now(), None);
    free(&town, 7_000_000_000);
    let page = town.get("/quan-tri/tinh-trang", &token).await;
    assert!(page.text.contains("Không có gì cần xử lý"), "{}", page.text);
    assert!(page.text.contains("dinh-20261123.tar.age") && page.text.contains("1.234 dòng"));
    assert_eq!(
        town.get("/quan-tri/tinh-trang", "").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_told() {
    let town = town().await;
    let token = administrator(&town).await;
    append(&town.platform, &town.ward, 1, 1).await;
    let mut tx = town.platform.store.read().await.expect("a snapshot");
    let newest = dinh_store::register::newest(&mut tx, i64::MAX, 1)
        .await
        .expect("read");
    drop(tx);
    let at = newest[0].at.to_jiff();
    town.clock.set(at - jiff::SignedDuration::from_secs(90));
    let account = town.account("quantri3").await;
    let mandate = town
        .mandate(account, Role::CityAdministrator, &town.city, None)
        .await;
    let token_now = town.session(account, Some(mandate)).await;
    let page = town.get("/quan-tri/tinh-trang", &token_now).await;
    assert!(
        page.text.contains("90 giây: đồng hồ đã bị chỉnh lùi"),
        "{} {token}",
        page.text
    );
    let seen = town.state.machine.seen().skew;
    assert_eq!(
        seen,
        Skew {
            behind_register: 90,
            ..Skew::default()
        }
    );
    assert!(
        measured(&town)
            .await
            .contains("dinh_clock_skew_seconds -90")
    );
}

/// What the log says, kept.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("free").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_log_holds_a_name_a_phone_or_a_code_that_somebody_typed() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let town = town().await;
    let secrets = [
        "Nguyễn Thị Mẫu",
        "0912345678",
        "ABCD-EFGH-JKMN",
        "mat khau cua toi",
    ];
    let ask = format!("/don-vi/{}/yeu-cau", town.ward.slug);
    let csrf = town.get(&ask, "").await.value("_csrf");
    let typed = [
        ("_csrf", csrf.as_str()),
        ("item", "11.3:projects"),
        ("text", "Xin xem quyết toán"),
        ("name", secrets[0]),
        ("contact", secrets[1]),
    ];
    let sent = town.post(&ask, "", &typed).await;
    assert!(
        sent.status.is_success() || sent.status.is_redirection(),
        "{}",
        sent.text
    );
    town.post(
        "/bieu-quyet",
        "",
        &[("_csrf", csrf.as_str()), ("code", secrets[2])],
    )
    .await;
    town.get(&format!("/tim-kiem?q={}", secrets[1]), "").await;
    town.sign_in(secrets[1], secrets[3]).await;
    town.get(&format!("/khong-co/{}", secrets[1]), "").await;
    drop(guard);
    let log = String::from_utf8(log.0.lock().expect("free").clone()).expect("text");
    assert!(
        log.contains("\"route\":\"/don-vi/{slug}/yeu-cau\""),
        "requests are logged: {log}"
    );
    for line in log.lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("each line is JSON");
    }
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

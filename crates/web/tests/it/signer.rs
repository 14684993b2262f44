//! The administrator's page about the signing of the register.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use dinh_domain::access::Role;
use dinh_register::Cosigner;
use dinh_service::register::{Peer, Problem, Start, name_witnesses, retire_key, sign_newest};

use crate::tiles::append;
use crate::town::{Town, town};

async fn administrator(town: &Town) -> String {
    let account = town.account("quantri").await;
    let mandate = town
        .mandate(account, Role::CityAdministrator, &town.city, None)
        .await;
    town.session(account, Some(mandate)).await
}

#[tokio::test]
async fn the_page_tells_what_is_signed_who_witnesses_and_what_to_do() {
    let town = town().await;
    let token = administrator(&town).await;
    let path = "/quan-tri/so-cong-khai";
    let page = town.get(path, &token).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text
            .contains("Chưa có bên chứng kiến nào: chỉ có thành phố ký"),
        "{}",
        page.text
    );
    assert!(page.text.contains("Chưa chọn tổ chức cấp dấu thời gian"));

    append(&town.platform, &town.ward, 1, 1234).await;
    sign_newest(&town.platform).await.expect("signed");
    let keys = two_witnesses(&town).await;
    let page = town.get(path, &token).await;
    assert!(page.text.contains("1.234 ·"), "signed up to, with its time");
    assert!(page.text.contains("đang hỏi các bên chứng kiến lần đầu"));
    assert!(page.text.contains("Chưa được hỏi"));
    let secret = "07".repeat(32);
    assert!(!page.text.contains(&secret));
    let key = &town.platform.signer.verifiers()[0];
    assert!(
        page.text
            .contains(&dinh_register::hex(&key.id().to_be_bytes())),
        "the public key is shown"
    );
    assert!(
        retire_key(&town.platform, key.id()).await.is_err(),
        "the only key stays"
    );
    trouble_is_told(&town, &token, keys).await;
}

/// A policy that asks for two witnesses; gives their keys.
async fn two_witnesses(town: &Town) -> [String; 2] {
    let keys = [0, 1].map(|number| {
        let name = format!("w{number}.example");
        let cosigner = Cosigner::from_seed(&name, &[60 + number; 32]);
        cosigner.expect("a name").key().to_string()
    });
    let [first, second] = &keys;
    let lines = format!(
        "witness w0 {first} https://w0.example\nwitness w1 {second} https://w1.example\n\
         group g all w0 w1\nquorum g\n"
    );
    name_witnesses(&town.platform, &lines).await.expect("named");
    keys
}

async fn trouble_is_told(town: &Town, token: &str, keys: [String; 2]) {
    let watch = &town.watch;
    watch.started(Start::Ahead {
        witness: "w0".into(),
        known: 2000,
        signed: 1234,
    });
    let silent = Peer {
        failures: 3,
        problem: Some(Problem::Silent("connection refused".into())),
        again: Some(town.now()),
        ..Peer::default()
    };
    let shown = |problem: Problem| Peer {
        failures: 1,
        problem: Some(problem),
        again: Some(town.now()),
        ..Peer::default()
    };
    for (status, words) in [
        (403, "gửi họ khóa đang ký"),
        (404, "Không theo dõi sổ này"),
        (422, "sổ đã bị viết lại"),
        (418, "Từ chối ký (mã 418)"),
    ] {
        let peers = BTreeMap::from([(keys[0].clone(), shown(Problem::Status(status)))]);
        watch.heard(peers);
        let page = town.get("/quan-tri/so-cong-khai", token).await;
        assert!(page.text.contains(words), "{words}\n{}", page.text);
    }
    let signs = Peer {
        known: 1234,
        signed: Some(1_795_000_000),
        ..Peer::default()
    };
    let [first, second] = keys;
    watch.heard(BTreeMap::from([(first, silent), (second, signs)]));
    watch.stamping(Some("status 500".into()));
    let page = town.get("/quan-tri/so-cong-khai", token).await;
    for text in [
        "Bên chứng kiến w0 đã thấy 2.000 mục, còn ở đây mới ký 1.234 mục",
        "dinh register refill",
        "Không trả lời: connection refused",
        "Đã lỗi 3 lần liền",
        "Lần cuối: 1.234 mục",
        "Lần xin dấu gần nhất không được: status 500",
    ] {
        assert!(page.text.contains(text), "{text}\n{}", page.text);
    }
}

#[tokio::test]
async fn only_those_who_watch_the_register_see_the_page() {
    let town = town().await;
    let clerk = town.account("canbo").await;
    let mandate = town
        .mandate(clerk, Role::CommuneClerk, &town.ward, None)
        .await;
    let token = town.session(clerk, Some(mandate)).await;
    assert_eq!(
        town.get("/quan-tri/so-cong-khai", &token).await.status,
        StatusCode::FORBIDDEN
    );
}

//! Guessing passwords: whoever guesses waits, and nobody else.

use std::num::NonZeroU32;

use axum::http::{Method, StatusCode};
use dinh_web::Quotas;

use crate::town::{Answer, PASSWORD, Town, town, town_with};

/// Sign in from an address, on a machine with this cookie.
async fn from(town: &Town, address: &str, device: &str, login: &str, password: &str) -> Answer {
    let csrf = town.get("/dang-nhap", "").await.value("_csrf");
    let fields = [("_csrf", &*csrf), ("login", login), ("password", password)];
    let cookie = format!("__Host-dinh-may={device}");
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("x-forwarded-for", address),
        ("cookie", &*cookie),
    ];
    town.send(Method::POST, "/dang-nhap", "", &fields, &headers)
        .await
}

fn waits(answer: &Answer) -> bool {
    answer.text.contains("Xin đợi")
}

#[tokio::test]
async fn strangers_do_not_slow_a_known_machine_nor_another_network() {
    let town = town().await;
    town.account("lan").await;
    let first = from(&town, "203.0.113.1", "", "lan", PASSWORD).await;
    let device = first.cookie("__Host-dinh-may");
    assert!(!device.is_empty() && !device.contains("lan"), "{device}");
    for _ in 0..6 {
        from(&town, "198.51.100.7", "", "lan", "đoán mò thôi mà").await;
    }
    let stranger = from(&town, "198.51.100.7", "", "lan", PASSWORD).await;
    assert!(waits(&stranger), "{}", stranger.text);
    let elsewhere = from(&town, "203.0.113.9", "", "lan", PASSWORD).await;
    assert_eq!(elsewhere.status, StatusCode::SEE_OTHER, "another network");
    let neighbour = from(&town, "198.51.100.7", &device, "lan", PASSWORD).await;
    assert_eq!(
        neighbour.status,
        StatusCode::SEE_OTHER,
        "a known machine beside the stranger"
    );
}

#[tokio::test]
async fn guessing_from_many_networks_waits_too_but_not_on_the_known_machine() {
    let town = town().await;
    town.account("lan").await;
    let first = from(&town, "203.0.113.1", "", "lan", PASSWORD).await;
    let device = first.cookie("__Host-dinh-may");
    for number in 1..=21 {
        let address = format!("2001:db8:{number:x}::1");
        from(&town, &address, "", "lan", "đoán mò thôi mà").await;
    }
    let fresh = from(&town, "2001:db8:ffff::1", "", "lan", PASSWORD).await;
    assert!(waits(&fresh), "{}", fresh.text);
    let known = from(&town, "2001:db8:ffff::1", &device, "lan", PASSWORD).await;
    assert_eq!(known.status, StatusCode::SEE_OTHER, "{}", known.text);
    town.pass(2);
    let later = from(&town, "2001:db8:ffff::1", "", "lan", PASSWORD).await;
    assert_eq!(later.status, StatusCode::SEE_OTHER, "never for good");
}

#[tokio::test]
async fn one_network_that_tries_many_logins_waits_and_half_of_ipv6_is_one_network() {
    let town = town().await;
    town.account("lan").await;
    for number in 0..41 {
        let address = format!("2001:db8:1:2::{number:x}");
        let login = format!("nguoi-{number}");
        from(&town, &address, "", &login, "đoán mò thôi mà").await;
    }
    let same = from(&town, "2001:db8:1:2:ffff::1", "", "lan", PASSWORD).await;
    assert!(waits(&same), "{}", same.text);
    let other = from(&town, "2001:db8:1:3::1", "", "lan", PASSWORD).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER, "{}", other.text);
}

#[tokio::test]
async fn a_machine_is_known_to_its_own_account_with_its_own_password_only() {
    let town = town().await;
    town.account("lan").await;
    town.account("minh").await;
    let first = from(&town, "203.0.113.1", "", "lan", PASSWORD).await;
    let device = first.cookie("__Host-dinh-may");
    for _ in 0..5 {
        from(&town, "203.0.113.2", &device, "minh", "đoán mò thôi mà").await;
    }
    let other = from(&town, "203.0.113.2", &device, "minh", PASSWORD).await;
    assert!(waits(&other), "not known to Minh");
    let forged = device.replacen(device.get(..4).unwrap_or_default(), "AAAA", 1);
    for _ in 0..5 {
        from(&town, "203.0.113.3", &forged, "lan", "đoán mò thôi mà").await;
    }
    let forged = from(&town, "203.0.113.3", &forged, "lan", PASSWORD).await;
    assert!(waits(&forged), "a forged number");
    for _ in 0..5 {
        from(&town, "203.0.113.4", &device, "lan", "đoán mò thôi mà").await;
    }
    let own = from(&town, "203.0.113.4", &device, "lan", PASSWORD).await;
    assert!(waits(&own), "who guesses on a known machine waits as well");
}

#[tokio::test]
async fn the_work_for_an_unknown_login_is_that_for_a_known_one() {
    let town = town().await;
    town.account("lan").await;
    let mut counts = Vec::new();
    for login in ["lan", "nguoi-la"] {
        let before = town.platform.store.statements_made();
        let answer = from(&town, "203.0.113.1", "", login, "đoán mò thôi mà").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        counts.push(town.platform.store.statements_made() - before);
    }
    assert_eq!(counts[0], counts[1], "statements");
}

#[tokio::test]
async fn a_full_network_leaves_room_for_a_known_machine() {
    let few = NonZeroU32::new(3).expect("three");
    let town = town_with(Quotas {
        sign_in_address: few,
        ..Quotas::unlimited()
    })
    .await;
    town.account("lan").await;
    let first = from(&town, "203.0.113.1", "", "lan", PASSWORD).await;
    let device = first.cookie("__Host-dinh-may");
    for _ in 0..3 {
        from(&town, "203.0.113.1", "", "ai-do", "đoán mò thôi mà").await;
    }
    let full = from(&town, "203.0.113.1", "", "lan", PASSWORD).await;
    assert_eq!(full.status, StatusCode::TOO_MANY_REQUESTS);
    let known = from(&town, "203.0.113.1", &device, "lan", PASSWORD).await;
    assert_eq!(known.status, StatusCode::SEE_OTHER, "{}", known.text);
}

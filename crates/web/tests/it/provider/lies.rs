//! Tokens that are not to be believed, ways that are not to be taken, keys that change.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::fake::{ISSUER, Key};
use super::{Scene, scene};

type Lie = (&'static str, fn(&Scene, &str) -> String);

fn changed(scene: &Scene, nonce: &str, name: &str, value: Value) -> String {
    let mut claims = scene.claims("nv-0012", nonce);
    claims[name] = value;
    scene
        .key
        .token(&json!({ "alg": "RS256", "kid": "mot" }), &claims)
}

fn unsigned(scene: &Scene, nonce: &str, header: &Value, signature: &[u8]) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = scene.claims("nv-0012", nonce);
    let signature = URL_SAFE_NO_PAD.encode(signature);
    format!("{}.{}.{signature}", part(header), part(&claims))
}

/// What is wrong with each token, beside which it would let a linked person in.
fn about_parties() -> Vec<Lie> {
    vec![
        ("another issuer", |scene, nonce| {
            changed(scene, nonce, "iss", "https://khac.vn".into())
        }),
        ("another audience", |scene, nonce| {
            changed(scene, nonce, "aud", "khac".into())
        }),
        ("no audience", |scene, nonce| {
            changed(scene, nonce, "aud", json!([]))
        }),
        ("another party", |scene, nonce| {
            changed(scene, nonce, "azp", "khac".into())
        }),
        ("another nonce", |scene, _| {
            changed(scene, "khac", "sub", "nv-0012".into())
        }),
        ("no nonce", |scene, nonce| {
            changed(scene, nonce, "nonce", Value::Null)
        }),
    ]
}

fn about_times() -> Vec<Lie> {
    vec![
        ("expired", |scene, nonce| {
            let then = scene.town.now().as_second() - 61;
            changed(scene, nonce, "exp", then.into())
        }),
        ("made long ago", |scene, nonce| {
            let then = scene.town.now().as_second() - 700;
            changed(scene, nonce, "iat", then.into())
        }),
        ("from the future", |scene, nonce| {
            let then = scene.town.now().as_second() + 120;
            changed(scene, nonce, "nbf", then.into())
        }),
    ]
}

fn about_signatures() -> Vec<Lie> {
    vec![
        ("nobody", |scene, nonce| {
            changed(scene, nonce, "sub", "".into())
        }),
        ("not signed", |scene, nonce| {
            unsigned(scene, nonce, &json!({ "alg": "none" }), &[])
        }),
        ("signed by none of its keys", |scene, nonce| {
            let header = json!({ "alg": "ES256", "kid": "mot" });
            Key::p256().token(&header, &scene.claims("nv-0012", nonce))
        }),
        ("an unknown key", |scene, nonce| {
            let header = json!({ "alg": "RS256", "kid": "hai" });
            scene.key.token(&header, &scene.claims("nv-0012", nonce))
        }),
        ("a public key as a password", |scene, nonce| {
            let header = json!({ "alg": "HS256", "kid": "mot" });
            let public = scene.key.shown("mot").to_string();
            let message = unsigned(scene, nonce, &header, &[]);
            let mut mac = Hmac::<Sha256>::new_from_slice(public.as_bytes()).expect("a key");
            mac.update(message.trim_end_matches('.').as_bytes());
            unsigned(scene, nonce, &header, &mac.finalize().into_bytes())
        }),
        ("a header that must be understood", |scene, nonce| {
            let header = json!({ "alg": "RS256", "kid": "mot", "crit": ["x"], "x": 1 });
            scene.key.token(&header, &scene.claims("nv-0012", nonce))
        }),
        ("changed after it was signed", |scene, nonce| {
            let token = scene.token_for("nv-0099", nonce);
            let claims = scene.claims("nv-0012", nonce);
            let parts: Vec<&str> = token.split('.').collect();
            let other = URL_SAFE_NO_PAD.encode(claims.to_string());
            format!("{}.{other}.{}", parts[0], parts[2])
        }),
        ("no token", |_, _| "a.b".into()),
    ]
}

#[tokio::test]
async fn no_bad_token_lets_anybody_in() {
    let scene = scene().await;
    let clerk = scene.clerk().await;
    scene.link(clerk, "nv-0012").await;
    for (what, lie) in [about_parties(), about_times(), about_signatures()].concat() {
        let way = scene.start().await;
        let token = lie(&scene, &way.nonce);
        scene.fake.say(|said| said.token = Some(token));
        let answer = scene.back(&way, "").await;
        assert_eq!(
            answer.status,
            StatusCode::FORBIDDEN,
            "{what}: {}",
            answer.text
        );
        assert!(
            answer.text.contains("Không xác nhận được người đăng nhập"),
            "{what}"
        );
        assert!(
            !answer.header("set-cookie").contains("__Host-dinh="),
            "{what}"
        );
    }
    // The same way with the truth.
    assert_eq!(scene.come("nv-0012").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_answer_that_does_not_name_its_issuer_or_names_another_is_refused() {
    let scene = scene().await;
    for more in ["", "&iss=https://khac.vn"] {
        let way = scene.start().await;
        let token = scene.token_for("nv-0012", &way.nonce);
        scene.fake.say(|said| said.token = Some(token));
        let path = format!(
            "/dang-nhap/tro-ve?code=ma-mot-lan&state={}{more}",
            way.state
        );
        let answer = scene.back_to(&path, &way, "").await;
        assert!(
            answer.text.contains("Không xác nhận được người đăng nhập"),
            "{more}"
        );
    }
}

#[tokio::test]
async fn a_way_is_gone_once_in_the_browser_that_began_it_and_within_ten_minutes() {
    let scene = scene().await;
    let clerk = scene.clerk().await;
    scene.link(clerk, "nv-0012").await;
    let stale = "không còn dùng được";

    let way = scene.start().await;
    let token = scene.token_for("nv-0012", &way.nonce);
    scene.fake.say(|said| said.token = Some(token));
    assert_eq!(scene.back(&way, "").await.status, StatusCode::SEE_OTHER);
    let again = scene.back(&way, "").await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    assert!(again.text.contains(stale));

    let way = scene.start().await;
    let path = format!(
        "/dang-nhap/tro-ve?code=ma-mot-lan&state={}&iss={ISSUER}",
        way.state
    );
    let elsewhere = scene.town.get(&path, "").await;
    assert!(elsewhere.text.contains(stale), "without the cookie");
    let other = scene.start().await;
    let mixed = scene.back_to(&path, &other, "").await;
    assert!(mixed.text.contains(stale), "with the cookie of another way");

    let way = scene.start().await;
    scene.town.pass(11);
    assert!(
        scene.back(&way, "").await.text.contains(stale),
        "after eleven minutes"
    );
}

#[tokio::test]
async fn what_the_provider_refuses_changes_nothing() {
    let scene = scene().await;
    let way = scene.start().await;
    let path = format!(
        "/dang-nhap/tro-ve?error=access_denied&state={}&iss={ISSUER}",
        way.state
    );
    let answer = scene.back_to(&path, &way, "").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("chưa cho đăng nhập"));
    let way = scene.start().await;
    scene.fake.say(|said| said.token = None);
    assert!(
        scene
            .back(&way, "")
            .await
            .text
            .contains("chưa cho đăng nhập")
    );
}

#[tokio::test]
async fn a_new_key_of_the_provider_is_asked_for_and_no_more_often_than_once_a_minute() {
    let scene = scene().await;
    let clerk = scene.clerk().await;
    scene.link(clerk, "nv-0012").await;
    assert_eq!(scene.come("nv-0012").await.status, StatusCode::SEE_OTHER);
    let new = Key::p256();
    scene.fake.say(|said| said.keys = vec![new.shown("hai")]);
    let come = async || {
        let way = scene.start().await;
        let header = json!({ "alg": "ES256", "kid": "hai" });
        let token = new.token(&header, &scene.claims("nv-0012", &way.nonce));
        scene.fake.say(|said| said.token = Some(token));
        scene.back(&way, "").await.status
    };
    assert_eq!(come().await, StatusCode::FORBIDDEN);
    scene.town.pass(2);
    assert_eq!(come().await, StatusCode::SEE_OTHER);
    let asked = scene.fake.0.lock().expect("nobody panicked").asked;
    assert_eq!(asked, 2);
    // The old key is no longer believed.
    let answer = scene.come("nv-0012").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

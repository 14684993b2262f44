//! Signing in with an account of a provider (OpenID Connect): who comes in, who does not, and what they are told.

mod fake;
mod lies;

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use dinh_domain::access::Role;
use dinh_domain::ids::AccountId;
use dinh_service::people::provider::ProviderSettings;
use dinh_web::{Quotas, Settings};
use serde_json::{Value, json};

use crate::town::{Answer, CSRF, PASSWORD, Town, town, town_of};
use fake::{CLIENT, Fake, ISSUER, Key, SECRET, authority};

/// A town with a provider that has one key.
struct Scene {
    town: Town,
    fake: Arc<Fake>,
    key: Key,
}

async fn scene_of(change: impl FnOnce(&mut ProviderSettings)) -> Scene {
    let fake = Arc::new(Fake::default());
    let key = Key::rsa();
    fake.say(|said| said.keys = vec![key.shown("mot")]);
    let settings = Settings {
        quotas: Quotas::unlimited(),
        provider: Some(authority(&fake, change)),
        ..Settings::default()
    };
    Scene {
        town: town_of(settings).await,
        fake,
        key,
    }
}

async fn scene() -> Scene {
    scene_of(|_| {}).await
}

/// A browser on its way: what it was sent off with.
struct Way {
    errand: String,
    state: String,
    nonce: String,
    challenge: String,
}

fn parameter(address: &str, name: &str) -> String {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let found = pairs.find(|(key, _)| *key == name);
    found.map(|(_, value)| value.to_owned()).unwrap_or_default()
}

impl Scene {
    async fn off(&self, path: &str, session: &str) -> Way {
        let answer = self.town.get(path, session).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let there = answer.header("location").to_owned();
        assert!(
            there.starts_with(&format!("{ISSUER}/vao?response_type=code&client_id=dinh&")),
            "{there}"
        );
        assert_eq!(parameter(&there, "code_challenge_method"), "S256");
        let way = Way {
            errand: answer.token().to_owned(),
            state: parameter(&there, "state"),
            nonce: parameter(&there, "nonce"),
            challenge: parameter(&there, "code_challenge"),
        };
        self.fake
            .say(|said| said.challenge.clone_from(&way.challenge));
        way
    }

    async fn start(&self) -> Way {
        self.off("/dang-nhap/tai-khoan-chung", "").await
    }

    fn claims(&self, subject: &str, nonce: &str) -> Value {
        let now = self.town.now().as_second();
        json!({
            "iss": ISSUER, "aud": CLIENT, "sub": subject, "name": "Lê Thị Mẫu", "nonce": nonce,
            "iat": now, "exp": now + 300
        })
    }

    fn token_for(&self, subject: &str, nonce: &str) -> String {
        let header = json!({ "alg": self.key.name(), "kid": "mot" });
        self.key.token(&header, &self.claims(subject, nonce))
    }

    /// Come back with what the provider said.
    async fn back(&self, way: &Way, session: &str) -> Answer {
        let path = format!(
            "/dang-nhap/tro-ve?code=ma-mot-lan&state={}&iss={ISSUER}",
            way.state
        );
        self.back_to(&path, way, session).await
    }

    async fn back_to(&self, path: &str, way: &Way, session: &str) -> Answer {
        let cookie = format!("dinh-di={}", way.errand);
        let headers = [("cookie", cookie.as_str())];
        self.town
            .send(Method::GET, path, session, &[], &headers)
            .await
    }

    /// The whole way of somebody whom the provider knows as `subject`.
    async fn come(&self, subject: &str) -> Answer {
        let way = self.start().await;
        let token = self.token_for(subject, &way.nonce);
        self.fake.say(|said| said.token = Some(token));
        self.back(&way, "").await
    }

    async fn administrator(&self) -> String {
        let account = self.town.account("quantri").await;
        let mandate = self
            .town
            .mandate(account, Role::CityAdministrator, &self.town.city, None)
            .await;
        self.town.session(account, Some(mandate)).await
    }

    async fn link(&self, account: AccountId, subject: &str) {
        let session = self.administrator().await;
        let path = format!("/quan-tri/tai-khoan/{account}/tai-khoan-chung");
        let fields = [("_csrf", CSRF), ("subject", subject)];
        let answer = self.town.post(&path, &session, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }

    async fn clerk(&self) -> AccountId {
        let clerk = self.town.account("lan").await;
        self.town
            .mandate(clerk, Role::CommuneClerk, &self.town.ward, None)
            .await;
        clerk
    }
}

#[tokio::test]
async fn the_way_to_the_provider_is_shown_only_where_there_is_one() {
    let without = town().await;
    let page = without.get("/dang-nhap", "").await;
    assert!(!page.text.contains("tai-khoan-chung"));
    for path in [
        "/dang-nhap/tai-khoan-chung",
        "/dang-nhap/tro-ve",
        "/dang-xuat/tai-khoan-chung",
    ] {
        assert_eq!(
            without.get(path, "").await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let scene = scene().await;
    let page = scene.town.get("/dang-nhap?tiep=/lam-viec", "").await;
    assert!(page.text.contains("Đăng nhập bằng tài khoản công chức"));
    assert!(
        page.text
            .contains("/dang-nhap/tai-khoan-chung?tiep=/lam-viec")
    );
}

#[tokio::test]
async fn an_unknown_person_is_told_what_to_do_and_comes_in_once_linked() {
    let scene = scene().await;
    let clerk = scene.clerk().await;
    let refused = scene.come("nv-0012").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    for words in [
        "chưa được liên kết",
        "nv-0012",
        "người quản trị",
        "/dang-nhap",
    ] {
        assert!(refused.text.contains(words), "{words}");
    }
    assert!(!refused.header("set-cookie").contains("__Host-dinh="));

    scene.link(clerk, "nv-0012").await;
    let answer = scene.come("nv-0012").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(answer.header("location"), "/lam-viec");
    let desk = scene.town.get("/lam-viec", answer.token()).await;
    assert_eq!(desk.status, StatusCode::OK);
    // The cookie of the way is taken away.
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    assert!(cookies.iter().any(|cookie| {
        cookie
            .to_str()
            .is_ok_and(|text| text.starts_with("dinh-di=;"))
    }));

    // Signing out here says that the session there goes on.
    let account = scene.town.get("/tai-khoan", answer.token()).await;
    let fields = [("_csrf", account.value("_csrf"))];
    let fields = [(fields[0].0, fields[0].1.as_str())];
    let out = scene.town.post("/dang-xuat", answer.token(), &fields).await;
    assert_eq!(out.header("location"), "/dang-xuat/tai-khoan-chung");
    let page = scene.town.get("/dang-xuat/tai-khoan-chung", "").await;
    assert!(
        page.text.contains(&format!("{ISSUER}/ra?client_id=dinh")),
        "{}",
        page.text
    );
    assert_eq!(
        scene.town.get("/lam-viec", answer.token()).await.status,
        StatusCode::SEE_OTHER
    );
    // Both are in the trail, without who the stranger was.
    let trail = trail(&scene.town).await;
    assert!(
        trail.contains(&(
            "refuse_provider_sign_in".into(),
            "{\"why\":\"unknown\"}".into()
        )),
        "{trail:?}"
    );
    assert!(
        trail.contains(&("sign_in".into(), "{\"proof\":\"provider\"}".into())),
        "{trail:?}"
    );
    assert!(!trail.iter().any(|(_, detail)| detail.contains("nv-0012")));
}

async fn trail(town: &Town) -> Vec<(String, String)> {
    let mut tx = town.platform.store.read().await.expect("a snapshot");
    let lines = dinh_store::audit::newest(&mut tx, 100)
        .await
        .expect("the trail");
    lines
        .into_iter()
        .map(|line| (line.action, line.detail.0.to_string()))
        .collect()
}

#[tokio::test]
async fn a_person_links_their_own_account_with_their_password() {
    let scene = scene().await;
    let clerk = scene.clerk().await;
    let session = scene.town.session(clerk, None).await;
    let page = scene.town.get("/tai-khoan/tai-khoan-chung", &session).await;
    assert!(page.text.contains("/dang-nhap/tai-khoan-chung?lien-ket=co"));
    let way = scene
        .off("/dang-nhap/tai-khoan-chung?lien-ket=co", &session)
        .await;
    let token = scene.token_for("nv-0012", &way.nonce);
    scene.fake.say(|said| said.token = Some(token));
    let asked = scene.back(&way, &session).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
    assert!(asked.text.contains("Lê Thị Mẫu"));
    // Nothing is linked by coming back alone.
    assert_eq!(scene.come("nv-0012").await.status, StatusCode::FORBIDDEN);

    let sealed = asked.value("identity");
    let fields = |password| {
        [
            ("_csrf", CSRF),
            ("identity", sealed.as_str()),
            ("password", password),
        ]
    };
    let path = "/tai-khoan/tai-khoan-chung";
    let wrong = scene.town.post(path, &session, &fields("không phải")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Mật khẩu hiện tại không đúng"));
    let done = scene.town.post(path, &session, &fields(PASSWORD)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(scene.come("nv-0012").await.status, StatusCode::SEE_OTHER);

    // What was named for one account does not link another, and one account there opens one here.
    let other = scene.town.account("hoa").await;
    let session = scene.town.session(other, None).await;
    let stolen = scene.town.post(path, &session, &fields(PASSWORD)).await;
    assert_eq!(stolen.status, StatusCode::FORBIDDEN);
    let way = scene
        .off("/dang-nhap/tai-khoan-chung?lien-ket=co", &session)
        .await;
    let token = scene.token_for("nv-0012", &way.nonce);
    scene.fake.say(|said| said.token = Some(token));
    let asked = scene.back(&way, &session).await;
    let sealed = asked.value("identity");
    let fields = [
        ("_csrf", CSRF),
        ("identity", sealed.as_str()),
        ("password", PASSWORD),
    ];
    let refused = scene.town.post(path, &session, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("đã liên kết với một tài khoản khác"));
}

#[tokio::test]
async fn who_takes_the_link_away_no_longer_comes_in() {
    let scene = scene().await;
    let clerk = scene.clerk().await;
    scene.link(clerk, "nv-0012").await;
    let session = scene.town.session(clerk, None).await;
    let gone = scene
        .town
        .post(
            "/tai-khoan/tai-khoan-chung/go",
            &session,
            &[("_csrf", CSRF)],
        )
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
    assert_eq!(scene.come("nv-0012").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_link_that_is_brought_back_by_somebody_else_links_nothing() {
    let scene = scene().await;
    let (clerk, other) = (scene.clerk().await, scene.town.account("hoa").await);
    let session = scene.town.session(clerk, None).await;
    let way = scene
        .off("/dang-nhap/tai-khoan-chung?lien-ket=co", &session)
        .await;
    let token = scene.token_for("nv-0012", &way.nonce);
    scene.fake.say(|said| said.token = Some(token));
    let elsewhere = scene.town.session(other, None).await;
    assert_eq!(
        scene.back(&way, &elsewhere).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_role_that_the_city_did_not_name_needs_the_password() {
    let scene = scene_of(|settings| settings.roles = vec![Role::HomeAffairs]).await;
    let clerk = scene.clerk().await;
    scene.link(clerk, "nv-0012").await;
    let refused = scene.come("nv-0012").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text.contains("phải đăng nhập bằng mật khẩu"));
    let answer = scene.town.sign_in("lan", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_closed_account_stays_closed() {
    let scene = scene().await;
    let clerk = scene.clerk().await;
    scene.link(clerk, "nv-0012").await;
    let mut tx = scene.town.platform.store.write().await.expect("the seat");
    dinh_store::people::accounts::disable(&mut tx, clerk, scene.town.now())
        .await
        .expect("closed");
    tx.commit().await.expect("commit");
    let refused = scene.come("nv-0012").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text.contains("đã bị khóa"));
}

#[tokio::test]
async fn when_the_provider_is_down_passwords_go_on() {
    let scene = scene().await;
    scene.clerk().await;
    scene.fake.say(|said| said.down = true);
    let answer = scene.town.get("/dang-nhap/tai-khoan-chung", "").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text.contains("không trả lời") && answer.text.contains("mật khẩu"));
    let signed_in = scene.town.sign_in("lan", PASSWORD).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER);
    // Signing out does not wait for it either.
    let page = scene.town.get("/dang-xuat/tai-khoan-chung", "").await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn no_page_and_no_word_for_the_log_shows_the_secret() {
    let scene = scene().await;
    let provider = scene
        .town
        .state
        .settings
        .provider
        .as_ref()
        .expect("a provider");
    let words = format!("{provider:?} {:?}", provider.settings());
    assert!(!words.contains(SECRET) && words.contains(ISSUER), "{words}");
    let refused = scene.come("nv-0012").await;
    assert!(!refused.text.contains(SECRET));
}

//! Passkeys, made and used by a device that these tests play.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dinh_domain::access::Role;
use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair as _};

use crate::town::{Answer, CSRF, PASSWORD, Town, town};

const SITE: &str = "dinh.example.vn";
const ORIGIN: &str = "https://dinh.example.vn";
const PRESENT: u8 = 1;
const KNOWN: u8 = 5;

/// A device with one key; it counts its signatures.
struct Device {
    key: Ed25519KeyPair,
    name: Vec<u8>,
    count: u8,
}

impl Device {
    fn new(seed: u8) -> Self {
        Self {
            key: Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("a key"),
            name: vec![seed; 16],
            count: 0,
        }
    }

    fn data(&mut self, flags: u8) -> Vec<u8> {
        self.count += 1;
        let mut data = digest(&SHA256, SITE.as_bytes()).as_ref().to_vec();
        data.extend_from_slice(&[flags, 0, 0, 0, self.count]);
        data
    }

    /// An attestation "none" with the public key (CTAP2).
    fn made(&mut self, flags: u8) -> Vec<u8> {
        let mut key = vec![0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20];
        key.extend_from_slice(self.key.public_key().as_ref());
        let data = [
            self.data(flags | 0x40),
            vec![0; 16],
            vec![0, 16],
            self.name.clone(),
            key,
        ]
        .concat();
        let length = u8::try_from(data.len()).expect("short");
        [
            b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".as_slice(),
            &[length],
            &data,
        ]
        .concat()
    }

    /// The hidden fields of an answer.
    fn answer(&mut self, challenge: &str, origin: &str, flags: u8) -> Vec<(&'static str, String)> {
        let client = client("webauthn.get", challenge, origin);
        let data = self.data(flags);
        let mut message = data.clone();
        message.extend_from_slice(digest(&SHA256, &client).as_ref());
        let signature = self.key.sign(&message);
        vec![
            ("credential", encoded(&self.name)),
            ("client_data", encoded(&client)),
            ("device_data", encoded(&data)),
            ("signature", encoded(signature.as_ref())),
        ]
    }
}

fn client(kind: &str, challenge: &str, origin: &str) -> Vec<u8> {
    format!(
        "{{\"type\":\"{kind}\",\"challenge\":\"{challenge}\",\"origin\":\"{origin}\",\"crossOrigin\":false}}"
    )
    .into_bytes()
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What the form with a question says in an attribute.
fn asked(page: &Answer, name: &str) -> String {
    let form = page.text.split("data-passkey=").nth(1).expect("a form");
    let value = form.split(&format!("data-{name}=\"")).nth(1);
    let value = value.and_then(|rest| rest.split('"').next());
    value.expect("the attribute").to_owned()
}

async fn add(town: &Town, session: &str, device: &mut Device, origin: &str) -> Answer {
    let page = town.get("/tai-khoan/xac-thuc", session).await;
    assert_eq!(asked(&page, "site"), SITE);
    let client = encoded(&client(
        "webauthn.create",
        &asked(&page, "challenge"),
        origin,
    ));
    let made = encoded(&device.made(KNOWN));
    let sealed = page.value("sealed");
    let fields = [
        ("_csrf", CSRF),
        ("sealed", &*sealed),
        ("name", "Điện thoại"),
        ("passkey_password", PASSWORD),
        ("client_data", &*client),
        ("attestation", &*made),
    ];
    town.post("/tai-khoan/xac-thuc/khoa", session, &fields)
        .await
}

/// Each time with a form of its own, as one who keeps questions and answers would.
async fn use_alone(town: &Town, page: &Answer, fields: &[(&str, String)]) -> Answer {
    let form = town.get("/dang-nhap", "").await;
    let (csrf, sealed) = (form.value("_csrf"), page.value("sealed"));
    let mut all = vec![("_csrf", &*csrf), ("sealed", &*sealed)];
    all.extend(fields.iter().map(|(name, value)| (*name, &**value)));
    town.post("/dang-nhap/khoa", "", &all).await
}

async fn clerk(town: &Town) -> String {
    let lan = town.account("lan").await;
    let mandate = town
        .mandate(lan, Role::CommuneClerk, &town.ward, None)
        .await;
    town.session(lan, Some(mandate)).await
}

#[tokio::test]
async fn a_passkey_signs_in_without_a_password_and_each_answer_counts_once() {
    let town = town().await;
    let session = clerk(&town).await;
    let mut device = Device::new(5);
    let elsewhere = add(&town, &session, &mut device, "https://evil.example").await;
    assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    let added = add(&town, &session, &mut device, ORIGIN).await;
    assert_eq!(added.status, StatusCode::OK, "{}", added.text);
    assert_eq!(
        added.text.matches("<code>").count(),
        10,
        "the first factor brings codes"
    );
    let twice = add(&town, &session, &mut device, ORIGIN).await;
    assert_eq!(
        twice.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the same key"
    );

    let page = town.get("/dang-nhap", "").await;
    assert_eq!(asked(&page, "verify"), "required");
    let challenge = asked(&page, "challenge");
    let unknown = device.answer(&challenge, ORIGIN, PRESENT);
    let refused = use_alone(&town, &page, &unknown).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "who is there?"
    );
    let stolen = device.answer(&challenge, "https://evil.example", KNOWN);
    let refused = use_alone(&town, &page, &stolen).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "another site"
    );
    let answer = device.answer(&challenge, ORIGIN, KNOWN);
    let entered = use_alone(&town, &page, &answer).await;
    assert_eq!(entered.header("location"), "/tai-khoan", "{}", entered.text);
    let token = entered.cookie("__Host-dinh");
    let sessions = town.get("/tai-khoan/phien", &token).await;
    assert!(sessions.text.contains("Khóa truy cập"), "{}", sessions.text);
    let again = use_alone(&town, &page, &answer).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the same answer"
    );
    let other = device.answer(&challenge, ORIGIN, KNOWN);
    let again = use_alone(&town, &page, &other).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the same question"
    );
    town.pass(11);
    let late = device.answer(&challenge, ORIGIN, KNOWN);
    let late = use_alone(&town, &page, &late).await;
    assert!(late.text.contains("mở quá lâu"), "{}", late.text);
}

#[tokio::test]
async fn a_passkey_after_the_password_is_of_the_same_person() {
    let town = town().await;
    let session = clerk(&town).await;
    let (mut device, mut stranger) = (Device::new(5), Device::new(6));
    add(&town, &session, &mut device, ORIGIN).await;
    let minh = town.account("minh").await;
    let foreign = town.session(minh, None).await;
    let added = add(&town, &foreign, &mut stranger, ORIGIN).await;
    assert_eq!(added.status, StatusCode::OK, "{}", added.text);
    let step = town.sign_in("lan", PASSWORD).await;
    assert_eq!(step.status, StatusCode::OK);
    assert_eq!(asked(&step, "known"), encoded(&device.name));
    let challenge = asked(&step, "challenge");
    let send = async |fields: Vec<(&str, String)>| {
        let (csrf, ticket) = (step.value("_csrf"), step.value("ticket"));
        let mut all = vec![("_csrf", &*csrf), ("ticket", &*ticket)];
        all.extend(fields.iter().map(|(name, value)| (*name, &**value)));
        town.post("/dang-nhap/buoc-hai", "", &all).await
    };
    let refused = send(stranger.answer(&challenge, ORIGIN, KNOWN)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let entered = send(device.answer(&challenge, ORIGIN, PRESENT)).await;
    assert_eq!(entered.header("location"), "/tai-khoan", "{}", entered.text);
    let token = entered.cookie("__Host-dinh");
    let page = town.get("/tai-khoan/xac-thuc", &token).await;
    let csrf = page.value("_csrf");
    let id = page.text.split("<option value=\"").nth(1);
    let id = id.and_then(|rest| rest.split('"').next()).expect("a key");
    let fields = [("_csrf", &*csrf), ("key", id), ("key_password", PASSWORD)];
    let removed = town
        .post("/tai-khoan/xac-thuc/bo-khoa", &token, &fields)
        .await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text);
    let direct = town.sign_in("lan", PASSWORD).await;
    assert_eq!(direct.status, StatusCode::SEE_OTHER, "no factor is left");
}

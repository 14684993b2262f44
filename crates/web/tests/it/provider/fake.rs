//! A provider in the process, which says what the test wants: keys, tokens, and lies.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use dinh_service::people::provider::{
    Authority, ProviderAnswer, ProviderCarrier, ProviderQuestion, ProviderSettings,
};
use dinh_service::secret::Secret;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub const ISSUER: &str = "https://tai-khoan.example.vn";
pub const CLIENT: &str = "dinh";
pub const SECRET: &str = "mã bí mật: của đình";

/// A key that signs only in tests.
const SAMPLE_KEY: &str = include_str!("sample-key.txt");

/// What the provider will say.
#[derive(Default)]
pub struct Said {
    /// The token for the next code; none is an error.
    pub token: Option<String>,
    /// What the browser was told of PKCE.
    pub challenge: String,
    /// The keys it shows.
    pub keys: Vec<Value>,
    /// Whether it answers at all.
    pub down: bool,
    /// How often it was asked for its keys.
    pub asked: usize,
}

/// The provider.
#[derive(Default)]
pub struct Fake(pub Mutex<Said>);

impl Fake {
    pub fn say(&self, change: impl FnOnce(&mut Said)) {
        change(&mut self.0.lock().expect("nobody panicked"));
    }

    fn answer(&self, question: &ProviderQuestion) -> Result<ProviderAnswer, String> {
        let mut said = self.0.lock().expect("nobody panicked");
        if said.down {
            return Err("connection refused".into());
        }
        let path = question.url.strip_prefix(ISSUER).ok_or("another house")?;
        let (status, body) = match path {
            "/.well-known/openid-configuration" => (200, document()),
            "/keys" => {
                said.asked += 1;
                (200, json!({ "keys": said.keys }))
            }
            "/token" => token(&said, question),
            _ => (404, json!({})),
        };
        let body = serde_json::to_vec(&body).expect("JSON");
        Ok(ProviderAnswer { status, body })
    }
}

fn document() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": format!("{ISSUER}/vao"),
        "token_endpoint": format!("{ISSUER}/token"),
        "jwks_uri": format!("{ISSUER}/keys"),
        "end_session_endpoint": format!("{ISSUER}/ra"),
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "authorization_response_iss_parameter_supported": true
    })
}

fn token(said: &Said, question: &ProviderQuestion) -> (u16, Value) {
    let form = question.form.clone().unwrap_or_default();
    let field = |name: &str| {
        let mut pairs = form.split('&').filter_map(|pair| pair.split_once('='));
        let found = pairs.find(|(key, _)| *key == name);
        found.map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    let verified = URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier").as_bytes()));
    let pair = format!("{CLIENT}:{}", escaped(SECRET));
    let basic = format!("Basic {}", STANDARD.encode(pair));
    let authorization = question.authorization.as_ref().map(Secret::reveal);
    let is_right = verified == said.challenge
        && authorization == Some(basic.as_str())
        && field("grant_type") == "authorization_code"
        && field("code") == "ma-mot-lan"
        && field("redirect_uri") == "https%3A%2F%2Fdinh.example.vn%2Fdang-nhap%2Ftro-ve";
    match (&said.token, is_right) {
        (Some(token), true) => (200, json!({ "id_token": token, "access_token": "x" })),
        (_, false) => (400, json!({ "error": "invalid_request" })),
        (None, true) => (400, json!({ "error": "invalid_grant" })),
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// It carries its own answers.
pub struct Wire(pub Arc<Fake>);

impl ProviderCarrier for Wire {
    fn ask(
        &self,
        question: ProviderQuestion,
    ) -> Pin<Box<dyn Future<Output = Result<ProviderAnswer, String>> + Send + '_>> {
        Box::pin(async move { self.0.answer(&question) })
    }
}

/// The provider as the site knows it.
pub fn authority(fake: &Arc<Fake>, change: impl FnOnce(&mut ProviderSettings)) -> Arc<Authority> {
    let mut settings = ProviderSettings {
        issuer: ISSUER.into(),
        client: CLIENT.into(),
        secret: Secret::new(SECRET),
        label: "công chức".into(),
        subject_claim: "sub".into(),
        name_claim: "name".into(),
        roles: Vec::new(),
    };
    change(&mut settings);
    settings.check().expect("settings that hold");
    Arc::new(Authority::new(settings, Arc::new(Wire(Arc::clone(fake)))))
}

/// A key of the provider.
pub enum Key {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
}

impl Key {
    pub fn rsa() -> Self {
        let der = STANDARD
            .decode(SAMPLE_KEY.replace('\n', ""))
            .expect("base64");
        Self::Rsa(RsaKeyPair::from_pkcs8(&der).expect("a key"))
    }

    pub fn p256() -> Self {
        let (way, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let made = EcdsaKeyPair::generate_pkcs8(way, &random).expect("a key");
        Self::P256(EcdsaKeyPair::from_pkcs8(way, made.as_ref(), &random).expect("a key"))
    }

    /// As the provider shows it.
    pub fn shown(&self, id: &str) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Rsa(pair) => {
                let public = ring::rsa::PublicKeyComponents::<Vec<u8>>::from(pair.public());
                json!({ "kty": "RSA", "kid": id, "use": "sig", "n": text(&public.n), "e": text(&public.e) })
            }
            Self::P256(pair) => {
                let point = pair.public_key().as_ref();
                json!({ "kty": "EC", "crv": "P-256", "kid": id, "x": text(&point[1..33]), "y": text(&point[33..]) })
            }
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "RS256",
            Self::P256(_) => "ES256",
        }
    }

    /// A signed token.
    pub fn token(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let random = SystemRandom::new();
        let signature = match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(
                    &RSA_PKCS1_SHA256,
                    &random,
                    message.as_bytes(),
                    &mut signature,
                )
                .expect("signed");
                signature
            }
            Self::P256(pair) => {
                let signature = pair.sign(&random, message.as_bytes()).expect("signed");
                signature.as_ref().to_vec()
            }
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

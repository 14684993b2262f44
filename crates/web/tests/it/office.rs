//! People of a ward at their desks: signed in, with the forms that a browser would send.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::{Mandate, Proof};
use dinh_domain::units::Unit;
use dinh_service::Platform;
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::mandates;
use dinh_store::people::sessions::{self, NewSession};
use dinh_web::{AppState, Settings};
use jiff::civil::date;
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::site::{Answer, Site, site};

pub const BOUNDARY: &str = "ranh-gioi";

/// One signed-in person.
pub struct Officer {
    router: Router,
    pub cookie: String,
    pub csrf: String,
}

/// A file to send: field, name, bytes.
pub type Sent<'a> = (&'a str, &'a str, &'a [u8]);

/// A ward that has disclosed nothing yet, in the real city.
pub struct Office {
    pub platform: Arc<Platform>,
    pub ward: Unit,
    pub site: Site,
}

/// The office of the ward Cái Khế.
pub async fn ward_office() -> Office {
    let site = site(&[]).await;
    let mut tx = site.platform.store.read().await.expect("a snapshot");
    let ward = dinh_store::units::find_by_slug(&mut tx, "phuong-cai-khe")
        .await
        .expect("read")
        .expect("the ward");
    Office {
        platform: Arc::clone(&site.platform),
        ward,
        site,
    }
}

/// Sign a new person in with this role in the ward.
pub async fn officer(office: &Office, role: Role, number: u128) -> Officer {
    officer_of(&office.platform, role, office.ward.id, number).await
}

/// Sign a new person in with this role in a unit.
pub async fn officer_of(
    platform: &Arc<Platform>,
    role: Role,
    unit: UnitId,
    number: u128,
) -> Officer {
    let token = format!("token-of-{number}");
    let csrf = format!("csrf-of-{number}");
    let now = platform.clock.now();
    let account = AccountId(Uuid::from_u128(9_000 + number));
    let mandate = MandateId(Uuid::from_u128(19_000 + number));
    let mut tx = platform.store.write().await.expect("the seat");
    let person = Account {
        id: account,
        login: format!("nguoi.mau.{number}"),
        name: format!("Người mẫu {number}"),
        password_hash: "none".into(),
        must_change_password: false,
        disabled_at: None,
        created_at: now,
        sample: true,
    };
    accounts::add(&mut tx, &person).await.expect("an account");
    let given = Mandate {
        id: mandate,
        account,
        role,
        unit,
        valid_from: date(2025, 7, 1),
        valid_to: None,
        document: "01/QĐ-UBND".into(),
    };
    mandates::add_mandate(&mut tx, &given, now)
        .await
        .expect("a mandate");
    let session = NewSession {
        token_hash: Sha256::digest(token.as_bytes()).into(),
        account,
        mandate: Some(mandate),
        csrf: csrf.clone(),
        at: now,
        seen_at: now,
        device: String::new(),
        proof: Proof::Password,
        expires_at: now + jiff::SignedDuration::from_hours(12),
    };
    sessions::add(&mut tx, session).await.expect("a session");
    tx.commit().await.expect("commit");
    let state = AppState::new(Arc::clone(platform), Settings::default());
    Officer {
        router: dinh_web::router(state),
        cookie: format!("__Host-dinh={token}"),
        csrf,
    }
}

impl Officer {
    /// The same person, sending the forms of a page that was opened before.
    pub fn at_page(&self, page: &str) -> Self {
        Self {
            router: self.router.clone(),
            cookie: self.cookie.clone(),
            csrf: hidden(page, "_csrf"),
        }
    }

    /// The same person, answered by another node, or by this one after a restart.
    pub fn at_another_node(&self, platform: &Arc<Platform>) -> Self {
        let state = AppState::new(Arc::clone(platform), Settings::default());
        Self {
            router: dinh_web::router(state),
            cookie: self.cookie.clone(),
            csrf: self.csrf.clone(),
        }
    }

    /// Open a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Open a page or a file with these headers.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request, Body::empty()).await
    }

    /// Send a form with files as it comes over the network.
    pub async fn post_body(&self, path: &str, body: Body) -> Answer {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = Request::post(path).header("content-type", kind);
        self.send(request, body).await
    }

    /// Send a form without files.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut pairs = vec![("_csrf", self.csrf.as_str())];
        pairs.extend_from_slice(fields);
        let body: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let request =
            Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request, Body::from(body.join("&"))).await
    }

    /// Send a form with files.
    pub async fn post_files(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[Sent<'_>],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in [("_csrf", self.csrf.as_str())].iter().chain(fields) {
            let part = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.post_body(path, Body::from(body)).await
    }

    async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = request
            .header("cookie", &self.cookie)
            .body(body)
            .expect("a request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.expect("a body"),
        }
    }
}

/// A value as it stands in a sent form.
pub fn encoded(text: &str) -> String {
    let mut written = String::new();
    for byte in text.bytes() {
        written.extend(["%", &dinh_register::hex(&[byte])]);
    }
    written
}

/// What a page carries in a hidden field.
pub fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&start).expect("the hidden field");
    rest.split('"').next().expect("its value").to_owned()
}

/// The last part of the address that an answer sends to, without its query.
pub fn number(answer: &Answer) -> i64 {
    let address = answer.header("location");
    let path = address.split('?').next().expect("a path");
    path.rsplit('/')
        .next()
        .expect("a number")
        .parse()
        .expect("a number")
}

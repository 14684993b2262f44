//! A small town for tests of access: a city, two wards, people with mandates, and a
//! clock that the test moves.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::{Mandate, Proof};
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::Law;
use dinh_service::clock::SetClock;
use dinh_service::people::{NewAccount, create_account, digest};
use dinh_service::random::SystemRandom;
use dinh_service::register::{Signer, Watch};
use dinh_service::{Actor, Context, Platform};
use dinh_store::Database;
use dinh_store::files::FileStore;
use dinh_store::people::add_mandate;
use dinh_store::people::sessions::{self, NewSession};
use dinh_web::{AppState, Quotas, Settings};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

pub const PASSWORD: &str = "đò qua sông Hậu";
pub const CSRF: &str = "token-of-the-session";

/// A town that is gone when the test ends.
pub struct Town {
    pub platform: Arc<Platform>,
    pub clock: Arc<SetClock>,
    pub city: Unit,
    pub ward: Unit,
    pub other: Unit,
    pub watch: Arc<Watch>,
    pub state: AppState,
    router: Router,
    _folder: TempDir,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The token that the answer gives to the browser.
    pub fn token(&self) -> &str {
        let cookie = self.header("set-cookie");
        let pair = cookie.split(';').next().unwrap_or_default();
        pair.split_once('=').map_or("", |(_, token)| token)
    }

    /// A cookie that the answer gives to the browser.
    pub fn cookie(&self, name: &str) -> String {
        let given = self.headers.get_all("set-cookie").iter();
        let mut pairs = given
            .filter_map(|value| value.to_str().ok())
            .filter_map(|text| text.split(';').next()?.split_once('='));
        let found = pairs.find(|(known, _)| *known == name);
        found.map_or_else(String::new, |(_, value)| value.to_owned())
    }

    /// The value of the first hidden or typed input with this name.
    pub fn value(&self, name: &str) -> String {
        let after = self
            .text
            .split(&format!("name=\"{name}\""))
            .nth(1)
            .unwrap_or_default();
        let tag = after.split('>').next().unwrap_or_default();
        let value = tag.split("value=\"").nth(1).unwrap_or_default();
        unescaped(value.split('"').next().unwrap_or_default())
    }
}

pub fn unescaped(html: &str) -> String {
    let marks = [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
    ];
    marks.iter().fold(html.to_owned(), |text, (code, mark)| {
        text.replace(code, mark)
    })
}

fn unit(number: u128, kind: UnitKind, name: &str, parent: Option<UnitId>) -> Unit {
    Unit {
        code: Some(format!("{number:05}")),
        parent,
        valid_from: Some(date(2025, 7, 1)),
        loudspeaker: true,
        portal: true,
        internal_system: true,
        sample: true,
        ..Unit::named(UnitId(Uuid::from_u128(number)), kind, name)
    }
}

/// A town without limits on tries.
pub async fn town() -> Town {
    town_with(Quotas::unlimited()).await
}

pub async fn town_with(quotas: Quotas) -> Town {
    let settings = Settings {
        quotas,
        ..Settings::default()
    };
    town_of(settings).await
}

pub async fn town_of(settings: Settings) -> Town {
    let folder = TempDir::new().expect("a temporary folder");
    let address = format!("sqlite://{}/dinh.sqlite", folder.path().display());
    let store = Database::open(&address).await.expect("a database");
    dinh_store::schema::migrate(&store).await.expect("a schema");
    let clock = Arc::new(SetClock::on(date(2026, 11, 23), 9));
    let platform = Arc::new(Platform {
        store,
        files: FileStore::in_folder(&folder.path().join("files")).expect("a file store"),
        scanner: None,
        law: Law::embedded(),
        clock: Arc::<SetClock>::clone(&clock),
        random: Arc::new(SystemRandom),
        signer: Signer::new("dangky.example.vn/so-cong-khai", &[7; 32]).expect("a key"),
        secrets: dinh_service::Secrets::new([9; 32]),
        base_url: "https://dinh.example.vn".into(),
        sample: false,
        units: dinh_service::units::DirectoryCell::default(),
        votes: dinh_service::decision::online::VoteQueue::default(),
    });
    let units = units_of(&platform).await;
    over(platform, clock, folder, units, settings)
}

/// A city with two wards, and nothing else.
async fn units_of(platform: &Platform) -> [Unit; 3] {
    let city = unit(1, UnitKind::City, "Thành phố Mẫu", None);
    let ward = unit(2, UnitKind::Ward, "Phường Mẫu", Some(city.id));
    let other = unit(3, UnitKind::Ward, "Phường Khác", Some(city.id));
    let mut tx = platform.store.write().await.expect("the seat");
    for unit in [&city, &ward, &other] {
        dinh_store::units::add(&mut tx, unit).await.expect("a unit");
    }
    tx.commit().await.expect("commit");
    [city, ward, other]
}

/// A town over what is stored already.
pub fn over(
    platform: Arc<Platform>,
    clock: Arc<SetClock>,
    folder: TempDir,
    [city, ward, other]: [Unit; 3],
    settings: Settings,
) -> Town {
    let settings = Settings {
        // Tests say where a request comes from.
        behind_proxy: true,
        ..settings
    };
    let state = AppState::new(Arc::clone(&platform), settings);
    state
        .open_search(&folder.path().join("search"))
        .expect("a search index");
    let watch = Arc::clone(&state.watch);
    let router = dinh_web::router(state.clone());
    Town {
        watch,
        state,
        platform,
        clock,
        city,
        ward,
        other,
        router,
        _folder: folder,
    }
}

impl Town {
    /// Somebody who can sign in with [`PASSWORD`].
    pub async fn account(&self, login: &str) -> AccountId {
        let ctx = Context::new(&self.platform, Actor::Clockwork);
        let input = NewAccount {
            login: login.into(),
            name: format!("Người mẫu {login}"),
            password: PASSWORD.into(),
            must_change_password: false,
            sample: true,
        };
        create_account(&ctx, input).await.expect("an account")
    }

    /// A mandate from 1 July 2025.
    pub async fn mandate(
        &self,
        account: AccountId,
        role: Role,
        unit: &Unit,
        until: Option<Date>,
    ) -> MandateId {
        let mandate = Mandate {
            id: MandateId(Uuid::from_bytes(SystemRandomBytes::next())),
            account,
            role,
            unit: unit.id,
            valid_from: date(2025, 7, 1),
            valid_to: until,
            document: "01/QĐ-UBND".into(),
        };
        let mut tx = self.platform.store.write().await.expect("the seat");
        add_mandate(&mut tx, &mandate, self.now())
            .await
            .expect("a mandate");
        tx.commit().await.expect("commit");
        mandate.id
    }

    /// A session without the work of signing in; its forms carry [`CSRF`].
    pub async fn session(&self, account: AccountId, mandate: Option<MandateId>) -> String {
        let token = Uuid::from_bytes(SystemRandomBytes::next()).to_string();
        let session = NewSession {
            token_hash: digest(&token),
            account,
            mandate,
            csrf: CSRF.into(),
            at: self.now(),
            seen_at: self.now(),
            device: String::new(),
            proof: Proof::Password,
            expires_at: self.now() + SignedDuration::from_hours(12),
        };
        let mut tx = self.platform.store.write().await.expect("the seat");
        sessions::add(&mut tx, session).await.expect("a session");
        tx.commit().await.expect("commit");
        token
    }

    pub fn now(&self) -> Timestamp {
        use dinh_service::clock::Clock as _;
        self.clock.now()
    }

    pub fn pass(&self, minutes: i64) {
        self.clock
            .set(self.now() + SignedDuration::from_mins(minutes));
    }

    pub async fn get(&self, path: &str, token: &str) -> Answer {
        self.send(Method::GET, path, token, &[], &[]).await
    }

    /// Send a form of this site.
    pub async fn post(&self, path: &str, token: &str, fields: &[(&str, &str)]) -> Answer {
        let site = [("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, token, fields, &site).await
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        token: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method.clone()).uri(path);
        if !token.is_empty() {
            request = request.header(header::COOKIE, format!("__Host-dinh={token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let multipart = headers.iter().any(|(name, _)| *name == "content-type");
        let body = if multipart {
            Body::from(parts_of(fields))
        } else if method == Method::POST {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            Body::from(encoded(fields))
        } else {
            Body::empty()
        };
        let request = request.body(body).expect("a request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Sign in through the page; gives the answer.
    pub async fn sign_in(&self, login: &str, password: &str) -> Answer {
        let form = self.get("/dang-nhap", "").await;
        let csrf = form.value("_csrf");
        let fields = [
            ("_csrf", csrf.as_str()),
            ("login", login),
            ("password", password),
        ];
        self.post("/dang-nhap", "", &fields).await
    }
}

struct SystemRandomBytes;

impl SystemRandomBytes {
    fn next() -> [u8; 16] {
        use dinh_service::random::Random as _;
        let mut half = [0; 16];
        half.copy_from_slice(&SystemRandom.bytes()[..16]);
        half
    }
}

/// The kind of a form with files; give it as a header to send one.
pub const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=ranh");

/// Fields as parts; what is named "tep" is a file.
fn parts_of(fields: &[(&str, &str)]) -> String {
    let part = |(name, value): &(&str, &str)| {
        let file = if *name == "tep" {
            "; filename=\"tep.pdf\""
        } else {
            ""
        };
        let head = format!("--ranh\r\nContent-Disposition: form-data; name=\"{name}\"{file}");
        format!("{head}\r\n\r\n{value}\r\n")
    };
    let parts: String = fields
        .iter()
        .map(part)
        .fold(String::new(), |all, one| all + &one);
    parts + "--ranh--\r\n"
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let hex = |text: String, byte: u8| format!("{text}%{byte:02X}");
    let part = |text: &str| text.bytes().fold(String::new(), hex);
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", part(name), part(value)))
        .collect();
    pairs.join("&")
}

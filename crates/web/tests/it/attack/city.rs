//! The city under attack: the whole demo city in a database on disk, and one caller for each role in a unit of its own and in
//! another one.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId};
use dinh_domain::people::Mandate;
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::Law;
use dinh_service::clock::SetClock;
use dinh_service::people::digest;
use dinh_service::random::SeededRandom;
use dinh_service::register::Signer;
use dinh_service::{Platform, demo};
use dinh_store::Database;
use dinh_store::files::FileStore;
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::add_mandate;
use dinh_store::people::sessions::{self, NewSession};
use dinh_web::{AppState, FormKey, Quotas, Settings};
use jiff::SignedDuration;
use jiff::civil::date;
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::town::Answer;

/// The commune that is attacked, and where its neighbour's people come from.
pub const HERE: &str = "phuong-ninh-kieu";
const THERE: &str = "phuong-cai-rang";

/// The city, gone when the test ends.
pub struct City {
    pub platform: Arc<Platform>,
    pub form_key: FormKey,
    router: Router,
    log: PathBuf,
    _folder: TempDir,
}

/// Who sends requests. Nobody has neither role nor token.
#[derive(Clone, Debug)]
pub struct Caller {
    pub role: Option<Role>,
    /// Whether their unit is the one that is attacked, or the city above all.
    pub here: bool,
    pub unit: String,
    pub token: String,
    pub csrf: String,
}

impl Caller {
    /// For messages.
    pub fn name(&self) -> String {
        let role = self.role.map_or("nobody", Role::code);
        format!("{role} of {}", self.unit)
    }
}

/// A request, whatever it may be.
#[derive(Clone, Debug)]
pub struct Try {
    pub method: Method,
    pub path: String,
    pub kind: &'static str,
    pub body: Vec<u8>,
    pub headers: Vec<(&'static str, Vec<u8>)>,
}

impl Try {
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            path: path.into(),
            kind: "",
            body: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// A form of this site.
    pub fn form(path: impl Into<String>, body: Vec<u8>) -> Self {
        Self {
            method: Method::POST,
            kind: "application/x-www-form-urlencoded",
            body,
            headers: vec![("sec-fetch-site", b"same-origin".to_vec())],
            ..Self::get(path)
        }
    }
}

impl City {
    /// The demo city as it stands on a Monday.
    pub async fn demo() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let file = folder.path().join("dinh.sqlite");
        let address = format!("sqlite://{}", file.display());
        let store = Database::open(&address).await.expect("a database");
        dinh_store::schema::migrate(&store).await.expect("a schema");
        let platform = Arc::new(Platform {
            store,
            files: FileStore::in_folder(&folder.path().join("files")).expect("a file store"),
            scanner: None,
            law: Law::embedded(),
            clock: Arc::new(SetClock::on(date(2026, 11, 23), 9)),
            random: Arc::new(SeededRandom::new(2)),
            signer: Signer::new("dangky.example.vn/so-cong-khai", &[7; 32]).expect("a key"),
            secrets: dinh_service::Secrets::new([9; 32]),
            base_url: "https://dinh.example.vn".into(),
            sample: true,
            units: dinh_service::units::DirectoryCell::default(),
            votes: dinh_service::decision::online::VoteQueue::default(),
        });
        demo::fill(&platform, &|_| {}).await.expect("the demo city");
        let settings = Settings {
            quotas: Quotas::unlimited(),
            ..Settings::default()
        };
        let form_key = FormKey::new(platform.secrets.key("form"));
        let state = AppState::new(Arc::clone(&platform), settings);
        let index = folder.path().join("search");
        state.open_search(&index).expect("a search index");
        Self {
            router: dinh_web::router(state),
            platform,
            form_key,
            log: folder.path().join("dinh.sqlite-wal"),
            _folder: folder,
        }
    }

    /// One caller for each role here, one there, and nobody at the end.
    pub async fn callers(&self) -> Vec<Caller> {
        let mut callers = Vec::new();
        for (place, role) in Role::ALL.iter().enumerate() {
            for (number, here) in [(1, true), (2, false)] {
                let Some(slug) = home(*role, here) else {
                    continue;
                };
                let id = Uuid::from_u128((place * 10 + number) as u128);
                callers.push(self.caller(*role, here, slug, id).await);
            }
        }
        callers.push(Caller {
            role: None,
            here: false,
            unit: String::new(),
            token: String::new(),
            csrf: self.form_key.token(self.platform.clock.now()),
        });
        callers
    }

    async fn caller(&self, role: Role, here: bool, slug: &str, id: Uuid) -> Caller {
        let now = self.platform.clock.now();
        let mut tx = self.platform.store.write().await.expect("the seat");
        let unit = self.unit(&mut tx, slug).await;
        let account = Account {
            id: AccountId(id),
            login: format!("ke-thu-{id}"),
            name: "Người thử".into(),
            password_hash: "!".into(),
            must_change_password: false,
            disabled_at: None,
            created_at: now,
            sample: true,
        };
        accounts::add(&mut tx, &account).await.expect("an account");
        let mandate = Mandate {
            id: MandateId(id),
            account: account.id,
            role,
            unit: unit.id,
            valid_from: date(2025, 7, 1),
            valid_to: None,
            document: "01/QĐ".into(),
        };
        let added = add_mandate(&mut tx, &mandate, now).await;
        added.expect("a mandate");
        let (token, csrf) = (format!("token-{id}"), format!("csrf-{id}"));
        let session = NewSession {
            token_hash: digest(&token),
            account: account.id,
            mandate: Some(mandate.id),
            csrf: csrf.clone(),
            at: now,
            seen_at: now,
            device: String::new(),
            proof: dinh_domain::people::Proof::Password,
            expires_at: now + SignedDuration::from_hours(12),
        };
        sessions::add(&mut tx, session).await.expect("a session");
        tx.commit().await.expect("commit");
        Caller {
            role: Some(role),
            here,
            unit: slug.to_owned(),
            token,
            csrf,
        }
    }

    async fn unit(&self, tx: &mut dinh_store::WriteTx, slug: &str) -> Unit {
        if !slug.is_empty() {
            let found = dinh_store::units::find_by_slug(tx, slug).await;
            return found.expect("read").expect("a unit of the demo city");
        }
        let today = self.platform.clock.today();
        let cities = dinh_store::units::of_kind(tx, UnitKind::City, today, 9).await;
        cities.expect("read").remove(0)
    }

    /// Where the write-ahead log stands: it moves with every commit that changed something, and never else.
    pub fn mark(&self) -> (u64, Option<SystemTime>) {
        let log = std::fs::metadata(&self.log).expect("the log is there");
        (log.len(), log.modified().ok())
    }

    /// Rows of every table.
    pub async fn rows(&self) -> Vec<(String, i64)> {
        let mut rows = Vec::new();
        for table in self
            .texts("SELECT name FROM sqlite_master WHERE type = 'table'")
            .await
        {
            let sql = format!("SELECT CAST(count(*) AS TEXT) FROM \"{table}\"").leak();
            let count = self.texts(sql).await;
            rows.push((table, count[0].parse().expect("a number")));
        }
        rows
    }

    /// The first column of a query.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        let mut tx = self.platform.store.read().await.expect("a snapshot");
        let rows: Vec<(String,)> = tx.select(sql).all().await.expect("rows");
        rows.into_iter().map(|(text,)| text).collect()
    }

    /// Send it; nothing when it cannot even be written as a request.
    pub async fn send(&self, caller: &Caller, one: &Try) -> Option<Answer> {
        let mut request = Request::builder().method(one.method.clone()).uri(&one.path);
        if !caller.token.is_empty() {
            request = request.header(header::COOKIE, format!("__Host-dinh={}", caller.token));
        }
        if !one.kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, one.kind);
        }
        for (name, value) in &one.headers {
            request = request.header(*name, value.as_slice());
        }
        let request = request.body(Body::from(one.body.clone())).ok()?;
        let response = self.router.clone().oneshot(request).await;
        let (parts, body) = response.expect("an answer").into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        Some(Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        })
    }
}

/// The unit of a role; those of the city are of one unit only.
fn home(role: Role, here: bool) -> Option<&'static str> {
    let pick = |one, two| Some(if here { one } else { two });
    match role {
        Role::CommunityHead
        | Role::FrontWorkCommittee
        | Role::TeamMember
        | Role::HouseholdRepresentative => pick(
            "khu-vuc-1-mau-phuong-ninh-kieu",
            "khu-vuc-1-mau-phuong-cai-rang",
        ),
        Role::CommuneClerk
        | Role::CommuneChairman
        | Role::FrontCommittee
        | Role::InspectionBoardMember
        | Role::InvestmentBoardMember => pick(HERE, THERE),
        Role::AgencyClerk | Role::AgencyHead => pick("so-noi-vu-mau", "so-tai-chinh-mau"),
        Role::EnterpriseClerk | Role::EnterpriseHead => {
            here.then_some("cong-ty-tnhh-mtv-cap-thoat-nuoc-mau")
        }
        Role::HomeAffairs | Role::CouncilDelegate | Role::CityAdministrator | Role::Auditor => {
            here.then_some("")
        }
    }
}

//! A site of the real city in a folder of its own.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use dinh_domain::access::Role;
use dinh_domain::disclosure::{Draft, Duty};
use dinh_domain::ids::{AccountId, MandateId};
use dinh_domain::people::Mandate;
use dinh_domain::units::Unit;
use dinh_law::Law;
use dinh_service::clock::SetClock;
use dinh_service::disclosure::{self, DraftForm, OpenDuty};
use dinh_service::documents::publish_seed;
use dinh_service::random::{Random, SeededRandom, SystemRandom};
use dinh_service::register::{Signer, sign_newest};
use dinh_service::units::real::import_real_city;
use dinh_service::{Actor, Context, Person, Platform};
use dinh_store::Database;
use dinh_store::files::FileStore;
use dinh_web::{AppState, Settings};
use jiff::civil::date;
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

/// A site that is gone when the test ends.
pub struct Site {
    pub platform: Arc<Platform>,
    pub ward: Unit,
    pub router: Router,
    pub clock: Arc<SetClock>,
    address: String,
    pub folder: TempDir,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).expect("text")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

/// The real units, the source document, one ward with `titles` disclosed, all signed.
pub async fn site(titles: &[&str]) -> Site {
    let folder = TempDir::new().expect("a temporary folder");
    let address = format!("sqlite://{}/dinh.sqlite", folder.path().display());
    site_at(address, folder, titles).await
}

/// The same on each engine that can be reached.
pub async fn sites(titles: &[&str]) -> Vec<Site> {
    let mut sites = vec![site(titles).await];
    if let Some(address) = empty_postgres().await {
        let folder = TempDir::new().expect("a temporary folder");
        sites.push(site_at(address, folder, titles).await);
    }
    sites
}

/// An empty schema of PostgreSQL, if a server can be reached.
#[expect(
    clippy::disallowed_methods,
    reason = "the test runner tells the tests by a variable where PostgreSQL is"
)]
pub async fn empty_postgres() -> Option<String> {
    let address = std::env::var("DINH_TEST_POSTGRES").ok()?;
    let schema = format!("site_{}", Uuid::from_bytes(chance()).simple());
    let server = Database::open(&address).await.expect("the server");
    let mut tx = server.write().await.expect("the seat");
    let sql: &'static str = Box::leak(format!("CREATE SCHEMA {schema}").into_boxed_str());
    tx.script(sql).await.expect("a schema");
    tx.commit().await.expect("commit");
    server.close().await;
    let mark = if address.contains('?') { '&' } else { '?' };
    Some(format!("{address}{mark}options[search_path]={schema}"))
}

fn chance() -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&SystemRandom.bytes()[..16]);
    half
}

/// One process over what is stored there.
async fn process(
    address: &str,
    folder: &Path,
    clock: &Arc<SetClock>,
    random: Arc<dyn Random>,
) -> Platform {
    let store = Database::open(address).await.expect("a database");
    Platform {
        store,
        files: FileStore::in_folder(&folder.join("files")).expect("a file store"),
        scanner: None,
        law: Law::embedded(),
        clock: Arc::<SetClock>::clone(clock),
        random,
        signer: Signer::new("dangky.example.vn/so-cong-khai", &[7; 32]).expect("a key"),
        secrets: dinh_service::Secrets::new([9; 32]),
        base_url: "https://dinh.example.vn".into(),
        sample: false,
        units: dinh_service::units::DirectoryCell::default(),
        votes: dinh_service::decision::online::VoteQueue::default(),
    }
}

async fn site_at(address: String, folder: TempDir, titles: &[&str]) -> Site {
    let clock = Arc::new(SetClock::on(date(2026, 11, 23), 9));
    let platform = Arc::new(
        process(
            &address,
            folder.path(),
            &clock,
            Arc::new(SeededRandom::new(1)),
        )
        .await,
    );
    dinh_store::schema::migrate(&platform.store)
        .await
        .expect("a schema");
    let ctx = Context::new(&platform, Actor::Clockwork);
    let mut tx = ctx.write().await.expect("the seat");
    let real = import_real_city(&ctx, &mut tx)
        .await
        .expect("the real city");
    tx.commit().await.expect("commit");
    publish_seed(&ctx, real.city)
        .await
        .expect("the source document");
    let mut tx = ctx.read().await.expect("a snapshot");
    let ward = dinh_store::units::find_by_slug(&mut tx, "phuong-cai-khe")
        .await
        .expect("read")
        .expect("the ward");
    drop(tx);
    for (place, title) in titles.iter().enumerate() {
        publish(&platform, &ward, title, &format!("{}/QĐ-UBND", place + 1)).await;
    }
    disclosure::refresh_all(&ctx).await.expect("tallies");
    sign_newest(&platform).await.expect("signed");
    let state = AppState::new(Arc::clone(&platform), Settings::default());
    state
        .open_search(&folder.path().join("search"))
        .expect("a search index");
    Site {
        router: dinh_web::router(state),
        platform,
        ward,
        clock,
        address,
        folder,
    }
}

impl Site {
    /// Another process, or node, over the same database.
    pub async fn another_process(&self) -> Platform {
        process(
            &self.address,
            self.folder.path(),
            &self.clock,
            Arc::new(SystemRandom),
        )
        .await
    }

    /// The ward discloses one thing more by that process.
    pub async fn publish_there(&self, other: &Platform, title: &str, document_number: &str) {
        publish(other, &self.ward, title, document_number).await;
    }

    /// The ward discloses one thing more.
    pub async fn publish_more(&self, title: &str, document_number: &str) {
        publish(&self.platform, &self.ward, title, document_number).await;
    }

    /// The ward's clerk opens a duty.
    pub async fn open(&self, title: &str) -> Duty {
        open(&self.platform, &self.ward, title, "20/QĐ-UBND").await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).expect("a request"))
            .await
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
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

fn acting<'p>(platform: &'p Platform, ward: &Unit, role: Role) -> Context<'p> {
    let account = AccountId(Uuid::from_u128(100 + role as u128));
    let mandate = Mandate {
        id: MandateId(Uuid::from_u128(200 + role as u128)),
        account,
        role,
        unit: ward.id,
        valid_from: date(2025, 7, 1),
        valid_to: None,
        document: "01/QĐ-UBND".into(),
    };
    let person = Person {
        account,
        name: "Người mẫu".into(),
        mandate: Some(mandate),
    };
    Context::new(platform, Actor::Person(person))
}

async fn open(platform: &Platform, ward: &Unit, title: &str, document_number: &str) -> Duty {
    let clerk = acting(platform, ward, Role::CommuneClerk);
    let event = OpenDuty {
        rule: "11.3:projects".into(),
        title: title.into(),
        event_on: date(2026, 11, 19),
        event_document: document_number.into(),
    };
    disclosure::open_duty(&clerk, ward.id, event)
        .await
        .expect("a duty")
}

async fn publish(platform: &Platform, ward: &Unit, title: &str, document_number: &str) {
    let duty = open(platform, ward, title, document_number).await;
    let clerk = acting(platform, ward, Role::CommuneClerk);
    let draft = disclosure::start_draft(&clerk, duty.id)
        .await
        .expect("a draft");
    let form = DraftForm {
        draft: Draft {
            title: title.into(),
            document_number: document_number.into(),
            document_date: ["19".into(), "11".into(), "2026".into()],
            summary: "Nội dung của dự án, có dấu & và <thẻ>.".into(),
        },
        version: draft.version,
    };
    disclosure::submit(&clerk, draft.id, form)
        .await
        .expect("submitted");
    let chairman = acting(platform, ward, Role::CommuneChairman);
    disclosure::approve(&chairman, draft.id, draft.version + 2)
        .await
        .expect("approved");
}

//! A fresh installation per test: SQLite in a temporary folder and, when
//! `DINH_TEST_POSTGRES` names a server, a schema of its own there.

use std::sync::Arc;

use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_law::Law;
use dinh_service::clock::SetClock;
use dinh_service::random::{Random, SeededRandom, SystemRandom};
use dinh_service::register::Signer;
use dinh_service::units::DirectoryCell;
use dinh_service::{Actor, Context, Person, Platform};
use dinh_store::Database;
use dinh_store::files::FileStore;
use jiff::civil::{Date, date};
use tempfile::TempDir;
use uuid::Uuid;

/// The day on which the tests play.
pub const TODAY: Date = date(2026, 11, 23);

/// An installation that is gone when the test ends.
pub struct Installation {
    pub platform: Platform,
    folder: TempDir,
}

/// One installation per engine that can be reached.
pub async fn installations() -> Vec<Installation> {
    let folder = TempDir::new().expect("a temporary folder");
    let address = format!("sqlite://{}/dinh.sqlite", folder.path().display());
    let mut made = vec![Installation::open(&address, folder).await];
    if let Some(address) = postgres_schema().await {
        let folder = TempDir::new().expect("a temporary folder");
        made.push(Installation::open(&address, folder).await);
    } else {
        say_that_postgres_was_left_out();
    }
    made
}

#[expect(
    clippy::print_stderr,
    reason = "whoever reads the test's output must know what was not tested"
)]
pub fn say_that_postgres_was_left_out() {
    eprintln!("DINH_TEST_POSTGRES is not set: only SQLite was tested.");
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test runner tells the tests by a variable where PostgreSQL is"
)]
async fn postgres_schema() -> Option<String> {
    let address = std::env::var("DINH_TEST_POSTGRES").ok()?;
    let [a, b, c, d, ..] = SystemRandom.bytes();
    let schema = format!("units_{:08x}", u32::from_be_bytes([a, b, c, d]));
    let server = Database::open(&address).await.expect("the server");
    let mut tx = server.write().await.expect("the seat");
    let sql: &'static str = Box::leak(format!("CREATE SCHEMA {schema}").into_boxed_str());
    tx.script(sql).await.expect("a schema");
    tx.commit().await.expect("commit");
    server.close().await;
    let mark = if address.contains('?') { '&' } else { '?' };
    Some(format!("{address}{mark}options[search_path]={schema}"))
}

impl Installation {
    async fn open(address: &str, folder: TempDir) -> Self {
        let store = Database::open(address).await.expect("a database");
        dinh_store::schema::migrate(&store).await.expect("a schema");
        let platform = Platform {
            store,
            files: FileStore::in_folder(&folder.path().join("files")).expect("a file store"),
            scanner: None,
            law: Law::embedded(),
            clock: Arc::new(SetClock::on(TODAY, 9)),
            random: Arc::new(SeededRandom::new(1)),
            signer: Signer::new("dangky.example.vn/so-cong-khai", &[7; 32]).expect("a key"),
            secrets: dinh_service::Secrets::new([9; 32]),
            base_url: "https://dinh.example.vn".into(),
            sample: false,
            units: DirectoryCell::default(),
            votes: dinh_service::decision::online::VoteQueue::default(),
        };
        Self { platform, folder }
    }

    /// The platform to be shared between threads, and the folder that must outlive it.
    pub fn shared(self) -> (Arc<Platform>, TempDir) {
        (Arc::new(self.platform), self.folder)
    }

    /// The platform's own clockwork.
    pub fn clockwork(&self) -> Context<'_> {
        Context::new(&self.platform, Actor::Clockwork)
    }

    /// Somebody with a role in a unit.
    pub fn acting(&self, role: Role, unit: UnitId) -> Context<'_> {
        let account = AccountId(Uuid::from_u128(1));
        let mandate = Mandate {
            id: MandateId(Uuid::from_u128(2)),
            account,
            role,
            unit,
            valid_from: date(2025, 7, 1),
            valid_to: None,
            document: "01/QĐ-UBND".into(),
        };
        let person = Person {
            account,
            name: "Người mẫu".into(),
            mandate: Some(mandate),
        };
        Context::new(&self.platform, Actor::Person(person))
    }
}

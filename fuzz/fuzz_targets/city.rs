//! A city with one hamlet and its head, in a database in memory or on disk, for targets that go through a use case.

use std::future::Future;
use std::sync::Arc;

use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::Law;
use dinh_service::clock::SetClock;
use dinh_service::random::SeededRandom;
use dinh_service::register::Signer;
use dinh_service::{Actor, Context, Person, Platform};
use dinh_store::Database;
use dinh_store::files::FileStore;
use jiff::civil::date;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

/// The city, gone when the process ends.
pub struct City {
    platform: Platform,
    pub hamlet: Unit,
    runtime: Runtime,
    _folder: TempDir,
}

impl City {
    /// One that nobody used yet.
    pub fn new() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let folder = TempDir::new().expect("a folder");
        let (platform, hamlet) = runtime.block_on(raise(&folder));
        Self {
            platform,
            hamlet,
            runtime,
            _folder: folder,
        }
    }

    /// What whoever runs the installation may do.
    pub fn clockwork(&self) -> Context<'_> {
        Context::new(&self.platform, Actor::Clockwork)
    }

    /// The head of the hamlet.
    pub fn head(&self) -> Context<'_> {
        let mandate = Mandate {
            id: MandateId(Uuid::from_u128(8)),
            account: AccountId(Uuid::from_u128(9)),
            role: Role::CommunityHead,
            unit: self.hamlet.id,
            valid_from: date(2025, 7, 1),
            valid_to: None,
            document: "1/QĐ".into(),
        };
        let person = Person {
            account: mandate.account,
            name: "Người mẫu".into(),
            mandate: Some(mandate),
        };
        Context::new(&self.platform, Actor::Person(person))
    }

    /// Wait for a use case.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }
}

async fn raise(folder: &TempDir) -> (Platform, Unit) {
    let address = format!("sqlite://{}/city.sqlite", folder.path().display());
    let store = Database::open(&address).await.expect("a database");
    dinh_store::schema::migrate(&store).await.expect("a schema");
    let platform = Platform {
        store,
        files: FileStore::in_folder(&folder.path().join("files")).expect("a file store"),
        law: Law::embedded(),
        clock: Arc::new(SetClock::on(date(2026, 11, 23), 9)),
        random: Arc::new(SeededRandom::new(1)),
        signer: Signer::new("example.vn/so", &[7; 32]).expect("a key"),
        base_url: "https://example.vn".into(),
        sample: true,
        units: dinh_service::units::DirectoryCell::default(),
        votes: dinh_service::decision::online::VoteQueue::default(),
    };
    let city = unit(1, UnitKind::City, "Cần Thơ", None);
    let ward = unit(2, UnitKind::Ward, "Phường Mẫu", Some(city.id));
    let hamlet = unit(3, UnitKind::ResidentialGroup, "Khu vực 1", Some(ward.id));
    let mut tx = platform.store.write().await.expect("the seat");
    for unit in [&city, &ward, &hamlet] {
        dinh_store::units::add(&mut tx, unit).await.expect("a unit");
    }
    tx.commit().await.expect("commit");
    (platform, hamlet)
}

fn unit(number: u128, kind: UnitKind, name: &str, parent: Option<UnitId>) -> Unit {
    Unit {
        code: Some(format!("{number:05}")),
        parent,
        valid_from: Some(date(2025, 7, 1)),
        ..Unit::named(UnitId(Uuid::from_u128(number)), kind, name)
    }
}

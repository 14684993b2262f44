//! A small city in a folder of its own: SQLite, files, law, key.

use std::sync::Arc;

use dinh_domain::access::Role;
use dinh_domain::disclosure::Draft;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::Law;
use dinh_service::clock::SetClock;
use dinh_service::disclosure::{self, DraftForm, OpenDuty};
use dinh_service::random::SeededRandom;
use dinh_service::register::Signer;
use dinh_service::{Actor, Context, Person, Platform};
use dinh_store::Database;
use dinh_store::files::FileStore;
use jiff::civil::{Date, date};
use tempfile::TempDir;
use uuid::Uuid;

/// The day on which the tests play.
pub const TODAY: Date = date(2026, 11, 23);

/// A city that is gone when the test ends.
pub struct City {
    pub platform: Platform,
    pub folder: TempDir,
    pub ward: Unit,
    pub unit: Unit,
}

/// A city with one ward.
pub async fn city() -> City {
    let folder = TempDir::new().expect("a temporary folder");
    let address = format!("sqlite://{}/dinh.sqlite", folder.path().display());
    let store = Database::open(&address).await.expect("a database");
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
        units: dinh_service::units::DirectoryCell::default(),
        votes: dinh_service::decision::online::VoteQueue::default(),
    };
    let city = unit(1, UnitKind::City, "92", "Cần Thơ", "Thành phố", None);
    let ward = unit(
        2,
        UnitKind::Ward,
        "31117",
        "Cái Khế",
        "Phường",
        Some(city.id),
    );
    let mut tx = platform.store.write().await.expect("the seat");
    for unit in [&city, &ward] {
        dinh_store::units::add(&mut tx, unit).await.expect("a unit");
    }
    tx.commit().await.expect("commit");
    City {
        platform,
        folder,
        ward,
        unit: city,
    }
}

/// A unit of today.
pub fn unit(
    id: u128,
    kind: UnitKind,
    code: &str,
    name: &str,
    local: &str,
    parent: Option<UnitId>,
) -> Unit {
    Unit {
        code: Some(code.into()),
        local_kind: local.into(),
        name: name.into(),
        parent,
        valid_from: Some(date(2025, 7, 1)),
        loudspeaker: true,
        portal: true,
        sample: true,
        ..Unit::named(
            UnitId(Uuid::from_u128(id)),
            kind,
            &format!("{local} {name}"),
        )
    }
}

impl City {
    /// A call of somebody with this role in the ward.
    pub fn acting(&self, role: Role) -> Context<'_> {
        let account = AccountId(Uuid::from_u128(100 + role as u128));
        let unit = match role {
            Role::CityAdministrator => self.unit.id,
            _ => self.ward.id,
        };
        let mandate = Mandate {
            id: MandateId(Uuid::from_u128(200 + role as u128)),
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

    /// The clerk writes, the chairman publishes; gives the number.
    pub async fn publish(&self, title: &str, document_number: &str, summary: &str) -> i64 {
        let clerk = self.acting(Role::CommuneClerk);
        let event = OpenDuty {
            rule: "11.3:projects".into(),
            title: title.into(),
            event_on: date(2026, 11, 19),
            event_document: document_number.into(),
        };
        let duty = disclosure::open_duty(&clerk, self.ward.id, event)
            .await
            .expect("a duty");
        let draft = disclosure::start_draft(&clerk, duty.id)
            .await
            .expect("a draft");
        let form = DraftForm {
            draft: Draft {
                title: title.into(),
                document_number: document_number.into(),
                document_date: ["19".into(), "11".into(), "2026".into()],
                summary: summary.into(),
            },
            version: draft.version,
        };
        disclosure::submit(&clerk, draft.id, form)
            .await
            .expect("submitted");
        let chairman = self.acting(Role::CommuneChairman);
        disclosure::approve(&chairman, draft.id, draft.version + 2)
            .await
            .expect("approved");
        draft.number
    }
}

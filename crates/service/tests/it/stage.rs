//! A stage for the disclosure room: one city, two wards, their people, on each engine
//! that can be reached. The clock stands still until a test moves it.

use std::sync::Arc;

use bytes::Bytes;
use dinh_domain::access::Role;
use dinh_domain::disclosure::{Draft, Duty, Publication};
use dinh_domain::ids::{AccountId, MandateId, PublicationId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::Law;
use dinh_service::clock::{Clock, SetClock};
use dinh_service::disclosure::{self, DraftForm, FormInput, OpenDuty};
use dinh_service::files::{Arrived, Upload};
use dinh_service::random::{Random, SeededRandom, SystemRandom};
use dinh_service::register::Signer;
use dinh_service::units::DirectoryCell;
use dinh_service::{Actor, Context, Person, Platform};
use dinh_store::Database;
use dinh_store::disclosure::Stored;
use dinh_store::files::FileStore;
use dinh_store::people::accounts::{self, Account};
use jiff::civil::{Date, date};
use tempfile::TempDir;
use uuid::Uuid;

/// The day on which the tests begin: a Thursday, four days before Tết.
pub const DECIDED: Date = date(2026, 2, 12);

/// A stage that is gone when the test ends.
pub struct Stage {
    pub platform: Platform,
    pub clock: Arc<SetClock>,
    pub ward: Unit,
    pub neighbour: Unit,
    pub city: Unit,
    pub people: Vec<Person>,
    /// Where the database is, for a process beside this one.
    pub address: String,
    pub folder: TempDir,
}

/// One stage per engine that can be reached.
pub async fn stages() -> Vec<Stage> {
    let folder = TempDir::new().expect("a temporary folder");
    let address = format!("sqlite://{}/dinh.sqlite", folder.path().display());
    let mut made = vec![Stage::raise(&address, folder).await];
    if let Some(address) = postgres_schema().await {
        let folder = TempDir::new().expect("a temporary folder");
        made.push(Stage::raise(&address, folder).await);
    } else {
        crate::installation::say_that_postgres_was_left_out();
    }
    made
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test runner tells the tests by a variable where PostgreSQL is"
)]
pub async fn postgres_schema() -> Option<String> {
    let address = std::env::var("DINH_TEST_POSTGRES").ok()?;
    let schema = format!(
        "stage_{}",
        Uuid::from_bytes(first_half(SystemRandom.bytes())).simple()
    );
    let server = Database::open(&address).await.expect("the server");
    let mut tx = server.write().await.expect("the seat");
    let sql: &'static str = Box::leak(format!("CREATE SCHEMA {schema}").into_boxed_str());
    tx.script(sql).await.expect("a schema");
    tx.commit().await.expect("commit");
    server.close().await;
    let mark = if address.contains('?') { '&' } else { '?' };
    Some(format!("{address}{mark}options[search_path]={schema}"))
}

fn first_half(bytes: [u8; 32]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(bytes.split_at(16).0);
    half
}

/// A unit of the stage.
pub fn unit(id: u128, kind: UnitKind, code: &str, name: &str, parent: Option<UnitId>) -> Unit {
    Unit {
        code: Some(code.into()),
        parent,
        valid_from: Some(date(2025, 7, 1)),
        loudspeaker: true,
        portal: true,
        sample: true,
        ..Unit::named(UnitId(Uuid::from_u128(id)), kind, name)
    }
}

impl Stage {
    async fn raise(address: &str, folder: TempDir) -> Self {
        let store = Database::open(address).await.expect("a database");
        dinh_store::schema::migrate(&store).await.expect("a schema");
        let clock = Arc::new(SetClock::on(DECIDED, 9));
        let platform = Platform {
            store,
            files: FileStore::in_folder(&folder.path().join("files")).expect("a file store"),
            scanner: None,
            law: Law::embedded(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            random: Arc::new(SeededRandom::new(1)),
            signer: Signer::new("dangky.example.vn/so-cong-khai", &[7; 32]).expect("a key"),
            secrets: dinh_service::Secrets::new([9; 32]),
            base_url: "https://dinh.example.vn".into(),
            sample: true,
            units: DirectoryCell::default(),
            votes: dinh_service::decision::online::VoteQueue::default(),
        };
        let city = unit(1, UnitKind::City, "92", "Thành phố Cần Thơ", None);
        let ward = unit(2, UnitKind::Ward, "31117", "Phường Cái Khế", Some(city.id));
        let neighbour = unit(
            3,
            UnitKind::Ward,
            "31135",
            "Phường Ninh Kiều",
            Some(city.id),
        );
        let mut stage = Self {
            platform,
            clock,
            ward,
            neighbour,
            city,
            people: Vec::new(),
            address: address.to_owned(),
            folder,
        };
        stage.populate().await;
        stage
    }

    async fn populate(&mut self) {
        let mut tx = self.platform.store.write().await.expect("the seat");
        for unit in [&self.city, &self.ward, &self.neighbour] {
            dinh_store::units::add(&mut tx, unit).await.expect("a unit");
        }
        let cast = [
            (Role::CommuneClerk, self.ward.id),
            (Role::CommuneClerk, self.ward.id),
            (Role::CommuneChairman, self.ward.id),
            (Role::CommuneClerk, self.neighbour.id),
            (Role::CommuneChairman, self.neighbour.id),
            (Role::CityAdministrator, self.city.id),
        ];
        for (number, (role, unit)) in (100..).zip(cast) {
            let person = person(number, role, unit);
            let at = self.clock.now();
            let account = Account {
                id: person.account,
                login: format!("nguoi-mau-{number}"),
                name: person.name.clone(),
                password_hash: String::new(),
                must_change_password: false,
                disabled_at: None,
                created_at: at,
                sample: true,
            };
            accounts::add(&mut tx, &account).await.expect("an account");
            let mandate = person.mandate.as_ref().expect("a mandate");
            dinh_store::people::mandates::add_mandate(&mut tx, mandate, at)
                .await
                .expect("a mandate");
            self.people.push(person);
        }
        tx.commit().await.expect("commit");
    }

    /// The person at this place of the list.
    pub fn acting(&self, place: usize) -> Context<'_> {
        let person = self
            .people
            .get(place)
            .expect("somebody of the cast")
            .clone();
        Context::new(&self.platform, Actor::Person(person))
    }

    /// The clerk of the ward.
    pub fn clerk(&self) -> Context<'_> {
        self.acting(0)
    }

    /// Another clerk of the ward.
    pub fn second_clerk(&self) -> Context<'_> {
        self.acting(1)
    }

    /// The chairman of the ward.
    pub fn chairman(&self) -> Context<'_> {
        self.acting(2)
    }

    /// Everyone who has nothing to do in the ward: the neighbours' clerk and chairman,
    /// the administrator, the public, the clockwork, people without a mandate or with
    /// one that is over, not yet begun, or somebody else's.
    pub fn strangers(&self) -> Vec<(&'static str, Context<'_>)> {
        let clerk = self.people.first().expect("the clerk").clone();
        let chairman = self.people.get(2).expect("the chairman").clone();
        let today = self.clock.today();
        let mut found = vec![
            ("clerk of the neighbours", self.acting(3)),
            ("chairman of the neighbours", self.acting(4)),
            ("administrator", self.acting(5)),
            ("public", Context::public(&self.platform)),
            ("clockwork", Context::new(&self.platform, Actor::Clockwork)),
        ];
        let mut push = |who, person| {
            found.push((who, Context::new(&self.platform, Actor::Person(person))));
        };
        for person in [&clerk, &chairman] {
            let mut none = person.clone();
            none.mandate = None;
            push("no mandate chosen", none);
            let mut over = person.clone();
            over.mandate.as_mut().expect("a mandate").valid_to = Some(today);
            push("mandate that ended today", over);
            let mut later = person.clone();
            later.mandate.as_mut().expect("a mandate").valid_from =
                today.tomorrow().expect("a day after");
            push("mandate that begins tomorrow", later);
            let mut borrowed = person.clone();
            borrowed.account = AccountId(Uuid::from_u128(999));
            push("mandate of somebody else", borrowed);
        }
        found
    }

    /// The platform's own clockwork.
    pub fn clockwork(&self) -> Context<'_> {
        Context::new(&self.platform, Actor::Clockwork)
    }

    /// Move the clock to a day, nine in the morning.
    pub fn move_to(&self, day: Date) {
        self.clock.set_day(day, 9);
    }

    /// The clerk opens a duty of a rule, for something that happened today.
    pub async fn open(&self, rule: &str, title: &str) -> Duty {
        let event = OpenDuty {
            rule: rule.into(),
            title: title.into(),
            event_on: self.clock.today(),
            event_document: "12/QĐ-UBND".into(),
        };
        disclosure::open_duty(&self.clerk(), self.ward.id, event)
            .await
            .expect("a duty")
    }

    /// The clerk submits a draft for a duty; gives it as it now is.
    pub async fn submit(&self, duty: &Duty, number: &str) -> Publication {
        let clerk = self.clerk();
        let draft = disclosure::start_draft(&clerk, duty.id)
            .await
            .expect("a draft");
        disclosure::submit(&clerk, draft.id, typed(&duty.title, number, draft.version))
            .await
            .expect("submitted");
        self.publication(draft.id).await.publication
    }

    /// The whole way to the portal; gives the publication as it now is and its position.
    pub async fn publish(&self, rule: &str, title: &str, number: &str) -> (Publication, i64) {
        let duty = self.open(rule, title).await;
        let draft = self.submit(&duty, number).await;
        let position = disclosure::approve(&self.chairman(), draft.id, draft.version)
            .await
            .expect("approved");
        (self.publication(draft.id).await.publication, position)
    }

    /// A publication as stored.
    pub async fn publication(&self, id: PublicationId) -> Stored {
        let mut tx = self.platform.store.read().await.expect("a snapshot");
        dinh_store::disclosure::get(&mut tx, id)
            .await
            .expect("the publication")
    }

    /// A duty as stored.
    pub async fn duty(&self, id: dinh_domain::ids::DutyId) -> Duty {
        let mut tx = self.platform.store.read().await.expect("a snapshot");
        dinh_store::disclosure::duties::get(&mut tx, id)
            .await
            .expect("the duty")
    }

    /// Everything that only ever grows: audit rows, register entries.
    pub async fn trails(&self) -> (i64, i64) {
        let mut tx = self.platform.store.read().await.expect("a snapshot");
        let audit = dinh_store::audit::count(&mut tx).await.expect("a count");
        let register = dinh_store::register::size(&mut tx).await.expect("a size");
        (audit, register)
    }
}

/// Somebody with a mandate.
pub fn person(number: u128, role: Role, unit: UnitId) -> Person {
    let account = AccountId(Uuid::from_u128(number));
    Person {
        account,
        name: format!("Người mẫu {number}"),
        mandate: Some(Mandate {
            id: MandateId(Uuid::from_u128(1_000 + number)),
            account,
            role,
            unit,
            valid_from: date(2025, 7, 1),
            valid_to: None,
            document: "01/QĐ-UBND".into(),
        }),
    }
}

/// A whole draft of the day on which the tests begin.
pub fn words(title: &str, number: &str) -> Draft {
    Draft {
        title: title.into(),
        document_number: number.into(),
        document_date: ["12".into(), "02".into(), "2026".into()],
        summary: "Tổng thu 12.345 triệu đồng, tổng chi 11.987 triệu đồng (dữ liệu mẫu).".into(),
    }
}

/// The same as the form of a version.
pub fn typed(title: &str, number: &str, version: i64) -> DraftForm {
    DraftForm {
        draft: words(title, number),
        version,
    }
}

/// A posting at the headquarters from a day on.
pub fn posting(from: Date) -> FormInput {
    FormInput {
        form: "posting".into(),
        place_kind: "headquarters".into(),
        place: "Bảng tin trụ sở UBND phường".into(),
        from: parts(from),
        to: Default::default(),
        by_whom: "Văn phòng HĐND và UBND".into(),
        note: String::new(),
    }
}

/// A day as typed.
pub fn parts(day: Date) -> [String; 3] {
    [
        day.day().to_string(),
        day.month().to_string(),
        day.year().to_string(),
    ]
}

/// A small file that is a PDF by its content; another one for each text.
pub fn pdf(name: &str, text: &str) -> Upload {
    Upload {
        name: name.into(),
        content: Arrived::Made(Bytes::from(format!("%PDF-1.4\n% {text}\n%%EOF\n"))),
        keep_position: false,
    }
}

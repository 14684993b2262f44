//! `publish FOLDER [ACTS]`: an officer's approval that publishes an act durably, again and again, beside raw `fdatasync` calls
//! in the same folder and the same run, of 4 KiB and of as many bytes as an approval makes SQLite write; then how long it takes until the city has signed an act and until four of five witnesses,
//! asked over HTTP on the loopback, have. Prints one line of JSON. `cargo xtask bench` runs it.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dinh_domain::access::Role;
use dinh_domain::disclosure::Draft;
use dinh_domain::ids::{AccountId, MandateId, PublicationId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::Law;
use dinh_register::Cosigner;
use dinh_service::clock::SystemClock;
use dinh_service::disclosure::{self, DraftForm, OpenDuty};
use dinh_service::random::SystemRandom;
use dinh_service::register::{
    Carrier, Signer, Start, Witnesses, may_start, name_witnesses, sign_newest,
};
use dinh_service::units::DirectoryCell;
use dinh_service::witness::Witness;
use dinh_service::{Actor, Context, Person, Platform};
use dinh_store::Database;
use dinh_store::files::FileStore;
use dinh_store::people::accounts;
use dinh_store::register::heads;
use dinh_web::HttpCarrier;
use jiff::civil::date;
use serde::Serialize;
use uuid::Uuid;

type Failure = Box<dyn std::error::Error + Send + Sync>;

const ORIGIN: &str = "dangky.example.vn/so-cong-khai";
const WITNESSES: u8 = 5;
/// As often as the server looks for something to sign and to have witnessed.
const TICK: Duration = Duration::from_millis(500);
const SIGNED_ACTS: usize = 10;
/// Acts before the measured ones.
const WARMING: usize = 21;

#[derive(Serialize)]
struct Figures {
    acts: usize,
    raw_p50: u128,
    raw_p99: u128,
    same_bytes: u64,
    same_p50: u128,
    same_p99: u128,
    publish_p50: u128,
    publish_p99: u128,
    statements: u64,
    signed_max: u128,
    witnessed_max: u128,
}

#[tokio::main]
#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "the numbers are what this program is for"
)]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("publish FOLDER [ACTS]")?;
    let acts: usize = arguments.next().map_or(Ok(300), |count| count.parse())?;
    let folder = Path::new(&folder);
    let platform = Arc::new(platform(folder).await?);
    let office = Office::open(&platform).await?;
    let drafts = office.drafts(acts + SIGNED_ACTS).await?;
    let (first, last) = drafts.split_at(acts);
    let (warming, first) = first.split_at(acts.min(WARMING));
    let same = bytes_of_one(&office, folder, warming).await?;

    let (mut raw, mut as_much, mut publish) = (Vec::new(), Vec::new(), Vec::new());
    let mut file = std::fs::File::create(folder.join("raw"))?;
    let keeper = tokio::spawn(write_back(platform.store.clone()));
    let made = platform.store.statements_made();
    for draft in first {
        raw.push(flush(&mut file, &[7; 4096])?);
        as_much.push(flush(&mut file, &same)?);
        let before = Instant::now();
        office.approve(*draft).await?;
        publish.push(before.elapsed().as_micros());
    }
    let statements = platform.store.statements_made() - made;
    keeper.abort();
    let (signed_max, witnessed_max) = signing(&office, folder, last).await?;
    let figures = Figures {
        acts: first.len(),
        raw_p50: part(&mut raw, 50),
        raw_p99: part(&mut raw, 99),
        same_bytes: u64::try_from(same.len())?,
        same_p50: part(&mut as_much, 50),
        same_p99: part(&mut as_much, 99),
        publish_p50: part(&mut publish, 50),
        publish_p99: part(&mut publish, 99),
        statements: statements
            .checked_div(u64::try_from(first.len())?)
            .unwrap_or(0),
        signed_max: signed_max.as_micros(),
        witnessed_max: witnessed_max.as_micros(),
    };
    println!("{}", serde_json::to_string(&figures)?);
    Ok(())
}

/// As many bytes as the log of SQLite grows by one approval, while nothing is written back.
async fn bytes_of_one(
    office: &Office,
    folder: &Path,
    drafts: &[(PublicationId, i64)],
) -> Result<Vec<u8>, Failure> {
    let log = folder.join("dinh.sqlite-wal");
    office.platform.store.write_back().await?;
    office
        .approve(*drafts.first().ok_or("too few acts")?)
        .await?;
    let before = log.metadata()?.len();
    for draft in drafts.iter().skip(1) {
        office.approve(*draft).await?;
    }
    let grown = log.metadata()?.len().saturating_sub(before);
    let each = usize::try_from(grown)?.checked_div(drafts.len() - 1);
    Ok(vec![7; each.unwrap_or(0)])
}

/// Write and have it on the disk; microseconds.
fn flush(file: &mut std::fs::File, bytes: &[u8]) -> std::io::Result<u128> {
    let before = Instant::now();
    file.write_all(bytes)?;
    file.sync_data()?;
    Ok(before.elapsed().as_micros())
}

/// What the server does by itself, as often.
async fn write_back(store: Database) -> Result<(), dinh_store::StoreError> {
    let mut tick = tokio::time::interval(TICK);
    loop {
        tick.tick().await;
        store.write_back().await?;
    }
}

fn part(times: &mut [u128], percent: usize) -> u128 {
    times.sort_unstable();
    let place = times.len().saturating_sub(1) * percent / 100;
    times.get(place).copied().unwrap_or(0)
}

async fn platform(folder: &Path) -> Result<Platform, Failure> {
    let address = format!("sqlite://{}", folder.join("dinh.sqlite").display());
    let store = Database::open(&address).await?;
    dinh_store::schema::migrate(&store).await?;
    Ok(Platform {
        store,
        files: FileStore::in_folder(&folder.join("files"))?,
        scanner: None,
        law: Law::embedded(),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        signer: Signer::new(ORIGIN, &[7; 32])?,
        secrets: dinh_service::Secrets::new([9; 32]),
        base_url: "https://dinh.example.vn".into(),
        sample: true,
        units: DirectoryCell::default(),
        votes: dinh_service::decision::online::VoteQueue::default(),
    })
}

/// A ward with a clerk who writes and a chairman who approves.
struct Office {
    platform: Arc<Platform>,
    ward: Unit,
    clerk: Person,
    chairman: Person,
}

impl Office {
    async fn open(platform: &Arc<Platform>) -> Result<Self, Failure> {
        let city = unit(1, UnitKind::City, "92", None);
        let ward = unit(2, UnitKind::Ward, "31117", Some(city.id));
        let clerk = person(100, Role::CommuneClerk, ward.id);
        let chairman = person(200, Role::CommuneChairman, ward.id);
        let mut tx = platform.store.write().await?;
        for unit in [&city, &ward] {
            dinh_store::units::add(&mut tx, unit).await?;
        }
        let at = platform.clock.now();
        for person in [&clerk, &chairman] {
            let account = accounts::Account {
                id: person.account,
                login: person.account.to_string(),
                name: person.name.clone(),
                password_hash: String::new(),
                must_change_password: false,
                disabled_at: None,
                created_at: at,
                sample: true,
            };
            accounts::add(&mut tx, &account).await?;
            if let Some(mandate) = &person.mandate {
                dinh_store::people::add_mandate(&mut tx, mandate, at).await?;
            }
        }
        tx.commit().await?;
        Ok(Self {
            platform: Arc::clone(platform),
            ward,
            clerk,
            chairman,
        })
    }

    /// Acts that wait for approval.
    async fn drafts(&self, count: usize) -> Result<Vec<(PublicationId, i64)>, Failure> {
        let clerk = Context::new(&self.platform, Actor::Person(self.clerk.clone()));
        let today = clerk.today();
        let mut drafts = Vec::with_capacity(count);
        for number in 0..count {
            let event = OpenDuty {
                rule: "11.2".into(),
                title: format!("Việc mẫu {number}"),
                event_on: today,
                event_document: format!("{number}/QĐ-UBND"),
            };
            let duty = disclosure::open_duty(&clerk, self.ward.id, event).await?;
            let draft = disclosure::start_draft(&clerk, duty.id).await?;
            let form = DraftForm {
                draft: Draft {
                    title: duty.title,
                    document_number: format!("{number}/QĐ-UBND"),
                    document_date: [
                        today.day().to_string(),
                        today.month().to_string(),
                        today.year().to_string(),
                    ],
                    summary: "Dữ liệu mẫu.".into(),
                },
                version: draft.version,
            };
            disclosure::submit(&clerk, draft.id, form).await?;
            let mut tx = self.platform.store.read().await?;
            let stored = dinh_store::disclosure::get(&mut tx, draft.id).await?;
            drafts.push((draft.id, stored.publication.version));
        }
        Ok(drafts)
    }

    /// Publish one; gives its position in the register.
    async fn approve(&self, (id, version): (PublicationId, i64)) -> Result<i64, Failure> {
        let chairman = Context::new(&self.platform, Actor::Person(self.chairman.clone()));
        Ok(disclosure::approve(&chairman, id, version).await?)
    }
}

fn unit(id: u128, kind: UnitKind, code: &str, parent: Option<UnitId>) -> Unit {
    Unit {
        code: Some(code.to_owned()),
        parent,
        valid_from: Some(date(2025, 7, 1)),
        loudspeaker: true,
        portal: true,
        sample: true,
        ..Unit::named(
            UnitId(Uuid::from_u128(id)),
            kind,
            &format!("Đơn vị mẫu {id}"),
        )
    }
}

fn person(number: u128, role: Role, unit: UnitId) -> Person {
    let account = AccountId(Uuid::from_u128(number));
    Person {
        account,
        name: format!("Người mẫu {number}"),
        mandate: Some(Mandate {
            id: MandateId(Uuid::from_u128(number + 10)),
            account,
            role,
            unit,
            valid_from: date(2025, 7, 1),
            valid_to: None,
            document: "01/QĐ-UBND".into(),
        }),
    }
}

/// From the commit of an act: the longest time until a signed checkpoint covers it, and until a quorum has seen one.
async fn signing(
    office: &Office,
    folder: &Path,
    drafts: &[(PublicationId, i64)],
) -> Result<(Duration, Duration), Failure> {
    let platform = &office.platform;
    name_witnesses(platform, &witnesses(folder).await?).await?;
    let carrier: Arc<dyn Carrier> = Arc::new(HttpCarrier::default());
    if may_start(platform, &carrier).await? != Start::Clear {
        return Err("the witnesses know more".into());
    }
    let signer = tokio::spawn(every_tick(Arc::clone(platform), carrier));
    let (mut to_signature, mut witnessed) = (Duration::ZERO, Duration::ZERO);
    for draft in drafts {
        let position = office.approve(*draft).await?;
        let before = Instant::now();
        let mut was_signed = false;
        loop {
            let mut tx = platform.store.read().await?;
            let head = dinh_store::register::find_newest_checkpoint(&mut tx).await?;
            if !was_signed && head.is_some_and(|row| row.size > position) {
                to_signature = to_signature.max(before.elapsed());
                was_signed = true;
            }
            if heads::find_quorum_above(&mut tx, position).await?.is_some() {
                break;
            }
            drop(tx);
            if signer.is_finished() {
                return Err(signer.await?.into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        witnessed = witnessed.max(before.elapsed());
    }
    signer.abort();
    Ok((to_signature, witnessed))
}

/// What the server does by itself; ends with the first failure.
async fn every_tick(platform: Arc<Platform>, carrier: Arc<dyn Carrier>) -> String {
    let sign = async {
        let mut tick = tokio::time::interval(TICK);
        loop {
            tick.tick().await;
            if let Err(error) = sign_newest(&platform).await {
                return error.to_string();
            }
        }
    };
    let ask = async {
        let (mut tick, mut witnesses) = (tokio::time::interval(TICK), Witnesses::default());
        loop {
            tick.tick().await;
            if let Err(error) = witnesses.ask(&platform, &carrier).await {
                return error.to_string();
            }
        }
    };
    tokio::select! { error = sign => error, error = ask => error }
}

/// Five witnesses with their memories on the disk, served on the loopback; gives the lines that name them.
async fn witnesses(folder: &Path) -> Result<String, Failure> {
    let logs = Signer::new(ORIGIN, &[7; 32])?.verifiers();
    let mut lines = String::new();
    for number in 0..WITNESSES {
        let file = folder.join(format!("witness-{number}.sqlite"));
        let memory = dinh_store::witness::open(&format!("sqlite://{}", file.display())).await?;
        let cosigner = Cosigner::from_seed(&format!("w{number}.example"), &[50 + number; 32])?;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        lines.extend([format!(
            "witness w{number} {} http://{}\n",
            cosigner.key(),
            listener.local_addr()?
        )]);
        let witness = Witness::new(memory, cosigner, logs.clone(), Arc::new(SystemClock));
        tokio::spawn(dinh_web::serve_witness(
            listener,
            witness,
            std::future::pending(),
        ));
    }
    Ok(lines + "group all 4 w0 w1 w2 w3 w4\nquorum all\n")
}

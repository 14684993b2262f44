//! `votes ADDRESS [HAMLETS]`: records 100 votes in each hamlet (50 unless told), all hamlets at once, through the very
//! use case of the vote page, beside a loop of single durable inserts on the same database in the same run. Prints one
//! line of JSON; times in microseconds. `cargo xtask bench` runs it on both engines.

use std::sync::Arc;
use std::time::Instant;

use dinh_domain::access::Role;
use dinh_domain::decision::{Choice, Notice, Origin, Plan, Proposal, Subject, TeamMember};
use dinh_domain::ids::{AccountId, HouseholdId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::roll::{Capacity, Household, Representative};
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::{DecisionForm, Law, Scope};
use dinh_service::clock::SetClock;
use dinh_service::decision::online::{self, Credential, NewVote};
use dinh_service::decision::{self, NewDecision, Purpose, Support};
use dinh_service::random::SystemRandom;
use dinh_service::register::Signer;
use dinh_service::units::DirectoryCell;
use dinh_service::{Actor, Context, Person, Platform, Result};
use dinh_store::Database;
use dinh_store::files::FileStore;
use dinh_store::people::{accounts, mandates};
use dinh_store::roll::{households, representatives};
use jiff::civil::date;
use uuid::Uuid;

const HOUSEHOLDS: u128 = 100;
const BARE: usize = 1000;

#[tokio::main]
#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "the numbers are what this program is for; it keeps no file beside the database"
)]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().unwrap_or_default();
    let hamlets: u128 = arguments
        .next()
        .and_then(|count| count.parse().ok())
        .unwrap_or(50);
    let store = Database::open(&address).await?;
    dinh_store::schema::migrate(&store).await?;
    let clock = Arc::new(SetClock::on(date(2026, 2, 24), 9));
    let platform = Arc::new(Platform {
        store,
        files: FileStore::in_folder(&std::env::temp_dir().join("dinh-votes"))?,
        scanner: None,
        law: Law::embedded(),
        clock: clock.clone(),
        random: Arc::new(SystemRandom),
        signer: Signer::new("dangky.example.vn/so-cong-khai", &[7; 32])?,
        secrets: dinh_service::Secrets::new([9; 32]),
        base_url: "https://dinh.example.vn".into(),
        sample: true,
        units: DirectoryCell::default(),
        votes: dinh_service::decision::online::VoteQueue::default(),
    });
    let evening = prepare(&platform, &clock, hamlets).await?;
    let mut bare = alone(&platform, "before").await?;
    let before = Instant::now();
    let running: Vec<_> = evening
        .into_iter()
        .map(|codes| tokio::spawn(hamlet(Arc::clone(&platform), codes)))
        .collect();
    let mut times = Vec::new();
    for hamlet in running {
        match hamlet.await {
            Ok(found) => times.extend(found?),
            Err(error) => return Err(dinh_service::Error::Internal(error.to_string())),
        }
    }
    let took = before.elapsed().as_micros();
    let second_bare = alone(&platform, "after").await?;
    bare.extend(second_bare);
    let bare_total: u128 = bare.iter().sum();
    let count = times.len() as u128;
    let per_second = count * 1_000_000 / took.max(1);
    let bare_per_second = bare.len() as u128 * 1_000_000 / bare_total.max(1);
    println!(
        "{{\"votes\":{count},\"per_second\":{per_second},\"p50\":{},\"p99\":{},\"bare_per_second\":{bare_per_second},\
         \"bare_p50\":{},\"bare_p99\":{},\"ratio_percent\":{}}}",
        part(&mut times, 50),
        part(&mut times, 99),
        part(&mut bare, 50),
        part(&mut bare, 99),
        per_second * 100 / bare_per_second.max(1),
    );
    platform.store.close().await;
    Ok(())
}

fn part(times: &mut [u128], percent: usize) -> u128 {
    times.sort_unstable();
    let place = times.len().saturating_sub(1) * percent / 100;
    times.get(place).copied().unwrap_or(0)
}

/// A hamlet in the evening: one household after the other.
async fn hamlet(platform: Arc<Platform>, codes: Vec<String>) -> Result<Vec<u128>> {
    let mut times = Vec::with_capacity(codes.len());
    for code in codes {
        let vote = NewVote {
            choice: Choice::option(0),
            opinion: String::new(),
            seen: 0,
        };
        let before = Instant::now();
        online::cast(&Context::public(&platform), Credential::Code(&code), vote).await?;
        times.push(before.elapsed().as_micros());
    }
    Ok(times)
}

/// Single new rows of two short texts, each in a transaction of its own that lasts.
async fn alone(platform: &Platform, turn: &str) -> Result<Vec<u128>> {
    let mut times = Vec::with_capacity(BARE);
    for place in 0..BARE {
        let name = format!("{turn} {place}");
        let before = Instant::now();
        let mut tx = platform.store.write().await?;
        dinh_store::settings::save(&mut tx, &name, "line").await?;
        tx.commit().await?;
        times.push(before.elapsed().as_micros());
    }
    Ok(times)
}

/// Open votes; gives the codes of each hamlet.
async fn prepare(platform: &Platform, clock: &SetClock, hamlets: u128) -> Result<Vec<Vec<String>>> {
    let city = unit(1, UnitKind::City, "92", None);
    let ward = unit(2, UnitKind::Ward, "31117", Some(city.id));
    let mut tx = platform.store.write().await?;
    dinh_store::units::add(&mut tx, &city).await?;
    dinh_store::units::add(&mut tx, &ward).await?;
    tx.commit().await?;
    let mut evening = Vec::new();
    for number in 0..hamlets {
        evening.push(open(platform, clock, &ward, 1_000_000 * (number + 1)).await?);
    }
    clock.set_day(date(2026, 3, 6), 19);
    Ok(evening)
}

async fn open(
    platform: &Platform,
    clock: &SetClock,
    ward: &Unit,
    base: u128,
) -> Result<Vec<String>> {
    clock.set_day(date(2026, 2, 24), 9);
    let here = unit(base, UnitKind::ResidentialGroup, "", Some(ward.id));
    let mut tx = platform.store.write().await?;
    dinh_store::units::add(&mut tx, &here).await?;
    let people = [
        person(base + 1, Role::CommunityHead, here.id),
        person(base + 2, Role::FrontWorkCommittee, here.id),
    ];
    for person in &people {
        let account = accounts::Account {
            id: person.account,
            login: person.account.to_string(),
            name: person.name.clone(),
            password_hash: String::new(),
            must_change_password: false,
            disabled_at: None,
            created_at: platform.clock.now(),
            sample: true,
        };
        accounts::add(&mut tx, &account).await?;
        if let Some(mandate) = &person.mandate {
            mandates::add_mandate(&mut tx, mandate, platform.clock.now()).await?;
        }
    }
    let [head, front] = people.map(|person| Context::new(platform, Actor::Person(person)));
    let proposed = decision::propose_in(&head, &mut tx, proposal(here.id)).await?;
    let id = proposed.id;
    for number in 0..HOUSEHOLDS {
        let household = household(base + 1000 + number, number, here.id);
        households::add(&mut tx, &household).await?;
        representatives::add(&mut tx, household.id, &representative(number)).await?;
        let support = Support {
            decision: id,
            purpose: Purpose::Online,
            household: household.id,
            given_on: date(2026, 2, 24),
            way: "bình chọn".into(),
        };
        decision::support_in(&head, &mut tx, support).await?;
    }
    decision::agree_in(&front, &mut tx, id).await?;
    decision::plan_in(&head, &mut tx, id, plan()).await?;
    let cards = online::invite_in(&head, &mut tx, id).await?;
    clock.set_day(date(2026, 3, 2), 9);
    let notice = Notice {
        told_on: Some(date(2026, 3, 2)),
        ways: vec!["nhóm".into()],
        posted_on: None,
        papers_on: None,
    };
    decision::notify_in(&head, &mut tx, id, notice).await?;
    clock.set_day(date(2026, 3, 6), 9);
    decision::open_in(&head, &mut tx, id).await?;
    tx.commit().await?;
    Ok(cards.into_iter().map(|card| card.code.shown()).collect())
}

fn unit(id: u128, kind: UnitKind, code: &str, parent: Option<UnitId>) -> Unit {
    Unit {
        code: (!code.is_empty()).then(|| code.to_owned()),
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

fn household(id: u128, number: u128, unit: UnitId) -> Household {
    Household {
        id: HouseholdId(Uuid::from_u128(id)),
        unit,
        number: i64::try_from(number).unwrap_or(0) + 1,
        cluster: String::new(),
        valid_from: date(2025, 7, 1),
        valid_to: None,
        ended_reason: String::new(),
        version: 1,
        sample: true,
    }
}

fn representative(number: u128) -> Representative {
    Representative {
        name: format!("Nguyễn Văn Mẫu {number}"),
        address: format!("Số {number} ngõ mẫu"),
        phone: String::new(),
        capacity: Capacity::Full,
        basis: String::new(),
        valid_from: date(2025, 7, 1),
        valid_to: None,
        erased: false,
    }
}

fn proposal(unit: UnitId) -> NewDecision {
    NewDecision {
        unit,
        proposal: Proposal {
            subject: Subject::SelfGoverning,
            scope: Scope::Community,
            title: "Ngày dọn vệ sinh chung".into(),
            content: "Dọn vệ sinh ngõ vào sáng thứ bảy đầu tháng (dữ liệu mẫu).".into(),
            options: vec!["Tán thành".into()],
            seats: 1,
            origin: Origin::Head,
        },
        replaces: None,
    }
}

fn plan() -> Plan {
    let mut plan = Plan::new(
        DecisionForm::Online,
        date(2026, 3, 6).at(7, 0, 0, 0),
        date(2026, 2, 24),
    );
    plan.front_agrees = true;
    plan.devices = true;
    plan.closes = Some(date(2026, 3, 8).at(20, 0, 0, 0));
    plan.reported_on = Some(date(2026, 2, 24));
    plan.team = [
        "Ban công tác Mặt trận",
        "tổ dân phố",
        "đại diện hộ gia đình",
    ]
    .into_iter()
    .enumerate()
    .map(|(place, body)| TeamMember {
        name: format!("Người mẫu {place}"),
        body: body.into(),
        front: place == 0,
        leader: place == 0,
    })
    .collect();
    plan
}

//! Every page keeps to its budget of statements, whatever stands in the tables, and no statement that a reader causes reads a table
//! from its beginning to its end.
//!
//! A walk follows the links of a filled city as a reader and in every role, so it finds the real addresses of each route. Each
//! request is counted; a request that makes more statements where there are more rows breaks its budget in the larger city.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::Arc;

use dinh_domain::access::Role;
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::Law;
use dinh_service::Platform;
use dinh_service::clock::SetClock;
use dinh_service::demo::scale::{self, Scale};
use dinh_service::random::SystemRandom;
use dinh_service::register::Signer;
use dinh_store::files::FileStore;
use dinh_store::{Database, Engine};
use dinh_web::{Access, Quotas, Settings, routes};
use jiff::civil::date;
use tempfile::TempDir;

use crate::site::empty_postgres;
use crate::town::{Town, over};

const SMALL: Scale = Scale {
    communes: 2,
    hamlets: 4,
    households: 40,
    months: 3,
    duties: 120,
    publications: 100,
    entries: 220,
    decisions: 12,
};
/// Ten times the rows in the same units: lists of one unit grow, too.
const LARGE: Scale = Scale {
    households: 400,
    duties: 1_200,
    publications: 1_000,
    entries: 2_200,
    decisions: 120,
    ..SMALL
};

/// Statements that a public page may make, and a page of somebody who is signed in: session and mandate are two of them.
const PUBLIC: u64 = 10;
const SIGNED_IN: u64 = 14;
/// Pages that may make more, with the reason.
const MORE: &[(&str, u64)] = &[
    // Names its duties, papers, households, notices and all steps.
    ("/lam-viec/quyet-dinh/{number}", 24),
    // What waits for somebody, in each room.
    ("/lam-viec", 24),
    // The decision, who has what, and a page of households.
    ("/lam-viec/quyet-dinh/{number}/giao", 16),
    ("/lam-viec/ho/{id}/chuyen", 18),
    ("/lam-viec/ho/{id}/tai-khoan", 18),
    // All that stands on a paper.
    ("/lam-viec/quyet-dinh/{number}/tai/{name}", 26),
    // One for each kind of record.
    ("/quan-tri/luu-giu", 20),
    ("/quan-tri/tai-khoan/{id}", 16),
    ("/quan-tri/tinh-trang", 18),
];
/// Addresses of one route that are walked, with and without a question.
const OF_ONE_ROUTE: usize = 3;

/// Where nothing leads by a link.
const DOORS: &[&str] = &[
    "/",
    "/cong-khai",
    "/ban-va-quyet-dinh",
    "/don-vi",
    "/so-cai",
    "/tim-kiem?q=du+an",
    "/tim-kiem?q=ke+hoach&nam=2025",
    "/feed.atom",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap/0.xml",
    "/sitemap/1.xml",
    "/so-cong-khai/checkpoint",
    "/so-cong-khai/policy",
    "/so-cong-khai/tile/0/000",
    "/so-cong-khai/tile/0/000.p/100",
    "/so-cong-khai/tile/entries/000.p/100",
    "/so-cai/3.dinh.json",
    "/so-cai/3.tlog-proof",
    "/du-lieu-mo/don-vi.csv",
    "/du-lieu-mo/nghia-vu.csv",
    "/du-lieu-mo/cong-khai.json",
    "/du-lieu-mo/quyet-dinh.csv",
    "/du-lieu-mo/so-cai.json",
    "/api/v1/units",
    "/api/v1/publications",
    "/api/v1/publications?after=20",
    "/api/v1/publications/7",
    "/api/v1/decisions",
    "/api/v1/decisions/3",
    "/api/v1/register/checkpoint",
    "/api/v1/register/entries/5",
    "/api/v1/register/entries/5/proof",
];

async fn city(address: &str, folder: TempDir, size: &Scale) -> Town {
    let store = Database::open(address).await.expect("a database");
    dinh_store::schema::migrate(&store).await.expect("a schema");
    let clock = Arc::new(SetClock::on(date(2025, 10, 1), 9));
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
        sample: true,
        units: dinh_service::units::DirectoryCell::default(),
        votes: dinh_service::decision::online::VoteQueue::default(),
    });
    let go_on = |_: &_| ControlFlow::Continue(());
    let filled = scale::fill(&platform, size, "", &go_on).await;
    filled.expect("filled").expect("to its end");
    let mut tx = platform.store.read().await.expect("a snapshot");
    let units = dinh_store::units::all(&mut tx, 100_000)
        .await
        .expect("units");
    drop(tx);
    let of_kind = |kind: fn(&Unit) -> bool| units.iter().filter(move |unit| kind(unit));
    let city = of_kind(|unit| unit.kind == UnitKind::City).next();
    let hamlet = of_kind(Unit::has_roll).next().expect("a hamlet").clone();
    let commune = units.iter().find(|unit| Some(unit.id) == hamlet.parent);
    let here = [
        city.expect("the city").clone(),
        commune.expect("its commune").clone(),
        hamlet,
    ];
    over(
        platform,
        clock,
        folder,
        here,
        Settings {
            quotas: Quotas::unlimited(),
            ..Settings::default()
        },
    )
}

/// The city of this size on each engine that can be reached.
async fn cities(size: &Scale) -> Vec<Town> {
    let folder = TempDir::new().expect("a temporary folder");
    let address = format!("sqlite://{}/dinh.sqlite", folder.path().display());
    let mut made = vec![city(&address, folder, size).await];
    if let Some(address) = empty_postgres().await {
        let folder = TempDir::new().expect("a temporary folder");
        made.push(city(&address, folder, size).await);
    }
    made
}

/// The route that answers a path.
fn route_of(path: &str) -> Option<(&'static str, Access)> {
    let parts: Vec<&str> = path.split('?').next()?.split('/').collect();
    let fits = |template: &str| {
        let wanted: Vec<&str> = template.split('/').collect();
        let rest = wanted.last().is_some_and(|part| part.starts_with("{*"));
        (wanted.len() == parts.len() || (rest && parts.len() >= wanted.len()))
            && wanted
                .iter()
                .zip(&parts)
                .all(|(wanted, part)| wanted.starts_with('{') || wanted == part)
    };
    let found = routes::all();
    let gets = found
        .iter()
        .filter(|route| route.method == axum::http::Method::GET);
    // A literal part wins over a named one.
    gets.filter(|route| fits(route.path))
        .min_by_key(|route| route.path.matches('{').count())
        .map(|route| (route.path, route.access))
}

/// The addresses of this site that a text names.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for start in ["href=\"/", "src=\"/", "<loc>https://dinh.example.vn/"] {
        for rest in text.split(start).skip(1) {
            let path = rest.split(['"', '<', '#']).next().unwrap_or_default();
            found.push(format!(
                "/{}",
                path.replace("&#38;", "&").replace("&amp;", "&")
            ));
        }
    }
    found
}

/// What one route cost at most, and where.
type Costs = BTreeMap<&'static str, (u64, String)>;

/// Walk as somebody; `token` is empty for a reader.
async fn walk(town: &Town, token: &str, costs: &mut Costs) {
    let mut waiting: VecDeque<String> = DOORS.iter().map(|door| (*door).to_owned()).collect();
    waiting.push_back("/lam-viec".into());
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut of_route: BTreeMap<(&'static str, bool), usize> = BTreeMap::new();
    while let Some(path) = waiting.pop_front() {
        let Some((route, access)) = route_of(&path) else {
            continue;
        };
        let public = matches!(access, Access::Public | Access::Voter);
        if (!token.is_empty() && public)
            || route.starts_with("/assets")
            || !seen.insert(path.clone())
        {
            continue;
        }
        // Papers are set slowly: one of each sort is enough.
        if path.contains('.') && costs.contains_key(route) {
            continue;
        }
        let walked = of_route.entry((route, path.contains('?'))).or_default();
        *walked += 1;
        if *walked > OF_ONE_ROUTE {
            continue;
        }
        let before = town.platform.store.statements_made();
        let answer = town.get(&path, token).await;
        let made = town.platform.store.statements_made() - before;
        assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
        if answer.status.is_success() {
            let cost = costs.entry(route).or_default();
            if made > cost.0 {
                *cost = (made, path);
            }
        }
        waiting.extend(links(&answer.text));
    }
}

/// Walk as a reader and in every role.
async fn walk_all(town: &Town) -> Costs {
    let mut costs = Costs::new();
    // The first search builds the index; that is not the cost of a page.
    town.get("/tim-kiem?q=a", "").await;
    walk(town, "", &mut costs).await;
    let account = town.account("nguoi-di-khap").await;
    for role in Role::ALL {
        let home = match role {
            Role::HomeAffairs | Role::CouncilDelegate | Role::CityAdministrator | Role::Auditor => {
                &town.city
            }
            Role::CommunityHead | Role::FrontWorkCommittee | Role::TeamMember => &town.other,
            _ => &town.ward,
        };
        let mandate = town.mandate(account, *role, home, None).await;
        let token = town.session(account, Some(mandate)).await;
        walk(town, &token, &mut costs).await;
    }
    costs
}

fn budget(route: &str) -> u64 {
    if let Some((_, most)) = MORE.iter().find(|(one, _)| *one == route) {
        return *most;
    }
    let is_public = routes::all()
        .iter()
        .any(|one| one.path == route && matches!(one.access, Access::Public | Access::Voter));
    if is_public { PUBLIC } else { SIGNED_IN }
}

/// One statement tells PostgreSQL's state of commits.
fn over_budget(town: &Town, costs: &Costs) -> String {
    let extra = u64::from(town.platform.store.engine() == Engine::Postgres);
    let mut text = String::new();
    for (route, (made, path)) in costs {
        let most = budget(route) + extra;
        if *made > most {
            let _ = writeln!(
                text,
                "{route}: {made} statements at {path}, its budget is {most}"
            );
        }
    }
    text
}

#[tokio::test]
async fn no_request_makes_more_statements_than_its_page_may_and_ten_times_the_rows_change_nothing()
{
    let mut walked = Vec::new();
    for size in [&SMALL, &LARGE] {
        for town in cities(size).await {
            let costs = walk_all(&town).await;
            let found = over_budget(&town, &costs);
            assert!(
                found.is_empty(),
                "{:?}, {} duties:\n{found}",
                town.platform.store.engine(),
                size.duties
            );
            walked.push(costs.keys().copied().collect::<BTreeSet<_>>());
        }
    }
    // A walk that finds nothing proves nothing.
    for routes in walked {
        assert!(routes.len() > 60, "{} routes: {routes:?}", routes.len());
    }
}

/// What a plan calls the table, words of the statement, and why the table is not read whole, or may be.
const READ_WHOLE: &[(&str, &str, &str)] = &[
    ("unit_tally", "unit_tally", "a row for each unit"),
    (
        "d",
        "decision_duty l JOIN duty d",
        "PostgreSQL takes a table of a test for one that is read faster in the order of its key",
    ),
    ("c", "ORDER BY c.size DESC LIMIT 1", "one row, by the key"),
    (
        "register_stamp",
        "ORDER BY size DESC, authority LIMIT 1",
        "the newest size, by the key",
    ),
    ("known", "WITH RECURSIVE known", "a row for each rule"),
    ("d", "WITH RECURSIVE known", "as before"),
];

/// SQLite gives the name alone, PostgreSQL the table and its alias.
fn is_called(table: &str, name: &str) -> bool {
    table.split(' ').any(|word| word == name)
}

#[tokio::test]
async fn no_statement_of_a_public_page_reads_a_table_whole() {
    for town in cities(&SMALL).await {
        town.get("/tim-kiem?q=a", "").await;
        town.platform.store.remember_statements();
        walk(&town, "", &mut Costs::new()).await;
        let made = town.platform.store.remembered_statements();
        assert!(made.len() > 40, "{}", made.len());
        let mut text = String::new();
        for sql in made {
            if sql.contains("pg_current_snapshot") {
                continue;
            }
            let mut tx = town.platform.store.read().await.expect("a snapshot");
            let found = tx.whole_reads(sql).await.expect("a plan");
            let found: Vec<_> = found
                .into_iter()
                .filter(|table| {
                    !READ_WHOLE
                        .iter()
                        .any(|(name, words, _)| is_called(table, name) && sql.contains(words))
                })
                .collect();
            if !found.is_empty() {
                let _ = writeln!(text, "{found:?}: {sql}\n");
            }
        }
        assert!(
            text.is_empty(),
            "{:?}\n{text}",
            town.platform.store.engine()
        );
    }
}

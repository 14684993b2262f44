//! Who acts in the demo city: one account with a password per role to try, and for
//! every unit a clerk and a head that nobody can sign in with.

use std::collections::BTreeMap;

use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::units::{Unit, UnitKind};
use dinh_store::WriteTx;
use dinh_store::people::accounts::{self, Account};
use jiff::civil::Date;

use super::{FIRST_DAY, hamlets};
use crate::error::{Error, Result};
use crate::people::{NewAccount, create_account};
use crate::platform::{Actor, Context, Person, Platform};

/// The password of every sample account.
pub const PASSWORD: &str = "dan biet dan ban";

/// A unit with the two people who act for it.
pub struct Actors {
    /// The unit.
    pub unit: Unit,
    /// Writes and records.
    pub clerk: Person,
    /// Approves.
    pub head: Person,
}

/// Everyone on the stage.
pub struct City {
    /// Units whose history is played.
    pub actors: Vec<Actors>,
    /// The city as it was when the source document was written.
    pub first: UnitId,
    /// The hamlets that decide, with whoever acts in them.
    pub hamlets: Vec<Cast>,
}

/// A hamlet, its five officers, the chairman and the Front of its commune.
pub type Cast = (Unit, Vec<Person>, Person, Person);

const MANY: i64 = 1_000;
const NEW_COMMUNES: Date = Date::constant(2025, 7, 1);
/// The commune whose accounts are shown.
const SHOWN_COMMUNE: &str = "phuong-ninh-kieu";
/// The hamlets whose accounts are shown.
const HAMLET_SLUGS: [&str; 2] = [
    "khu-vuc-1-mau-phuong-ninh-kieu",
    "khu-vuc-2-mau-phuong-ninh-kieu",
];
const OLD_CITY: &str = "92";

/// Units, sample organisations, accounts and mandates.
pub async fn prepare(stage: &Platform) -> Result<City> {
    let clockwork = Context::new(stage, Actor::Clockwork);
    let mut tx = clockwork.write().await?;
    crate::units::real::import_real_city(&clockwork, &mut tx).await?;
    let city = dinh_store::units::of_kind(&mut tx, UnitKind::City, NEW_COMMUNES, MANY)
        .await?
        .into_iter()
        .next()
        .ok_or(Error::NotFound)?;
    let first = dinh_store::units::of_kind(&mut tx, UnitKind::City, FIRST_DAY, MANY)
        .await?
        .first()
        .map_or(city.id, |unit| unit.id);
    let mut units = communes(&mut tx).await?;
    for (kind, name, full_name) in ORGANISATIONS {
        let unit = organisation(&clockwork, *kind, name, full_name, city.id);
        dinh_store::units::add(&mut tx, &unit).await?;
        units.push(unit);
    }
    let mut made = BTreeMap::new();
    for commune in units
        .iter()
        .filter(|unit| unit.valid_from == Some(NEW_COMMUNES) && unit.kind.is_commune_level())
    {
        let count = if hamlets::COMMUNES.contains(&commune.slug.as_str()) {
            hamlets::HAMLETS
        } else {
            2
        };
        for number in 1..=count {
            let hamlet = hamlet(&clockwork, commune, number);
            dinh_store::units::add(&mut tx, &hamlet).await?;
            made.insert((commune.slug.clone(), number), hamlet);
        }
    }
    let mut actors: Vec<Actors> = Vec::with_capacity(units.len());
    for unit in units {
        let (clerk, head) = roles(unit.kind);
        let clerk = silent(&clockwork, &mut tx, &unit, clerk, 1).await?;
        let head = silent(&clockwork, &mut tx, &unit, head, 1).await?;
        actors.push(Actors { unit, clerk, head });
    }
    let hamlets = assemble(&clockwork, &mut tx, &actors, &made).await?;
    tx.commit().await?;
    show(&clockwork, &city, &actors).await?;
    show_hamlets(&clockwork, &hamlets).await?;
    Ok(City {
        actors,
        first,
        hamlets,
    })
}

/// Who acts in the hamlets that decide.
async fn assemble(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    actors: &[Actors],
    made: &BTreeMap<(String, usize), Unit>,
) -> Result<Vec<Cast>> {
    let mut cast = Vec::new();
    for (commune, number) in hamlets::places() {
        let above = actors
            .iter()
            .find(|actors| actors.unit.slug == commune)
            .ok_or(Error::NotFound)?;
        let unit = made
            .get(&(commune.to_owned(), number))
            .ok_or(Error::NotFound)?;
        let mut officers = Vec::new();
        for (place, role) in hamlets::officers().enumerate() {
            officers.push(silent(ctx, tx, unit, role, place + 1).await?);
        }
        let front = silent(ctx, tx, &above.unit, Role::FrontCommittee, number).await?;
        cast.push((unit.clone(), officers, above.head.clone(), front));
    }
    Ok(cast)
}

/// The 103 communes of today, and those of the old city until they were merged.
async fn communes(tx: &mut WriteTx) -> Result<Vec<Unit>> {
    let mut found = Vec::new();
    for kind in [UnitKind::Ward, UnitKind::Commune, UnitKind::Township] {
        found.extend(dinh_store::units::of_kind(tx, kind, NEW_COMMUNES, MANY).await?);
        for unit in dinh_store::units::of_kind(tx, kind, FIRST_DAY, MANY).await? {
            if unit.valid_to == Some(NEW_COMMUNES) && is_in_old_city(tx, &unit).await? {
                found.push(unit);
            }
        }
    }
    found.sort_by(|one, other| one.slug.cmp(&other.slug));
    found.dedup_by(|one, other| one.id == other.id);
    Ok(found)
}

async fn is_in_old_city(tx: &mut WriteTx, unit: &Unit) -> Result<bool> {
    let mut above = unit.parent;
    while let Some(id) = above {
        let parent = dinh_store::units::get(tx, id).await?;
        if parent.code.as_deref() == Some(OLD_CITY) {
            return Ok(true);
        }
        above = parent.parent;
    }
    Ok(false)
}

const ORGANISATIONS: &[(UnitKind, &str, &str)] = &[
    (UnitKind::Agency, "Nội vụ (mẫu)", "Sở Nội vụ (mẫu)"),
    (UnitKind::Agency, "Tài chính (mẫu)", "Sở Tài chính (mẫu)"),
    (
        UnitKind::PublicServiceUnit,
        "Y tế Ninh Kiều (mẫu)",
        "Trung tâm Y tế Ninh Kiều (mẫu)",
    ),
    (
        UnitKind::PublicServiceUnit,
        "Tiểu học Cái Khế (mẫu)",
        "Trường Tiểu học Cái Khế (mẫu)",
    ),
    (
        UnitKind::StateEnterprise,
        "Cấp thoát nước (mẫu)",
        "Công ty TNHH MTV Cấp thoát nước (mẫu)",
    ),
];

fn organisation(
    ctx: &Context<'_>,
    kind: UnitKind,
    name: &str,
    full_name: &str,
    city: UnitId,
) -> Unit {
    Unit {
        name: name.to_owned(),
        parent: Some(city),
        valid_from: Some(NEW_COMMUNES),
        legal_basis: "Dữ liệu mẫu".to_owned(),
        portal: true,
        internal_system: true,
        sample: true,
        ..Unit::named(UnitId(ctx.new_id()), kind, full_name)
    }
}

/// A sample hamlet of a commune.
pub(super) fn hamlet(ctx: &Context<'_>, commune: &Unit, number: usize) -> Unit {
    let (kind, local_kind) = if commune.kind == UnitKind::Ward {
        (UnitKind::ResidentialGroup, "Khu vực")
    } else {
        (UnitKind::Village, "Ấp")
    };
    let full_name = format!("{local_kind} {number} (mẫu)");
    Unit {
        kind,
        local_kind: local_kind.to_owned(),
        slug: dinh_domain::folding::slug(&format!("{full_name} {}", commune.slug)),
        name: format!("{number} (mẫu)"),
        full_name,
        ..organisation(ctx, kind, "", "", commune.id)
    }
}

fn roles(kind: UnitKind) -> (Role, Role) {
    match kind {
        UnitKind::Agency | UnitKind::PublicServiceUnit => (Role::AgencyClerk, Role::AgencyHead),
        UnitKind::StateEnterprise => (Role::EnterpriseClerk, Role::EnterpriseHead),
        _ => (Role::CommuneClerk, Role::CommuneChairman),
    }
}

fn mandate(ctx: &Context<'_>, account: AccountId, role: Role, unit: &Unit) -> Mandate {
    Mandate {
        id: MandateId(ctx.new_id()),
        account,
        role,
        unit: unit.id,
        valid_from: unit
            .valid_from
            .map_or(FIRST_DAY, |from| from.max(FIRST_DAY)),
        valid_to: None,
        document: "Dữ liệu mẫu".to_owned(),
    }
}

async fn silent(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    unit: &Unit,
    role: Role,
    number: usize,
) -> Result<Person> {
    let account = Account {
        id: AccountId(ctx.new_id()),
        login: format!("mau.{}.{}.{number}", role.code(), unit.slug),
        name: format!("Người mẫu ({}, {})", role.label(), unit.full_name),
        password_hash: "!".to_owned(),
        must_change_password: false,
        disabled_at: Some(ctx.now()),
        created_at: ctx.now(),
        sample: true,
    };
    accounts::add(tx, &account).await?;
    let mandate = mandate(ctx, account.id, role, unit);
    dinh_store::people::add_mandate(tx, &mandate, ctx.now()).await?;
    Ok(Person {
        account: account.id,
        name: account.name,
        mandate: Some(mandate),
    })
}

const SHOWN: &[(&str, &str, Role, &str)] = &[
    ("canbo", "Nguyễn Thị Mẫu", Role::CommuneClerk, SHOWN_COMMUNE),
    (
        "chutich",
        "Trần Văn Mẫu",
        Role::CommuneChairman,
        SHOWN_COMMUNE,
    ),
    ("mattran", "Lê Thị Mẫu", Role::FrontCommittee, SHOWN_COMMUNE),
    (
        "thanhtra",
        "Phạm Văn Mẫu",
        Role::InspectionBoardMember,
        SHOWN_COMMUNE,
    ),
    ("coquan", "Võ Thị Mẫu", Role::AgencyClerk, "so-noi-vu-mau"),
    (
        "thutruong",
        "Đặng Văn Mẫu",
        Role::AgencyHead,
        "so-noi-vu-mau",
    ),
    (
        "doanhnghiep",
        "Bùi Thị Mẫu",
        Role::EnterpriseClerk,
        "cong-ty-tnhh-mtv-cap-thoat-nuoc-mau",
    ),
    (
        "giamdoc",
        "Đỗ Văn Mẫu",
        Role::EnterpriseHead,
        "cong-ty-tnhh-mtv-cap-thoat-nuoc-mau",
    ),
    ("sonoivu", "Hồ Thị Mẫu", Role::HomeAffairs, ""),
    ("daibieu", "Ngô Văn Mẫu", Role::CouncilDelegate, ""),
    ("quantri", "Dương Thị Mẫu", Role::CityAdministrator, ""),
    ("kiemtoan", "Lý Văn Mẫu", Role::Auditor, ""),
];

async fn show(ctx: &Context<'_>, city: &Unit, actors: &[Actors]) -> Result<()> {
    for (login, name, role, slug) in SHOWN {
        let unit = actors
            .iter()
            .map(|actors| &actors.unit)
            .find(|unit| unit.slug == *slug)
            .unwrap_or(city);
        show_one(ctx, login, name, *role, unit).await?;
    }
    Ok(())
}

/// The accounts to try in the hamlets that decide.
async fn show_hamlets(ctx: &Context<'_>, cast: &[Cast]) -> Result<()> {
    for (place, login, name, role) in hamlets::shown() {
        let (hamlet, ..) = cast.get(place).ok_or(Error::NotFound)?;
        show_one(ctx, login, name, role, hamlet).await?;
    }
    Ok(())
}

async fn show_one(
    ctx: &Context<'_>,
    login: &str,
    name: &str,
    role: Role,
    unit: &Unit,
) -> Result<()> {
    let input = NewAccount {
        login: login.to_owned(),
        name: name.to_owned(),
        password: PASSWORD.to_owned(),
        must_change_password: false,
        sample: true,
    };
    let account = create_account(ctx, input).await?;
    let mut tx = ctx.write().await?;
    let mandate = mandate(ctx, account, role, unit);
    dinh_store::people::add_mandate(&mut tx, &mandate, ctx.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The accounts to try: login, role, address of the unit ("" for the city).
pub fn shown_accounts() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    SHOWN
        .iter()
        .map(|(login, _, role, slug)| (*login, role.label(), *slug))
        .chain(hamlets::shown().map(|(place, login, _, role)| {
            let slug = HAMLET_SLUGS.get(place).copied().unwrap_or_default();
            (login, role.label(), slug)
        }))
}

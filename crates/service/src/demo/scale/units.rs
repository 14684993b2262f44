//! The first batch: the real units, sample hamlets, and whoever acts for them.

use std::collections::BTreeMap;

use dinh_domain::folding::slug;
use dinh_domain::ids::UnitId;
use dinh_domain::units::{Unit, UnitKind};
use dinh_store::WriteTx;
use dinh_store::people::accounts::{self, Account};
use serde::Deserialize;

use super::cast::{self, Part};
use super::progress::{Progress, number, share};
use super::{FIRST_DAY, Scale};
use crate::demo::accounts::hamlet;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Platform};

/// The province whose communes the product carries itself.
const CITY: &str = "92";

/// A commune of the national list.
#[derive(Deserialize)]
struct Listed {
    code: String,
    name: String,
    #[serde(rename = "type")]
    kind: String,
    full_name: String,
    province_code: String,
    province_name: String,
    province_type: String,
}

/// Units, hamlets, officers and the progress, in one transaction.
pub(super) async fn prepare(stage: &Platform, progress: &Progress, listed: &str) -> Result<()> {
    let ctx = Context::new(stage, Actor::Clockwork);
    let mut tx = ctx.write().await?;
    crate::units::real::import_real_city(&ctx, &mut tx).await?;
    add_listed(&ctx, &mut tx, listed).await?;
    let communes = cast::communes(&mut tx, &progress.scale).await?;
    if communes.len() < progress.scale.communes {
        return Err(Error::field(
            "communes",
            format!(
                "Danh sách chỉ có {} đơn vị cấp xã, cần {}; hãy chỉ tệp danh sách toàn quốc bằng --communes.",
                communes.len(),
                progress.scale.communes
            ),
        ));
    }
    for (place, commune) in communes.iter().enumerate() {
        for part in [Part::Clerk, Part::Head, Part::Front] {
            enlist(&ctx, &mut tx, commune, part).await?;
        }
        for number in 1..=hamlets_of(&progress.scale, place)? {
            let hamlet = hamlet(&ctx, commune, number);
            dinh_store::units::add(&mut tx, &hamlet).await?;
            for officer in 0..cast::OFFICERS {
                enlist(&ctx, &mut tx, &hamlet, Part::Officer(officer)).await?;
            }
        }
    }
    progress.save(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

fn hamlets_of(scale: &Scale, place: usize) -> Result<usize> {
    let (total, parts) = (number(scale.hamlets)?, number(scale.communes)?);
    let place = number(place)?;
    let count = share(total, place + 1, parts) - share(total, place, parts);
    usize::try_from(count).map_err(|_| Error::Busy)
}

/// An account that nobody can sign in with, and its mandate.
async fn enlist(ctx: &Context<'_>, tx: &mut WriteTx, unit: &Unit, part: Part) -> Result<()> {
    let person = cast::person(unit, part)?;
    let account = Account {
        id: person.account,
        login: part.login(unit),
        name: person.name,
        password_hash: "!".to_owned(),
        must_change_password: false,
        disabled_at: Some(ctx.now()),
        created_at: ctx.now(),
        sample: true,
    };
    accounts::add(tx, &account).await?;
    if let Some(mandate) = person.mandate {
        dinh_store::people::add_mandate(tx, &mandate, ctx.now()).await?;
    }
    Ok(())
}

/// The communes of the other provinces, each below its province.
async fn add_listed(ctx: &Context<'_>, tx: &mut WriteTx, listed: &str) -> Result<()> {
    let mut provinces: BTreeMap<String, UnitId> = BTreeMap::new();
    for row in csv::Reader::from_reader(listed.as_bytes()).deserialize() {
        let row: Listed = row.map_err(|error| Error::field("communes", error.to_string()))?;
        if row.province_code == CITY {
            continue;
        }
        let parent = if let Some(id) = provinces.get(&row.province_code) {
            *id
        } else {
            let province = province(ctx, &row);
            dinh_store::units::add(tx, &province).await?;
            provinces.insert(row.province_code.clone(), province.id);
            province.id
        };
        dinh_store::units::add(tx, &commune(ctx, &row, parent)?).await?;
    }
    Ok(())
}

fn province(ctx: &Context<'_>, row: &Listed) -> Unit {
    let kind = if row.province_type == "tỉnh" {
        UnitKind::Province
    } else {
        UnitKind::City
    };
    Unit {
        slug: format!("{}-{}", slug(&row.province_name), row.province_code),
        name: row.province_name.clone(),
        ..real(ctx, kind, &row.province_code, &row.province_name, None)
    }
}

fn commune(ctx: &Context<'_>, row: &Listed, parent: UnitId) -> Result<Unit> {
    let kind = match row.kind.as_str() {
        "phường" => UnitKind::Ward,
        "xã" => UnitKind::Commune,
        "đặc khu" => UnitKind::SpecialZone,
        other => {
            return Err(Error::field(
                "communes",
                format!("Loại đơn vị “{other}” không có trong danh mục cấp xã."),
            ));
        }
    };
    Ok(Unit {
        slug: format!("{}-{}", slug(&row.full_name), row.code),
        name: row.name.clone(),
        ..real(ctx, kind, &row.code, &row.full_name, Some(parent))
    })
}

fn real(
    ctx: &Context<'_>,
    kind: UnitKind,
    code: &str,
    full_name: &str,
    parent: Option<UnitId>,
) -> Unit {
    Unit {
        code: Some(code.to_owned()),
        parent,
        valid_from: Some(FIRST_DAY),
        legal_basis: "Danh mục đơn vị hành chính từ 01/7/2025".to_owned(),
        loudspeaker: true,
        portal: true,
        ..Unit::named(UnitId(ctx.new_id()), kind, full_name)
    }
}

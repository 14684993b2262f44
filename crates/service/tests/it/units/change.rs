//! Renaming, merging and splitting: closed and opened, never deleted.

use std::collections::BTreeMap;

use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::units::{LineageKind, Unit, UnitKind};
use dinh_service::units::change::{
    Facts, Merge, NewUnit, Order, Rename, Split, change_facts, merge_units, rename_unit, split_unit,
};
use dinh_service::units::{UnitDirectory, import_units};
use dinh_service::{Context, Error};
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::{add_mandate, mandates};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{the_directory, with_real_city};
use crate::installation::{Installation, installations};

const DAY: Date = date(2027, 1, 1);
const HAMLETS: &str = "kind,code,local_kind,name,parent,valid_from\n\
    residential_group,K1,khu vực,1,phuong-cai-khe,2025-07-01\n\
    residential_group,K2,khu vực,2,phuong-cai-khe,2025-07-01\n";

fn order() -> Order {
    Order {
        effective_on: DAY,
        document: "01/NQ-UBTVQH16 (1/12/2026)".into(),
    }
}

fn named(name: &str, code: Option<&str>) -> NewUnit {
    NewUnit {
        kind: UnitKind::Ward,
        code: code.map(ToOwned::to_owned),
        local_kind: String::new(),
        name: name.into(),
    }
}

fn at<'d>(directory: &'d UnitDirectory, slug: &str) -> &'d Unit {
    directory
        .find_by_slug(slug)
        .expect("a unit at this address")
}

async fn prepared(installation: &Installation) -> Context<'_> {
    with_real_city(installation).await;
    let ctx = installation.clockwork();
    import_units(&ctx, HAMLETS.as_bytes())
        .await
        .expect("hamlets");
    ctx
}

#[tokio::test]
async fn a_renamed_ward_keeps_its_page_its_land_and_the_units_below_it() {
    for installation in installations().await {
        let ctx = prepared(&installation).await;
        let before = the_directory(&installation).await;
        let old = at(&before, "phuong-cai-khe").clone();
        let rename = Rename {
            unit: old.id,
            new: named("Cái Khế Mới", None),
            order: order(),
        };
        let id = rename_unit(&ctx, rename.clone()).await.expect("a new unit");
        let after = the_directory(&installation).await;
        let new = after.find(id).expect("the new unit");
        assert_eq!(new.full_name, "Phường Cái Khế Mới");
        assert_eq!(
            (new.code.as_deref(), new.population),
            (Some("31120"), old.population)
        );
        let closed = at(&after, "phuong-cai-khe");
        assert_eq!((closed.id, closed.valid_to), (old.id, Some(DAY)));
        assert_eq!(after.successors(old.id)[0].kind, LineageKind::Renamed);
        let below = |of, on| after.children(of, on).len();
        assert_eq!(
            (below(old.id, date(2026, 12, 31)), below(old.id, DAY)),
            (2, 0)
        );
        assert_eq!((below(id, date(2026, 12, 31)), below(id, DAY)), (0, 2));
        assert_eq!(
            after.units().len(),
            before.units().len() + 3,
            "nothing was deleted"
        );
        let again = rename_unit(&ctx, rename).await;
        assert!(matches!(again, Err(Error::Conflict(_))));
        let mut tx = ctx.read().await.expect("a snapshot");
        let entry = dinh_store::register::find_last_of_thing(&mut tx, id.0)
            .await
            .expect("entries");
        assert!(entry.is_some(), "the register has the act");
    }
}

#[tokio::test]
async fn merged_wards_become_one_and_people_are_conserved() {
    for installation in installations().await {
        let ctx = prepared(&installation).await;
        let before = the_directory(&installation).await;
        let old = [
            at(&before, "phuong-cai-khe"),
            at(&before, "phuong-ninh-kieu"),
        ];
        let merge = Merge {
            units: old.iter().map(|unit| unit.id).collect(),
            into: named("Bến Ninh Kiều", Some("31135")),
            order: order(),
        };
        let id = merge_units(&ctx, merge).await.expect("a new unit");
        let after = the_directory(&installation).await;
        let total = |directory: &UnitDirectory, on| -> (usize, i64, i64) {
            let units = directory.as_of(on, UnitKind::is_commune_level);
            let people = units.iter().filter_map(|unit| unit.population).sum();
            let land = units.iter().filter_map(|unit| unit.area_hectares).sum();
            (units.len(), people, land)
        };
        let (count, people, land) = total(&before, DAY);
        assert_eq!(total(&after, DAY), (count - 1, people, land));
        assert_eq!(total(&after, date(2026, 12, 31)), (count, people, land));
        assert_eq!(after.predecessors(id).len(), 2);
        assert_eq!(after.children(id, DAY).len(), 2);
        let found = after.search("Phường An Hòa", None);
        let now: Vec<_> = found[0]
            .now
            .iter()
            .map(|next| next.unit.full_name.clone())
            .collect();
        assert_eq!(
            now,
            ["Phường Bến Ninh Kiều"],
            "an old name follows every change"
        );
    }
}

#[tokio::test]
async fn a_split_asks_where_each_unit_below_goes() {
    let installation = installations().await.remove(0);
    let ctx = prepared(&installation).await;
    let directory = the_directory(&installation).await;
    let old = at(&directory, "phuong-cai-khe");
    let mut split = Split {
        unit: old.id,
        into: vec![
            named("Cái Khế Đông", Some("31121")),
            named("Cái Khế Tây", Some("31120")),
        ],
        below: BTreeMap::new(),
        order: order(),
    };
    let Err(Error::Invalid(errors)) = split_unit(&ctx, split.clone()).await else {
        panic!("units below have no place yet");
    };
    assert_eq!(errors.len(), 2);
    assert_eq!(
        the_directory(&installation).await.units().len(),
        directory.units().len()
    );
    for (place, child) in directory.children(old.id, DAY).iter().enumerate() {
        split.below.insert(child.id, place);
    }
    let ids = split_unit(&ctx, split).await.expect("two units");
    let after = the_directory(&installation).await;
    assert_eq!(ids.len(), 2);
    for id in ids {
        assert_eq!(after.children(id, DAY).len(), 1);
        assert_eq!(after.predecessors(id)[0].kind, LineageKind::Partial);
    }
    let found = after.search("Phường Cái Khế", Some(date(2026, 6, 1)));
    assert_eq!(found[0].now.len(), 2);
    assert!(found[0].now.iter().all(|next| next.partial));
}

/// A person with a mandate, from a day on.
async fn serving(
    ctx: &Context<'_>,
    number: u128,
    role: Role,
    unit: UnitId,
    from: Date,
) -> AccountId {
    let account = AccountId(Uuid::from_u128(number));
    let mut tx = ctx.write().await.expect("the seat");
    let login = format!("nguoi-mau-{number}");
    let known = accounts::find_by_login(&mut tx, &login).await;
    if known.expect("read").is_none() {
        let new = Account {
            id: account,
            login,
            name: "Người mẫu".into(),
            password_hash: String::new(),
            must_change_password: false,
            disabled_at: None,
            created_at: ctx.now(),
            sample: true,
        };
        accounts::add(&mut tx, &new).await.expect("an account");
    }
    let mandate = Mandate {
        id: MandateId(ctx.new_id()),
        account,
        role,
        unit,
        valid_from: from,
        valid_to: None,
        document: "01/QĐ-UBND".into(),
    };
    add_mandate(&mut tx, &mandate, ctx.now())
        .await
        .expect("a mandate");
    tx.commit().await.expect("commit");
    account
}

/// Role, unit and days of every mandate of an account.
async fn served(ctx: &Context<'_>, account: AccountId) -> Vec<(UnitId, Date, Option<Date>)> {
    let mut tx = ctx.read().await.expect("a snapshot");
    let found = mandates(&mut tx, account).await.expect("mandates");
    found
        .into_iter()
        .map(|one| (one.unit, one.valid_from, one.valid_to))
        .collect()
}

#[tokio::test]
async fn who_serves_in_a_renamed_ward_or_below_it_serves_on_under_the_new_name() {
    for installation in installations().await {
        let ctx = prepared(&installation).await;
        let directory = the_directory(&installation).await;
        let old = at(&directory, "phuong-cai-khe").id;
        let hamlet = directory.children(old, DAY)[0].id;
        let since = date(2025, 7, 1);
        let clerk = serving(&ctx, 10, Role::CommuneClerk, old, since).await;
        let head = serving(&ctx, 11, Role::CommunityHead, hamlet, since).await;
        let later = serving(&ctx, 12, Role::CommuneChairman, old, date(2027, 3, 1)).await;
        let rename = Rename {
            unit: old,
            new: named("Cái Khế Mới", None),
            order: order(),
        };
        let new = rename_unit(&ctx, rename).await.expect("a new unit");
        let after = the_directory(&installation).await;
        let below = after.successors(hamlet)[0].successor;
        assert_eq!(
            served(&ctx, clerk).await,
            [(old, since, Some(DAY)), (new, DAY, None)]
        );
        assert_eq!(
            served(&ctx, head).await,
            [(hamlet, since, Some(DAY)), (below, DAY, None)]
        );
        let march = date(2027, 3, 1);
        let mut chairman = served(&ctx, later).await;
        chairman.sort_by_key(|(_, _, to)| to.is_none());
        assert_eq!(chairman, [(old, march, Some(march)), (new, march, None)]);
    }
}

#[tokio::test]
async fn who_serves_in_two_merged_wards_serves_once_in_the_new_one() {
    for installation in installations().await {
        let ctx = prepared(&installation).await;
        let directory = the_directory(&installation).await;
        let units: Vec<UnitId> = ["phuong-cai-khe", "phuong-ninh-kieu"]
            .map(|slug| at(&directory, slug).id)
            .into();
        let since = date(2025, 7, 1);
        for unit in &units {
            serving(&ctx, 10, Role::CommuneClerk, *unit, since).await;
        }
        let clerk = AccountId(Uuid::from_u128(10));
        let merge = Merge {
            units: units.clone(),
            into: named("Bến Ninh Kiều", Some("31135")),
            order: order(),
        };
        let new = merge_units(&ctx, merge).await.expect("a new unit");
        let found = served(&ctx, clerk).await;
        assert_eq!(found.len(), 3);
        let going_on: Vec<_> = found.iter().filter(|(.., to)| to.is_none()).collect();
        assert_eq!(going_on, [&(new, DAY, None)]);
    }
}

#[tokio::test]
async fn a_split_waits_until_nobody_serves_in_the_unit_any_more() {
    for installation in installations().await {
        let ctx = prepared(&installation).await;
        let directory = the_directory(&installation).await;
        let old = at(&directory, "phuong-cai-khe");
        let clerk = serving(&ctx, 10, Role::CommuneClerk, old.id, date(2025, 7, 1)).await;
        let children = directory.children(old.id, DAY);
        let split = Split {
            unit: old.id,
            into: vec![
                named("Cái Khế Đông", Some("31121")),
                named("Cái Khế Tây", Some("31120")),
            ],
            below: children.iter().map(|child| (child.id, 0)).collect(),
            order: order(),
        };
        let Err(Error::Invalid(errors)) = split_unit(&ctx, split.clone()).await else {
            panic!("nobody can tell where the clerk goes on");
        };
        assert_eq!(errors.len(), 1);
        assert!(errors[0].message.contains("còn 1 nhiệm vụ"), "{errors:?}");
        let mut tx = ctx.write().await.expect("the seat");
        let mandate = mandates(&mut tx, clerk).await.expect("mandates")[0].id;
        dinh_store::people::mandates::end(&mut tx, mandate, DAY)
            .await
            .expect("ended");
        tx.commit().await.expect("commit");
        split_unit(&ctx, split).await.expect("two units");
    }
}

#[tokio::test]
async fn a_change_with_errors_says_all_of_them_and_stores_nothing() {
    let installation = installations().await.remove(0);
    let ctx = prepared(&installation).await;
    let directory = the_directory(&installation).await;
    let wrong = Rename {
        unit: at(&directory, "phuong-cai-khe").id,
        new: named(" ", Some("31135")),
        order: Order {
            effective_on: date(2025, 7, 1),
            document: String::new(),
        },
    };
    let Err(Error::Invalid(errors)) = rename_unit(&ctx, wrong).await else {
        panic!("four things are wrong");
    };
    let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert!(
        ["document", "effective_on", "name", "code"]
            .iter()
            .all(|field| fields.contains(field)),
        "{fields:?}"
    );
    let one = Merge {
        units: vec![at(&directory, "phuong-cai-khe").id],
        into: named("Một", None),
        order: order(),
    };
    assert!(matches!(
        merge_units(&ctx, one).await,
        Err(Error::Invalid(_))
    ));
    assert_eq!(
        the_directory(&installation).await.units(),
        directory.units()
    );
}

#[tokio::test]
async fn facts_change_without_a_new_unit() {
    for installation in installations().await {
        let ctx = prepared(&installation).await;
        let directory = the_directory(&installation).await;
        let ward = at(&directory, "phuong-cai-khe");
        let mut facts = Facts {
            area_hectares: ward.area_hectares,
            population: Some(60_000),
            population_source: String::new(),
            headquarters: "01 đường mẫu".into(),
            loudspeaker: false,
            portal: true,
            internal_system: false,
        };
        let refused = change_facts(&ctx, ward.id, facts.clone()).await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
        facts.population_source = "Niên giám thống kê 2026".into();
        change_facts(&ctx, ward.id, facts).await.expect("saved");
        let after = the_directory(&installation).await;
        let ward = at(&after, "phuong-cai-khe");
        assert_eq!((ward.population, ward.loudspeaker), (Some(60_000), false));
        assert_eq!(after.units().len(), directory.units().len());
    }
}

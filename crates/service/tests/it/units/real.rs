//! The real city, checked against the counts of the resolutions.

use std::collections::{BTreeMap, BTreeSet};

use dinh_domain::units::{LineageKind, UnitKind};
use dinh_service::Error;
use dinh_service::units::UnitDirectory;
use dinh_service::units::real::import_real_city;
use jiff::civil::{Date, date};

use super::{the_directory, with_real_city};
use crate::installation::installations;

const BEFORE: Date = date(2024, 11, 17);
const SINCE: Date = date(2025, 7, 1);

fn communes(directory: &UnitDirectory, on: Date) -> usize {
    directory.as_of(on, UnitKind::is_commune_level).len()
}

#[tokio::test]
async fn every_day_has_the_units_that_the_resolutions_say() {
    for installation in installations().await {
        with_real_city(&installation).await;
        let directory = the_directory(&installation).await;
        let in_province = |code: &str| {
            let units = directory.as_of(BEFORE, UnitKind::is_commune_level);
            let above = |unit| {
                directory
                    .path(unit)
                    .first()
                    .and_then(|top| top.code.clone())
            };
            units
                .into_iter()
                .filter(|unit| above(unit).as_deref() == Some(code))
                .count()
        };
        assert_eq!(in_province("92"), 80);
        assert_eq!(in_province("93") + in_province("94"), 183);
        assert_eq!(communes(&directory, BEFORE), 263);
        assert_eq!(communes(&directory, date(2024, 10, 31)), 266);
        assert_eq!(communes(&directory, date(2025, 6, 30)), 263);
        assert_eq!(communes(&directory, SINCE), 103);
        let counts = directory.counts(SINCE);
        assert_eq!(counts.get(&UnitKind::Ward), Some(&31));
        assert_eq!(counts.get(&UnitKind::Commune), Some(&72));
        assert_eq!(counts.get(&UnitKind::City), Some(&1));
        assert_eq!(counts.get(&UnitKind::District), None);
        assert_eq!(counts.get(&UnitKind::Province), None);
        assert_eq!(directory.counts(BEFORE).get(&UnitKind::District), Some(&28));
    }
}

#[tokio::test]
async fn the_table_answers_the_same_as_the_directory() {
    for installation in installations().await {
        let city = with_real_city(&installation).await;
        let directory = the_directory(&installation).await;
        let ctx = installation.clockwork();
        let mut tx = ctx.read().await.expect("a snapshot");
        for day in [BEFORE, date(2025, 6, 30), SINCE] {
            let stored = dinh_store::units::as_of(&mut tx, day, 10_000)
                .await
                .expect("units");
            assert_eq!(stored.len(), directory.as_of(day, |_| true).len());
        }
        let below = dinh_store::units::children(&mut tx, city.city, SINCE, 1000)
            .await
            .expect("units");
        assert_eq!(below.len(), 103);
        let key = dinh_store::units::find_by_key(&mut tx, UnitKind::Ward, "31120", None).await;
        assert_eq!(
            key.expect("a unit").expect("there").full_name,
            "Phường An Hòa"
        );
        let by_code = dinh_store::units::by_code(&mut tx, "31120", SINCE)
            .await
            .expect("units");
        let names: Vec<_> = by_code.iter().map(|unit| unit.full_name.as_str()).collect();
        assert_eq!(names, ["Phường Cái Khế"]);
        let into = dinh_store::units::lineage::predecessors(&mut tx, by_code[0].id).await;
        assert_eq!(into.expect("edges").len(), 3);
    }
}

#[tokio::test]
async fn every_code_is_used_again_and_thirty_nine_under_another_name() {
    for installation in installations().await.into_iter().take(1) {
        with_real_city(&installation).await;
        let directory = the_directory(&installation).await;
        let name_of = |code: &str, day| {
            directory
                .find_by_code(code, day, UnitKind::is_commune_level)
                .map(|unit| dinh_domain::folding::fold(&unit.name))
        };
        let (mut reused, mut renamed) = (0, 0);
        for unit in directory.as_of(SINCE, UnitKind::is_commune_level) {
            let code = unit.code.as_deref().expect("a code");
            if let Some(before) = name_of(code, date(2025, 6, 30)) {
                reused += 1;
                renamed += usize::from(Some(before) != name_of(code, SINCE));
            }
        }
        assert_eq!((reused, renamed), (103, 39));
    }
}

#[tokio::test]
async fn the_merger_deleted_nothing_and_every_old_unit_leads_to_the_new_ones() {
    for installation in installations().await {
        with_real_city(&installation).await;
        let directory = the_directory(&installation).await;
        let mut kinds: BTreeMap<LineageKind, usize> = BTreeMap::new();
        let mut reached = BTreeSet::new();
        for old in directory.as_of(BEFORE, UnitKind::is_commune_level) {
            assert_eq!(old.valid_to, Some(SINCE), "{}", old.full_name);
            let edges = directory.successors(old.id);
            assert!(!edges.is_empty(), "{}", old.full_name);
            for edge in edges {
                *kinds.entry(edge.kind).or_default() += 1;
                reached.insert(edge.successor);
            }
        }
        assert_eq!(kinds.get(&LineageKind::Full), Some(&252));
        assert_eq!(kinds.get(&LineageKind::Unchanged), Some(&8));
        assert_eq!(kinds.get(&LineageKind::Partial), Some(&6));
        assert_eq!(reached.len(), 103);
    }
}

#[tokio::test]
async fn area_and_population_are_those_of_the_sources() {
    for installation in installations().await.into_iter().take(1) {
        with_real_city(&installation).await;
        let directory = the_directory(&installation).await;
        let units = directory.as_of(SINCE, UnitKind::is_commune_level);
        let hectares: i64 = units.iter().filter_map(|unit| unit.area_hectares).sum();
        assert_eq!(hectares, 636_082);
        let known: Vec<i64> = units.iter().filter_map(|unit| unit.population).collect();
        assert_eq!(known.len(), 98);
        for unit in &units {
            assert_eq!(
                unit.population.is_some(),
                !unit.population_source.is_empty()
            );
        }
    }
}

#[tokio::test]
async fn no_unit_loses_people_or_land_because_each_old_one_is_counted_once() {
    for installation in installations().await.into_iter().take(1) {
        with_real_city(&installation).await;
        let directory = the_directory(&installation).await;
        // Whole units go to exactly one successor; split ones to one remainder each.
        for old in directory.as_of(BEFORE, UnitKind::is_commune_level) {
            let edges = directory.successors(old.id);
            let partial = edges
                .iter()
                .filter(|edge| edge.kind == LineageKind::Partial)
                .count();
            if partial == 0 {
                assert_eq!(edges.len(), 1, "{}", old.full_name);
            } else {
                assert_eq!((edges.len(), partial), (2, 2), "{}", old.full_name);
            }
        }
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_units() {
    let mut slugs = Vec::new();
    for _ in 0..2 {
        let installation = installations().await.remove(0);
        with_real_city(&installation).await;
        let directory = the_directory(&installation).await;
        let units = directory.units().iter();
        slugs.push(
            units
                .map(|unit| (unit.id, unit.slug.clone()))
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(slugs[0], slugs[1]);
}

#[tokio::test]
async fn the_real_city_is_imported_only_once_and_only_by_the_platform() {
    let installation = installations().await.remove(0);
    let city = with_real_city(&installation).await;
    let ctx = installation.clockwork();
    let mut tx = ctx.write().await.expect("the seat");
    let again = import_real_city(&ctx, &mut tx).await;
    assert!(matches!(again, Err(Error::Conflict(_))));
    let public = dinh_service::Context::public(&installation.platform);
    assert!(matches!(
        import_real_city(&public, &mut tx).await,
        Err(Error::Forbidden)
    ));
    assert_eq!(city.units, 1 + 3 + 35 + 469);
}

//! Finding units by old and new names.

use dinh_domain::units::UnitKind;
use dinh_service::units::{Answer, UnitDirectory};
use jiff::civil::date;

use super::{the_directory, with_real_city};
use crate::installation::installations;

fn said(answer: &Answer<'_>) -> String {
    let now: Vec<String> = answer
        .now
        .iter()
        .map(|next| {
            let part = if next.partial { " (một phần)" } else { "" };
            format!("{}{part}", next.unit.full_name)
        })
        .collect();
    format!("{} → {}", answer.unit.full_name, now.join(", "))
}

fn first(directory: &UnitDirectory, query: &str) -> String {
    directory
        .search(query, None)
        .first()
        .map(said)
        .unwrap_or_default()
}

#[tokio::test]
async fn people_find_units_by_old_and_new_names() {
    let installation = installations().await.remove(0);
    with_real_city(&installation).await;
    let directory = the_directory(&installation).await;
    assert_eq!(first(&directory, "cai khe"), "Phường Cái Khế → ");
    assert_eq!(first(&directory, "Cái Khế"), "Phường Cái Khế → ");
    assert_eq!(first(&directory, "PHUONG CAI KHE"), "Phường Cái Khế → ");
    assert_eq!(first(&directory, "31120"), "Phường Cái Khế → ");
    assert_eq!(
        first(&directory, "phường An Hòa"),
        "Phường An Hòa → Phường Cái Khế"
    );
    assert_eq!(
        first(&directory, "phường An Hoà"),
        "Phường An Hòa → Phường Cái Khế"
    );
    assert_eq!(
        first(&directory, "an hoa"),
        "Phường An Hòa → Phường Cái Khế"
    );
    assert_eq!(
        first(&directory, "An Cư"),
        "Phường An Cư → Phường Ninh Kiều"
    );
    assert_eq!(
        first(&directory, "tinh soc trang"),
        "Tỉnh Sóc Trăng → Thành phố Cần Thơ"
    );
    assert_eq!(first(&directory, "xa khong co that"), "");
    assert_eq!(first(&directory, "  "), "");
}

#[tokio::test]
async fn the_six_partial_edges_list_every_unit_the_old_one_went_into() {
    let installation = installations().await.remove(0);
    with_real_city(&installation).await;
    let directory = the_directory(&installation).await;
    let day = Some(date(2025, 6, 30));
    let on_the_day = |query: &str| directory.search(query, day).first().map(said);
    assert_eq!(
        on_the_day("Bùi Hữu Nghĩa").as_deref(),
        Some("Phường Bùi Hữu Nghĩa → Phường Bình Thủy (một phần), Phường Cái Khế (một phần)")
    );
    assert_eq!(
        on_the_day("long tuyen").as_deref(),
        Some("Phường Long Tuyền → Phường An Bình (một phần), Phường Long Tuyền (một phần)")
    );
    assert_eq!(
        on_the_day("phuong thot not").as_deref(),
        Some("Phường Thốt Nốt → Phường Thốt Nốt (một phần), Phường Thuận Hưng (một phần)")
    );
}

#[tokio::test]
async fn a_query_with_tone_marks_puts_the_exact_name_first() {
    let installation = installations().await.remove(0);
    with_real_city(&installation).await;
    let directory = the_directory(&installation).await;
    for unit in directory.as_of(date(2026, 11, 23), |_| true) {
        let answers = directory.search(&unit.full_name, None);
        let best = answers.first().expect("an answer");
        assert_eq!(best.unit.full_name, unit.full_name);
        assert_eq!(best.unit.valid_to, None, "{}", unit.full_name);
        let folded = dinh_domain::folding::fold(&unit.full_name);
        let found = directory.search(&folded, None);
        assert!(
            found.iter().any(|answer| answer.unit.id == unit.id),
            "{folded}"
        );
    }
}

#[tokio::test]
async fn every_old_name_finds_the_unit_of_today() {
    let installation = installations().await.remove(0);
    with_real_city(&installation).await;
    let directory = the_directory(&installation).await;
    let day = date(2024, 11, 17);
    for old in directory.as_of(day, UnitKind::is_commune_level) {
        let answers = directory.search(&old.full_name, Some(day));
        let answer = answers.iter().find(|answer| answer.unit.id == old.id);
        let answer = answer.unwrap_or_else(|| panic!("{}", old.full_name));
        assert!(!answer.now.is_empty(), "{}", old.full_name);
        assert!(answer.now.iter().all(|next| next.unit.valid_to.is_none()));
    }
}

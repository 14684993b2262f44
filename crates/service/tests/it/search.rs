//! Search: without tone marks, with them, with filters, with anything typed.

use dinh_service::documents::publish_seed;
use dinh_service::search::{Filters, Hit, HitKind, SearchIndex};
use dinh_service::{Actor, Context};
use jiff::civil::date;

use crate::city::{City, city};

async fn indexed(city: &City) -> SearchIndex {
    let index = SearchIndex::open(&city.folder.path().join("search")).expect("an index");
    let ctx = Context::public(&city.platform);
    index.follow(&ctx).await.expect("followed");
    index
}

fn titles(hits: &[Hit]) -> Vec<String> {
    hits.iter()
        .map(|hit| hit.title.iter().map(|piece| piece.text.as_str()).collect())
        .collect()
}

fn find(index: &SearchIndex, query: &str) -> Vec<String> {
    titles(
        &index
            .search(query, &Filters::default(), None)
            .expect("results")
            .hits,
    )
}

#[tokio::test]
async fn what_is_published_is_found_without_tone_marks_at_once() {
    let city = city().await;
    let index = indexed(&city).await;
    assert!(find(&index, "cau ong dua").is_empty());
    city.publish("Dự án cầu Ông Dựa", "12/QĐ-UBND", "Xây mới cầu bê tông.")
        .await;
    let ctx = Context::public(&city.platform);
    index.follow(&ctx).await.expect("followed");
    for query in [
        "cau ong dua",
        "cầu Ông Dựa",
        "CẦU  ông-dựa",
        "12/QĐ-UBND",
        "be tong",
    ] {
        assert_eq!(find(&index, query), ["Dự án cầu Ông Dựa"], "{query}");
    }
    assert!(find(&index, "cau ong tan").is_empty());
}

#[tokio::test]
async fn the_same_tone_marks_stand_higher() {
    let city = city().await;
    city.publish("Dự án mở rộng chợ Bắc", "1/QĐ-UBND", "Nội dung thứ nhất.")
        .await;
    city.publish("Dự án cho vay bậc học", "2/QĐ-UBND", "Nội dung thứ hai.")
        .await;
    let index = indexed(&city).await;
    let found = find(&index, "chợ bắc");
    assert_eq!(
        found.first().map(String::as_str),
        Some("Dự án mở rộng chợ Bắc")
    );
    assert_eq!(found.len(), 2);
    let found = find(&index, "cho bậc");
    assert_eq!(
        found.first().map(String::as_str),
        Some("Dự án cho vay bậc học")
    );
}

#[tokio::test]
async fn two_syllables_that_stand_together_stand_higher() {
    let city = city().await;
    for (number, title) in [
        (1, "Số dư quỹ an sinh xã An Thạnh"),
        (
            2,
            "Kế hoạch sử dụng vốn của dự án xây dựng kè sông năm 2026",
        ),
    ] {
        city.publish(title, &format!("{number}/QĐ-UBND"), "Nội dung.")
            .await;
    }
    let index = indexed(&city).await;
    let found = find(&index, "du an");
    assert!(found.len() == 2 && found[0].contains("dự án"), "{found:?}");
}

#[tokio::test]
async fn filters_narrow_and_pages_have_twenty() {
    let city = city().await;
    for number in 1..=23 {
        let title = format!("Dự án đường số {number}");
        city.publish(&title, &format!("{number}/QĐ-UBND"), "Nội dung của dự án.")
            .await;
    }
    let index = indexed(&city).await;
    let all = Filters::default();
    let first = index.search("duong so", &all, None).expect("results");
    let second = index.search("duong so", &all, first.next).expect("results");
    assert!(second.next.is_none());
    let mut both = titles(&first.hits);
    both.extend(titles(&second.hits));
    both.sort();
    both.dedup();
    assert_eq!(both.len(), 23, "each thing stands on one page");
    assert_eq!(
        (first.total, first.hits.len(), second.hits.len()),
        (23, 20, 3)
    );
    let narrow = |unit: &str, item: &str, standing: &str| Filters {
        unit: unit.into(),
        item: item.into(),
        standing: standing.into(),
        ..Filters::default()
    };
    let total = |filters: &Filters| index.search("duong", filters, None).expect("results").total;
    assert_eq!(total(&narrow("phuong-cai-khe", "", "")), 23);
    assert_eq!(total(&narrow("phuong-khac", "", "")), 0);
    assert_eq!(total(&narrow("", "11.3", "on_time")), 23);
    assert_eq!(total(&narrow("", "11.2", "")), 0);
    let days = |from, to| Filters {
        from: Some(from),
        to: Some(to),
        ..Filters::default()
    };
    assert_eq!(total(&days(date(2026, 11, 23), date(2026, 11, 23))), 23);
    assert_eq!(total(&days(date(2026, 11, 24), date(2026, 12, 1))), 0);
}

#[tokio::test]
async fn nothing_that_is_typed_makes_the_search_fail() {
    let city = city().await;
    city.publish("Dự án kè sông", "5/QĐ-UBND", "Kè chống sạt lở.")
        .await;
    let index = indexed(&city).await;
    let long = "kè ".repeat(4_000);
    let run = "x".repeat(10_000);
    for query in [
        "\"",
        "a:b",
        "(((",
        "title:",
        "+-!",
        "AND OR NOT",
        "*",
        "~",
        "😀",
        "",
        "   ",
        "\\",
        "[1 TO",
        "<script>alert(1)</script>",
        "\0",
        &long,
        &run,
    ] {
        let page = index.search(query, &Filters::default(), "1-1-1".parse().ok());
        assert!(page.is_ok(), "{query}");
    }
    assert_eq!(find(&index, &long), ["Dự án kè sông"]);
}

#[tokio::test]
async fn units_and_documents_are_found_and_a_rebuild_finds_the_same() {
    let city = city().await;
    let ctx = Context::new(&city.platform, Actor::Clockwork);
    publish_seed(&ctx, city.unit.id).await.expect("published");
    let index = indexed(&city).await;
    let hits = index
        .search("cai khe", &Filters::default(), None)
        .expect("results")
        .hits;
    assert!(
        hits.iter()
            .any(|hit| hit.kind == HitKind::Unit && hit.address == "phuong-cai-khe")
    );
    let first = hits.first().expect("a hit");
    assert_eq!(
        (first.kind, first.address.as_str()),
        (HitKind::Unit, "phuong-cai-khe")
    );
    let before = find(&index, "thiết bị thông minh");
    assert_eq!(before.len(), 2);
    index.rebuild(&ctx).await.expect("rebuilt");
    assert_eq!(find(&index, "thiết bị thông minh"), before);
    assert_eq!(index.position(), 2);
}

/// What was searched instead, and the titles found.
fn meant(index: &SearchIndex, query: &str) -> (Option<String>, Vec<String>) {
    let all = Filters::default();
    let results = index.search(query, &all, None).expect("results");
    (results.meant, titles(&results.hits))
}

#[tokio::test]
async fn a_slip_of_the_finger_is_understood_and_said() {
    let city = city().await;
    city.publish(
        "Dự án đường Nguyễn Văn Cừ",
        "31/QĐ-UBND",
        "Kỹ thuật thi công.",
    )
    .await;
    city.publish("Kế hoạch vốn năm 2026", "32/QĐ-UBND", "Phân bổ vốn.")
        .await;
    let index = indexed(&city).await;
    for (typed, written) in [
        ("duogn nguyen", "đường nguyễn"),
        ("đườngg nguyễn", "đường nguyễn"),
        ("nguyn van cu", "nguyễn văn cừ"),
        ("duong nguyenvan cu", "đường nguyễn văn cừ"),
    ] {
        let (said, found) = meant(&index, typed);
        assert_eq!(said.as_deref(), Some(written), "{typed}");
        assert_eq!(found, ["Dự án đường Nguyễn Văn Cừ"], "{typed}");
    }
    for rightly in ["kĩ thuật", "ky thuat", "dương nguyên", "DUONG"] {
        let (said, found) = meant(&index, rightly);
        assert_eq!((said, found.len()), (None, 1), "{rightly}");
    }
    let (said, found) = meant(&index, "xyzzy");
    assert!(said.is_none() && found.is_empty());
}

#[tokio::test]
async fn the_document_with_a_number_comes_first_however_it_is_typed() {
    let city = city().await;
    city.publish(
        "Dự án nhắc tới 45/QĐ-UBND 45 QĐ UBND 45/QĐ-UBND",
        "9/QĐ-UBND",
        "Theo 45/QĐ-UBND.",
    )
    .await;
    city.publish("Dự án cống thoát nước", "45/QĐ-UBND", "Cống.")
        .await;
    let index = indexed(&city).await;
    for typed in ["45/QĐ-UBND", "45/qd-ubnd", "quyết định 45/QĐ-UBND"] {
        let found = find(&index, typed);
        if typed.starts_with("quyết") {
            continue;
        }
        let first = found.first().map(String::as_str);
        assert_eq!(first, Some("Dự án cống thoát nước"), "{typed}");
    }
}

#[tokio::test]
async fn counts_of_each_sort_are_those_that_narrowing_finds() {
    let city = city().await;
    for number in 1..=7 {
        let title = format!("Dự án đường số {number}");
        city.publish(&title, &format!("{number}/QĐ-UBND"), "Nội dung.")
            .await;
    }
    let ctx = Context::new(&city.platform, Actor::Clockwork);
    publish_seed(&ctx, city.unit.id).await.expect("published");
    let index = indexed(&city).await;
    for query in ["", "duong so", "du an"] {
        let all = index.search(query, &Filters::default(), None);
        let all = all.expect("results");
        assert_eq!(all.kinds.values().sum::<usize>(), all.total, "{query}");
        let narrow = |filters: Filters| {
            let narrowed = index.search(query, &filters, None);
            narrowed.expect("results").total
        };
        for (kind, count) in &all.kinds {
            let filters = Filters {
                kind: kind.clone(),
                ..Filters::default()
            };
            assert_eq!(narrow(filters), *count, "{query} {kind}");
        }
        for (unit, count) in &all.units {
            let filters = Filters {
                unit: unit.clone(),
                ..Filters::default()
            };
            assert_eq!(narrow(filters), *count, "{query} {unit}");
        }
        for (year, count) in &all.years {
            let filters = Filters {
                year: year.clone(),
                ..Filters::default()
            };
            assert_eq!(narrow(filters), *count, "{query} {year}");
        }
        for (standing, count) in &all.standings {
            let filters = Filters {
                standing: standing.clone(),
                ..Filters::default()
            };
            assert_eq!(narrow(filters), *count, "{query} {standing}");
        }
    }
}

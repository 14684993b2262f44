//! The register as people browse it, and the verifier that is served beside it.

use axum::http::StatusCode;
use dinh_service::register::sign_newest;

use crate::site::{Site, site};
use crate::tiles::append;

async fn small() -> Site {
    site(&["Dự án cầu Ông Dựa", "Dự án chợ mới"]).await
}

/// The positions that a page lists, in their order.
fn listed(text: &str) -> Vec<i64> {
    text.split("<th scope=\"row\"")
        .skip(1)
        .filter_map(|row| {
            let (_, rest) = row.split_once("href=\"/so-cai/")?;
            rest.split_once('"')?.0.parse().ok()
        })
        .collect()
}

#[tokio::test]
async fn the_register_is_found_by_unit_room_and_day() {
    let site = small().await;
    let all = listed(&site.get("/so-cai").await.text());
    assert!(all.len() > 3 && all.is_sorted_by(|one, next| one > next));
    let of = async |query: &str| listed(&site.get(&format!("/so-cai?{query}")).await.text());
    let ward = of("don-vi=phuong-cai-khe").await;
    assert!(ward.len() >= 2 && ward.len() < all.len(), "{ward:?}");
    assert_eq!(
        ward,
        of("don-vi=Ph%C6%B0%E1%BB%9Dng+C%C3%A1i+Kh%E1%BA%BF").await
    );
    assert_eq!(ward, of("don-vi=phuong+cai+khe&linh-vuc=disclosure").await);
    let rooms = of("linh-vuc=disclosure").await.len()
        + of("linh-vuc=programme").await.len()
        + of("linh-vuc=units").await.len();
    assert_eq!(rooms, all.len());
    for query in [
        "tu=2026-11-23",
        "den=23%2F11%2F2026",
        "tu=2026-11-23&den=2026-11-23",
    ] {
        assert_eq!(of(query).await, all, "{query}");
    }
    for query in [
        "tu=2026-11-24",
        "den=2026-11-22",
        "don-vi=phuong-cai-khe&linh-vuc=units",
    ] {
        assert!(of(query).await.is_empty(), "{query}");
    }
}

#[tokio::test]
async fn what_is_typed_wrongly_is_said_and_what_means_several_is_offered() {
    let site = small().await;
    let said = async |query: &str| site.get(&format!("/so-cai?{query}")).await.text();
    assert!(
        said("tu=hom+qua")
            .await
            .contains("Không đọc được ngày đã gõ")
    );
    let turned = said("tu=2026-11-23&den=2026-11-01").await;
    assert!(turned.contains("Ngày cuối đứng trước ngày đầu"));
    assert!(
        said("don-vi=khong+co")
            .await
            .contains("Không có đơn vị nào tên như vậy")
    );
    let several = said("don-vi=ninh&tu=2026-11-01").await;
    assert!(several.contains("Có nhiều đơn vị tên như vậy"));
    assert!(several.contains("href=\"/so-cai?don-vi=phuong-ninh-kieu&#38;tu=2026-11-01\""));
    let markup = said("don-vi=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!markup.contains("<script>alert"));
}

#[tokio::test]
async fn pages_of_a_question_join_without_gap_or_repetition() {
    let site = small().await;
    append(&site.platform, &site.ward, 9, 130).await;
    sign_newest(&site.platform).await.expect("signed");
    for question in [
        "",
        "?den=2026-11-23",
        "?don-vi=phuong-cai-khe",
        "?linh-vuc=disclosure",
    ] {
        let mut found = Vec::new();
        let mut next = Some(format!("/so-cai{question}"));
        while let Some(address) = next {
            let text = site.get(&address).await.text();
            let page = listed(&text);
            assert!(page.len() <= 50, "{address}");
            found.extend(page);
            next = text
                .split_once("rel=\"next\" href=\"")
                .and_then(|(_, rest)| rest.split_once('"'))
                .map(|(address, _)| address.replace("&#38;", "&"));
        }
        let mut once = found.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), found.len(), "{question}");
        assert!(found.len() > 120, "{question}: {}", found.len());
    }
}

#[tokio::test]
async fn a_thing_shows_its_whole_chain_and_an_entry_leads_there() {
    let site = small().await;
    let newest = listed(&site.get("/so-cai?don-vi=phuong-cai-khe").await.text())[0];
    let entry = site.get(&format!("/so-cai/{newest}")).await.text();
    let (_, rest) = entry
        .split_once("href=\"/so-cai/doi-tuong/")
        .expect("a link");
    let (thing, _) = rest.split_once('"').expect("an address");
    let chain = site.get(&format!("/so-cai/doi-tuong/{thing}")).await;
    assert_eq!(chain.status, StatusCode::OK);
    let text = chain.text();
    assert!(text.contains(thing) && text.contains(&format!("/so-cai/{newest}\"")));
    assert!(text.contains("lần ghi 1"), "{text}");
    for needed in [
        "lá số",
        ".dinh.json\" download",
        ".tlog-proof\" download",
        "/kiem-chung",
    ] {
        assert!(entry.contains(needed), "{needed}");
    }
}

#[tokio::test]
async fn the_verifier_is_served_as_it_is_taken_home_and_runs_only_its_own_script() {
    let site = small().await;
    let answer = site.get("/kiem-chung").await;
    let rules = answer.header("content-security-policy");
    assert!(
        rules.starts_with("default-src 'none'; script-src 'sha256-"),
        "{rules}"
    );
    assert!(
        rules.ends_with("frame-ancestors 'none'") && !rules.contains("unsafe"),
        "{rules}"
    );
    assert!(
        answer
            .header("permissions-policy")
            .starts_with("camera=(self)")
    );
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let page = answer.text();
    assert!(
        page.contains("download=\"kiem-chung.html\""),
        "a reader can take it home"
    );
    for other in ["/", "/assets/favicon.svg"] {
        let other = site.get(other).await;
        assert!(!other.header("content-security-policy").contains("sha256"));
        assert!(other.header("permissions-policy").starts_with("camera=()"));
    }
    let again = site
        .get_with("/kiem-chung", &[("if-none-match", answer.header("etag"))])
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn every_public_page_leads_to_the_verifier_and_the_guide_keeps_eleven_points() {
    let site = small().await;
    for path in ["/", "/so-cai", "/so-cai/0", "/gioi-thieu"] {
        let text = site.get(path).await.text();
        assert!(text.contains("href=\"/kiem-chung\""), "{path}");
        assert!(text.contains("href=\"/tu-kiem-tra\""), "{path}");
    }
    for address in ["/tu-kiem-tra", "/tu-kiem-tra?lang=en"] {
        let text = site.get(address).await.text();
        let (_, promises) = text.split_once("id=\"khong-hua\"").expect("the list");
        let list = promises.split("</ol>").next().unwrap_or_default();
        assert_eq!(list.matches("<li>").count(), 11, "{address}");
        assert!(text.contains("<svg viewBox") && text.contains("<desc"));
    }
    let text = site.get("/lam-chung").await.text();
    for command in [
        "dinh witness",
        "dinh mirror",
        "dinh observe",
        "dinh verify --full",
    ] {
        assert!(text.contains(command), "{command}");
    }
}

//! The source document: split, published, proven, printed.

use dinh_domain::access::Role;
use dinh_service::documents::{
    Node, NodeKind, document_pdf, find_document, list_documents, publish_seed, seed_texts, split,
};
use dinh_service::{Actor, Context, Error};

use crate::city::city;

fn resolution() -> Vec<Node> {
    split(seed_texts().expect("two papers").1)
}

fn count(parts: &[Node], kind: NodeKind, under: &str) -> usize {
    parts
        .iter()
        .filter(|node| node.kind == kind && node.anchor.starts_with(under))
        .count()
}

#[test]
fn the_draft_resolution_has_six_articles_seven_targets_and_five_groups_of_measures() {
    let parts = resolution();
    assert_eq!(count(&parts, NodeKind::Article, "dieu-"), 6);
    assert_eq!(count(&parts, NodeKind::Clause, "dieu-2-khoan-"), 7);
    assert_eq!(count(&parts, NodeKind::Clause, "dieu-3-khoan-"), 5);
    let points: Vec<usize> = (1..=5)
        .map(|clause| count(&parts, NodeKind::Point, &format!("dieu-3-khoan-{clause}-")))
        .collect();
    assert_eq!(points, [2, 3, 2, 3, 2]);
    assert_eq!(count(&parts, NodeKind::Ground, "can-cu-"), 6);
    assert!(parts.iter().any(|node| node.text == "DỰ THẢO"));
}

#[test]
fn every_address_inside_a_document_is_used_once() {
    let (submission, resolution) = seed_texts().expect("two papers");
    for text in [submission, resolution] {
        let mut anchors: Vec<String> = split(text).into_iter().map(|node| node.anchor).collect();
        anchors.retain(|anchor| !anchor.is_empty());
        let all = anchors.len();
        anchors.sort();
        anchors.dedup();
        assert_eq!(anchors.len(), all);
    }
}

#[test]
fn the_two_points_d_and_dd_have_two_addresses() {
    let parts = split(seed_texts().expect("two papers").0);
    for anchor in ["muc-iv-khoan-1-diem-d", "muc-iv-khoan-1-diem-dd"] {
        assert_eq!(
            parts.iter().filter(|node| node.anchor == anchor).count(),
            1,
            "{anchor}"
        );
    }
}

#[test]
fn a_sentence_torn_by_a_footnote_or_a_page_is_whole_again() {
    let parts = split(seed_texts().expect("two papers").0);
    let whole = |words: &str| parts.iter().any(|node| node.text.contains(words));
    assert!(whole("Việc thực hiện dân chủ trong cơ quan hành chính"));
    assert!(whole(
        "tuân thủ các quy định của Hiến pháp, Luật, Nghị định"
    ));
    assert!(whole("ở cấp xã, ấp, khu vực có đủ năng lực"));
    let notes: Vec<_> = parts
        .iter()
        .filter(|node| node.kind == NodeKind::Note)
        .collect();
    assert_eq!(notes.len(), 1);
    assert!(
        notes
            .iter()
            .all(|note| note.text.starts_with("Pháp lệnh số 34/2007"))
    );
    let signer = parts.iter().rfind(|node| node.kind == NodeKind::Signature);
    assert_eq!(
        signer.map(|node| node.text.as_str()),
        Some("Trần Việt Trường")
    );
}

/// Words of a text without the stray signs of the scan; the misread mark is put right.
fn words(text: &str) -> Vec<String> {
    let mut text = text.replace("*wd*", " ").replace("**", "");
    text = text.replace("DU THẢO", "DỰ THẢO").replace("\nH\n", "\n");
    text.split_whitespace().map(ToOwned::to_owned).collect()
}

#[test]
fn no_word_of_the_source_is_lost_and_their_order_is_kept() {
    let (submission, resolution) = seed_texts().expect("two papers");
    for text in [submission, resolution] {
        let parts = split(text);
        let spoken = |node: &Node| words(&format!("{} {}", node.label, node.text));
        let notes: Vec<String> = parts
            .iter()
            .filter(|node| node.kind == NodeKind::Note)
            .flat_map(spoken)
            .collect();
        let rest: Vec<String> = parts
            .iter()
            .filter(|node| node.kind != NodeKind::Note)
            .flat_map(spoken)
            .collect();
        let (footnotes, body): (Vec<&str>, Vec<&str>) =
            text.split("\n\n").partition(|block| block.starts_with('¹'));
        assert_eq!(rest, words(&body.join("\n\n")));
        assert_eq!(notes, words(&footnotes.join("\n\n")));
    }
}

#[tokio::test]
async fn the_first_documents_of_the_city_are_public_proven_and_printable() {
    let city = city().await;
    let ctx = Context::new(&city.platform, Actor::Clockwork);
    let positions = publish_seed(&ctx, city.unit.id).await.expect("published");
    assert_eq!(positions, Some((0, 1)));
    assert_eq!(publish_seed(&ctx, city.unit.id).await.expect("again"), None);
    let listed = list_documents(&ctx, 10).await.expect("a list");
    assert_eq!(listed.len(), 2);
    for row in listed {
        let view = find_document(&ctx, &row.slug)
            .await
            .expect("read")
            .expect("there");
        assert_eq!(view.history.len(), 1);
        let entry = view.history.first().expect("an entry");
        let digest = dinh_register::hex(&row.sha256);
        let bytes = String::from_utf8(entry.entry.clone()).expect("text");
        assert!(bytes.contains("room programme\nact publish\n"), "{bytes}");
        assert!(
            bytes.contains(&format!("file {digest} {} text/plain", row.text.len())),
            "{bytes}"
        );
        let pdf = document_pdf(&view).expect("a PDF");
        assert!(pdf.starts_with(b"%PDF"));
    }
}

#[tokio::test]
async fn a_clerk_cannot_publish_a_document_of_the_city_but_the_administrator_can() {
    let city = city().await;
    let clerk = city.acting(Role::CommuneClerk);
    let refused = publish_seed(&clerk, city.unit.id).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let nobody = Context::public(&city.platform);
    let refused = publish_seed(&nobody, city.unit.id).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let administrator = city.acting(Role::CityAdministrator);
    let published = publish_seed(&administrator, city.unit.id).await;
    assert!(published.expect("published").is_some());
}

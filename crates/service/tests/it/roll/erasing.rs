//! Personal data leave on request; days and numbers stay, and the trail names nobody.

use dinh_domain::ids::DecisionId;
use dinh_service::Error;
use dinh_service::roll::{self as room, EraseScope, RepresentativeForm};
use jiff::civil::date;
use uuid::Uuid;

use super::hamlet::{draft, hamlets};
use crate::stage::{DECIDED, parts};

const WHY: &str = "Theo yêu cầu của hộ ngày 10/02/2026";

#[tokio::test]
async fn erasing_the_past_leaves_the_present_representative() {
    for hamlets in hamlets().await {
        let household = hamlets.add("Trần Văn Xưa").await;
        let head = hamlets.head();
        let change = RepresentativeForm {
            version: 1,
            cluster: String::new(),
            on: parts(date(2026, 2, 2)),
            representative: draft("Trần Thị Nay"),
        };
        room::change_representative(&head, household.id, change)
            .await
            .expect("changed");
        let short = room::erase_household(&head, household.id, 2, EraseScope::Past, "ngắn").await;
        assert!(matches!(short, Err(Error::Invalid(_))), "{short:?}");
        room::erase_household(&head, household.id, 2, EraseScope::Past, WHY)
            .await
            .expect("erased");
        let view = room::get_household(&head, household.id)
            .await
            .expect("a view");
        let seen: Vec<(&str, bool)> = view
            .representatives
            .iter()
            .map(|one| (one.name.as_str(), one.erased))
            .collect();
        assert_eq!(seen, [("", true), ("Trần Thị Nay", false)]);
        assert_eq!(view.erasures.len(), 1);
    }
}

#[tokio::test]
async fn nothing_is_erased_while_a_round_counts_and_the_commitment_outlives_the_line() {
    for hamlets in hamlets().await {
        let (erased, kept) = (
            hamlets.add("Lê Văn Xoá").await,
            hamlets.add("Lê Thị Còn").await,
        );
        let head = hamlets.head();
        let decision = DecisionId(Uuid::from_u128(77));
        let mut tx = head.write().await.expect("the seat");
        let roll = room::freeze_in(&head, &mut tx, decision, 1, hamlets.here.id, DECIDED)
            .await
            .expect("fixed");
        tx.commit().await.expect("commit");
        let early = room::erase_household(&head, erased.id, 1, EraseScope::All, WHY).await;
        assert!(matches!(early, Err(Error::Unlawful { .. })), "{early:?}");
        let mut tx = head.write().await.expect("the seat");
        room::close_frozen_in(&mut tx, decision, 1)
            .await
            .expect("closed");
        tx.commit().await.expect("commit");
        room::erase_household(&head, erased.id, 1, EraseScope::All, WHY)
            .await
            .expect("erased");
        let mut tx = head.read().await.expect("a snapshot");
        let gone = room::line_proof(&mut tx, decision, 1, erased.id)
            .await
            .expect("read");
        assert_eq!(gone, None);
        let still = room::find_frozen_line(&mut tx, decision, 1, erased.id)
            .await
            .expect("read");
        let still = still.map(|line| line.line);
        assert_eq!(still, Some(1), "the household still counted");
        let proof = room::line_proof(&mut tx, decision, 1, kept.id)
            .await
            .expect("read")
            .expect("a proof");
        assert_eq!((proof.root, proof.size), (roll.root, 2));
        assert_eq!(dinh_domain::roll::verify_line(&proof), Ok(()));
    }
}

#[tokio::test]
async fn a_household_takes_its_own_data_home_and_the_trail_names_nobody() {
    for hamlets in hamlets().await {
        let household = hamlets.add("Phạm Thị Riêng").await;
        hamlets.add("Người Khác Hẳn").await;
        let head = hamlets.head();
        let (_, data) = room::export_own_data(&head, household.id)
            .await
            .expect("data");
        let json = serde_json::to_string(&data).expect("json");
        assert!(json.contains("Phạm Thị Riêng") && json.contains("0907 000 001"));
        assert!(!json.contains("Người Khác Hẳn"));
        room::erase_household(&head, household.id, 1, EraseScope::All, WHY)
            .await
            .expect("erased");
        room::export_roll(&head, hamlets.here.id)
            .await
            .expect("a file");
        let mut tx = head.read().await.expect("a snapshot");
        let trail = dinh_store::audit::newest(&mut tx, 100)
            .await
            .expect("a trail");
        let acts = format!("{trail:?}");
        assert!(acts.contains("erase_household") && acts.contains("export_household"));
        for personal in ["Phạm", "Người Khác", "0907", "đường Mẫu", "Theo yêu cầu"] {
            assert!(!acts.contains(personal), "{personal} is in the trail");
        }
    }
}

//! The roll that a decision fixes for itself.

use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_domain::roll::verify_line;
use dinh_service::roll::{
    self as room, FrozenRoll, RepresentativeForm, RollChange, RollCorrection,
};
use dinh_service::{Error, Result};
use jiff::civil::date;
use uuid::Uuid;

use super::hamlet::{BEGUN, Hamlets, draft, form, hamlets};
use crate::stage::{DECIDED, parts};

const DECISION: DecisionId = DecisionId(Uuid::from_u128(500));

async fn freeze(hamlets: &Hamlets, round: i64) -> Result<FrozenRoll> {
    let head = hamlets.head();
    let mut tx = head.write().await?;
    let roll = room::freeze_in(&head, &mut tx, DECISION, round, hamlets.here.id, DECIDED).await?;
    tx.commit().await?;
    Ok(roll)
}

async fn correct(
    hamlets: &Hamlets,
    household: HouseholdId,
    change: RollChange,
    reason: &str,
) -> Result<FrozenRoll> {
    let head = hamlets.head();
    let mut tx = head.write().await?;
    let correction = RollCorrection {
        household,
        change,
        reason: reason.into(),
    };
    let roll = room::correct_frozen_in(&head, &mut tx, DECISION, 1, correction).await?;
    tx.commit().await?;
    Ok(roll)
}

async fn proven(hamlets: &Hamlets, household: HouseholdId) -> Option<([u8; 32], u64)> {
    let head = hamlets.head();
    let mut tx = head.read().await.expect("a snapshot");
    let proof = room::line_proof(&mut tx, DECISION, 1, household)
        .await
        .expect("read")?;
    assert_eq!(verify_line(&proof), Ok(()));
    let mut changed = proof.clone();
    changed.text = changed.text.replace("Mẫu", "Mậu");
    assert!(verify_line(&changed).is_err(), "a changed letter must fail");
    Some((proof.root, proof.size))
}

#[tokio::test]
async fn an_empty_roll_is_not_fixed() {
    for hamlets in hamlets().await {
        let answer = freeze(&hamlets, 1).await;
        assert!(
            matches!(&answer, Err(Error::Unlawful { article, .. }) if article.contains("Điều 20")),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn a_household_without_a_representative_is_named_and_holds_the_roll_up() {
    for hamlets in hamlets().await {
        hamlets.add("Hộ Mẫu Đủ").await;
        let vacant = hamlets.add("Hộ Mẫu Khuyết").await;
        let mut representative = draft("");
        representative.capacity = "vacant".into();
        let change = RepresentativeForm {
            version: 1,
            cluster: String::new(),
            on: parts(date(2026, 2, 2)),
            representative,
        };
        room::change_representative(&hamlets.head(), vacant.id, change)
            .await
            .expect("a vacancy");
        let answer = freeze(&hamlets, 1).await;
        match answer {
            Err(Error::Unlawful {
                article, reason, ..
            }) => {
                assert!(article.contains("khoản 2 Điều 18"), "{article}");
                assert!(reason.contains("Hộ số 2"), "{reason}");
            }
            other => panic!("not refused: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_fixed_roll_stays_when_the_roll_goes_on_and_is_fixed_once() {
    for hamlets in hamlets().await {
        let mut ids = Vec::new();
        for place in 1..=7 {
            ids.push(hamlets.add(&format!("Hộ Mẫu {place}")).await.id);
        }
        let roll = freeze(&hamlets, 1).await.expect("fixed");
        assert_eq!((roll.total, roll.corrections), (7, 0));
        hamlets.add("Hộ Đến Sau").await;
        let second = freeze(&hamlets, 1).await;
        assert!(matches!(second, Err(Error::Conflict(_))), "{second:?}");
        let head = hamlets.head();
        let mut tx = head.read().await.expect("a snapshot");
        let found = room::find_frozen(&mut tx, DECISION, 1).await.expect("read");
        assert_eq!(found, Some(roll));
        let lines = room::frozen_lines(&mut tx, DECISION, 1, 2, 3)
            .await
            .expect("lines");
        let names: Vec<String> = lines
            .iter()
            .filter_map(|line| Some(line.text.as_ref()?.representative.clone()))
            .collect();
        assert_eq!(names, ["Hộ Mẫu 3", "Hộ Mẫu 4", "Hộ Mẫu 5"]);
        drop(tx);
        for id in ids {
            assert_eq!(proven(&hamlets, id).await, Some((roll.root, 7)));
        }
        assert_eq!(freeze(&hamlets, 2).await.expect("another round").total, 8);
    }
}

#[tokio::test]
async fn a_late_correction_needs_a_reason_and_after_closing_there_is_none() {
    for hamlets in hamlets().await {
        let first = hamlets.add("Hộ Mẫu Một").await;
        let twice = hamlets.add("Hộ Mẫu Trùng").await;
        let roll = freeze(&hamlets, 1).await.expect("fixed");
        let forgotten = hamlets.add("Hộ Mẫu Quên").await;
        let short = correct(&hamlets, forgotten.id, RollChange::Add, "quên").await;
        assert!(matches!(short, Err(Error::Invalid(_))), "{short:?}");
        let why = "Hộ này bị bỏ sót khi lập danh sách";
        let added = correct(&hamlets, forgotten.id, RollChange::Add, why)
            .await
            .expect("added");
        assert_eq!((added.total, added.corrections), (3, 1));
        assert_ne!(added.root, roll.root);
        let again = correct(&hamlets, forgotten.id, RollChange::Add, why).await;
        assert!(matches!(again, Err(Error::Invalid(_))), "{again:?}");
        let removed = correct(&hamlets, twice.id, RollChange::Remove, why)
            .await
            .expect("removed");
        assert_eq!((removed.total, removed.corrections), (2, 2));
        assert_eq!(proven(&hamlets, twice.id).await, None);
        assert_eq!(proven(&hamlets, first.id).await, Some((removed.root, 2)));
        assert_eq!(
            proven(&hamlets, forgotten.id).await,
            Some((removed.root, 2))
        );
        let back = correct(&hamlets, twice.id, RollChange::Add, why)
            .await
            .expect("back");
        assert_eq!(proven(&hamlets, twice.id).await, Some((back.root, 3)));
        let head = hamlets.head();
        let mut tx = head.write().await.expect("the seat");
        room::close_frozen_in(&mut tx, DECISION, 1)
            .await
            .expect("closed");
        tx.commit().await.expect("commit");
        let late = correct(&hamlets, first.id, RollChange::Remove, why).await;
        assert!(matches!(late, Err(Error::Unlawful { .. })), "{late:?}");
        let mut tx = head.read().await.expect("a snapshot");
        let kept = room::frozen_corrections(&mut tx, DECISION, 1)
            .await
            .expect("read");
        let seen: Vec<(u64, i64, RollChange, u64)> = kept
            .iter()
            .map(|one| (one.correction, one.household_number, one.change, one.total))
            .collect();
        let (add, remove) = (RollChange::Add, RollChange::Remove);
        assert_eq!(seen, [(1, 3, add, 3), (2, 2, remove, 2), (3, 2, add, 3)]);
        assert!(kept.iter().all(|one| one.reason == why));
    }
}

#[tokio::test]
async fn a_household_that_came_after_the_day_or_of_another_hamlet_is_not_added() {
    for hamlets in hamlets().await {
        let first = hamlets.add("Hộ Mẫu Một").await;
        freeze(&hamlets, 1).await.expect("fixed");
        let abroad = hamlets.add_to(hamlets.there.id, "Hộ Mẫu Xa").await;
        hamlets.stage.move_to(date(2026, 3, 2));
        let mut late = form("Hộ Mẫu Muộn");
        late.from = parts(date(2026, 3, 1));
        let late = room::add_household(&hamlets.head(), hamlets.here.id, late)
            .await
            .expect("added");
        assert!(late.valid_from > BEGUN);
        let why = "Hộ này xin được tính thêm vào";
        for household in [abroad.id, late.id] {
            let answer = correct(&hamlets, household, RollChange::Add, why).await;
            assert!(matches!(answer, Err(Error::Invalid(_))), "{answer:?}");
        }
        let last = correct(&hamlets, first.id, RollChange::Remove, why).await;
        assert!(matches!(last, Err(Error::Unlawful { .. })), "{last:?}");
    }
}

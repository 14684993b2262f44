//! Many at once: nothing is lost, positions have no gap, numbers are unique.

use std::collections::BTreeSet;
use std::sync::Arc;

use dinh_domain::disclosure::{JudgedBy, PublicationState, Timing, standing};
use dinh_register::{Receipt, receipt as kept};
use dinh_service::disclosure::{
    advance_tallies_in, confirm_not_applicable, open_periodic, propose_not_applicable, record_form,
    report_early_end, withdraw,
};
use dinh_service::register::{find_proof, receipt, sign_newest};
use dinh_store::disclosure::duties;
use dinh_store::disclosure::tally::{self, Counts};
use jiff::civil::{Date, date};
use tokio::task::JoinSet;

use crate::stage::{DECIDED, Stage, posting, stages};

const MANY: usize = 64;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixty_four_publications_at_once_none_is_lost() {
    for stage in stages().await {
        let stage = Arc::new(stage);
        let mut running = JoinSet::new();
        for number in 0..MANY {
            let stage = Arc::clone(&stage);
            running.spawn(async move {
                let title = format!("Dự án mẫu số {number}");
                let document = format!("{}/QĐ-UBND", number + 1);
                stage.publish("11.3:projects", &title, &document).await
            });
        }
        let done = running.join_all().await;
        let numbers: BTreeSet<_> = done.iter().map(|(public, _)| public.number).collect();
        let positions: Vec<_> = done
            .iter()
            .map(|(_, position)| *position)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let many = i64::try_from(MANY).expect("few");
        assert_eq!(
            numbers.into_iter().collect::<Vec<_>>(),
            (1..=many).collect::<Vec<_>>()
        );
        assert_eq!(
            positions,
            (0..many).collect::<Vec<_>>(),
            "no gap, no double"
        );

        assert_eq!(sign_newest(&stage.platform).await.expect("signed"), many);
        let city = dinh_register::Policy::of_logs([stage.platform.signer.verifiers()[0].clone()]);
        for (public, position) in &done {
            let stored = stage.publication(public.id).await;
            assert_eq!(stored.publication.state, PublicationState::Published);
            assert_eq!(stored.register_position, Some(*position));
            let mut tx = stage.platform.store.read().await.expect("a snapshot");
            let proof = find_proof(&mut tx, *position)
                .await
                .expect("read")
                .expect("a proof");
            assert_eq!(
                proof.entry.thing, public.id.0,
                "the entry is about this publication"
            );
            let home = receipt(&proof, false).expect("made").expect("covered");
            let home = Receipt::from_json(&home.json).expect("a receipt");
            kept::verify(&home, &city, &[]).expect("every entry is in the tree");
        }
        // Open, start, save, submit, approve: five rows each.
        assert_eq!(stage.trails().await, (5 * many, many));
        assert_eq!(tally(&stage).await, recount(&stage).await);
    }
}

async fn tally(stage: &Stage) -> Counts {
    let mut tx = stage.platform.store.read().await.expect("a snapshot");
    let row = tally::find(&mut tx, stage.ward.id).await.expect("read");
    let row = row.expect("a tally");
    assert_eq!(row.as_of.to_jiff(), stage.clerk().today());
    row.counts
}

/// The same counts from the duties one by one, as the pages show each of them.
async fn recount(stage: &Stage) -> Counts {
    let mut tx = stage.platform.store.read().await.expect("a snapshot");
    let all = duties::of_unit(&mut tx, stage.ward.id, (Date::MAX, i64::MAX), 10_000)
        .await
        .expect("duties");
    let mut counts = Counts::default();
    for duty in all {
        let stands = standing(&duty, stage.clerk().today(), stage.platform.law.calendar());
        let place = match stands.timing {
            Timing::OnTime => &mut counts.on_time,
            Timing::Late(_) => &mut counts.late,
            Timing::Overdue(_) => &mut counts.overdue,
            Timing::DueSoon(_) => &mut counts.due_soon,
            Timing::NotDue(_) => &mut counts.not_due,
            Timing::NotApplicable => &mut counts.not_applicable,
            Timing::Withdrawn => &mut counts.withdrawn,
        };
        *place += 1;
        counts.waiting += i64::from(stands.judged_by == Some(JudgedBy::Waiting));
        counts.missing_forms += i64::from(stands.missing_forms > 0);
        counts.early_ends += i64::from(stands.early_ends > 0);
    }
    counts
}

#[expect(
    clippy::too_many_lines,
    reason = "one story, read from its first day to its last"
)]
#[tokio::test]
async fn the_tally_of_a_unit_equals_a_recount_after_every_kind_of_change_and_day() {
    for stage in stages().await {
        let check = async |what: &str| {
            assert_eq!(tally(&stage).await, recount(&stage).await, "{what}");
        };
        let clerk = stage.clerk();
        stage.open("11.3:projects", "Dự án chợ An Thới").await;
        check("opened").await;
        let (public, _) = stage
            .publish("11.2:decided", "Dự toán năm 2026", "12/QĐ-UBND")
            .await;
        check("published").await;
        let notice = record_form(&clerk, public.id, posting(DECIDED), None)
            .await
            .expect("posted");
        check("posted").await;
        let aside = stage.open("11.8:relief", "Hỗ trợ do thiên tai").await;
        let reason = "Trong năm không phát sinh hỗ trợ";
        propose_not_applicable(&clerk, aside.id, aside.version, reason)
            .await
            .expect("proposed");
        check("proposed").await;
        confirm_not_applicable(&stage.chairman(), aside.id, aside.version + 1)
            .await
            .expect("confirmed");
        check("confirmed").await;
        let (gone, _) = stage
            .publish("11.3:projects", "Dự án kè bờ sông", "14/QĐ-UBND")
            .await;
        let late = stage.open("11.3:projects", "Dự án trường mầm non").await;
        for day in [
            date(2026, 2, 24),
            date(2026, 2, 26),
            date(2026, 2, 27),
            date(2026, 3, 20),
        ] {
            stage.move_to(day);
            advance(&stage).await;
            check(&day.to_string()).await;
        }
        let draft = stage.submit(&late, "15/QĐ-UBND").await;
        let approved =
            dinh_service::disclosure::approve(&stage.chairman(), draft.id, draft.version).await;
        approved.expect("late, but public");
        check("published late").await;
        let article = "khoản 1 Điều 7 Luật 29/2018/QH14";
        withdraw(
            &stage.chairman(),
            gone.id,
            gone.version,
            article,
            "Có nội dung bí mật nhà nước",
        )
        .await
        .expect("withdrawn");
        check("withdrawn").await;
        let day = date(2026, 2, 20);
        report_early_end(&clerk, notice, day, "Bảng tin bị mưa làm hỏng")
            .await
            .expect("reported");
        check("gone early").await;
        open_periodic(&stage.clockwork(), &stage.ward, date(2025, 7, 1))
            .await
            .expect("opened");
        check("periodic").await;
        let counts = tally(&stage).await;
        assert!(
            counts.on_time > 0 && counts.late > 0 && counts.overdue > 0,
            "{counts:?}"
        );
        assert_eq!(
            (counts.not_applicable, counts.withdrawn, counts.early_ends),
            (1, 1, 1)
        );
    }
}

async fn advance(stage: &Stage) {
    let clockwork = stage.clockwork();
    let mut tx = clockwork.write().await.expect("the seat");
    let moved = advance_tallies_in(&clockwork, &mut tx).await;
    moved.expect("moved to the day");
    tx.commit().await.expect("commit");
}

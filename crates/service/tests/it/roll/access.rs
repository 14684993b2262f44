//! Who keeps a roll and who only reads it.

use std::collections::BTreeSet;

use dinh_domain::ids::RollImportId;
use dinh_service::clock::Clock as _;
use dinh_service::roll::import::{preview_import, store_import};
use dinh_service::roll::{self as room, EndForm, EraseScope, MergeForm, MoveForm, SplitForm};
use dinh_service::{Context, Error};
use uuid::Uuid;

use super::hamlet::{BEGUN, Hamlets, form, hamlets};
use crate::stage::parts;

async fn every_change(hamlets: &Hamlets, ctx: &Context<'_>, who: &str) {
    let household = hamlets.add("Hộ Mẫu").await;
    let (unit, id) = (hamlets.here.id, household.id);
    let nobody = RollImportId(Uuid::nil());
    let answers = [
        room::add_household(ctx, unit, form("Hộ Khác"))
            .await
            .map(drop),
        room::change_representative(ctx, id, room::RepresentativeForm::default()).await,
        room::end_household(ctx, id, EndForm::default()).await,
        room::merge_household(ctx, id, MergeForm::default())
            .await
            .map(drop),
        room::split_household(ctx, id, SplitForm::default())
            .await
            .map(drop),
        room::move_household(ctx, id, MoveForm::default())
            .await
            .map(drop),
        room::erase_household(ctx, id, 1, EraseScope::All, "Theo yêu cầu của hộ").await,
        room::export_own_data(ctx, id).await.map(drop),
        room::export_roll(ctx, unit).await.map(drop),
        preview_import(ctx, unit, &parts(BEGUN), Vec::new())
            .await
            .map(drop),
    ];
    for (place, answer) in answers.into_iter().enumerate() {
        assert!(
            matches!(answer, Err(Error::Forbidden)),
            "{who}, {place}: {answer:?}"
        );
    }
    let gone = store_import(ctx, nobody, &BTreeSet::new()).await;
    assert!(matches!(gone, Err(Error::NotFound)), "{who}: {gone:?}");
}

#[tokio::test]
async fn strangers_neither_read_nor_change_a_roll() {
    for hamlets in hamlets().await {
        for (who, ctx) in hamlets.stage.strangers() {
            let before = hamlets.stage.trails().await;
            every_change(&hamlets, &ctx, who).await;
            let read = room::list_roll(&ctx, hamlets.here.id, BEGUN, "", 1).await;
            assert!(matches!(read, Err(Error::Forbidden)), "{who}");
            let household = hamlets.add("Hộ Đọc").await;
            let read = room::get_household(&ctx, household.id).await;
            assert!(matches!(read, Err(Error::Forbidden)), "{who}");
            let after = hamlets.stage.trails().await;
            assert_eq!(after.0, before.0 + 2, "{who} left a trace of their own");
            end_all(&hamlets).await;
        }
    }
}

async fn end_all(hamlets: &Hamlets) {
    let clerk = hamlets.clerk();
    let page = room::list_roll(&clerk, hamlets.here.id, hamlets.stage.clock.today(), "", 1)
        .await
        .expect("a roll");
    for entry in page.entries {
        let form = EndForm {
            version: entry.household.version,
            on: parts(BEGUN),
            reason: "Ghi nhầm khi thử".into(),
        };
        room::end_household(&clerk, entry.household.id, form)
            .await
            .expect("ended");
    }
}

#[tokio::test]
async fn the_front_work_committee_reads_the_roll_and_changes_nothing() {
    for hamlets in hamlets().await {
        let front = hamlets.front();
        every_change(&hamlets, &front, "front").await;
        let page = room::list_roll(&front, hamlets.here.id, BEGUN, "", 1)
            .await
            .expect("a roll");
        assert_eq!((page.total, page.may_manage), (1, false));
        let other = room::list_roll(&front, hamlets.there.id, BEGUN, "", 1).await;
        assert!(matches!(other, Err(Error::Forbidden)));
    }
}

#[tokio::test]
async fn a_head_keeps_the_own_hamlet_and_the_clerk_those_of_the_commune() {
    for hamlets in hamlets().await {
        let (head, clerk) = (hamlets.head(), hamlets.clerk());
        let own = room::roll_places(&head).await.expect("places");
        assert_eq!(own.len(), 1);
        let below = room::roll_places(&clerk).await.expect("places");
        let names: Vec<&str> = below.iter().map(|at| at.unit.name.as_str()).collect();
        assert_eq!(names, ["Ấp Mỹ Phước", "Khu vực 1"]);
        room::add_household(&head, hamlets.here.id, form("Hộ Của Tôi"))
            .await
            .expect("added");
        let other = room::add_household(&head, hamlets.there.id, form("Hộ Bên Kia")).await;
        assert!(matches!(other, Err(Error::Forbidden)));
        let abroad = room::add_household(&clerk, hamlets.abroad.id, form("Hộ Xa")).await;
        assert!(matches!(abroad, Err(Error::Forbidden)));
        let ward = room::add_household(&clerk, hamlets.stage.ward.id, form("Hộ Phường")).await;
        assert!(matches!(ward, Err(Error::Unlawful { .. })), "{ward:?}");
    }
}

//! Whom reminders do not reach, who may see it, and what happens once the reason is gone.

use dinh_service::Error;
use dinh_service::disclosure;
use dinh_service::reminders::{Choice, Party, Resent, mail_state, resend, unreached};
use dinh_store::people::mandates;
use jiff::civil::date;

use super::scene::{CHAIRMAN, CLERK, OFFICE, SECOND, address, places, scenes};
use super::smtp::Act;

const NEIGHBOUR: usize = 4;
const ADMINISTRATOR: usize = 5;

#[tokio::test]
async fn who_has_no_address_stands_on_the_list_until_there_is_one_and_then_hears_once() {
    for scene in scenes().await {
        scene.reach(CLERK, "", Choice::Daily).await;
        scene.duty().await;
        scene.duty().await;
        assert_eq!(
            places(&scene.tick_on(date(2026, 3, 4)).await),
            [SECOND, SECOND]
        );
        scene.tick_on(date(2026, 3, 6)).await;
        for place in [CHAIRMAN, OFFICE, ADMINISTRATOR] {
            let list = unreached(&scene.acting(place), 1).await.expect("a list");
            let [gap] = list.gaps.as_slice() else {
                panic!("one gap, not {:?}", list.gaps);
            };
            assert_eq!(gap.account, Some(scene.account(CLERK)));
            assert_eq!((gap.party, gap.things), (Party::InCharge, 2));
            assert_eq!(gap.since, date(2026, 3, 4), "since the first day");
            assert_eq!(gap.who.as_deref(), Some("Người mẫu 100"));
        }
        let others = unreached(&scene.acting(NEIGHBOUR), 1)
            .await
            .expect("a list");
        assert!(others.gaps.is_empty(), "another ward");
        for place in [CLERK, SECOND] {
            let refused = unreached(&scene.acting(place), 1).await;
            assert!(matches!(refused, Err(Error::Forbidden)));
        }
        scene.reach(CLERK, &address(CLERK), Choice::Each).await;
        let letters = scene.tick().await;
        assert_eq!(places(&letters), [CLERK, CLERK], "T-1 of each; T-3 is over");
        let list = unreached(&scene.acting(CHAIRMAN), 1).await.expect("a list");
        assert!(list.gaps.is_empty());
    }
}

#[tokio::test]
async fn a_unit_without_a_clerk_and_a_city_without_its_office_stand_on_the_list() {
    for scene in scenes().await {
        scene.duty().await;
        let mut tx = scene.stage.platform.store.write().await.expect("the seat");
        for place in [CLERK, SECOND, OFFICE] {
            let mandate = scene.who(place).mandate.clone().expect("a mandate");
            let ended = mandates::end(&mut tx, mandate.id, date(2026, 3, 3)).await;
            ended.expect("ended");
        }
        tx.commit().await.expect("commit");
        assert!(scene.tick_on(date(2026, 3, 4)).await.is_empty());
        assert_eq!(places(&scene.tick_on(date(2026, 3, 12)).await), [CHAIRMAN]);
        let list = unreached(&scene.acting(ADMINISTRATOR), 1)
            .await
            .expect("a list");
        let mut found: Vec<_> = list
            .gaps
            .iter()
            .map(|gap| (gap.party, gap.unit, gap.account))
            .collect();
        found.sort();
        let (ward, city) = (scene.stage.ward.id, scene.stage.city.id);
        assert_eq!(
            found,
            [
                (Party::InCharge, ward, None),
                (Party::Supervisor, city, None)
            ]
        );
        assert_eq!(list.gaps_count, 2);
    }
}

#[tokio::test]
async fn a_failed_letter_is_sent_again_by_who_may_and_only_while_somebody_needs_it() {
    for scene in scenes().await {
        let duty = scene.duty().await;
        scene.server.plan(&address(CLERK), [Act::Refuse]);
        scene.server.plan(&address(SECOND), [Act::Refuse]);
        scene.tick_on(date(2026, 3, 4)).await;
        let list = unreached(&scene.acting(CHAIRMAN), 1).await.expect("a list");
        let [first, second] = list.failed.as_slice() else {
            panic!("two letters failed");
        };
        for place in [CLERK, NEIGHBOUR] {
            let refused = resend(&scene.acting(place), first.id).await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{place}");
        }
        let chairman = scene.acting(CHAIRMAN);
        assert_eq!(
            resend(&chairman, first.id).await.expect("queued"),
            Resent::Queued
        );
        let twice = resend(&chairman, first.id).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "it is on its way");
        let state = mail_state(&scene.acting(ADMINISTRATOR))
            .await
            .expect("a state");
        assert_eq!((state.waiting, state.sent_today), (1, 0));
        assert_eq!(scene.send().await, 1);
        let state = mail_state(&scene.acting(ADMINISTRATOR))
            .await
            .expect("a state");
        assert_eq!((state.waiting, state.sent_today), (0, 1));

        let draft = scene.stage.submit(&duty, "12/QĐ-UBND").await;
        let approved = disclosure::approve(&chairman, draft.id, draft.version).await;
        approved.expect("approved");
        let list = unreached(&chairman, 1).await.expect("a list");
        assert!(list.failed.is_empty(), "nobody needs it any more");
        let resent = resend(&chairman, second.id).await.expect("heard");
        assert_eq!(resent, Resent::NoLongerNeeded);
        assert_eq!(scene.send().await, 0);
        assert!(matches!(mail_state(&chairman).await, Err(Error::Forbidden)));
    }
}

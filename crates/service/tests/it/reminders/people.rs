//! Who is told: by the mandate of the day, as they chose; addresses that are theirs to erase.

use dinh_domain::access::Role;
use dinh_domain::ids::MandateId;
use dinh_service::people::disable_account;
use dinh_service::reminders::{
    Choice, Reach, TypedReach, change_my_reach, change_reach, my_reach, reach_of, remind,
};
use dinh_service::{Context, Error};
use dinh_store::people::mandates;
use jiff::civil::date;
use uuid::Uuid;

use super::scene::{
    CHAIRMAN, CLERK, OFFICE, SECOND, add_person, address, give, places, scenes, scenes_with,
};

const ADMINISTRATOR: usize = 5;

#[tokio::test]
async fn the_superior_is_whoever_holds_the_mandate_on_that_day() {
    for mut scene in scenes().await {
        let ward = scene.stage.ward.id;
        add_person(&mut scene.stage, 111, Role::CommuneChairman, ward).await;
        let newcomer = scene.stage.people.len() - 1;
        scene
            .reach(newcomer, &address(newcomer), Choice::Each)
            .await;
        scene.duty().await;
        // The old chairman leaves and the new one comes on the very day of T+1.
        let day = date(2026, 3, 10);
        let mut tx = scene.stage.platform.store.write().await.expect("the seat");
        let old = scene.who(CHAIRMAN).mandate.clone().expect("a mandate");
        let new = scene.who(newcomer).mandate.clone().expect("a mandate");
        mandates::end(&mut tx, old.id, day).await.expect("ended");
        mandates::end(&mut tx, new.id, new.valid_from)
            .await
            .expect("ended");
        let mut from_then = new;
        from_then.id = MandateId(Uuid::from_u128(5_000));
        from_then.valid_from = day;
        give(&mut tx, &from_then).await;
        tx.commit().await.expect("commit");
        assert_eq!(
            places(&scene.tick_on(date(2026, 3, 9)).await),
            [CLERK, SECOND]
        );
        assert_eq!(places(&scene.tick_on(day).await), [CLERK, SECOND, newcomer]);
    }
}

#[tokio::test]
async fn one_letter_a_day_gathers_everything_and_the_next_comes_the_next_day() {
    for scene in scenes_with(Choice::Daily).await {
        scene.duty().await;
        scene.duty().await;
        let letters = scene.tick_on(date(2026, 3, 4)).await;
        assert_eq!(places(&letters), [CLERK, SECOND]);
        assert_eq!(
            letters[0].header("Subject"),
            "[Dữ liệu mẫu] Việc công khai ngày 04/03/2026: 2 mục sắp đến hạn"
        );
        let text = letters[0].text();
        assert_eq!(text.matches("/lam-viec/muc/").count(), 2);
        // Something that is due tomorrow is opened in the afternoon: it comes with the next letter.
        scene.stage.move_to(date(2026, 2, 26));
        scene.duty().await;
        scene.stage.clock.set_day(date(2026, 3, 4), 15);
        assert!(scene.tick().await.is_empty(), "one letter a day");
        let next = scene.tick_on(date(2026, 3, 5)).await;
        assert_eq!(places(&next), [CLERK, SECOND]);
        assert_eq!(next[0].text().matches("/lam-viec/muc/").count(), 1);
    }
}

#[tokio::test]
async fn who_wants_to_hear_of_overdue_things_only_hears_of_those_and_nobody_can_silence_them() {
    for scene in scenes_with(Choice::OverdueOnly).await {
        scene.duty().await;
        assert!(scene.tick_on(date(2026, 3, 4)).await.is_empty());
        assert!(scene.tick_on(date(2026, 3, 6)).await.is_empty());
        let letters = scene.tick_on(date(2026, 3, 10)).await;
        assert_eq!(places(&letters), [CLERK, SECOND, CHAIRMAN]);
        let list = dinh_service::reminders::unreached(&scene.acting(OFFICE), 1).await;
        assert!(list.expect("a list").gaps.is_empty());
    }
}

#[tokio::test]
async fn more_than_ten_letters_at_once_come_as_one() {
    for scene in scenes().await {
        for _ in 0..11 {
            scene.duty().await;
        }
        let letters = scene.tick_on(date(2026, 3, 4)).await;
        assert_eq!(places(&letters), [CLERK, SECOND]);
        assert_eq!(letters[0].text().matches("/lam-viec/muc/").count(), 11);
    }
}

#[tokio::test]
async fn an_address_is_its_person_s_the_administrator_may_set_it_and_the_trail_does_not_know_it() {
    for scene in scenes().await {
        let clerk = scene.account(CLERK);
        let (trail, entries) = scene.stage.trails().await;
        let administrator = scene.acting(ADMINISTRATOR);
        let changed = change_reach(&administrator, clerk, "Moi@Example.VN").await;
        changed.expect("changed");
        let reach = Reach {
            address: Some(address(CLERK)),
            pending: Some("Moi@example.vn".into()),
            choice: Choice::Each,
        };
        assert_eq!(
            my_reach(&scene.acting(CLERK)).await.expect("read"),
            Some(reach.clone())
        );
        assert_eq!(reach_of(&administrator, clerk).await.expect("read"), reach);
        let (after, same) = scene.stage.trails().await;
        assert_eq!(
            (after, same),
            (trail + 1, entries),
            "a line of the trail, no entry"
        );
        let mut tx = scene.stage.platform.store.read().await.expect("a snapshot");
        let lines = dinh_store::audit::newest(&mut tx, 50).await.expect("lines");
        assert!(
            lines
                .iter()
                .all(|line| !line.detail.0.to_string().contains('@'))
        );
        drop(tx);
        for (who, ctx) in scene.stage.strangers() {
            if who != "administrator" {
                let refused = change_reach(&ctx, clerk, "").await;
                assert!(matches!(refused, Err(Error::Forbidden)), "{who}");
            }
        }
        disable_account(&administrator, clerk)
            .await
            .expect("closed");
        assert_eq!(
            reach_of(&administrator, clerk).await.expect("read"),
            Reach::default()
        );
    }
}

#[tokio::test]
async fn only_who_is_reminded_gives_an_address_and_all_that_is_wrong_is_told_at_once() {
    for scene in scenes().await {
        let typed = |address: &str, choice: &str| TypedReach {
            address: address.into(),
            choice: choice.into(),
        };
        let administrator = scene.acting(ADMINISTRATOR);
        assert_eq!(my_reach(&administrator).await.expect("read"), None);
        let refused = change_my_reach(&administrator, typed("a@b.vn", "daily")).await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
        let refused = change_my_reach(&scene.acting(CLERK), typed("a b", "never")).await;
        let Err(Error::Invalid(errors)) = refused else {
            panic!("two faults");
        };
        assert_eq!(errors.len(), 2);
        let public = Context::public(&scene.stage.platform);
        assert!(matches!(my_reach(&public).await, Err(Error::Forbidden)));
        assert!(matches!(remind(&public).await, Err(Error::Forbidden)));
        assert!(matches!(
            remind(&scene.acting(CLERK)).await,
            Err(Error::Forbidden)
        ));
    }
}

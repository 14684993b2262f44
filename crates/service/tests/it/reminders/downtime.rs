//! The ladder over days on which the server ran, and on which it did not.

use std::collections::BTreeSet;

use dinh_service::disclosure;
use dinh_service::reminders::{Post, deliver, remind};
use jiff::civil::date;

use super::scene::{CHAIRMAN, CLERK, DUE, OFFICE, SECOND, Scene, places, scenes, told};

#[tokio::test]
async fn after_five_days_of_downtime_each_due_reminder_goes_out_exactly_once() {
    for scene in scenes().await {
        let duty = scene.duty().await;
        assert_eq!(duty.due_on, DUE);
        assert!(scene.tick().await.is_empty(), "five working days are left");
        assert!(scene.tick_on(date(2026, 3, 3)).await.is_empty());
        // Down from the 4th to the 8th: T-3 and T-1 pass. Only the higher one is made up for.
        let up = scene.tick_on(date(2026, 3, 9)).await;
        assert_eq!(places(&up), [CLERK, SECOND]);
        assert!(up[0].header("Subject").contains("Hạn là hôm nay"));
        assert!(scene.tick().await.is_empty(), "once");
        assert_eq!(
            places(&scene.tick_on(date(2026, 3, 10)).await),
            [CLERK, SECOND, CHAIRMAN]
        );
        assert!(scene.tick_on(date(2026, 3, 11)).await.is_empty());
        // Down from the 12th to the 16th: T+3 passes.
        assert_eq!(places(&scene.tick_on(date(2026, 3, 17)).await), [OFFICE]);
        assert_eq!(
            places(&scene.tick_on(date(2026, 3, 18)).await),
            [CHAIRMAN, OFFICE]
        );
        for day in 19..=31 {
            assert!(
                scene.tick_on(date(2026, 3, day)).await.is_empty(),
                "the top"
            );
        }
        let every = scene.server.taken();
        assert_eq!(every.len(), 8);
        let ids: BTreeSet<String> = every.iter().map(|one| one.header("Message-ID")).collect();
        assert_eq!(ids.len(), 8);
    }
}

#[tokio::test]
async fn a_server_that_was_down_for_a_month_tells_everybody_once_and_of_the_highest_rung_only() {
    for scene in scenes().await {
        scene.duty().await;
        let up = scene.tick_on(date(2026, 4, 6)).await;
        assert_eq!(places(&up), [CLERK, SECOND, CHAIRMAN, OFFICE]);
        assert!(
            told(&up)
                .iter()
                .all(|(_, subject)| subject.contains("Quá hạn 28 ngày"))
        );
        assert!(scene.tick().await.is_empty());
        assert!(scene.tick_on(date(2026, 4, 7)).await.is_empty());
    }
}

#[tokio::test]
async fn letters_come_on_working_days_from_seven_in_the_morning() {
    for scene in scenes().await {
        scene.duty().await;
        // Saturday and Sunday.
        assert!(scene.tick_on(date(2026, 3, 14)).await.is_empty());
        assert!(scene.tick_on(date(2026, 3, 15)).await.is_empty());
        scene.stage.clock.set_day(date(2026, 3, 16), 6);
        assert!(scene.tick().await.is_empty(), "too early");
        scene.stage.clock.set_day(date(2026, 3, 16), 7);
        assert_eq!(scene.tick().await.len(), 4);
    }
}

#[tokio::test]
async fn what_is_done_is_not_told_and_what_waits_for_the_chairman_is_told_to_the_chairman() {
    for scene in scenes().await {
        let first = scene.duty().await;
        let draft = scene.stage.submit(&first, "12/QĐ-UBND").await;
        let letters = scene.tick_on(date(2026, 3, 4)).await;
        assert_eq!(places(&letters), [CHAIRMAN]);
        assert!(letters[0].text().contains("Đang chờ ông/bà duyệt"));
        let chairman = scene.stage.chairman();
        let approved = disclosure::approve(&chairman, draft.id, draft.version).await;
        approved.expect("approved");
        assert!(scene.tick_on(date(2026, 3, 20)).await.is_empty());
    }
}

#[tokio::test]
async fn a_letter_still_on_its_way_is_not_sent_once_its_thing_is_done_or_told_again() {
    for scene in scenes().await {
        let duty = scene.duty().await;
        assert_eq!(scene.queue_on(date(2026, 3, 4)).await, 2);
        // The mail server was away for two days: T-1 says more than T-3.
        let later = scene.tick_on(date(2026, 3, 6)).await;
        assert_eq!(places(&later), [CLERK, SECOND]);
        assert!(
            later
                .iter()
                .all(|one| one.header("Subject").contains("Còn 3 ngày"))
        );
        assert_eq!(scene.queue_on(date(2026, 3, 10)).await, 3);
        let draft = scene.stage.submit(&duty, "12/QĐ-UBND").await;
        let chairman = scene.stage.chairman();
        let approved = disclosure::approve(&chairman, draft.id, draft.version).await;
        approved.expect("approved");
        assert_eq!(scene.send().await, 0);
    }
}

async fn many_duties(scene: &Scene) -> usize {
    for _ in 0..7 {
        scene.duty().await;
    }
    7 * 4
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_at_once_tell_everybody_once() {
    for scene in scenes().await {
        let expected = many_duties(&scene).await;
        scene.stage.move_to(date(2026, 4, 6));
        let second = scene.second_node().await;
        let post = Post::default();
        let node = async |platform: &dinh_service::Platform, post: &Post| {
            let ctx = dinh_service::Context::new(platform, dinh_service::Actor::Clockwork);
            let mut sent = 0;
            for _ in 0..3 {
                remind(&ctx).await.expect("queued");
                sent += deliver(platform, &scene.postman, post).await.expect("sent");
            }
            sent
        };
        let (one, two) = tokio::join!(
            node(&scene.stage.platform, &scene.post),
            node(&second, &post)
        );
        assert_eq!(one + two, expected);
        let letters = scene.server.taken();
        assert_eq!(letters.len(), expected);
        let ids: BTreeSet<String> = letters.iter().map(|one| one.header("Message-ID")).collect();
        assert_eq!(ids.len(), expected);
        let pairs: BTreeSet<(String, String)> = letters
            .iter()
            .map(|one| {
                let link = one.text();
                let link = link.lines().find(|line| line.contains("/lam-viec/muc/"));
                (one.to.clone(), link.expect("a link").to_owned())
            })
            .collect();
        assert_eq!(pairs.len(), expected, "each thing once for each person");
        second.store.close().await;
    }
}

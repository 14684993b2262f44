//! An address is used once its link was: single use, for two days, known here by a digest; the old address is told.

use dinh_service::people::disable_account;
use dinh_service::reminders::{
    Choice, LINK_HOLDS, TypedReach, change_my_reach, change_reach, confirm_address, is_good_link,
    my_reach,
};
use dinh_service::{Context, Error};
use dinh_store::reminders::mails;
use jiff::SignedDuration;
use jiff::civil::date;

use super::scene::{CLERK, SECOND, Scene, address, places, scenes};
use super::smtp::Act;

const ADMINISTRATOR: usize = 5;
const NEW: &str = "moi@example.vn";

async fn wish(scene: &Scene, address: &str) -> Result<(), Error> {
    let typed = TypedReach {
        address: address.into(),
        choice: Choice::Each.code().into(),
    };
    change_my_reach(&scene.acting(CLERK), typed).await
}

async fn confirm(scene: &Scene, code: &str) -> bool {
    let public = Context::public(&scene.stage.platform);
    confirm_address(&public, code).await.expect("asked")
}

async fn used(scene: &Scene) -> (Option<String>, Option<String>) {
    let reach = my_reach(&scene.acting(CLERK)).await.expect("read");
    let reach = reach.expect("the clerk is reminded");
    (reach.address, reach.pending)
}

#[tokio::test]
async fn letters_go_to_the_old_address_until_the_new_one_is_confirmed_and_the_old_one_is_told() {
    for scene in scenes().await {
        scene.duty().await;
        scene.stage.move_to(date(2026, 3, 3));
        wish(&scene, NEW).await.expect("kept");
        let code = scene.code(NEW).await;
        let letters = scene.tick_on(date(2026, 3, 4)).await;
        assert_eq!(places(&letters), [CLERK, SECOND], "still to the old one");
        let public = Context::public(&scene.stage.platform);
        assert!(is_good_link(&public, &code).await.expect("asked"));
        assert_eq!(
            used(&scene).await.0,
            Some(address(CLERK)),
            "looking changes nothing"
        );
        scene.server.forget();
        assert!(confirm(&scene, &code).await);
        assert_eq!(used(&scene).await, (Some(NEW.into()), None));
        scene.send().await;
        let told = scene.server.taken();
        assert_eq!(places(&told), [CLERK], "the old address is told");
        let text = told[0].text();
        assert!(text.contains("không còn nhận thư nhắc việc"), "{text}");
        assert!(!text.contains(NEW), "without naming the new one");
        let next = scene.tick_on(date(2026, 3, 6)).await;
        let mut to: Vec<_> = next.iter().map(|letter| letter.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, [NEW, &address(SECOND)]);
    }
}

#[tokio::test]
async fn a_link_is_used_once_ends_after_two_days_and_with_a_newer_wish() {
    for scene in scenes().await {
        wish(&scene, NEW).await.expect("kept");
        let late = scene.code(NEW).await;
        scene.pass(LINK_HOLDS);
        assert!(!confirm(&scene, &late).await, "two days are over");
        wish(&scene, NEW).await.expect("asked again");
        let replaced = scene.code(NEW).await;
        wish(&scene, "khac@example.vn").await.expect("kept");
        assert!(!confirm(&scene, &replaced).await, "a newer wish");
        let code = scene.code("khac@example.vn").await;
        assert!(!confirm(&scene, "").await);
        assert!(!confirm(&scene, &code.to_lowercase()).await, "mistyped");
        assert!(confirm(&scene, &code).await);
        assert!(!confirm(&scene, &code).await, "once");
        assert_eq!(used(&scene).await.0.as_deref(), Some("khac@example.vn"));
    }
}

#[tokio::test]
async fn a_letter_that_was_tried_twice_has_two_links_and_either_confirms() {
    for scene in scenes().await {
        wish(&scene, NEW).await.expect("kept");
        scene.server.plan(NEW, [Act::RefuseLetter]);
        assert_eq!(scene.send().await, 0, "refused for good");
        wish(&scene, NEW).await.expect("asked again");
        scene.server.plan(NEW, [Act::PutOff]);
        assert_eq!(scene.send().await, 0);
        scene.pass(SignedDuration::from_mins(1));
        let code = scene.code(NEW).await;
        assert!(confirm(&scene, &code).await);
    }
}

#[tokio::test]
async fn neither_the_database_nor_the_trail_holds_a_link_and_an_ended_letter_holds_no_address() {
    for scene in scenes().await {
        wish(&scene, NEW).await.expect("kept");
        let at = scene.stage.platform.clock.now();
        let mut tx = scene.stage.platform.store.write().await.expect("the seat");
        let queued = mails::claim(&mut tx, at, at)
            .await
            .expect("read")
            .expect("a letter");
        assert!(!queued.body.contains("ma="), "{}", queued.body);
        assert_eq!(queued.address.as_deref(), Some(NEW));
        drop(tx);
        let code = scene.code(NEW).await;
        assert!(confirm(&scene, &code).await);
        scene.send().await;
        let mut tx = scene.stage.platform.store.read().await.expect("a snapshot");
        let kept: Vec<(Option<String>, String)> = tx
            .select("SELECT address, body FROM mail WHERE address IS NOT NULL OR body LIKE '%ma=%'")
            .all()
            .await
            .expect("rows");
        assert!(kept.is_empty(), "{kept:?}");
        let lines = dinh_store::audit::newest(&mut tx, 50).await.expect("lines");
        assert!(
            lines
                .iter()
                .all(|line| !line.detail.0.to_string().contains('@'))
        );
        assert!(
            lines
                .iter()
                .any(|line| line.action == "confirm_mail_address")
        );
    }
}

#[tokio::test]
async fn erasing_ends_links_letters_and_addresses_and_so_does_closing_the_account() {
    for scene in scenes().await {
        wish(&scene, NEW).await.expect("kept");
        let code = scene.code(NEW).await;
        wish(&scene, "").await.expect("erased");
        assert!(!confirm(&scene, &code).await);
        wish(&scene, NEW).await.expect("kept");
        let code = scene.code(NEW).await;
        wish(&scene, "khac@example.vn").await.expect("kept");
        let administrator = scene.acting(ADMINISTRATOR);
        let closed = disable_account(&administrator, scene.account(CLERK)).await;
        closed.expect("closed");
        scene.server.forget();
        assert_eq!(scene.send().await, 0, "the letter that waited goes nowhere");
        assert!(!confirm(&scene, &code).await);
        let mut tx = scene.stage.platform.store.read().await.expect("a snapshot");
        let links: Vec<(String,)> = tx
            .select("SELECT address FROM mail_confirmation")
            .all()
            .await
            .expect("rows");
        assert!(links.is_empty());
    }
}

#[tokio::test]
async fn what_an_administrator_typed_is_confirmed_too_and_nobody_s_mailbox_is_filled() {
    for scene in scenes().await {
        let administrator = scene.acting(ADMINISTRATOR);
        let clerk = scene.account(CLERK);
        for _ in 0..5 {
            let asked = change_reach(&administrator, clerk, NEW).await;
            asked.expect("asked");
        }
        let refused = change_reach(&administrator, clerk, NEW).await;
        assert!(
            matches!(refused, Err(Error::Invalid(_))),
            "the first was of today too"
        );
        assert_eq!(used(&scene).await.0, Some(address(CLERK)));
        let code = scene.code(NEW).await;
        assert!(confirm(&scene, &code).await);
        assert_eq!(used(&scene).await.0.as_deref(), Some(NEW));
        scene.pass(SignedDuration::from_hours(24));
        let asked = change_reach(&administrator, clerk, &address(CLERK)).await;
        asked.expect("a new day");
    }
}

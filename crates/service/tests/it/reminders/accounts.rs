//! A person is told by mail what was done to their account, without the reason, and once.

use dinh_domain::access::Role;
use dinh_service::people::{my_notices, reset_factors, see_notices};
use dinh_service::{Actor, Context, Error};
use dinh_store::people::factors::{self, Totp};

use super::scene::{CLERK, SECOND, add_person, address, scenes};

const REASON: &str = "Đã gặp trực tiếp, mất điện thoại";

#[tokio::test]
async fn whose_factors_were_reset_gets_a_letter_and_reads_the_reason_on_the_page() {
    for mut scene in scenes().await {
        let city = scene.stage.city.id;
        add_person(&mut scene.stage, 120, Role::CityAdministrator, city).await;
        let clerk = scene.account(CLERK);
        let totp = Totp {
            secret: vec![1; 40],
            last_step: 1,
            since: scene.stage.platform.clock.now(),
        };
        let mut tx = scene.stage.platform.store.write().await.expect("the seat");
        factors::save_totp(&mut tx, clerk, totp)
            .await
            .expect("an application");
        tx.commit().await.expect("commit");
        let refused = reset_factors(&scene.acting(SECOND), clerk, REASON).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        let admin = scene
            .stage
            .people
            .last()
            .expect("the administrator")
            .clone();
        let admin = Context::new(&scene.stage.platform, Actor::Person(admin));
        reset_factors(&admin, clerk, REASON).await.expect("reset");
        let again = reset_factors(&admin, clerk, REASON).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
        assert_eq!(scene.send().await, 1);
        let letters = scene.server.taken();
        let letter = letters.last().expect("a letter");
        assert_eq!(letter.to, address(CLERK));
        let text = letter.text();
        assert!(text.contains("đặt lại xác thực hai bước"), "{text}");
        assert!(!text.contains(REASON));
        assert_eq!(scene.send().await, 0);
        let person = scene.acting(CLERK);
        let notices = my_notices(&person).await.expect("read");
        assert_eq!(notices.len(), 1);
        assert_eq!(notices[0].reason, REASON);
        see_notices(&person).await.expect("seen");
        assert!(my_notices(&person).await.expect("read").is_empty());
    }
}

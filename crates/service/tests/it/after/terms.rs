//! Terms of the elected begin with the recognition and end by themselves.

use dinh_domain::access::{Action, Role};
use dinh_domain::decision::{AnnulmentGround, Subject};
use dinh_domain::ids::AccountId;
use dinh_service::access::authorise;
use dinh_service::decision::{Answer, annul, office_terms_of, recognise, send};
use dinh_service::{Actor, Context, Error, Person};
use jiff::civil::date;
use uuid::Uuid;

use super::recognition::ANSWERED;
use super::scene::{ELECTED_LOGIN, Scene, scenes};
use crate::stage::DECIDED;

async fn elected(scene: &Scene, login: &str) -> dinh_domain::decision::Decision {
    let decision = scene
        .passed(Subject::ElectHead, &["Trần Văn Mới", "Lê Thị Khác"])
        .await;
    send(&scene.chairman(), decision.id, DECIDED)
        .await
        .expect("sent");
    scene.stage.move_to(ANSWERED);
    let answer = Answer {
        document: "50/QĐ-UBND".into(),
        on: ANSWERED,
        logins: vec![login.into()],
    };
    recognise(&scene.chairman(), decision.id, answer)
        .await
        .expect("recognised");
    scene.now(decision.id).await
}

async fn new_head(scene: &Scene) -> Person {
    let account = AccountId(Uuid::from_u128(302));
    let mut tx = scene.stage.platform.store.read().await.expect("a snapshot");
    let mandates = dinh_store::people::mandates::mandates(&mut tx, account)
        .await
        .expect("mandates");
    Person {
        account,
        name: "Trần Văn Mới".into(),
        mandate: mandates.first().cloned(),
    }
}

#[tokio::test]
async fn the_term_and_the_mandate_of_the_elected_head_end_by_themselves() {
    for scene in scenes().await {
        elected(&scene, ELECTED_LOGIN).await;
        let terms = office_terms_of(&scene.head(), scene.here().id)
            .await
            .expect("terms");
        let term = terms.first().expect("a term");
        assert_eq!(term.name, "Trần Văn Mới");
        assert_eq!(term.role, Role::CommunityHead);
        assert_eq!(term.valid_from, ANSWERED);
        // Thirty months by the rule of that day.
        assert_eq!(term.valid_to, Some(date(2028, 8, 26)));
        let person = new_head(&scene).await;
        let ctx = Context::new(&scene.stage.platform, Actor::Person(person));
        let mut tx = scene.stage.platform.store.read().await.expect("a snapshot");
        let here = scene.here().id;
        scene.stage.move_to(date(2028, 8, 25));
        assert!(
            authorise(&ctx, &mut tx, Action::RunDecision, here)
                .await
                .is_ok()
        );
        scene.stage.move_to(date(2028, 8, 26));
        let over = authorise(&ctx, &mut tx, Action::RunDecision, here).await;
        assert!(matches!(over, Err(Error::Forbidden)));
    }
}

#[tokio::test]
async fn the_former_head_is_head_no_more() {
    for scene in scenes().await {
        elected(&scene, "").await;
        let mut tx = scene.stage.platform.store.read().await.expect("a snapshot");
        let heads = dinh_store::people::mandates::of_unit_from(&mut tx, scene.here().id, ANSWERED)
            .await
            .expect("mandates");
        assert!(heads.iter().all(|one| one.role != Role::CommunityHead));
    }
}

#[tokio::test]
async fn an_unknown_sign_in_name_is_an_error_of_its_field_and_nothing_is_recognised() {
    for scene in scenes().await {
        let decision = scene.passed(Subject::ElectHead, &["Trần Văn Mới"]).await;
        send(&scene.chairman(), decision.id, DECIDED)
            .await
            .expect("sent");
        scene.stage.move_to(ANSWERED);
        let answer = Answer {
            document: "50/QĐ-UBND".into(),
            on: ANSWERED,
            logins: vec!["khong-co-ai".into()],
        };
        let error = recognise(&scene.chairman(), decision.id, answer).await;
        assert!(
            matches!(&error, Err(Error::Invalid(errors)) if errors.iter().any(|one| one.field == "login-0")),
            "{error:?}"
        );
        let now = scene.now(decision.id).await;
        assert_eq!(now.effective_on, None);
    }
}

#[tokio::test]
async fn an_annulled_election_ends_the_term_that_it_began() {
    for scene in scenes().await {
        let decision = elected(&scene, ELECTED_LOGIN).await;
        let day = date(2026, 3, 2);
        scene.stage.move_to(day);
        annul(
            &scene.chairman(),
            decision.id,
            AnnulmentGround::Procedure,
            "51/QĐ-UBND",
            "Tổ bầu cử không đúng thành phần.",
            day,
        )
        .await
        .expect("annulled");
        let terms = office_terms_of(&scene.chairman(), scene.here().id)
            .await
            .expect("terms");
        let term = terms.first().expect("a term");
        assert_eq!(term.valid_to, Some(day));
        assert!(!term.ended_reason.is_empty());
        let person = new_head(&scene).await;
        let mandate = person.mandate.expect("a mandate");
        assert_eq!(mandate.valid_to, Some(day));
    }
}

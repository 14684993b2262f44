//! What must be so before a meeting may begin.

use dinh_domain::decision::{State, Subject};
use dinh_domain::roll::{Capacity, Representative};
use dinh_service::decision::{self, find_decision};
use dinh_service::{Context, Error};
use dinh_store::roll::representatives;
use jiff::civil::date;

use super::scene::{MEET, hamlets, notice, plan, planned, told};
use crate::ballots::hamlet::HEAD;

#[tokio::test]
async fn a_notice_inside_the_last_two_days_is_refused_with_the_last_lawful_day() {
    for hamlet in hamlets().await {
        let id = planned(&hamlet, Subject::SelfGoverning, plan()).await.id;
        hamlet.stage.move_to(date(2026, 3, 5));
        let refused = decision::notify(&hamlet.acting(HEAD), id, notice(date(2026, 3, 5))).await;
        let Err(Error::Unlawful {
            article,
            lawful_alternative,
            ..
        }) = refused
        else {
            panic!("{refused:?}");
        };
        assert!(article.contains("Điều 3"), "{article}");
        assert!(
            lawful_alternative.contains("04/03/2026") || lawful_alternative.contains("03/03/2026"),
            "{lawful_alternative}"
        );
        assert_eq!(hamlet.decision(id).await.state, State::Planned);
    }
}

#[tokio::test]
async fn readers_see_a_decision_from_its_notice_on_and_those_who_prepare_it_always() {
    for hamlet in hamlets().await {
        let prepared = planned(&hamlet, Subject::SelfGoverning, plan()).await;
        let reader = Context::public(&hamlet.stage.platform);
        let number = prepared.number;
        assert!(
            find_decision(&reader, number)
                .await
                .expect("read")
                .is_none()
        );
        let inside = find_decision(&hamlet.acting(HEAD), number)
            .await
            .expect("read");
        assert!(inside.is_some());
        hamlet.stage.move_to(date(2026, 3, 2));
        decision::notify(&hamlet.acting(HEAD), prepared.id, notice(date(2026, 3, 2)))
            .await
            .expect("told");
        let view = find_decision(&reader, number)
            .await
            .expect("read")
            .expect("public");
        assert!(view.stored.register_position.is_some());
        let steps: Vec<&str> = view.steps.iter().map(|row| row.step.as_str()).collect();
        assert_eq!(steps, ["propose", "agree", "plan", "notify"]);
    }
}

#[tokio::test]
async fn a_meeting_about_a_convention_does_not_open_before_papers_reached_every_household() {
    for hamlet in hamlets().await {
        let id = planned(&hamlet, Subject::Convention, plan()).await.id;
        hamlet.stage.move_to(date(2026, 3, 2));
        decision::notify(&hamlet.acting(HEAD), id, notice(date(2026, 3, 2)))
            .await
            .expect("told");
        hamlet.stage.move_to(MEET);
        let refused = decision::open(&hamlet.acting(HEAD), id).await;
        assert!(
            matches!(refused, Err(Error::Unlawful { .. })),
            "{refused:?}"
        );
        let stands = hamlet.decision(id).await;
        assert_eq!(stands.state, State::Noticed);
        assert!(stands.round.roll.is_none(), "the roll must not stay fixed");
    }
}

#[tokio::test]
async fn a_household_that_nobody_may_represent_holds_up_the_opening() {
    for hamlet in hamlets().await {
        let id = told(&hamlet, Subject::SelfGoverning, plan()).await;
        let mut tx = hamlet.stage.platform.store.write().await.expect("the seat");
        let first = hamlet.households[0];
        representatives::end(&mut tx, first, date(2026, 3, 1))
            .await
            .expect("ended");
        let vacant = Representative {
            name: String::new(),
            address: "Số 1 ngõ 12".into(),
            phone: String::new(),
            capacity: Capacity::Vacant,
            basis: String::new(),
            valid_from: date(2026, 3, 1),
            valid_to: None,
            erased: false,
        };
        representatives::add(&mut tx, first, &vacant)
            .await
            .expect("vacant");
        tx.commit().await.expect("commit");
        let refused = decision::open(&hamlet.acting(HEAD), id).await;
        let Err(Error::Unlawful { article, .. }) = refused else {
            panic!("{refused:?}");
        };
        assert!(article.contains("Điều 18"), "{article}");
        assert_eq!(hamlet.decision(id).await.state, State::Noticed);
    }
}

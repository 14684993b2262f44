//! Sending, recognition, refusal, effect, amendment, annulment.

use dinh_domain::decision::{AnnulmentGround, Outcome, State, Subject};
use dinh_service::Error;
use dinh_service::decision::{
    Answer, annul, ask_to_mend, duties_of_decision, recognise, refuse_recognition, send,
    set_effect, settle_dismissal, waiting_for_recognition,
};
use jiff::civil::{Date, date};

use super::scene::{Scene, scenes};
use crate::stage::DECIDED;

pub const ANSWERED: Date = date(2026, 2, 26);

pub fn answer(document: &str) -> Answer {
    Answer {
        document: document.into(),
        on: ANSWERED,
        logins: Vec::new(),
    }
}

async fn sent(scene: &Scene, subject: Subject) -> dinh_domain::decision::Decision {
    let decision = scene.passed(subject, &["Đồng ý"]).await;
    send(&scene.head(), decision.id, DECIDED)
        .await
        .expect("sent");
    scene.stage.move_to(ANSWERED);
    scene.now(decision.id).await
}

#[tokio::test]
async fn the_wrong_body_is_told_the_article_and_the_right_one_recognises() {
    for scene in scenes().await {
        let decision = sent(&scene, Subject::Convention).await;
        assert_eq!(decision.state, State::Sent);
        let error = recognise(&scene.front(), decision.id, answer("01/QĐ-MTTQ")).await;
        assert!(
            matches!(&error, Err(Error::Unlawful { article, lawful_alternative, .. })
                if article.contains("21") && lawful_alternative.contains("Ủy ban nhân dân")),
            "{error:?}"
        );
        let head = recognise(&scene.head(), decision.id, answer("01/QĐ")).await;
        assert!(matches!(head, Err(Error::Forbidden)));
        recognise(&scene.chairman(), decision.id, answer("45/QĐ-UBND"))
            .await
            .expect("recognised");
        let now = scene.now(decision.id).await;
        assert_eq!(now.state, State::Effective);
        assert_eq!(now.effective_on, Some(ANSWERED));
        assert_eq!(now.document, "45/QĐ-UBND");
    }
}

#[tokio::test]
async fn the_list_of_each_body_holds_what_waits_for_it_with_its_computed_day() {
    for scene in scenes().await {
        let convention = sent(&scene, Subject::Convention).await;
        let chairman = waiting_for_recognition(&scene.chairman())
            .await
            .expect("a list");
        let numbers: Vec<i64> = chairman
            .decisions
            .iter()
            .map(|waits| waits.decision.number)
            .collect();
        assert_eq!(numbers, [convention.number]);
        let waits = chairman.decisions.first().expect("one");
        assert_eq!(waits.explanation.end, waits.due);
        assert_eq!(Some(waits.due), convention.recognise_by);
        let front = waiting_for_recognition(&scene.front())
            .await
            .expect("a list");
        assert!(front.decisions.is_empty());
        assert!(matches!(
            waiting_for_recognition(&scene.head()).await,
            Err(Error::Forbidden)
        ));
    }
}

#[tokio::test]
async fn late_sending_is_recorded_and_shown() {
    for scene in scenes().await {
        let decision = scene.passed(Subject::Convention, &["Đồng ý"]).await;
        scene.stage.move_to(date(2026, 3, 20));
        let tomorrow = send(&scene.head(), decision.id, date(2026, 3, 21)).await;
        assert!(matches!(tomorrow, Err(Error::Invalid(_))));
        send(&scene.head(), decision.id, date(2026, 3, 20))
            .await
            .expect("sent");
        let mut tx = scene.stage.platform.store.read().await.expect("a snapshot");
        let steps = dinh_store::decision::steps::of(&mut tx, decision.id)
            .await
            .expect("steps");
        let step = steps.last().expect("a step");
        assert_eq!(step.step, "send");
        assert!(step.note.contains("muộn"), "{}", step.note);
        assert!(step.register_position.is_some());
    }
}

#[tokio::test]
async fn a_refusal_needs_its_reasons_all_at_once() {
    for scene in scenes().await {
        let decision = sent(&scene, Subject::Convention).await;
        let chairman = scene.chairman();
        let empty = refuse_recognition(&chairman, decision.id, answer(""), "").await;
        assert!(
            matches!(&empty, Err(Error::Invalid(errors)) if errors.len() == 2),
            "{empty:?}"
        );
        refuse_recognition(
            &chairman,
            decision.id,
            answer("46/UBND-VP"),
            "Hương ước có điều trái luật.",
        )
        .await
        .expect("refused");
        let now = scene.now(decision.id).await;
        assert_eq!(now.state, State::Refused);
        assert_eq!(now.effective_on, None);
        assert_eq!(now.reason, "Hương ước có điều trái luật.");
        assert_eq!(now.refused_on, Some(ANSWERED));
        let mut tx = scene.stage.platform.store.read().await.expect("a snapshot");
        let steps = dinh_store::decision::steps::of(&mut tx, decision.id)
            .await
            .expect("steps");
        let note = &steps.last().expect("a step").note;
        assert!(note.contains("văn bản ngày 26/02/2026"), "{note}");
    }
}

#[tokio::test]
async fn what_was_passed_on_contributions_makes_one_duty_of_the_ward() {
    for scene in scenes().await {
        let decision = scene.passed(Subject::PublicWorks, &["Đồng ý"]).await;
        send(&scene.head(), decision.id, DECIDED)
            .await
            .expect("sent");
        assert_eq!(scene.now(decision.id).await.state, State::Effective);
        let duties = duties_of_decision(&scene.head(), decision.id)
            .await
            .expect("duties");
        assert_eq!(duties.len(), 1);
        let duty = duties.first().expect("a duty");
        assert_eq!(duty.unit, scene.stage.ward.id);
        assert_eq!(duty.event_on, DECIDED);
        assert!(duty.rule_code.starts_with("11.5"));
        let number = decision.number.to_string();
        assert!(duty.event_document.contains(&number));
    }
}

#[tokio::test]
async fn a_decision_that_replaces_another_lets_it_give_way_once_it_binds() {
    for scene in scenes().await {
        let old = scene.passed(Subject::SelfGoverning, &["Đồng ý"]).await;
        send(&scene.head(), old.id, DECIDED).await.expect("sent");
        let mut new = scene.blank(Subject::SelfGoverning, &["Đồng ý"]).await;
        new.round.outcome = Some(Outcome::Passed { options: vec![0] });
        new.replaces = Some(old.id);
        let new = scene.add(new).await;
        send(&scene.head(), new.id, DECIDED).await.expect("sent");
        let now = scene.now(old.id).await;
        assert_eq!(now.state, State::Amended);
        assert_eq!(now.ended_on, Some(DECIDED));
        assert!(!now.holds_on(DECIDED));
        assert!(scene.now(new.id).await.holds_on(DECIDED));
    }
}

#[tokio::test]
async fn what_is_against_the_law_is_annulled_and_not_sent_back() {
    for scene in scenes().await {
        let decision = sent(&scene, Subject::SelfGoverning).await;
        let chairman = scene.chairman();
        let reason = "Nội dung trái quy định của pháp luật.";
        let mend = ask_to_mend(
            &chairman,
            decision.id,
            AnnulmentGround::Content,
            "47/UBND",
            reason,
            ANSWERED,
        )
        .await;
        assert!(
            matches!(&mend, Err(Error::Unlawful { article, .. }) if article.contains("22")),
            "{mend:?}"
        );
        annul(
            &chairman,
            decision.id,
            AnnulmentGround::Content,
            "47/QĐ-UBND",
            reason,
            ANSWERED,
        )
        .await
        .expect("annulled");
        let now = scene.now(decision.id).await;
        assert_eq!(now.state, State::Annulled);
        assert!(!now.holds_on(ANSWERED));
        let again = send(&scene.head(), decision.id, ANSWERED).await;
        assert!(matches!(again, Err(Error::Conflict(_))));
    }
}

#[tokio::test]
async fn only_the_common_thread_gets_its_day_from_the_committee() {
    for scene in scenes().await {
        let decision = scene.passed(Subject::PublicWorks, &["Đồng ý"]).await;
        let set = set_effect(&scene.chairman(), decision.id, "48/QĐ-UBND", DECIDED).await;
        assert!(matches!(set, Err(Error::Conflict(_))), "{set:?}");
    }
}

#[tokio::test]
async fn a_dismissal_without_agreement_is_settled_with_the_front_alone() {
    for scene in scenes().await {
        let decision = scene.not_passed(Subject::DismissHead).await;
        let chairman = scene.chairman();
        let alone = settle_dismissal(&chairman, decision.id, "49/QĐ-UBND", DECIDED, false).await;
        assert!(
            matches!(&alone, Err(Error::Unlawful { article, .. }) if article.contains("Điều 9")),
            "{alone:?}"
        );
        settle_dismissal(&chairman, decision.id, "49/QĐ-UBND", DECIDED, true)
            .await
            .expect("settled");
        let waiting = waiting_for_recognition(&chairman).await.expect("a list");
        let election = waiting.elections.first().expect("another election");
        assert_eq!(election.unit, scene.here().id);
        // Sixty days from 12 February 2026.
        assert_eq!(election.due, date(2026, 4, 13));
    }
}

//! "Not applicable" needs a reason and two people.

use dinh_domain::access::Role;
use dinh_domain::disclosure::DutyState;
use dinh_register::{Act, Content};
use dinh_service::disclosure::{
    confirm_not_applicable, propose_not_applicable, refuse_not_applicable, start_draft,
};
use dinh_service::{Actor, Context, Error};

use crate::stage::stages;

const REASON: &str = "Trong năm không phát sinh hỗ trợ thiên tai";

#[tokio::test]
async fn two_people_set_a_duty_aside_and_the_register_says_so_under_seal() {
    for stage in stages().await {
        let duty = stage.open("11.8:relief", "Hỗ trợ do thiên tai").await;
        let short = propose_not_applicable(&stage.clerk(), duty.id, duty.version, "không có").await;
        assert!(matches!(short, Err(Error::Invalid(_))), "{short:?}");
        propose_not_applicable(&stage.clerk(), duty.id, duty.version, REASON)
            .await
            .expect("proposed");
        let proposed = stage.duty(duty.id).await;
        assert_eq!(proposed.state, DutyState::NotApplicableProposed);
        let blocked = start_draft(&stage.clerk(), duty.id).await;
        assert!(matches!(blocked, Err(Error::Conflict(_))), "{blocked:?}");
        let alone = confirm_not_applicable(&stage.clerk(), duty.id, proposed.version).await;
        assert!(matches!(alone, Err(Error::Forbidden)), "{alone:?}");
        let stale = confirm_not_applicable(&stage.chairman(), duty.id, duty.version).await;
        assert!(matches!(stale, Err(Error::Conflict(_))), "{stale:?}");
        assert_eq!(stage.trails().await.1, 0, "nothing is public yet");
        confirm_not_applicable(&stage.chairman(), duty.id, proposed.version)
            .await
            .expect("confirmed");
        assert_eq!(stage.duty(duty.id).await.state, DutyState::NotApplicable);
        let twice = confirm_not_applicable(&stage.chairman(), duty.id, proposed.version + 1).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let chain = dinh_store::register::chain(&mut tx, duty.id.0)
            .await
            .expect("the chain");
        assert_eq!(chain.len(), 1);
        let entry = chain.first().expect("the entry");
        let act = Act::parse(&entry.entry).expect("an act");
        assert_eq!(act.act, "not-applicable");
        assert!(matches!(act.contents.first(), Some(Content::Sealed { .. })));
    }
}

#[tokio::test]
async fn a_person_with_both_mandates_cannot_confirm_their_own_proposal() {
    for stage in stages().await {
        let duty = stage.open("11.8:relief", "Hỗ trợ do thiên tai").await;
        propose_not_applicable(&stage.clerk(), duty.id, duty.version, REASON)
            .await
            .expect("proposed");
        let mut both = stage.people.first().expect("the clerk").clone();
        both.mandate.as_mut().expect("a mandate").role = Role::CommuneChairman;
        let both = Context::new(&stage.platform, Actor::Person(both));
        let proposed = stage.duty(duty.id).await;
        let before = stage.trails().await;
        let refused = confirm_not_applicable(&both, duty.id, proposed.version).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
        let draft = stage.open("11.2:decided", "Dự toán năm 2026").await;
        let draft = stage.submit(&draft, "12/QĐ-UBND").await;
        let refused = dinh_service::disclosure::approve(&both, draft.id, draft.version).await;
        assert!(
            matches!(refused, Err(Error::Conflict(_))),
            "own draft: {refused:?}"
        );
        assert_eq!(stage.trails().await.1, before.1);
        assert_eq!(stage.duty(duty.id).await, proposed);
    }
}

#[tokio::test]
async fn a_refused_proposal_opens_the_duty_again_without_its_reason() {
    for stage in stages().await {
        let duty = stage.open("11.8:relief", "Hỗ trợ do thiên tai").await;
        propose_not_applicable(&stage.clerk(), duty.id, duty.version, REASON)
            .await
            .expect("proposed");
        refuse_not_applicable(&stage.chairman(), duty.id, duty.version + 1)
            .await
            .expect("refused");
        let open = stage.duty(duty.id).await;
        assert_eq!(open.state, DutyState::Open);
        assert_eq!((open.reason.as_str(), open.proposed_by), ("", None));
        start_draft(&stage.clerk(), duty.id).await.expect("a draft");
    }
}

//! Papers before the meeting, the scan of the signed minutes after it.

use dinh_domain::access::Action;
use dinh_domain::decision::Subject;
use dinh_service::Error;
use dinh_service::decision::{
    PaperKind, attach_paper, candidate_minutes, conclude_meeting, get_decision,
};
use jiff::civil::date;

use super::scene::{begin, come, hamlets, hands, open, plan, planned};
use crate::ballots::hamlet::HEAD;
use crate::stage::pdf;

#[tokio::test]
async fn the_scan_of_the_minutes_comes_after_the_result_and_only_its_digest_is_public() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        let head = hamlet.acting(HEAD);
        let scan = || pdf("bien-ban.pdf", "biên bản đã ký");
        let early = attach_paper(&head, id, PaperKind::Minutes, scan()).await;
        assert!(matches!(early, Err(Error::Conflict(_))), "{early:?}");
        come(&hamlet, id, 9).await;
        begin(&hamlet, id, 9).await;
        conclude_meeting(&head, id, hands(9, 0))
            .await
            .expect("closed");
        let (_, before) = hamlet.stage.trails().await;
        attach_paper(&head, id, PaperKind::Minutes, scan())
            .await
            .expect("kept");
        let (_, after) = hamlet.stage.trails().await;
        assert_eq!(after, before + 1);
        let twice = attach_paper(&head, id, PaperKind::Minutes, scan()).await;
        assert!(matches!(twice, Err(Error::Invalid(_))), "{twice:?}");
        let mut tx = hamlet
            .stage
            .platform
            .store
            .read()
            .await
            .expect("a snapshot");
        let files = dinh_store::decision::files::of(&mut tx, id)
            .await
            .expect("files");
        let row = files.first().expect("the scan");
        assert!(!row.is_public);
        assert!(row.register_position.is_some());
    }
}

#[tokio::test]
async fn the_minutes_on_candidates_are_filled_from_the_election_and_exist_for_nothing_else() {
    for hamlet in hamlets().await {
        let number = planned(&hamlet, Subject::SelfGoverning, plan())
            .await
            .number;
        let head = hamlet.acting(HEAD);
        let mut view = get_decision(&head, number, Action::CountVotes)
            .await
            .expect("a view");
        let none = candidate_minutes(&head, &view).await;
        assert!(matches!(none, Err(Error::NotFound)));
        let decision = &mut view.stored.decision;
        decision.proposal.subject = Subject::ElectHead;
        decision.proposal.options = vec!["Nguyễn Văn Mẫu".into(), "Lê Thị Mẫu".into()];
        let plan = decision.round.plan.as_mut().expect("a plan");
        plan.election.candidates_on = Some(date(2026, 2, 10));
        let minutes = candidate_minutes(&head, &view).await.expect("minutes");
        let names: Vec<&str> = minutes
            .candidates
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        assert_eq!(names, ["Nguyễn Văn Mẫu", "Lê Thị Mẫu"]);
        assert_eq!(minutes.held_on, date(2026, 2, 10));
        assert_eq!(minutes.submit_by, date(2026, 2, 19));
        assert!(
            minutes.candidates.iter().all(|one| one.approve.is_none()),
            "nobody recorded how the committee voted"
        );
    }
}

//! Clusters that meet apart: who attends where, and what each counted.

use dinh_domain::decision::{Cluster, ClusterCount, Outcome, Subject};
use dinh_domain::ids::DecisionId;
use dinh_service::Error;
use dinh_service::decision::{
    self, ArrivalWay, MeetingVote, arrive, arrive_at_cluster, attendance, close_small_meeting,
    conclude_meeting, decision_minutes, get_decision, leave, represented,
};

use super::scene::{MEET, begin, hamlets, plan, told};
use crate::ballots::hamlet::{FIRST, HEAD, Hamlet};

/// A meeting of two clusters: the roll places six of ten households at the first and three at the second.
async fn open_clusters(hamlet: &Hamlet) -> DecisionId {
    place_on_roll(hamlet).await;
    let mut plan = plan();
    plan.scattered = true;
    plan.front_agrees = true;
    plan.clusters_document = "15/QĐ-UBND ngày 20/02/2026".into();
    plan.clusters = ["Cụm 1", "Cụm 2"]
        .into_iter()
        .map(|name| Cluster {
            name: name.into(),
            chair: "Lê Văn Mẫu".into(),
            place: "Nhà văn hóa".into(),
            starts: Some(MEET.at(8, 0, 0, 0)),
        })
        .collect();
    let id = told(hamlet, Subject::SelfGoverning, plan).await;
    decision::open(&hamlet.acting(HEAD), id)
        .await
        .expect("open");
    id
}

async fn place_on_roll(hamlet: &Hamlet) {
    let mut tx = hamlet.stage.platform.store.write().await.expect("the seat");
    for (place, household) in hamlet.households.iter().enumerate() {
        let cluster = match place {
            0..=5 => "cụm 1",
            6..=8 => "CỤM 2",
            _ => "",
        };
        dinh_store::roll::households::touch(&mut tx, *household, 1, cluster)
            .await
            .expect("placed");
    }
    tx.commit().await.expect("commit");
}

fn counted(approve: [u64; 2], against: [u64; 2]) -> MeetingVote {
    let clusters = approve.into_iter().zip(against).enumerate();
    MeetingVote {
        clusters: clusters
            .map(|(place, (approve, against))| ClusterCount {
                name: format!("Cụm {}", place + 1),
                approve: vec![approve],
                against,
                ..ClusterCount::default()
            })
            .collect(),
        ..MeetingVote::default()
    }
}

/// Nine households where the roll places them, the tenth at the second cluster.
async fn everybody_comes(hamlet: &Hamlet, id: DecisionId) {
    let head = hamlet.acting(HEAD);
    for household in hamlet.households.iter().take(9) {
        arrive(&head, id, *household, ArrivalWay::Tap)
            .await
            .expect("there");
    }
    let last = hamlet.households[9];
    let unplaced = arrive(&head, id, last, ArrivalWay::Tap).await;
    assert!(matches!(unplaced, Err(Error::Invalid(_))), "{unplaced:?}");
    arrive_at_cluster(&head, id, (last, "Cụm 2"), ArrivalWay::Card)
        .await
        .expect("there");
}

#[tokio::test]
async fn a_household_attends_at_the_cluster_of_the_roll_unless_it_is_seen_at_another() {
    for hamlet in hamlets().await {
        let id = open_clusters(&hamlet).await;
        everybody_comes(&hamlet, id).await;
        let (head, first) = (hamlet.acting(HEAD), hamlet.households[0]);
        let elsewhere = hamlet.acting(FIRST);
        arrive_at_cluster(&elsewhere, id, (first, "Cụm 2"), ArrivalWay::Tap)
            .await
            .expect("the second phone changes nothing");
        let unknown = arrive_at_cluster(&head, id, (first, "Cụm 9"), ArrivalWay::Tap).await;
        assert!(matches!(unknown, Err(Error::Invalid(_))), "{unknown:?}");
        let decision = hamlet.decision(id).await;
        let list = attendance(&head, &decision, "").await.expect("a list");
        let at = [("Cụm 1".to_owned(), 6), ("Cụm 2".to_owned(), 4)];
        assert_eq!((list.present, list.clusters.as_slice()), (10, &at[..]));
        leave(&head, id, first).await.expect("left");
        arrive_at_cluster(&elsewhere, id, (first, "Cụm 2"), ArrivalWay::Tap)
            .await
            .expect("there");
        let mut tx = head.read().await.expect("a snapshot");
        let there = represented(&mut tx, &decision).await.expect("numbers");
        assert_eq!((there.all, there.clusters["Cụm 2"]), (10, 5));
    }
}

#[tokio::test]
async fn what_clusters_counted_is_added_up_exactly_and_the_minutes_show_who_attended_where() {
    for hamlet in hamlets().await {
        let id = open_clusters(&hamlet).await;
        everybody_comes(&hamlet, id).await;
        begin(&hamlet, id, 10).await;
        let head = hamlet.acting(HEAD);
        // Each cluster has households that said nothing: the sum of the votes is not the attendance.
        let outcome = conclude_meeting(&head, id, counted([5, 3], [0, 0]))
            .await
            .expect("closed");
        assert!(outcome.is_passed());
        let decision = hamlet.decision(id).await;
        let count = decision.round.count.clone().expect("numbers");
        assert_eq!((count.approve, count.represented), (vec![8], 10));
        let view = get_decision(
            &head,
            decision.number,
            dinh_domain::access::Action::CountVotes,
        )
        .await
        .expect("a view");
        let minutes = decision_minutes(&head, &view).await.expect("minutes");
        let attended: Vec<u64> = minutes.clusters.iter().map(|one| one.represented).collect();
        assert_eq!(attended, [6, 4]);
    }
}

#[tokio::test]
async fn no_cluster_counts_more_than_attended_it_even_when_the_whole_would_fit() {
    for hamlet in hamlets().await {
        let id = open_clusters(&hamlet).await;
        everybody_comes(&hamlet, id).await;
        begin(&hamlet, id, 10).await;
        let head = hamlet.acting(HEAD);
        let refused = conclude_meeting(&head, id, counted([4, 4], [1, 1])).await;
        let Err(Error::Invalid(wrong)) = refused else {
            panic!("{refused:?}");
        };
        assert!(wrong[0].message.contains("Cụm “Cụm 2”"), "{wrong:?}");
        assert!(wrong[0].message.contains("(4)"), "{wrong:?}");
        let one_missing = MeetingVote {
            clusters: counted([5, 4], [0, 0]).clusters.split_off(1),
            ..MeetingVote::default()
        };
        let refused = conclude_meeting(&head, id, one_missing).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn a_meeting_of_clusters_that_is_too_small_keeps_who_attended_where() {
    for hamlet in hamlets().await {
        let id = open_clusters(&hamlet).await;
        let head = hamlet.acting(HEAD);
        arrive(&head, id, hamlet.households[7], ArrivalWay::Tap)
            .await
            .expect("there");
        let outcome = close_small_meeting(&head, id).await.expect("closed");
        assert_eq!(outcome, Outcome::NotEnoughHouseholds);
        let clusters = hamlet.decision(id).await.round.clusters;
        let attended: Vec<u64> = clusters.iter().map(|one| one.represented).collect();
        assert_eq!(attended, [0, 1]);
    }
}

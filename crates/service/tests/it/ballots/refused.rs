//! What is refused, and by whom it may not be done.

use dinh_domain::access::Action;
use dinh_domain::decision::{Choice, Collected};
use dinh_service::decision::ballots::{self, Collecting};
use dinh_service::decision::{DeliveryKind, Handed, correct_roll, deliver, deliver_to_all};
use dinh_service::roll::{RollChange, RollCorrection};
use dinh_service::{Context, Error};
use dinh_store::StoreError;
use dinh_store::decision::ballots as stored;

use super::hamlet::{FIRST, HEAD, Hamlet, OUT, SECOND};
use crate::stage::stages;

#[tokio::test]
async fn ballots_exist_only_while_the_round_is_open_and_only_for_those_who_count() {
    for stage in stages().await {
        let hamlet = Hamlet::with(stage, 3).await;
        let id = hamlet.open().await.id;
        let before = hamlet.stage.trails().await;
        for (who, ctx) in hamlet.stage.strangers() {
            let household = *hamlet.households.first().expect("a household");
            forbidden(&ballots::print(&ctx, id).await, who);
            forbidden(&ballots::replace(&ctx, id, 1, "phiếu hỏng").await, who);
            forbidden(&ballots::ask_void(&ctx, id, 1, "in thừa").await, who);
            forbidden(&ballots::confirm_void(&ctx, id, 1).await, who);
            forbidden(&ballots::give_to_all(&ctx, id, OUT, "tận tay").await, who);
            let collecting = Collecting {
                household,
                state: Collected::Returned,
                in_time: true,
            };
            forbidden(&ballots::collect(&ctx, id, collecting).await, who);
            forbidden(&ballots::take_back_entry(&ctx, id, 1).await, who);
            forbidden(&ballots::conclude_ballots(&ctx, id, &[]).await, who);
            forbidden(&ballots::notices(&ctx, 1).await, who);
        }
        let member = hamlet.acting(FIRST);
        forbidden(
            &ballots::conclude_ballots(&member, id, &[]).await,
            "member of the team",
        );
        assert_eq!(hamlet.stage.trails().await, before);
    }
}

fn forbidden<T: std::fmt::Debug>(found: &Result<T, Error>, who: &str) {
    assert!(matches!(found, Err(Error::Forbidden)), "{who}: {found:?}");
}

#[tokio::test]
async fn each_household_is_given_one_ballot_of_as_many_as_the_roll_has() {
    for stage in stages().await {
        let hamlet = Hamlet::with(stage, 3).await;
        let id = hamlet.open().await.id;
        let team = hamlet.acting(FIRST);
        let first = *hamlet.households.first().expect("a household");
        let early = ballots::give(&team, id, first, OUT, "tận tay").await;
        assert!(matches!(early, Err(Error::Conflict(_))), "{early:?}");
        assert_eq!(ballots::print(&team, id).await.expect("printed"), [1, 2, 3]);
        let again = ballots::print(&team, id).await;
        assert!(matches!(again, Err(Error::Unlawful { .. })), "{again:?}");
        let new = ballots::replace(&team, id, 2, "rách khi in")
            .await
            .expect("replaced");
        assert_eq!(new, 4);
        deliver(&team, id, first, handed()).await.expect("given");
        deliver(&team, id, first, handed())
            .await
            .expect("giving it again changes nothing");
        assert_eq!(deliver_to_all(&team, id, handed()).await.expect("given"), 2);
        let surplus = ballots::ask_void(&team, id, 3, "in thừa một tờ").await;
        assert!(matches!(surplus, Err(Error::Invalid(_))), "{surplus:?}");
    }
}

#[tokio::test]
async fn a_paper_too_many_is_void_when_a_second_person_agrees() {
    for stage in stages().await {
        let hamlet = Hamlet::with(stage, 3).await;
        let id = hamlet.open().await.id;
        let (team, second) = (hamlet.acting(FIRST), hamlet.acting(SECOND));
        ballots::print(&team, id).await.expect("printed");
        let correction = RollCorrection {
            household: hamlet.households[2],
            change: RollChange::Remove,
            reason: "Hộ này đã chuyển đi từ trước".into(),
        };
        correct_roll(&hamlet.acting(HEAD), id, correction)
            .await
            .expect("corrected");
        let why = "thừa một tờ sau khi đính chính danh sách";
        let unasked = ballots::confirm_void(&second, id, 3).await;
        assert!(matches!(unasked, Err(Error::Invalid(_))), "{unasked:?}");
        ballots::ask_void(&team, id, 3, why).await.expect("asked");
        let alone = ballots::confirm_void(&team, id, 3).await;
        assert!(matches!(alone, Err(Error::Invalid(_))), "{alone:?}");
        let number = hamlet.decision(id).await.number;
        let valid = async || {
            let view = ballots::ballot_view(&team, number, Action::CountVotes).await;
            view.expect("a view").ballots.valid()
        };
        assert_eq!(valid().await, 3, "it counts until a second person agrees");
        ballots::withdraw_void(&team, id, 3)
            .await
            .expect("withdrawn");
        let withdrawn = ballots::confirm_void(&second, id, 3).await;
        assert!(matches!(withdrawn, Err(Error::Invalid(_))), "{withdrawn:?}");
        ballots::ask_void(&team, id, 3, why).await.expect("asked");
        ballots::confirm_void(&second, id, 3).await.expect("void");
        assert_eq!(valid().await, 2);
        deliver_to_all(&team, id, handed()).await.expect("given");
        let needed = ballots::ask_void(&team, id, 1, why).await;
        assert!(matches!(needed, Err(Error::Invalid(_))), "{needed:?}");
    }
}

fn handed() -> Handed {
    Handed {
        kind: DeliveryKind::Ballot,
        on: OUT,
        way: "tận tay từng hộ".into(),
    }
}

#[tokio::test]
async fn papers_are_opened_after_the_time_or_when_every_household_has_handed_in() {
    for stage in stages().await {
        let hamlet = Hamlet::with(stage, 3).await;
        let id = hamlet.open().await.id;
        hamlet.give_to_all(id).await;
        hamlet.collect(id, 2).await;
        let early = hamlet.read(id, FIRST, 1, Choice::Against).await;
        assert!(matches!(early, Err(Error::Unlawful { .. })), "{early:?}");
        hamlet.collect(id, 3).await;
        for serial in 1..=3 {
            for who in [FIRST, SECOND] {
                hamlet
                    .read(id, who, serial, Choice::option(0))
                    .await
                    .expect("read");
            }
        }
        let witnesses = ["Một Người".to_owned(), "Hai Người".to_owned()];
        let outcome = ballots::conclude_ballots(&hamlet.acting(HEAD), id, &witnesses)
            .await
            .expect("everybody has handed in, so the round ends early");
        assert!(outcome.is_passed());
    }
}

#[tokio::test]
async fn a_paper_is_read_by_two_people_and_no_more_papers_than_were_handed_in() {
    for stage in stages().await {
        let hamlet = Hamlet::with(stage, 3).await;
        let id = hamlet.open().await.id;
        hamlet.give_to_all(id).await;
        hamlet.collect(id, 1).await;
        hamlet.time_is_over();
        hamlet
            .read(id, FIRST, 3, Choice::Against)
            .await
            .expect("read");
        for (who, serial) in [(FIRST, 3), (SECOND, 1), (SECOND, 9)] {
            let refused = hamlet.read(id, who, serial, Choice::Against).await;
            let Err(Error::Invalid(errors)) = refused else {
                panic!("serial {serial}: {refused:?}");
            };
            assert_eq!(
                errors.first().map(|error| error.field.as_str()),
                Some("serial")
            );
        }
        ballots::take_back_entry(&hamlet.acting(FIRST), id, 3)
            .await
            .expect("taken back");
        hamlet
            .read(id, FIRST, 1, Choice::Against)
            .await
            .expect("read under the right serial");
        let late = hamlet
            .collect_one(id, hamlet.households[1], Collected::Returned)
            .await;
        assert!(matches!(late, Err(Error::Unlawful { .. })), "{late:?}");
    }
}

#[tokio::test]
async fn a_notice_to_a_household_is_listed_until_it_is_handed_over() {
    for stage in stages().await {
        let hamlet = Hamlet::with(stage, 2).await;
        let decision = hamlet.open().await;
        let member: Context<'_> = hamlet.acting(FIRST);
        let mut tx = member.write().await.expect("the seat");
        let whose = (hamlet.households[1], decision.id);
        let words = "Tổ đã nhập thay hộ ý kiến ghi trên giấy ngày 06/03/2026.";
        let notice = ballots::leave_notice_in(&member, &mut tx, whose, words)
            .await
            .expect("left");
        tx.commit().await.expect("commit");
        let listed = ballots::notices(&member, decision.number)
            .await
            .expect("listed");
        assert_eq!(listed.len(), 1);
        assert_eq!(
            listed[0].household.as_ref().map(|line| line.number),
            Some(2)
        );
        assert_eq!(listed[0].handed_on, None);
        ballots::hand_over_notice(&member, decision.id, notice, OUT, "tận tay")
            .await
            .expect("handed over");
        let listed = ballots::notices(&member, decision.number)
            .await
            .expect("listed");
        assert_eq!(listed[0].handed_on, Some(OUT));
    }
}

#[tokio::test]
async fn the_table_itself_lets_nobody_read_a_paper_twice() {
    for stage in stages().await {
        let hamlet = Hamlet::with(stage, 2).await;
        let id = hamlet.open().await.id;
        hamlet.give_to_all(id).await;
        let member = hamlet.acting(FIRST);
        let account = member.account().expect("an account");
        let entry = |place| stored::NewEntry {
            serial: 1,
            entry: place,
            account,
            choice: "against",
            reason: "",
            at: member.now(),
        };
        let mut tx = member.write().await.expect("the seat");
        stored::enter(&mut tx, (id, 1), entry(1))
            .await
            .expect("the first");
        let second = stored::enter(&mut tx, (id, 1), entry(2)).await;
        assert!(
            matches!(second, Err(StoreError::Duplicate(_))),
            "{second:?}"
        );
    }
}

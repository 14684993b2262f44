//! Accounts, mandates, sessions and failures as they are stored.

use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::{Mandate, Proof};
use dinh_domain::units::{Unit, UnitKind};
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::factors;
use dinh_store::people::failures::{self, Failures};
use dinh_store::people::sessions::{self, NewSession};
use dinh_store::people::{add_mandate, mandates};
use dinh_store::retention::end_piece;
use dinh_store::{Database, StoreError};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use crate::engines::both;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).expect("a time")
}

fn account() -> Account {
    Account {
        id: AccountId(Uuid::from_u128(1)),
        login: "lan".into(),
        name: "Nguyễn Thị Mẫu".into(),
        password_hash: "$argon2id$…".into(),
        must_change_password: true,
        disabled_at: None,
        created_at: at(0),
        sample: true,
    }
}

pub fn unit() -> Unit {
    Unit {
        code: Some("31117".into()),
        name: "Cái Khế".into(),
        valid_from: Some(date(2025, 7, 1)),
        loudspeaker: true,
        portal: true,
        sample: true,
        ..Unit::named(UnitId(Uuid::from_u128(2)), UnitKind::Ward, "Phường Cái Khế")
    }
}

fn mandate() -> Mandate {
    Mandate {
        id: MandateId(Uuid::from_u128(3)),
        account: account().id,
        role: Role::CommuneClerk,
        unit: unit().id,
        valid_from: date(2025, 7, 1),
        valid_to: None,
        document: "12/QĐ-UBND".into(),
    }
}

async fn fill(database: &Database) {
    let mut tx = database.write().await.expect("the seat");
    accounts::add(&mut tx, &account())
        .await
        .expect("an account");
    dinh_store::units::add(&mut tx, &unit())
        .await
        .expect("a unit");
    add_mandate(&mut tx, &mandate(), at(0))
        .await
        .expect("a mandate");
    tx.commit().await.expect("commit");
}

fn session(byte: u8, mandate: Option<MandateId>) -> NewSession {
    NewSession {
        token_hash: [byte; 32],
        account: account().id,
        mandate,
        csrf: "token".into(),
        at: at(0),
        seen_at: at(0),
        expires_at: at(3600),
        device: "Chrome, Windows".into(),
        proof: Proof::Password,
    }
}

#[tokio::test]
async fn an_account_is_found_by_its_login_and_no_login_is_given_twice() {
    both(async |database| {
        fill(&database).await;
        let mut tx = database.write().await.expect("the seat");
        let found = accounts::find_by_login(&mut tx, "lan").await.expect("read");
        let found = found.expect("the account");
        assert_eq!(found.name, "Nguyễn Thị Mẫu");
        assert_eq!(found.created_at, at(0));
        assert!(found.must_change_password && found.disabled_at.is_none());
        assert_eq!(accounts::count(&mut tx).await.expect("a count"), 1);
        let twin = Account {
            id: AccountId(Uuid::from_u128(9)),
            ..account()
        };
        let refused = accounts::add(&mut tx, &twin).await;
        assert!(
            matches!(refused, Err(StoreError::Duplicate(_))),
            "{refused:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn an_account_is_closed_once_and_its_sessions_are_no_longer_found() {
    both(async |database| {
        fill(&database).await;
        let mut tx = database.write().await.expect("the seat");
        sessions::add(&mut tx, session(1, None))
            .await
            .expect("a session");
        assert!(
            sessions::find(&mut tx, [1; 32])
                .await
                .expect("read")
                .is_some()
        );
        accounts::disable(&mut tx, account().id, at(5))
            .await
            .expect("closed");
        assert!(
            sessions::find(&mut tx, [1; 32])
                .await
                .expect("read")
                .is_none()
        );
        let again = accounts::disable(&mut tx, account().id, at(6)).await;
        assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn a_mandate_ends_once_and_never_before_it_begins() {
    both(async |database| {
        fill(&database).await;
        let mut tx = database.write().await.expect("the seat");
        let id = mandate().id;
        let early = mandates::end(&mut tx, id, date(2025, 6, 30)).await;
        assert!(matches!(early, Err(StoreError::Conflict)), "{early:?}");
        mandates::end(&mut tx, id, date(2026, 1, 1))
            .await
            .expect("ended");
        let later = mandates::end(&mut tx, id, date(2026, 2, 1)).await;
        assert!(matches!(later, Err(StoreError::Conflict)), "{later:?}");
        let held = mandates(&mut tx, account().id).await.expect("mandates");
        assert_eq!(
            held,
            [Mandate {
                valid_to: Some(date(2026, 1, 1)),
                ..mandate()
            }]
        );
    })
    .await;
}

#[tokio::test]
async fn a_session_knows_its_person_and_the_unit_of_its_mandate() {
    both(async |database| {
        fill(&database).await;
        let mut tx = database.write().await.expect("the seat");
        sessions::add(&mut tx, session(1, Some(mandate().id)))
            .await
            .expect("a session");
        sessions::touch(&mut tx, [1; 32], at(60))
            .await
            .expect("touched");
        let found = sessions::find(&mut tx, [1; 32])
            .await
            .expect("read")
            .expect("the session");
        assert_eq!(found.name, "Nguyễn Thị Mẫu");
        assert_eq!(found.unit_name.as_deref(), Some("Phường Cái Khế"));
        assert_eq!((found.seen_at, found.expires_at), (at(60), at(3600)));
    })
    .await;
}

#[tokio::test]
async fn sessions_end_one_by_one_all_but_one_with_their_mandate_or_with_time() {
    both(async |database| {
        fill(&database).await;
        let mut tx = database.write().await.expect("the seat");
        for byte in 1..=5 {
            let mandate = (byte == 5).then_some(mandate().id);
            sessions::add(&mut tx, session(byte, mandate))
                .await
                .expect("a session");
        }
        assert_eq!(sessions::end(&mut tx, [1; 32]).await.expect("ended"), 1);
        assert_eq!(
            sessions::end_of_mandate(&mut tx, mandate().id)
                .await
                .expect("ended"),
            1
        );
        assert_eq!(
            sessions::end_others(&mut tx, account().id, [2; 32])
                .await
                .expect("ended"),
            2
        );
        assert_eq!(
            end_piece(&mut tx, "session", at(3599)).await.expect("none"),
            0
        );
        assert_eq!(
            end_piece(&mut tx, "session", at(3600))
                .await
                .expect("the last"),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn failures_of_three_are_read_at_once_and_forgotten() {
    both(async |database| {
        let mut tx = database.write().await.expect("the seat");
        let none = [Failures::default(); 3];
        let three = [[1; 32], [2; 32], [3; 32]];
        let read = failures::of_three(&mut tx, three).await.expect("none");
        assert_eq!(read, none);
        let five = |second| Failures {
            count: 5,
            last_at: Some(at(second)),
            locked_until: Some(at(60)),
        };
        for second in [0, 1] {
            failures::save(&mut tx, [2; 32], five(second), at(second))
                .await
                .expect("saved");
        }
        let read = failures::of_three(&mut tx, three).await.expect("one");
        assert_eq!(read, [none[0], five(1), none[0]]);
        let same = failures::of_three(&mut tx, [[2; 32]; 3]).await;
        assert_eq!(same.expect("thrice the same"), [five(1); 3]);
        assert_eq!(
            end_piece(&mut tx, "sign_in_failure", at(1))
                .await
                .expect("young"),
            0
        );
        assert_eq!(
            end_piece(&mut tx, "sign_in_failure", at(2))
                .await
                .expect("old"),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn the_sessions_of_a_person_are_listed_and_ended_by_them_alone() {
    both(async |database| {
        fill(&database).await;
        let mut tx = database.write().await.expect("the seat");
        for (byte, mandate) in [(1, Some(mandate().id)), (2, None)] {
            sessions::add(&mut tx, session(byte, mandate))
                .await
                .expect("a session");
        }
        sessions::touch(&mut tx, [2; 32], at(60))
            .await
            .expect("touched");
        sessions::prove(&mut tx, [2; 32], Proof::Passkey)
            .await
            .expect("proven");
        let listed = sessions::list(&mut tx, account().id, at(61), at(0))
            .await
            .expect("listed");
        let hashes: Vec<u8> = listed.iter().map(|one| one.token_hash[0]).collect();
        assert_eq!(hashes, [2, 1], "the last used first");
        assert_eq!(listed[0].proof, Proof::Passkey);
        assert_eq!(listed[1].device, "Chrome, Windows");
        assert_eq!(
            listed[1].mandate,
            Some((Role::CommuneClerk, "Phường Cái Khế".into()))
        );
        let rested = sessions::list(&mut tx, account().id, at(61), at(1)).await;
        assert_eq!(rested.expect("listed").len(), 1, "the other was not used");
        let over = sessions::list(&mut tx, account().id, at(3600), at(0)).await;
        assert!(over.expect("listed").is_empty());
        let other = AccountId(Uuid::from_u128(99));
        let foreign = sessions::end_one(&mut tx, other, [1; 32]).await;
        assert_eq!(foreign.expect("nothing"), 0);
        let own = sessions::end_one(&mut tx, account().id, [1; 32]).await;
        assert_eq!(own.expect("ended"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_session_of_a_strict_role_says_so() {
    both(async |database| {
        fill(&database).await;
        let mut tx = database.write().await.expect("the seat");
        sessions::add(&mut tx, session(1, Some(mandate().id)))
            .await
            .expect("a session");
        for (roles, strict) in [
            (vec![Role::CommuneChairman], false),
            (vec![Role::CommuneChairman, Role::CommuneClerk], true),
            (vec![], false),
        ] {
            factors::set_strict_roles(&mut tx, &roles)
                .await
                .expect("set");
            let found = sessions::find(&mut tx, [1; 32]).await.expect("read");
            assert_eq!(found.expect("the session").strict, strict, "{roles:?}");
        }
    })
    .await;
}

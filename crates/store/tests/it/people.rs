//! Accounts, mandates, sessions and failures as they are stored.

use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::units::{Unit, UnitKind};
use dinh_store::people::accounts::{self, Account};
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
        expires_at: at(3600),
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
async fn failures_are_counted_per_login_and_forgotten() {
    both(async |database| {
        let mut tx = database.write().await.expect("the seat");
        assert_eq!(
            failures::get(&mut tx, [1; 32]).await.expect("none"),
            Failures::default()
        );
        let five = Failures {
            count: 5,
            locked_until: Some(at(60)),
        };
        failures::save(&mut tx, [1; 32], five, at(0))
            .await
            .expect("saved");
        failures::save(&mut tx, [1; 32], five, at(1))
            .await
            .expect("saved again");
        assert_eq!(failures::get(&mut tx, [1; 32]).await.expect("five"), five);
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

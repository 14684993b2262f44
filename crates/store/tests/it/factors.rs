//! Codes, passkeys, notices and notes of reading as they are stored.

use dinh_domain::ids::{AccountId, MandateId};
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::factors::{self, Totp};
use dinh_store::people::notices::{self, AccountNotice};
use dinh_store::people::passkeys::{self, Passkey};
use dinh_store::people::reads::{self, NewRead};
use dinh_store::{Database, StoreError, WriteTx};
use jiff::Timestamp;
use uuid::Uuid;

use crate::engines::both;

const LAN: AccountId = AccountId(Uuid::from_u128(1));
const MINH: AccountId = AccountId(Uuid::from_u128(2));

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).expect("a time")
}

async fn people(database: &Database) -> WriteTx {
    let mut tx = database.write().await.expect("the seat");
    for (id, login) in [(LAN, "lan"), (MINH, "minh")] {
        let account = Account {
            id,
            login: login.into(),
            name: format!("Người mẫu {login}"),
            password_hash: "$argon2id$…".into(),
            must_change_password: false,
            disabled_at: None,
            created_at: at(0),
            sample: true,
        };
        accounts::add(&mut tx, &account).await.expect("an account");
    }
    tx
}

#[tokio::test]
async fn a_step_of_time_is_used_once_and_no_older_one_after_it() {
    both(async |database| {
        let mut tx = people(&database).await;
        let totp = Totp {
            secret: vec![7; 40],
            last_step: 100,
            since: at(0),
        };
        factors::save_totp(&mut tx, LAN, totp).await.expect("saved");
        for (step, used) in [
            (100, false),
            (101, true),
            (101, false),
            (99, false),
            (103, true),
        ] {
            let result = factors::use_step(&mut tx, LAN, step).await;
            assert_eq!(result.expect("tried"), used, "{step}");
        }
        let stored = factors::find_totp(&mut tx, LAN).await.expect("read");
        assert_eq!(stored.expect("there").last_step, 103);
        assert!(!factors::use_step(&mut tx, MINH, 200).await.expect("none"));
        assert_eq!(factors::end_totp(&mut tx, LAN).await.expect("ended"), 1);
        let gone = factors::find_totp(&mut tx, LAN).await.expect("read");
        assert!(gone.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_code_on_paper_is_used_once_by_its_person() {
    both(async |database| {
        let mut tx = people(&database).await;
        let codes = [[1; 32], [2; 32]];
        factors::renew_codes(&mut tx, LAN, &codes)
            .await
            .expect("made");
        let mut use_code = async |who, code| {
            let used = factors::use_code(&mut tx, who, [code; 32], at(5)).await;
            used.expect("tried")
        };
        assert!(!use_code(MINH, 1).await, "somebody else's");
        assert!(use_code(LAN, 1).await);
        assert!(!use_code(LAN, 1).await, "used");
        assert_eq!(factors::codes_left(&mut tx, LAN).await.expect("one"), 1);
        factors::renew_codes(&mut tx, LAN, &[[3; 32]])
            .await
            .expect("made anew");
        let old = factors::use_code(&mut tx, LAN, [2; 32], at(6)).await;
        assert!(!old.expect("tried"), "of the sheet before");
    })
    .await;
}

#[tokio::test]
async fn a_passkey_belongs_to_one_account() {
    both(async |database| {
        let mut tx = people(&database).await;
        let key = Passkey {
            id: Uuid::from_u128(9),
            account: LAN,
            credential: vec![1, 2, 3],
            public_key: vec![4; 77],
            counter: 0,
            name: "Điện thoại".into(),
            created_at: at(0),
            used_at: None,
        };
        passkeys::add(&mut tx, key.clone()).await.expect("added");
        passkeys::mark_used(&mut tx, key.id, 7, at(9))
            .await
            .expect("used");
        let used = Passkey {
            counter: 7,
            used_at: Some(at(9)),
            ..key.clone()
        };
        let found = passkeys::find(&mut tx, &[1, 2, 3]).await.expect("read");
        assert_eq!(found, Some(used.clone()));
        let listed = passkeys::of_account(&mut tx, LAN).await.expect("read");
        assert_eq!(listed, [used]);
        let foreign = passkeys::end(&mut tx, MINH, key.id).await;
        assert_eq!(foreign.expect("nothing"), 0);
        assert_eq!(passkeys::end_all(&mut tx, LAN).await.expect("ended"), 1);
        tx.commit().await.expect("commit");

        let mut tx = database.write().await.expect("the seat");
        passkeys::add(&mut tx, key.clone()).await.expect("added");
        let twin = Passkey {
            id: Uuid::from_u128(10),
            account: MINH,
            ..key
        };
        let taken = passkeys::add(&mut tx, twin).await;
        assert!(matches!(taken, Err(StoreError::Duplicate(_))), "{taken:?}");
    })
    .await;
}

#[tokio::test]
async fn a_notice_stands_until_it_is_seen_and_is_forgotten_later() {
    both(async |database| {
        let mut tx = people(&database).await;
        let notice = |kind: &str, second| AccountNotice {
            kind: kind.into(),
            reason: "đã gặp trực tiếp".into(),
            at: at(second),
        };
        for (number, second) in [(1, 10), (2, 20)] {
            let id = Uuid::from_u128(number);
            notices::add(&mut tx, id, LAN, notice("reset_factors", second))
                .await
                .expect("told");
        }
        let unseen = notices::unseen(&mut tx, LAN).await.expect("read");
        assert_eq!(
            unseen,
            [notice("reset_factors", 20), notice("reset_factors", 10)]
        );
        assert_eq!(notices::see(&mut tx, MINH, at(30)).await.expect("none"), 0);
        assert_eq!(notices::see(&mut tx, LAN, at(30)).await.expect("both"), 2);
        assert!(
            notices::unseen(&mut tx, LAN)
                .await
                .expect("read")
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn a_person_reads_who_opened_pages_about_them_and_not_about_others() {
    both(async |database| {
        let mut tx = people(&database).await;
        let reader = AccountId(Uuid::from_u128(3));
        let read = |number: u128, who, kind, subject: &str| NewRead {
            id: Uuid::from_u128(number),
            at: at(i64::try_from(number).expect("small")),
            reader: who,
            mandate: MandateId(Uuid::from_u128(4)),
            kind,
            subject: subject.into(),
            page: "/trang",
        };
        for read in [
            read(1, reader, "account", &LAN.to_string()),
            read(2, reader, "account", &MINH.to_string()),
            read(3, reader, "accounts", ""),
            read(4, LAN, "accounts", ""),
            read(5, reader, "household", "somebody else's"),
        ] {
            reads::add(&mut tx, read).await.expect("noted");
        }
        let found = reads::of_person(&mut tx, LAN, None, Uuid::max(), 50).await;
        let found = found.expect("read");
        let older = reads::of_person(&mut tx, LAN, None, found[0].id, 50).await;
        assert_eq!(older.expect("read").len(), 1, "after the newest");
        let kinds: Vec<_> = found.into_iter().map(|read| (read.at, read.kind)).collect();
        assert_eq!(
            kinds,
            [(at(3), "accounts".into()), (at(1), "account".into())]
        );
        let mut is_noted = async |subject: &str, since| {
            let noted = reads::is_noted(&mut tx, reader, "/trang", subject, at(since)).await;
            noted.expect("read")
        };
        assert!(is_noted(&LAN.to_string(), 0).await);
        assert!(!is_noted(&LAN.to_string(), 1).await, "longer ago");
        assert!(!is_noted("nobody", 0).await);
    })
    .await;
}

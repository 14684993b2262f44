//! What is kept ends when its time is over, in pieces, and the trail says only how many.

use std::collections::BTreeSet;

use dinh_domain::ids::AccountId;
use dinh_domain::people::Proof;
use dinh_law::Law;
use dinh_service::Error;
use dinh_service::clock::Clock as _;
use dinh_service::disclosure::DAYS_AFTER_ANSWER;
use dinh_service::retention::{end_next, kinds};
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::failures::{self, Failures};
use dinh_store::people::identities;
use dinh_store::people::sessions::{self, NewSession};
use jiff::SignedDuration;
use jiff::civil::date;
use uuid::Uuid;

use crate::stage::{Stage, stages};

/// More than two pieces.
const SESSIONS: u16 = 1_201;

#[test]
fn every_kind_with_a_time_ends_by_itself_and_no_other() {
    let dated = Law::embedded()
        .retention()
        .iter()
        .filter(|kind| kind.days.is_some());
    let dated: BTreeSet<&str> = dated.map(|kind| kind.code.as_str()).collect();
    let ending: BTreeSet<&str> = dinh_store::retention::kinds().collect();
    assert_eq!(dated, ending);
}

#[test]
fn who_asks_for_information_is_forgotten_when_the_page_says() {
    let mut kinds = Law::embedded().retention().iter();
    let asker = kinds.find(|kind| kind.code == "asker").expect("there");
    assert_eq!(asker.days.map(i64::from), Some(DAYS_AFTER_ANSWER));
}

fn closed(number: u128, stage: &Stage) -> Account {
    Account {
        id: AccountId(Uuid::from_u128(number)),
        login: format!("nghi-{number}"),
        name: "Nguyễn Văn Nghỉ".into(),
        password_hash: "$argon2id$…".into(),
        must_change_password: false,
        disabled_at: Some(stage.clock.now()),
        created_at: stage.clock.now(),
        sample: true,
    }
}

async fn fill(stage: &Stage) {
    let now = stage.clock.now();
    let mut tx = stage.platform.store.write().await.expect("the seat");
    let account = closed(77_001, stage);
    accounts::add(&mut tx, &account).await.expect("an account");
    let who = (None, now);
    identities::add(&mut tx, "https://a.vn", "nv-1", account.id, who)
        .await
        .expect("a link");
    for number in 0..SESSIONS {
        let mut token_hash = [0; 32];
        token_hash[..2].copy_from_slice(&number.to_be_bytes());
        let alive = number == 0;
        let session = NewSession {
            token_hash,
            account: account.id,
            mandate: None,
            csrf: "x".into(),
            at: now,
            seen_at: now,
            device: String::new(),
            proof: Proof::Password,
            expires_at: now + SignedDuration::from_hours(if alive { 24 } else { 1 }),
        };
        sessions::add(&mut tx, session).await.expect("a session");
    }
    let five = Failures {
        count: 5,
        last_at: Some(now),
        locked_until: None,
    };
    failures::save(&mut tx, [1; 32], five, now)
        .await
        .expect("a failure");
    dinh_store::once::claim(&mut tx, [2; 32], 1, now)
        .await
        .expect("a form");
    tx.commit().await.expect("commit");
}

/// Every piece that there is to end now.
async fn ended(stage: &Stage) -> Vec<u64> {
    let mut pieces = Vec::new();
    loop {
        match end_next(&stage.clockwork()).await.expect("ended") {
            0 => return pieces,
            piece => pieces.push(piece),
        }
    }
}

async fn trail(stage: &Stage) -> Vec<String> {
    let mut tx = stage.platform.store.read().await.expect("a snapshot");
    let lines = dinh_store::audit::newest(&mut tx, 100)
        .await
        .expect("the trail");
    let ours = lines
        .into_iter()
        .filter(|line| line.action == "end_retention");
    ours.map(|line| line.detail.0.to_string()).collect()
}

#[tokio::test]
async fn what_is_over_ends_in_pieces_and_the_trail_says_how_many() {
    for stage in stages().await {
        fill(&stage).await;
        // The link of a closed account is over at once.
        assert_eq!(ended(&stage).await, [1]);
        stage
            .clock
            .set(stage.clock.now() + SignedDuration::from_hours(2));
        assert_eq!(
            ended(&stage).await,
            [500, 500, 200],
            "sessions, but not the one that holds"
        );
        assert_eq!(ended(&stage).await, [] as [u64; 0], "it is done once");
        stage
            .clock
            .set(stage.clock.now() + SignedDuration::from_hours(30));
        assert_eq!(ended(&stage).await, [1, 1], "the last session, the failure");
        let mut lines = trail(&stage).await;
        lines.reverse();
        let told = [
            r#"{"count":1,"kind":"closed_account_link"}"#,
            r#"{"count":500,"kind":"session"}"#,
            r#"{"count":500,"kind":"session"}"#,
            r#"{"count":200,"kind":"session"}"#,
            r#"{"count":1,"kind":"session"}"#,
            r#"{"count":1,"kind":"sign_in_failure"}"#,
        ];
        assert_eq!(lines, told);
    }
}

#[tokio::test]
async fn the_name_of_a_closed_account_goes_after_its_time_and_its_row_stays() {
    for stage in stages().await {
        fill(&stage).await;
        stage.move_to(date(2036, 2, 1));
        ended(&stage).await;
        let named = async || {
            let mut tx = stage.platform.store.read().await.expect("a snapshot");
            let id = AccountId(Uuid::from_u128(77_001));
            accounts::get(&mut tx, id).await.expect("still there")
        };
        assert_eq!(
            named().await.name,
            "Nguyễn Văn Nghỉ",
            "ten years are not over"
        );
        stage.move_to(date(2036, 2, 12));
        ended(&stage).await;
        let account = named().await;
        assert_eq!(account.name, "Tài khoản đã xóa tên");
        assert!(account.login.starts_with("da-xoa-") && account.password_hash.is_empty());
        assert_eq!(ended(&stage).await, [] as [u64; 0]);
    }
}

#[tokio::test]
async fn administrators_see_how_much_is_over_and_clerks_do_not() {
    for stage in stages().await {
        fill(&stage).await;
        stage
            .clock
            .set(stage.clock.now() + SignedDuration::from_hours(2));
        let denied = kinds(&stage.clerk()).await;
        assert!(matches!(denied, Err(Error::Forbidden)), "{denied:?}");
        let seen = kinds(&stage.acting(5)).await.expect("seen");
        assert_eq!(seen.len(), Law::embedded().retention().len());
        let due = |code: &str| {
            let mut found = seen.iter().filter(|kept| kept.kind.code == code);
            found.next().and_then(|kept| kept.due)
        };
        assert_eq!(due("session"), Some(1_200));
        assert_eq!(due("register"), None);
    }
}

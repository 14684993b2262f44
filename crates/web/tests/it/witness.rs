//! Witnesses with their real memory and their real service, without a network in between: what each answers, what a city
//! makes of it, and that a city with two faces cannot deceive four of five.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use dinh_register::{Cosigner, Policy, Receipt, SignerKey, VerifierKey, receipt, tree};
use dinh_service::clock::SetClock;
use dinh_service::register::{
    Answer, Carrier, Start, Witnesses, find_checkpoint, may_start, name_witnesses, sign_newest,
};
use dinh_service::witness::Witness;
use jiff::civil::date;
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::tiles::append;
use crate::town::{Town, town};

const ORIGIN: &str = "dangky.example.vn/so-cong-khai";

fn log_key() -> VerifierKey {
    let key = SignerKey::from_seed(ORIGIN, &[7; 32]).expect("a name");
    key.verifier().clone()
}

/// Five witnesses, each with a memory on the disk; a test may take some of them away from a city.
struct Five {
    routers: BTreeMap<String, Router>,
    policy: String,
    down: Mutex<BTreeSet<String>>,
    asked: Mutex<Vec<String>>,
    _folder: TempDir,
}

fn name(number: u8) -> String {
    format!("chung-kien-{number}.example.vn")
}

async fn witness(folder: &TempDir, number: u8) -> (Router, String) {
    let file = folder.path().join(format!("{number}.sqlite"));
    let address = format!("sqlite://{}", file.display());
    let memory = dinh_store::witness::open(&address);
    let cosigner = Cosigner::from_seed(&name(number), &[50 + number; 32]).expect("a name");
    let line = format!(
        "witness w{number} {} https://{}\n",
        cosigner.key(),
        name(number)
    );
    let clock = SetClock::on(date(2026, 11, 23), 10);
    let logs = vec![log_key()];
    let witness = Witness::new(
        memory.await.expect("a memory"),
        cosigner,
        logs,
        Arc::new(clock),
    );
    (dinh_web::witness_router(witness), line)
}

async fn five(least: u8) -> Arc<Five> {
    let folder = TempDir::new().expect("a temporary folder");
    let (mut routers, mut policy) = (BTreeMap::new(), String::new());
    for number in 0..5 {
        let (router, line) = witness(&folder, number).await;
        routers.insert(name(number), router);
        policy.push_str(&line);
    }
    policy.extend([format!("group all {least} w0 w1 w2 w3 w4\nquorum all\n")]);
    Arc::new(Five {
        routers,
        policy,
        down: Mutex::default(),
        asked: Mutex::default(),
        _folder: folder,
    })
}

impl Five {
    fn take_down(&self, numbers: &[u8]) {
        let names = numbers.iter().map(|number| name(*number)).collect();
        *self.down.lock().expect("down") = names;
    }

    fn count(&self, number: u8) -> usize {
        let asked = self.asked.lock().expect("asked");
        asked.iter().filter(|host| **host == name(number)).count()
    }
}

async fn send(router: Router, body: String) -> (u16, String, String) {
    let request = Request::post("/add-checkpoint").body(Body::from(body));
    let response = router.oneshot(request.expect("a request")).await;
    let response = response.expect("an answer");
    let kind = response.headers().get("content-type").cloned();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), usize::MAX).await;
    let text = String::from_utf8(bytes.expect("a body").to_vec()).expect("text");
    let kind = kind.map(|kind| kind.to_str().unwrap_or_default().to_owned());
    (status, text, kind.unwrap_or_default())
}

impl Carrier for Five {
    fn post<'a>(
        &'a self,
        url: &'a str,
        media_type: &'static str,
        body: Vec<u8>,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, String>> + Send + 'a>> {
        let host = url
            .strip_prefix("https://")
            .and_then(|rest| rest.strip_suffix("/add-checkpoint"))
            .unwrap_or(url)
            .to_owned();
        Box::pin(async move {
            self.asked.lock().expect("asked").push(host.clone());
            if self.down.lock().expect("down").contains(&host) {
                return Err("taken away".into());
            }
            let router = self.routers.get(&host).ok_or("no such host")?.clone();
            assert!(media_type.starts_with("text/plain"));
            let body = String::from_utf8(body).map_err(|error| error.to_string())?;
            let (status, body, _) = send(router, body).await;
            Ok(Answer {
                status,
                body: body.into_bytes(),
            })
        })
    }
}

fn carrier(five: &Arc<Five>) -> Arc<dyn Carrier> {
    Arc::<Five>::clone(five)
}

/// A town whose register has so many entries of its own history, all signed, with these witnesses.
async fn city(five: &Arc<Five>, face: u128, size: i64) -> Town {
    let town = town().await;
    name_witnesses(&town.platform, &five.policy)
        .await
        .expect("a policy");
    append(&town.platform, &town.ward, face, size).await;
    sign_newest(&town.platform).await.expect("signed");
    town
}

async fn quorum(town: &Town) -> i64 {
    let mut tx = town.platform.store.read().await.expect("a snapshot");
    let row = dinh_store::register::heads::find_quorum_up_to(&mut tx, i64::MAX);
    row.await.expect("read").map_or(0, |row| row.size)
}

#[tokio::test]
async fn what_a_quorum_signed_bounds_the_time_of_an_entry_offline() {
    let five = five(4).await;
    let town = city(&five, 1, 3).await;
    let mut witnesses = Witnesses::default();
    let asked = witnesses.ask(&town.platform, &carrier(&five)).await;
    assert_eq!(asked.expect("asked"), 3);
    append(&town.platform, &town.ward, 1, 8).await;
    sign_newest(&town.platform).await.expect("signed");
    let before = town.get("/so-cai/5", "").await.text;
    assert!(before.contains("chỉ có thành phố ký"), "{before}");
    let asked = witnesses.ask(&town.platform, &carrier(&five)).await;
    assert_eq!(asked.expect("asked"), 8);

    let note = find_checkpoint(&town.platform).await.expect("read");
    assert_eq!(note.expect("signed").matches("\n\u{2014} ").count(), 6);
    let policy = town.get("/so-cong-khai/policy", "").await.text;
    let policy = Policy::parse(&policy).expect("a policy");
    let taken = town.get("/so-cai/5.dinh.json", "").await.text;
    let taken = Receipt::from_json(&taken).expect("a receipt");
    let verified = receipt::verify(&taken, &policy, &[]).expect("accepted");
    let at = 1_795_402_800;
    assert_eq!(verified.head.seen.map(|seen| seen.latest), Some(at));
    let earlier = verified.before.expect("a quorum without it");
    assert_eq!(earlier.checkpoint.size, 3);
    assert_eq!(earlier.seen.map(|seen| seen.earliest), Some(at));
    let page = town.get("/so-cai/5", "").await.text;
    assert!(page.contains("Đã được chứng kiến"), "{page}");
    assert!(page.contains("23/11/2026"), "{page}");
    // A receipt taken earlier stays as it is when the register grows.
    append(&town.platform, &town.ward, 1, 20).await;
    sign_newest(&town.platform).await.expect("signed");
    witnesses
        .ask(&town.platform, &carrier(&five))
        .await
        .expect("asked");
    let again = town.get("/so-cai/5.dinh.json", "").await.text;
    assert_eq!(Receipt::from_json(&again), Ok(taken));
}

#[tokio::test]
async fn one_witness_that_is_away_does_not_hinder_and_is_left_alone_for_a_while() {
    let five = five(4).await;
    five.take_down(&[2]);
    let town = city(&five, 1, 3).await;
    let mut witnesses = Witnesses::default();
    let asked = witnesses.ask(&town.platform, &carrier(&five)).await;
    assert_eq!(asked.expect("asked"), 3);
    for _ in 0..3 {
        witnesses
            .ask(&town.platform, &carrier(&five))
            .await
            .expect("asked");
    }
    assert_eq!(five.count(2), 1, "not before its pause is over");
    assert_eq!(five.count(1), 1, "who signed is not asked again");
    five.take_down(&[]);
    town.pass(1);
    witnesses
        .ask(&town.platform, &carrier(&five))
        .await
        .expect("asked");
    assert_eq!(five.count(2), 2);
    let note = find_checkpoint(&town.platform).await.expect("read");
    assert_eq!(note.expect("signed").matches("\n\u{2014} ").count(), 6);
}

#[tokio::test]
async fn two_witnesses_away_are_too_many_for_four_of_five() {
    let five = five(4).await;
    five.take_down(&[1, 2]);
    let town = city(&five, 1, 3).await;
    let mut witnesses = Witnesses::default();
    let asked = witnesses.ask(&town.platform, &carrier(&five)).await;
    assert_eq!(asked.expect("asked"), 0);
    five.take_down(&[3]);
    town.pass(1);
    // What was signed before is kept: one of the two is enough now.
    let asked = witnesses.ask(&town.platform, &carrier(&five)).await;
    assert_eq!(asked.expect("asked"), 3);
}

#[tokio::test]
async fn a_process_that_forgot_what_the_witnesses_know_asks_them() {
    let five = five(4).await;
    let town = city(&five, 1, 70).await;
    for size in [70, 300, 301] {
        append(&town.platform, &town.ward, 1, size).await;
        sign_newest(&town.platform).await.expect("signed");
        let mut forgetful = Witnesses::default();
        let asked = forgetful.ask(&town.platform, &carrier(&five)).await;
        assert_eq!(asked.expect("asked"), size);
    }
    assert_eq!(five.count(0), 1 + 2 + 2);
}

#[tokio::test]
async fn an_old_copy_does_not_sign_a_second_history() {
    let five = five(4).await;
    let town = city(&five, 1, 30).await;
    let start = may_start(&town.platform, &carrier(&five)).await;
    assert_eq!(start.expect("asked"), Start::Clear, "nobody knows more");
    let mut witnesses = Witnesses::default();
    witnesses
        .ask(&town.platform, &carrier(&five))
        .await
        .expect("asked");
    let start = may_start(&town.platform, &carrier(&five)).await;
    assert_eq!(start.expect("asked"), Start::Clear, "a restart heals");

    // The same key over an older state of the database, and over an empty one.
    for size in [10, 0] {
        let restored = city(&five, 1, size).await;
        let start = may_start(&restored.platform, &carrier(&five)).await;
        let Start::Ahead { known, signed, .. } = start.expect("asked") else {
            panic!("an old copy may not sign");
        };
        assert_eq!(
            (known, signed),
            (30, u64::try_from(size).expect("positive"))
        );
    }
}

#[tokio::test]
async fn nothing_is_signed_while_those_who_are_silent_could_be_a_quorum() {
    let five = five(4).await;
    let town = city(&five, 1, 5).await;
    for (down, start) in [
        (vec![], Start::Clear),
        (vec![0, 1, 2], Start::Clear),
        (vec![0, 1, 2, 3], Start::TooFew { answered: 1, of: 5 }),
        (vec![0, 1, 2, 3, 4], Start::TooFew { answered: 0, of: 5 }),
    ] {
        five.take_down(&down);
        let found = may_start(&town.platform, &carrier(&five)).await;
        assert_eq!(found.expect("asked"), start, "{down:?}");
    }
    let alone = crate::town::town().await;
    let found = may_start(&alone.platform, &carrier(&five)).await;
    assert_eq!(
        found.expect("asked"),
        Start::Clear,
        "no witnesses are named"
    );
}

/// "Must be shown" 3, with everything real but the network: two databases under one key show two faces to changing groups of
/// five witnesses; beyond what they have in common only one ever gets a quorum.
#[tokio::test]
async fn a_city_with_two_faces_gets_a_quorum_for_one_at_most() {
    let mut with_quorum = 0;
    for seed in 0..6_usize {
        let five = five(4).await;
        let faces = [city(&five, 1, 0).await, city(&five, 2, 0).await];
        // The first four entries are the same.
        for town in &faces {
            append(&town.platform, &town.ward, 3, 4).await;
        }
        let mut asking = [Witnesses::default(), Witnesses::default()];
        for round in 0..10_usize {
            let which = (seed + round * (seed + 1)) % 2;
            let (town, face) = (&faces[which], u128::try_from(which).expect("small") + 1);
            let size = 4 + i64::try_from(round).expect("small");
            append(&town.platform, &town.ward, face, size).await;
            sign_newest(&town.platform).await.expect("signed");
            let hidden = [(seed + round) % 5, (seed * 3 + round * 2) % 5];
            let hidden = hidden.map(|number| u8::try_from(number).expect("small"));
            five.take_down(&hidden[..(seed + round) % 3]);
            asking[which]
                .ask(&town.platform, &carrier(&five))
                .await
                .expect("asked");
            town.pass(20);
        }
        let sizes = [quorum(&faces[0]).await, quorum(&faces[1]).await];
        let beyond = sizes.iter().filter(|size| **size > 4).count();
        assert!(beyond <= 1, "{seed}: {sizes:?}");
        with_quorum += beyond;
    }
    assert!(
        with_quorum > 0,
        "no face ever got a quorum: nothing was tried"
    );
}

#[tokio::test]
async fn a_witness_answers_as_the_protocol_says_and_remembers_after_a_restart() {
    let folder = TempDir::new().expect("a temporary folder");
    let (router, line) = witness(&folder, 0).await;
    let key = SignerKey::from_seed(ORIGIN, &[7; 32]).expect("a name");
    let leaves: Vec<_> = (0..3_u8).map(|number| tree::leaf_hash(&[number])).collect();
    let note = |size: usize| {
        let mut frontier = tree::Frontier::new();
        for leaf in &leaves[..size] {
            frontier.push(*leaf);
        }
        let checkpoint = dinh_register::Checkpoint {
            origin: ORIGIN.into(),
            size: frontier.size(),
            root: frontier.root(),
        };
        checkpoint.sign(&key).expect("the register's key")
    };
    let (status, body, _) = send(router.clone(), format!("old 0\n\n{}", note(2))).await;
    assert_eq!(status, 200);
    assert!(
        body.starts_with(&format!("\u{2014} {} ", name(0))),
        "{body}"
    );
    drop(router);

    let (router, same) = witness(&folder, 0).await;
    assert_eq!(line, same);
    let proof = leaves[2].base64();
    for (body, status) in [
        (format!("old 0\n\n{}", note(3)), 409),
        (format!("old 2\n\n{}", note(3)), 422),
        (
            format!(
                "old 2\n{proof}\n\n{}",
                note(3).replacen(ORIGIN, "khac.vn/so", 2)
            ),
            404,
        ),
        (
            format!(
                "old 2\n{proof}\n\n{}",
                note(3).replacen("\n3\n", "\n4\n", 1)
            ),
            403,
        ),
        ("old 2".to_owned(), 400),
        ("x".repeat(300_000), 413),
        (format!("old 2\n{proof}\n\n{}", note(3)), 200),
    ] {
        let (found, said, kind) = send(router.clone(), body).await;
        assert_eq!(found, status, "{said}");
        if status == 409 {
            assert_eq!((said.as_str(), kind.as_str()), ("2\n", "text/x.tlog.size"));
        }
    }
}

#[tokio::test]
async fn a_witness_tells_who_it_is_and_that_it_works() {
    let folder = TempDir::new().expect("a temporary folder");
    let (router, _) = witness(&folder, 0).await;
    for (path, part) in [("/", format!("{ORIGIN}+")), ("/healthz", "ok\n".into())] {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let response = router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        let bytes = to_bytes(response.into_body(), usize::MAX).await;
        let text = String::from_utf8(bytes.expect("a body").to_vec()).expect("text");
        assert!(text.contains(&part), "{text}");
    }
}

#[tokio::test]
async fn a_file_of_witnesses_is_refused_with_its_line() {
    let five = five(4).await;
    let town = town().await;
    let first = format!(" https://{}", name(0));
    let silent = five.policy.replacen(&first, "", 1);
    let twice = format!("{}quorum none\n", five.policy);
    for (lines, reason) in [
        ("", "đúng một dòng quorum"),
        ("quorum ai\n", "dòng 1 sai"),
        (twice.as_str(), "dòng 8 sai"),
        (silent.as_str(), "w0 chưa có địa chỉ"),
        (&format!("log {}\nquorum none\n", log_key()), "dòng 1 sai"),
    ] {
        let refused = name_witnesses(&town.platform, lines).await;
        let said = refused.expect_err(lines).to_string();
        assert!(said.contains(reason), "{said}");
    }
    assert!(name_witnesses(&town.platform, &five.policy).await.is_ok());
}

#[tokio::test]
async fn one_address_cannot_keep_a_witness_busy() {
    let folder = TempDir::new().expect("a temporary folder");
    let (router, _) = witness(&folder, 0).await;
    let mut refused = BTreeMap::<&str, usize>::new();
    for (address, count) in [("192.0.2.1:4000", 30), ("192.0.2.2:4000", 1)] {
        for _ in 0..count {
            let mut request = Request::post("/add-checkpoint")
                .body(Body::from("x"))
                .expect("a request");
            let from: SocketAddr = address.parse().expect("an address");
            request.extensions_mut().insert(ConnectInfo(from));
            let response = router.clone().oneshot(request).await.expect("an answer");
            let is_too_often = response.status() == StatusCode::TOO_MANY_REQUESTS;
            *refused.entry(address).or_default() += usize::from(is_too_often);
        }
    }
    assert!(refused["192.0.2.1:4000"] > 0);
    assert_eq!(refused["192.0.2.2:4000"], 0);
}

//! The key of the register is replaced without a break: before, during and after, everybody who keeps up accepts the register,
//! and what the old key signed stays true.

use std::sync::Arc;

use dinh_register::{Policy, Receipt, VerifierKey, receipt};
use dinh_service::register::{
    Carrier, Signer, Start, Witnesses, find_proof, may_start, name_witnesses, policy, retire_key,
    sign_newest,
};
use dinh_service::{Error, Platform};
use tempfile::TempDir;
use uuid::Uuid;

use super::{heads_of_one_history, record};
use crate::stage::{Stage, stages};
use crate::witnesses::{Hall, lines};

const ORIGIN: &str = "dangky.example.vn/so-cong-khai";

fn key(seed: u8) -> VerifierKey {
    Signer::new(ORIGIN, &[seed; 32])
        .expect("a name")
        .verifiers()
        .remove(0)
}

/// The next act, signed; gives how far witnesses followed.
async fn next(platform: &Platform, hall: &Arc<dyn Carrier>, number: u128) -> i64 {
    record(platform, Uuid::from_u128(number)).await;
    sign_newest(platform).await.expect("signed");
    let mut witnesses = Witnesses::default();
    witnesses.ask(platform, hall).await.expect("asked")
}

async fn trusted(platform: &Platform) -> Policy {
    let mut tx = platform.store.read().await.expect("a snapshot");
    policy(platform, &mut tx).await.expect("a policy")
}

async fn receipt_of(platform: &Platform, position: i64) -> Receipt {
    let mut tx = platform.store.read().await.expect("a snapshot");
    let proof = find_proof(&mut tx, position)
        .await
        .expect("read")
        .expect("there");
    let files = dinh_service::register::receipt(&proof, false)
        .expect("made")
        .expect("signed");
    Receipt::from_json(&files.json).expect("a receipt")
}

async fn all_receipts_hold(platform: &Platform, count: i64) {
    let policy = trusted(platform).await;
    for position in 0..count {
        let receipt = receipt_of(platform, position).await;
        receipt::verify(&receipt, &policy, &[]).expect("holds");
    }
}

#[tokio::test]
async fn a_key_is_replaced_without_a_break_and_old_receipts_stay_true() {
    for mut stage in stages().await {
        replaced(&mut stage).await;
    }
}

async fn replaced(stage: &mut Stage) {
    let folder = TempDir::new().expect("a temporary folder");
    let (old, new) = (key(7), key(8));
    // Two witnesses keep up and know both keys; the third never hears of the new one.
    let late: Arc<dyn Carrier> =
        Arc::new(Hall::open(folder.path(), 3, std::slice::from_ref(&old)).await);
    let platform = &mut stage.platform;
    name_witnesses(platform, &lines(3, 2)).await.expect("named");
    assert_eq!(next(platform, &late, 1).await, 1);
    let refused = retire_key(platform, old.id()).await;
    assert!(
        matches!(refused, Err(Error::Conflict(text)) if text.contains("dinh register key new"))
    );

    // Both keys sign: who knows only the old one goes on, and so does who knows only the new one.
    platform.signer = platform.signer.clone().and(&[8; 32]).expect("a key");
    let refused = retire_key(platform, old.id()).await;
    assert!(
        matches!(refused, Err(Error::Conflict(_))),
        "nothing is signed with the new key yet"
    );
    assert_eq!(next(platform, &late, 2).await, 2);
    let young = Policy::of_logs([new.clone()]);
    // The head before it is signed with the old key only, and not needed.
    let receipt = Receipt {
        before: None,
        ..receipt_of(platform, 1).await
    };
    receipt::verify(&receipt, &young, &[]).expect("the new key alone is enough");
    all_receipts_hold(platform, 2).await;

    drop(late);
    without_the_old_key(platform, &folder, (old, new)).await;
}

/// The old key is let go; one after the other the witnesses learn of the new one.
async fn without_the_old_key(
    platform: &mut Platform,
    folder: &TempDir,
    (old, new): (VerifierKey, VerifierKey),
) {
    let late: Arc<dyn Carrier> =
        Arc::new(Hall::open(folder.path(), 3, std::slice::from_ref(&old)).await);
    let gone = retire_key(platform, old.id())
        .await
        .expect("another one signs");
    assert_eq!(gone, old);
    platform.signer = Signer::new(ORIGIN, &[8; 32]).expect("a key");
    let keys: Vec<VerifierKey> = trusted(platform)
        .await
        .logs
        .into_iter()
        .map(|log| log.key)
        .collect();
    assert_eq!(
        keys,
        [old.clone(), new.clone()],
        "the retired key is still named"
    );
    assert_eq!(
        next(platform, &late, 3).await,
        2,
        "witnesses that know the old key only stay behind"
    );
    drop(late);
    let hall: Arc<dyn Carrier> = Arc::new(Hall::open(folder.path(), 3, &[old.clone(), new]).await);
    assert_eq!(
        may_start(platform, &hall).await.expect("asked"),
        Start::Clear
    );
    assert_eq!(next(platform, &hall, 4).await, 4);
    all_receipts_hold(platform, 4).await;
    assert_eq!(
        heads_of_one_history(platform, &trusted(platform).await).await,
        3
    );
    name_witnesses(platform, &lines(3, 2))
        .await
        .expect("named again beside both keys");
    let wrong = name_witnesses(platform, "witness a x\nquorum a\n").await;
    assert!(matches!(wrong, Err(Error::Conflict(text)) if text.contains("dòng 1 sai")));
}

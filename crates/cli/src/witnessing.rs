//! The city's side of its witnesses: before anything is signed they are asked what they know, and again when another database
//! server takes over; then they are asked about each new checkpoint.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dinh_service::Platform;
use dinh_service::register::{Carrier, Start, Watch, Witnesses, may_start, stamp_newest};
use dinh_web::HttpCarrier;

/// How long to wait before those who stand in the way of signing are asked again.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is looked whether the newest checkpoint is to be stamped.
const STAMPING: Duration = Duration::from_mins(1);

/// Have checkpoints stamped with the time until the process ends, while this node leads. A failure is told and tried again.
pub async fn stamp(platform: Arc<Platform>, watch: Arc<Watch>, leads: Arc<AtomicBool>) {
    let carrier: Arc<dyn Carrier> = Arc::new(HttpCarrier::default());
    let mut tick = tokio::time::interval(STAMPING);
    loop {
        tick.tick().await;
        if !leads.load(Ordering::SeqCst) {
            continue;
        }
        let stamped = stamp_newest(&platform, &carrier).await;
        match &stamped {
            Ok(Some(row)) => tracing::info!(size = row.size, "a checkpoint was stamped"),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "no time stamp; it is tried again"),
        }
        watch.stamping(stamped.err().map(|error| error.to_string()));
    }
}

/// Ask once, for at most as long as one request may take; [`follow`] asks again.
pub async fn ask_once(platform: &Platform, watch: &Watch) {
    let carrier: Arc<dyn Carrier> = Arc::new(HttpCarrier::default());
    starts(platform, watch, &carrier).await;
}

/// Go on until the process ends. `may_sign` becomes true once the start rule allows it, and false again when another database
/// server takes over; the witnesses are asked while this node leads.
pub async fn follow(
    platform: Arc<Platform>,
    watch: Arc<Watch>,
    may_sign: Arc<AtomicBool>,
    leads: Arc<AtomicBool>,
) {
    let carrier: Arc<dyn Carrier> = Arc::new(HttpCarrier::default());
    let mut witnesses = Witnesses::default();
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop {
        tick.tick().await;
        if platform.signer.must_ask(&platform.store) {
            tracing::warn!(
                tenure = platform.store.tenure(),
                "another database server took over: the witnesses are asked before anything is recorded or signed"
            );
            may_sign.store(false, Ordering::SeqCst);
        }
        if !may_sign.load(Ordering::SeqCst) {
            if !starts(&platform, &watch, &carrier).await {
                tokio::time::sleep(PATIENCE).await;
                continue;
            }
            may_sign.store(true, Ordering::SeqCst);
        }
        if !leads.load(Ordering::SeqCst) {
            continue;
        }
        if let Err(error) = witnesses.ask(&platform, &carrier).await {
            tracing::error!(%error, "the witnesses could not be asked");
        }
        watch.heard(witnesses.peers().clone());
    }
}

async fn starts(platform: &Platform, watch: &Watch, carrier: &Arc<dyn Carrier>) -> bool {
    let start = may_start(platform, carrier).await;
    if let Ok(start) = &start {
        watch.started(start.clone());
    }
    match start {
        Ok(Start::Clear) => return true,
        Ok(Start::Ahead {
            witness,
            known,
            signed,
        }) => tracing::error!(
            witness,
            known,
            signed,
            "nothing is signed: a witness knows entries that are not here; was an old copy restored?"
        ),
        Ok(Start::TooFew { answered, of }) => tracing::warn!(
            answered,
            of,
            "nothing is signed yet: too few witnesses answered"
        ),
        Err(error) => tracing::error!(%error, "the start rule failed and is tried again"),
    }
    false
}

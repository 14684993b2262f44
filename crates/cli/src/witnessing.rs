//! The city's side of its witnesses: before anything is signed they are asked what they know; then they are asked about each
//! new checkpoint.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dinh_service::Platform;
use dinh_service::register::{Carrier, Start, Witnesses, may_start};
use dinh_web::HttpCarrier;

/// How long to wait before those who stand in the way of signing are asked again.
const PATIENCE: Duration = Duration::from_secs(10);

/// Go on until the process ends. `may_sign` becomes true once the start rule allows it.
pub async fn follow(platform: Arc<Platform>, may_sign: Arc<AtomicBool>) {
    let carrier: Arc<dyn Carrier> = Arc::new(HttpCarrier::default());
    while !starts(&platform, &carrier).await {
        tokio::time::sleep(PATIENCE).await;
    }
    may_sign.store(true, Ordering::SeqCst);
    let mut witnesses = Witnesses::default();
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop {
        tick.tick().await;
        if let Err(error) = witnesses.ask(&platform, &carrier).await {
            tracing::error!(%error, "the witnesses could not be asked");
        }
    }
}

async fn starts(platform: &Platform, carrier: &Arc<dyn Carrier>) -> bool {
    match may_start(platform, carrier).await {
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

//! While it serves, the process looks at its machine: room on the disk every five seconds, the clock every minute.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};
use dinh_service::machine::{Room, skew};
use dinh_web::AppState;

use crate::serve::stop;

const DISK: Duration = Duration::from_secs(5);
/// Every so many looks at the disk the clock is looked at.
const CLOCK: u32 = 12;

/// Look until the process ends.
pub async fn watch(state: AppState, data: PathBuf) {
    let mut tick = tokio::time::interval(DISK);
    let mut room = Room::Enough;
    for look in (0..CLOCK).cycle() {
        tick.tick().await;
        let space = dinh_store::disk::space(&data);
        if let Err(error) = &space {
            tracing::warn!(%error, "the room on the disk cannot be measured");
        }
        state.machine.measured(space.ok());
        let now = state.machine.room();
        if now != room {
            tracing::warn!(?now, before = ?room, "the room on the disk changed");
            room = now;
        }
        if look == 0 {
            clock(&state).await;
        }
    }
}

async fn clock(state: &AppState) {
    let compared = async {
        let mut tx = state.platform.store.read().await?;
        skew(&mut tx, state.platform.clock.now()).await
    };
    match compared.await {
        Ok(skew) => {
            if skew.is_wrong() {
                tracing::error!(
                    ?skew,
                    "the clock of this machine is wrong: what is recorded now carries a wrong time"
                );
            }
            state.machine.compared(skew);
        }
        Err(error) => tracing::warn!(%error, "the clock could not be compared"),
    }
}

/// Let the machine be measured at an address of its own.
pub async fn measure(address: &str, state: AppState) -> Result<impl Future<Output = ()> + use<>> {
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("không mở được cổng {address} cho máy đo"))?;
    Ok(async move {
        if let Err(error) = dinh_web::serve_metrics(listener, state, stop()).await {
            tracing::error!(%error, "nothing is measured any more");
        }
    })
}

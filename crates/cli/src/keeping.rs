//! What is kept ends by itself: looked after every ten minutes, in pieces, by the node that leads.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dinh_service::machine::Room;
use dinh_service::retention::end_next;
use dinh_service::{Actor, Context};
use dinh_web::AppState;

const TURN: Duration = Duration::from_mins(10);
/// Between two pieces others have the writer's seat.
const PAUSE: Duration = Duration::from_millis(100);

/// End what is over until the process ends.
pub async fn follow(state: AppState, leads: Arc<AtomicBool>) {
    let mut tick = tokio::time::interval(TURN);
    loop {
        tick.tick().await;
        while may_write(&state, &leads) {
            let ctx = Context::new(&state.platform, Actor::Clockwork);
            match end_next(&ctx).await {
                Ok(0) => break,
                Ok(records) => tracing::info!(records, "records whose time was over were ended"),
                Err(error) => {
                    tracing::error!(%error, "records could not be ended; it is tried again");
                    break;
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

fn may_write(state: &AppState, leads: &AtomicBool) -> bool {
    leads.load(Ordering::SeqCst)
        && state.machine.room() != Room::Full
        && !state.platform.signer.is_held()
}

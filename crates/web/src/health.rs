//! For the watchers of the machine: is the process there, and can it do its work?

use axum::extract::State;
use axum::http::StatusCode;
use dinh_service::machine::Room;
use dinh_store::schema::{Standing, standing};

use crate::routes::{Access, Route};
use crate::state::AppState;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/healthz", Access::Public, alive),
        Route::get("/readyz", Access::Public, ready),
    ]
}

async fn alive() -> &'static str {
    "ok\n"
}

/// Whether people can work here: one line for each thing that stands in the way. It says what, never where or why in detail:
/// anybody may ask.
async fn ready(State(state): State<AppState>) -> (StatusCode, String) {
    let mut faults = Vec::new();
    match standing(&state.platform.store).await {
        Ok(Standing::Current) => {}
        Ok(_) => faults.push("the schema is not current"),
        Err(_) => faults.push("the database does not answer"),
    }
    if state.machine.room() == Room::Full {
        faults.push("the disk is nearly full");
    }
    if state.platform.signer.is_held() {
        faults.push("the register waits to be refilled");
    }
    if faults.is_empty() {
        return (StatusCode::OK, "ready\n".into());
    }
    (StatusCode::SERVICE_UNAVAILABLE, faults.join("\n") + "\n")
}

//! Care for kept files while the process serves: one turn a minute, on the node that has the seat of the clockwork.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Result, bail};
use dinh_service::files::care::{Round, turn};
use dinh_service::files::{Scanner, WhenDown};
use dinh_service::machine::Room;
use dinh_service::{Actor, Context};
use dinh_web::AppState;

/// All files are gone through in four hours and a quarter.
const TURN: Duration = Duration::from_mins(1);

/// The virus scanner, if there is one.
#[derive(clap::Args, Debug)]
pub struct ScannerPlace {
    /// Máy quét virus ClamAV: unix:/run/clamav/clamd.ctl hoặc tcp:127.0.0.1:3310; không ghi thì không quét
    #[arg(long, env = "DINH_SCANNER", value_name = "DIA_CHI")]
    scanner: Option<String>,
    /// Khi máy quét không trả lời: refuse (từ chối tệp) hay accept (nhận, ghi là chưa quét, quét lại sau)
    #[arg(
        long,
        env = "DINH_SCANNER_DOWN",
        default_value = "refuse",
        value_name = "CACH"
    )]
    scanner_down: String,
}

impl ScannerPlace {
    /// The scanner.
    pub fn scanner(&self) -> Result<Option<Scanner>> {
        let when_down = match self.scanner_down.as_str() {
            "refuse" => WhenDown::Refuse,
            "accept" => WhenDown::Accept,
            other => bail!("scanner-down phải là refuse hoặc accept, không phải \"{other}\""),
        };
        let Some(address) = &self.scanner else {
            return Ok(None);
        };
        match Scanner::parse(address, when_down) {
            Some(scanner) => Ok(Some(scanner)),
            None => bail!(
                "scanner phải viết như unix:/run/clamav/clamd.ctl hoặc tcp:127.0.0.1:3310, không phải \"{address}\""
            ),
        }
    }
}

/// Care until the process ends.
pub async fn care(state: AppState, leads: Arc<AtomicBool>) {
    let mut tick = tokio::time::interval(TURN);
    let mut round = Round::default();
    loop {
        tick.tick().await;
        if !leads.load(Ordering::SeqCst) || state.machine.room() == Room::Full {
            continue;
        }
        let ctx = Context::new(&state.platform, Actor::Clockwork);
        if let Err(error) = turn(&ctx, &mut round).await {
            tracing::error!(%error, "the care for files failed and tries again");
        }
    }
}

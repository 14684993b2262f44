//! `dinh serve`: the site over an installation, until it is told to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result};
use dinh_service::machine::{Room, RoomLimits};
use dinh_service::reminders::Postman;
use dinh_service::{Actor, Context, Platform, Seat};
use dinh_web::traces::{TraceSettings, export_traces};
use dinh_web::{AppState, Settings};
use jiff::civil::Date;

use crate::caring::{self, ScannerPlace};
use crate::keeping;
use crate::mailing;
use crate::platform::{Installation, Place};
use crate::provider;
use crate::watching;
use crate::witnessing;

/// Serve a city.
#[derive(clap::Args, Debug)]
pub struct Command {
    #[command(flatten)]
    installation: Installation,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// A proxy in front tells the reader's address in X-Forwarded-For.
    #[arg(long, env = "DINH_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Địa chỉ cho máy đo (Prometheus) đọc /metrics, như 127.0.0.1:9180; không ghi thì không đo
    #[arg(long, env = "DINH_METRICS", value_name = "DIA_CHI")]
    metrics: Option<String>,
    /// Ổ đĩa còn dưới số MB này thì không nhận tệp
    #[arg(
        long,
        env = "DINH_DISK_LOW_MB",
        default_value_t = 1000,
        value_name = "MB"
    )]
    disk_low_mb: u64,
    /// Ổ đĩa còn dưới số MB này thì không ghi gì
    #[arg(
        long,
        env = "DINH_DISK_FULL_MB",
        default_value_t = 200,
        value_name = "MB"
    )]
    disk_full_mb: u64,
    /// Nơi nhận vết yêu cầu (OpenTelemetry, OTLP qua HTTP), như http://127.0.0.1:4318; không ghi thì không gửi vết
    #[arg(long, env = "DINH_TRACES", value_name = "DIA_CHI")]
    traces: Option<String>,
    /// Phần yêu cầu được ghi vết, từ 0 đến 1
    #[arg(long, env = "DINH_TRACES_SHARE", default_value = "0.1", value_name = "PHAN", value_parser = share)]
    traces_share: f64,
    #[command(flatten)]
    mail: mailing::Arguments,
    #[command(flatten)]
    scanner: ScannerPlace,
    #[command(flatten)]
    provider: provider::Arguments,
}

fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "phải là số".to_owned())?;
    if (0.0..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err("phải từ 0 đến 1".to_owned())
    }
}

/// Open the installation and serve it.
pub async fn run(command: Command) -> Result<()> {
    let place = command.installation.place();
    let postman = command.mail.postman(&place.base_url)?;
    let provider = command.provider.authority()?;
    let scanner = command.scanner.scanner()?;
    let mut platform = crate::platform::open(&place).await?;
    platform.scanner = scanner;
    let settings = Settings {
        behind_proxy: command.behind_proxy,
        room: RoomLimits {
            low: command.disk_low_mb.saturating_mul(1_000_000),
            full: command.disk_full_mb.saturating_mul(1_000_000),
        },
        traces: command.traces.map(|collector| TraceSettings {
            collector,
            share: command.traces_share,
        }),
        provider,
        ..Settings::default()
    };
    serve(
        platform,
        &place,
        &command.listen,
        settings,
        command.metrics.as_deref(),
        postman,
    )
    .await
}

/// Serve an open installation until it is told to stop.
pub async fn serve(
    platform: Platform,
    place: &Place,
    listen: &str,
    settings: Settings,
    metrics: Option<&str>,
    postman: Option<Postman>,
) -> Result<()> {
    let _used = crate::platform::Use::shared(&place.data)?;
    let platform = Arc::new(platform);
    let state = AppState::new(Arc::clone(&platform), settings);
    state
        .open_search(&place.search())
        .context("không mở được chỉ mục tìm kiếm")?;
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .with_context(|| format!("không mở được cổng {listen}; cổng có thể đang được dùng"))?;
    tracing::info!(listen, base_url = platform.base_url, "serving");
    let (may_sign, leads) = (Arc::new(AtomicBool::new(false)), Arc::default());
    // Before anybody can act: what is recorded over an old copy could not be taken back.
    witnessing::ask_once(&platform, &state.watch).await;
    let mut tasks = vec![
        tokio::spawn(witnessing::follow(
            Arc::clone(&platform),
            Arc::clone(&state.watch),
            Arc::clone(&may_sign),
            Arc::clone(&leads),
        )),
        tokio::spawn(witnessing::stamp(
            Arc::clone(&platform),
            Arc::clone(&state.watch),
            Arc::clone(&leads),
        )),
        tokio::spawn(watching::watch(state.clone(), place.data.clone())),
        tokio::spawn(caring::care(state.clone(), Arc::clone(&leads))),
    ];
    tasks.push(tokio::spawn(keeping::follow(
        state.clone(),
        Arc::clone(&leads),
    )));
    let mailing = mailing::start(postman, &state, &leads);
    let tracing = tokio::spawn(export_traces(state.clone()));
    tasks.push(tokio::spawn(clockwork(state.clone(), may_sign, leads)));
    if let Some(address) = metrics {
        let measuring = watching::measure(address, state.clone()).await?;
        tasks.push(tokio::spawn(measuring));
    }
    let served = dinh_web::serve(listener, state.clone(), stop()).await;
    mailing::end(&state, mailing).await;
    if let Some(tracer) = &state.tracer {
        tracer.close();
        // What the collector does not take in time is lost; the city does not wait.
        drop(tokio::time::timeout(LAST_SPANS, tracing).await);
    }
    for task in tasks {
        task.abort();
    }
    platform.store.close().await;
    served.context("máy chủ dừng vì lỗi")
}

/// How long the last spans have to arrive.
const LAST_SPANS: Duration = Duration::from_secs(4);

/// What happens by itself: the day's duties and tallies, signatures, the search index.
/// Of several nodes, one does all but the last.
async fn clockwork(state: AppState, may_sign: Arc<AtomicBool>, leads: Arc<AtomicBool>) {
    let mut seat = Seat::new(&state.platform.store);
    let mut seen: Option<Date> = None;
    let mut tick = tokio::time::interval(Duration::from_millis(500));
    let mut sweep = tokio::time::interval(Duration::from_mins(1));
    loop {
        tokio::select! {
            _ = sweep.tick() => state.sweep(),
            _ = tick.tick() => {}
        }
        let failure = match seat.is_ours().await {
            Ok(ours) => {
                leads.store(ours, Ordering::SeqCst);
                turn(&state, &may_sign, ours, &mut seen).await.err()
            }
            Err(error) => {
                leads.store(false, Ordering::SeqCst);
                Some(error.into())
            }
        };
        if let Some(error) = &failure {
            tracing::error!(%error, "the clockwork failed and tries again");
        }
        let now = state.platform.clock.now();
        state
            .machine
            .turned(now, failure.map(|error| error.to_string()));
    }
}

async fn turn(
    state: &AppState,
    may_sign: &AtomicBool,
    leads: bool,
    seen: &mut Option<Date>,
) -> dinh_service::Result<()> {
    let ctx = Context::new(&state.platform, Actor::Clockwork);
    if state.machine.room() == Room::Full {
        return Ok(());
    }
    state.platform.store.write_back().await?;
    if leads {
        lead(&ctx, may_sign, seen).await?;
    } else {
        // Whoever takes the seat looks after the day, even if it had done so before.
        *seen = None;
    }
    if let Some(search) = state.search.get() {
        search.follow(&ctx).await?;
    }
    Ok(())
}

async fn lead(
    ctx: &Context<'_>,
    may_sign: &AtomicBool,
    seen: &mut Option<Date>,
) -> dinh_service::Result<()> {
    if ctx.platform.signer.is_held() {
        return Ok(());
    }
    if *seen != Some(ctx.today()) {
        dinh_service::disclosure::begin_day(ctx).await?;
        dinh_service::decision::start_day(ctx).await?;
        dinh_service::decision::online::close_forgotten(ctx).await?;
        *seen = Some(ctx.today());
    }
    dinh_service::decision::online::seal_boxes(ctx).await?;
    if may_sign.load(Ordering::SeqCst) {
        dinh_service::register::sign_newest(ctx.platform).await?;
    }
    Ok(())
}

/// Ends when the process is told to stop.
pub async fn stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    drop(interrupted.await);
}

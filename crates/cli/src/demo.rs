//! `dinh demo`: the demo city, filled on the first start and served.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use dinh_service::clock::{AheadClock, start_of};
use dinh_service::demo::scale::{Progress, Scale};
use dinh_service::search::SearchIndex;
use dinh_service::{Actor, Context, Platform, demo};
use jiff::ToSpan as _;

use crate::demo_clock;
use crate::platform::Place;
use crate::serve;

/// Serve a demo city: real units, two years of sample disclosure.
#[derive(clap::Args, Debug)]
pub struct Command {
    /// Folder of the demo city.
    #[arg(long, default_value = "var/demo")]
    data: PathBuf,
    /// Another database than the embedded one (postgres://…).
    #[arg(long, env = "DINH_DATABASE")]
    database: Option<String>,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// Address that readers use.
    #[arg(long)]
    base_url: Option<String>,
    /// Throw the old demo city away first.
    #[arg(long)]
    fresh: bool,
    /// Fill the city and stop, without serving.
    #[arg(long)]
    fill_only: bool,
    /// Instead of the demo city one as large as it may become, to measure with: `city` (five years of 103 communes) or
    /// `country` (3,321 communes). Whoever is interrupted goes on where they were.
    #[arg(long, value_parser = ["city", "country"])]
    scale: Option<String>,
    /// List of the country's communes as CSV, for `--scale country`.
    #[arg(long)]
    communes: Option<PathBuf>,
    /// For journeys in a browser: a file `clock.next` in the folder moves the city's clock forward.
    #[arg(long)]
    movable_clock: bool,
    #[command(flatten)]
    mail: crate::mailing::Arguments,
    #[command(flatten)]
    provider: crate::provider::Arguments,
}

/// Fill when needed, print the accounts, serve until interrupted.
#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
pub async fn run(command: Command) -> Result<()> {
    if command.fresh {
        throw_away(&command.data)?;
    }
    let base_url = command.base_url.unwrap_or_else(|| {
        format!(
            "http://{}",
            command.listen.replace("127.0.0.1", "localhost")
        )
    });
    let place = Place {
        data: command.data,
        database: command.database,
        files: crate::file_place::FilePlace::default(),
        base_url,
        sample: true,
    };
    let postman = command.mail.postman(&place.base_url)?;
    let clock = Arc::new(AheadClock::default());
    let platform =
        crate::platform::open_with_clock(&place, Arc::<AheadClock>::clone(&clock)).await?;
    if let Some(name) = &command.scale {
        fill_scale(&platform, name, command.communes.as_deref()).await?;
        let search = SearchIndex::open(&place.search())?;
        println!("Đang lập chỉ mục tìm kiếm…");
        search
            .follow(&Context::new(&platform, Actor::Clockwork))
            .await?;
    } else if demo::is_filled(&platform).await? {
        println!("Thành phố mẫu đã có sẵn trong {}.", place.data.display());
    } else {
        println!("Đang dựng thành phố mẫu (khoảng một phút)…");
        let made = demo::fill(&platform, &|day| println!("  … {}", day.strftime("%m/%Y"))).await?;
        println!(
            "Đã dựng: {} mục phải công khai, {} bản công khai, {} mục sổ.",
            made.duties, made.publications, made.entries
        );
    }
    if let Some(end) = demo::scale::find_end(&platform).await? {
        clock.move_to(start_of(end) + 9.hours());
    } else {
        print_accounts();
    }
    if command.fill_only {
        return Ok(());
    }
    let settings = dinh_web::Settings {
        provider: command.provider.authority()?,
        ..dinh_web::Settings::default()
    };
    if command.movable_clock {
        tokio::spawn(demo_clock::follow(place.data.clone(), clock));
    }
    println!("Mở {} để xem. Nhấn Ctrl-C để dừng.", place.base_url);
    serve::serve(platform, &place, &command.listen, settings, None, postman).await
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
fn print_accounts() {
    println!("\nTài khoản mẫu (mật khẩu chung: {}):", demo::PASSWORD);
    for (login, role, unit) in demo::shown_accounts() {
        println!("  {login:<14} {role} – {unit}");
    }
    println!();
}

/// Fill a large city or country, or go on with it.
#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
#[expect(
    clippy::disallowed_methods,
    reason = "the person at the terminal names the list"
)]
async fn fill_scale(platform: &Platform, name: &str, communes: Option<&Path>) -> Result<()> {
    let scale = Scale::find(name).context("quy mô không có trong danh sách")?;
    let listed = match communes {
        Some(file) => std::fs::read_to_string(file)
            .with_context(|| format!("không đọc được {}", file.display()))?,
        None => String::new(),
    };
    let start = Instant::now();
    let observer = |progress: &Progress| {
        if progress.next.day() == 1 {
            println!(
                "  … {} sổ hộ, đến {}: {} mục phải công khai, {} bản công khai, {} quyết định, {} mục sổ ({} giây)",
                progress.rolls,
                progress.next.strftime("%m/%Y"),
                progress.duties,
                progress.publications,
                progress.decisions,
                progress.entries,
                start.elapsed().as_secs()
            );
        }
        ControlFlow::Continue(())
    };
    demo::scale::fill(platform, &scale, &listed, &observer).await?;
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line owns the demo's folder"
)]
fn throw_away(folder: &Path) -> Result<()> {
    let is_ours = folder.join("dinh.sqlite").exists() || folder.join("register.key").exists();
    if is_ours {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("không xóa được {}", folder.display()))?;
    }
    Ok(())
}

//! `dinh register witnesses`: whom the city names as witnesses of its register. What is named is public at once.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Subcommand;

use crate::platform::Place;

/// Sổ công khai của thành phố.
#[derive(clap::Args, Debug)]
pub struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand, Debug)]
enum Task {
    /// Đặt các bên chứng kiến và số bên phải ký
    Witnesses(Witnesses),
}

#[derive(clap::Args, Debug)]
struct Witnesses {
    /// Folder of the installation.
    #[arg(long, env = "DINH_DATA")]
    data: PathBuf,
    /// Another database than the embedded one (postgres://…).
    #[arg(long, env = "DINH_DATABASE")]
    database: Option<String>,
    /// Address that readers use; it names the register when this makes the installation.
    #[arg(long, env = "DINH_BASE_URL", default_value = "http://localhost:8080")]
    base_url: String,
    /// Tệp gồm các dòng witness, group và quorum theo chuẩn tlog-policy
    file: PathBuf,
}

/// Do what was asked.
#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the file that a person names"
)]
pub async fn run(command: Command) -> Result<()> {
    let Task::Witnesses(named) = command.task;
    let lines = std::fs::read_to_string(&named.file)
        .with_context(|| format!("không đọc được {}", named.file.display()))?;
    let place = Place {
        data: named.data,
        database: named.database,
        base_url: named.base_url,
        sample: false,
    };
    let platform = crate::platform::open(&place).await?;
    let policy = dinh_service::register::name_witnesses(&platform, &lines).await?;
    println!(
        "Đã đặt {} bên chứng kiến. Chính sách công khai tại /so-cong-khai/policy.",
        policy.witnesses.len()
    );
    platform.store.close().await;
    Ok(())
}

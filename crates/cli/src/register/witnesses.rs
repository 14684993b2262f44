//! `dinh register witnesses`: whom the city names as witnesses of its register. What is named is public at once.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::platform::Installation;

/// Đặt các bên chứng kiến và số bên phải ký
#[derive(clap::Args, Debug)]
pub(super) struct Command {
    #[command(flatten)]
    installation: Installation,
    /// Tệp gồm các dòng witness, group và quorum theo chuẩn tlog-policy
    file: PathBuf,
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the file that a person names"
)]
pub(super) async fn run(command: Command) -> Result<()> {
    let lines = std::fs::read_to_string(&command.file)
        .with_context(|| format!("không đọc được {}", command.file.display()))?;
    let platform = command.installation.open().await?;
    let policy = dinh_service::register::name_witnesses(&platform, &lines).await?;
    println!(
        "Đã đặt {} bên chứng kiến. Chính sách công khai tại /so-cong-khai/policy.",
        policy.witnesses.len()
    );
    platform.store.close().await;
    Ok(())
}

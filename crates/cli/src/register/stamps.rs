//! `dinh register stamps`: which authority stamps the heads of the register with the time (RFC 3161).

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use dinh_service::register::{Authority, name_stamp_authority};

use crate::platform::Installation;

/// Chọn tổ chức cấp dấu thời gian cho đầu sổ (RFC 3161)
#[derive(clap::Args, Debug)]
pub(super) struct Command {
    #[command(flatten)]
    installation: Installation,
    /// Địa chỉ nhận yêu cầu của tổ chức
    #[arg(long, value_name = "DIA_CHI", requires = "certificate")]
    authority: Option<String>,
    /// Chứng thư (PEM) mà tổ chức dùng để ký dấu thời gian
    #[arg(long, value_name = "TEP", requires = "authority")]
    certificate: Option<PathBuf>,
    /// Không dùng dấu thời gian nữa; dấu đã có vẫn được giữ
    #[arg(
        long,
        conflicts_with = "authority",
        required_unless_present = "authority"
    )]
    none: bool,
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the file that a person names"
)]
pub(super) async fn run(command: Command) -> Result<()> {
    let authority = match (command.authority, command.certificate) {
        (Some(url), Some(file)) => Some(Authority {
            url,
            certificate: std::fs::read_to_string(&file)
                .with_context(|| format!("không đọc được {}", file.display()))?,
        }),
        _ => None,
    };
    let platform = command.installation.open().await?;
    let is_named = authority.is_some();
    name_stamp_authority(&platform, authority).await?;
    platform.store.close().await;
    println!(
        "{}",
        if is_named {
            "Đã chọn tổ chức cấp dấu thời gian. Máy chủ xin dấu mỗi ngày một lần, mỗi giờ một lần khi thiếu bên chứng kiến."
        } else {
            "Sổ không xin dấu thời gian nữa. Dấu đã có vẫn còn nguyên."
        }
    );
    Ok(())
}

//! `dinh register refill`: a server that lost its database takes the register back from a mirror.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use tokio::runtime::Handle;

use crate::mirror::read_policy;
use crate::platform::Installation;
use crate::source::open;

/// Lấy lại các mục còn thiếu từ một bản chép, khi mất cơ sở dữ liệu hoặc khôi phục từ bản cũ
#[derive(clap::Args, Debug)]
pub(super) struct Command {
    #[command(flatten)]
    installation: Installation,
    /// Thư mục hoặc địa chỉ của bản chép
    #[arg(long, value_name = "NGUON")]
    from: String,
    /// Tệp chính sách; bỏ trống là dùng chính sách đang đặt trong hệ thống
    #[arg(long, value_name = "TEP")]
    policy: Option<PathBuf>,
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
pub(super) async fn run(command: Command) -> Result<()> {
    let given = command.policy.as_deref().map(read_policy).transpose()?;
    let platform = Arc::new(command.installation.open().await?);
    let policy = if let Some((policy, _)) = given {
        policy
    } else {
        let mut tx = platform.store.read().await?;
        dinh_service::register::policy(&platform, &mut tx).await?
    };
    let source = open(&command.from, &Handle::current());
    let done = dinh_service::register::refill(&platform, source, policy).await?;
    println!(
        "Đã kiểm tra và lấy lại: {} mục thành {} mục, {} đầu sổ đủ bên chứng kiến. Nội dung không nằm trong bản chép; mã băm của chúng vẫn còn.",
        done.from, done.to, done.heads
    );
    for unit in &done.unknown_units {
        println!(
            "Chưa có đơn vị {unit} trong cơ sở dữ liệu; các mục của đơn vị này tạm xếp vào thành phố."
        );
    }
    platform.store.close().await;
    Ok(())
}

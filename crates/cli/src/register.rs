//! `dinh register`: whom the city names as witnesses of its register, which is public at once; and how a server that lost its
//! database takes the register back from a mirror.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use clap::Subcommand;
use dinh_service::Platform;
use tokio::runtime::Handle;

use crate::mirror::read_policy;
use crate::platform::Place;
use crate::source::open;

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
    /// Lấy lại các mục còn thiếu từ một bản chép, khi mất cơ sở dữ liệu hoặc khôi phục từ bản cũ
    Refill(Refill),
}

#[derive(clap::Args, Debug)]
struct Installed {
    /// Folder of the installation.
    #[arg(long, env = "DINH_DATA")]
    data: PathBuf,
    /// Another database than the embedded one (postgres://…).
    #[arg(long, env = "DINH_DATABASE")]
    database: Option<String>,
    /// Address that readers use; it names the register when this makes the installation.
    #[arg(long, env = "DINH_BASE_URL", default_value = "http://localhost:8080")]
    base_url: String,
}

#[derive(clap::Args, Debug)]
struct Witnesses {
    #[command(flatten)]
    installed: Installed,
    /// Tệp gồm các dòng witness, group và quorum theo chuẩn tlog-policy
    file: PathBuf,
}

#[derive(clap::Args, Debug)]
struct Refill {
    #[command(flatten)]
    installed: Installed,
    /// Thư mục hoặc địa chỉ của bản chép
    #[arg(long, value_name = "NGUON")]
    from: String,
    /// Tệp chính sách; bỏ trống là dùng chính sách đang đặt trong hệ thống
    #[arg(long, value_name = "TEP")]
    policy: Option<PathBuf>,
}

impl Installed {
    async fn open(self) -> Result<Platform> {
        let place = Place {
            data: self.data,
            database: self.database,
            base_url: self.base_url,
            sample: false,
        };
        crate::platform::open(&place).await
    }
}

/// Do what was asked.
pub async fn run(command: Command) -> Result<()> {
    match command.task {
        Task::Witnesses(named) => witnesses(named).await,
        Task::Refill(asked) => refill(asked).await,
    }
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the file that a person names"
)]
async fn witnesses(named: Witnesses) -> Result<()> {
    let lines = std::fs::read_to_string(&named.file)
        .with_context(|| format!("không đọc được {}", named.file.display()))?;
    let platform = named.installed.open().await?;
    let policy = dinh_service::register::name_witnesses(&platform, &lines).await?;
    println!(
        "Đã đặt {} bên chứng kiến. Chính sách công khai tại /so-cong-khai/policy.",
        policy.witnesses.len()
    );
    platform.store.close().await;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
async fn refill(asked: Refill) -> Result<()> {
    let given = asked.policy.as_deref().map(read_policy).transpose()?;
    let platform = Arc::new(asked.installed.open().await?);
    let policy = if let Some((policy, _)) = given {
        policy
    } else {
        let mut tx = platform.store.read().await?;
        dinh_service::register::policy(&platform, &mut tx).await?
    };
    let source = open(&asked.from, &Handle::current());
    let done = dinh_service::register::refill(&platform, source, policy).await?;
    println!(
        "Đã kiểm tra và lấy lại: {} mục thành {} mục. Nội dung không nằm trong bản chép; mã băm của chúng vẫn còn.",
        done.from, done.to
    );
    for unit in &done.unknown_units {
        println!(
            "Chưa có đơn vị {unit} trong cơ sở dữ liệu; các mục của đơn vị này tạm xếp vào thành phố."
        );
    }
    platform.store.close().await;
    Ok(())
}

//! `dinh register key`: replace the key of the register without a break. A new key signs beside the old one from the next start
//! on; when the witnesses know it, the old one is let go. What it signed stays true: the policy keeps naming it.

use anyhow::{Context as _, Result};
use clap::Subcommand;
use dinh_service::random::{Random as _, SystemRandom};
use dinh_service::register::{retire_key, retired_keys};

use crate::platform::{Installation, key_files, write_secret};

/// Khóa mà thành phố dùng để ký đầu sổ
#[derive(clap::Args, Debug)]
pub(super) struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand, Debug)]
enum Task {
    /// Liệt kê các khóa đang ký và đã nghỉ
    List(Installation),
    /// Tạo thêm một khóa; máy chủ ký bằng cả hai từ lần khởi động sau
    New(Installation),
    /// Cho một khóa nghỉ và xóa phần bí mật của nó
    Retire(Retire),
}

#[derive(clap::Args, Debug)]
struct Retire {
    #[command(flatten)]
    installation: Installation,
    /// Số của khóa, tám chữ số hệ mười sáu, đứng giữa hai dấu cộng
    #[arg(value_name = "SO")]
    id: String,
}

pub(super) async fn run(command: Command) -> Result<()> {
    match command.task {
        Task::List(installation) => list(installation).await,
        Task::New(installation) => add(installation).await,
        Task::Retire(retire) => let_go(retire).await,
    }
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
async fn list(installation: Installation) -> Result<()> {
    let platform = installation.open().await?;
    let mut tx = platform.store.read().await?;
    for key in retired_keys(&mut tx).await? {
        println!("đã nghỉ  {key}");
    }
    for key in platform.signer.verifiers() {
        println!("đang ký  {key}");
    }
    drop(tx);
    platform.store.close().await;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
async fn add(installation: Installation) -> Result<()> {
    // The first start makes the first key.
    installation.open().await?.store.close().await;
    let last = key_files(&installation.place().data)?
        .pop()
        .map_or(1, |file| file.number);
    let file = installation
        .place()
        .data
        .join(format!("register-{}.key", last + 1));
    write_secret(&file, &SystemRandom.bytes())?;
    let platform = installation.open().await?;
    let key = platform.signer.verifiers().pop().context("không có khóa")?;
    platform.store.close().await;
    println!("Khóa mới: {key}");
    println!(
        "Khởi động lại máy chủ: từ đó đầu sổ được ký bằng mọi khóa đang có. Gửi khóa mới cho các bên chứng kiến."
    );
    println!("Khi họ đã nhận, cho khóa cũ nghỉ: dinh register key retire SỐ.");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
#[expect(
    clippy::disallowed_methods,
    reason = "the secret of a key that signs no more is taken from the disk"
)]
async fn let_go(retire: Retire) -> Result<()> {
    let id = u32::from_str_radix(&retire.id, 16)
        .ok()
        .filter(|_| retire.id.len() == 8)
        .context("số của khóa gồm đúng tám chữ số hệ mười sáu, ví dụ 213f13ca")?;
    let platform = retire.installation.open().await?;
    let gone = retire_key(&platform, id).await?;
    let origin = platform.signer.origin().to_owned();
    platform.store.close().await;
    for file in key_files(&retire.installation.place().data)? {
        if file.key(&origin)? == gone {
            std::fs::remove_file(&file.path)
                .with_context(|| format!("không xóa được {}", file.path.display()))?;
        }
    }
    println!(
        "Khóa {gone} đã nghỉ. Những gì nó đã ký vẫn đúng. Khởi động lại máy chủ để thôi ký bằng khóa này."
    );
    Ok(())
}

//! `dinh files check`: do the files that are kept and the files that rows name agree?

use std::process::ExitCode;

use anyhow::Result;
use dinh_service::files::care::{Found, collect, is_whole, look};
use dinh_service::{Actor, Context};

use crate::amounts::{bytes, grouped};
use crate::platform::Installation;

/// Files shown of each kind; the rest is counted.
const SHOWN: usize = 20;

/// Xem các tệp đang lưu có khớp với cơ sở dữ liệu không.
#[derive(clap::Args, Debug)]
pub struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(clap::Subcommand, Debug)]
enum Task {
    /// So các tệp đang lưu với các tệp mà cơ sở dữ liệu nhắc đến; mặc định chỉ xem, không đổi gì
    Check {
        #[command(flatten)]
        installation: Installation,
        /// Đọc từng tệp từ đầu đến cuối để xem nội dung còn đúng mã SHA-256 không
        #[arg(long)]
        read: bool,
        /// Xóa các tệp không còn ai nhắc đến quá 24 giờ
        #[arg(long)]
        remove: bool,
    },
}

/// Do what was asked; a file that is missing or damaged is a failure.
pub async fn run(command: Command) -> Result<ExitCode> {
    let Task::Check {
        installation,
        read,
        remove,
    } = command.task;
    installation.place().must_be_there()?;
    let platform = installation.open().await?;
    let ctx = Context::new(&platform, Actor::Clockwork);
    let mut all = Found::default();
    let mut removed = 0_usize;
    for folder in 0..=u8::MAX {
        let mut found = look(&ctx, folder).await?;
        if read {
            for kept in platform.files.kept(folder).await? {
                if is_whole(&ctx, &kept.digest)
                    .await?
                    .is_some_and(|(_, same)| !same)
                {
                    found.damaged.push(kept.digest);
                }
            }
        }
        if remove {
            for (digest, _) in &found.orphans {
                removed += usize::from(collect(&ctx, digest).await?);
            }
        }
        add(&mut all, found);
    }
    say(&all, read, remove.then_some(removed));
    platform.store.close().await;
    let good = all.missing.is_empty() && all.damaged.is_empty();
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn add(all: &mut Found, found: Found) {
    all.kept += found.kept;
    all.named += found.named;
    all.young += found.young;
    all.orphans.extend(found.orphans);
    all.missing.extend(found.missing);
    all.damaged.extend(found.damaged);
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
fn say(all: &Found, read: bool, removed: Option<usize>) {
    let count = |number: usize| grouped(u64::try_from(number).unwrap_or(u64::MAX));
    println!("Tệp đang lưu:            {}", count(all.kept));
    println!("Tệp được nhắc đến:       {}", count(all.named));
    println!("Tệp mới, chưa ai nhắc:   {}", count(all.young));
    let size = all.orphans.iter().map(|(_, size)| size).sum();
    println!(
        "Tệp thừa quá 24 giờ:     {} ({})",
        count(all.orphans.len()),
        bytes(size)
    );
    match removed {
        Some(removed) => println!("  Đã xóa {}.", count(removed)),
        None if all.orphans.is_empty() => {}
        None => println!("  Chưa xóa gì. Để xóa: thêm --remove."),
    }
    list("Tệp THIẾU", &all.missing);
    if read {
        list("Tệp HỎNG", &all.damaged);
    } else {
        println!("Chưa đọc nội dung tệp. Để đọc từng tệp: thêm --read.");
    }
    if !all.missing.is_empty() || !all.damaged.is_empty() {
        println!("Hãy lấy lại các tệp này từ bản sao lưu: tên tệp là mã SHA-256 của nội dung.");
    }
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
fn list(title: &str, digests: &[String]) {
    println!(
        "{title}: {}",
        grouped(u64::try_from(digests.len()).unwrap_or(u64::MAX))
    );
    for digest in digests.iter().take(SHOWN) {
        println!("  {digest}");
    }
    if digests.len() > SHOWN {
        println!("  … và {} tệp nữa", digests.len() - SHOWN);
    }
}

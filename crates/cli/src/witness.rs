//! `dinh witness`: one command by which a newspaper, a university or another city vouches that registers only append. It
//! needs a folder, a name and the keys of the registers to follow; it knows nothing of the rest of the platform.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use dinh_register::{Cosigner, VerifierKey};
use dinh_service::clock::SystemClock;
use dinh_service::witness::Witness;

use crate::key_file;
use crate::platform::make_private;
use crate::serve::stop;

/// Chạy một bên chứng kiến của sổ công khai.
#[derive(clap::Args, Debug)]
pub struct Command {
    /// Thư mục riêng của bên chứng kiến: khóa và trí nhớ
    #[arg(long)]
    data: PathBuf,
    /// Tên của bên chứng kiến, dạng địa chỉ không có https://, không đổi về sau
    #[arg(long, value_name = "TEN")]
    name: String,
    // Not `--log`, which says how every command writes its own log.
    /// Khóa công khai của sổ cần theo dõi; có thể ghi nhiều lần
    #[arg(long, value_name = "KHOA", required = true)]
    register: Vec<String>,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: String,
}

/// Serve until it is told to stop.
#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
pub async fn run(command: Command) -> Result<()> {
    let read = |line: &String| {
        VerifierKey::parse(line.trim())
            .map_err(|_| anyhow::anyhow!("“{line}” không phải khóa công khai của một sổ"))
    };
    let logs = command
        .register
        .iter()
        .map(read)
        .collect::<Result<Vec<_>>>()?;
    make_private(&command.data)
        .with_context(|| format!("không tạo được thư mục {}", command.data.display()))?;
    let seed = key_file::seed(&command.data.join("witness.key"), &command.name)?;
    let cosigner = Cosigner::from_seed(&command.name, &seed)?;
    let address = format!("sqlite://{}", command.data.join("witness.sqlite").display());
    let memory = dinh_store::witness::open(&address)
        .await
        .context("không mở được trí nhớ của bên chứng kiến")?;
    let listener = tokio::net::TcpListener::bind(&command.listen)
        .await
        .with_context(|| format!("không mở được cổng {}", command.listen))?;
    println!("Khóa công khai: {}", cosigner.key());
    println!(
        "Nhận đầu sổ tại http://{}/add-checkpoint",
        listener.local_addr()?
    );
    let witness = Witness::new(memory.clone(), cosigner, logs, Arc::new(SystemClock));
    let served = dinh_web::serve_witness(listener, witness, stop()).await;
    memory.close().await;
    served.context("bên chứng kiến dừng vì lỗi")
}

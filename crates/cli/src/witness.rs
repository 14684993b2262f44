//! `dinh witness`: one command by which a newspaper, a university or another city vouches that registers only append. It
//! needs a folder, a name and the keys of the registers to follow; it knows nothing of the rest of the platform.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use dinh_register::{Cosigner, Hash, VerifierKey, hex};
use dinh_service::clock::SystemClock;
use dinh_service::random::{Random as _, SystemRandom};
use dinh_service::witness::Witness;

use crate::platform::{make_private, write_secret};
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
    /// Khóa công khai của sổ cần theo dõi; có thể ghi nhiều lần
    #[arg(long, value_name = "KHOA", required = true)]
    log: Vec<String>,
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
    let logs = command.log.iter().map(read).collect::<Result<Vec<_>>>()?;
    make_private(&command.data)
        .with_context(|| format!("không tạo được thư mục {}", command.data.display()))?;
    let cosigner = cosigner(&command.data.join("witness.key"), &command.name)?;
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

/// The secret key with the name that it is bound to: one key never signs under two names.
#[expect(
    clippy::disallowed_methods,
    reason = "the key is a file of its own, readable by its owner only"
)]
fn cosigner(file: &Path, name: &str) -> Result<Cosigner> {
    if !file.exists() {
        let seed = SystemRandom.bytes();
        Cosigner::from_seed(name, &seed).context("tên không được có dấu cách hay dấu cộng")?;
        write_secret(file, format!("{name}\n{}\n", hex(&seed)).as_bytes())?;
    }
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("không đọc được {}", file.display()))?;
    let (kept, seed) = text
        .trim_end()
        .split_once('\n')
        .with_context(|| format!("tệp khóa {} đã hỏng", file.display()))?;
    if kept != name {
        bail!("Khóa này thuộc về tên {kept}, không dùng được cho tên {name}.");
    }
    let seed =
        Hash::from_hex(seed).with_context(|| format!("tệp khóa {} đã hỏng", file.display()))?;
    Ok(Cosigner::from_seed(name, &seed.0)?)
}

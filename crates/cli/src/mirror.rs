//! `dinh mirror`: a copy of a register in a folder, checked file by file, kept up to date and served to others.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result};
use dinh_register::Policy;
use dinh_verify::{Copied, CopiedHeads, EVIDENCE, Fault, Folder, copy, copy_heads};
use tokio::runtime::Handle;

use crate::serve::stop;
use crate::source::open;

/// Bundles of kept checkpoints that one round takes at most: a quarter of a million checkpoints.
const HEADS_PER_ROUND: u64 = 1024;

/// Chép sổ công khai về một thư mục, kiểm tra từng tệp, giữ bằng chứng nếu sổ bị viết lại.
///
/// Mã thoát: 0 là đã chép đủ, 1 là sổ bị từ chối, 2 là chưa đọc được nguồn.
#[derive(clap::Args, Debug)]
pub struct Command {
    /// Thư mục hoặc địa chỉ của sổ (phần cuối là /so-cong-khai)
    #[arg(long, value_name = "NGUON")]
    from: String,
    /// Tệp chính sách ghi khóa của sổ và các bên chứng kiến; đừng lấy từ chính nguồn
    #[arg(long, value_name = "TEP")]
    policy: PathBuf,
    /// Thư mục giữ bản chép
    #[arg(long, value_name = "THU_MUC")]
    into: PathBuf,
    /// Chép lại sau mỗi số giây này, cho đến khi được bảo dừng
    #[arg(long, value_name = "GIAY", value_parser = clap::value_parser!(u64).range(1..))]
    every: Option<u64>,
    /// Cho người khác đọc bản chép tại địa chỉ này, như 127.0.0.1:8070
    #[arg(long, value_name = "DIA_CHI")]
    listen: Option<String>,
}

/// Copy once, or again and again, and serve meanwhile.
pub async fn run(command: Command) -> Result<ExitCode> {
    let (policy, text) = read_policy(&command.policy)?;
    let into = Folder::new(&command.into);
    let serving = match &command.listen {
        None => None,
        Some(address) => Some(tokio::spawn(listen(address, into.clone()).await?)),
    };
    let copying = Copying {
        from: command.from,
        policy,
        text,
        into,
    };
    let mut copied = copying.whole().await?;
    if let Some(every) = command.every {
        copied = copying.again(copied, Duration::from_secs(every)).await?;
    }
    // A copy that was refused is still the copy of what came before: it is served on.
    if let Some(serving) = serving {
        serving.await??;
    }
    Ok(ExitCode::from(status(&copied)))
}

/// What one round brought.
type Round = Result<(Copied, CopiedHeads), Fault>;

/// What is copied, from where, by whose signatures.
#[derive(Clone)]
struct Copying {
    from: String,
    policy: Policy,
    text: String,
    into: Folder,
}

impl Copying {
    /// One round: what is new of the entries, and a part of the checkpoints that bound their time.
    async fn once(&self) -> Result<Round> {
        let (own, runtime) = (self.clone(), Handle::current());
        let work = move || {
            let source = open(&own.from, &runtime);
            let copied = copy(source.as_ref(), &own.policy, &own.text, &own.into)?;
            if matches!(copied, Copied::Behind { .. }) {
                return Ok((copied, CopiedHeads::default()));
            }
            let heads = copy_heads(source.as_ref(), &own.policy, &own.into, HEADS_PER_ROUND)?;
            Ok((copied, heads))
        };
        Ok(tokio::task::spawn_blocking(work).await?)
    }

    /// Round after round until there is no more to copy.
    async fn whole(&self) -> Result<Round> {
        loop {
            let copied = self.once().await?;
            self.say(&copied);
            if !matches!(copied, Ok((_, heads)) if heads.has_more) {
                return Ok(copied);
            }
        }
    }

    /// Until it is told to stop, or until the register was rewritten: what then is to be done is for people.
    async fn again(&self, first: Round, every: Duration) -> Result<Round> {
        let mut copied = first;
        let mut stopped = std::pin::pin!(stop());
        let mut tick = tokio::time::interval(every);
        tick.tick().await;
        while !matches!(copied, Err(Fault::Rewritten { .. })) {
            tokio::select! {
                () = &mut stopped => break,
                _ = tick.tick() => {}
            }
            copied = self.once().await?;
            if !matches!(copied, Ok((Copied::Same { .. }, heads)) if heads.added == 0) {
                self.say(&copied);
            }
        }
        Ok(copied)
    }

    #[expect(
        clippy::print_stdout,
        clippy::print_stderr,
        reason = "the person at the terminal reads it"
    )]
    fn say(&self, copied: &Round) {
        match copied {
            Ok((Copied::Grown { from, to }, _)) => {
                println!("Đã chép và kiểm tra: {from} mục thành {to} mục.");
            }
            Ok((Copied::Same { size }, _)) => println!("Không có mục mới: vẫn {size} mục."),
            Ok((Copied::Behind { kept, served }, _)) => eprintln!(
                "CẢNH BÁO: nguồn chỉ còn {served} mục, bản chép có {kept} mục và được giữ nguyên. Có thể nguồn đã khôi phục từ bản cũ."
            ),
            Err(fault) => {
                eprintln!("{}", fault.sentence());
                if matches!(fault, Fault::Rewritten { .. }) {
                    eprintln!(
                        "Bằng chứng nằm trong một thư mục con của {}. Ai cũng kiểm tra được, không cần mạng: dinh verify --evidence THU_MUC_CON --policy TEP.",
                        self.into.path().join(EVIDENCE).display()
                    );
                }
            }
        }
        if let Ok((_, heads)) = copied {
            self.say_heads(*heads);
        }
    }

    #[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
    fn say_heads(&self, heads: CopiedHeads) {
        if heads.added > 0 {
            println!(
                "Đã giữ thêm {} đầu sổ có bên chứng kiến, để biết mỗi mục có từ khi nào.",
                heads.added
            );
        }
        if heads.unwitnessed > 0 && self.policy.asks_for_witnesses() {
            println!(
                "Trong đó {} đầu sổ không đủ bên chứng kiến theo chính sách này: có thể do bên chứng kiến thời đó, vẫn được giữ.",
                heads.unwitnessed
            );
        }
    }
}

async fn listen(address: &str, folder: Folder) -> Result<impl Future<Output = Result<()>> + use<>> {
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("không mở được cổng {address}"))?;
    tracing::info!(address = %listener.local_addr()?, "serving the copy");
    Ok(async move {
        let served = dinh_web::serve_mirror(listener, folder, stop()).await;
        served.context("máy chủ của bản chép dừng vì lỗi")
    })
}

fn status(copied: &Round) -> u8 {
    match copied {
        Ok(_) => 0,
        Err(fault) => fault.status(),
    }
}

/// A policy file that a person names, and its text.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the file that a person names"
)]
pub fn read_policy(path: &std::path::Path) -> Result<(Policy, String)> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("không đọc được {}", path.display()))?;
    let policy = Policy::parse(&text)
        .with_context(|| format!("tệp chính sách {} chưa đúng", path.display()))?;
    Ok((policy, text))
}

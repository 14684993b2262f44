//! `dinh observe`: looks at public pages by a list, signs what it saw, and tells where they differ from the register.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result};
use dinh_register::{Policy, SignerKey};
use dinh_service::clock::{Clock as _, SystemClock};
use dinh_verify::observe::{Fetched, Observer, Round, read_list};
use dinh_verify::{Fault, Folder};
use dinh_web::HttpCarrier;
use tokio::runtime::Handle;

use crate::key_file;
use crate::mirror::read_policy;
use crate::platform::make_private;
use crate::serve::stop;
use crate::source::open;

/// No page is read further than this, in bytes.
const LARGEST_PAGE: usize = 4 << 20;

/// Quan sát các trang công khai theo danh sách, ký điều đã thấy, báo chỗ khác với sổ công khai.
///
/// Mã thoát: 0 là không thấy gì khác, 1 là có chỗ khác hoặc sổ bị từ chối, 2 là chưa đọc được sổ.
#[derive(clap::Args, Debug)]
pub struct Command {
    /// Tệp danh sách: mỗi dòng một địa chỉ trang, dòng bắt đầu bằng # là ghi chú
    #[arg(long, value_name = "TEP")]
    pages: PathBuf,
    /// Thư mục hoặc địa chỉ của sổ; nên là một bản chép không do thành phố giữ
    #[arg(long, value_name = "NGUON")]
    from: String,
    /// Tệp chính sách ghi khóa của sổ và các bên chứng kiến
    #[arg(long, value_name = "TEP")]
    policy: PathBuf,
    /// Thư mục riêng của người quan sát: khóa và các quan sát đã ký
    #[arg(long, value_name = "THU_MUC")]
    into: PathBuf,
    /// Tên của người quan sát, dạng địa chỉ không có https://, không đổi về sau
    #[arg(long, value_name = "TEN")]
    name: String,
    /// Xem lại sau mỗi số giây này, cho đến khi được bảo dừng
    #[arg(long, value_name = "GIAY", value_parser = clap::value_parser!(u64).range(1..))]
    every: Option<u64>,
}

/// Look once, or again and again.
#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the file that a person names"
)]
pub async fn run(command: Command) -> Result<ExitCode> {
    let (policy, _) = read_policy(&command.policy)?;
    let list = std::fs::read_to_string(&command.pages)
        .with_context(|| format!("không đọc được {}", command.pages.display()))?;
    let pages = read_list(&list).map_err(anyhow::Error::msg)?;
    make_private(&command.into)
        .with_context(|| format!("không tạo được thư mục {}", command.into.display()))?;
    let seed = key_file::seed(&command.into.join("observer.key"), &command.name)?;
    let key = SignerKey::from_seed(&command.name, &seed)
        .context("tên không được có dấu cách hay dấu cộng")?;
    println!("Khóa công khai: {}", key.verifier());
    let looking = Looking {
        from: command.from,
        policy,
        memory: Folder::new(&command.into),
        key,
        pages,
    };
    let status = say(&looking.once().await?);
    let Some(every) = command.every else {
        return Ok(status);
    };
    let mut stopped = std::pin::pin!(stop());
    let mut tick = tokio::time::interval(Duration::from_secs(every));
    tick.tick().await;
    loop {
        tokio::select! {
            () = &mut stopped => return Ok(status),
            _ = tick.tick() => {}
        }
        say(&looking.once().await?);
    }
}

/// What is looked at, and by whom.
#[derive(Clone)]
struct Looking {
    from: String,
    policy: Policy,
    memory: Folder,
    key: SignerKey,
    pages: Vec<String>,
}

impl Looking {
    async fn once(&self) -> Result<Result<Round, Fault>> {
        let (own, runtime) = (self.clone(), Handle::current());
        let work = move || {
            let source = open(&own.from, &runtime);
            let carrier = HttpCarrier::default();
            let fetch = |url: &str| -> Fetched {
                let page = runtime.block_on(carrier.get(url, LARGEST_PAGE))?;
                Ok((page.status, page.body))
            };
            let now = || u64::try_from(SystemClock.now().as_second()).unwrap_or(0);
            let observer = Observer {
                source: source.as_ref(),
                policy: &own.policy,
                memory: &own.memory,
                key: &own.key,
            };
            observer.look(&own.pages, &fetch, &now)
        };
        Ok(tokio::task::spawn_blocking(work).await?)
    }
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the person at the terminal reads it"
)]
fn say(round: &Result<Round, Fault>) -> ExitCode {
    let round = match round {
        Ok(round) => round,
        Err(fault) => {
            eprintln!("{}", fault.sentence());
            return ExitCode::from(fault.status());
        }
    };
    let pages = &round.observation.pages;
    let silent = pages
        .iter()
        .filter(|page| page.status == 0 || page.status >= 500)
        .count();
    println!(
        "Đã xem và ký {} trang (sổ {} mục); {silent} trang không trả lời; {} chỗ khác với sổ.",
        pages.len(),
        round.observation.register.size,
        round.differences.len()
    );
    for difference in &round.differences {
        println!("! {}", difference.sentence());
    }
    ExitCode::from(u8::from(!round.differences.is_empty()))
}

//! `dinh verify`: checks a receipt offline and says in plain words what is proven and what is not.
//!
//! Exit status: 0 accepted, 1 rejected, 2 nothing could be concluded (wrong use, unreadable file, no key to trust).

mod answer;
mod input;
mod reason;
mod vote;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use dinh_register::{Policy, receipt};

/// Kiểm tra biên nhận của sổ công khai, hoặc biên nhận biểu quyết của một hộ, mà không cần mạng.
///
/// Mã thoát: 0 là hợp lệ, 1 là không hợp lệ, 2 là chưa kết luận được.
#[derive(Args)]
pub struct Command {
    /// Tệp biên nhận `.dinh.json`, hoặc tệp chứng minh `.tlog-proof` cùng với --entry
    #[arg(value_name = "BIEN_NHAN")]
    receipt: PathBuf,
    /// Tệp chứa nguyên văn mục sổ, khi đưa tệp `.tlog-proof`
    #[arg(long, value_name = "TEP")]
    entry: Option<PathBuf>,
    /// Khóa công khai của sổ, đăng tại địa chỉ /so-cai/khoa của thành phố
    #[arg(long, value_name = "KHOA")]
    key: Vec<String>,
    /// Tệp chính sách ghi khóa của sổ và các bên chứng kiến
    #[arg(long, value_name = "TEP", conflicts_with = "key")]
    policy: Option<PathBuf>,
    /// Tệp nội dung cần đối chiếu với mục sổ; có thể ghi nhiều lần
    #[arg(long, value_name = "TEP")]
    file: Vec<PathBuf>,
    /// Trả lời bằng JSON
    #[arg(long)]
    json: bool,
}

/// Nothing could be concluded, for this reason.
struct Unusable(String);

impl Command {
    /// Checks and answers on the standard output.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        match self.answer() {
            Ok(answer) => answer,
            Err(Unusable(reason)) => answer::refuse(&reason, self.json),
        }
    }

    fn answer(&self) -> Result<anyhow::Result<ExitCode>, Unusable> {
        let Some(text) = input::read_vote_receipt(&self.receipt)? else {
            return Ok(answer::give(&self.check()?, self.json));
        };
        if self.entry.is_some() || !self.file.is_empty() {
            return Err(Unusable(
                "Biên nhận biểu quyết đã có đủ mọi phần, không dùng --entry và --file.".to_owned(),
            ));
        }
        let policy = input::read_trust(&self.key, self.policy.as_deref())?;
        Ok(vote::give(&vote::check(&text, &policy)?, self.json))
    }

    fn check(&self) -> Result<answer::Outcome, Unusable> {
        let given = input::read_receipt(&self.receipt, self.entry.as_deref())?;
        let policy = input::read_trust(&self.key, self.policy.as_deref())?;
        let files = input::read_files(&self.file)?;
        let named: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        let result = given.and_then(|given| {
            let verified = receipt::verify(&given, &policy, &named)?;
            Ok(answer::Accepted {
                stamps: given.stamps.len(),
                entry: given.entry,
                witnesses: names(&policy),
                verified,
            })
        });
        Ok(answer::Outcome(result))
    }
}

fn names(policy: &Policy) -> Vec<String> {
    let witnesses = policy.witnesses.iter();
    witnesses.map(|witness| witness.name.clone()).collect()
}

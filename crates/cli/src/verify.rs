//! `dinh verify`: the check of receipts and registers of `dinh-verify`, which can also read a register over the network.

use std::io::Write as _;
use std::process::ExitCode;

use dinh_verify::source::Source;

use crate::source::open;

/// Kiểm tra biên nhận, biên nhận biểu quyết, hoặc toàn bộ sổ công khai (cách dùng: dinh verify --help).
#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub struct Command {
    /// Như của dinh-verify
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    words: Vec<String>,
}

impl Command {
    /// Checks and answers on the standard output.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let open =
            |place: &str| -> Result<Box<dyn Source>, String> { Ok(open(place, runtime.handle())) };
        let answer = dinh_verify::run(self.words.into_iter(), &open);
        std::io::stdout().write_all(answer.said.as_bytes())?;
        std::io::stderr().write_all(answer.complaint.as_bytes())?;
        Ok(ExitCode::from(answer.status))
    }
}

//! `dinh-verify`: the check of receipts and of registers in folders, in a binary of its own.

use std::io::Write as _;
use std::process::ExitCode;

use dinh_verify::source::Source;
use dinh_verify::{Folder, run};

fn main() -> ExitCode {
    let words = std::env::args_os().skip(1);
    let answer = run(words.map(|word| word.to_string_lossy().into_owned()), &open);
    // Nobody may be listening any more.
    let _ = std::io::stdout().write_all(answer.said.as_bytes());
    let _ = std::io::stderr().write_all(answer.complaint.as_bytes());
    ExitCode::from(answer.status)
}

/// Registers are read from folders only: what has no network cannot send anything away.
fn open(place: &str) -> Result<Box<dyn Source>, String> {
    if place.starts_with("http://") || place.starts_with("https://") {
        return Err(
            "Chương trình này không dùng mạng. Xin chép sổ về một thư mục bằng dinh mirror, hoặc dùng dinh verify."
                .to_owned(),
        );
    }
    Ok(Box::new(Folder::new(place)))
}

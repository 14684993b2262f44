//! `dinh law check`: are the packs whole, and does every case hold.

use std::path::{Path, PathBuf};

use clap::Args;
use dinh_law::{Law, PackError, SourceFile};

use super::{Answer, Refusal};

#[derive(Args)]
pub(super) struct Question {
    /// Thư mục gói quy định cần kiểm tra; không ghi thì kiểm tra gói đi kèm chương trình
    #[arg(long, value_name = "THU_MUC")]
    rules: Option<PathBuf>,
    /// Trả lời bằng JSON
    #[arg(long)]
    pub json: bool,
}

impl Question {
    pub fn answer(&self) -> Result<Answer, Refusal> {
        let Some(folder) = &self.rules else {
            return Ok(report(Law::embedded()));
        };
        let texts = read(folder).map_err(|reason| Refusal(vec![reason]))?;
        let files: Vec<SourceFile<'_>> = texts
            .iter()
            .map(|(path, text)| SourceFile { path, text })
            .collect();
        Ok(match Law::load(&files) {
            Ok(law) => report(&law),
            Err(errors) => faults(&errors),
        })
    }
}

fn report(law: &Law) -> Answer {
    let report = law.check();
    let mut lines = vec![
        format!(
            "Gói quy định hợp lệ: {} văn bản, {} quy định ({} mã), {} căn cứ, {} quy định chờ đối \
             chiếu.",
            report.instruments, report.rules, report.codes, report.citations, report.pending
        ),
        format!(
            "Nội dung dân bàn và quyết định: {} bản, {} chờ đối chiếu. Trình tự: {} bản, {} chờ đối \
             chiếu.",
            report.matters, report.pending_matters, report.procedures, report.pending_procedures
        ),
        format!(
            "Trường hợp mẫu: {} đúng, {} sai.",
            report.cases - report.failures.len(),
            report.failures.len()
        ),
    ];
    lines.extend(report.failures.iter().map(|failure| {
        format!(
            "  {}, dòng {}: {}",
            failure.file, failure.line, failure.reason
        )
    }));
    Answer {
        sound: report.failures.is_empty(),
        json: serde_json::json!({ "sound": report.failures.is_empty(), "report": report }),
        lines,
    }
}

fn faults(errors: &[PackError]) -> Answer {
    let mut lines = vec![format!(
        "Gói quy định không hợp lệ, {} lỗi. Không quy định nào được nạp.",
        errors.len()
    )];
    lines.extend(errors.iter().map(|error| format!("  {error}")));
    Answer {
        lines,
        json: serde_json::json!({ "sound": false, "errors": errors }),
        sound: false,
    }
}

/// Every text of a folder, with its path inside the folder, in a fixed order.
fn read(folder: &Path) -> Result<Vec<(String, String)>, String> {
    let mut texts = Vec::new();
    read_into(folder, "", &mut texts)?;
    texts.sort();
    Ok(texts)
}

#[expect(
    clippy::disallowed_methods,
    reason = "reads the folder that a person names on the command line"
)]
fn read_into(folder: &Path, prefix: &str, texts: &mut Vec<(String, String)>) -> Result<(), String> {
    let unreadable =
        |path: &Path, error: std::io::Error| format!("Không đọc được {}: {error}.", path.display());
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if path.is_dir() {
            read_into(&path, &format!("{name}/"), texts)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml" || extension == "csv")
        {
            let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            texts.push((name, text));
        }
    }
    Ok(())
}

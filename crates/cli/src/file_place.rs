//! Where files are kept: a folder beside the database, or a machine that speaks S3.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use dinh_service::clock::{Clock as _, SystemClock};
use dinh_service::random::{Random as _, SystemRandom};
use dinh_store::files::{FileStore, S3Place};

/// Where files are, as it is said on the command line.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct FilePlace {
    /// Nơi chứa tệp nói giao thức S3: s3+https://may-chu:cong/bucket; không ghi thì tệp nằm trong thư mục của bản cài đặt
    #[arg(long, env = "DINH_FILES", value_name = "DIA_CHI")]
    pub files: Option<String>,
    /// Tệp chứa khóa của nơi chứa tệp: dòng đầu là tên khóa, dòng sau là mật khóa
    #[arg(long, env = "DINH_FILES_KEY_FILE", value_name = "TEP")]
    pub files_key_file: Option<PathBuf>,
}

impl FilePlace {
    /// Open it. A machine that does not answer or does not accept the key is told at once, not to the first who uploads.
    pub async fn open(&self, data: &Path) -> Result<FileStore> {
        let Some(address) = &self.files else {
            return Ok(FileStore::in_folder(&data.join("files"))?);
        };
        let Some(file) = &self.files_key_file else {
            bail!("có nơi chứa tệp S3 (files) thì phải có tệp khóa (files-key-file)");
        };
        let keys = read(file)?;
        let place = S3Place::parse(address, &keys).with_context(|| {
            format!(
                "files phải viết như s3+https://may-chu:9000/bucket (thêm ?region=… nếu cần), và tệp {} phải có đúng hai dòng: tên khóa, mật khóa",
                file.display()
            )
        })?;
        let store = FileStore::on_s3(&place, &data.join("incoming"))?;
        let id = SystemRandom.id(SystemClock.now());
        if let Err(reason) = store.probe(id).await {
            bail!(
                "Nơi chứa tệp {}/{} không dùng được: {reason}. Hãy kiểm tra máy chủ đang chạy, bucket đã tạo, khóa được ghi, đọc và xóa.",
                place.endpoint,
                place.bucket
            );
        }
        Ok(store)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the file that a person names"
)]
fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("không đọc được {}", file.display()))
}

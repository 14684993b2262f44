//! `dinh units`: units of an installation from and to CSV.
//!
//! Exit status: 0 done (or the file is good), 1 the file has errors and nothing was stored.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use dinh_domain::units::UnitKind;
use dinh_service::units::{ImportReport, export_units, import_units, preview_import};
use dinh_service::{Actor, Context, Platform};

use crate::platform::Place;

/// Nhập và xuất danh sách đơn vị.
#[derive(Args, Debug)]
pub struct Command {
    /// Thư mục của hệ thống
    #[arg(long, global = true, default_value = "var/dinh")]
    data: PathBuf,
    /// Cơ sở dữ liệu khác cơ sở dữ liệu trong thư mục (postgres://…)
    #[arg(long, global = true, env = "DINH_DATABASE")]
    database: Option<String>,
    /// Địa chỉ người đọc dùng; phải đúng như khi chạy máy chủ, vì tên sổ công khai lấy từ đó
    #[arg(long, global = true, default_value = "http://localhost:8080")]
    base_url: String,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand, Debug)]
enum Task {
    /// Nhập đơn vị từ tệp CSV; mọi lỗi được báo một lần, có lỗi thì không ghi gì
    Import {
        /// Tệp CSV (UTF-8)
        file: PathBuf,
        /// Chỉ kiểm tra, không ghi
        #[arg(long)]
        dry_run: bool,
    },
    /// Xuất đơn vị ra CSV
    Export {
        /// Loại đơn vị (ward, commune, agency …); có thể ghi nhiều lần, bỏ trống là tất cả
        #[arg(long, value_parser = kind)]
        kind: Vec<UnitKind>,
    },
}

fn kind(code: &str) -> Result<UnitKind, String> {
    UnitKind::find(code).ok_or_else(|| {
        let known: Vec<&str> = UnitKind::ALL.iter().map(|kind| kind.code()).collect();
        format!("không có loại “{code}”; các loại: {}", known.join(", "))
    })
}

impl Command {
    /// Do it, in a runtime of its own.
    pub fn run(self) -> Result<ExitCode> {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?
            .block_on(self.perform())
    }

    async fn perform(self) -> Result<ExitCode> {
        let embedded = self.database.is_none();
        if embedded && !self.data.join("dinh.sqlite").is_file() {
            bail!(
                "không có hệ thống nào trong {}; hãy chạy `dinh serve` trước, hoặc ghi đúng --data",
                self.data.display()
            );
        }
        let place = Place {
            data: self.data,
            database: self.database,
            files: crate::file_place::FilePlace::default(),
            base_url: self.base_url,
            sample: false,
        };
        let platform = crate::platform::open(&place).await?;
        let status = match self.task {
            Task::Import { file, dry_run } => import(&platform, &file, dry_run).await?,
            Task::Export { kind } => export(&platform, &kind).await?,
        };
        platform.store.close().await;
        Ok(status)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the person at the terminal names the file"
)]
async fn import(platform: &Platform, file: &std::path::Path, dry_run: bool) -> Result<ExitCode> {
    let bytes =
        std::fs::read(file).with_context(|| format!("không đọc được tệp {}", file.display()))?;
    let ctx = Context::new(platform, Actor::Clockwork);
    let report = if dry_run {
        preview_import(&ctx, &bytes).await?
    } else {
        import_units(&ctx, &bytes).await?
    };
    say(&report, dry_run);
    Ok(if report.errors.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
fn say(report: &ImportReport, dry_run: bool) {
    for error in &report.errors {
        println!("{error}");
    }
    let (new, unchanged) = (report.new.len(), report.unchanged);
    if !report.errors.is_empty() {
        println!(
            "Có {} lỗi. Chưa ghi gì; hãy sửa tệp rồi nhập lại.",
            report.errors.len()
        );
    } else if dry_run {
        println!("Tệp hợp lệ: {new} đơn vị mới, {unchanged} đơn vị không đổi. Chưa ghi gì.");
    } else {
        println!("Đã nhập {new} đơn vị mới; {unchanged} đơn vị không đổi.");
    }
}

#[expect(clippy::print_stdout, reason = "the file goes to standard output")]
async fn export(platform: &Platform, kinds: &[UnitKind]) -> Result<ExitCode> {
    let ctx = Context::new(platform, Actor::Clockwork);
    let mut tx = ctx.read().await?;
    print!("{}", export_units(&ctx, &mut tx, kinds).await?);
    Ok(ExitCode::SUCCESS)
}

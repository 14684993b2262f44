//! `dinh migrate`: bring the schema of an installation up to date, and say what was done.

use std::path::PathBuf;

use anyhow::Result;

use crate::platform::Place;

/// Cập nhật cấu trúc cơ sở dữ liệu của một bản cài đặt.
#[derive(clap::Args, Debug)]
pub struct Command {
    /// Folder of the installation.
    #[arg(long, env = "DINH_DATA")]
    data: PathBuf,
    /// Another database than the embedded one (postgres://…).
    #[arg(long, env = "DINH_DATABASE")]
    database: Option<String>,
}

/// Apply what is missing.
#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
pub async fn run(command: Command) -> Result<()> {
    let place = Place {
        data: command.data,
        database: command.database,
        base_url: String::new(),
        sample: false,
    };
    let store = crate::platform::open_database(&place).await?;
    let applied = dinh_store::schema::migrate(&store).await?;
    if applied.is_empty() {
        println!("Cấu trúc dữ liệu đã ở bản mới nhất.");
    }
    for name in applied {
        println!("Đã áp dụng {name}");
    }
    store.close().await;
    Ok(())
}

//! `dinh register`: whom the city names to vouch for its register, the keys with which it signs, and how a lost one comes back.

mod keys;
mod refill;
mod stamps;
mod witnesses;

use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;
use dinh_service::Platform;

use crate::platform::Place;

/// Sổ công khai của thành phố.
#[derive(clap::Args, Debug)]
pub struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand, Debug)]
enum Task {
    Key(keys::Command),
    Refill(refill::Command),
    Stamps(stamps::Command),
    Witnesses(witnesses::Command),
}

/// Where the installation is.
#[derive(clap::Args, Debug)]
struct Installation {
    /// Folder of the installation.
    #[arg(long, env = "DINH_DATA")]
    data: PathBuf,
    /// Another database than the embedded one (postgres://…).
    #[arg(long, env = "DINH_DATABASE")]
    database: Option<String>,
    /// Address that readers use; it names the register when this makes the installation.
    #[arg(long, env = "DINH_BASE_URL", default_value = "http://localhost:8080")]
    base_url: String,
}

impl Installation {
    async fn open(&self) -> Result<Platform> {
        let place = Place {
            data: self.data.clone(),
            database: self.database.clone(),
            base_url: self.base_url.clone(),
            sample: false,
        };
        crate::platform::open(&place).await
    }
}

/// Do what was asked.
pub async fn run(command: Command) -> Result<()> {
    match command.task {
        Task::Key(command) => keys::run(command).await,
        Task::Refill(command) => refill::run(command).await,
        Task::Stamps(command) => stamps::run(command).await,
        Task::Witnesses(command) => witnesses::run(command).await,
    }
}

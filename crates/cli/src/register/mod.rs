//! `dinh register`: whom the city names to vouch for its register, the keys with which it signs, and how a lost one comes back.

mod keys;
mod refill;
mod stamps;
mod witnesses;

use anyhow::Result;
use clap::Subcommand;

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

/// Do what was asked.
pub async fn run(command: Command) -> Result<()> {
    match command.task {
        Task::Key(command) => keys::run(command).await,
        Task::Refill(command) => refill::run(command).await,
        Task::Stamps(command) => stamps::run(command).await,
        Task::Witnesses(command) => witnesses::run(command).await,
    }
}

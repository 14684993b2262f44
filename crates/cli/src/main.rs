//! The one binary of Đình: `dinh serve`, `dinh verify` and the other commands, each in its own module.

mod law;
mod platform;
mod units;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Đình: nền tảng thực hiện dân chủ ở cơ sở.
#[derive(Parser)]
#[command(name = "dinh", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Law(law::Command),
    Units(units::Command),
    Verify(verify::Command),
}

fn main() -> anyhow::Result<ExitCode> {
    match Arguments::parse().command {
        Command::Law(command) => command.run(),
        Command::Units(command) => command.run(),
        Command::Verify(command) => command.run(),
    }
}

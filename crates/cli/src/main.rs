//! The one binary of Đình: `dinh serve`, `dinh verify` and the other commands, each in its own module.

mod admin;
mod amounts;
mod backup;
mod caring;
mod demo;
mod demo_clock;
mod file_place;
mod files;
mod keeping;
mod key_file;
mod law;
mod mailing;
mod migrate;
mod mirror;
mod moving;
mod observe;
mod platform;
mod provider;
mod register;
mod restore;
mod secret_file;
mod serve;
mod settings;
mod source;
mod units;
mod upgrade;
mod verify;
mod watching;
mod witness;
mod witnessing;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

/// Gives memory back to the system after a burst; the allocator of the C library kept six
/// times as much after the demo city was filled (measured, see `DEPENDENCIES.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Đình: nền tảng thực hiện dân chủ ở cơ sở.
#[derive(Parser)]
#[command(name = "dinh", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Cách ghi nhật ký: text cho người đọc, json cho máy gom nhật ký
    #[arg(
        long,
        global = true,
        env = "DINH_LOG",
        default_value = "text",
        value_name = "CACH"
    )]
    log: Log,
    /// Tệp cài đặt; mặc định /etc/dinh/dinh.toml nếu có
    #[arg(long, global = true, env = "DINH_SETTINGS", value_name = "TEP")]
    settings: Option<std::path::PathBuf>,
}

/// How the log is written.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Log {
    /// For people.
    Text,
    /// One object a line.
    Json,
}

#[derive(Subcommand)]
enum Command {
    Admin(admin::Command),
    Backup(backup::Command),
    Demo(demo::Command),
    Files(files::Command),
    Law(law::Command),
    Migrate(migrate::Command),
    Mirror(mirror::Command),
    Move(moving::Command),
    Observe(observe::Command),
    Register(register::Command),
    Restore(restore::Command),
    Serve(serve::Command),
    Units(units::Command),
    Verify(verify::Command),
    Witness(witness::Command),
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = read_arguments()?;
    // Copying everything makes statements that are long on purpose.
    let usual = match arguments.command {
        Command::Backup(_) | Command::Move(_) | Command::Restore(_) => "warn,sqlx=error",
        _ => "info,tantivy=warn",
    };
    begin_log(arguments.log, usual);
    match arguments.command {
        Command::Admin(command) => service(admin::run(command)),
        Command::Backup(command) => service(backup::run(command)),
        Command::Demo(command) => service(demo::run(command)),
        Command::Files(command) => working(files::run(command)),
        Command::Law(command) => command.run(),
        Command::Migrate(command) => service(migrate::run(command)),
        Command::Mirror(command) => working(mirror::run(command)),
        Command::Move(command) => service(moving::run(command)),
        Command::Observe(command) => working(observe::run(command)),
        Command::Register(command) => service(register::run(command)),
        Command::Restore(command) => service(restore::run(command)),
        Command::Serve(command) => service(serve::run(command)),
        Command::Units(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Witness(command) => service(witness::run(command)),
    }
}

/// The arguments, with the file of settings in the place of the defaults.
fn read_arguments() -> anyhow::Result<Arguments> {
    let given: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let mut command = Arguments::command();
    if let Some(file) = settings::file(&given) {
        command = settings::apply(command, &file)?;
    }
    let found = command.get_matches_from(given);
    Arguments::from_arg_matches(&found).map_err(|error| error.exit())
}

/// To the standard error: what a command answers is on the standard output.
fn begin_log(log: Log, usual: &str) {
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| usual.into());
    let written = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match log {
        Log::Text => written.init(),
        Log::Json => written.json().init(),
    }
}

/// Run something that serves or works on an installation.
fn service(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<ExitCode> {
    working(async {
        work.await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// The same for work that says itself how it ended.
fn working(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}

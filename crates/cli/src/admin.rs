//! `dinh admin create`: makes an administrator, at the console of the machine, so that
//! the first one needs nobody before them.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use anyhow::{Context as _, Result, bail};
use clap::Subcommand;
use dinh_domain::access::Role;
use dinh_domain::ids::UnitId;
use dinh_service::people::{
    NewAccount, NewMandate, advised_roles, create_account, give_mandate, set_strict_roles,
};
use dinh_service::{Actor, Context, Error, Platform};

use crate::platform::Installation;

/// Người quản trị của thành phố.
#[derive(clap::Args, Debug)]
pub struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand, Debug)]
enum Task {
    /// Tạo một người quản trị
    Create(Create),
}

#[derive(clap::Args, Debug)]
struct Create {
    #[command(flatten)]
    installation: Installation,
    /// Tên đăng nhập
    #[arg(long)]
    login: String,
    /// Họ và tên
    #[arg(long)]
    name: String,
    /// File whose first line is the password; without it the password is asked for.
    #[arg(long)]
    password_file: Option<PathBuf>,
    /// Document by which the person was appointed.
    #[arg(long, default_value = "Tạo tại máy chủ")]
    document: String,
}

/// Do what was asked.
#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
pub async fn run(command: Command) -> Result<()> {
    let Task::Create(create) = command.task;
    let password = match &create.password_file {
        Some(file) => from_file(file)?,
        None => ask("Mật khẩu (ít nhất 10 ký tự): ")?,
    };
    if create.password_file.is_none()
        && std::io::stdin().is_terminal()
        && ask("Nhập lại mật khẩu: ")? != password
    {
        bail!("Hai lần nhập mật khẩu không giống nhau. Chưa có gì được lưu.");
    }
    let platform = create.installation.open().await?;
    let ctx = Context::new(&platform, Actor::Clockwork);
    let city = city(&platform, &ctx).await?;
    let first = is_first(&platform).await?;
    let input = NewAccount {
        login: create.login.clone(),
        name: create.name,
        password,
        must_change_password: false,
        sample: false,
    };
    let account = create_account(&ctx, input).await.map_err(told)?;
    let mandate = NewMandate {
        account,
        role: Role::CityAdministrator,
        unit: city,
        valid_from: ctx.today(),
        valid_to: None,
        document: create.document,
    };
    give_mandate(&ctx, mandate).await.map_err(told)?;
    if first {
        set_strict_roles(&ctx, &advised_roles())
            .await
            .map_err(told)?;
        println!(
            "Người quản trị và người duyệt, công nhận phải có xác thực hai bước; đổi ở trang /quan-tri/xac-thuc."
        );
    }
    platform.store.close().await;
    println!("Đã tạo người quản trị \"{}\".", create.login);
    Ok(())
}

/// Whether nobody has an account yet: a new city begins with second factors for those who manage and sign.
async fn is_first(platform: &Platform) -> Result<bool> {
    let mut tx = platform.store.read().await?;
    Ok(dinh_store::people::accounts::count(&mut tx).await? == 0)
}

/// The city of today; an empty installation gets the real units first.
async fn city(platform: &Platform, ctx: &Context<'_>) -> Result<UnitId> {
    let mut tx = ctx.write().await?;
    let units = dinh_service::units::directory(platform, &mut tx).await?;
    if units.units().is_empty() {
        dinh_service::units::real::import_real_city(ctx, &mut tx).await?;
        tx.commit().await?;
    } else {
        drop(tx);
    }
    let mut tx = ctx.read().await?;
    let units = dinh_service::units::directory(platform, &mut tx).await?;
    let city = units
        .find_city(ctx.today())
        .context("chưa có đơn vị cấp thành phố")?;
    Ok(city.id)
}

/// All field errors at once.
fn told(error: Error) -> anyhow::Error {
    match error {
        Error::Invalid(errors) => {
            let lines: Vec<String> = errors.into_iter().map(|error| error.message).collect();
            anyhow::anyhow!("{}\nChưa có gì được lưu.", lines.join("\n"))
        }
        other => other.into(),
    }
}

/// The first line of a file that a person names: a password.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the file that the person names"
)]
pub(crate) fn from_file(file: &Path) -> Result<String> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("không đọc được {}", file.display()))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Ask at the terminal without showing what is typed; from a pipe simply read a line.
#[expect(clippy::print_stderr, reason = "the person at the terminal answers it")]
fn ask(question: &str) -> Result<String> {
    let hidden = std::io::stdin().is_terminal();
    if hidden {
        eprint!("{question}");
        std::io::stderr().flush()?;
        echo("-echo");
    }
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    if hidden {
        echo("echo");
        eprintln!();
    }
    read?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// `stty` belongs to POSIX; where it is missing the password is seen while it is typed.
fn echo(mode: &str) {
    drop(
        Process::new("stty")
            .arg(mode)
            .stdin(Stdio::inherit())
            .status(),
    );
}

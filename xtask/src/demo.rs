//! `cargo xtask demo`: builds what is needed and becomes the demo server, so that Ctrl-C reaches it alone.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use crate::npm;
use crate::run::must_succeed;
use crate::server::Build;
use crate::workspace::Workspace;

/// How to run the demo city.
#[derive(Args)]
pub struct Options {
    /// Starts with a new city; what was entered before is lost.
    #[arg(long)]
    fresh: bool,
    /// The loopback port to listen on.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where the city is kept.
    #[arg(long, default_value = "var/demo")]
    data: PathBuf,
    /// Builds as for a city's server: slow to build, fast to run.
    #[arg(long)]
    release: bool,
}

/// Builds and runs; comes back only when something failed.
pub fn run(workspace: &Workspace, options: &Options) -> anyhow::Result<()> {
    npm::build_ui(workspace)?;
    let build = if options.release {
        Build::Release
    } else {
        Build::Debug
    };
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--locked", "--package", "dinh-cli"]);
    if options.release {
        cargo.arg("--release");
    }
    must_succeed(&mut cargo)?;

    let mut demo = Command::new(build.binary(workspace));
    demo.current_dir(&workspace.root)
        .arg("demo")
        .arg("--data")
        .arg(&options.data)
        .args(["--listen", &format!("127.0.0.1:{}", options.port)]);
    if options.fresh {
        demo.arg("--fresh");
    }
    Err(anyhow::Error::new(demo.exec()).context("dinh does not start"))
}

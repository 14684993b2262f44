//! The package really installed, started, upgraded and purged, and the steps of the container file carried out: each on this machine
//! as it looks to one process, so that nothing of it stays.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

use crate::package::{Pressing, build};
use crate::postgres::free_port;
use crate::run::{must_succeed, succeeds};
use crate::server::Build;
use crate::tally::Tally;
use crate::tools::is_root;
use crate::workspace::Workspace;

const INSTALL: &str = "xtask/src/install.sh";
const CONTAINER: &str = "xtask/src/container.sh";

/// Both, with the debug build, which is there.
pub fn run(workspace: &Workspace) -> anyhow::Result<Tally> {
    ensure!(
        is_root(),
        "installing a package needs root, and a kernel with overlay file systems: run this step as root"
    );
    let folder = workspace.target.join("xtask").join("installed");
    std::fs::create_dir_all(&folder)?;
    let binary = folder.join("dinh");
    let built = Build::Debug.binary(workspace);
    must_succeed(Command::new("strip").arg("-o").arg(&binary).arg(built))?;
    let package = build(&workspace.root, &binary, &folder, Pressing::Quick)?;
    let recipe = workspace.root.join("packaging/Containerfile");
    let mut tally = Tally::step(alone(workspace, INSTALL, &[package], &folder)?);
    tally += Tally::step(alone(workspace, CONTAINER, &[recipe, binary], &folder)?);
    Ok(tally)
}

/// Run a script in a view of the machine of its own.
fn alone(
    workspace: &Workspace,
    script: &str,
    arguments: &[PathBuf],
    folder: &Path,
) -> anyhow::Result<bool> {
    let place = folder.join("place");
    std::fs::create_dir_all(&place)?;
    let port = free_port()?.to_string();
    let mut command = workspace.command("unshare");
    command
        .args(["--mount", "--propagation", "private", "sh", script])
        .args(arguments)
        .arg(&place)
        .arg(port);
    succeeds(&mut command).context("unshare is needed (Debian: util-linux)")
}

//! Python programs of the tests, each with the exact versions of its list in a folder of its own below the build folder.

use std::path::{Path, PathBuf};

use crate::npm::Stamp;
use crate::run::must_succeed;
use crate::workspace::Workspace;

/// The folder with the programs of `xtask/NAME.txt`, installed when the list has changed.
pub fn programs(workspace: &Workspace, name: &str) -> anyhow::Result<PathBuf> {
    let list = workspace.root.join("xtask").join(format!("{name}.txt"));
    let wanted = std::fs::read_to_string(&list)?;
    let folder = workspace.target.join("xtask").join(name);
    let programs = folder.join("bin");
    let stamp = Stamp::of(workspace, &format!("{name}-install"));
    if stamp.says(&wanted) && programs.is_dir() {
        return Ok(programs);
    }
    must_succeed(
        workspace
            .command("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
    )?;
    install(workspace, &programs, &list)?;
    stamp.set(&wanted)?;
    Ok(programs)
}

fn install(workspace: &Workspace, programs: &Path, list: &Path) -> anyhow::Result<()> {
    must_succeed(
        workspace
            .command(&programs.join("pip").to_string_lossy())
            .args(["install", "--quiet", "--no-deps", "--only-binary", ":all:"])
            .arg("--requirement")
            .arg(list),
    )
}

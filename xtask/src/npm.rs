//! The npm packages of the project: `ui/` (style sheets and scripts) and `e2e/` (journeys in a browser).
//!
//! Packages are installed only when the lock file changed, and ui is built only when its sources changed. What was
//! done last is remembered as a digest in `target/xtask/`, beside the other products of building.

use std::path::{Path, PathBuf};

use anyhow::Context;
use sha2::{Digest, Sha256};

use crate::run::must_succeed;
use crate::workspace::Workspace;

/// Installs the packages of ui and builds it, if anything changed.
pub fn build_ui(workspace: &Workspace) -> anyhow::Result<()> {
    install(workspace, "ui")?;
    let folder = workspace.root.join("ui");
    let digest = digest_of_folder(&folder)?;
    let stamp = Stamp::of(workspace, "ui-build");
    if stamp.says(&digest) && folder.join("dist").is_dir() {
        return Ok(());
    }
    must_succeed(
        workspace
            .command("npm")
            .current_dir(&folder)
            .args(["run", "build"]),
    )?;
    stamp.set(&digest)
}

/// Installs the packages of a folder exactly as its lock file says.
pub fn install(workspace: &Workspace, folder: &str) -> anyhow::Result<()> {
    let path = workspace.root.join(folder);
    let lock = path.join("package-lock.json");
    let bytes = std::fs::read(&lock).with_context(|| format!("{} is missing", lock.display()))?;
    let digest = hex(&Sha256::digest(&bytes));
    let stamp = Stamp::of(workspace, &format!("{folder}-install"));
    if stamp.says(&digest) && path.join("node_modules").is_dir() {
        return Ok(());
    }
    must_succeed(workspace.command("npm").current_dir(&path).args([
        "ci",
        "--no-audit",
        "--no-fund",
    ]))?;
    stamp.set(&digest)
}

/// Whether the package of a folder defines a script.
pub fn has_script(workspace: &Workspace, folder: &str, script: &str) -> bool {
    let Ok(text) = std::fs::read_to_string(workspace.root.join(folder).join("package.json")) else {
        return false;
    };
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    manifest["scripts"][script].is_string()
}

/// A remembered digest.
pub struct Stamp(PathBuf);

impl Stamp {
    pub fn of(workspace: &Workspace, name: &str) -> Self {
        Self(workspace.target.join("xtask").join(name))
    }

    pub fn says(&self, digest: &str) -> bool {
        std::fs::read_to_string(&self.0).is_ok_and(|text| text == digest)
    }

    pub fn set(&self, digest: &str) -> anyhow::Result<()> {
        if let Some(folder) = self.0.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&self.0, digest)
            .with_context(|| format!("cannot write {}", self.0.display()))
    }
}

/// One digest over names and contents of all sources in a folder, in the order of their names.
fn digest_of_folder(folder: &Path) -> anyhow::Result<String> {
    let mut files = Vec::new();
    collect_sources(folder, &mut files)?;
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let bytes = std::fs::read(&file)?;
        let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
        hash.update(format!("{name}\0{}\0", bytes.len()));
        hash.update(&bytes);
    }
    Ok(hex(&hash.finalize()))
}

fn collect_sources(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let entry = entry?;
        let name = entry.file_name();
        if entry.file_type()?.is_file() {
            files.push(entry.path());
        } else if name != "node_modules" && name != "dist" {
            collect_sources(&entry.path(), files)?;
        }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_a_folder_changes_with_a_name_or_a_content_but_not_with_what_was_built() {
        let folder = std::env::temp_dir().join(format!("dinh-npm-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("src")).expect("folder");
        std::fs::write(folder.join("src/a.ts"), "1").expect("file");
        let first = digest_of_folder(&folder).expect("digest");

        std::fs::create_dir_all(folder.join("dist")).expect("folder");
        std::fs::write(folder.join("dist/a.js"), "built").expect("file");
        assert_eq!(digest_of_folder(&folder).expect("digest"), first);

        std::fs::write(folder.join("src/a.ts"), "2").expect("file");
        assert_ne!(digest_of_folder(&folder).expect("digest"), first);

        std::fs::write(folder.join("src/a.ts"), "1").expect("file");
        std::fs::rename(folder.join("src/a.ts"), folder.join("src/b.ts")).expect("rename");
        assert_ne!(digest_of_folder(&folder).expect("digest"), first);
        std::fs::remove_dir_all(&folder).expect("removed");
    }
}

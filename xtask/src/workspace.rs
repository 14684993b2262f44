//! Where the project lies and what Cargo knows of it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail};
use serde::Deserialize;

/// The folder of the project and its build folder.
pub struct Workspace {
    pub root: PathBuf,
    pub target: PathBuf,
}

/// What `cargo metadata` tells, as far as the checks need it.
#[derive(Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
    pub workspace_members: Vec<String>,
    pub workspace_root: PathBuf,
    pub target_directory: PathBuf,
}

#[derive(Deserialize)]
pub struct Package {
    pub id: String,
    pub name: String,
    pub version: String,
    pub license: Option<String>,
    pub manifest_path: String,
    pub dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
pub struct Dependency {
    pub name: String,
    /// Set for our own crates only.
    pub path: Option<String>,
}

impl Workspace {
    /// Finds the project from the folder where the command was started.
    pub fn find() -> anyhow::Result<Self> {
        let metadata = Metadata::read(&["--no-deps"])?;
        Ok(Self {
            root: metadata.workspace_root,
            target: metadata.target_directory,
        })
    }

    /// A command that starts in the project's folder.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// Cargo, the same one that started this command.
    pub fn cargo(&self) -> Command {
        self.command(&cargo())
    }
}

impl Metadata {
    /// Reads the metadata with everything the lock file names, or less if `options` say so.
    pub fn read(options: &[&str]) -> anyhow::Result<Self> {
        let output = Command::new(cargo())
            .args(["metadata", "--format-version", "1"])
            .args(options)
            .output()
            .context("cargo metadata does not start")?;
        if !output.status.success() {
            bail!(
                "cargo metadata failed: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        serde_json::from_slice(&output.stdout).context("cargo metadata gave something unexpected")
    }

    /// Our own packages.
    pub fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| self.workspace_members.contains(&package.id))
    }
}

impl Package {
    /// The folder of a crate of the house (`law` for `crates/law`); nothing for xtask and outside crates.
    pub fn room(&self) -> Option<&str> {
        let folder = self.manifest_path.strip_suffix("/Cargo.toml")?;
        let (parents, name) = folder.rsplit_once('/')?;
        parents.ends_with("/crates").then_some(name)
    }
}

fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

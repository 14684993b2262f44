//! The kernels: criterion runs them, this reads the medians that it wrote.

use std::path::Path;

use serde::Deserialize;

use crate::run::must_succeed;
use crate::workspace::Workspace;

/// The median time of one bench.
pub struct Kernel {
    pub name: String,
    pub nanoseconds: u64,
}

#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    point_estimate: f64,
}

/// Runs the benches of law and register.
pub fn measure(workspace: &Workspace, quick: bool) -> anyhow::Result<Vec<Kernel>> {
    let folder = workspace.target.join("criterion");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let mut cargo = workspace.cargo();
    cargo.args([
        "bench",
        "--locked",
        "--package",
        "dinh-law",
        "--package",
        "dinh-register",
        "--benches",
        "--",
    ]);
    if quick {
        cargo.args(["--warm-up-time", "1", "--measurement-time", "2"]);
    }
    must_succeed(&mut cargo)?;
    let mut kernels = Vec::new();
    if folder.is_dir() {
        collect(&folder, &folder, &mut kernels)?;
    }
    kernels.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(kernels)
}

/// Criterion writes `<group>/<bench>/new/estimates.json`, times in nanoseconds.
fn collect(root: &Path, folder: &Path, kernels: &mut Vec<Kernel>) -> anyhow::Result<()> {
    let estimates = folder.join("new").join("estimates.json");
    if estimates.is_file() {
        let read: Estimates = serde_json::from_slice(&std::fs::read(&estimates)?)?;
        kernels.push(Kernel {
            name: folder.strip_prefix(root)?.to_string_lossy().into_owned(),
            nanoseconds: format!("{:.0}", read.median.point_estimate).parse()?,
        });
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, kernels)?;
        }
    }
    Ok(())
}

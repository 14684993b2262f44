//! The kernels: criterion runs them, this reads the medians that it wrote.

use std::path::Path;

use anyhow::Context;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::run::must_succeed;
use crate::workspace::Workspace;

/// The median time of one bench.
pub struct Kernel {
    pub name: String,
    pub nanoseconds: u64,
}

#[derive(Deserialize)]
struct Title {
    title: String,
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
        "--bench",
        "*",
        "--",
    ]);
    if quick {
        cargo.args(["--warm-up-time", "1", "--measurement-time", "2"]);
    }
    must_succeed(&mut cargo)?;
    let mut kernels = Vec::new();
    if folder.is_dir() {
        collect(&folder, &mut kernels)?;
    }
    kernels.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(kernels)
}

/// Criterion writes `<bench>/new/estimates.json`, times in nanoseconds, and the name beside it in `benchmark.json`.
fn collect(folder: &Path, kernels: &mut Vec<Kernel>) -> anyhow::Result<()> {
    let newest = folder.join("new");
    if newest.is_dir() {
        let times: Estimates = read(&newest.join("estimates.json"))?;
        kernels.push(Kernel {
            name: read::<Title>(&newest.join("benchmark.json"))?.title,
            nanoseconds: format!("{:.0}", times.median.point_estimate).parse()?,
        });
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, kernels)?;
        }
    }
    Ok(())
}

fn read<T: DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(serde_json::from_slice(&bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_medians_of_criterion_are_found_under_their_names() {
        let folder = std::env::temp_dir().join(format!("dinh-kernels-{}", std::process::id()));
        let newest = folder.join("due_11_2").join("new");
        std::fs::create_dir_all(&newest).expect("folder");
        let estimates = r#"{"mean":{"point_estimate":9.0},"median":{"point_estimate":1689.9}}"#;
        std::fs::write(newest.join("estimates.json"), estimates).expect("file");
        std::fs::write(newest.join("benchmark.json"), r#"{"title":"due/11.2"}"#).expect("file");

        let mut kernels = Vec::new();
        collect(&folder, &mut kernels).expect("kernels");
        std::fs::remove_dir_all(&folder).expect("removed");
        let found: Vec<_> = kernels
            .iter()
            .map(|k| (k.name.as_str(), k.nanoseconds))
            .collect();
        assert_eq!(found, [("due/11.2", 1690)]);
    }
}

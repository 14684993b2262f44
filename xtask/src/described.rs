//! The description of the JSON API against a running city: Schemathesis makes requests out of it, right and wrong ones, and
//! holds every answer against what the description says.

use crate::python;
use crate::run::succeeds;
use crate::server::{Build, FIRST_PAGE_LIMIT, Server};
use crate::tally::Tally;
use crate::workspace::Workspace;

const SECONDS: &str = "120";

/// Runs it over the city of the journeys, which is made if it is not there.
pub fn run(workspace: &Workspace) -> anyhow::Result<Tally> {
    let programs = python::programs(workspace, "schemathesis")?;
    let data = workspace.target.join("xtask").join("journeys");
    std::fs::create_dir_all(&data)?;
    let binary = Build::Debug.binary(workspace);
    let server = Server::demo(&binary, &data, None, FIRST_PAGE_LIMIT)?;
    let address = format!("http://127.0.0.1:{}/api/v1/openapi.json", server.port);
    let program = programs.join("schemathesis");
    succeeds(
        workspace
            .command(&program.to_string_lossy())
            .current_dir(&data)
            .arg("--config-file")
            .arg(workspace.root.join("xtask/schemathesis.toml"))
            .args(["run", &address])
            .args(["--checks", "all", "--phases", "examples,coverage,fuzzing"])
            .args(["--max-examples", "40", "--max-time", SECONDS, "--seed", "1"])
            .args(["--request-timeout", "20", "--warnings", "off", "--no-color"]),
    )
    .map(Tally::step)
}

//! Known weaknesses of the crates that we use, from the database of RustSec.
//!
//! `cargo audit` and `cargo deny check advisories` read the same database. The first is asked because it also knows crates that
//! were withdrawn from the registry; the second, where it is installed, because `deny.toml` holds our exceptions.

use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use crate::run::{ask, must_succeed, succeeds};
use crate::tally::Tally;
use crate::workspace::Workspace;

/// Where the database lies.
const DATABASE: (&str, u16) = ("github.com", 443);
const PATIENCE: Duration = Duration::from_secs(3);
/// The version with which the answer was last looked at.
const AUDIT: &str = "0.22.2";

/// Asks both. Without a way to the database nothing was looked up, and that is said instead of counted as passed.
pub fn check(workspace: &Workspace) -> anyhow::Result<Tally> {
    if !is_reachable() {
        println!(
            "advisories: NOT LOOKED UP: {} cannot be reached from here, and the database of weaknesses lies there. \
             Run `cargo xtask check` once where it can, at least once a week (docs/recipes/attack.md).",
            DATABASE.0
        );
        return Ok(Tally::default());
    }
    if ask("cargo", &["audit", "--version"]).is_none() {
        must_succeed(workspace.cargo().args([
            "install",
            "--locked",
            "cargo-audit",
            "--version",
            AUDIT,
        ]))?;
    }
    let mut tally = Tally::step(succeeds(
        workspace.cargo().args(["audit", "--deny", "warnings"]),
    )?);
    if ask("cargo", &["deny", "--version"]).is_some() {
        let deny = succeeds(workspace.cargo().args(["deny", "check", "advisories"]))?;
        tally += Tally::step(deny);
    }
    Ok(tally)
}

fn is_reachable() -> bool {
    let Ok(mut addresses) = DATABASE.to_socket_addrs() else {
        return false;
    };
    addresses.any(|address| TcpStream::connect_timeout(&address, PATIENCE).is_ok())
}

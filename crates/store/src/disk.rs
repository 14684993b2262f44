//! How much room is left where the city's data are.

use std::path::Path;

/// Room of a file system, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// What we may still use.
    pub free: u64,
    /// All of it.
    pub total: u64,
}

/// The room of the file system that holds a folder or file.
pub fn space(place: &Path) -> std::io::Result<Space> {
    let told = rustix::fs::statvfs(place)?;
    Ok(Space {
        free: told.f_bavail.saturating_mul(told.f_frsize),
        total: told.f_blocks.saturating_mul(told.f_frsize),
    })
}

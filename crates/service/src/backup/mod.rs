//! The backup: one archive of all rows of one moment and of the files that they name, taken while the city works on, and the
//! way back from it. Read, written and checked piece by piece, so that its size does not matter.
//!
//! The archive is a tar file inside an age file: `head.json`, then `rows/<table>/<number>.jsonl`, then `files/<ab>/<digest>`,
//! then `manifest.json`. Docs: `docs/adr/0009`.

mod check;
mod key;
mod last;
mod manifest;
mod moving;
mod piece;
mod restore;
mod write;

pub use check::{Checked, check};
pub use key::{BackupKey, Recipients, new_key};
pub use last::LastBackup;
pub use manifest::{Head, Manifest, RegisterHead, TableCount};
pub use moving::{move_all, moved_to};
pub use piece::{Piece, read};
pub use restore::{Restored, Target, restore, restore_as_it_was};
pub use write::{Source, Written, write};

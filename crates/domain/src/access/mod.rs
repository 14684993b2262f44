//! Who may do what, and where: one table, everything else is denied.

mod role;
mod table;

pub use role::Role;
pub use table::{Action, Reach, TABLE, reach};

//! The pages, a folder per room.

#[cfg(debug_assertions)]
pub mod dev;
pub mod error;

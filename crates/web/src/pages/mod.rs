//! The pages, a folder per room.

pub mod city;
#[cfg(debug_assertions)]
pub mod dev;
pub mod error;

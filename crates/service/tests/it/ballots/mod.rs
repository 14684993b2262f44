//! Household ballots, use case by use case, on both engines.

pub mod hamlet;
mod refused;
mod sixty;

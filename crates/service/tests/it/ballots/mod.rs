//! Household ballots, use case by use case, on both engines.

mod hamlet;
mod refused;
mod sixty;

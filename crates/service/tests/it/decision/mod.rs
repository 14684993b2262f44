//! Deciding in a meeting, use case by use case, on both engines.

mod before;
mod clusters;
mod conduct;
mod hall;
mod on_paper;
mod papers;
pub mod scene;
mod vote;

//! Deciding in a meeting, use case by use case, on both engines.

mod before;
mod conduct;
mod papers;
mod scene;
mod vote;

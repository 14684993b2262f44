//! The units room: the list of a day, the facts of one unit, and its administration.

mod kinds;
mod panel;

pub use panel::UnitPanel;

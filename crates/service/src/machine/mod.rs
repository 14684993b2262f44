//! The machine that the city's work runs on: is there room on the disk, is its clock right, does the clockwork turn.

mod facts;
mod room;
mod skew;

pub use facts::{Facts, facts};
pub use room::{Machine, Room, RoomLimits, Seen};
pub use skew::{Skew, skew};

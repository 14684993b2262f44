//! The decision machine driven from outside: a world that writes down what really happened beside what the machine
//! says, an alphabet of lawful and unlawful steps, and the preconditions of the law written from the articles alone.
//!
//! The model test, the diagram and the fuzz target all use these.

pub mod alphabet;
pub mod explore;
pub mod plans;
pub mod preconditions;
pub mod table;
pub mod world;

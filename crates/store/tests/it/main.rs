//! The store on both engines.

mod archive;
mod engines;
mod factors;
mod lines;
mod once;
mod people;
mod register;
mod schema;
mod seat;
mod statements;
mod upgrade;

//! The store on both engines.

mod engines;
mod people;
mod register;
mod schema;
mod seat;
mod statements;

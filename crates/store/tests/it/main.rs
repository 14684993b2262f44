//! The store on both engines.

mod engines;
mod people;
mod schema;
mod statements;

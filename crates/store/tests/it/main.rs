//! The store on both engines.

mod archive;
mod embedded;
mod engines;
mod full;
mod lines;
mod once;
mod people;
mod register;
mod schema;
mod seat;
mod statements;
mod upgrade;

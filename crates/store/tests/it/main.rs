//! The store on both engines.

mod archive;
mod commits;
mod embedded;
mod engines;
mod factors;
mod full;
mod lines;
mod once;
mod people;
mod register;
mod schema;
mod seat;
mod silence;
mod statements;
mod upgrade;

//! The household roll, use case by use case.

mod access;
mod changes;
mod erasing;
mod fixed;
mod hamlet;
mod import;
mod walk;

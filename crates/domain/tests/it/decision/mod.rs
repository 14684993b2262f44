//! Deciding: every path, every step of the table, every count.

mod counts;
mod paths;
mod steps;
mod transitions;

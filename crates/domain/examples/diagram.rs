//! Prints the diagram of the states of a decision, drawn by running the machine; `cargo xtask diagram` keeps it.
#![expect(clippy::print_stdout, reason = "xtask reads what it prints")]

#[allow(
    dead_code,
    reason = "the model test and the fuzz target use other parts of it"
)]
#[path = "../tests/machine/mod.rs"]
mod machine;

fn main() {
    print!("{}", machine::table::diagram());
}

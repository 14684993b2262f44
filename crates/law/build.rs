//! Rebuilds the crate when a file is added to the rule packs that it embeds.

fn main() {
    println!("cargo:rerun-if-changed=../../rules");
}

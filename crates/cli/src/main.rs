//! The one binary of Đình.

fn main() {}

//! Stops the build, with the remedy, when the style sheet and script have not been built yet: they are part of the binary.

use std::path::Path;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist");
    println!("cargo:rerun-if-changed={}", folder.display());
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=texts");
    for name in ["manifest.json", "kiem-chung.html"] {
        assert!(
            folder.join(name).is_file(),
            "what the pages need is missing (ui/dist/{name}). Build it first: cargo xtask ui"
        );
    }
}

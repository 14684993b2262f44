//! Stops the build, with the remedy, when the style sheet and script have not been built yet: they are part of the binary.

use std::path::Path;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist");
    println!("cargo:rerun-if-changed={}", folder.display());
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=texts");
    assert!(
        folder.join("manifest.json").is_file(),
        "the style sheet and script are missing (ui/dist/manifest.json). Build them first: cargo xtask ui"
    );
}

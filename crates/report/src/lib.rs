//! Floor crate: see ARCHITECTURE.md.

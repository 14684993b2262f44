//! What a copy of the register is made of: paths of tiles, bundles of entries and of checkpoints, and a tree read through tiles
//! that anybody may have written.
#![no_main]

use dinh_register::tile::{CheckedTiles, HeadBundle, bundle, join_heads, read_bundle, split_heads};
use dinh_register::{Checkpoint, Hash, Tile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(entries) = read_bundle(data) {
        let again = bundle(entries.iter().copied());
        assert_eq!(again.as_deref(), Ok(data), "a bundle has one spelling");
    }
    tree_over(data);
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Some(tile) = Tile::parse(text) {
        assert_eq!(tile.to_string(), text, "a tile has one path");
    }
    if let Some(heads) = HeadBundle::parse(text) {
        assert_eq!(heads.to_string(), text, "a bundle has one path");
        assert!(heads.sizes().contains(heads.sizes().end()));
    }
    if let Ok(heads) = split_heads(text) {
        assert_eq!(join_heads(heads), text);
    }
});

/// Nothing is believed of a tile that does not lead to the root.
fn tree_over(data: &[u8]) {
    let Some((size, rest)) = data.split_first_chunk::<8>() else {
        return;
    };
    let Some((root, tile)) = rest.split_first_chunk::<32>() else {
        return;
    };
    let size = u64::from_be_bytes(*size);
    let checkpoint = Checkpoint {
        origin: "example.vn/so".into(),
        size,
        root: Hash(*root),
    };
    let mut tiles = CheckedTiles::new(&checkpoint, |_| Ok::<_, ()>(tile.to_vec()));
    for index in [0, size / 256, size.saturating_sub(1), u64::MAX] {
        let _ = tiles.hashes(0, index);
        let _ = tiles.hashes(7, index);
    }
    let _ = tiles.root_of(size);
    let _ = tiles.root_of(size / 2);
}

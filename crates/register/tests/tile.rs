//! Tiles and bundles: where they lie, what they hold, and that the tree can be read back from them alone.

mod sample;

use std::collections::BTreeMap;

use dinh_register::tile::{
    FULL, HeadBundle, TileContent, bundle, join_heads, read_bundle, split_heads,
};
use dinh_register::{Checkpoint, SignerKey, Tile, tree};
use proptest::prelude::*;
use sample::{Forest, leaf};

fn paths(size: u64) -> Vec<String> {
    Tile::of(size).map(|tile| tile.to_string()).collect()
}

#[test]
fn a_register_of_70_000_entries_has_the_tiles_of_the_specification() {
    let tiles: Vec<Tile> = Tile::of(70_000).collect();
    let count = |content, full| {
        let of_kind = tiles.iter().filter(|tile| tile.content() == content);
        of_kind.filter(|tile| tile.is_full() == full).count()
    };
    let widths = |content| {
        let of_kind = tiles.iter().filter(move |tile| tile.content() == content);
        of_kind
            .map(|tile| tile.width())
            .filter(|width| *width < FULL)
            .collect::<Vec<_>>()
    };
    for (content, full, part) in [
        (TileContent::Hashes(0), 273, vec![112]),
        (TileContent::Hashes(1), 1, vec![17]),
        (TileContent::Hashes(2), 0, vec![1]),
        (TileContent::Entries, 273, vec![112]),
    ] {
        assert_eq!(
            (count(content, true), widths(content)),
            (full, part),
            "{content:?}"
        );
    }
    assert_eq!(tiles.len(), 274 + 2 + 1 + 274);
    assert_eq!(paths(256), ["0/000", "1/000.p/1", "entries/000"]);
    assert_eq!(paths(0), Vec::<String>::new());
}

#[test]
fn a_path_has_one_spelling() {
    for path in [
        "0/000",
        "0/999.p/255",
        "1/x001/000",
        "7/000.p/1",
        "0/x001/x234/067",
        "entries/x001/x234/067.p/8",
    ] {
        let tile = Tile::parse(path).expect(path);
        assert_eq!(tile.to_string(), path);
    }
    for path in [
        "",
        "0",
        "0/",
        "0/0",
        "0/00",
        "0/0000",
        "0/-01",
        "0/x001",
        "0/001/002",
        "0/x000/001",
        "00/001",
        "8/000",
        "64/000",
        "-1/000",
        "data/000",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/01",
        "0/000.p/",
        "0/000.p/1/",
        "0/000/",
        "0/x36/x028/x797/x018/x963/x968",
        "0/x999/x999/x999/x999/x999/x999/999",
        "0/٠٠١",
    ] {
        assert_eq!(Tile::parse(path), None, "{path}");
    }
}

/// Reading the tiles alone, as a mirror does, gives each node of the tree.
#[test]
fn tiles_hold_the_tree() {
    let forest = Forest::of((0..1000).map(leaf));
    for tile in Tile::of(forest.size) {
        if tile.content() == TileContent::Entries {
            continue;
        }
        for number in tile.first()..tile.first() + u64::from(tile.width()) {
            let node = dinh_register::NodeId {
                level: tile.level(),
                index: number,
            };
            assert!(forest.read(node).is_some(), "{tile} {node:?}");
        }
    }
    let second = forest.read(dinh_register::NodeId { level: 8, index: 1 });
    let leaves = Forest::of((256..512).map(leaf));
    assert_eq!(
        second,
        Some(leaves.root(256)),
        "a hash of level 1 is the root of a full tile"
    );
}

#[test]
fn a_bundle_that_is_cut_off_is_refused() {
    let whole = bundle([b"mot".as_slice(), b"", b"hai"]).expect("short entries");
    assert_eq!(
        read_bundle(&whole),
        Ok(vec![b"mot".as_slice(), b"", b"hai"])
    );
    for length in [1, 2, 4, 6, 8, 9, 11] {
        assert!(read_bundle(&whole[..length]).is_err(), "{length}");
    }
    assert!(bundle([vec![0; 65_536].as_slice()]).is_err());
    assert!(bundle([vec![0; 65_535].as_slice()]).is_ok());
}

proptest! {
    #[test]
    fn a_tile_reads_back_from_its_path(level in 0..9_u8, index in any::<u64>(), narrow in any::<bool>(), width in 0..300_u16) {
        let index = if narrow { index % 5000 } else { index };
        let content = if level == 8 { TileContent::Entries } else { TileContent::Hashes(level) };
        if let Some(tile) = Tile::new(content, index, width) {
            prop_assert_eq!(Tile::parse(&tile.to_string()), Some(tile));
            prop_assert_eq!(u64::from(tile.width()), u64::from(width));
        }
    }

    #[test]
    fn whatever_is_read_as_a_path_is_written_the_same(path in "[0-9a-z./]{0,24}|[0-7]/(x[0-9]{3}/){0,3}[0-9]{3}(\\.p/[0-9]{1,3})?") {
        if let Some(tile) = Tile::parse(&path) {
            prop_assert_eq!(tile.to_string(), path);
        }
    }

    /// The tiles of a size follow one another without a gap, hold all of each eighth level, and nothing beyond the size.
    #[test]
    fn the_tiles_of_a_size_cover_it_exactly(size in 0..1_000_000_u64) {
        let mut counts = BTreeMap::<(bool, u8), u64>::new();
        for tile in Tile::of(size) {
            prop_assert!(tile.is_within(size));
            let count = counts.entry((tile.content() == TileContent::Entries, tile.level())).or_default();
            prop_assert_eq!(tile.first(), *count);
            *count += u64::from(tile.width());
        }
        for level in (0..64).step_by(8) {
            prop_assert_eq!(counts.remove(&(false, level)).unwrap_or(0), size >> level);
        }
        prop_assert_eq!(counts.remove(&(true, 0)).unwrap_or(0), size);
        prop_assert!(counts.is_empty());
    }

    #[test]
    fn a_bundle_reads_back(entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..20)) {
        let bytes = bundle(entries.iter().map(Vec::as_slice)).expect("short entries");
        let read = read_bundle(&bytes).expect("whole");
        prop_assert_eq!(read, entries.iter().map(Vec::as_slice).collect::<Vec<_>>());
    }

    #[test]
    fn any_bytes_are_a_bundle_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(entries) = read_bundle(&bytes) {
            prop_assert_eq!(bundle(entries), Ok(bytes));
        }
    }
}

#[test]
fn leaf_hashes_of_a_bundle_are_those_of_its_tile() {
    let entries: Vec<Vec<u8>> = (0..300_u64)
        .map(|number| number.to_be_bytes().to_vec())
        .collect();
    let forest = Forest::of((0..300).map(leaf));
    for tile in Tile::of(300).filter(|tile| tile.content() == TileContent::Entries) {
        let range = usize::try_from(tile.first()).expect("small");
        let bytes = bundle(
            entries[range..range + usize::from(tile.width())]
                .iter()
                .map(Vec::as_slice),
        )
        .expect("short entries");
        for (number, entry) in (tile.first()..).zip(read_bundle(&bytes).expect("whole")) {
            let node = dinh_register::NodeId {
                level: 0,
                index: number,
            };
            assert_eq!(forest.read(node), Some(tree::leaf_hash(entry)));
        }
    }
}

#[test]
fn kept_checkpoints_lie_beside_the_entries_that_they_end_in() {
    let bundle = |size| HeadBundle::of(size).expect("a bundle");
    assert_eq!(HeadBundle::of(0), None);
    for (size, path) in [
        (1, "000"),
        (256, "000"),
        (257, "001"),
        (256 * 1_234_067 + 1, "x001/x234/067"),
    ] {
        assert_eq!(bundle(size).to_string(), path);
        assert_eq!(HeadBundle::parse(path), Some(bundle(size)));
        assert!(bundle(size).sizes().contains(&size));
    }
    assert_eq!(bundle(257).sizes(), 257..=512);
    for path in [
        "",
        "0",
        "1/000",
        "000/000",
        "x000/001",
        "000.p/1",
        "../checkpoint",
    ] {
        assert_eq!(HeadBundle::parse(path), None, "{path}");
    }
    assert_eq!(HeadBundle::new(u64::MAX), None);
}

/// A signed checkpoint of so many entries.
fn note(size: u64) -> String {
    let key = SignerKey::from_seed("dangky.cantho.example/so-mau", &[7; 32]).expect("a name");
    let head = Checkpoint {
        origin: key.name().to_owned(),
        size,
        root: leaf(size),
    };
    head.sign(&key).expect("signed")
}

proptest! {
    #[test]
    fn what_was_joined_is_split_again(sizes in proptest::collection::vec(1u64..1_000_000, 0..20)) {
        let notes: Vec<String> = sizes.iter().map(|size| note(*size)).collect();
        let joined = join_heads(notes.iter().map(String::as_str));
        prop_assert_eq!(split_heads(&joined).expect("joined by us"), notes);
        if !joined.is_empty() {
            prop_assert!(joined.strip_suffix('\n').is_some_and(|cut| split_heads(cut).is_err()), "the last line end is missing");
        }
    }

    #[test]
    fn any_text_is_split_into_what_it_is_joined_of_or_refused(text in "[a—\\n]{0,40}") {
        if let Ok(notes) = split_heads(&text) {
            prop_assert_eq!(join_heads(notes), text);
        }
    }
}

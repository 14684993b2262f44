//! Tiles are given out only if they lead to the signed root.

mod sample;

use std::collections::BTreeMap;

use dinh_register::tile::{CheckedTiles, TileContent, TileFault};
use dinh_register::{Checkpoint, Tile, tree};
use proptest::prelude::*;
use sample::{Forest, ORIGIN, leaf};

/// Every hash tile of a register as somebody serves it.
fn served(forest: &Forest) -> BTreeMap<String, Vec<u8>> {
    Tile::of(forest.size)
        .filter(|tile| matches!(tile.content(), TileContent::Hashes(_)))
        .map(|tile| {
            let first = tile.first();
            let hashes = (first..first + u64::from(tile.width())).flat_map(|index| {
                let level = tile.level();
                forest
                    .read(tree::NodeId { level, index })
                    .expect("stored")
                    .0
            });
            (tile.to_string(), hashes.collect())
        })
        .collect()
}

fn head(forest: &Forest) -> Checkpoint {
    Checkpoint {
        origin: ORIGIN.into(),
        size: forest.size,
        root: forest.root(forest.size),
    }
}

type Tiles<'served> = CheckedTiles<Box<dyn FnMut(Tile) -> Result<Vec<u8>, String> + 'served>>;

fn tiles<'served>(head: &Checkpoint, served: &'served BTreeMap<String, Vec<u8>>) -> Tiles<'served> {
    let read = |tile: Tile| {
        served
            .get(&tile.to_string())
            .cloned()
            .ok_or_else(|| tile.to_string())
    };
    CheckedTiles::new(head, Box::new(read))
}

/// Read every leaf hash; the first refusal ends it.
fn read_all(tiles: &mut Tiles, size: u64) -> Result<Vec<[u8; 32]>, TileFault<String>> {
    let mut leaves = Vec::new();
    for index in 0..size.div_ceil(256) {
        leaves.extend(tiles.hashes(0, index)?.iter().map(|hash| hash.0));
    }
    Ok(leaves)
}

#[test]
fn every_leaf_node_and_earlier_root_is_read_at_sizes_around_the_edges() {
    for size in [
        1, 2, 255, 256, 257, 511, 512, 600, 65_535, 65_536, 65_537, 66_000,
    ] {
        let forest = Forest::of((0..size).map(leaf));
        let served = served(&forest);
        let mut tiles = tiles(&head(&forest), &served);
        let leaves = read_all(&mut tiles, size).expect("all lead to the root");
        assert_eq!(leaves.len(), usize::try_from(size).expect("small"));
        assert!((0..size).zip(&leaves).all(|(at, hash)| leaf(at).0 == *hash));
        for old in [0, 1, size / 3, size / 2, size - 1, size] {
            assert_eq!(tiles.root_of(old), Ok(forest.root(old)), "{old} of {size}");
        }
        assert_eq!(tiles.root_of(size + 1), Err(TileFault::Outside));
    }
}

#[test]
fn the_empty_register_has_no_tile() {
    let forest = Forest::default();
    let served = BTreeMap::new();
    let mut tiles = tiles(&head(&forest), &served);
    assert_eq!(tiles.hashes(0, 0), Err(TileFault::Outside));
    assert_eq!(tiles.root_of(0), Ok(tree::empty_root()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn one_flipped_bit_in_any_tile_is_refused(size in 1..1500_u64, at in any::<prop::sample::Index>(), bit in any::<prop::sample::Index>()) {
        let forest = Forest::of((0..size).map(leaf));
        let mut served = served(&forest);
        let tile = served.keys().nth(at.index(served.len())).cloned().expect("one");
        let bytes = served.get_mut(&tile).expect("one");
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let refused = read_all(&mut tiles(&head(&forest), &served), size);
        prop_assert!(matches!(refused, Err(TileFault::Rejected(_))), "{}", tile);
    }

    #[test]
    fn a_tile_that_is_missing_short_or_long_is_refused(size in 1..1500_u64, at in any::<prop::sample::Index>(), more in -40..40_isize) {
        let forest = Forest::of((0..size).map(leaf));
        let mut served = served(&forest);
        let tile = served.keys().nth(at.index(served.len())).cloned().expect("one");
        let bytes = served.get_mut(&tile).expect("one");
        let length = bytes.len().saturating_add_signed(more);
        bytes.resize(length, 7);
        if more != 0 && length != 0 {
            let refused = read_all(&mut tiles(&head(&forest), &served), size);
            prop_assert!(matches!(refused, Err(TileFault::Rejected(_))), "{}", tile);
        }
        served.remove(&tile);
        let refused = read_all(&mut tiles(&head(&forest), &served), size);
        prop_assert_eq!(refused, Err(TileFault::Read(tile)));
    }

    #[test]
    fn the_edge_of_a_stored_tree_grows_like_the_tree_itself(old in 0..600_u64, more in 0..300_u64) {
        let forest = Forest::of((0..old + more).map(leaf));
        let mut edge = tree::Frontier::of(old, &|node| forest.read(node)).expect("stored");
        prop_assert_eq!((edge.size(), edge.root()), (old, forest.root(old)));
        for number in old..old + more {
            edge.push(leaf(number));
        }
        prop_assert_eq!(edge.root(), forest.root(old + more));
    }
}

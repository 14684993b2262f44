//! One pass over what a question finds: how many there are, how many of each sort, and the best ones behind a place in the order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentReader};

/// Fields whose values are counted.
pub(super) const COUNTED: [&str; 4] = ["kind", "unit", "year", "standing"];

/// Where something stands in the order: the better first, of equals the newer, then the higher place.
pub(super) type Order = (u64, u64, u64);

/// What is collected: the best `most` behind `after`.
pub(super) struct Page {
    pub most: usize,
    pub after: Option<Order>,
    /// Without words the newest come first, and nothing is weighed.
    pub by_score: bool,
}

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    pub total: usize,
    /// The best, best first.
    pub best: Vec<(Order, DocAddress)>,
    /// For each counted field its values with their numbers.
    pub counts: [BTreeMap<String, usize>; COUNTED.len()],
}

pub(super) struct OfSegment {
    segment: u32,
    most: usize,
    after: Option<Order>,
    total: usize,
    best: BinaryHeap<Reverse<(Order, DocId)>>,
    by_score: bool,
    day: Column<u64>,
    place: Column<u64>,
    counted: [Option<(StrColumn, Vec<usize>)>; COUNTED.len()],
}

impl Collector for Page {
    type Fruit = Found;
    type Child = OfSegment;

    fn for_segment(&self, segment: u32, reader: &SegmentReader) -> tantivy::Result<OfSegment> {
        let fast = reader.fast_fields();
        let mut counted = COUNTED.map(|_| None);
        for (slot, name) in counted.iter_mut().zip(COUNTED) {
            *slot = fast.str(name)?.map(|column| {
                let values = vec![0; column.num_terms()];
                (column, values)
            });
        }
        Ok(OfSegment {
            segment,
            most: self.most,
            after: self.after,
            total: 0,
            best: BinaryHeap::new(),
            by_score: self.by_score,
            day: fast.u64("day")?,
            place: fast.u64("place")?,
            counted,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.by_score
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Found>>) -> tantivy::Result<Found> {
        let mut all = Found::default();
        for found in segments {
            let found = found?;
            all.total += found.total;
            all.best.extend(found.best);
            for (sum, counts) in all.counts.iter_mut().zip(found.counts) {
                for (value, count) in counts {
                    *sum.entry(value).or_default() += count;
                }
            }
        }
        all.best.sort_unstable_by(|one, two| two.cmp(one));
        all.best.truncate(self.most);
        Ok(all)
    }
}

impl OfSegment {
    fn rank(&mut self, doc: DocId, score: Score) {
        // A score is never negative, so its bits are ordered as it is.
        let first = if self.by_score {
            u64::from(score.max(0.0).to_bits())
        } else {
            0
        };
        let is_full = self.best.len() >= self.most;
        if is_full
            && self
                .best
                .peek()
                .is_some_and(|Reverse((worst, _))| worst.0 > first)
        {
            return;
        }
        let value = |column: &Column<u64>| column.first(doc).unwrap_or(0);
        let order = (first, value(&self.day), value(&self.place));
        if self.after.is_some_and(|after| order >= after) {
            return;
        }
        self.best.push(Reverse((order, doc)));
        if self.best.len() > self.most {
            self.best.pop();
        }
    }
}

impl SegmentCollector for OfSegment {
    type Fruit = tantivy::Result<Found>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        for (column, values) in self.counted.iter_mut().flatten() {
            for value in column.ords().values_for_doc(doc) {
                let place = usize::try_from(value).ok();
                if let Some(count) = place.and_then(|place| values.get_mut(place)) {
                    *count += 1;
                }
            }
        }
        self.rank(doc, score);
    }

    fn harvest(self) -> tantivy::Result<Found> {
        let mut found = Found {
            total: self.total,
            ..Found::default()
        };
        let segment = self.segment;
        found.best = self
            .best
            .into_iter()
            .map(|Reverse((order, doc))| (order, DocAddress::new(segment, doc)))
            .collect();
        for (counts, counted) in found.counts.iter_mut().zip(self.counted) {
            let Some((column, values)) = counted else {
                continue;
            };
            let mut name = String::new();
            for (value, count) in (0_u64..).zip(values) {
                if count > 0 && column.ord_to_str(value, &mut name)? {
                    counts.insert(name.clone(), count);
                }
            }
        }
        Ok(found)
    }
}

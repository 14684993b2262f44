//! Whether a count is enough, for every count of up to 20,000, against integers without a limit.

use dinh_law::{Law, ProcedureValue, Share};
use num_bigint::BigUint;
use proptest::prelude::*;

/// The largest whole that is walked through.
const MOST: u64 = 20_000;

const MORE_THAN_HALF: Share = share(1, 2, true);
const HALF: Share = share(1, 2, false);
const TWO_THIRDS: Share = share(2, 3, false);
const ONE_TENTH: Share = share(1, 10, false);
const ONE_THIRD: Share = share(1, 3, false);

const fn share(part: u32, of: u32, strict: bool) -> Share {
    Share { part, of, strict }
}

/// The oracle: `count` parts of `total` against `part` parts of `of`, brought
/// to one denominator.
fn is_enough(share: Share, count: u64, total: u64) -> bool {
    let count = BigUint::from(count) * BigUint::from(share.of);
    let wanted = BigUint::from(total) * BigUint::from(share.part);
    if share.strict {
        count > wanted
    } else {
        count >= wanted
    }
}

/// Walks through every whole; for each, the oracle looks for the least count
/// that is enough, then every count up to the whole is compared.
fn walk(share: Share) {
    let mut least = 0;
    let mut compared = 0_u64;
    for total in 1..=MOST {
        // The least count never falls when the whole grows.
        while !is_enough(share, least, total) {
            least += 1;
        }
        assert!(least == 0 || !is_enough(share, least - 1, total));
        assert_eq!(share.needed(total), Some(least), "{share:?} of {total}");
        for count in 0..=total {
            assert_eq!(
                share.passes(count, total),
                count >= least,
                "{share:?}: {count} of {total}"
            );
            compared += 1;
        }
    }
    assert_eq!(compared, MOST * (MOST + 3) / 2);
}

#[test]
fn more_than_half_agrees_with_the_oracle_for_every_count() {
    walk(MORE_THAN_HALF);
}

#[test]
fn at_least_half_agrees_with_the_oracle_for_every_count() {
    walk(HALF);
}

#[test]
fn at_least_two_thirds_agrees_with_the_oracle_for_every_count() {
    walk(TWO_THIRDS);
}

#[test]
fn at_least_one_tenth_agrees_with_the_oracle_for_every_count() {
    walk(ONE_TENTH);
}

#[test]
fn at_least_one_third_agrees_with_the_oracle_for_every_count() {
    walk(ONE_THIRD);
}

#[test]
fn every_share_of_the_packs_is_one_that_is_walked_through() {
    let walked = [MORE_THAN_HALF, HALF, TWO_THIRDS, ONE_TENTH, ONE_THIRD];
    let law = Law::embedded();
    let of_matters = law.matters().iter().flat_map(|matter| &matter.thresholds);
    for threshold in of_matters {
        assert!(walked.contains(&threshold.share), "{threshold:?}");
    }
    let mut shares = 0;
    for procedure in law.procedures() {
        if let ProcedureValue::Share { share, .. } = procedure.value {
            assert!(walked.contains(&share), "{procedure:?}");
            shares += 1;
        }
    }
    assert!(shares > 0);
}

#[test]
fn of_nothing_nothing_is_enough() {
    for share in [MORE_THAN_HALF, HALF, TWO_THIRDS, ONE_TENTH, ONE_THIRD] {
        assert!(!share.passes(0, 0));
        assert_eq!(share.needed(0), None);
    }
}

/// Numbers of which the edges come up as often as the middle.
fn numbers() -> impl Strategy<Value = u64> {
    prop_oneof![
        0..=100_u64,
        (u64::MAX - 100)..=u64::MAX,
        Just(u64::from(u32::MAX)),
        any::<u64>(),
    ]
}

/// Any share of which a pack may hold.
fn shares() -> impl Strategy<Value = Share> {
    let of = prop_oneof![1..=12_u32, (u32::MAX - 9)..=u32::MAX, 1..=u32::MAX];
    (of, any::<prop::sample::Index>(), any::<bool>()).prop_map(|(of, index, strict)| {
        let whole = usize::try_from(of).expect("64 bits");
        let part = u32::try_from(index.index(whole)).expect("below a u32") + 1;
        share(part, of, strict && part < of)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_096))]

    #[test]
    fn no_number_overflows(share in shares(), count in numbers(), total in numbers()) {
        let expected = total > 0 && is_enough(share, count, total);
        prop_assert_eq!(share.passes(count, total), expected);
        match share.needed(total) {
            None => prop_assert_eq!(total, 0),
            Some(needed) => {
                prop_assert!(needed <= total);
                prop_assert!(is_enough(share, needed, total));
                prop_assert!(needed == 0 || !is_enough(share, needed - 1, total));
            }
        }
    }
}

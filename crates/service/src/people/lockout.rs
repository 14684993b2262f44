//! How long a login waits after failed sign-ins: nothing for the first four, then a
//! minute, doubled with every further failure up to an hour.

use dinh_store::people::failures::Failures;
use jiff::{SignedDuration, Timestamp};

/// Failures in a row that are forgiven.
const FORGIVEN: i64 = 4;
/// The longest wait, in minutes.
const LONGEST: i64 = 60;

/// Failures of a login after one more.
pub(super) fn one_more(before: Failures, now: Timestamp) -> Failures {
    let count = before.count.saturating_add(1);
    Failures {
        count,
        locked_until: wait(count).and_then(|wait| now.checked_add(wait).ok()),
    }
}

/// Minutes still to wait, rounded up; `None` when an attempt is allowed.
pub(super) fn minutes_left(failures: Failures, now: Timestamp) -> Option<i64> {
    let until = failures.locked_until.filter(|until| *until > now)?;
    Some((until.as_second() - now.as_second() + 59) / 60)
}

fn wait(count: i64) -> Option<SignedDuration> {
    let step = u32::try_from(count - FORGIVEN - 1).ok()?;
    let minutes = 1_i64
        .checked_shl(step.min(6))
        .unwrap_or(LONGEST)
        .min(LONGEST);
    Some(SignedDuration::from_mins(minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_begins_with_the_fifth_failure_and_doubles_up_to_an_hour() {
        let minutes: Vec<Option<i64>> = (1..=13)
            .map(|count| wait(count).map(|wait| wait.as_mins()))
            .collect();
        assert_eq!(minutes[..4], [None; 4]);
        let grown: Vec<i64> = minutes.into_iter().flatten().collect();
        assert_eq!(grown, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }

    #[test]
    fn what_is_left_of_a_wait_is_rounded_up_to_minutes() {
        let now = Timestamp::UNIX_EPOCH;
        let locked = Failures {
            count: 5,
            locked_until: Timestamp::from_second(61).ok(),
        };
        assert_eq!(minutes_left(locked, now), Some(2));
        let over = Failures {
            count: 5,
            locked_until: Some(now),
        };
        assert_eq!(minutes_left(over, now), None);
    }
}

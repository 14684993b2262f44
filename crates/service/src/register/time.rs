//! When an act was recorded, as far as it is proven: an interval, never a point, and legal only once a quorum of witnesses
//! had seen it.

use std::collections::BTreeMap;

use dinh_register::hex;
use dinh_store::register::times::{Bounds, TimeRow};
use jiff::Timestamp;

/// How far the proof of an act has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeState {
    /// In the register, not signed yet: the first moments.
    Waiting,
    /// Signed by the city, by nobody else.
    Recorded,
    /// A quorum of witnesses had seen it.
    Witnessed,
    /// That, and a licensed service has stamped a checkpoint that covers it.
    Stamped,
}

impl TimeState {
    /// Every state, in the order in which an act goes through them.
    pub const ALL: &[Self] = &[
        Self::Waiting,
        Self::Recorded,
        Self::Witnessed,
        Self::Stamped,
    ];

    /// Stable code, as the API gives it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Recorded => "recorded",
            Self::Witnessed => "witnessed",
            Self::Stamped => "stamped",
        }
    }
}

/// Where an act stands in the register, and what is proven of its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActTime {
    /// Position of its entry.
    pub position: i64,
    /// Digest of the entry as a leaf of the tree, in hex.
    pub leaf: String,
    /// Its time.
    pub proven: Interval,
}

/// What is proven of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// How far the proof has come.
    pub state: TimeState,
    /// Witnesses had seen the register without it; nothing without a quorum, or when it is among the first entries.
    pub not_before: Option<Timestamp>,
    /// Witnesses had seen the register with it, or it was stamped before that; nothing without a quorum.
    pub not_after: Option<Timestamp>,
}

impl Interval {
    /// Changes with everything that is shown of it.
    pub fn version(&self) -> String {
        let second = |at: Option<Timestamp>| at.map_or(-1, Timestamp::as_second);
        let (from, to) = (second(self.not_before), second(self.not_after));
        format!("{}{from}{to}", self.state.code())
    }
}

/// State and interval of an act. A stamp (RFC 3161) of a checkpoint that covers it may be earlier than the witnesses' word;
/// without a quorum after it, nobody but the city says that the stamped checkpoint is part of the register.
pub fn time_state(position: i64, bounds: Bounds) -> Interval {
    let at = |second: Option<i64>| second.and_then(|second| Timestamp::from_second(second).ok());
    let (latest, stamp) = (at(bounds.latest), at(bounds.stamped));
    let state = match (latest, stamp) {
        (Some(_), Some(_)) => TimeState::Stamped,
        (Some(_), None) => TimeState::Witnessed,
        _ if bounds.signed.is_some_and(|size| size > position) => TimeState::Recorded,
        _ => TimeState::Waiting,
    };
    Interval {
        state,
        not_before: latest.and(at(bounds.earliest)),
        not_after: latest.map(|latest| stamp.map_or(latest, |stamp| stamp.min(latest))),
    }
}

/// Times of acts by their positions.
pub type ActTimes = BTreeMap<i64, ActTime>;

/// What is proven of the times of acts.
pub fn act_times(rows: &[TimeRow]) -> ActTimes {
    let times = rows.iter().map(|row| (row.position, act_time(row)));
    times.collect()
}

/// What is proven of the time of one act.
pub fn act_time(row: &TimeRow) -> ActTime {
    ActTime {
        position: row.position,
        leaf: hex(&row.leaf),
        proven: time_state(row.position, row.bounds),
    }
}

/// Changes with everything that pages show of these times.
pub fn acts_version(acts: &ActTimes) -> String {
    let legal = acts
        .values()
        .filter(|act| act.proven.state >= TimeState::Witnessed);
    let newest = acts.values().next_back();
    format!(
        "{}-{}-{}",
        acts.len(),
        legal.count(),
        newest.map(|act| act.proven.version()).unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use dinh_store::register::times::Bounds;

    use super::{TimeState, time_state};

    /// State and interval in seconds of entry 5 under a head of ten entries.
    fn state(
        latest: Option<i64>,
        earliest: Option<i64>,
        stamped: Option<i64>,
    ) -> (TimeState, Option<i64>, Option<i64>) {
        let bounds = Bounds {
            signed: Some(10),
            latest,
            earliest,
            stamped,
        };
        let proven = time_state(5, bounds);
        let second = |at: Option<jiff::Timestamp>| at.map(jiff::Timestamp::as_second);
        (
            proven.state,
            second(proven.not_before),
            second(proven.not_after),
        )
    }

    #[test]
    fn a_stamp_may_bound_the_time_earlier_but_makes_nothing_legal_without_witnesses() {
        let (recorded, witnessed) = (TimeState::Recorded, TimeState::Witnessed);
        assert_eq!(state(None, None, None), (recorded, None, None));
        assert_eq!(state(None, Some(90), Some(95)), (recorded, None, None));
        assert_eq!(
            state(Some(100), Some(90), None),
            (witnessed, Some(90), Some(100))
        );
        let stamped = TimeState::Stamped;
        assert_eq!(
            state(Some(100), Some(90), Some(95)),
            (stamped, Some(90), Some(95))
        );
        assert_eq!(
            state(Some(100), None, Some(200)),
            (stamped, None, Some(100))
        );
    }
}

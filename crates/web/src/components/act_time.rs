use askama::Template;
use dinh_service::clock::local;
use dinh_service::register::{ActTimes, Interval, TimeState};
use jiff::Timestamp;

use super::{StatusTag, Tone};
use crate::texts::Texts;

/// What is proven of the time of an act: one of the states and, once a quorum of witnesses had seen it, an interval. The same
/// words on every page.
#[derive(Debug, Clone, Template)]
#[template(path = "components/act_time.html")]
pub struct ActTimeNote {
    tag: StatusTag,
    /// Between which times; nothing before the second state.
    interval: String,
    /// Whose word that is.
    note: String,
}

impl ActTimeNote {
    /// The whole note, for the page of an act.
    pub fn new(texts: Texts, proven: Interval) -> Self {
        let tone = match proven.state {
            TimeState::Waiting | TimeState::Recorded => Tone::Quiet,
            TimeState::Witnessed | TimeState::Stamped => Tone::Good,
        };
        Self {
            tag: StatusTag::worded(texts.text(state_key(proven.state)), tone),
            interval: interval(texts, proven),
            note: texts.text(match proven.state {
                TimeState::Waiting => "register-time-waiting",
                TimeState::Recorded => "register-time-recorded",
                TimeState::Witnessed => "register-time-witnessed",
                TimeState::Stamped => "register-time-stamped",
            }),
        }
    }

    /// State and latest time in a few words.
    fn brief(texts: Texts, proven: Interval) -> String {
        let state = texts.text(state_key(proven.state));
        match proven.not_after {
            Some(to) => format!(
                "{state}, {}",
                texts.with_one("register-time-by", "to", &moment(texts, to))
            ),
            None => state,
        }
    }
}

/// State and latest time of the act at a position in a few words, for a line of a list; nothing when it is not known.
pub fn time_words(texts: Texts, acts: &ActTimes, position: i64) -> String {
    acts.get(&position)
        .map(|act| ActTimeNote::brief(texts, act.proven))
        .unwrap_or_default()
}

fn state_key(state: TimeState) -> &'static str {
    match state {
        TimeState::Waiting => "register-proven-waiting",
        TimeState::Recorded => "register-proven-recorded",
        TimeState::Witnessed => "register-proven-witnessed",
        TimeState::Stamped => "register-proven-stamped",
    }
}

fn interval(texts: Texts, proven: Interval) -> String {
    match (proven.not_before, proven.not_after) {
        (_, None) => String::new(),
        (None, Some(to)) => texts.with_one("register-time-not-after", "to", &moment(texts, to)),
        (Some(from), Some(to)) => texts.with(
            "register-time-between",
            &[("from", &moment(texts, from)), ("to", &moment(texts, to))],
        ),
    }
}

fn moment(texts: Texts, at: Timestamp) -> String {
    texts.formats().date_time(local(at).datetime())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::texts::Lang;

    fn at(second: i64) -> Option<Timestamp> {
        Timestamp::from_second(second).ok()
    }

    fn shown(
        state: TimeState,
        not_before: Option<Timestamp>,
        not_after: Option<Timestamp>,
    ) -> String {
        let proven = Interval {
            state,
            not_before,
            not_after,
        };
        let texts = Texts::new(Lang::Vi);
        let note = ActTimeNote::new(texts, proven).to_string();
        format!("{note}\n{}", ActTimeNote::brief(texts, proven))
    }

    #[test]
    fn no_time_is_called_legal_before_witnesses_had_seen_it() {
        for state in [TimeState::Waiting, TimeState::Recorded] {
            let words = shown(state, None, None);
            assert!(!words.contains("không muộn hơn"), "{words}");
        }
        assert!(shown(TimeState::Recorded, None, None).contains("chỉ có thành phố ký"));
        let words = shown(TimeState::Witnessed, at(1_770_861_600), at(1_770_861_630));
        assert!(words.contains("Đã được chứng kiến"), "{words}");
        assert!(
            words.contains("không sớm hơn") && words.contains("không muộn hơn"),
            "{words}"
        );
        let first = shown(TimeState::Stamped, None, at(1_770_861_630));
        assert!(
            first.contains("không muộn hơn") && !first.contains("không sớm hơn"),
            "{first}"
        );
        assert!(first.contains("Đã đóng dấu thời gian"), "{first}");
    }
}

//! For how long something must stay up.
//!
//! "Ít nhất 30 ngày liên tục kể từ ngày niêm yết" (Article 13(2)): the day of
//! posting is not counted (Civil Code 147(2)), so a notice posted on the 1st
//! completes its thirtieth day on the 31st. A duration does not move off a day
//! of rest: Civil Code 148(5) gives someone who must *act* a working day to act
//! on, whereas a notice keeps hanging on a Sunday as on any other day.

use super::Calendar;
use crate::{Date, MinimumDuration};

impl Calendar {
    /// The last day that the duration covers; nothing when the law sets none
    /// or when it never ends.
    pub fn last_day_of(&self, duration: MinimumDuration, from: Date) -> Option<Date> {
        let days = match duration {
            MinimumDuration::None | MinimumDuration::Permanent => return None,
            MinimumDuration::Consecutive(days) => days.get(),
            // Each broadcast is itself one of the days.
            MinimumDuration::EachDay(days) => days.get().saturating_sub(1),
        };
        from.checked_add(jiff::Span::new().days(days)).ok()
    }

    /// The first day on which a form may lawfully end; nothing for one that
    /// must stay for good. Where the law sets no duration, the day it began.
    pub fn take_down_allowed_from(&self, duration: MinimumDuration, from: Date) -> Option<Date> {
        match duration {
            MinimumDuration::None => Some(from),
            MinimumDuration::Permanent => None,
            MinimumDuration::Consecutive(_) | MinimumDuration::EachDay(_) => self
                .last_day_of(duration, from)
                .and_then(|last| last.tomorrow().ok()),
        }
    }
}

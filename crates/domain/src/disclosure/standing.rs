//! How a duty stands on a day: a pure function, the same on every page.

use dinh_law::{Calendar, WorkingDays};
use jiff::civil::Date;

use super::{Duty, DutyState, JudgedBy};

/// Working days before the due day from which a duty is "due soon".
pub const DUE_SOON_DAYS: u16 = 3;

/// The clock of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timing {
    /// Public by the due day.
    OnTime,
    /// Public, but this many calendar days after the due day.
    Late(i32),
    /// Not public, and the due day has passed by this many calendar days.
    Overdue(i32),
    /// Not public, and this many calendar days are left, few of them working days.
    DueSoon(i32),
    /// Not public, and there is time.
    NotDue(i32),
    /// Two people agreed that it does not apply.
    NotApplicable,
    /// Withdrawn on a legal ground.
    Withdrawn,
}

/// Clock and faults together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The clock.
    pub timing: Timing,
    /// Whose word decides whether what is public was in time.
    pub judged_by: Option<JudgedBy>,
    /// Required forms without a record, once the due day has passed.
    pub missing_forms: i64,
    /// Notices taken down before their minimum duration.
    pub early_ends: i64,
}

/// How `duty` stands on `today`.
pub fn standing(duty: &Duty, today: Date, calendar: &Calendar) -> Standing {
    let missing = if today > duty.due_on && duty.state == DutyState::Published {
        duty.missing_forms
    } else {
        0
    };
    Standing {
        timing: timing(duty, today, calendar),
        judged_by: duty.judged.map(|judged| judged.by),
        missing_forms: missing,
        early_ends: duty.early_ends,
    }
}

fn timing(duty: &Duty, today: Date, calendar: &Calendar) -> Timing {
    match duty.state {
        DutyState::NotApplicable => return Timing::NotApplicable,
        DutyState::Withdrawn => return Timing::Withdrawn,
        _ => {}
    }
    if let Some(judged) = duty.judged {
        let late = days_between(duty.due_on, judged.on);
        return if late > 0 {
            Timing::Late(late)
        } else {
            Timing::OnTime
        };
    }
    let left = days_between(today, duty.due_on);
    if left < 0 {
        return Timing::Overdue(-left);
    }
    let soon = calendar
        .working_day_after(today, WorkingDays::new(DUE_SOON_DAYS))
        .is_ok_and(|limit| duty.due_on <= limit);
    if soon {
        Timing::DueSoon(left)
    } else {
        Timing::NotDue(left)
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

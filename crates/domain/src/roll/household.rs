//! A household from its first day on the roll to its last, and how one follows another.

use jiff::civil::Date;

use crate::folding::clean;
use crate::ids::{HouseholdId, UnitId};
use crate::{FieldError, Refusal};

/// A household of a hamlet; holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    /// Identity.
    pub id: HouseholdId,
    /// The village or residential group; never changes.
    pub unit: UnitId,
    /// Number within the hamlet; never given twice.
    pub number: i64,
    /// Household cluster (Art. 18(3)); empty when the hamlet has none.
    pub cluster: String,
    /// First day on the roll.
    pub valid_from: Date,
    /// First day on which it is no longer on the roll.
    pub valid_to: Option<Date>,
    /// Why it ended.
    pub ended_reason: String,
    /// Version for optimistic locking.
    pub version: i64,
    /// Invented for the demo.
    pub sample: bool,
}

/// How households follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineageKind {
    /// Went up in another household.
    Merge,
    /// Came out of another household.
    Split,
    /// Went on in another hamlet.
    Move,
}

impl LineageKind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::Merge, Self::Split, Self::Move];

    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Move => "move",
        }
    }

    /// The kind with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|kind| kind.code() == code).copied()
    }
}

impl Household {
    /// Whether it is on the roll on `day`.
    pub fn is_in_force_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day < to)
    }

    /// Whether it may end on `on`, its first day off the roll; `since` is the first day
    /// of who represents it now. A household that was written down by mistake may end
    /// on the day it began: then it stood on no roll.
    pub fn check_end(&self, since: Date, on: Date, today: Date) -> Result<(), Refusal> {
        self.require_in_force()?;
        let earliest = self.valid_from.max(since);
        check_day("on", on, earliest, today).map_err(|error| Refusal::Invalid(vec![error]))
    }

    /// What ended is not changed any more.
    pub fn require_in_force(&self) -> Result<(), Refusal> {
        match self.valid_to {
            None => Ok(()),
            Some(to) => Err(Refusal::State(format!(
                "Hộ số {} đã kết thúc trong sổ từ ngày {}; không thay đổi được nữa.",
                self.number,
                to.strftime("%d/%m/%Y")
            ))),
        }
    }
}

/// The day of a change: not before `earliest`, not in the future.
pub fn check_day(field: &str, on: Date, earliest: Date, today: Date) -> Result<(), FieldError> {
    if on > today {
        return Err(FieldError::new(
            field,
            "Ngày này ở tương lai; sổ hộ chỉ ghi việc đã xảy ra. Hãy nhập ngày thật, muộn nhất là hôm nay.",
        ));
    }
    if on < earliest {
        return Err(FieldError::new(
            field,
            format!(
                "Ngày này trước ngày {}, là ngày bắt đầu của điều đang ghi trong sổ. Hãy kiểm tra lại ngày.",
                earliest.strftime("%d/%m/%Y")
            ),
        ));
    }
    Ok(())
}

/// A reason of at least ten characters, cleaned.
pub fn require_reason(field: &str, typed: &str) -> Result<String, FieldError> {
    let reason = clean(typed).replace('\n', " ");
    let length = reason.chars().count();
    if length < 10 {
        return Err(FieldError::new(
            field,
            "Hãy ghi lý do, ít nhất 10 ký tự; lý do được lưu cùng thay đổi.",
        ));
    }
    if length > 500 {
        return Err(FieldError::new(
            field,
            "Hãy rút lý do còn tối đa 500 ký tự.",
        ));
    }
    Ok(reason)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn household() -> Household {
        Household {
            id: HouseholdId(Uuid::from_u128(1)),
            unit: UnitId(Uuid::from_u128(2)),
            number: 12,
            cluster: String::new(),
            valid_from: date(2026, 1, 10),
            valid_to: None,
            ended_reason: String::new(),
            version: 1,
            sample: true,
        }
    }

    #[test]
    fn the_last_day_on_the_roll_is_the_day_before_the_end() {
        let ended = Household {
            valid_to: Some(date(2026, 2, 1)),
            ..household()
        };
        assert!(!ended.is_in_force_on(date(2026, 1, 9)));
        assert!(ended.is_in_force_on(date(2026, 1, 10)));
        assert!(ended.is_in_force_on(date(2026, 1, 31)));
        assert!(!ended.is_in_force_on(date(2026, 2, 1)));
    }

    #[test]
    fn a_household_ends_once_not_in_the_future_and_not_before_it_began() {
        let today = date(2026, 2, 12);
        let begun = household();
        assert_eq!(begun.check_end(begun.valid_from, today, today), Ok(()));
        assert_eq!(
            begun.check_end(begun.valid_from, begun.valid_from, today),
            Ok(())
        );
        assert!(
            begun
                .check_end(begun.valid_from, date(2026, 2, 13), today)
                .is_err()
        );
        assert!(
            begun
                .check_end(begun.valid_from, date(2026, 1, 9), today)
                .is_err()
        );
        let ended = Household {
            valid_to: Some(today),
            ..household()
        };
        assert!(matches!(
            ended.check_end(begun.valid_from, today, today),
            Err(Refusal::State(_))
        ));
    }

    #[test]
    fn a_reason_has_ten_characters_of_any_letters() {
        assert!(require_reason("reason", "chín ký t").is_err());
        assert!(require_reason("reason", "          ").is_err());
        assert_eq!(
            require_reason("reason", " Đủ mười ký tự "),
            Ok("Đủ mười ký tự".to_owned())
        );
    }

    #[test]
    fn kinds_of_lineage_lead_back_from_their_codes() {
        for kind in LineageKind::ALL {
            assert_eq!(LineageKind::find(kind.code()), Some(*kind));
        }
    }
}

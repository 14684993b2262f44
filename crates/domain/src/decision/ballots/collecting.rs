//! Giving out and collecting, by household and without serials.

use dinh_law::Law;
use jiff::civil::{Date, DateTime};

use super::BallotBox;
use crate::decision::refuse::{forbidden, invalid};
use crate::ids::HouseholdId;
use crate::refusal::Refusal;

/// What became of the ballot of a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Collected {
    /// Handed in.
    Returned,
    /// The household does not hand it in.
    Refused,
    /// Nobody was there, as often as the team came.
    Absent,
}

impl Collected {
    /// Every state.
    pub const ALL: &[Self] = &[Self::Returned, Self::Refused, Self::Absent];

    /// Stable code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::Refused => "refused",
            Self::Absent => "absent",
        }
    }

    /// The state with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.code() == code)
    }
}

impl BallotBox {
    /// A household is given its one ballot (Article 19(3)); giving it again changes nothing.
    pub fn give(&mut self, household: HouseholdId) -> Result<(), Refusal> {
        self.on_roll(household)?;
        if self.given.contains(&household) {
            return Ok(());
        }
        if self.given.len() >= self.valid() {
            return Err(Refusal::State(format!(
                "Mới in {} phiếu dùng được và đã phát hết. Hãy in thêm phiếu trước khi phát tiếp.",
                self.valid()
            )));
        }
        self.given.insert(household);
        Ok(())
    }

    /// The household did not get one after all.
    pub fn take_back_giving(&mut self, household: HouseholdId) -> Result<(), Refusal> {
        if self.collected.contains_key(&household) {
            return Err(Refusal::State(
                "Hộ này đã có trong danh sách thu phiếu; hãy bỏ ghi ở danh sách thu trước.".into(),
            ));
        }
        self.given.remove(&household);
        Ok(())
    }

    /// What became of a household's ballot. After the time is over only what was collected in time is written down.
    pub fn collect(
        &mut self,
        household: HouseholdId,
        state: Collected,
        (now, in_time): (DateTime, bool),
        (law, on): (&Law, Date),
    ) -> Result<(), Refusal> {
        self.on_roll(household)?;
        if state == Collected::Returned {
            if !self.given.contains(&household) {
                return Err(forbidden(
                    law,
                    "ballot_household",
                    on,
                    "Hộ này chưa được ghi là đã nhận phiếu, nên chưa thể nộp phiếu.",
                    "Hãy ghi ở danh sách phát phiếu trước, rồi ghi nộp phiếu.",
                ));
            }
            if self.is_over(now) && !in_time {
                return Err(forbidden(
                    law,
                    "ballot_time",
                    on,
                    "Đã hết thời hạn thu phiếu; phiếu nộp sau thời hạn không được tính.",
                    "Nếu phiếu đã thu trước khi hết thời hạn mà nay mới ghi, hãy đánh dấu “đã thu trong thời hạn”.",
                ));
            }
        } else {
            self.may_lose(household)?;
        }
        self.collected.insert(household, state);
        Ok(())
    }

    /// Nothing is known of a household's ballot after all.
    pub fn take_back_collection(&mut self, household: HouseholdId) -> Result<(), Refusal> {
        self.may_lose(household)?;
        self.collected.remove(&household);
        Ok(())
    }

    /// Households in a state.
    pub fn count_collected(&self, state: Collected) -> usize {
        self.collected
            .values()
            .filter(|found| **found == state)
            .count()
    }

    /// Whether no ballot is collected any more.
    pub fn is_over(&self, now: DateTime) -> bool {
        self.closes.is_some_and(|closes| now >= closes)
    }

    fn on_roll(&self, household: HouseholdId) -> Result<(), Refusal> {
        if self.roll.contains(&household) {
            return Ok(());
        }
        Err(invalid(
            "household",
            "Hộ này không có trong danh sách hộ đã chốt của lần lấy ý kiến này. Nếu danh sách thiếu hộ, hãy đính chính danh sách trước.",
        ))
    }

    /// A returned ballot may be crossed out of the list only while there are more of them than papers read.
    fn may_lose(&self, household: HouseholdId) -> Result<(), Refusal> {
        let returned = self.collected.get(&household) == Some(&Collected::Returned);
        if returned && self.count_collected(Collected::Returned) <= self.count_read() {
            return Err(Refusal::State(format!(
                "Đã nhập {} phiếu, bằng số hộ đã nộp; bỏ ghi hộ này thì số phiếu nhiều hơn số hộ nộp. Hãy rút phiếu nhập thừa trước.",
                self.count_read()
            )));
        }
        Ok(())
    }
}

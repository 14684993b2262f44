//! Printing: as many valid papers as households, and a new serial in the place of one that is spoiled or lost.

use dinh_law::Law;
use jiff::civil::Date;

use super::{Ballot, BallotBox};
use crate::decision::refuse::{forbidden, invalid};
use crate::folding::clean;
use crate::ids::AccountId;
use crate::refusal::Refusal;

/// A reason shorter than this says nothing.
const SHORTEST_REASON: usize = 5;

impl BallotBox {
    /// Print what is missing; gives the new serials. Each household is given one ballot (Article 19(3)).
    pub fn print(&mut self, law: &Law, on: Date) -> Result<Vec<u32>, Refusal> {
        let missing = self.roll.len().saturating_sub(self.valid());
        if missing == 0 {
            return Err(forbidden(
                law,
                "ballot_household",
                on,
                format!(
                    "Đã in đủ {} phiếu cho {} hộ của danh sách đã chốt.",
                    self.valid(),
                    self.roll.len()
                ),
                "Mỗi hộ chỉ có 01 phiếu. Nếu một phiếu hỏng hoặc mất, hãy hủy số sê-ri đó để in phiếu thay.",
            ));
        }
        let first = self.next_serial();
        let serials: Vec<u32> = (first..).take(missing).collect();
        for serial in &serials {
            self.ballots.insert(*serial, Ballot::default());
        }
        Ok(serials)
    }

    /// A paper is spoiled or lost before it was read: it is void, another is printed in its place. Gives the new serial.
    pub fn replace(&mut self, serial: u32, reason: &str) -> Result<u32, Refusal> {
        let reason = self.may_void(serial, reason)?;
        let new = self.next_serial();
        if let Some(ballot) = self.ballots.get_mut(&serial) {
            ballot.asked = None;
            ballot.void = Some(reason);
            ballot.replaced_by = Some(new);
        }
        self.ballots.insert(new, Ballot::default());
        Ok(new)
    }

    /// A paper is too many, because the roll was corrected, or lost when nobody needs another: one person asks that it be
    /// void with no other in its place.
    pub fn ask_void(&mut self, serial: u32, reason: &str, by: AccountId) -> Result<(), Refusal> {
        let reason = self.may_void(serial, reason)?;
        self.may_spare_one()?;
        if let Some(ballot) = self.ballots.get_mut(&serial) {
            ballot.asked = Some((reason, by));
        }
        Ok(())
    }

    /// A second person agrees that it be void.
    pub fn confirm_void(&mut self, serial: u32, by: AccountId) -> Result<(), Refusal> {
        let (reason, asked_by) = self.asked(serial)?;
        if asked_by == by {
            return Err(invalid(
                "serial",
                format!(
                    "Bạn là người đề nghị hủy phiếu {serial:03}; hãy nhờ một người khác của Tổ phát phiếu xác nhận."
                ),
            ));
        }
        let reason = self.may_void(serial, &reason)?;
        self.may_spare_one()?;
        if let Some(ballot) = self.ballots.get_mut(&serial) {
            ballot.asked = None;
            ballot.void = Some(reason);
        }
        Ok(())
    }

    /// It was asked for by mistake; the paper stays good.
    pub fn withdraw_void(&mut self, serial: u32) -> Result<(), Refusal> {
        self.asked(serial)?;
        if let Some(ballot) = self.ballots.get_mut(&serial) {
            ballot.asked = None;
        }
        Ok(())
    }

    fn asked(&self, serial: u32) -> Result<(String, AccountId), Refusal> {
        self.printed(serial)?.asked.clone().ok_or_else(|| {
            invalid(
                "serial",
                format!("Chưa có ai đề nghị hủy phiếu {serial:03}; hãy tải lại trang."),
            )
        })
    }

    /// Households that were given a paper keep one each.
    fn may_spare_one(&self) -> Result<(), Refusal> {
        if self.valid() > self.given.len() {
            return Ok(());
        }
        Err(invalid(
            "serial",
            "Các phiếu còn dùng được vừa đủ cho những hộ đã nhận phiếu; hãy hủy và in phiếu thay, không hủy bớt.",
        ))
    }

    /// Papers that are not void.
    pub fn valid(&self) -> usize {
        self.ballots
            .values()
            .filter(|ballot| ballot.void.is_none())
            .count()
    }

    fn next_serial(&self) -> u32 {
        self.ballots.keys().next_back().map_or(1, |last| last + 1)
    }

    fn may_void(&self, serial: u32, reason: &str) -> Result<String, Refusal> {
        let ballot = self.printed(serial)?;
        if !ballot.entries.is_empty() {
            return Err(invalid(
                "serial",
                format!(
                    "Phiếu {serial:03} đã thu về và đã nhập, nên không hủy được. Nếu nhập nhầm số, người nhập hãy rút lần nhập của mình; nếu phiếu đánh dấu sai, hãy nhập là không hợp lệ."
                ),
            ));
        }
        let reason = clean(reason);
        if reason.chars().count() < SHORTEST_REASON {
            return Err(invalid(
                "reason",
                "Hãy ghi lý do hủy phiếu, ví dụ “hộ làm rách phiếu, đã thu lại phiếu hỏng”.",
            ));
        }
        Ok(reason)
    }

    /// The valid paper with this serial.
    pub(super) fn printed(&self, serial: u32) -> Result<&Ballot, Refusal> {
        let Some(ballot) = self.ballots.get(&serial) else {
            return Err(invalid(
                "serial",
                format!(
                    "Không có phiếu số {serial:03} trong đợt này. Hãy xem lại số sê-ri in cạnh mã QR."
                ),
            ));
        };
        if let Some(reason) = &ballot.void {
            let instead = ballot
                .replaced_by
                .map_or_else(String::new, |new| format!(" Phiếu in thay có số {new:03}."));
            return Err(invalid(
                "serial",
                format!(
                    "Phiếu {serial:03} đã hủy ({reason}), không được tính.{instead} Hãy để riêng phiếu này và báo Tổ trưởng Tổ phát phiếu."
                ),
            ));
        }
        Ok(ballot)
    }
}

//! Reading the papers: two people, each on their own; a third settles what they read differently.

use dinh_law::Law;
use jiff::civil::{Date, DateTime};

use super::{BallotBox, Collected, Entry, Place, Reading};
use crate::decision::Choice;
use crate::decision::refuse::{forbidden, invalid};
use crate::folding::clean;
use crate::ids::AccountId;
use crate::refusal::Refusal;

/// A reason shorter than this says nothing.
const SHORTEST_REASON: usize = 5;

impl BallotBox {
    /// Papers are opened when the time is over or every household has handed one in. Earlier, the order of collecting
    /// would tell whose paper it is.
    pub fn may_count(&self, now: DateTime, law: &Law, on: Date) -> Result<(), Refusal> {
        if self.is_over(now) || self.count_collected(Collected::Returned) == self.roll.len() {
            return Ok(());
        }
        let until = self.closes.map_or_else(String::new, |closes| {
            closes.strftime(" (%H:%M ngày %d/%m/%Y)").to_string()
        });
        Err(forbidden(
            law,
            "ballot_time",
            on,
            format!(
                "Chưa hết thời hạn thu phiếu{until}. Mở phiếu sớm sẽ lộ phiếu của từng hộ theo thứ tự nộp."
            ),
            "Hãy giữ phiếu trong hòm và nhập khi hết thời hạn, hoặc khi mọi hộ đã nộp phiếu.",
        ))
    }

    /// One person read a paper. Gives which reading it is.
    pub fn enter(
        &mut self,
        serial: u32,
        account: AccountId,
        choice: Choice,
    ) -> Result<Place, Refusal> {
        let ballot = self.printed(serial)?;
        if ballot.was_read_by(account) {
            return Err(invalid(
                "serial",
                format!(
                    "Bạn đã nhập phiếu {serial:03} rồi. Lần nhập thứ hai phải do người khác nhập; hãy chuyển sang phiếu tiếp theo."
                ),
            ));
        }
        let Some(place) = ballot.free_place() else {
            return Err(invalid(
                "serial",
                format!(
                    "Phiếu {serial:03} đã được hai người nhập. Hãy xem lại số sê-ri; nếu hai tờ phiếu cùng một số, hãy để riêng và báo Tổ trưởng Tổ phát phiếu."
                ),
            ));
        };
        if ballot.entries.is_empty()
            && self.count_read() >= self.count_collected(Collected::Returned)
        {
            return Err(invalid(
                "serial",
                format!(
                    "Danh sách thu phiếu có {} hộ nộp, mà đã nhập {} phiếu khác nhau. Hãy ghi đủ hộ đã nộp vào danh sách thu, hoặc xem lại số sê-ri.",
                    self.count_collected(Collected::Returned),
                    self.count_read()
                ),
            ));
        }
        self.must_be_possible(&choice)?;
        self.add(serial, place, account, choice, String::new());
        Ok(place)
    }

    /// A third person looks at the paper and settles what two read differently.
    pub fn settle(
        &mut self,
        serial: u32,
        account: AccountId,
        choice: Choice,
        reason: &str,
    ) -> Result<(), Refusal> {
        let ballot = self.printed(serial)?;
        if ballot.reading() != Reading::Differs {
            return Err(invalid(
                "serial",
                format!("Phiếu {serial:03} không còn chỗ khác nhau; hãy tải lại danh sách."),
            ));
        }
        if ballot.was_read_by(account) {
            return Err(invalid(
                "serial",
                format!(
                    "Bạn đã nhập phiếu {serial:03}. Chỗ khác nhau phải do người thứ ba xem lại phiếu giấy và kết luận."
                ),
            ));
        }
        self.must_be_possible(&choice)?;
        let reason = clean(reason);
        if reason.chars().count() < SHORTEST_REASON {
            return Err(invalid(
                "reason",
                "Hãy ghi lý do kết luận, ví dụ “phiếu giấy đánh dấu ô Tán thành, lần hai gõ nhầm”.",
            ));
        }
        self.add(serial, Place::Settling, account, choice, reason);
        Ok(())
    }

    /// The same person takes their own reading back, as when the serial was typed wrong. What two people read alike, or
    /// a third settled, stands.
    pub fn take_back_entry(&mut self, serial: u32, account: AccountId) -> Result<Place, Refusal> {
        let ballot = self.printed(serial)?;
        let Some(own) = ballot
            .entries
            .iter()
            .find(|entry| entry.account == account)
            .map(|entry| entry.place)
        else {
            return Err(invalid(
                "serial",
                format!("Bạn chưa nhập phiếu {serial:03}; chỉ rút được lần nhập của chính mình."),
            ));
        };
        if matches!(ballot.reading(), Reading::Settled(_)) {
            return Err(invalid(
                "serial",
                format!("Phiếu {serial:03} đã thống nhất, không rút được nữa."),
            ));
        }
        if let Some(ballot) = self.ballots.get_mut(&serial) {
            ballot.entries.retain(|entry| entry.account != account);
        }
        Ok(own)
    }

    fn must_be_possible(&self, choice: &Choice) -> Result<(), Refusal> {
        if choice.is_possible(self.options, self.seats) {
            return Ok(());
        }
        Err(invalid(
            "choice",
            format!(
                "Hãy chọn đúng như trên phiếu: từ 1 đến {} phương án. Phiếu đánh dấu nhiều hơn hoặc để trống thì nhập là không hợp lệ.",
                self.seats.max(1)
            ),
        ))
    }

    fn add(
        &mut self,
        serial: u32,
        place: Place,
        account: AccountId,
        choice: Choice,
        reason: String,
    ) {
        if let Some(ballot) = self.ballots.get_mut(&serial) {
            ballot.entries.push(Entry {
                place,
                account,
                choice: choice.in_order(),
                reason,
            });
            ballot.entries.sort_by_key(|entry| entry.place);
        }
    }
}

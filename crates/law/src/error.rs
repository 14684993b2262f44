//! What a caller can do something about. Every message is Vietnamese and complete.

use crate::{Date, EventKind, Recurrence};

/// A word that is not in a closed list of the law kernel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("không có mã “{text}”; các mã được dùng: {}", allowed.join(", "))]
pub struct UnknownCode {
    /// What was given.
    pub text: String,
    /// What could have been given.
    pub allowed: Vec<&'static str>,
}

/// Why the law kernel could not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LawError {
    /// No rule has this code.
    #[error("không có quy định mang mã “{code}”")]
    UnknownRule {
        /// The code asked for.
        code: String,
    },
    /// The rule exists, but not on this day.
    #[error("quy định “{code}” chưa có hoặc không còn hiệu lực vào ngày {}", vietnamese_date(*on))]
    NotInForce {
        /// The code asked for.
        code: String,
        /// The day of the event.
        on: Date,
    },
    /// The rule binds other kinds of unit.
    #[error("quy định “{code}” không áp dụng cho {kind}")]
    NotForUnit {
        /// The code asked for.
        code: String,
        /// Vietnamese name of the kind of unit.
        kind: &'static str,
    },
    /// The clock of the rule starts from another event.
    #[error("thời hạn của quy định “{code}” tính từ {} ({expected}), không phải {} ({given})", expected.label(), given.label())]
    WrongEvent {
        /// The code asked for.
        code: String,
        /// The event that starts the clock.
        expected: EventKind,
        /// The event that was given.
        given: EventKind,
    },
    /// The day given is not the last day of a period of the rule.
    #[error(
        "quy định “{code}” tính theo kỳ ({}), mà ngày {} không phải ngày cuối của kỳ nào; ngày cuối kỳ \
         gần nhất trước đó là {}",
        recurrence.label(),
        vietnamese_date(*date),
        vietnamese_date(*latest)
    )]
    NotEndOfPeriod {
        /// The code asked for.
        code: String,
        /// How often the duty comes back.
        recurrence: Recurrence,
        /// The day given.
        date: Date,
        /// The last day of the newest period that ended before it.
        latest: Date,
    },
    /// The day lies outside the table of holidays.
    #[error(
        "ngày {} nằm ngoài bảng ngày nghỉ (từ năm {first_year} đến hết năm {last_year})",
        vietnamese_date(*date)
    )]
    OutsideCalendar {
        /// The day asked for, or the last day that could be reached.
        date: Date,
        /// First year of the table.
        first_year: i16,
        /// Last year of the table.
        last_year: i16,
    },
    /// A year that the table of holidays does not hold.
    #[error("năm {year} nằm ngoài bảng ngày nghỉ (từ năm {first_year} đến hết năm {last_year})")]
    YearOutsideCalendar {
        /// The year asked for.
        year: i16,
        /// First year of the table.
        first_year: i16,
        /// Last year of the table.
        last_year: i16,
    },
    /// A suspension that ends before it starts.
    #[error("thời gian tạm dừng theo “{document}” kết thúc trước khi bắt đầu")]
    SuspensionBackwards {
        /// The document that ordered it.
        document: String,
    },
    /// A suspension or an extension without the document that orders it.
    #[error("gia hạn hoặc tạm dừng phải có số văn bản làm căn cứ")]
    WithoutDocument,
    /// An extension of no days.
    #[error("số ngày gia hạn phải lớn hơn 0")]
    EmptyExtension,
}

/// A date as officials write it: dd/mm/yyyy.
pub fn vietnamese_date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// "thứ Năm 12/02/2026".
pub fn date_with_weekday(date: Date) -> String {
    use jiff::civil::Weekday;
    let weekday = match date.weekday() {
        Weekday::Monday => "thứ Hai",
        Weekday::Tuesday => "thứ Ba",
        Weekday::Wednesday => "thứ Tư",
        Weekday::Thursday => "thứ Năm",
        Weekday::Friday => "thứ Sáu",
        Weekday::Saturday => "thứ Bảy",
        Weekday::Sunday => "Chủ nhật",
    };
    format!("{weekday} {}", vietnamese_date(date))
}

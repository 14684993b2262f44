//! Cards to cut out, eight to a page: one-time codes of an online vote, and cards by which a household is ticked off at a
//! meeting.
//!
//! A card names no person: it holds the number of the household and the line of the address that the carrier needs.

use jiff::civil::{Date, DateTime};
use serde::Serialize;

use super::community_paper::join_present;
use crate::error::ReportError;
use crate::press::{Order, Template};
use crate::{qr, wording};

/// The view of the cards of one online vote (Decree 59/2023/NĐ-CP, Article 5(3)).
#[derive(Debug, Clone)]
pub struct BallotCards {
    /// The commune, as "xã Phong Điền".
    pub commune: String,
    /// The community, as "ấp Nhơn Thọ 1".
    pub community: String,
    /// The public number of the decision.
    pub decision_number: String,
    /// What is to be decided, without "Về việc".
    pub title: String,
    /// The page to open, as people type it.
    pub url: String,
    /// When the vote opens.
    pub opens_at: DateTime,
    /// When it closes.
    pub closes_at: DateTime,
    /// One card for each household.
    pub cards: Vec<BallotCard>,
    /// The day of printing.
    pub date: Date,
    /// Whether the data is invented: every card is then marked "DỮ LIỆU MẪU".
    pub sample: bool,
}

/// The card of one household.
#[derive(Debug, Clone)]
pub struct BallotCard {
    /// The number of the household in the roll.
    pub household_number: String,
    /// The line of the address that the carrier needs.
    pub address_line: String,
    /// The one-time code.
    pub code: String,
    /// What the QR code holds.
    pub link: String,
}

/// The view of the cards for attendance.
#[derive(Debug, Clone)]
pub struct AttendanceCards {
    /// The commune.
    pub commune: String,
    /// The community.
    pub community: String,
    /// One card for each household.
    pub cards: Vec<AttendanceCard>,
    /// The day of printing.
    pub date: Date,
    /// Whether the data is invented: every card is then marked "DỮ LIỆU MẪU".
    pub sample: bool,
}

/// The card of one household.
#[derive(Debug, Clone)]
pub struct AttendanceCard {
    /// The number of the household in the roll.
    pub household_number: String,
    /// The line of the address that the carrier needs.
    pub address_line: String,
    /// What the QR code holds.
    pub link: String,
}

/// Sets the cards of an online vote as PDF.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if a link does not fit into a QR code.
pub fn ballot_cards_pdf(cards: &BallotCards) -> Result<Vec<u8>, ReportError> {
    ballot_order(cards)?.print()
}

/// Sets the cards for attendance as PDF.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if a link does not fit into a QR code.
pub fn attendance_cards_pdf(cards: &AttendanceCards) -> Result<Vec<u8>, ReportError> {
    attendance_order(cards)?.print()
}

#[derive(Serialize)]
struct PrintedCards {
    title: String,
    author: String,
    kind: &'static str,
    /// Lines that stand on every card.
    lines: Vec<String>,
    /// The page to open, if there is one.
    url: Option<String>,
    cards: Vec<PrintedCard>,
    sample: bool,
}

#[derive(Serialize)]
struct PrintedCard {
    household_number: String,
    address_line: String,
    code: Option<String>,
}

pub(crate) fn ballot_order(cards: &BallotCards) -> Result<Order, ReportError> {
    let printed = PrintedCards {
        title: format!("Thẻ biểu quyết trực tuyến: {}", wording::bare(&cards.title)),
        author: join_present(&[&cards.community, &cards.commune], ", "),
        kind: "Thẻ biểu quyết trực tuyến",
        lines: vec![
            wording::sentence(&cards.title),
            format!(
                "Từ {} ngày {} đến {} ngày {}. Mã số việc: {}.",
                wording::clock_time(cards.opens_at),
                wording::short_date(cards.opens_at.date()),
                wording::clock_time(cards.closes_at),
                wording::short_date(cards.closes_at.date()),
                cards.decision_number.trim()
            ),
            "Danh sách hộ tham gia được kèm theo biên bản.".to_owned(),
        ],
        url: Some(cards.url.trim().to_owned()),
        cards: cards
            .cards
            .iter()
            .map(|card| PrintedCard {
                household_number: card.household_number.clone(),
                address_line: card.address_line.clone(),
                code: Some(card.code.clone()),
            })
            .collect(),
        sample: cards.sample,
    };
    order(
        &printed,
        cards.cards.iter().map(|card| &card.link),
        cards.date,
    )
}

pub(crate) fn attendance_order(cards: &AttendanceCards) -> Result<Order, ReportError> {
    let printed = PrintedCards {
        title: "Thẻ hộ gia đình dự họp cộng đồng dân cư".to_owned(),
        author: join_present(&[&cards.community, &cards.commune], ", "),
        kind: "Thẻ hộ gia đình",
        lines: vec![
            "Mang thẻ này khi dự cuộc họp của cộng đồng dân cư để ghi nhận có mặt.".to_owned(),
            "Mỗi hộ một thẻ, một người đại diện.".to_owned(),
        ],
        url: None,
        cards: cards
            .cards
            .iter()
            .map(|card| PrintedCard {
                household_number: card.household_number.clone(),
                address_line: card.address_line.clone(),
                code: None,
            })
            .collect(),
        sample: cards.sample,
    };
    order(
        &printed,
        cards.cards.iter().map(|card| &card.link),
        cards.date,
    )
}

fn order<'a>(
    printed: &PrintedCards,
    links: impl Iterator<Item = &'a String>,
    date: Date,
) -> Result<Order, ReportError> {
    let pictures: Result<Vec<String>, ReportError> =
        links.map(|link| qr::draw(link.trim())).collect();
    Ok(Order::new(Template::Cards, printed, None, Some(date))?.with_codes(pictures?))
}

//! Notices that tell households what somebody entered on their behalf, to cut apart and to hand over with a signature.

use jiff::civil::Date;
use serde::Serialize;

use super::community_paper::join_present;
use crate::error::ReportError;
use crate::press::{Order, Template};
use crate::wording;

/// The view of the notices of one decision.
#[derive(Debug, Clone)]
pub struct HouseholdNotices {
    /// The commune, as "xã Phong Điền".
    pub commune: String,
    /// The community, as "ấp Nhơn Thọ 1".
    pub community: String,
    /// The public number of the decision.
    pub decision_number: String,
    /// What is to be decided, without "Về việc".
    pub title: String,
    /// Who entered it, as "Tổ phát phiếu".
    pub team: String,
    /// One for each notice, in the order in which they are carried out.
    pub notices: Vec<NoticeToHousehold>,
    /// The day of printing.
    pub date: Date,
    /// Whether the data is invented: every notice is then marked "DỮ LIỆU MẪU".
    pub sample: bool,
}

/// The notice to one household.
#[derive(Debug, Clone)]
pub struct NoticeToHousehold {
    /// The number of the household in the roll.
    pub household_number: String,
    /// Its representative.
    pub name: String,
    /// Its address.
    pub address: String,
    /// What it is told.
    pub text: String,
    /// The day on which it was written.
    pub written_on: Date,
}

/// Sets the notices as PDF.
///
/// # Errors
/// Whatever the press refuses.
pub fn household_notices_pdf(notices: &HouseholdNotices) -> Result<Vec<u8>, ReportError> {
    order(notices)?.print()
}

#[derive(Serialize)]
struct Printed {
    title: String,
    author: String,
    commune: String,
    community: String,
    about: String,
    team: String,
    notices: Vec<PrintedNotice>,
    sample: bool,
}

#[derive(Serialize)]
struct PrintedNotice {
    to: String,
    text: String,
    date: String,
}

pub(crate) fn order(notices: &HouseholdNotices) -> Result<Order, ReportError> {
    let printed = Printed {
        title: format!(
            "Thông báo đến hộ gia đình: {}",
            wording::bare(&notices.title)
        ),
        author: join_present(&[&notices.community, &notices.commune], ", "),
        commune: notices.commune.trim().to_owned(),
        community: notices.community.trim().to_owned(),
        about: format!(
            "{} (việc số {})",
            wording::sentence(&notices.title).trim_end_matches('.'),
            notices.decision_number.trim()
        ),
        team: notices.team.trim().to_owned(),
        notices: notices.notices.iter().map(printed_notice).collect(),
        sample: notices.sample,
    };
    Order::new(
        Template::HouseholdNotices,
        &printed,
        None,
        Some(notices.date),
    )
}

fn printed_notice(notice: &NoticeToHousehold) -> PrintedNotice {
    let who = join_present(
        &[
            &format!("Hộ số {}", notice.household_number.trim()),
            &notice.name,
            &notice.address,
        ],
        ", ",
    );
    PrintedNotice {
        to: format!("Kính gửi: {}.", wording::bare(&who)),
        text: notice.text.trim().to_owned(),
        date: wording::sentence(&wording::long_date(notice.written_on))
            .trim_end_matches('.')
            .to_owned(),
    }
}

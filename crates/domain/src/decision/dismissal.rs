//! What a dismissal rests on (Decree 59 Article 9(1); Law Article 36(2)).

use dinh_law::Law;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::planning::Backing;
use super::refuse::{forbidden, invalid, procedure, unlawful};
use super::{Plan, Subject};
use crate::refusal::Refusal;

/// Who asks for the dismissal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DismissalGround {
    /// The person asks, with a letter and reasons: 9(1)(a).
    OwnRequest,
    /// The Front proposes it: the head of the Front work committee for a head (9(1)(b)), the commune Front for a
    /// member of the People's Inspection Board (Law 36(2)).
    FrontProposal,
    /// At least half of the households ask for it: 9(1)(b).
    Households,
}

impl DismissalGround {
    /// Every ground.
    pub const ALL: &[Self] = &[Self::OwnRequest, Self::FrontProposal, Self::Households];

    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnRequest => "own_request",
            Self::FrontProposal => "front_proposal",
            Self::Households => "households",
        }
    }

    /// Vietnamese name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OwnRequest => "Người giữ chức vụ có đơn xin thôi",
            Self::FrontProposal => "Mặt trận Tổ quốc có văn bản đề nghị",
            Self::Households => "Ít nhất 50% tổng số hộ gia đình kiến nghị",
        }
    }

    /// The ground with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|ground| ground.code() == code)
    }
}

/// A dismissal of a head needs one of the three grounds; one of a member of the People's Inspection Board needs the
/// proposal of the commune Front. For the investment board the law names none.
pub(super) fn check_dismissal(
    subject: Subject,
    plan: &Plan,
    backing: Backing,
    law: &Law,
    on: Date,
) -> Result<(), Refusal> {
    match subject {
        Subject::DismissHead => match plan.dismissal {
            None => {
                return Err(forbidden(
                    law,
                    "dismissal_order",
                    on,
                    "Chưa nêu căn cứ cho thôi làm Trưởng thôn, Tổ trưởng tổ dân phố.",
                    "Hãy chọn: có đơn xin thôi; Trưởng Ban công tác Mặt trận đề nghị; hoặc ít nhất 50% tổng số hộ kiến nghị.",
                ));
            }
            Some(DismissalGround::Households) => {
                let rule = procedure(law, "dismissal_request", on)?;
                if !rule.passes(backing.dismissal, backing.households) {
                    return Err(unlawful(
                        &rule.citation,
                        format!(
                            "Mới có {} trên {} hộ kiến nghị cho thôi, chưa đủ 50%.",
                            backing.dismissal, backing.households
                        ),
                        "Hãy lấy thêm kiến nghị của các hộ, hoặc chờ đơn xin thôi hay đề nghị của Trưởng Ban công tác Mặt trận.",
                    ));
                }
            }
            Some(DismissalGround::OwnRequest | DismissalGround::FrontProposal) => {}
        },
        Subject::DismissInspectionBoard => {
            if plan.dismissal != Some(DismissalGround::FrontProposal) {
                return Err(forbidden(
                    law,
                    "board_dismissal",
                    on,
                    "Việc cho thôi thành viên Ban Thanh tra nhân dân phải có đề nghị của Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã.",
                    "Hãy gửi đơn xin thôi hoặc ý kiến không tín nhiệm đến Ủy ban Mặt trận Tổ quốc để có văn bản đề nghị.",
                ));
            }
        }
        _ => return Ok(()),
    }
    if plan.dismissal_document.trim().is_empty() {
        return Err(invalid(
            "dismissal_document",
            "Hãy ghi đơn, văn bản đề nghị hoặc kiến nghị làm căn cứ cho thôi (người gửi, số, ngày).",
        ));
    }
    Ok(())
}

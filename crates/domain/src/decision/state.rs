//! Where a decision stands, and what came out.

use serde::{Deserialize, Serialize};

macro_rules! states {
    ($($variant:ident = $code:literal, $label:literal;)+) => {
        /// Where a decision stands.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum State { $(#[doc = $label] $variant,)+ }

        impl State {
            /// Every state, in the order of the law.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Stable code, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// Vietnamese name.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The state with this code.
            pub fn find(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|state| state.code() == code)
            }
        }
    };
}

states! {
    Proposed = "proposed", "Đã đề xuất";
    Planned = "planned", "Đã lập kế hoạch";
    Noticed = "noticed", "Đã thông báo";
    Open = "open", "Đang lấy ý kiến, biểu quyết";
    Decided = "decided", "Đã có kết quả";
    Sent = "sent", "Đã gửi, chờ công nhận";
    Recognised = "recognised", "Đã được công nhận";
    Refused = "refused", "Không được công nhận";
    Effective = "effective", "Đang có hiệu lực";
    Amended = "amended", "Đã được sửa đổi, thay thế";
    Annulled = "annulled", "Đã bị bãi bỏ";
    Dropped = "dropped", "Không đưa ra bàn";
}

impl State {
    /// Nothing more can happen to it, whatever the outcome was.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Amended | Self::Annulled | Self::Dropped)
    }
}

/// What came out of a round, computed and never typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// Enough agreed with these options (places in the list, from 0).
    Passed {
        /// The options that reached the share.
        options: Vec<usize>,
    },
    /// Enough could have agreed, and did not.
    NotPassed,
    /// Too few households attended for the share to be reached at all (Article 19(1)(b)).
    NotEnoughHouseholds,
    /// Nobody was elected (Decree 59 Article 3(5)(d)).
    FailedElection,
}

impl Outcome {
    /// Stable code, as stored.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Passed { .. } => "passed",
            Self::NotPassed => "not_passed",
            Self::NotEnoughHouseholds => "not_enough_households",
            Self::FailedElection => "failed_election",
        }
    }

    /// Vietnamese name.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Passed { .. } => "Được thông qua",
            Self::NotPassed => "Không được thông qua",
            Self::NotEnoughHouseholds => "Không đủ số hộ dự họp để có thể đạt tỷ lệ",
            Self::FailedElection => "Không bầu được",
        }
    }

    /// Whether the community decided it.
    pub const fn is_passed(&self) -> bool {
        matches!(self, Self::Passed { .. })
    }
}

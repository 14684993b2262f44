//! What a decision is about, within the matters of Article 15.

use serde::{Deserialize, Serialize};

macro_rules! subjects {
    ($($variant:ident = $code:literal, $matter:literal, $label:literal;)+) => {
        /// What a decision is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Subject { $(#[doc = $label] $variant,)+ }

        impl Subject {
            /// Every subject, in the order of Article 15.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Stable code, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The matter of the law that it belongs to: "15.3".
            pub const fn matter(self) -> &'static str {
                match self { $(Self::$variant => $matter,)+ }
            }

            /// Vietnamese name.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The subject with this code.
            pub fn find(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|subject| subject.code() == code)
            }
        }
    };
}

subjects! {
    PublicWorks = "public_works", "15.1", "Chủ trương, mức đóng góp xây dựng cơ sở hạ tầng, công trình công cộng";
    PeoplesContributions = "peoples_contributions", "15.2", "Thu, chi, quản lý khoản đóng góp của Nhân dân";
    EntrustedAssets = "entrusted_assets", "15.2", "Thu, chi, quản lý kinh phí, tài sản được giao quản lý";
    Donations = "donations", "15.2", "Thu, chi, quản lý khoản tiếp nhận từ nguồn thu, tài trợ, ủng hộ hợp pháp khác";
    Convention = "convention", "15.3", "Nội dung hương ước, quy ước";
    ElectHead = "elect_head", "15.4", "Bầu Trưởng thôn, Tổ trưởng tổ dân phố";
    DismissHead = "dismiss_head", "15.4", "Cho thôi làm Trưởng thôn, Tổ trưởng tổ dân phố";
    ElectInspectionBoard = "elect_inspection_board", "15.5", "Bầu thành viên Ban Thanh tra nhân dân";
    DismissInspectionBoard = "dismiss_inspection_board", "15.5", "Cho thôi làm thành viên Ban Thanh tra nhân dân";
    ElectInvestmentBoard = "elect_investment_board", "15.5", "Bầu thành viên Ban Giám sát đầu tư của cộng đồng";
    DismissInvestmentBoard = "dismiss_investment_board", "15.5", "Cho thôi làm thành viên Ban Giám sát đầu tư của cộng đồng";
    SelfGoverning = "self_governing", "15.6", "Công việc tự quản khác trong nội bộ cộng đồng dân cư";
}

impl Subject {
    /// Candidates stand to be elected; the options of the decision are their names.
    pub const fn is_election(self) -> bool {
        matches!(
            self,
            Self::ElectHead | Self::ElectInspectionBoard | Self::ElectInvestmentBoard
        )
    }

    /// The decision can open an account of contributions (Article 15(1)-(2)).
    pub const fn opens_contributions(self) -> bool {
        matches!(self, Self::PublicWorks | Self::PeoplesContributions)
    }
}

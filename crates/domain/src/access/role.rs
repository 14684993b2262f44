//! The roles that a mandate can give.

use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($variant:ident = $code:literal, $label:literal, $office:literal;)+) => {
        /// What a mandate makes of a person in a unit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $(#[doc = $label] $variant,)+ }

        impl Role {
            /// Every role, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Stable code, as stored.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// Vietnamese name, as people say it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The office written into the register: never a person.
            pub fn office(self) -> &'static str {
                match self { $(Self::$variant => $office,)+ }
            }

            /// The role with this code.
            pub fn find(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

roles! {
    CommuneClerk = "commune_clerk", "Cán bộ công khai cấp xã", "ubnd-xa";
    CommuneChairman = "commune_chairman", "Chủ tịch UBND cấp xã", "chu-tich-ubnd-xa";
    CommunityHead = "community_head", "Trưởng ấp, Tổ trưởng tổ dân phố", "truong-ap";
    FrontWorkCommittee = "front_work_committee", "Trưởng Ban công tác Mặt trận", "ban-ctmt";
    TeamMember = "team_member", "Thành viên Tổ phát phiếu, Tổ lấy ý kiến, Ban kiểm phiếu", "to-phat-phieu";
    HouseholdRepresentative = "household_representative", "Đại diện hộ gia đình", "dai-dien-ho";
    FrontCommittee = "front_committee", "Ủy ban Mặt trận Tổ quốc cấp xã", "ubmttq-xa";
    InspectionBoardMember = "inspection_board_member", "Thành viên Ban Thanh tra nhân dân", "ban-ttnd";
    InvestmentBoardMember = "investment_board_member", "Thành viên Ban Giám sát đầu tư của cộng đồng", "ban-gsdt";
    AgencyClerk = "agency_clerk", "Cán bộ công khai của cơ quan, đơn vị", "van-phong-co-quan";
    AgencyHead = "agency_head", "Người đứng đầu cơ quan, đơn vị", "nguoi-dung-dau";
    EnterpriseClerk = "enterprise_clerk", "Cán bộ công khai của doanh nghiệp nhà nước", "doanh-nghiep";
    EnterpriseHead = "enterprise_head", "Người đại diện có thẩm quyền của doanh nghiệp nhà nước", "nguoi-dai-dien";
    HomeAffairs = "home_affairs", "Sở Nội vụ", "so-noi-vu";
    CouncilDelegate = "council_delegate", "Đại biểu HĐND thành phố", "hdnd-thanh-pho";
    CityAdministrator = "city_administrator", "Quản trị hệ thống thành phố", "quan-tri";
    Auditor = "auditor", "Kiểm toán, giám sát độc lập", "kiem-toan";
}

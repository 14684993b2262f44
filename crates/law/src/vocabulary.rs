//! The closed lists of the law: kinds of unit, events, forms, places, conditions.

use crate::coded::coded_enum;

coded_enum! {
    /// Who is bound by a chapter of Law 10/2022.
    UnitKind {
        /// Chapter II: commune, ward, special zone.
        Commune = "commune", "chính quyền địa phương cấp xã";
        /// Chapter III: state agency.
        Agency = "agency", "cơ quan";
        /// Chapter III: public service unit.
        PublicServiceUnit = "public_service_unit", "đơn vị sự nghiệp công lập";
        /// Chapter IV, section 1: state enterprise.
        StateEnterprise = "state_enterprise", "doanh nghiệp nhà nước";
    }
}

coded_enum! {
    /// What starts the clock of a rule.
    EventKind {
        /// A competent body issued a decision or document (Articles 12(3), 47(2), 65(2)).
        DecisionIssued = "decision_issued", "ngày có quyết định, văn bản của cơ quan có thẩm quyền";
        /// A report was sent to those who decide on it.
        DocumentSubmitted = "document_submitted", "ngày gửi văn bản trình cơ quan có thẩm quyền";
        /// A quarter, half year or year ended; the event is its last day.
        PeriodEnded = "period_ended", "ngày kết thúc kỳ";
        /// A citizen asked for information that should be public (Article 14(2)).
        RequestReceived = "request_received", "ngày nhận được yêu cầu hợp lệ";
    }
}

coded_enum! {
    /// How often a duty comes back.
    Recurrence {
        /// Each month.
        Month = "month", "hằng tháng";
        /// Each quarter.
        Quarter = "quarter", "hằng quý";
        /// Each six months.
        HalfYear = "half_year", "06 tháng";
        /// Each year.
        Year = "year", "hằng năm";
    }
}

coded_enum! {
    /// A form of disclosure (Articles 12(1), 47(1), 65(1)).
    Form {
        /// 12(1)(a), 47(1)(a), 65(1)(a).
        Posting = "posting", "Niêm yết";
        /// 12(1)(b).
        Portal = "portal", "Đăng trên cổng, trang thông tin điện tử";
        /// 12(1)(c).
        Loudspeaker = "loudspeaker", "Phát trên hệ thống truyền thanh";
        /// 12(1)(d).
        CommunityHead = "community_head", "Thông báo qua Trưởng thôn, Tổ trưởng tổ dân phố";
        /// 12(1)(đ).
        Document = "document", "Gửi văn bản đến công dân";
        /// 12(1)(e).
        Dialogue = "dialogue", "Hội nghị trao đổi, đối thoại với Nhân dân";
        /// 12(1)(g).
        Reception = "reception", "Tiếp công dân, tiếp xúc cử tri, họp báo, thông cáo báo chí, người phát ngôn";
        /// 12(1)(h).
        Organisations = "organisations", "Thông báo đến tổ chức chính trị, tổ chức chính trị - xã hội, đoàn thể";
        /// 12(1)(i), 65(1)(g).
        Telecom = "telecom", "Mạng viễn thông, mạng xã hội hoạt động hợp pháp";
        /// 47(1)(b), 65(1)(e).
        InternalSystem = "internal_system", "Hệ thống thông tin nội bộ, cổng, trang thông tin điện tử của đơn vị";
        /// 47(1)(c).
        StaffConference = "staff_conference", "Hội nghị cán bộ, công chức, viên chức, người lao động";
        /// 65(1)(b).
        WorkerConference = "worker_conference", "Hội nghị người lao động, đối thoại, họp giao ban";
        /// 47(1)(d), 65(1)(c).
        DocumentToAll = "document_to_all", "Thông báo bằng văn bản đến toàn thể";
        /// 47(1)(đ), 65(1)(d).
        SectionHeads = "section_heads", "Thông báo qua người phụ trách bộ phận";
        /// 47(1)(e).
        PartyAndUnion = "party_and_union", "Thông báo qua tổ chức đảng, Ban Chấp hành Công đoàn";
        /// 65(1)(đ).
        Union = "union", "Thông báo qua Ban Chấp hành Công đoàn, tổ chức đại diện người lao động";
        /// 12(1)(k), 47(1)(g), 65(1)(h).
        Other = "other", "Hình thức khác theo quy định";
    }
}

coded_enum! {
    /// Where a notice is posted (Articles 13(2), 48(2), 66(2)).
    Place {
        /// Trụ sở.
        Headquarters = "headquarters", "Trụ sở";
        /// Nhà văn hóa thôn, tổ dân phố.
        CultureHouse = "culture_house", "Nhà văn hóa";
        /// Điểm sinh hoạt cộng đồng.
        CommunityPoint = "community_point", "Điểm sinh hoạt cộng đồng";
        /// Nơi làm việc của đơn vị, bộ phận có liên quan trực tiếp.
        Workplace = "workplace", "Nơi làm việc của bộ phận liên quan";
    }
}

coded_enum! {
    /// The fact about a unit on which a form depends.
    Condition {
        /// Article 13(1): a portal or website has been set up.
        IfPortal = "if_portal", "nơi đã có cổng hoặc trang thông tin điện tử";
        /// Articles 12(1)(c), 13(3): "nếu có".
        IfLoudspeaker = "if_loudspeaker", "nơi có hệ thống truyền thanh";
        /// Articles 48(1), 66(1).
        IfInternalSystem = "if_internal_system", "nơi đã có trang hoặc hệ thống thông tin điện tử nội bộ";
        /// Articles 48(2), 66(2).
        UnlessInternalSystem = "unless_internal_system", "nơi chưa có trang hoặc hệ thống thông tin điện tử nội bộ";
    }
}

coded_enum! {
    /// How far a rule or an instrument may be relied on.
    Status {
        /// Read in the official text and in force.
        InForce = "in_force", "đang có hiệu lực";
        /// In force, changed by a later instrument.
        Amended = "amended", "đã được sửa đổi, bổ sung";
        /// Not yet compared with the official text.
        PendingReview = "pending_review", "chờ đối chiếu với văn bản gốc";
    }
}

/// Facts about a unit that decide which "nếu có" forms it owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct UnitFacts {
    /// The kind of unit.
    pub kind: UnitKind,
    /// The commune has a loudspeaker network.
    pub loudspeaker: bool,
    /// The commune has a portal or website.
    pub portal: bool,
    /// The unit has an internal site or information system.
    pub internal_system: bool,
}

impl UnitFacts {
    /// A unit of this kind that has every means the law mentions.
    pub const fn all(kind: UnitKind) -> Self {
        Self {
            kind,
            loudspeaker: true,
            portal: true,
            internal_system: true,
        }
    }

    /// Whether a form under this condition is owed.
    pub const fn meets(self, condition: Option<Condition>) -> bool {
        match condition {
            None => true,
            Some(Condition::IfPortal) => self.portal,
            Some(Condition::IfLoudspeaker) => self.loudspeaker,
            Some(Condition::IfInternalSystem) => self.internal_system,
            Some(Condition::UnlessInternalSystem) => !self.internal_system,
        }
    }
}

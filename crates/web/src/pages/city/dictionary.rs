//! The data dictionary: every column of the open data in both languages. A test holds
//! it to what is really exported.

/// One data set.
pub(super) struct DataSet {
    /// Name in the address.
    pub name: &'static str,
    /// Key of its title.
    pub title: &'static str,
    /// Columns in order: name, Vietnamese, English.
    pub columns: &'static [(&'static str, &'static str, &'static str)],
}

/// Every data set.
pub(super) const DATA: &[DataSet] = &[
    DataSet {
        name: "don-vi",
        title: "city-data-units",
        columns: UNITS,
    },
    DataSet {
        name: "nghia-vu",
        title: "city-data-duties",
        columns: DUTIES,
    },
    DataSet {
        name: "cong-khai",
        title: "city-data-publications",
        columns: PUBLICATIONS,
    },
    DataSet {
        name: "quyet-dinh",
        title: "city-data-decisions",
        columns: DECISIONS,
    },
    DataSet {
        name: "so-cai",
        title: "city-data-register",
        columns: REGISTER,
    },
];

const UNITS: &[(&str, &str, &str)] = &[
    (
        "slug",
        "Địa chỉ của đơn vị trên cổng, không trùng, không đổi",
        "Address part of the unit, unique for ever",
    ),
    (
        "code",
        "Mã thống kê chính thức; có thể dùng lại theo thời gian",
        "Official statistical code; re-used over time",
    ),
    ("kind", "Loại đơn vị theo luật", "Kind of unit in the law"),
    (
        "local_kind",
        "Tên gọi của loại đơn vị tại địa phương",
        "Kind as people say it",
    ),
    ("name", "Tên không kèm loại", "Name without kind"),
    ("full_name", "Tên đầy đủ", "Name with kind"),
    (
        "parent",
        "Địa chỉ của đơn vị cấp trên",
        "Address part of the unit above",
    ),
    ("valid_from", "Ngày bắt đầu tồn tại", "First day"),
    (
        "valid_to",
        "Ngày đầu tiên không còn tồn tại; trống là còn",
        "First day on which it is no more; empty while it lasts",
    ),
    ("legal_basis", "Văn bản thành lập", "Document that made it"),
    ("area_hectares", "Diện tích, héc-ta", "Area in hectares"),
    ("population", "Dân số", "Inhabitants"),
    (
        "population_source",
        "Nguồn của số dân",
        "Source of that figure",
    ),
    ("headquarters", "Trụ sở", "Office"),
    (
        "sample",
        "true nếu là dữ liệu mẫu",
        "true when invented for showing",
    ),
];

const DUTIES: &[(&str, &str, &str)] = &[
    (
        "number",
        "Số của nội dung phải công khai",
        "Short number of the duty",
    ),
    ("unit", "Địa chỉ của đơn vị", "Address part of the unit"),
    ("unit_name", "Tên đơn vị", "Name of the unit"),
    (
        "unit_code",
        "Mã thống kê của đơn vị",
        "Statistical code of the unit",
    ),
    (
        "rule",
        "Quy tắc pháp luật, ví dụ 11.2:quarter",
        "Rule, such as 11.2:quarter",
    ),
    (
        "item",
        "Mục trong danh mục của luật",
        "Item of the catalogue",
    ),
    ("title", "Nội dung", "What it is about"),
    (
        "period",
        "Kỳ, với nội dung công khai định kỳ",
        "Period of a recurring duty",
    ),
    (
        "event",
        "Sự kiện làm phát sinh thời hạn",
        "Event that started the clock",
    ),
    ("event_on", "Ngày của sự kiện", "Day of the event"),
    (
        "event_document",
        "Văn bản của sự kiện",
        "Document of the event",
    ),
    ("due_on", "Hạn công khai", "Last day to disclose"),
    ("state", "Trạng thái", "State"),
    (
        "published_on",
        "Ngày đầu tiên có trên cổng",
        "First day on the portal",
    ),
    (
        "judged_on",
        "Ngày dùng để xét đúng hạn hay trễ",
        "Day on which lateness is judged",
    ),
    (
        "judged_by",
        "Theo ai: recorded máy chủ ghi nhận, waiting tạm tính chờ chứng kiến, witnessed các bên chứng kiến",
        "Whose word: recorded, waiting or witnessed",
    ),
    (
        "missing_forms",
        "Số hình thức bắt buộc chưa có ghi nhận",
        "Required forms without a record",
    ),
    (
        "early_ends",
        "Số lần gỡ niêm yết trước thời hạn tối thiểu",
        "Notices taken down early",
    ),
    (
        "publication",
        "Số của bản công khai",
        "Publication that fulfils it",
    ),
    (
        "sample",
        "true nếu là dữ liệu mẫu",
        "true when invented for showing",
    ),
];

const PUBLICATIONS: &[(&str, &str, &str)] = &[
    (
        "number",
        "Số của bản công khai",
        "Short number of the publication",
    ),
    ("unit", "Địa chỉ của đơn vị", "Address part of the unit"),
    ("unit_name", "Tên đơn vị", "Name of the unit"),
    (
        "unit_code",
        "Mã thống kê của đơn vị",
        "Statistical code of the unit",
    ),
    ("rule", "Quy tắc pháp luật", "Rule"),
    (
        "item",
        "Mục trong danh mục của luật",
        "Item of the catalogue",
    ),
    ("state", "Trạng thái", "State"),
    (
        "standing",
        "on_time đúng hạn, late trễ, ended đã hết thời gian, withdrawn đã rút",
        "on_time, late, ended or withdrawn",
    ),
    ("revision", "Lần công khai mới nhất", "Newest revision"),
    ("title", "Tên nội dung", "Title"),
    (
        "document_number",
        "Số, ký hiệu văn bản",
        "Number of the document",
    ),
    ("document_on", "Ngày văn bản", "Day of the document"),
    ("summary", "Nội dung", "The text"),
    (
        "published_at",
        "Thời điểm đầu tiên có trên cổng, theo máy chủ",
        "First instant on the portal, as the server claims it",
    ),
    (
        "published_on",
        "Ngày đầu tiên có trên cổng",
        "First day on the portal",
    ),
    (
        "ended_on",
        "Ngày rời cổng",
        "Day on which it left the portal",
    ),
    (
        "register_position",
        "Vị trí mới nhất trong sổ công khai",
        "Newest register position",
    ),
    (
        "register_state",
        "Bằng chứng của mục đó: waiting chờ ký, recorded thành phố đã ký, witnessed đã được chứng kiến, stamped đã đóng dấu thời gian",
        "Proof of that entry: waiting, recorded, witnessed or stamped",
    ),
    (
        "not_before",
        "Được ghi không sớm hơn lúc này, theo các bên chứng kiến",
        "Recorded not earlier than this, as witnesses say",
    ),
    (
        "not_after",
        "Được ghi không muộn hơn lúc này, theo các bên chứng kiến",
        "Recorded not later than this, as witnesses say",
    ),
    (
        "duty",
        "Số của nội dung phải công khai",
        "The duty it fulfils",
    ),
    ("due_on", "Hạn công khai", "Its due day"),
    (
        "judged_on",
        "Ngày dùng để xét đúng hạn hay trễ",
        "Day on which lateness is judged",
    ),
    (
        "judged_by",
        "Theo ai: recorded máy chủ ghi nhận, waiting tạm tính chờ chứng kiến, witnessed các bên chứng kiến",
        "Whose word: recorded, waiting or witnessed",
    ),
    (
        "sample",
        "true nếu là dữ liệu mẫu",
        "true when invented for showing",
    ),
];

const DECISIONS: &[(&str, &str, &str)] = &[
    ("number", "Số của việc", "Short number of the decision"),
    (
        "unit",
        "Địa chỉ của thôn, tổ dân phố, hoặc của xã với việc chung toàn xã",
        "Address part of the community, or of the commune for a commune-wide matter",
    ),
    ("unit_name", "Tên của đơn vị đó", "Its name"),
    (
        "commune",
        "Địa chỉ của xã, phường",
        "Address part of the commune",
    ),
    ("commune_name", "Tên xã, phường", "Name of the commune"),
    ("matter", "Khoản, điểm của Điều 15", "Matter of the law"),
    (
        "subject",
        "Loại việc cụ thể",
        "What is decided, more exactly",
    ),
    (
        "scope",
        "Phạm vi: community thôn, tổ dân phố; commune toàn xã",
        "community, commune or workplace",
    ),
    ("title", "Tên việc", "Title"),
    ("state", "Trạng thái", "State"),
    ("round", "Lần tổ chức thứ mấy", "Which attempt, from 1"),
    (
        "form",
        "Hình thức: meeting họp, ballots phiếu, online trực tuyến, conference hội nghị",
        "meeting, ballots, online or conference",
    ),
    ("starts", "Thời điểm bắt đầu", "When it begins, local time"),
    (
        "closes",
        "Thời điểm hết hạn biểu quyết",
        "When the time for voting ends, local time",
    ),
    ("decided_on", "Ngày có kết quả", "Day of the result"),
    ("outcome", "Kết quả", "What came out"),
    (
        "total",
        "Tổng số hộ trong danh sách đã chốt",
        "Households on the fixed roll",
    ),
    (
        "represented",
        "Số hộ dự họp, gửi phiếu hoặc biểu quyết trực tuyến",
        "Households that took part",
    ),
    (
        "approve",
        "Số tán thành, lần lượt theo từng phương án",
        "In favour, for each option in order",
    ),
    ("against", "Số không tán thành", "Not agreed"),
    ("other", "Số ý kiến khác", "Another opinion"),
    ("invalid", "Số phiếu không hợp lệ", "Invalid"),
    (
        "elected",
        "Người trúng cử; không nêu tên ai khác",
        "Who was elected; nobody else is named",
    ),
    (
        "sent_on",
        "Ngày gửi Ủy ban nhân dân cấp xã",
        "Day on which it was sent",
    ),
    (
        "effective_on",
        "Ngày bắt đầu có hiệu lực",
        "First day of its effect",
    ),
    (
        "ended_on",
        "Ngày đầu tiên không còn hiệu lực",
        "First day on which it no longer holds",
    ),
    (
        "register_position",
        "Vị trí mới nhất trong sổ công khai",
        "Newest register position",
    ),
    (
        "register_state",
        "Bằng chứng của mục đó: waiting chờ ký, recorded thành phố đã ký, witnessed đã được chứng kiến, stamped đã đóng dấu thời gian",
        "Proof of that entry: waiting, recorded, witnessed or stamped",
    ),
    (
        "not_before",
        "Được ghi không sớm hơn lúc này, theo các bên chứng kiến",
        "Recorded not earlier than this, as witnesses say",
    ),
    (
        "not_after",
        "Được ghi không muộn hơn lúc này, theo các bên chứng kiến",
        "Recorded not later than this, as witnesses say",
    ),
    (
        "sample",
        "true nếu là dữ liệu mẫu",
        "true when invented for showing",
    ),
];

const REGISTER: &[(&str, &str, &str)] = &[
    (
        "position",
        "Vị trí trong sổ, từ 0",
        "Place in the register, from 0",
    ),
    (
        "leaf",
        "Mã băm của mục, 64 chữ số thập lục phân",
        "Leaf hash, 64 hex signs",
    ),
    ("room", "Lĩnh vực", "Room"),
    ("act", "Hành vi", "Act"),
    ("thing", "Đối tượng của hành vi", "The thing it is about"),
    (
        "revision",
        "Lần thứ mấy của đối tượng",
        "Version of the thing",
    ),
    ("at", "Thời điểm theo máy chủ", "Time claimed by the server"),
    (
        "entry",
        "Nguyên văn của mục, đúng từng byte đã băm",
        "The exact text that was hashed",
    ),
];

//! The columns of a units file, in order: what is exported can be imported again.

use dinh_domain::units::Unit;

/// One column.
pub struct Column {
    /// Name in the header.
    pub code: &'static str,
    /// Vietnamese name; a header may carry it instead.
    pub label: &'static str,
    /// What to write there.
    pub meaning: &'static str,
    /// Whether every line must have it.
    pub required: bool,
}

macro_rules! columns {
    ($($place:ident $code:literal $label:literal $required:literal $meaning:literal;)+) => {
        /// Every column, in the order of the export.
        pub const COLUMNS: &[Column] = &[$(Column {
            code: $code, label: $label, meaning: $meaning, required: $required,
        },)+];

        /// Place of a column in [`COLUMNS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Place { $($place,)+ }

        impl Place {
            pub(super) fn code(self) -> &'static str {
                match self { $(Self::$place => $code,)+ }
            }
            pub(super) fn label(self) -> &'static str {
                match self { $(Self::$place => $label,)+ }
            }
        }
    };
}

columns! {
    Kind "kind" "Loại đơn vị" true "Mã loại (ward, commune, agency, public_service_unit, state_enterprise, village, residential_group …) hoặc tên loại bằng tiếng Việt (Phường, Xã, Cơ quan nhà nước …).";
    Code "code" "Mã đơn vị" false "Mã do cơ quan có thẩm quyền đặt; giữ các số 0 ở đầu. Trong cùng một loại, mã và ngày bắt đầu không được trùng.";
    Slug "slug" "Địa chỉ trang" false "Phần địa chỉ của trang đơn vị, chỉ gồm chữ thường không dấu, số và dấu gạch nối. Để trống thì hệ thống tự đặt.";
    LocalKind "local_kind" "Tên loại tại chỗ" false "Tên loại theo cách gọi tại địa phương: ấp, khu vực, khu phố, trường, trung tâm …";
    Name "name" "Tên" true "Tên riêng, không kèm loại: Cái Khế.";
    FullName "full_name" "Tên đầy đủ" false "Tên kèm loại: Phường Cái Khế. Để trống thì ghép từ tên loại tại chỗ và tên.";
    Parent "parent" "Đơn vị cấp trên" false "Địa chỉ trang của đơn vị cấp trên, ví dụ phuong-cai-khe; có thể là một dòng khác trong cùng tệp.";
    ValidFrom "valid_from" "Có từ ngày" false "Ngày bắt đầu hoạt động, dạng 2025-07-01 hoặc 01/07/2025.";
    ValidTo "valid_to" "Hết từ ngày" false "Ngày đầu tiên không còn hoạt động; để trống nếu đang hoạt động.";
    LegalBasis "legal_basis" "Văn bản thành lập" false "Số, ký hiệu và ngày của văn bản thành lập.";
    EndedBasis "ended_basis" "Văn bản chấm dứt" false "Số, ký hiệu và ngày của văn bản chấm dứt hoạt động.";
    AreaHectares "area_hectares" "Diện tích (ha)" false "Số nguyên héc-ta.";
    Population "population" "Dân số" false "Số nguyên người; phải kèm nguồn số liệu.";
    PopulationSource "population_source" "Nguồn số liệu dân số" false "Nơi công bố và ngày của số liệu.";
    Headquarters "headquarters" "Trụ sở" false "Địa chỉ trụ sở.";
    Loudspeaker "loudspeaker" "Có hệ thống truyền thanh" false "có hoặc không; để trống là không.";
    Portal "portal" "Có cổng hoặc trang thông tin điện tử" false "có hoặc không; để trống là không.";
    InternalSystem "internal_system" "Có hệ thống thông tin nội bộ" false "có hoặc không; để trống là không.";
    Sample "sample" "Dữ liệu mẫu" false "có hoặc không; để trống là không.";
}

/// The cells of a unit, in the order of [`COLUMNS`]; `parent` is the address of the unit above.
pub(super) fn cells(unit: &Unit, parent: &str) -> Vec<String> {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let answer = |yes: bool| if yes { "có" } else { "không" }.to_owned();
    vec![
        unit.kind.code().to_owned(),
        unit.code.clone().unwrap_or_default(),
        unit.slug.clone(),
        unit.local_kind.clone(),
        unit.name.clone(),
        unit.full_name.clone(),
        parent.to_owned(),
        day(unit.valid_from),
        day(unit.valid_to),
        unit.legal_basis.clone(),
        unit.ended_basis.clone(),
        number(unit.area_hectares),
        number(unit.population),
        unit.population_source.clone(),
        unit.headquarters.clone(),
        answer(unit.loudspeaker),
        answer(unit.portal),
        answer(unit.internal_system),
        answer(unit.sample),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIPTION: &str = include_str!("../../../../docs/units-file.md");

    #[test]
    fn the_description_of_the_file_has_every_column_and_no_other() {
        let described: Vec<&str> = DESCRIPTION
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
            .map(|(code, _)| code)
            .collect();
        let known: Vec<&str> = COLUMNS.iter().map(|column| column.code).collect();
        assert_eq!(described, known);
        for column in COLUMNS {
            assert!(DESCRIPTION.contains(column.label), "{}", column.label);
            assert!(DESCRIPTION.contains(column.meaning), "{}", column.code);
        }
    }
}

//! Sample households: invented names and addresses, every one marked.

use std::fmt::Write;

use crate::demo::dice::Dice;

const FAMILY: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Lý", "Thạch", "Sơn", "Kim", "Lâm", "Trương", "Mai",
];
const MIDDLE: &[&str] = &[
    "Văn", "Thị", "Hữu", "Ngọc", "Minh", "Thanh", "Kim", "Quốc", "Hoàng", "Mỹ",
];
const GIVEN: &[&str] = &[
    "An", "Bình", "Chi", "Dũng", "Đào", "Giang", "Hạnh", "Hiếu", "Hoa", "Hùng", "Khang", "Lan",
    "Liên", "Long", "Mai", "Nam", "Nga", "Nhân", "Oanh", "Phúc", "Quý", "Sáu", "Sương", "Tâm",
    "Thảo", "Thắng", "Trang", "Tuấn", "Út", "Vân",
];

/// Somebody who does not exist.
pub fn name(dice: &Dice) -> String {
    let pick = |words: &[&'static str]| dice.pick(words).copied().unwrap_or_default();
    format!("{} {} {} (mẫu)", pick(FAMILY), pick(MIDDLE), pick(GIVEN))
}

/// A file of `count` households, as a head would hand it in.
pub fn workbook(dice: &Dice, place: &str, count: u32) -> String {
    let mut lines =
        String::from("Số hộ,Họ và tên đại diện,Địa chỉ,Điện thoại,Năng lực,Căn cứ,Cụm\n");
    for number in 1..=count {
        let name = name(dice);
        let cluster = if count >= 200 {
            format!("Cụm {}", number * 3 / (count + 1) + 1)
        } else {
            String::new()
        };
        let (capacity, basis) = if number % 41 == 0 {
            ("Được ủy nhiệm", "Biên bản họp gia đình (mẫu)")
        } else {
            ("Đầy đủ", "")
        };
        let _ = writeln!(
            lines,
            "{number},{name},\"Số {number}, {place}\",,{capacity},{basis},{cluster}"
        );
    }
    lines
}

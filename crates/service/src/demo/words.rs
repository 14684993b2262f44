//! What sample publications say. Every text says that its figures are invented.

use dinh_domain::disclosure::{Draft, Duty};
use dinh_domain::units::Unit;
use dinh_law::Rule;
use jiff::civil::Date;

use super::dice::Dice;

/// The draft of a clerk for a duty.
pub fn draft(dice: &Dice, unit: &Unit, duty: &Duty, rule: &Rule, symbol: &str, day: Date) -> Draft {
    let title = format!("{} của {}", strip(&duty.title), unit.full_name);
    Draft {
        title: title.chars().take(290).collect(),
        document_number: format!("{:02}/{symbol}", duty.number % 900 + 1),
        document_date: [
            day.day().to_string(),
            day.month().to_string(),
            day.year().to_string(),
        ],
        summary: summary(dice, unit, rule),
    }
}

fn strip(title: &str) -> &str {
    title.trim_end_matches('.')
}

fn summary(dice: &Dice, unit: &Unit, rule: &Rule) -> String {
    let mut lines = vec![
        "Dữ liệu mẫu: các con số dưới đây được tạo ra để minh họa, không phải số liệu thật."
            .to_owned(),
        format!(
            "{} công khai “{}” theo {}.",
            unit.full_name, rule.title, rule.citation
        ),
    ];
    lines.extend(match rule.item.as_str() {
        "11.2" | "46.3" => budget(dice),
        "11.3" => project(dice),
        "11.5" | "11.8" => fund(dice),
        "11.7" => support(dice),
        "11.9" => vec![format!(
            "Số công dân được gọi: {}. Danh sách niêm yết tại trụ sở; trên cổng chỉ nêu số lượng để bảo vệ dữ liệu cá nhân.",
            dice.between(12, 60)
        )],
        "11.12" => vec![
            "Phí chứng thực bản sao từ bản chính và các khoản thu khác thực hiện theo biểu mức đính kèm."
                .to_owned(),
        ],
        _ => vec![format!(
            "Văn bản đầy đủ gồm {} trang được đính kèm và niêm yết tại trụ sở.",
            dice.between(2, 18)
        )],
    });
    lines.push(
        "Người dân có ý kiến hoặc cần thêm thông tin, xin gửi yêu cầu ngay trên trang này."
            .to_owned(),
    );
    lines.join("\n")
}

fn budget(dice: &Dice) -> Vec<String> {
    let income = dice.between(6_000, 28_000);
    let share = dice.between(180, 265);
    vec![
        format!("Tổng thu ngân sách: {} triệu đồng.", dots(income)),
        format!("Tổng chi ngân sách: {} triệu đồng.", dots(income * 9 / 10)),
        format!("Đạt {},{} % dự toán năm.", share / 10, share % 10),
    ]
}

fn project(dice: &Dice) -> Vec<String> {
    vec![
        format!(
            "Tổng mức đầu tư: {} triệu đồng.",
            dots(dice.between(800, 14_500))
        ),
        format!("Tiến độ thực hiện đến nay: {} %.", dice.between(10, 100)),
        "Chủ đầu tư: Ủy ban nhân dân cấp xã. Ban Giám sát đầu tư của cộng đồng theo dõi."
            .to_owned(),
    ]
}

fn fund(dice: &Dice) -> Vec<String> {
    let raised = dice.between(40, 900);
    vec![
        format!(
            "Số tiền huy động: {} triệu đồng từ {} hộ.",
            dots(raised),
            dice.between(60, 1_200)
        ),
        format!("Đã sử dụng: {} triệu đồng.", dots(raised * 3 / 4)),
    ]
}

fn support(dice: &Dice) -> Vec<String> {
    vec![
        format!("Số hộ được hỗ trợ: {}.", dice.between(8, 140)),
        "Tiêu chí, quy trình bình xét và thời gian thực hiện nêu trong văn bản đính kèm."
            .to_owned(),
    ]
}

/// 12345 as "12.345".
fn dots(number: u32) -> String {
    let digits = number.to_string();
    let length = digits.chars().count();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (length - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// Why a recurring item did not arise.
pub const REASONS: &[&str] = &[
    "Trong kỳ không phát sinh nội dung này; đã đối chiếu với bộ phận Tài chính – Kế toán.",
    "Đơn vị mới thành lập trong kỳ, số liệu được tổng hợp chung vào kỳ sau theo hướng dẫn.",
];

/// Why a notice came down too early.
pub const EARLY: &[&str] = &[
    "Bảng tin được sửa chữa nên bản niêm yết bị gỡ trước hạn; đã lập biên bản và niêm yết lại.",
    "Mưa gió làm rách bản niêm yết, cán bộ phát hiện khi kiểm tra định kỳ.",
];

/// What citizens ask.
pub const QUESTIONS: &[&str] = &[
    "Tôi chưa thấy báo cáo thu chi quý vừa rồi trên cổng, xin được cung cấp.",
    "Xin cho biết tiến độ công trình nâng cấp đường ở khu vực tôi ở.",
    "Mức thu phí chứng thực hiện nay là bao nhiêu, niêm yết ở đâu?",
];

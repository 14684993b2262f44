//! What a letter says and how it is written for the network.

use dinh_service::reminders::Choice;
use jiff::civil::date;

use super::scene::{CHAIRMAN, CLERK, OFFICE, address, scenes, scenes_with};

#[tokio::test]
async fn a_letter_says_what_is_due_why_and_where_and_names_nobody() {
    for scene in scenes().await {
        let duty = scene.duty().await;
        let letters = scene.tick_on(date(2026, 3, 10)).await;
        let letter = letters.iter().find(|one| one.to == address(CHAIRMAN));
        let letter = letter.expect("the chairman is told");
        assert_eq!(letter.from, "dinh@example.vn");
        assert_eq!(letter.header("From"), "Đình Cần Thơ <dinh@example.vn>");
        assert_eq!(letter.header("To"), address(CHAIRMAN));
        assert_eq!(
            letter.header("Subject"),
            "[Dữ liệu mẫu] Quá hạn 1 ngày: mục 11.3, Phường Cái Khế"
        );
        assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
        assert_eq!(letter.header("Date"), "Tue, 10 Mar 2026 02:00:00 +0000");
        assert_eq!(letter.header("Content-Type"), "text/plain; charset=utf-8");
        let text = letter.text();
        for words in [
            "Kính gửi: Chủ tịch UBND cấp xã, Phường Cái Khế.",
            "Hạn: 09/03/2026 (quá hạn 1 ngày)",
            "Căn cứ của hạn: ",
            "Đôn đốc cán bộ công khai",
            &format!("https://dinh.example.vn/lam-viec/muc/{}\n", duty.number),
            "Luật 10/2022/QH15, Điều 14 khoản 1",
            "Đổi cách nhận thư, đổi hoặc xóa địa chỉ: https://dinh.example.vn/tai-khoan",
        ] {
            assert!(text.contains(words), "{words} is not in\n{text}");
        }
        for letter in &letters {
            assert!(!letter.text().contains("Nguyễn Thị Kín"), "a typed title");
            assert!(!letter.text().contains("Người mẫu"), "a name");
            assert!(letter.raw.is_ascii(), "any server takes it");
            assert!(letter.raw.lines().all(|line| line.len() <= 998));
        }
    }
}

#[tokio::test]
async fn a_gathered_letter_puts_what_is_overdue_first() {
    for scene in scenes_with(Choice::Daily).await {
        scene.duty().await;
        scene.stage.move_to(date(2026, 3, 9));
        scene.duty().await;
        let letters = scene.tick_on(date(2026, 3, 11)).await;
        let letter = letters.iter().find(|one| one.to == address(CLERK));
        let letter = letter.expect("the clerk is told");
        assert!(
            letter
                .header("Subject")
                .ends_with("1 mục quá hạn, 1 mục sắp đến hạn"),
            "{}",
            letter.header("Subject")
        );
        let text = letter.text();
        let (overdue, ahead) = (text.find("QUÁ HẠN"), text.find("SẮP ĐẾN HẠN"));
        assert!(overdue.expect("a heading") < ahead.expect("a heading"));
        let late = scene.tick_on(date(2026, 3, 12)).await;
        let office = late.iter().find(|one| one.to == address(OFFICE));
        let text = office.expect("the office is told").text();
        assert!(text.contains("Điều 85 khoản 1"), "{text}");
        assert!(text.contains("Hỏi đơn vị vì sao chậm"), "{text}");
    }
}
